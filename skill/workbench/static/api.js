/** Calls the page's own server. Whatever goes wrong comes as an `Error` whose message is a sentence. */

const AWAY = "The coach’s server does not answer. Is “make serve” still running?";

/** What the server holds at `path`. */
export const get = (path) => call("GET", path);

/** Asks the server to do something. */
export const post = (path, body = {}) => call("POST", path, JSON.stringify(body), "application/json");

/** Changes a setting. */
export const put = (path, body) => call("PUT", path, JSON.stringify(body), "application/json");

/** Sends a sound. */
export const postSound = (path, wav) => call("POST", path, wav, "audio/wav");

async function call(method, path, body, type) {
  const headers = body === undefined ? {} : { "Content-Type": type, "X-Legday": "page" };
  const answer = await fetch(path, { method, headers, body }).catch(() => { throw new Error(AWAY); });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.sentence || `The coach’s server answered ${answer.status}.`);
  return content;
}
