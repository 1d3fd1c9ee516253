"use strict";

/** The list of reports: filtered, sorted and shown a page at a time; what is chosen stands in the address. */

const PAGE = 100;
const AT = Object.fromEntries(REPORTS.fields.map((name, place) => [name, place]));
const form = document.getElementById("filters");
const rows = document.getElementById("rows");
const SIGNS = { other: "○", complete: "✓", partial: "◐", failed: "✗" };
const NAMES = Object.fromEntries(Object.entries(REPORTS.facets).map(([name, list]) => [name, new Map(list.map(([value, ...names]) => [value, names])) ]));
const compare = new Intl.Collator("zh").compare;
const all = []; // the rows, in the dataset's order; they come in parts

let fresh = new Map();
const newIn = (row) => fresh.get(row[AT.id]) ?? 0;
const DECIDED = {
  any: (row) => row[AT.decided] + newIn(row) > 0,
  new: (row) => newIn(row) > 0,
  none: (row) => row[AT.decided] + newIn(row) === 0,
};
const doubts = (row) => row[AT.contradicted] + row[AT.open];
const SORTS = {
  doubt: [(row) => doubts(row) * 1000 + row[AT.failed].length, -1],
  agency: [rankOf, 1],
  year: [(row) => row[AT.year] ?? 0, -1],
  form: [(row) => row[AT.form] ?? "", 1],
  format: [(row) => row[AT.format], 1],
  status: [(row) => row[AT.status], -1],
  decided: [(row) => row[AT.decided] + newIn(row), -1],
  verified: [(row) => (row[AT.cells] ? row[AT.verified] / row[AT.cells] : 0), 1],
  failed: [(row) => row[AT.failed].length, -1],
  review: [(row) => Object.keys(REVIEW).indexOf(stateOfReview(row)), 1],
};
const searched = new Map();

/** What of a row is searched, made when it is asked for first. */
function wordsOf(row) {
  if (!searched.has(row)) searched.set(row, [row[AT.agency], row[AT.title], row[AT.name], row[AT.id], row[AT.year]].filter(Boolean).join(" ").toLowerCase());
  return searched.get(row);
}

let ranks = new Map();
const nameOf = (row) => row[AT.agency] ?? row[AT.name];

/** Where a row's agency stands in the order of Chinese names: a hundred thousand rows share far fewer of them. */
function rankOf(row) {
  return ranks.get(nameOf(row));
}

function* ranked() {
  if (ranks.of === all.length) return;
  const rows = all.length;
  const names = yield* inOrder([...new Set(yield* mapped(all, nameOf))], compare);
  ranks = new Map(names.map((name, at) => [name, at]));
  ranks.of = rows;
}

let doubted = null; // the rows in which the chosen cell is doubtful; null where none is chosen
let states = new Map();
const stateOfReview = (row) => states.get(row[AT.id])?.value ?? "open";
const FILTERS = {
  review: (row, wanted) => stateOfReview(row) === wanted,
  year: (row, wanted) => String(row[AT.year] ?? "none") === wanted,
  province: (row, wanted) => (row[AT.province] ?? "none") === wanted,
  decided: (row, wanted) => DECIDED[wanted]?.(row) ?? true,
  agency: (row, wanted) => (row[AT.agency] ?? "").includes(wanted),
  form: (row, wanted) => (row[AT.form] ?? "none") === wanted,
  format: (row, wanted) => row[AT.format] === wanted,
  status: (row, wanted) => row[AT.status] === wanted,
  check: (row, wanted) => row[AT.failed].includes(wanted),
  cell: (row) => doubted?.has(row) ?? false,
  doubt: (row) => doubts(row) > 0 || row[AT.failed].length > 0,
};

let found = [];
let page = 0;
const OFFERED = 300;

/** Where in a report a cell stands that is named as in the address. */
function placeOf(cell) {
  return cell ? `#${cell.split(",").slice(1).map(encodeURIComponent).join(",")}` : "";
}

function read() {
  return new URLSearchParams(location.hash.slice(1));
}

