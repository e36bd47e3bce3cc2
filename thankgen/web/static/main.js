// The page: what happens when somebody types, writes, mends and takes the note away.

import * as draft from "./draft.js";
import * as form from "./form.js";
import * as reading from "./reading.js";
import * as sheet from "./sheet.js";
import { Refused, ask, askFile, askText, follow } from "./server.js";
import { count, element, say, sayError } from "./words.js";

const by = (id) => document.getElementById(id);
const facts = by("facts");
let faultsShown = false;
let latestFaults = [];
let writing = null;

// ── What is told ──

function tell(message, ...remedies) {
  by("message").textContent = message;
  by("trouble").textContent = "";
  by("remedies").replaceChildren(...remedies);
}

function trouble(error, ...remedies) {
  tell("", ...remedies);
  const isOurs = error instanceof Refused;
  const detail = isOurs && !["gone", "other"].includes(error.type) ? error.message : "";
  by("trouble").replaceChildren(
    sayError(isOurs ? error.type : "gone"),
    detail ? element("small", { lang: "en" }, detail) : "",
  );
}

const remedy = (words, act) => element("button", { type: "button", class: "quiet", onclick: act }, words);

/** A way back to what stood on the page before. */
function wayBack() {
  const before = draft.snapshot(form.read());
  return remedy(say("put_back"), () => {
    form.fill(draft.restore(before));
    showNote();
    tell("");
  });
}

/** Tells the faults at their fields, once somebody has asked for something that needs the facts. */
function tellFaults(faults) {
  latestFaults = faults;
  if (!faultsShown) return;
  const homeless = form.showFaults(faults);
  if (!faults.length) {
    faultsShown = false;
    if (by("remedies").childElementCount === 0) tell("");
  } else if (homeless.length) {
    by("recipients-fault").textContent = homeless.map((fault) => fault.message).join(" ");
  }
}

function goToFaults(faults) {
  faultsShown = true;
  tellFaults(faults);
  tell(count("fields", faults.length));
  form.goToFirstFault();
}

const explain = (error, ...remedies) => (error.faults ? goToFaults(error.faults) : trouble(error, ...remedies));

// ── Whose note ──

function refreshPeople() {
  const names = form.names();
  const choices = names.map((name, place) => {
    const radio = element("input", { type: "radio", name: "whose", value: place });
    radio.checked = place === draft.at();
    radio.addEventListener("change", () => turnTo(place));
    return element("label", {}, radio, name || `${place + 1}`);
  });
  by("whose").replaceChildren(by("whose").querySelector("legend"), ...choices);
  by("whose").hidden = names.length < 2;
  const name = names[draft.at()];
  by("note-title").textContent = name && names.length < 2 ? say("note_to", { name }) : say("note");
  form.refreshWitnesses();
}

function turnTo(place) {
  draft.go(place);
  showNote();
}

/** Shows the note that stands at the current person. */
function showNote() {
  sheet.setValue(draft.here().note, by("language").value);
  refreshPeople();
  refreshTools();
  by("message").textContent = draft.here().by;
  draft.keep(form.read());
  reading.again(0);
}

function refreshTools() {
  const isCard = by("channel").value === "card";
  by("tools").hidden = !sheet.value().trim();
  by("tools").classList.toggle("card", isCard);
  by("pdf").textContent = say(isCard ? "pdf_card" : "pdf_letter");
  const words = sheet.parts().body.match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0;
  by("count").textContent = words ? count("words", words) : "";
}

// ── Writing ──

async function write(who, to = null) {
  if (writing) return writing.abort();
  const back = draft.all().some((one) => one.note.trim()) ? wayBack() : null;
  writing = new AbortController();
  by("write").textContent = say("stop");
  try {
    await follow("/write", { facts: form.read(), by: who, to }, (event) => take(event, back), writing.signal);
  } catch (error) {
    if (error.name === "AbortError") tell(say("stopped"), ...(back ? [back] : []));
    else explain(error);
  } finally {
    writing = null;
    by("write").textContent = by("write").dataset.words;
  }
}

function take(event, back) {
  faultsShown = false;
  form.showFaults([]);
  const remedies = back ? [back] : [];
  if (event.event === "writing") {
    const key = event.number > 1 ? "writing_again" : "writing";
    tell(say(key, { name: event.to, n: event.number }), ...remedies);
  } else if (event.event === "note") {
    const place = form.names().indexOf(event.to);
    draft.all()[place] = { note: event.text, by: whoWrote(event) };
    if (place === 0 || !draft.here().note) draft.go(place);
    showNote();
    tell(draft.here().by, ...remedies);
    by("note").focus({ preventScroll: matchMedia("(min-width: 58rem)").matches });
  } else {
    const offline = remedy(say("try_offline"), async () => {
      for (const name of event.to) await write("offline", name);
    });
    trouble(new Refused(502, { error: event }), offline, ...remedies);
    by("trouble").prepend(`${say("not_written", { names: event.to.join(", ") })} `);
  }
}

