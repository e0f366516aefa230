/** Makes and finds elements. Text is always set as text: nothing that was said can become markup. */

const SVG = "http://www.w3.org/2000/svg";

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/**
 * An element with attributes and children. Attributes that are functions are listeners (`onclick`), false or null ones
 * are left out, and children that are null or false are too.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

/** One of the page's own icons. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** A list of pairs, as terms and what they are. Pairs without a second half are left out. */
export function terms(pairs) {
  const told = pairs.filter(([, value]) => value != null && value !== "");
  return el("dl", {}, told.map(([term, value]) => [el("dt", {}, term), el("dd", {}, value)]));
}

/** A table with headings; cells are strings or elements. */
export function table(caption, headings, rows) {
  return el("div", { class: "table", tabindex: "0", role: "region", "aria-label": caption },
    el("table", {},
      el("caption", { class: "unseen" }, caption),
      el("thead", {}, el("tr", {}, headings.map((heading) => el("th", { scope: "col" }, heading)))),
      el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell) => el("td", {}, cell))))),
    ));
}

/** A button that copies text, and says that it did. */
export function copies(label, text) {
  const button = el("button", { type: "button", onclick: () => copy(button, text()) }, label);
  return button;
}

async function copy(button, text) {
  const label = button.textContent;
  await navigator.clipboard.writeText(text).then(() => "Copied", () => "Your browser did not let me copy")
    .then((done) => { button.textContent = done; });
  setTimeout(() => { button.textContent = label; }, 2000);
}

/**
 * What a clock on the wall shows at `iso`, a time local to the device, in milliseconds. The offset is cut off and the rest
 * taken as if it were UTC: the browser's own zone has no say.
 */
export const wall = (iso) => Date.parse(`${iso.replace(/(Z|[+-]\d\d:?\d\d)$/, "")}Z`);

const DAY = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: "UTC" };

/** A time with its day, as the device's locale writes it; `iso` is local to the device. */
export const day = (iso, locale) => new Intl.DateTimeFormat(locale, DAY).format(wall(iso));
