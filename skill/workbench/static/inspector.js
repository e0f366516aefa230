/** Shows how one turn came about: what was understood, kept, decided, sent and answered, and what the platform says to it. */

import { get } from "./api.js";
import { sign } from "./conversation.js";
import { byId, copies, el, table, terms } from "./dom.js";
import { tabs } from "./tabs.js";

let wanted = null;
let chosenTab = "Understood";

/** Looks into a turn; what comes too late, after another turn was chosen, is dropped. */
export async function inspect(turn) {
  wanted = turn.n;
  const inspection = await get(`/api/turn/${turn.n}`);
  if (wanted === turn.n) show(pages(turn, inspection));
}

// Whoever is in there with the keyboard stays in there.
function show(content) {
  const within = byId("inspector").contains(document.activeElement);
  byId("inspector").replaceChildren(content);
  if (within) content.querySelector("[aria-selected=true]").focus();
}

/** Forgets the turn. */
export function leave() {
  wanted = null;
  byId("inspector").replaceChildren(el("p", { class: "hint" }, "Say something first. Then this is where you see how it was understood and why it was answered so."));
}

function pages(turn, inspection) {
  return tabs("Parts of this turn", [
    ["Understood", understood(turn, inspection)],
    ["Session", session(turn, inspection)],
    ["Decision", decision(inspection.decision)],
    ["JSON", both(inspection)],
    ["Timings", timings(inspection.timings)],
    ["Checks", checks(inspection.checks)],
  ], chosenTab, (title) => { chosenTab = title; });
}

function understood(turn, { understanding, dialog }) {
  return [
    terms([
      ["You said", turn.said || "(silence)"],
      ["Intent", understanding.intent && el("code", {}, understanding.intent)],
      ["Like the sample", understanding.sample && el("q", {}, understanding.sample)],
      ["How alike", understanding.score != null && likeness(understanding.score)],
      ["Dialog", dialog.state && el("code", {}, dialog.state)],
      ["Now asks for", dialog.elicits && el("code", {}, dialog.elicits)],
    ]),
    el("h3", {}, "Slots"),
    understanding.slots.length
      ? table("Slots", ["slot", "value", "resolved", "id"], understanding.slots.map((slot) => [el("code", {}, slot.name), slot.value ?? "–", slot.resolved ?? "–", slot.id ?? "–"]))
      : el("p", { class: "hint" }, "None were heard."),
  ];
}

function likeness(score) {
  return [bar(score), ` ${Math.round(score * 100)} %`];
}

function session(turn, inspection) {
  return [
    terms([
      ["Afterwards", turn.open ? "open, the coach listens" : "closed"],
      ["If nobody answers", turn.reprompt],
    ]),
    el("h3", {}, "Attributes kept for the next turn"),
    json("Session attributes", inspection.session),
  ];
}

function decision(decided) {
  if (!decided) return el("p", { class: "hint" }, "Nothing was decided in this turn.");
  return [
    terms([
      ["Verdict", sign(decided.verdict)],
      ["Rule", decided.rule && el("code", {}, decided.rule)],
      ["How sure", decided.confidence],
    ]),
    decided.reasons.length > 0 && [el("h3", {}, "Because"), el("ul", {}, decided.reasons.map((reason) => el("li", {}, reason)))],
    el("h3", {}, "Sources"),
    decided.sources.length ? el("ul", { class: "sources" }, decided.sources.map(source)) : el("p", { class: "hint" }, "No study; coaches’ practice."),
  ];
}

function source({ title, where, url }) {
  return el("li", {}, url ? el("a", { href: url, target: "_blank", rel: "noreferrer" }, title) : title, where && el("small", {}, where));
}

function both({ request, response }) {
  return [["Request", request], ["Response", response]].map(([name, body]) => [
    el("div", { class: "named" }, el("h3", {}, name), copies(`Copy ${name.toLowerCase()}`, () => JSON.stringify(body, null, 2))),
    json(name, body),
  ]);
}

function timings(parts) {
  const longest = Math.max(...parts.map(({ ms }) => ms), 0.001);
  return table("Timings", ["part", "time"], parts.map(({ part, ms }) => [part, [bar(ms / longest), ` ${ms.toFixed(1)} ms`]]));
}

function bar(share) {
  const drawn = el("span", { class: "bar", "aria-hidden": "true" });
  drawn.style.setProperty("--share", share);
  return drawn;
}

function checks(made) {
  const failed = made.filter(({ ok }) => !ok).length;
  return [
    el("p", { class: failed ? "objection" : "fine" }, failed ? `Amazon would object to ${failed} of ${made.length}.` : `Amazon would accept it: ${made.length} of ${made.length} checks hold.`),
    el("ul", { class: "checks" }, made.map(({ rule, ok, detail }) => el("li", { class: ok ? "holds" : "broken" },
      el("span", { class: "unseen" }, ok ? "Holds: " : "Broken: "), rule, detail && el("small", {}, detail)))),
  ];
}

// Strings with a colon after them are names.
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;

function json(label, value) {
  const text = JSON.stringify(value, null, 2);
  const shown = el("pre", { class: "json", tabindex: "0", role: "region", "aria-label": label });
  let at = 0;
  for (const token of text.matchAll(TOKEN)) {
    const [, string, colon, word] = token;
    const kind = colon ? "name" : string ? "string" : word ? "word" : "number";
    shown.append(text.slice(at, token.index), el("span", { class: kind }, string ?? token[0]), colon ?? "");
    at = token.index + token[0].length;
  }
  shown.append(text.slice(at));
  return shown;
}