function whoWrote({ source, model, passed }) {
  if (!passed) return say("unfit");
  return say(`written_${source}`, { model: model ?? by("model")?.textContent });
}

// ── Mending ──

function apply(text, words = say("changed")) {
  const before = sheet.value();
  sheet.change(text);
  tell(words, remedy(say("undo"), () => {
    sheet.change(before);
    tell("");
  }));
  by("findings-title").focus({ preventScroll: true });
}

async function mendAll() {
  try {
    const question = { facts: form.read(), to: form.names()[draft.at()], text: sheet.value() };
    const { text, changed } = await ask("/mend", question);
    if (changed) apply(text, changed === 1 ? say("changed") : say("changed_many", { n: changed }));
    else tell(say("changed_none"));
  } catch (error) {
    explain(error);
  }
}

// ── Taking it away ──

const slug = (words) => words.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase();

function download(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const theNote = () => ({ facts: form.read(), to: form.names()[draft.at()], text: sheet.value() });

async function keepAs(format) {
  try {
    const suffix = format === "text" ? "txt" : format;
    const name = slug(suffix === "ics" ? by("company").value : form.names()[draft.at()]);
    download(await askFile("/file", { ...theNote(), format }), `${name || "note"}.${suffix}`);
    tell(format === "eml" ? withoutAddress() : "");
  } catch (error) {
    explain(error);
  }
}

function withoutAddress() {
  const recipient = form.read().recipients[draft.at()];
  return recipient.email ? "" : say("no_address", { name: recipient.name });
}

async function openMail() {
  try {
    location.href = (await ask("/link", theNote())).link;
    tell(withoutAddress());
  } catch (error) {
    explain(error);
  }
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    tell(say("copied"));
  } catch {
    tell(say("copy_failed"));
  }
}

// ── Facts as a file ──

async function save() {
  try {
    const file = `${slug(by("company").value) || "facts"}.toml`;
    download(new Blob([await askText("/facts/save", { facts: form.read() })], { type: "application/toml" }), file);
    tell(say("kept_file", { file }));
  } catch (error) {
    explain(error);
  }
}

async function load() {
  const [file] = by("load").files;
  if (!file) return;
  const back = wayBack();
  try {
    const answer = await ask(`/facts/load?name=${encodeURIComponent(file.name)}`, file.slice());
    form.fill(draft.restore({ facts: answer.facts, people: [] }));
    form.showFaults([]);
    showNote();
    tell(say("loaded"), back);
  } catch (error) {
    trouble(error);
  }
  by("load").value = "";
}

function startAfresh() {
  if (!confirm(say("afresh_sure"))) return;
  form.fill(draft.restore({ facts: {}, people: [] }));
  form.showFaults([]);
  showNote();
  draft.forget();
  tell("");
  by("company").focus();
}

// ── Wiring ──

function onFacts() {
  refreshPeople();
  refreshTools();
  draft.keep(form.read());
  reading.again();
}

facts.addEventListener("input", onFacts);
facts.addEventListener("submit", (event) => {
  event.preventDefault();
  write(facts.elements.by?.value ?? "offline");
});
by("add").addEventListener("click", () => {
  const person = form.addPerson();
  draft.add();
  onFacts();
  person.querySelector("input").focus();
});
by("people").addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove]");
  if (!button) return;
  draft.remove(form.removePerson(button.closest(".person")));
  showNote();
  by("add").focus();
});
sheet.onInput(() => {
  sheet.followInput();
  Object.assign(draft.here(), { note: sheet.value() });
  refreshTools();
  draft.keep(form.read());
  reading.again();
});
by("copy").addEventListener("click", () => copy(sheet.parts().body));
by("copy-subject").addEventListener("click", () => copy(sheet.parts().subject));
by("mail").addEventListener("click", openMail);
by("mend-all").addEventListener("click", mendAll);
by("show-missing").addEventListener("click", () => goToFaults(latestFaults));
by("save").addEventListener("click", save);
by("load").addEventListener("change", load);
by("afresh").addEventListener("click", startAfresh);
for (const button of document.querySelectorAll("[data-format]")) {
  button.addEventListener("click", () => keepAs(button.dataset.format));
}

// The key has done its work; nobody should copy it from the address bar.
history.replaceState(null, "", `/?lang=${document.documentElement.lang}`);
by("write").dataset.words = by("write").textContent;
const kept = draft.kept();
form.fill(kept ? draft.restore(kept) : {});
showNote();
reading.start({ faults: tellFaults, apply });
