/** Shows the conversation: bubbles, chips, and what a screen reader is told. It asks nobody anything. */

import { byId, el, icon } from "./dom.js";

/** Verdicts as the page names them. */
export const VERDICTS = {
  go: "Go", ease: "Go easier", cross_train: "Cross-train", rest: "Rest", seek_care: "Seek care",
};

const list = byId("turns");
const box = byId("scroll");

/** A verdict as a small sign, for those who skim. */
export const sign = (verdict) => verdict && el("span", { class: "verdict", "data-verdict": verdict }, VERDICTS[verdict] ?? verdict);

/** Shows what was said while the answer is thought about; gives a function that takes it away again. */
export function pending(said) {
  const item = el("li", { class: "turn" }, athlete(said), el("p", { class: "bubble coach thinking" }, el("span", { class: "unseen" }, "Thinking"), el("i"), el("i"), el("i")));
  welcome(false);
  list.append(item);
  toEnd();
  return () => item.remove();
}

/** Adds a turn. */
export function add(turn, { onReplay, onLook }) {
  welcome(false);
  list.append(el("li", { class: "turn", "data-turn": turn.n },
    athlete(turn.said),
    el("div", { class: "bubble coach" },
      sign(turn.verdict),
      el("p", { class: "words" }, turn.text || "(says nothing)"),
      turn.card && card(turn.card),
      turn.problems.map((problem) => el("p", { class: "objection" }, `Amazon would object: ${problem}`)),
    ),
    el("div", { class: "afterwards" },
      turn.text && el("button", { type: "button", class: "replay", onclick: () => onReplay(turn) }, icon("sound"), "Hear it again"),
      el("button", { type: "button", class: "look", "aria-pressed": "false", onclick: () => onLook(turn.n) }, icon("look"), "Look inside"),
      el("span", { class: "ms" }, `${Math.round(turn.ms)} ms`),
    ),
  ));
  toEnd();
}

/** Marks the turn that is looked into. */
export function mark(n) {
  for (const item of list.children) {
    const chosen = Number(item.dataset.turn) === n;
    item.classList.toggle("chosen", chosen);
    item.querySelector(".look")?.setAttribute("aria-pressed", String(chosen));
  }
}

/** Tells a screen reader what the coach said. */
export function announce(turn) {
  byId("answer").textContent = turn.text;
}

/** Takes all bubbles away. */
export function clear() {
  list.replaceChildren();
  byId("answer").textContent = "";
  welcome(true);
}

/** Offers things to say. */
export function offer(chips, onChosen) {
  byId("chips").replaceChildren(...chips.map((chip) => el("li", {},
    el("button", { type: "button", onclick: (event) => onChosen(chip, event) }, chip))));
}

/** Says what went wrong, or with "" that nothing does any more. */
export function trouble(sentence) {
  byId("problem").textContent = sentence;
  if (sentence) toEnd();
}

function athlete(said) {
  return el("p", { class: said ? "bubble athlete" : "bubble athlete silent" },
    el("span", { class: "unseen" }, "You: "), said || "(silence)");
}

function card({ title, content, text }) {
  return el("details", { class: "card" }, el("summary", {}, title ? `Card: ${title}` : "Card"), el("p", {}, content ?? text ?? ""));
}

function welcome(there) {
  byId("welcome").hidden = !there;
}

// The box is laid out from its end, and stays there when it gets smaller.
function toEnd() {
  box.scrollTop = 0;
}
