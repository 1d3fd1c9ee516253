"use strict";

/** A report's page: cells and their places in the source mark each other; keys go to what is doubtful. */

const cells = [...document.querySelectorAll("td.v")];
const FIGURES = "td.v, td.g"; // of forms, and of tables as printed, about which nothing is decided
const stops = cells.filter((cell) => cell.classList.contains("stop"));
const source = document.getElementById("source");
const inspector = document.getElementById("inspector");
const STATES = {
  contradicted: ["与勾稽不符", "contradicted"],
  ambiguous: ["归属不定", "ambiguous"],
  unreadable: ["不是数字", "unreadable"],
  missing: ["未见", "missing"],
  unchecked: ["未核", "unchecked"],
  verified: ["已核实", "verified"],
  corrected: ["已更正", "corrected"],
  blank: ["空白", "blank"],
  not_applicable: ["不适用", "not applicable"],
};
const ANCHORS = {
  label: ["按标签定位", "placed by its labels"],
  grid: ["按表格位置定位", "placed by its grid"],
  order: ["仅按顺序定位", "placed by order alone"],
};
const marks = new Map();
for (const mark of document.querySelectorAll("[data-for]")) {
  for (const id of mark.dataset.for.split(" ")) marks.set(id, [...(marks.get(id) ?? []), mark]);
}
let shown = null;
let pinned = null; // a cell that was clicked: the mouse may cross others on its way to the details

function stateOf(cell) {
  return Object.keys(STATES).find((state) => cell.classList.contains(state));
}

function labelOf(cell) {
  const { table, row, column } = cell.dataset;
  const form = cell.closest("table").dataset.form;
  return LABELS[`${form},${table},${row},${column}`] ?? [`${row} · ${column}`, `${row} · ${column}`];
}

function textOf(cell) {
  return cell.firstChild?.nodeType === Node.TEXT_NODE ? cell.firstChild.data.trim() : "";
}

/** Bring an element into the middle of the source's own window, without moving the page. */
function reveal(mark) {
  const pane = source.getBoundingClientRect();
  const box = mark.getBoundingClientRect();
  if (box.top >= pane.top + 24 && box.bottom <= pane.bottom - 24 && box.left >= pane.left && box.right <= pane.right) return;
  source.scrollTop += box.top - pane.top - (pane.height - box.height) / 2;
  source.scrollLeft += box.left - pane.left - (pane.width - box.width) / 2;
}

/** The pictures on which an unread table may stand: those behind its name, up to the next text; none where there is no picture. */
function picturesOf(cell) {
  const name = cell.closest("section")?.querySelector("h2 .zh")?.textContent.trim();
  const named = name ? [...source.querySelectorAll(".paper p")].filter((line) => line.textContent.includes(name)) : [];
  const head = named.sort((a, b) => a.textContent.length - b.textContent.length)[0]; // a sentence may name it, too
  const all = [...source.querySelectorAll(".paper figure.page")];
  const first = (head && all.find((one) => head.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)) || all[0];
  const found = [];
  for (let one = first; one?.matches("figure.page"); one = one.nextElementSibling) found.push(one);
  return found;
}

/** Bring that part of the pictures into the source's window where a cell stands in a table of the same height. */
function revealPart(pictures, cell) {
  const [pane, table, own] = [source, cell.closest("table"), cell].map((each) => each.getBoundingClientRect());
  const boxes = pictures.map((each) => each.getBoundingClientRect());
  let down = (boxes.reduce((sum, box) => sum + box.height, 0) * (own.top + own.height / 2 - table.top)) / table.height;
  const at = boxes.findIndex((box) => { down -= box.height; return down < 0; });
  const box = boxes[at] ?? boxes.at(-1);
  const y = box.bottom + Math.min(0, down);
  if (y < pane.top + 80 || y > pane.bottom - 80) source.scrollTop += y - pane.top - pane.height / 2;
}

function show(cell, scroll) {
  if (deciding) return;
  if (shown !== cell) {
    if (shown) for (const each of [shown, ...(marks.get(shown.id) ?? [])]) each.classList.remove("on");
    shown = cell;
    if (cell) for (const each of [cell, ...(marks.get(cell.id) ?? [])]) each.classList.add("on");
    inspect(cell);
  }
  const mark = cell && marks.get(cell.id)?.[0];
  if (scroll && mark) reveal(mark);
  else if (scroll && cell && picturesOf(cell).length) revealPart(picturesOf(cell), cell);
}

