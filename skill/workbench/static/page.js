/** Puts the page together: what is said goes to the server, what comes back is shown, spoken and explained. */

import { get, post } from "./api.js";
import * as conversation from "./conversation.js";
import * as device from "./device.js";
import { byId } from "./dom.js";
import * as hearing from "./hearing.js";
import * as inspector from "./inspector.js";
import * as panels from "./panels.js";
import * as record from "./record.js";
import * as recovery from "./recovery.js";
import * as reminders from "./reminders.js";
import * as speaking from "./speaking.js";

const STATES = {
  resting: "Just ask, or say “open leg day coach”",
  open: "Waiting for your answer",
  thinking: "Thinking",
  speaking: "Speaking",
  hearing: "All ears",
};
const DEAF = "I didn’t catch that. Say it once more, or type it.";

const said = byId("said");
const mic = byId("mic");
const aloud = byId("aloud");
const choice = byId("hearing");

const turns = [];
let voice = { speaks: false, hears: false };
let isOpen = false;
let isThinking = false;
let isSpeaking = false;
let listening = null;
let ways = [];

// What is said.

async function say(words) {
  if (isThinking) return;
  isThinking = true;
  speaking.hush();
  conversation.trouble("");
  const done = conversation.pending(words);
  shows();
  const turn = await post("/api/turn", { said: words }).catch((error) => error);
  done();
  isThinking = false;
  if (turn instanceof Error) sorry(turn, words);
  else await answered(turn);
}

function sorry(error, words) {
  conversation.trouble(error.message);
  said.value ||= words;
  shows();
}

async function answered(turn) {
  isOpen = turn.open;
  shows();
  add(turn);
  conversation.announce(turn);
  if (aloud.checked) speaking.speak(turn, voice.speaks, device.locale());
  await Promise.all([look(turn.n), refresh()]);
}

function add(turn) {
  turns[turn.n] = turn;
  conversation.add(turn, {
    onReplay: (one) => speaking.speak(one, voice.speaks, device.locale()),
    onLook: (n) => { panels.open("turn"); look(n); },
  });
}

async function look(n) {
  panels.suggest("turn");
  conversation.mark(n);
  await inspector.inspect(turns[n]).catch((error) => conversation.trouble(error.message));
}

// What the server knows.

async function refresh() {
  const now = await get("/api/conversation").catch((error) => { conversation.trouble(error.message); });
  if (!now) return null;
  isOpen = now.open;
  voice = now.voice;
  conversation.offer(now.chips, chosen);
  device.show(now.device);
  if (panels.isOpen("recovery")) await recovery.refresh(device.locale());
  shows();
  return now;
}

async function begin() {
  const now = await refresh();
  if (!now) return;
  now.turns.forEach(add);
  if (now.turns.length) await look(now.turns.at(-1).n);
  await offerWays();
  reminders.start(now.rings, device.locale);
}

async function over() {
  speaking.hush();
  await post("/api/over").then(fresh, (error) => conversation.trouble(error.message));
}

async function fresh() {
  turns.length = 0;
  conversation.clear();
  conversation.trouble("");
  inspector.leave();
  await refresh();
  said.focus();
}

function shows() {
  const state = listening ? "hearing" : isThinking ? "thinking" : isSpeaking ? "speaking" : isOpen ? "open" : "resting";
  byId("track").dataset.state = state;
  byId("state").textContent = STATES[state];
}

// What is chosen and heard.

function chosen(chip, event) {
  if (event.detail === 0) said.focus();  // chosen by key: the chip goes away, and focus should not go with it
  say(chip);
}

async function offerWays() {
  ways = await hearing.ways(voice.hears, device.locale());
  choice.replaceChildren(...ways.map(({ name, title }) => new Option(title, name)));
  byId("hearing-choice").hidden = ways.length < 2;
  mic.hidden = ways.length === 0;
  note();
}

const way = () => ways.find(({ name }) => name === choice.value);

function note() {
  byId("hearing-note").textContent = way()?.note ?? hearing.noWay;
}

async function hear() {
  if (listening) return void listening.abort();
  speaking.hush();
  conversation.trouble("");
  listening = new AbortController();
  mic.setAttribute("aria-pressed", "true");
  shows();
  const heard = await hearing.listen(way(), device.locale(), listening.signal).catch(deaf);
  listening = null;
  mic.setAttribute("aria-pressed", "false");
  shows();
  if (heard) await say(heard);
  else if (heard === null) conversation.trouble(DEAF);
}

// Where the browser only seems able to listen, as Chromium without Google's keys, this machine steps in.
function deaf(error) {
  const here = error.cause === "away" && ways.find(({ name }) => name === "machine");
  if (here) {
    choice.value = here.name;
    note();
  }
  conversation.trouble(here ? `${error.message} This machine listens from now on; press the microphone once more.` : error.message);
}

// Keys.

let recalled = 0;

function recall(event) {
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  recalled = Math.max(0, Math.min(turns.length, recalled + step));
  said.value = recalled ? turns.at(-recalled).said : "";
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = said.value.trim();
  said.value = "";
  recalled = 0;
  if (words || isOpen) say(words);  // nothing, said to an open session, is silence
});
said.addEventListener("keydown", recall);
mic.addEventListener("click", hear);
choice.addEventListener("change", note);
aloud.addEventListener("change", () => aloud.checked || speaking.hush());
byId("over").addEventListener("click", over);
byId("keep").addEventListener("click", () => record.open(turns.map((turn) => turn.said)));
addEventListener("pointerdown", reminders.allowSound, { once: true });
addEventListener("keydown", reminders.allowSound, { once: true });

speaking.whileSpeaking((is) => { isSpeaking = is; shows(); });
panels.whenOpened("recovery", () => recovery.refresh(device.locale()));
device.whenChanged((part) => (part.forget ? fresh() : refresh()));
begin();
