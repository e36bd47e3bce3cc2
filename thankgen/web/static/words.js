// What the script says, in the page's language.

const texts = JSON.parse(document.getElementById("texts").textContent);

/** A text with its places filled in. */
export const say = (key, values = {}) => texts.says[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The text for one thing or for many. */
export const count = (key, n) => say(n === 1 ? `${key}_one` : `${key}_many`, { n });

export const sayError = (type) => texts.errors[type] ?? texts.errors.other;

/** An element with attributes and children; texts are set as text, never as markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A choice for each name, labelled with it; left as they are while the names stay, so that none loses the focus. */
export function keepChoices(box, names, make) {
  const labels = [...box.querySelectorAll("label")];
  if (labels.map((label) => label.dataset.name).join("\n") === names.join("\n") && labels.length === names.length) return;
  labels.forEach((label) => label.remove());
  names.forEach((name, place) => {
    box.append(element("label", { class: "choice", "data-name": name }, make(name, place), element("span", {}, name)));
  });
}
