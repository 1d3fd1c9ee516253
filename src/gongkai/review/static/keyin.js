"use strict";

/** Keying in what only a person can read: a field in each open cell in turn, Enter goes on, sums light up as they close. */

const OPEN = ["unreadable", "ambiguous", "missing"];
let keying = null; // the cell that holds the field
const keyField = make("input", { class: "keyin", inputmode: "decimal", maxlength: "24", "aria-label": "数值 value" });
const placeCell = (table, row, column) => JSON.stringify([table, row, column]);
const cellAt = new Map(cells.map((cell) => [placeCell(cell.dataset.table, cell.dataset.row, cell.dataset.column), cell]));
const sumsAt = new Map();
for (const table of document.querySelectorAll("table.form")) {
  const key = table.querySelector("td.v")?.dataset.table;
  for (const [name, [left, right, compare]] of Object.entries(SUMS)) {
    if (!name.startsWith(`${table.dataset.form},${key},`)) continue;
    const sum = { sides: [left, right].map((side) => side.map(([sign, row, column]) => [sign, cellAt.get(placeCell(key, row, column))])), compare };
    if (sum.sides.some((side) => side.some(([, cell]) => !cell))) continue;
    for (const cell of new Set(sum.sides.flat().map(([, cell]) => cell))) sumsAt.set(cell, [...(sumsAt.get(cell) ?? []), sum]);
  }
}

/** What a cell counts in sums: what is being typed, was decided, or was read; null where nobody knows. */
function countOf(cell) {
  let text = readOf(cell);
  const one = newOf(cell) ?? LAST_FILED.get(whichCell(idOf(cell)));
  if (one) text = one.value;
  if (cell === keying && keyField.value.trim()) text = plainNumber(keyField.value);
  return text === null ? null : Number(text);
}

function total(side) {
  const counts = side.map(([sign, cell]) => [sign, countOf(cell)]);
  return counts.some(([, count]) => count === null) ? null : Math.round(counts.reduce((sum, [sign, count]) => sum + sign * count, 0) * 1e6) / 1e6;
}

/** How a sum stands: closed, broken, or how many of its cells are open. */
function standing(sum) {
  const [left, right] = sum.sides.map(total);
  if (left === null || right === null) {
    const open = sum.sides.flat().filter(([, cell]) => countOf(cell) === null).length;
    return { kind: "waits", zh: `还差 ${open} 格`, en: `${open} open` };
  }
  const closed = sum.compare === "<=" ? left <= right : left === right;
  const sign = closed ? (left === right ? "=" : "≤") : "≠";
  return { kind: closed ? "closes" : "gapes", zh: `${left} ${sign} ${right}`, en: `${left} ${sign} ${right}` };
}

/** The sums of a cell, while figures are keyed in. */
function sumParts(cell) {
  return keying && sumsAt.has(cell) ? [make("ul", { id: "sums" })] : [];
}

function drawSums() {
  for (const cell of cells) cell.classList.remove("closes", "gapes");
  if (!keying) return;
  const found = (sumsAt.get(keying) ?? []).map((sum) => ({ sum, ...standing(sum) }));
  for (const { sum, kind } of found) {
    if (kind === "waits") continue;
    for (const [, cell] of sum.sides.flat()) cell.classList.add(kind);
  }
  document.getElementById("sums")?.replaceChildren(...found.map(({ sum, kind, zh, en }) => {
    const last = sum.sides[1].at(-1)[1];
    return make("li", { class: kind }, { closes: "✓ ", gapes: "≠ ", waits: "… " }[kind], both(...labelOf(last)), " ", make("b", {}, both(zh, en)));
  }));
}

/** Cells whose figure nobody could read for certain, in the order of the page, those that were keyed in just now among them. */
function openCells() {
  return cells.filter((cell) => OPEN.includes(stateOf(cell)) && !cell.matches(".decided"));
}

function keyInto(cell) {
  if (!cell) return endKeying();
  keying = cell;
  const one = newOf(cell);
  keyField.value = one?.value ?? "";
  keyField.removeAttribute("aria-invalid");
  show(cell, true);
  cell.append(keyField);
  inspect(cell);
  keyField.focus({ preventScroll: true });
  keyField.select();
  cell.scrollIntoView({ block: "center", inline: "nearest" });
  drawSums();
}

function endKeying() {
  const cell = keying;
  keying = null;
  keyField.remove();
  drawSums();
  if (cell) { inspect(cell); cell.focus({ preventScroll: true }); }
}

function startKeying(cell) {
  const open = openCells();
  keyInto(cell && open.includes(cell) ? cell : open.find((each) => !each.matches(".pending")) ?? open[0]);
}

/** The open cell that follows; none behind the last one. */
function besides(by) {
  const open = openCells();
  return open[open.indexOf(keying) + by];
}

/** Enter: the figure is decided, and the next cell waits; an empty field says that no number is printed there. */
function keyed() {
  const text = keyField.value.trim();
  const value = text === "" ? "" : plainNumber(text);
  if (value === null) {
    keyField.setAttribute("aria-invalid", "true");
    return keyField.select();
  }
  const reason = document.documentElement.classList.contains("english") ? "keyed in" : "人工录入";
  const next = besides(1);
  decideAll([{ ...idOf(keying), value, reason, by: STORE.get("localStorage", "gongkai-by") ?? "", date: today() }]);
  if (!goOn()) keyInto(next);
}

keyField.addEventListener("input", () => { keyField.removeAttribute("aria-invalid"); drawSums(); });
keyField.addEventListener("keydown", (event) => {
  if (event.key === "Enter") keyed();
  else if (event.key === "Escape") endKeying();
  else if (event.key === "Tab" || event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = besides(event.shiftKey || event.key === "ArrowUp" ? -1 : 1);
    if (next) keyInto(next);
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
document.getElementById("key-in").addEventListener("click", () => startKeying(null));
document.getElementById("key-in").hidden = !openCells().length;
