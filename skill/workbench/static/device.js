/** The device's settings, and its clock: the time that the coach believes it is. */

import { post, put } from "./api.js";
import { byId, day, wall } from "./dom.js";

const form = byId("device");
const SURE = 4000;  // milliseconds in which forgetting has to be confirmed

const KEEPS = {
  here: "Whoever says “remember me” is remembered on this machine, from one conversation to the next.",
  "for now": "You moved the clock, so what you say from now on is kept apart, and gone when the server stops.",
  nothing: "Nothing outlasts the server that serves this page.",
};

let device = null;
let read = 0;
let onChanged = () => {};

/** The locale that is set. */
export const locale = () => device?.locale ?? "en-US";

/** Has `told` called after every change. */
export const whenChanged = (told) => { onChanged = told; };

/** Shows what is set. */
export function show(settings) {
  device = settings;
  read = performance.now();
  options(form.locale, device.locales);
  form.locale.value = device.locale;
  form.time_zone.value = device.time_zone;
  form.screen.checked = device.screen;
  form.permission.checked = device.permissions.reminders;
  form.store.value = device.store;
  form.reminders.value = device.reminders;
  byId("keeps").textContent = KEEPS[device.keeps];
  tick();
}

/** Sets a part of it, and says what came of it. */
export async function set(part, told = "Done.") {
  try {
    show(await put("/api/device", part));
    tell(told, false);
    onChanged(part);
  } catch (error) {
    tell(error.message, true);
    show(device);
  }
}

function tell(sentence, isTrouble) {
  byId("device-told").textContent = sentence;
  byId("device-told").classList.toggle("objection", isTrouble);
}

function options(select, values) {
  if (select.options.length !== values.length) select.replaceChildren(...values.map((value) => new Option(value)));
}

// What each control sets.
const PARTS = {
  locale: ({ value }) => ({ locale: value }),
  time_zone: ({ value }) => ({ time_zone: value.trim() }),
  screen: ({ checked }) => ({ screen: checked }),
  permission: ({ checked }) => ({ permissions: { reminders: checked } }),
  store: ({ value }) => ({ store: value }),
  reminders: ({ value }) => ({ reminders: value }),
};

function tick() {
  if (!device) return;
  const now = new Date(wall(device.now) + performance.now() - read).toISOString();
  for (const clock of [byId("clock"), byId("device-now")]) {
    clock.textContent = day(now, device.locale);
    clock.dateTime = now.slice(0, 16);
  }
  byId("zone").textContent = device.time_zone.split("/").at(-1).replaceAll("_", " ");
}

/** The second press within a few seconds forgets; the first asks. */
function forget(event) {
  const button = event.currentTarget;
  if (button.dataset.asked) {
    post("/api/over", { forget: true }).then(() => { tell("Everything is forgotten.", false); onChanged({ forget: true }); }, (error) => tell(error.message, true));
    calm(button);
  } else {
    button.dataset.asked = "yes";
    button.textContent = "Press again to forget everything";
    setTimeout(() => calm(button), SURE);
  }
}

function calm(button) {
  delete button.dataset.asked;
  button.textContent = "Forget everything";
}

form.addEventListener("change", ({ target }) => PARTS[target.name] && set(PARTS[target.name](target)));
form.addEventListener("submit", (event) => event.preventDefault());
byId("travel").addEventListener("click", ({ target }) => {
  if (target.value) set({ travel: Number(target.value) }, "Here we are.");
});
byId("forget").addEventListener("click", forget);
byId("zones").replaceChildren(...(Intl.supportedValuesOf?.("timeZone") ?? []).map((zone) => new Option(zone, zone)));
setInterval(tick, 1000);
