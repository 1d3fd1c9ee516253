"use strict";

/** What a reviewer decides on these pages. This browser keeps it until it stands in the corrections.csv that the site is made of. */

const FIELDS = CORRECTIONS.fields;
const KEPT = `gongkai-decisions-${CORRECTIONS.site}`;
const FILED = CORRECTIONS.rows.map((row) => Object.fromEntries(FIELDS.map((name, at) => [name, row[at]])));
let unkept = null; // what the browser would not keep: lost with the page

const whichCell = (one) => JSON.stringify([one.report_id, one.table, one.row, one.column]);
const LAST_FILED = new Map(FILED.map((one) => [whichCell(one), one]));

/** Characters that turn the writing direction: behind one, 12 looks like 21. */
function straight(text) {
  return text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}

function isDecision(one) {
  return one !== null && typeof one === "object" && FIELDS.every((name) => typeof one[name] === "string");
}

function sameText(one, other) {
  return one.replace(/\r\n?/g, "\n").trim() === other.replace(/\r\n?/g, "\n").trim();
}

function sameValue(one, other) {
  return one === "" || other === "" ? one === other : Number(one) === Number(other);
}

/** Whether the last word of the file about a cell is this one; its date may have been written anew by a spreadsheet. */
function isFiled(one) {
  const other = LAST_FILED.get(whichCell(one));
  const same = isFact(one) ? (value, there) => value === there : sameValue;
  return other !== undefined && same(one.value, other.value) && sameText(one.reason, other.reason) && sameText(one.by, other.by);
}

function keptDecisions() {
  if (unkept) return unkept;
  try {
    const found = JSON.parse(STORE.get("localStorage", KEPT) ?? "[]");
    return Array.isArray(found) ? found.filter(isDecision) : [];
  } catch { return []; }
}

/** What was decided here and does not stand in the file yet, in the order in which it was decided. */
function newDecisions() {
  return keptDecisions().filter((one) => !isFiled(one));
}

function holdBack(event) {
  event.preventDefault();
}

function keepDecisions(list) {
  unkept = STORE.set("localStorage", KEPT, JSON.stringify(list)) ? null : list;
  if (unkept?.length) addEventListener("beforeunload", holdBack);
  else removeEventListener("beforeunload", holdBack);
  document.dispatchEvent(new Event("decisions"));
}

/** Decide about cells; what was decided here before about the same ones is forgotten. */
function decideAll(list) {
  const about = new Set(list.map(whichCell));
  keepDecisions([...newDecisions().filter((other) => !about.has(whichCell(other))), ...list]);
  save({ decide: list });
}

function undo(one) {
  keepDecisions(newDecisions().filter((other) => whichCell(other) !== whichCell(one)));
  save({ undo: [one] });
}

/** Where gongkai review --serve shows the site, decisions go into the dataset's file at once; they wait for each other. */
const TOKEN_AT = `gongkai-token-${CORRECTIONS.site}`;
const brought = new URLSearchParams(location.search).get("token");
if (brought) {
  STORE.set("localStorage", TOKEN_AT, brought);
  history.replaceState(null, "", location.pathname + location.hash);
}
const token = location.protocol === "http:" ? STORE.get("localStorage", TOKEN_AT) : null;
let saving = Promise.resolve();
let saved = null; // whether the last decision is in the file; null where nothing is saved from here

function save(changes) {
  if (!token) return;
  saving = saving.then(() => fetch("/decisions", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Gongkai-Token": token },
    body: JSON.stringify(changes),
  })).then((answer) => { saved = answer.ok; }, () => { saved = false; }).then(drawTally);
}