function chosen() {
  const query = new URLSearchParams();
  if (read().has("cell")) query.set("cell", read().get("cell"));
  for (const [name, value] of new FormData(form)) if (value.trim()) query.set(name, value.trim());
  for (const name of ["sort", "down"]) if (read().has(name)) query.set(name, read().get(name));
  return query;
}

function write(query) {
  const text = query.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

function* matching(query) {
  const words = (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const tests = Object.entries(FILTERS).filter(([name]) => query.get(name)).map(([name, test]) => [test, query.get(name)]);
  return yield* filtered(all, (row) => tests.every(([test, wanted]) => test(row, wanted)) && words.every((word) => wordsOf(row).includes(word)));
}

function* sorted(list, query) {
  const [key, way] = SORTS[query.get("sort")] ?? SORTS.doubt;
  const sign = query.has("down") ? (query.get("down") === "1" ? -1 : 1) : way;
  if (key === rankOf) yield* ranked();
  const keyed = yield* mapped(list, (row) => [key(row), row]);
  const words = typeof keyed[0]?.[0] === "string";
  const ordered = yield* inOrder(keyed, words ? (a, b) => sign * (a[0] < b[0] ? -1 : Number(a[0] > b[0])) : (a, b) => sign * (a[0] - b[0]));
  return yield* mapped(ordered, ([, row]) => row);
}

const SVG = "http://www.w3.org/2000/svg";
function bar(row) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 10");
  svg.setAttribute("class", "share");
  svg.setAttribute("aria-hidden", "true");
  let x = 0;
  const unchecked = row[AT.reported] - row[AT.verified] - row[AT.contradicted];
  for (const [kind, count] of [["verified", row[AT.verified]], ["unchecked", unchecked], ["contradicted", row[AT.contradicted]], ["missing", row[AT.open]], ["corrected", row[AT.corrected]], ["blank", row[AT.cells] - row[AT.reported] - row[AT.open] - row[AT.corrected]]]) {
    const width = row[AT.cells] ? (100 * count) / row[AT.cells] : 0;
    const rect = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ x, width, height: 10, class: `bar ${kind}` })) rect.setAttribute(name, value);
    svg.append(rect);
    x += width;
  }
  return svg;
}

function line(row) {
  const link = make("a", { href: `reports/${row[AT.id]}.html${placeOf(read().get("cell"))}` }, row[AT.agency] ?? row[AT.title] ?? row[AT.name]);
  const doubt = make("td", { class: "number" });
  if (row[AT.contradicted]) doubt.append(make("span", { class: "tag contradicted" }, `≠ ${row[AT.contradicted]}`), " ");
  if (row[AT.open]) doubt.append(make("span", { class: "tag missing" }, `∅ ${row[AT.open]}`));
  const decided = make("td", { class: "number" });
  if (row[AT.decided]) decided.append(make("span", { class: "tag corrected" }, `✎ ${row[AT.decided]}`), " ");
  if (newIn(row)) decided.append(make("span", { class: "tag new" }, `✎ +${newIn(row)}`));
  const failed = row[AT.failed].map((id) => make("div", {}, both(...NAMES.check.get(id))));
  const one = states.get(row[AT.id]);
  const review = make("td", { class: `state ${stateOfReview(row).replace(" ", "-")}` }, both(...REVIEW[stateOfReview(row)]));
  if (one && one.value !== "open") review.append(make("small", {}, straight(`${one.by} ${one.date}`.trim())));
  const cell = (value) => make("td", {}, String(value ?? "–"));
  const share = make("td", { class: "number" }, make("span", { class: "of" }, `${row[AT.verified]} / ${row[AT.cells]}`), bar(row));
  return make("tr", {}, doubt, make("td", {}, link, make("small", {}, row[AT.title] ?? row[AT.name])), cell(row[AT.year]), cell(row[AT.form]),
    cell(row[AT.format]), make("td", { class: row[AT.status] }, `${SIGNS[row[AT.status]]} `, both(...NAMES.status.get(row[AT.status]))), share, decided, review, make("td", { class: "failed" }, ...failed));
}

