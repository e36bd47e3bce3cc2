// Has the note read whenever it or its facts change: findings at once, what can be changed a moment later.

import { theNote } from "./away.js";
import * as draft from "./draft.js";
import * as form from "./form.js";
import * as margin from "./margin.js";
import * as sheet from "./sheet.js";
import { Refused, ask } from "./server.js";
import { say, sayError } from "./words.js";

const SOON = 120; // ms after a keystroke
const THEN = 400; // ms more, for the changes on offer

const missing = document.getElementById("show-missing");
const mendAll = document.getElementById("mend-all");
const hooks = { faults: () => {}, apply: () => {} };
let timer = 0;
let asking = null;

/** `faults` takes the faults of facts that are not right yet, `apply` the text of an offer taken. */
export function start({ faults, apply }) {
  Object.assign(hooks, { faults, apply });
  sheet.onPlace(margin.point);
  again();
}

/** The note changed, or the facts: reads it soon. */
export function again(delay = SOON) {
  clearTimeout(timer);
  asking?.abort();
  timer = setTimeout(check, delay);
}

async function check() {
  asking = new AbortController();
  const { signal } = asking;
  if (!sheet.value().trim()) return show({ findings: [] }, say("nothing_yet"));
  try {
    const facts = form.read();
    const answer = await ask("/check", theNote(), { signal });
    hooks.faults([]);
    show(answer);
    timer = setTimeout(() => offer(facts, signal, answer), THEN);
  } catch (error) {
    if (error.name !== "AbortError") explain(error);
  }
}

async function offer(facts, signal, checked) {
  const everybody = form.names();
  const written = draft.all().filter((one) => one.note.trim()).length;
  if (!checked.findings.length && written < 2) return;
  const notes = Object.fromEntries(draft.all().map((one, place) => [everybody[place], one.note]));
  try {
    show(await ask("/offers", { facts, to: everybody[draft.at()], notes }, { signal }));
  } catch (error) {
    if (error.name !== "AbortError") explain(error);
  }
}

function show(answer, words = null) {
  answer.findings.forEach((finding, place) => (finding.id = `f${place}`));
  missing.hidden = true;
  mendAll.hidden = answer.findings.filter((finding) => finding.offer).length < 2;
  sheet.setMarks(answer.findings);
  const worstFirst = [...answer.findings].sort((a, b) => (a.severity > b.severity) - (a.severity < b.severity));
  margin.listFindings(worstFirst, sheet.select, hooks.apply);
  if (words) margin.sum(words);
  else margin.sumUp(answer);
}

function explain(error) {
  show({ findings: [] }, sayError(error instanceof Refused ? error.type : "other"));
  if (!error.faults) return;
  margin.sum(say("facts_missing"));
  missing.hidden = false;
  hooks.faults(error.faults);
}
