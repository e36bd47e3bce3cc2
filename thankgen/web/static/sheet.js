// The note as a text to write in, with marks under the places that findings are about.

const text = document.getElementById("text");
const mirror = document.getElementById("mirror");
let before = "";
let marks = []; // {start, end, severity, id} in UTF-16 units

export const value = () => text.value;
export const onInput = (take) => text.addEventListener("input", take);

/** Puts another note on the sheet; it cannot be undone by the browser. */
export function setValue(content, language) {
  text.value = content;
  text.lang = language;
  before = content;
  setMarks([]);
}

/** Makes the note another one by changing only what differs, so that the browser's undo goes back. */
export function change(content) {
  const [start, end, middle] = difference(text.value, content);
  text.focus({ preventScroll: true });
  text.setSelectionRange(start, end);
  const isDone = middle ? document.execCommand("insertText", false, middle) : document.execCommand("delete");
  if (!isDone || text.value !== content) {
    text.value = content;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Where two texts differ: start and end in the first, and what stands there in the second. */
function difference(old, now) {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let tail = 0;
  const most = Math.min(old.length, now.length) - start;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return [start, old.length - tail, now.slice(start, now.length - tail)];
}

/** Marks the places of findings; spans are in code points, as the server counts. */
export function setMarks(findings) {
  const units = [0];
  for (const character of text.value) units.push(units.at(-1) + character.length);
  marks = findings
    .filter((finding) => finding.span)
    .map(({ span: [start, end], severity, id }) => ({ start: units[start], end: units[end], severity, id }));
  draw();
}

/** Keeps marks at their words while somebody writes, until the next findings come. */
export function followInput() {
  const [start, end, middle] = difference(before, text.value);
  const shift = middle.length - (end - start);
  marks = marks
    .filter((mark) => mark.end <= start || mark.start >= end)
    .map((mark) => (mark.start >= end && mark.end > start ? { ...mark, start: mark.start + shift, end: mark.end + shift } : mark));
  before = text.value;
  draw();
}

function draw() {
  const edges = new Set([0, text.value.length, ...marks.flatMap((mark) => [mark.start, mark.end])]);
  const sorted = [...edges].sort((a, b) => a - b);
  const pieces = sorted.slice(0, -1).map((start, at) => {
    const piece = text.value.slice(start, sorted[at + 1]);
    const over = marks.filter((mark) => mark.start <= start && mark.end >= sorted[at + 1]);
    if (!over.length) return piece;
    const mark = document.createElement("mark");
    mark.className = over.some((one) => one.severity === "error") ? "error" : "warning";
    mark.dataset.ids = over.map((one) => one.id).join(" ");
    mark.textContent = piece;
    return mark;
  });
  mirror.replaceChildren(...pieces, "\u200b");
  text.classList.toggle("is-empty", !text.value);
}

/** Selects the words that a finding is about. */
export function select(id) {
  const mark = marks.find((one) => one.id === id);
  if (!mark) return;
  mirror.querySelector(`mark[data-ids~="${id}"]`)?.scrollIntoView({ block: "center" });
  text.focus({ preventScroll: true });
  text.setSelectionRange(mark.start, mark.end);
}

/** Calls `take` with the ids of the findings that the cursor stands in. */
export function onPlace(take) {
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== text) return;
    const at = text.selectionStart;
    take(marks.filter((mark) => mark.start <= at && at <= mark.end).map((mark) => mark.id));
  });
}

/** Subject and the rest of a note. */
export function parts() {
  const [, subject = "", body] = text.value.match(/^(?:(?:Subject|Betreff|Ämne|Emne):[ \t]*(.*)\n\s*)?([^]*)$/);
  return { subject, body };
}
