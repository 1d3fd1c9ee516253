"use strict";

/** What is said of a report as a whole: how far its review has come, facts that are mended, what reviewers decided differently. */

const REPORT = document.body.dataset.report;

function decideWhole(column, value, reason = "") {
  const by = STORE.get("localStorage", "gongkai-by") ?? "";
  decideAll([{ report_id: REPORT, table: "", row: "", column, value, reason, by, date: today() }]);
}

/** A second press takes it back. */
function setState(value) {
  decideWhole("review", reviewStates().get(REPORT)?.value === value ? "open" : value);
}

function drawState() {
  const one = reviewStates().get(REPORT);
  const value = one?.value ?? "open";
  const who = one && value !== "open" ? ` ${straight(`${one.by} ${one.date}`.trim())}` : "";
  document.getElementById("review-state").replaceChildren(both(...REVIEW[value]), who);
  document.getElementById("review-state").className = `state ${value.replace(" ", "-")}`;
  for (const button of document.querySelectorAll("[data-review]")) button.setAttribute("aria-pressed", String(button.dataset.review === value));
}

const wholeBy = document.getElementById("review-by");
wholeBy.value = STORE.get("localStorage", "gongkai-by") ?? "";
wholeBy.addEventListener("change", () => STORE.set("localStorage", "gongkai-by", wholeBy.value.trim()));
for (const button of document.querySelectorAll("[data-review]")) button.addEventListener("click", () => setState(button.dataset.review));

const FACT_OF = {
  agency: (text) => text,
  province: (text) => text,
  year: (text) => (/^(19[5-9]\d|20\d\d)?$/.test(text) ? text : null),
  published: (text) => (text === "" || (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) ? text : null),
};

/** What a fact says now: decided here, in the file, or as it was read. */
function factNow(name, read) {
  const which = whichCell({ report_id: REPORT, table: "", row: "", column: name });
  return (newDecisions().find((one) => whichCell(one) === which) ?? LAST_FILED.get(which))?.value ?? read;
}

function mendFact(button) {
  const { fact, read } = button.dataset;
  const field = make("input", { class: "fact", maxlength: "200", "aria-label": FACTS[fact].join(" ") });
  field.value = factNow(fact, read);
  const close = () => { field.replaceWith(button); button.focus(); };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const text = FACT_OF[fact](field.value.trim());
    if (text === null) return field.setAttribute("aria-invalid", "true");
    close();
    if (text !== factNow(fact, read)) decideWhole(fact, text);
  });
  button.replaceWith(field);
  field.focus();
  field.select();
}

function drawFacts() {
  for (const button of document.querySelectorAll("button.fact")) {
    const { fact, read } = button.dataset;
    const now = factNow(fact, read);
    button.replaceChildren(straight(now || "–"), ...(now === read ? [] : [make("span", { class: "fresh" }, `✎ ${straight(read || "–")}`)]));
  }
}

/** Reviewers' words side by side; a button takes one, or the cell is decided anew. */
function drawConflicts() {
  const found = openConflicts().filter((one) => one.report_id === REPORT);
  for (const cell of cells) cell.classList.remove("conflict");
  const items = found.map((one) => {
    const cell = cells.find((each) => whichCell(idOf(each)) === whichCell(one));
    cell?.classList.add("conflict", "stop");
    const name = cell ? make("a", { href: `#${cell.id}` }, both(...labelOf(cell))) : isFact(one) ? both(...FACTS[one.column]) : straight(`${one.row} · ${one.column}`);
    const sides = one.sides.map(([value, reason, by, date, file]) => {
      const button = make("button", { type: "button" }, both("采用 ", "Take "), make("b", {}, value === "" ? both("没有数字", "no number") : straight(value)));
      button.addEventListener("click", () => {
        const { report_id, table, row, column } = one;
        decideAll([{ report_id, table, row, column, value, reason, by, date: today() }]);
      });
      return make("li", {}, button, ` ${straight([by, date, file].filter(Boolean).join(" · "))}`, ...(reason ? [make("p", { class: "reason" }, straight(reason))] : []));
    });
    return make("li", {}, name, make("ul", { class: "sides" }, ...sides));
  });
  document.getElementById("conflicts").hidden = !items.length;
  document.getElementById("conflict-list").replaceChildren(...items);
}

function drawWhole() {
  drawState();
  drawFacts();
  drawConflicts();
}

for (const button of document.querySelectorAll("button.fact")) button.addEventListener("click", () => mendFact(button));
document.addEventListener("decisions", drawWhole);
drawWhole();
drawSame();
drawDecisions();
addEventListener("hashchange", jumpToHash);
jumpToHash();
