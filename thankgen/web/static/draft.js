// What stands on the page, kept in this browser so that nothing is lost: facts, and a note for each person.

const KEY = "thankgen";

let people = [{ note: "", by: "" }]; // a note for each person, in the order of the form
let current = 0;

export const all = () => people;
export const here = () => people[current];
export const at = () => current;

export function go(to) {
  current = Math.max(0, Math.min(to, people.length - 1));
}

export function add() {
  people.push({ note: "", by: "" });
}

export function remove(place) {
  people.splice(place, 1);
  if (!people.length) add();
  go(place <= current ? current - 1 : current);
}

export const snapshot = (facts) => JSON.parse(JSON.stringify({ facts, people, current }));

/** Takes a snapshot back; returns its facts. */
export function restore(kept) {
  people = kept.facts.recipients?.length ? kept.facts.recipients.map((_, place) => kept.people[place] ?? { note: "", by: "" }) : [{ note: "", by: "" }];
  go(kept.current ?? 0);
  return kept.facts;
}

export function keep(facts) {
  try {
    localStorage.setItem(KEY, JSON.stringify(snapshot(facts)));
  } catch {
    // A browser that keeps nothing still lets one write.
  }
}

/** What was kept, or null. */
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return found?.facts && Array.isArray(found.people) ? found : null;
  } catch {
    return null;
  }
}

export function forget() {
  localStorage.removeItem(KEY);
}
