/** Turns speech into text: the browser's way where it has one, or recorded here and recognised on this machine. */

import { postSound } from "./api.js";

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
const RATE = 16000;
const LONGEST = 12;
const QUIET_AFTER = 1.2;
const LOUD = 0.02;  // root mean square of a block, of 1; a quiet room is below it

const AWAY = "Your browser listens, and may send your voice to its maker.";
const HERE = "Your voice stays on this machine.";
const NOWHERE = "To speak instead of typing, install the extra “voice”.";

/** The ways to listen that there are: a name, what to call it, and the truth about where the sound goes. */
export async function ways(hearsHere, locale) {
  const local = Recognition && await staysHere(locale);
  return [
    Recognition && { name: "browser", title: "the browser", note: local ? HERE : AWAY, local },
    hearsHere && { name: "machine", title: "this machine", note: HERE },
  ].filter(Boolean);
}

export const noWay = NOWHERE;

/**
 * Listens once, until it falls quiet or `signal` says enough.
 *
 * @returns what was said; null if nothing was understood.
 * @throws Error with a sentence, if there is no listening; its `cause` is "away" if only this way of listening is not there.
 */
export function listen(way, locale, signal) {
  return way.name === "browser" ? inBrowser(way, locale, signal) : onMachine(signal);
}

async function staysHere(locale) {
  const there = await Recognition.available?.({ langs: [locale], processLocally: true }).catch(() => "");
  return there === "available";
}

function inBrowser(way, locale, signal) {
  return new Promise((resolve, reject) => {
    const recognition = new Recognition();
    recognition.lang = locale;
    recognition.processLocally = Boolean(way.local);
    recognition.onresult = (event) => resolve(event.results[0][0].transcript);
    recognition.onerror = ({ error }) => (error === "no-speech" || error === "aborted" ? resolve(null) : reject(refused(error)));
    recognition.onend = () => resolve(null);
    signal.addEventListener("abort", () => recognition.stop());
    recognition.start();
  });
}

function refused(error) {
  return error === "not-allowed" ? new Error(NO_MICROPHONE) : new Error("This browser cannot listen by itself.", { cause: "away" });
}

const NO_MICROPHONE = "I can’t hear you: the microphone is missing or not allowed. Typing works as well.";

async function onMachine(signal) {
  const sound = await recorded(signal);
  if (!sound.length) return null;
  return (await postSound("/api/hear", wav(await at16kHz(sound)))).heard;
}

async function recorded(signal) {
  const stream = await navigator.mediaDevices?.getUserMedia({ audio: { channelCount: 1 } }).catch(() => null);
  if (!stream) throw new Error(NO_MICROPHONE);
  const context = new AudioContext();
  try {
    await context.audioWorklet.addModule("/static/recorder.js");
    return await blocks(context, stream, signal);
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    await context.close();
  }
}

function blocks(context, stream, signal) {
  return new Promise((resolve) => {
    const recorder = new AudioWorkletNode(context, "recorder");
    const heard = [];
    let seconds = 0;
    let spokeAt = null;
    const done = () => resolve(Object.assign(heard, { rate: context.sampleRate }));
    recorder.port.onmessage = ({ data }) => {
      heard.push(data);
      seconds += data.length / context.sampleRate;
      if (loudness(data) > LOUD) spokeAt = seconds;
      if (seconds > LONGEST || (spokeAt !== null && seconds - spokeAt > QUIET_AFTER)) done();
    };
    signal.addEventListener("abort", done);
    context.createMediaStreamSource(stream).connect(recorder);
  });
}

const loudness = (block) => Math.sqrt(block.reduce((sum, sample) => sum + sample * sample, 0) / block.length);

/** The browser resamples, well and the same in all of them. */
async function at16kHz(recording) {
  const length = recording.reduce((sum, block) => sum + block.length, 0);
  const offline = new OfflineAudioContext(1, Math.ceil(length * RATE / recording.rate), RATE);
  const buffer = offline.createBuffer(1, length, recording.rate);
  let at = 0;
  for (const block of recording) { buffer.copyToChannel(block, 0, at); at += block.length; }
  const source = new AudioBufferSourceNode(offline, { buffer });
  source.connect(offline.destination);
  source.start();
  return (await offline.startRendering()).getChannelData(0);
}

/** Samples from -1 to 1 as a WAV file: one channel, 16 bits. */
function wav(samples) {
  const bytes = 2 * samples.length;
  const view = new DataView(new ArrayBuffer(44 + bytes));
  const text = (at, letters) => [...letters].forEach((letter, place) => view.setUint8(at + place, letter.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + bytes, true); text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true); view.setUint32(28, 2 * RATE, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  text(36, "data"); view.setUint32(40, bytes, true);
  samples.forEach((sample, place) => view.setInt16(44 + 2 * place, Math.max(-1, Math.min(1, sample)) * 0x7fff, true));
  return view.buffer;
}
