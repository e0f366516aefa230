/** The panels beside the conversation: one at a time, or none. Where there is no room beside it, they cover it. */

import { byId } from "./dom.js";

const NARROW = matchMedia("(max-width: 62rem)");
const side = byId("side");
const doors = [...document.querySelectorAll(".doors [data-panel]")];
const opened = new Map();
let shown = null;
let from = null;
let touched = false;

/** Has `refresh` called whenever this panel is opened. */
export const whenOpened = (name, refresh) => opened.set(name, refresh);

/** Whether this panel is there to be seen. */
export const isOpen = (name) => shown === name;

/** Opens a panel, and goes there with the keyboard's focus; Escape goes back to where it came from. */
export function open(name) {
  from = document.activeElement;
  show(name);
  byId(`panel-${name}-title`).focus();
}

/** Shows a panel where there is room for it and nobody has opened or closed one yet. */
export function suggest(name) {
  if (!NARROW.matches && !touched) show(name);
}

function show(name) {
  shown = name;
  touched = true;
  side.hidden = name === null;
  document.body.classList.toggle("with-side", name !== null);
  for (const door of doors) {
    const here = door.dataset.panel === name;
    door.setAttribute("aria-expanded", String(here));
    byId(`panel-${door.dataset.panel}`).hidden = !here;
  }
  makeRoom();
  if (name !== null) opened.get(name)?.();
}

function close() {
  show(null);
  (from?.isConnected ? from : byId("said")).focus();
}

// What is covered cannot be reached either.
function makeRoom() {
  byId("talk").inert = NARROW.matches && shown !== null;
}

function leave(event) {
  if (event.key !== "Escape") return;
  if (NARROW.matches) close();
  else (from?.isConnected ? from : byId("said")).focus();
}

for (const door of doors) {
  door.addEventListener("click", () => (isOpen(door.dataset.panel) ? close() : open(door.dataset.panel)));
}
for (const button of side.querySelectorAll(".close")) button.addEventListener("click", close);
side.addEventListener("keydown", leave);
NARROW.addEventListener("change", makeRoom);
