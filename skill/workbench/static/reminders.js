/** Reminders: asks the device once a second what rings, and rings. */

import { get } from "./api.js";
import { set } from "./device.js";
import { byId, day, el, icon, wall } from "./dom.js";

const EVERY = 1000;
const TONES = [[659, 0], [880, 0.22]];  // hertz, seconds from now

let last = -1;
let sound = null;

/** Starts listening; what has rung before is not rung again. */
export function start(rings, locale) {
  last = Math.max(last, ...rings.map(({ k }) => k));
  look(locale);
}

/** Browsers allow sound only from a key or click on, so the bell is made then. */
export function allowSound() {
  sound ??= window.AudioContext && new AudioContext();
}

async function look(locale) {
  try {
    const { rings, upcoming } = await get(`/api/rings?after=${last}`);
    rings.forEach((one) => ring(one, locale()));
    show(upcoming, locale());
  } catch { /* the next thing that is said tells that the server is gone */ }
  setTimeout(() => look(locale), EVERY);
}

function ring({ k, text, at }, locale) {
  last = Math.max(last, k);
  const banner = el("div", { class: "ring" }, icon("bell"),
    el("p", {}, el("strong", {}, "Here’s your reminder: "), text, " ", el("small", {}, day(at, locale))),
    el("button", { type: "button", onclick: () => { banner.remove(); byId("said").focus(); } }, "Thank you"));
  byId("ringing").append(banner);
  chime();
}

function chime() {
  if (!sound) return;
  for (const [frequency, after] of TONES) {
    const at = sound.currentTime + after;
    const tone = new OscillatorNode(sound, { frequency });
    const volume = new GainNode(sound, { gain: 0 });
    volume.gain.linearRampToValueAtTime(0.2, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 1.2);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 1.3);
  }
}

let shown = "";

function show(upcoming, locale) {
  const now = JSON.stringify([upcoming, locale]);
  if (now === shown) return;  // what does not change is left alone, so that focus stays where it is
  shown = now;
  byId("upcoming").replaceChildren(...upcoming.length ? upcoming.map((one) => coming(one, locale)) : [el("li", { class: "hint" }, "None. Try “remind me to stretch every evening”.")]);
}

function coming({ text, at }, locale) {
  return el("li", {}, el("span", {}, text, el("small", {}, day(at, locale))),
    el("button", { type: "button", onclick: () => goTo(at) }, "Go to that time"));
}

function goTo(at) {
  const seconds = Math.ceil((wall(at) - wall(byId("clock").dateTime)) / 1000);
  set({ travel: Math.max(1, seconds) }, "Here we are.");
}
