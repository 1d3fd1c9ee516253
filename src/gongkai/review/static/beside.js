"use strict";

/** What stands in the dataset beside the reports: failures, others, what was skipped, files with several reports, agencies and years that are missing. */

const LISTS = {
  failures: ["没有得出报告的来源", "Sources without a report"],
  others: ["未收入的其他文档", "Other documents, left out"],
  skipped: ["略过的文件", "Files passed over"],
  several: ["含多份报告的文件", "Files that hold several reports"],
  gaps: ["缺少的年度", "Years that are missing"],
};
const FIRST = 50; // lines; the files of the dataset hold them all

for (const [name, [zh, en]] of Object.entries(LISTS)) {
  const { count, rows } = BESIDE[name];
  if (!count) continue;
  const items = rows.slice(0, FIRST).map(([what, why, whyZh]) => make("li", {}, make("b", {}, straight(what)), " ", both(straight(whyZh || why), straight(why))));
  const more = count > items.length ? [make("p", { class: "none" }, both(`另有 ${count - items.length} 条，见 ${name}.csv`, `and ${count - items.length} more, see ${name}.csv`))] : [];
  document.getElementById("beside").append(make("details", { class: name }, make("summary", {}, both(zh, en), ` ${count}`), make("ol", {}, ...items), ...more));
}