/** An apostrophe goes before text that a spreadsheet would run as a formula; gongkai takes it away again. */
function guarded(text) {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Every decision, those of the file before the new ones, as the file that takes its place (RFC 4180). */
function decisionsCsv() {
  const lines = [...FILED, ...newDecisions()].map((one) => FIELDS.map((name) => (name === "value" ? one[name] : guarded(one[name]))));
  return `\ufeff${[FIELDS, ...lines].map((fields) => `${fields.map(quoted).join(",")}\r\n`).join("")}`;
}

function download() {
  const address = URL.createObjectURL(new Blob([decisionsCsv()], { type: "text/csv;charset=utf-8" }));
  make("a", { href: address, download: "corrections.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** What a report's facts are called, and how far its review has come. */
const FACTS = { agency: ["机关", "Agency"], year: ["年度", "Year"], province: ["省份", "Province"], published: ["公布日期", "Published"], review: ["审核状态", "State of the review"] };
const REVIEW = { open: ["○ 未审", "○ open"], "in work": ["◐ 审核中", "◐ in work"], "signed off": ["● 已签核", "● signed off"] };
const isFact = (one) => one.table === "" && one.row === "";
const isState = (one) => isFact(one) && one.column === "review";

/** The last word about how far the review of each report has come. */
function reviewStates() {
  return new Map([...FILED, ...newDecisions()].filter(isState).map((one) => [one.report_id, one]));
}

/** Cells that reviewers decided differently, and about which nobody has decided since. */
function openConflicts() {
  const decided = new Set([...FILED, ...newDecisions()].map(whichCell));
  return CONFLICTS.map(([report_id, table, row, column, sides]) => ({ report_id, table, row, column, sides })).filter((one) => !decided.has(whichCell(one)));
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function valueWords(one) {
  if (isState(one)) return both(...(REVIEW[one.value] ?? [one.value, one.value]));
  return one.value === "" ? both("没有数字", "no number") : one.value;
}

/** Leave the focus near an entry that was taken out of the list. */
function focusNear(at) {
  const left = document.querySelectorAll("#new .undo");
  (left[Math.min(at, left.length - 1)] ?? document.getElementById("decisions-title")).focus();
}

/** An entry of the list of new decisions; `name` says which cell, `right` whether it is what was read, `after` where the focus goes. */
function newItem(one, name, right, after = focusNear) {
  const back = make("button", { type: "button", class: "undo" }, both("撤销", "Undo"));
  back.addEventListener("click", () => {
    const at = [...document.querySelectorAll("#new .undo")].indexOf(back);
    undo(one);
    after(at);
  });
  const tag = make("span", { class: "tag new" }, "✎ ", right ? both("原读数值无误，待下载", "what was read is right; not yet in the file") : both("待下载", "not yet in the file"));
  const item = make("li", {}, name, " ", make("b", { class: "value" }, valueWords(one)), " ", tag, " ");
  if (one.reason) item.append(make("span", { class: "reason" }, straight(one.reason)), " ");
  item.append(make("small", {}, straight(`${one.by} ${one.date}`.trim())), " ", back);
  return item;
}

/** How many decisions there are, beside the button that saves them. */
function drawTally() {
  const fresh = newDecisions().length;
  for (const place of document.querySelectorAll(".tally")) {
    place.replaceChildren(fresh || FILED.length
      ? both(`文件中 ${FILED.length} 条，本浏览器新增 ${fresh} 条；下载后放入数据集文件夹，取代原文件。`, `${FILED.length} in the file, ${fresh} new in this browser; put the download into the dataset's folder, in the file's place.`)
      : both("尚无更正。", "None yet."));
  }
  if (saved !== null) {
    const words = saved ? both(" 已存入 corrections.csv。", " Saved in corrections.csv.") : both(" 未能存入文件：请打开终端显示的网址，或下载。", " Not saved in the file: open the address that the terminal shows, or download.");
    for (const place of document.querySelectorAll(".tally")) place.append(make("b", {}, words));
  }
  for (const button of document.querySelectorAll("button.download")) button.disabled = !fresh && !FILED.length;
  for (const warning of document.querySelectorAll(".save + .warning")) {
    warning.hidden = !unkept;
    warning.replaceChildren(both("本浏览器无法保存：请在离开本页之前下载。", "This browser keeps nothing: download before you leave this page."));
  }
}

if (keptDecisions().some(isFiled)) keepDecisions(newDecisions());
if (newDecisions().length) save({ decide: newDecisions() });
for (const button of document.querySelectorAll("button.download")) button.addEventListener("click", download);
document.addEventListener("decisions", drawTally);
addEventListener("storage", (event) => {
  if (event.key === KEPT || event.key === null) document.dispatchEvent(new Event("decisions"));
});
addEventListener("pageshow", (event) => { if (event.persisted) document.dispatchEvent(new Event("decisions")); });
drawTally();
