// Questions to the server that this page came from.

const json = { "Content-Type": "application/json" };

async function post(path, body, options = {}) {
  const headers = body instanceof Blob ? {} : json;
  const content = body instanceof Blob ? body : JSON.stringify({ ...body, lang: document.documentElement.lang });
  const answer = await fetch(path, { method: "POST", headers, body: content, ...options }).catch(lost);
  if (answer.ok) return answer;
  const isTold = answer.headers.get("Content-Type")?.startsWith("application/json");
  throw new Refused(answer.status, isTold ? await answer.json() : {});
}

/** Nobody is there any more, unless it was given up here. */
function lost(error) {
  throw error.name === "AbortError" ? error : new Refused(0, { error: { type: "gone" } });
}

/** The server answered, and the answer is no: `faults` in the facts, or an `error`. */
export class Refused extends Error {
  constructor(status, told) {
    super(told.error?.message ?? String(status));
    this.status = status;
    this.faults = told.faults ?? null;
    this.type = told.error?.type ?? (status === 403 ? "gone" : "other");
  }
}

export const ask = async (path, question, options) => (await post(path, question, options)).json();
export const askText = async (path, question) => (await post(path, question)).text();
export const askFile = async (path, question) => (await post(path, question)).blob();

/** Calls `take` with each event of an answer that comes bit by bit, a line of JSON each. */
export async function follow(path, question, take, signal) {
  const answer = await post(path, question, { signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  for (;;) {
    const { done, value } = await reader.read().catch(lost);
    if (done) return;
    const lines = (pending + value).split("\n");
    pending = lines.pop();
    lines.forEach((line) => take(JSON.parse(line)));
  }
}