function draw() {
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  page = Math.min(page, pages - 1);
  rows.replaceChildren(...found.slice(page * PAGE, (page + 1) * PAGE).map(line));
  document.getElementById("count").replaceChildren(both(`${found.length} / ${all.length} 份`, `${found.length} of ${all.length}`));
  if (all.length < REPORTS.count) document.getElementById("count").append(" ", both(`（共 ${REPORTS.count} 份，载入中）`, `(of ${REPORTS.count}, loading)`));
  document.getElementById("page").textContent = `${page + 1} / ${pages}`;
  document.getElementById("page-before").disabled = page === 0;
  document.getElementById("page-after").disabled = page >= pages - 1;
}

/** List what was decided on these pages, report by report. */
function drawDecisions() {
  const found = newDecisions();
  states = reviewStates();
  fresh = new Map();
  for (const one of found.filter((each) => !isState(each))) fresh.set(one.report_id, (fresh.get(one.report_id) ?? 0) + 1);
  const named = new Map(found.length ? all.map((row) => [row[AT.id], row]) : []);
  document.getElementById("new").replaceChildren(...found.map((one) => {
    const row = named.get(one.report_id);
    const who = row ? make("a", { href: `reports/${row[AT.id]}.html#${[one.table, one.row, one.column].map(encodeURIComponent).join(",")}` }, `${row[AT.agency] ?? row[AT.name]} ${row[AT.year] ?? ""}`.trim()) : both("本数据集中没有的报告", "a report that the dataset does not have");
    return newItem(one, make("span", {}, who, " ", placeWords(row, one)), false);
  }));
  drawProgress();
  drawConflicts(named);
  document.querySelector("details.new").hidden = !found.length;
}

/** What a decision is about, as the form calls it. */
function placeWords(row, one) {
  if (isFact(one)) return both(...FACTS[one.column]);
  const known = LABELS[`${row?.[AT.form]},${one.table},${one.row},${one.column}`];
  return known ? both(...known) : straight(`${one.row} · ${one.column}`);
}

function drawProgress() {
  const counts = Object.fromEntries(Object.keys(REVIEW).map((name) => [name, 0]));
  const known = new Set(states.size ? all.map((row) => row[AT.id]) : []);
  for (const [id, one] of states) if (known.has(id)) counts[one.value] += 1;
  counts.open = REPORTS.count - counts["in work"] - counts["signed off"];
  const bar = document.getElementById("progress");
  bar.max = Math.max(1, REPORTS.count);
  bar.value = counts["signed off"];
  document.getElementById("progress-words").replaceChildren(both(
    `已签核 ${counts["signed off"]}，审核中 ${counts["in work"]}，未审 ${counts.open}`,
    `${counts["signed off"]} signed off, ${counts["in work"]} in work, ${counts.open} open`,
  ));
}

/** What reviewers decided differently, report by report; each leads to its cell, where the sides stand beside each other. */
function drawConflicts(named) {
  const found = openConflicts();
  const rowsById = found.length && !named.size ? new Map(all.map((row) => [row[AT.id], row])) : named;
  const box = document.querySelector("details.conflicts");
  box.hidden = !found.length;
  box.firstElementChild.replaceChildren(both(`审核人意见不一：${found.length} 处`, `Reviewers differ about ${found.length}`));
  document.getElementById("conflict-list").replaceChildren(...found.map((one) => {
    const row = rowsById.get(one.report_id);
    const place = [one.table, one.row, one.column].map(encodeURIComponent).join(",");
    const name = row ? `${row[AT.agency] ?? row[AT.name]} ${row[AT.year] ?? ""} ` : `${one.report_id} `;
    const sides = one.sides.map(([value, , by, , file]) => make("li", {}, make("b", {}, value === "" ? both("没有数字", "no number") : straight(value)), ` ${straight(by || file)}`));
    return make("li", {}, make("a", { href: `reports/${one.report_id}.html#${place}` }, name, placeWords(row, one)), make("ul", { class: "sides" }, ...sides));
  }));
}

let remembering = 0;

