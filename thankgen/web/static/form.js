// The facts as a form, and the form as facts: a mapping with the keys of a facts file.

import { element, keepChoices } from "./words.js";

const form = document.getElementById("facts");
const people = document.getElementById("people");
const template = document.getElementById("person");
let made = 0;

export const clean = (name) => name.normalize("NFC").trim().split(/\s+/).join(" ");

const persons = () => [...people.children];
const ofPerson = (person, key) => person.querySelector(`[data-path="recipients.${key}"]`);

/** Names of the people to thank as the facts have them, in order; empty where one is not given yet. */
export const names = () => persons().map((person) => clean(ofPerson(person, "name").value));

export function addPerson(given = {}) {
  const person = template.content.cloneNode(true).firstElementChild;
  made += 1;
  for (const part of person.querySelectorAll("[id], [for], [aria-describedby]")) {
    for (const name of ["id", "for", "aria-describedby"]) {
      const value = part.getAttribute(name);
      if (value) part.setAttribute(name, value.split(" ").map((id) => `${id}-${made}`).join(" "));
    }
  }
  people.append(person);
  fillControls(person, { recipients: given });
  number();
  return person;
}

export function removePerson(person) {
  const at = persons().indexOf(person);
  person.remove();
  number();
  return at;
}

function number() {
  persons().forEach((person, at) => (person.querySelector("[data-number]").textContent = at + 1));
}

function valueOf(control) {
  if (!("list" in control.dataset)) return control.value.trim();
  return control.value.split("\n").map((line) => line.trim()).filter(Boolean);
}

function put(facts, path, value) {
  if (!value.length) return;
  const keys = path.split(".");
  const last = keys.pop();
  let place = facts;
  for (const key of keys) place = place[key] ??= {};
  place[last] = value;
}

/** The facts as they stand in the form; what is empty is left out. */
export function read() {
  const facts = { candidate: {}, interview: {} };
  for (const control of form.querySelectorAll("[data-path]")) {
    if (!people.contains(control)) put(facts, control.dataset.path, valueOf(control));
  }
  facts.recipients = persons().map((person) => {
    const one = {};
    for (const control of person.querySelectorAll("[data-path]")) put(one, control.dataset.path, valueOf(control));
    return { name: "", ...one.recipients };
  });
  for (const box of form.querySelectorAll(".witnesses")) {
    const part = facts[box.dataset.part];
    if (part && !box.hidden && box.querySelector("[data-some]").checked) {
      part.with = [...box.querySelectorAll("[data-names] input:checked")].map((tick) => tick.value);
    }
  }
  return facts;
}

/** Puts facts into the form in place of what is there. */
export function fill(facts) {
  people.replaceChildren();
  const given = facts.recipients?.length ? facts.recipients : [{}];
  given.forEach((one) => addPerson(one));
  const language = facts.language ?? document.documentElement.lang;
  fillControls(form, { occasion: "interview", channel: "email", ...facts, language });
  for (const box of form.querySelectorAll(".witnesses")) {
    const present = facts[box.dataset.part]?.with;
    box.querySelector("[data-some]").checked = Boolean(present);
    showWitnesses(box, present ?? []);
  }
}

function fillControls(root, facts) {
  for (const control of root.querySelectorAll("[data-path]")) {
    if (root === form && people.contains(control)) continue;
    const value = control.dataset.path.split(".").reduce((part, key) => part?.[key], facts);
    control.value = Array.isArray(value) ? value.join("\n") : (value ?? (control.options?.[0].value || ""));
    if (control.value && control.closest("details")) control.closest("details").open = true;
  }
}

/** Asks who was there, of everybody who is named; without two people nothing is asked. */
export function refreshWitnesses() {
  for (const box of form.querySelectorAll(".witnesses")) {
    const ticked = [...box.querySelectorAll("[data-names] input:checked")].map((tick) => tick.value);
    showWitnesses(box, ticked);
  }
}

function showWitnesses(box, ticked) {
  const everybody = names().filter(Boolean);
  box.hidden = everybody.length < 2;
  box.querySelector("fieldset").hidden = !box.querySelector("[data-some]").checked;
  const ticks = box.querySelector("[data-names]");
  keepChoices(ticks, everybody, (name) => element("input", { type: "checkbox", value: name }));
  for (const tick of ticks.querySelectorAll("input")) tick.checked = ticked.includes(tick.value);
}

/** The control that a fault's key is about. */
function controlOf(key) {
  const [, at, rest] = key.match(/^recipients\[(\d+)\]\.?(.*)$/) ?? [null, null, key];
  const path = rest.replace(/\[\d+\].*$/, "");
  if (at !== null) return persons()[at] && ofPerson(persons()[at], path || "name");
  const witnesses = path.match(/^(stumble|incident)\.with$/);
  if (witnesses) return form.querySelector(`.witnesses[data-part="${witnesses[1]}"] [data-some]`);
  return form.querySelector(`[data-path="${CSS.escape(path)}"]`);
}

const faultOf = (control) => {
  const witnesses = control.closest(".witnesses");
  if (witnesses) return witnesses.querySelector(".fault");
  return document.getElementById(control.getAttribute("aria-describedby").split(" ").at(-1));
};

/** Tells each fault at its field; returns those without one. Fields that are right again are cleared. */
export function showFaults(faults) {
  for (const place of form.querySelectorAll(".fault")) place.textContent = "";
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  return faults.filter((fault) => {
    const control = controlOf(fault.key);
    if (!control) return true;
    control.setAttribute("aria-invalid", "true");
    faultOf(control).textContent = fault.message;
    return false;
  });
}

/** Opens and focuses the first field that is wrong. */
export function goToFirstFault() {
  const first = form.querySelector("[aria-invalid]");
  if (first?.closest("details")) first.closest("details").open = true;
  first?.focus();
}
