// What was found in the note, beside it: in plain words, the worst first, with changes of one click.

import { count, element, say } from "./words.js";

const verdict = document.getElementById("verdict");
const list = document.getElementById("list");
const isEnglish = document.documentElement.lang === "en";

/** One line above the findings; told to screen readers when it changes. */
export function sum(words, kind = "") {
  if (verdict.textContent !== words) verdict.textContent = words;
  verdict.className = kind;
}

/** The verdict on a note, in words. */
export function sumUp(answer) {
  const errors = answer.findings.filter((finding) => finding.severity === "error").length;
  const warnings = answer.findings.length - errors;
  if (errors) return sum(count("mend", errors) + (warnings ? ` · ${count("consider", warnings)}` : ""), "mend");
  if (answer.not_run.length) return sum(say("not_run", { names: answer.not_run.join(", ") }), "mend");
  if (warnings) return sum(`${say("fit")} ${count("consider", warnings)}`, "consider");
  return sum(say("fit"), "fine");
}

/** Lists findings; `show` is called with one's id, `apply` with the offer that was taken. */
export function listFindings(findings, show, apply) {
  list.replaceChildren(...findings.map((finding) => item(finding, show, apply)));
}

function item(finding, show, apply) {
  const kind = say(finding.severity === "error" ? "mend" : "consider");
  return element(
    "li",
    { class: finding.severity, "data-id": finding.id },
    element("h3", {}, element("small", {}, kind), finding.title),
    excerpt(finding, show),
    ...advice(finding),
    finding.offer ? offer(finding.offer, apply) : null,
  );
}

function excerpt(finding, show) {
  if (!finding.span || !finding.excerpt?.trim()) return null;
  const words = shortened(finding.excerpt);
  const open = () => show(finding.id);
  return element("p", { class: "excerpt" }, element("button", { type: "button", title: say("show"), onclick: open }, words));
}

/** What the guardrail means, and what it says word for word: that is English. */
function advice(finding) {
  const own = finding.advice ? element("p", {}, finding.advice) : null;
  if (isEnglish || !own) return [element("p", { lang: "en" }, finding.message), isEnglish ? null : own];
  const full = element("details", {}, element("summary", {}, say("in_full")), element("p", { lang: "en" }, finding.message));
  return [own, full];
}

function offer({ text, changes }, apply) {
  const shown = changes.slice(0, 2).map(inWords);
  const words = shown.length ? shown.flatMap((part, at) => (at ? ["; ", ...part] : part)) : [say("apply")];
  return element("p", { class: "offer" }, element("button", { type: "button", onclick: () => apply(text) }, ...words));
}

/** A change as a button says it, what goes struck through. */
function inWords({ gone, come }) {
  const key = gone && come ? "replace" : come ? "add" : "leave_out";
  const made = { gone: () => element("del", {}, shortened(gone)), come: () => element("ins", {}, shortened(come)) };
  return say(key, { gone: "\u0001gone\u0001", come: "\u0001come\u0001" })
    .split("\u0001")
    .filter(Boolean)
    .map((piece) => made[piece]?.() ?? piece);
}

const shortened = (words) => (words.length > 140 ? `${words.slice(0, 100).trim()} … ${words.slice(-30).trim()}` : words.trim());

/** Shows which findings the cursor stands in. */
export function point(ids) {
  for (const one of list.children) one.classList.toggle("here", ids.includes(one.dataset.id));
}
