"use strict";

/** The rows of the list come in parts, one after the other; so do the reports in which a cell is doubtful, when they are asked for. */

let next = 1; // parts after which the list that is still coming is looked at again: each time twice as many

/** A page opened from disk may load those, but no data. */
function load(name, after) {
  const part = make("script", { src: `assets/${name}.js` });
  part.addEventListener("load", after);
  document.head.append(part);
}

function ROWS(number, rows) {
  all.push(...rows);
  const done = number + 1 >= REPORTS.parts;
  if (!done) load(`list-${number + 1}`, () => {});
  if (!done && number + 1 < next) return;
  next *= 2;
  if (done || !number) drawDecisions();
  choose();
}

const spots = new Map();
function SPOTS(number, places) {
  spots.set(number, places);
}

/** Follow the address: where it names a cell, the reports in which that is doubtful are looked up first. */
function choose() {
  const [formId, table, ...cell] = (read().get("cell") ?? "").split(",");
  const number = REPORTS.spots[`${formId},${table}`];
  if (number !== undefined && !spots.has(number)) return load(`spots-${number}`, choose);
  doubted = number === undefined ? null : new Set((spots.get(number)[cell.join(",")] ?? []).map((at) => all[at]));
  drawCell(LABELS[`${formId},${table},${cell.join(",")}`]);
  restore();
  refresh();
}

/** Which cell is gone through, a link to its first report, and the way back to the whole list. */
function drawCell(label) {
  const box = document.getElementById("same");
  box.hidden = doubted === null;
  if (doubted === null) return;
  const first = make("a", { href: "#", class: "main" }, both("逐份处理", "Go through them"));
  first.addEventListener("click", (event) => { event.preventDefault(); rows.querySelector("a")?.click(); });
  const back = make("a", { href: "#" }, both("全部报告", "all reports"));
  back.addEventListener("click", (event) => { event.preventDefault(); location.hash = ""; });
  box.replaceChildren(both("同一格有疑问的报告：", "Reports in which the same cell is doubtful: "), make("b", {}, both(...(label ?? ["?", "?"]))), " ", first, " · ", back);
}

if (REPORTS.parts) load("list-0", () => {});
else { drawDecisions(); restore(); refresh(); }
