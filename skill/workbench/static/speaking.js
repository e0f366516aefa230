/** Speaks answers: the sound that espeak-ng made of the SSML, or else the browser's own voice. */

import { byId } from "./dom.js";

const audio = byId("voice");
const own = window.speechSynthesis;
let spoken = null;
let onSpeaking = () => {};

/** Has `told` called with true when speech begins, with false when it ends. */
export const whileSpeaking = (told) => { onSpeaking = told; };

/** Speaks a turn; `engine` says whether this machine makes the sound. */
export function speak(turn, engine, locale) {
  hush();
  if (!turn.text) return;
  spoken = { turn, locale };
  if (engine) {
    audio.src = `/api/turn/${turn.n}/sound.wav`;
    audio.play().catch(() => onSpeaking(false));  // before the first key or click, browsers allow no sound
  } else byBrowser();
}

/** Stops speaking. */
export function hush() {
  audio.pause();
  own?.cancel();
  spoken = null;
  onSpeaking(false);
}

function byBrowser() {
  if (!own || !spoken) return;
  const speech = new SpeechSynthesisUtterance(spoken.turn.text);
  speech.lang = spoken.locale;
  speech.onstart = () => onSpeaking(true);
  speech.onend = speech.onerror = () => onSpeaking(false);
  own.speak(speech);
}

audio.addEventListener("playing", () => onSpeaking(true));
audio.addEventListener("pause", () => onSpeaking(false));
audio.addEventListener("ended", () => onSpeaking(false));
audio.addEventListener("error", byBrowser);