function placeOf(cell) {
  const mark = marks.get(cell.id)?.[0];
  if (!mark && picturesOf(cell).length) return both("可能在左侧的图片上", "it may stand on the picture on the left");
  if (!mark) return both("来源中没有标出位置", "no place is marked in the source");
  const page = mark.closest("[data-page]")?.dataset.page;
  const line = mark.closest("[data-line]")?.dataset.line;
  if (page) return both(`第 ${page} 页`, `page ${page}`);
  return line ? both(`第 ${line} 行`, `line ${line}`) : both("左侧标出", "marked on the left");
}

function checkItem(number) {
  const row = document.getElementById(`k${number}`);
  const item = make("li", { class: row.className });
  for (const cell of row.cells) {
    const part = make("span", { class: cell.className });
    part.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
    item.append(part, " ");
  }
  return item;
}

function inspect(cell) {
  inspector.hidden = !cell;
  if (!cell) return;
  const [zh, en] = labelOf(cell);
  const state = stateOf(cell);
  const facts = make("p", { class: "facts" });
  const { raw, unit, note, anchor } = cell.dataset;
  const value = make("b", { class: "value" }, textOf(cell) || "—");
  facts.append(value, unit ? ` ${unit} ` : " ", make("span", { class: `tag ${state}` }, both(...STATES[state])), " ");
  if (anchor) facts.append(make("span", {}, both(...ANCHORS[anchor])), " ");
  facts.append(make("span", {}, placeOf(cell)), " ");
  if (raw !== undefined) facts.append(make("span", {}, both("原文", "printed as"), ` “${raw}”`), " ");
  if (note !== undefined) facts.append(make("span", {}, both("附注", "note"), ` ${note}`));
  const numbers = (cell.dataset.checks ?? "").split(" ").filter(Boolean);
  const list = make("ul", {}, ...numbers.map(checkItem));
  const none = make("p", { class: "none" }, both("没有勾稽关系涉及此格。", "No check speaks of this cell."));
  const { form } = cell.closest("table").dataset;
  const same = form ? [make("p", {}, make("a", { href: `../index.html#cell=${encodeURIComponent(form)},${placeName(cell)}`, class: "same" }, both("其他报告的同一格", "The same cell of other reports")))] : [];
  document.getElementById("inspected").replaceChildren(make("h3", {}, both(zh, en)), facts, ...(form ? decisionParts(cell) : []), numbers.length ? list : none, ...same);
}

function go(cell) {
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "center", inline: "nearest" });
  show(cell, true);
}

/** Doubtful cells that nobody decided about. */
function openStops() {
  return stops.filter((cell) => !cell.matches(".decided, .pending"));
}

function step(list, by) {
  if (!list.length) return;
  const here = cells.indexOf(document.activeElement);
  const places = list.map((cell) => cells.indexOf(cell));
  const next = by > 0 ? places.findIndex((at) => at > here) : places.findLastIndex((at) => here < 0 || at < here);
  go(list[next < 0 ? (by > 0 ? 0 : list.length - 1) : next]);
}

/** Move to the neighbouring cell by what is seen, for heads may span several columns. */
function move(cell, across, down) {
  const from = cell.getBoundingClientRect();
  const mine = (box) => (across ? box.top + box.height / 2 - from.top - from.height / 2 : box.left + box.width / 2 - from.left - from.width / 2);
  const far = (box) => (across ? (box.left - from.left) * across : (box.top - from.top) * down);
  let best = null;
  for (const other of cell.closest("table").querySelectorAll("td.v")) {
    const box = other.getBoundingClientRect();
    if (far(box) <= 1) continue;
    const cost = far(box) + 20 * Math.abs(mine(box));
    if (!best || cost < best.cost) best = { cost, other };
  }
  if (best) go(best.other);
}

/** The cell that is gone through report by report, as this page's address names it; empty where a report is looked at as a whole. */
const order = (STORE.get("sessionStorage", "gongkai-order") ?? "").split(" ");
const sameAt = order.indexOf(document.body.dataset.report);
const sameCell = sameAt < 0 ? "" : (STORE.get("sessionStorage", "gongkai-cell") ?? "").split(",").slice(1).map(encodeURIComponent).join(",");

/** Go on to the same cell of the next report, where one is gone through. */
function goOn() {
  const target = sameCell ? neighbour(1) : null;
  if (target) location.href = target;
  return Boolean(target);
}

