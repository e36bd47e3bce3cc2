// The note on its way: copied, opened in an e-mail program, kept as a file.

import * as draft from "./draft.js";
import * as form from "./form.js";
import * as sheet from "./sheet.js";
import { ask, askFile } from "./server.js";
import { element, say } from "./words.js";

const LONGEST_LINK = 2000; // characters; some systems cut longer ones

/** A name as a file name. */
export const slug = (words) => words.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase();

export function download(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The note that is shown, as the server is asked about it. */
export const theNote = () => ({ facts: form.read(), to: form.names()[draft.at()], text: sheet.value() });

/** Downloads the note in a format; returns what there is to say about it. */
export async function keepAs(format) {
  const suffix = format === "text" ? "txt" : format;
  const { facts, to } = theNote();
  const file = await askFile("/file", { ...theNote(), format });
  // Reminders are for everybody together.
  download(file, `${slug((suffix === "ics" ? facts.company : to) ?? "") || "note"}.${suffix}`);
  return format === "eml" ? withoutAddress() : "";
}

/** Opens the note in an e-mail program; returns what there is to say about it. */
export async function openMail() {
  const { link } = await ask("/link", theNote());
  location.href = link;
  return link.length > LONGEST_LINK ? say("long_link") : withoutAddress();
}

function withoutAddress() {
  const recipient = form.read().recipients[draft.at()];
  return recipient.email ? "" : say("no_address", { name: recipient.name });
}

/** Copies words; returns whether the browser let it. */
export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return say("copied");
  } catch {
    return say("copy_failed");
  }
}
