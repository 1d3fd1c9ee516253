"use strict";

/** Deciding about the cell at hand: a form in its details, a mark on it while the decision waits to be put into the file. */

const desk = document.getElementById("decide");
const fields = desk.elements;
const NOTHING = ["blank", "not_applicable"]; // states in which it is certain that no number is printed
let deciding = null;

function idOf(cell) {
  const { table, row, column } = cell.dataset;
  return { report_id: document.body.dataset.report, table, row, column };
}

function newOf(cell) {
  const which = whichCell(idOf(cell));
  return newDecisions().find((one) => whichCell(one) === which);
}

/** The value that was read, as text; null where nothing certain was. */
function readOf(cell) {
  const state = stateOf(cell);
  if (state === "corrected") return cell.dataset.read ?? null;
  if (NOTHING.includes(state)) return "";
  return ["verified", "contradicted", "unchecked"].includes(state) ? textOf(cell) : null;
}

function isRight(cell, one) {
  const read = readOf(cell);
  return read !== null && sameValue(read, one.value);
}

/** Digits as a person writes them, as plain digits that gongkai reads as the same number; null where it is none. */
function plainNumber(text) {
  const halved = text.replace(/[０-９，．＋－]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  const folded = halved.replace("−", "-").trim();
  if (!/^[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,9})?$/.test(folded)) return null;
  const [, sign, whole, rest] = /^([+-]?)0*(\d+)(\.\d+)?$/.exec(folded.replaceAll(",", ""));
  const digits = whole + (rest ?? "").replace(/\.?0+$/, "");
  return sign === "-" && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function openForm(cell) {
  if (!cell) return;
  if (deciding) return fields.value.focus();
  show(cell, true);
  deciding = cell;
  const before = newOf(cell) ?? LAST_FILED.get(whichCell(idOf(cell)));
  const value = before?.value ?? readOf(cell) ?? "";
  const none = before !== undefined && value === "";
  fields.none.checked = none;
  fields.value.value = value;
  fields.value.disabled = none;
  fields.reason.value = newOf(cell)?.reason ?? "";
  fields.by.value = STORE.get("localStorage", "gongkai-by") ?? "";
  document.getElementById("decide-right").hidden = readOf(cell) === null;
  document.getElementById("decide-title").replaceChildren(both("更正：", "Decide: "), both(...labelOf(cell)));
  say();
  desk.hidden = false;
  inspector.classList.add("deciding");
  inspector.scrollTop = 0;
  (none ? fields.none : fields.value).focus({ preventScroll: true });
  if (!none) fields.value.select();
  const hidden = cell.getBoundingClientRect().bottom + 8 - inspector.getBoundingClientRect().top;
  if (hidden > 0) scrollBy(0, hidden);
}

function closeForm() {
  const cell = deciding;
  if (!cell) return;
  deciding = null;
  desk.hidden = true;
  inspector.classList.remove("deciding");
  inspect(cell);
  cell.focus({ preventScroll: true });
}

function say(zh = "", en = "") {
  document.getElementById("decide-message").replaceChildren(...(zh ? [both(zh, en)] : []));
  fields.value.toggleAttribute("aria-invalid", Boolean(zh));
}

function settle(value) {
  const by = fields.by.value.trim();
  STORE.set("localStorage", "gongkai-by", by);
  decideAll([{ ...idOf(deciding), value, reason: fields.reason.value.trim(), by, date: today() }]);
  closeForm();
  goOn();
}

function submit() {
  if (fields.none.checked) return settle("");
  const value = plainNumber(fields.value.value);
  if (value !== null) return settle(value);
  if (fields.value.value.trim()) say("这不是数字：只写数字，如 1234、-5、12.5。", "This is no number: write digits only, such as 1234, -5 or 12.5.");
  else say("请填写数字，或勾选“没有数字”。", "Write a number, or tick “no number”.");
  fields.value.focus();
  fields.value.select();
}

/** The failing sums that speak of a cell and have figures that nobody decided about; those that are errors first. */
function openSums(cell) {
  const rows = (cell.dataset.checks ?? "").split(" ").filter(Boolean).map((number) => document.getElementById(`k${number}`));
  const failing = rows.filter((row) => row?.matches(".fail") && figuresOf(row).length);
  return failing.sort((one, other) => other.matches(".error") - one.matches(".error"));
}

/** The cells of a sum that hold what was read for certain, and wait for a decision. */
function figuresOf(row) {
  const number = row.id.slice(1);
  const among = cells.filter((cell) => (cell.dataset.checks ?? "").split(" ").includes(number));
  return among.filter((cell) => readOf(cell) !== null && !cell.matches(".decided, .pending"));
}

/** “The report prints it so”: confirm every figure of a failing sum at once. Returns whether there was one. */
function confirmSum(cell) {
  const row = cell && openSums(cell)[0];
  if (!row) return false;
  const english = document.documentElement.classList.contains("english");
  const reason = english ? "the report prints it so" : "原文如此";
  const by = STORE.get("localStorage", "gongkai-by") ?? "";
  decideAll(figuresOf(row).map((each) => ({ ...idOf(each), value: readOf(each), reason, by, date: today() })));
  return true;
}

/** What the details of a cell say of decisions about it, and the buttons to decide. */
function decisionParts(cell) {
  const list = make("ul", { class: "decisions" });
  for (const number of (cell.dataset.decisions ?? "").split(" ").filter(Boolean)) {
    const item = document.getElementById(`d${number}`).cloneNode(true);
    item.removeAttribute("id");
    item.querySelector("a")?.remove();
    list.append(item);
  }
  const one = newOf(cell);
  if (one) list.append(newItem(one, "", isRight(cell, one), () => cell.focus({ preventScroll: true })));
  const button = make("button", { type: "button", class: "open", "aria-keyshortcuts": "c" }, both("更正或确认 ", "Decide "), make("kbd", {}, "c"));
  button.addEventListener("click", () => openForm(cell));
  return [...sumParts(cell), ...(list.children.length ? [list] : []), make("p", { class: "actions" }, button)];
}

/** Mark the cells and the list with what is new; names for those who do not see it follow. */
function drawDecisions() {
  const found = newDecisions().filter((one) => one.report_id === document.body.dataset.report);
  const places = new Map(cells.map((cell) => [whichCell(idOf(cell)), cell]));
  const fresh = new Map(found.map((one) => [places.get(whichCell(one)), one]));
  for (const cell of cells) {
    const one = fresh.get(cell);
    cell.querySelector(".fresh")?.remove();
    cell.classList.toggle("pending", one !== undefined);
    if (one) cell.append(make("span", { class: "fresh" }, "✎ ", isRight(cell, one) ? "=" : valueWords(one)));
    if (cell === keying) cell.append(keyField);
    nameCell(cell, one);
  }
  const items = found.map((one) => {
    const cell = places.get(whichCell(one));
    const name = isFact(one) ? both(...FACTS[one.column]) : cell ? make("a", { href: `#${cell.id}` }, both(...labelOf(cell))) : straight(`${one.table} · ${one.row} · ${one.column}`);
    return newItem(one, name, cell !== undefined && isRight(cell, one));
  });
  document.getElementById("new").replaceChildren(...items);
  for (const part of document.querySelectorAll("#decisions .new")) part.hidden = !items.length;
  if (shown && !deciding) inspect(shown);
  drawSums();
}

desk.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
desk.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeForm();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
});
fields.none.addEventListener("change", () => { fields.value.disabled = fields.none.checked; say(); });
document.getElementById("decide-right").addEventListener("click", () => settle(readOf(deciding)));
document.getElementById("decide-cancel").addEventListener("click", closeForm);
document.addEventListener("decisions", drawDecisions);
