/** Soreness over time: the server's picture, and the same as sentences and tables. */

import { get } from "./api.js";
import { byId, day, el, table } from "./dom.js";

const GO = "When each run is a go again";
const TOLD = "Your check-ins";

/** Shows how it stands now. */
export async function refresh(locale) {
  const found = await get("/api/recovery").catch((error) => ({ sentence: error.message, svg: "", rows: [], go: [] }));
  byId("recovery").replaceChildren(...[
    el("p", { class: "outlook" }, found.sentence),
    found.svg && el("figure", { class: "plot", tabindex: "0", role: "region", "aria-label": "Soreness over time, as a picture" }, picture(found.svg)),
    ...found.go.length ? [el("h3", {}, GO), runs(found.go, locale)] : [],
    ...found.rows.length ? [el("h3", {}, TOLD), checkIns(found.rows, locale)] : [],
  ].filter(Boolean));
}

// The server draws, this page's style sheet colours.
const picture = (svg) => document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);

const runs = (go, locale) => table(GO, ["run", "from", "at the latest"], go.map(({ run, from, by }) => [run, when(from, locale), when(by, locale)]));

const checkIns = (rows, locale) => table(TOLD, ["when", "soreness"], rows.map((row) => [day(row.when, locale), String(row.soreness)]));

const when = (iso, locale) => (iso ? day(iso, locale) : "–");
