// The page: what happens when somebody types, writes, mends and takes the note away.

import * as away from "./away.js";
import * as draft from "./draft.js";
import * as form from "./form.js";
import * as reading from "./reading.js";
import * as sheet from "./sheet.js";
import { Refused, ask, askText, follow } from "./server.js";
import { count, element, keepChoices, say, sayError } from "./words.js";

const by = (id) => document.getElementById(id);
const facts = by("facts");
let faultsShown = false;
let latestFaults = [];
let writing = null;

// ── What is told ──

/** Says one thing above the note, with what can be done about it; the thing said before goes. */
function tell(message, ...remedies) {
  by("message").textContent = message;
  by("trouble").textContent = "";
  by("remedies").replaceChildren(...remedies);
}

function trouble(error, ...remedies) {
  tell("", ...remedies);
  const type = error instanceof Refused ? error.type : "other";
  const detail = ["gone", "other"].includes(type) ? "" : error.message;
  by("trouble").replaceChildren(sayError(type), detail ? element("small", { lang: "en" }, detail) : "");
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

/** Tells an error where it belongs: at the fields of the facts, or above the note. */
const explain = (error, ...remedies) => (error.faults ? goToFaults(error.faults) : trouble(error, ...remedies));

// ── Whose note ──

function refreshPeople() {
  const names = form.names();
  keepChoices(by("whose"), names.map((name, place) => name || `${place + 1}`), (name, place) => {
    const radio = element("input", { type: "radio", name: "whose", value: place });
    radio.addEventListener("change", () => turnTo(place));
    return radio;
  });
  by("whose").querySelectorAll("input")[draft.at()].checked = true;
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
  by("text").lang = by("language").value;
  by("interview-date").required = by("occasion").value !== "offer";
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
    const { text, changed } = await ask("/mend", away.theNote());
    if (changed) apply(text, changed === 1 ? say("changed") : say("changed_many", { n: changed }));
    else tell(say("changed_none"));
  } catch (error) {
    explain(error);
  }
}

// ── Facts as a file ──

async function save() {
  try {
    const file = `${away.slug(by("company").value) || "facts"}.toml`;
    away.download(new Blob([await askText("/facts/save", { facts: form.read() })], { type: "application/toml" }), file);
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
by("copy").addEventListener("click", async () => tell(await away.copy(sheet.parts().body)));
by("copy-subject").addEventListener("click", async () => tell(await away.copy(sheet.parts().subject)));
by("mail").addEventListener("click", () => away.openMail().then(tell, explain));
by("mend-all").addEventListener("click", mendAll);
by("show-missing").addEventListener("click", () => goToFaults(latestFaults));
by("save").addEventListener("click", save);
by("load").addEventListener("change", load);
by("afresh").addEventListener("click", startAfresh);
for (const button of document.querySelectorAll("[data-format]")) {
  button.addEventListener("click", () => away.keepAs(button.dataset.format).then(tell, explain));
}

// The key has done its work; nobody should copy it from the address bar.
history.replaceState(null, "", `/?lang=${document.documentElement.lang}`);
by("write").dataset.words = by("write").textContent;
const kept = draft.kept();
form.fill(kept ? draft.restore(kept) : {});
showNote();
reading.start({ faults: tellFaults, apply });