/** The neighbour in the list as it was filtered and sorted last, else in the dataset. */
function neighbour(by) {
  const at = sameAt;
  const id = at < 0 ? "" : order[at + by] ?? "";
  const link = document.getElementById(by > 0 ? "after" : "before");
  return /^[0-9a-f]{16}$/.test(id) ? `${id}.html${sameCell ? `#${sameCell}` : ""}` : at < 0 ? link?.getAttribute("href") : null;
}

/** A cell as an address names it. */
function placeName(cell) {
  return [cell.dataset.table, cell.dataset.row, cell.dataset.column].map(encodeURIComponent).join(",");
}

function jumpToHash() {
  const name = location.hash.slice(1);
  const cell = name && cells.find((each) => each.id === name || placeName(each) === name);
  if (cell) go(cell);
}

/** Say in words what a cell's signs say; `one` is what was decided about it on these pages. */
function nameCell(cell, one) {
  const words = [textOf(cell), ...STATES[stateOf(cell)]];
  if (cell.matches(".corrected[data-raw]")) words.push(`原文 printed as ${cell.dataset.raw}`);
  if (cell.matches(".decided:not(.corrected)")) words.push("已有更正 decided");
  if (one) words.push(`新更正 new decision: ${one.value || "没有数字 no number"}`);
  cell.setAttribute("aria-label", words.join(" ").trim());
}

for (const cell of document.querySelectorAll("td.g")) nameCell(cell);
for (const [id, by] of [["before", -1], ["after", 1]]) {
  const target = neighbour(by);
  if (target) document.getElementById(id)?.setAttribute("href", target);
}
/** In which of how many reports the same cell is looked at; keys go from one to the next. */
function drawSame() {
  const cell = cells.find((each) => placeName(each) === sameCell);
  if (!sameCell || !cell) return;
  const out = make("button", { type: "button" }, both("不再逐份", "Leave"));
  out.addEventListener("click", () => { STORE.set("sessionStorage", "gongkai-cell", ""); location.reload(); });
  const place = `${sameAt + 1} / ${order.length}`;
  document.getElementById("same").replaceChildren(both("逐份处理同一格：", "The same cell, report by report: "), make("b", {}, both(...labelOf(cell))), ` ${place} `, out);
  document.getElementById("same").hidden = false;
}

const query = STORE.get("sessionStorage", "gongkai-query");
if (query) document.getElementById("back").setAttribute("href", `../index.html${query}`);

document.addEventListener("pointerdown", (event) => {
  pinned = event.target.closest?.(FIGURES) ?? (inspector.contains(event.target) ? pinned : null);
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.(FIGURES)) show(event.target, true);
});
document.addEventListener("mouseover", (event) => {
  const cell = event.target.closest?.(FIGURES);
  const mark = event.target.closest?.("[data-for]");
  if (cell) { if (!pinned) show(cell, true); }
  else if (mark) show(document.getElementById(mark.dataset.for.split(" ")[0]), false);
});
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("[data-for]");
  const link = event.target.closest?.("a[href^='#c']");
  const cell = document.getElementById((link?.hash.slice(1) ?? mark?.dataset.for.split(" ")[0]) || "-");
  if (!cell?.matches(FIGURES)) return;
  event.preventDefault();
  if (link) history.replaceState(null, "", link.hash);
  go(cell);
});
document.addEventListener("keydown", (event) => {
  if (isTyping(event) || help.open) return;
  const cell = document.activeElement?.matches("td.v") ? document.activeElement : null;
  if (deciding) return;
  const read = shown?.matches("td.v") ? shown : null;
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (event.key === "n") step(openStops(), 1);
  else if (event.key === "p") step(openStops(), -1);
  else if (event.key === "c") openForm(cell ?? read);
  else if (event.key === "e") startKeying(cell ?? read);
  else if (event.key === "w") setState("in work");
  else if (event.key === "d") setState("signed off");
  else if (event.key === "s") {
    if (confirmSum(cell ?? read ?? openStops()[0]) && !goOn()) step(openStops(), 1);
  } else if (event.key === "u" && cell && newOf(cell)) undo(newOf(cell));
  else if (event.key === "j" || event.key === "k") {
    const target = neighbour(event.key === "j" ? 1 : -1);
    if (target) location.href = target;
  } else if (cell && moves[event.key]) move(cell, ...moves[event.key]);
  else return;
  event.preventDefault();
});
document.getElementById("doubt-after").addEventListener("click", () => step(openStops(), 1));
document.getElementById("doubt-before").addEventListener("click", () => step(openStops(), -1));
for (const id of ["doubt-after", "doubt-before"]) document.getElementById(id).disabled = !stops.length;