/** Find the rows that are asked for, and show them from a page on. */
function refresh(from = 0) {
  const query = read();
  const sort = SORTS[query.get("sort")] ? query.get("sort") : "doubt";
  const down = query.has("down") ? query.get("down") === "1" : SORTS[sort][1] < 0;
  for (const head of document.querySelectorAll("[data-sort]")) {
    if (head.dataset.sort === sort) head.setAttribute("aria-sort", down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  const steps = function* () {
    return yield* sorted(yield* matching(query), query);
  };
  inSlices(steps(), (rowsFound) => {
    found = rowsFound;
    page = from;
    draw();
    clearTimeout(remembering);
    remembering = setTimeout(() => requestIdleCallback(remember, { timeout: 2000 }), 200);
  });
}

/** Let the reports' pages know the order, for the keys to the next and the previous one. */
function remember() {
  STORE.set("sessionStorage", "gongkai-order", found.map((row) => row[AT.id]).join(" "));
  STORE.set("sessionStorage", "gongkai-query", location.hash);
  STORE.set("sessionStorage", "gongkai-cell", read().get("cell") ?? "");
}

/** The choices of a filter, each with its number of reports, in the page's language. */
function fill(name) {
  const list = REPORTS.facets[name];
  const ordered = name === "year" ? [...list].reverse() : [...list].sort((a, b) => compare(a[1], b[1]));
  const any = make("option", { value: "" }, "—");
  form.elements[name].replaceChildren(any, ...ordered.map(([value, zh, en, count]) => make("option", { value, "data-zh": `${zh} (${count})`, "data-en": `${en} (${count})` }, `${zh} (${count})`)));
}

rows.addEventListener("click", remember);

function restore() {
  const query = read();
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = query.has(field.name);
    else if (field.name) field.value = query.get(field.name) ?? "";
  }
}

for (const name of Object.keys(REPORTS.facets)) fill(name);
speak(document.documentElement.classList.contains("english") ? "en" : "zh");
form.elements.province.parentElement.hidden = REPORTS.facets.province.every(([value]) => value === "none");

/** Names of agencies that hold what is typed: all of them would be too many to offer. */
function offer() {
  const typed = form.elements.agency.value.trim();
  const names = new Set();
  for (const row of all) {
    if (names.size >= OFFERED) break;
    if (row[AT.agency]?.includes(typed)) names.add(row[AT.agency]);
  }
  document.getElementById("agencies").replaceChildren(...[...names].sort(compare).map((value) => make("option", { value })));
}
form.elements.agency.addEventListener("focus", offer);
form.elements.agency.addEventListener("input", offer);

document.addEventListener("decisions", () => { drawDecisions(); refresh(page); });
form.addEventListener("input", () => { write(chosen()); refresh(); });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => { write(new URLSearchParams()); setTimeout(() => { restore(); refresh(); }); });
for (const head of document.querySelectorAll("[data-sort]")) {
  head.firstElementChild.addEventListener("click", () => {
    const query = chosen();
    const up = head.getAttribute("aria-sort") === "ascending";
    const fresh = !head.hasAttribute("aria-sort");
    query.set("sort", head.dataset.sort);
    query.set("down", (fresh ? SORTS[head.dataset.sort][1] < 0 : up) ? "1" : "0");
    write(query);
    refresh();
  });
}
for (const [id, by] of [["page-before", -1], ["page-after", 1]]) {
  document.getElementById(id).addEventListener("click", () => { page += by; draw(); document.getElementById("list").scrollIntoView(); });
}
addEventListener("hashchange", () => { if (location.hash.includes("=") || !location.hash) { choose(); document.getElementById("list").scrollIntoView(); } });
document.addEventListener("keydown", (event) => {
  if (isTyping(event) || help.open) return;
  const links = [...rows.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "/") form.elements.q.focus();
  else if (event.key === "j") links[Math.min(at + 1, links.length - 1)]?.focus();
  else if (event.key === "k") links[Math.max(at - 1, 0)]?.focus();
  else return;
  event.preventDefault();
});
