/** Tabs as the ARIA practices have them: one stop for the Tab key, arrows, Home and End move between them. */

import { el } from "./dom.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
let made = 0;

/**
 * A tab list with its panels.
 *
 * @param label names the list.
 * @param pages pairs of a title and what is on that page.
 * @param first the title of the page that is shown first, if there is one of that name.
 * @param onChosen is told the title whenever one is chosen.
 */
export function tabs(label, pages, first, onChosen) {
  const group = `tabs-${made += 1}`;
  const buttons = pages.map(([title], number) => el("button", {
    type: "button", role: "tab", id: `${group}-tab-${number}`, "aria-controls": `${group}-page-${number}`,
    onclick: () => choose(number), onkeydown: (event) => move(event, number),
  }, title));
  const panels = pages.map(([, content], number) => el("div", {
    role: "tabpanel", id: `${group}-page-${number}`, "aria-labelledby": `${group}-tab-${number}`, tabindex: "0",
  }, content));

  function choose(chosen) {
    buttons.forEach((button, number) => {
      button.setAttribute("aria-selected", String(number === chosen));
      button.tabIndex = number === chosen ? 0 : -1;
      panels[number].hidden = number !== chosen;
    });
    onChosen(pages[chosen][0]);
  }

  function move(event, number) {
    const last = buttons.length - 1;
    const ends = { Home: 0, End: last }[event.key];
    const to = ends ?? (event.key in STEPS ? (number + STEPS[event.key] + buttons.length) % buttons.length : undefined);
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
    buttons[to].focus();
  }

  choose(Math.max(0, pages.findIndex(([title]) => title === first)));
  return el("div", { class: "tabs" }, el("div", { role: "tablist", "aria-label": label }, buttons), panels);
}
