/** Keeps the conversation as a dialogue file. */

import { post } from "./api.js";
import { byId, copies } from "./dom.js";

const dialog = byId("record");
const form = byId("record-form");

/** Opens the dialog; the name suggested is made of what was said first, after the skill was opened by its name. */
export function open(said) {
  form.elements.name.value = nameOf(said.find((words) => words && !/\bcoach\b/i.test(words)) ?? "");
  tell("", false);
  byId("record-kept").hidden = true;
  dialog.showModal();
  form.elements.name.select();
}

const nameOf = (said) => (said.toLowerCase().match(/[a-z]+/g) ?? []).slice(0, 5).join("_");

async function keep(event) {
  event.preventDefault();
  try {
    const { path, text } = await post("/api/record", { name: form.elements.name.value.trim() });
    tell(`Kept. Hear it again with: legday replay ${path}`, false);
    byId("record-text").textContent = text;
    byId("record-kept").hidden = false;
  } catch (error) {
    tell(error.message, true);
  }
}

function tell(sentence, isTrouble) {
  byId("record-told").textContent = sentence;
  byId("record-told").classList.toggle("objection", isTrouble);
}

form.addEventListener("submit", keep);
dialog.querySelector(".close").addEventListener("click", () => dialog.close());
byId("record-copy").replaceWith(copies("Copy the text", () => byId("record-text").textContent));
