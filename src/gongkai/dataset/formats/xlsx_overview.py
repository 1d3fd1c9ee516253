"""The first sheet of a workbook: a report a row, as a person would list them, with who, when, the main totals and how far they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from gongkai.dataset.formats.source import Source, Value
from gongkai.dataset.formats.xlsx_sheets import Looks, width, write_cell
from gongkai.dataset.measures import Measure, load_measures
from gongkai.dataset.rows import SHOWN
from gongkai.forms.expression import terms_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

OVERVIEW = "总览 Overview"
_BEFORE = (("agency_name", "机关", "Agency"), ("year", "年度", "Year"), ("province_name", "省份", "Province"))
_BEHIND = (
    ("cells_reported", "有数字", "Figures"),
    ("cells_verified", "已核实", "Verified"),
    ("cells_contradicted", "与勾稽不符", "Contradicted"),
    ("checks_failed", "不通过的勾稽", "Failing checks"),
    ("status", "状态", "Status"),
    ("form", "格式", "Form"),
    ("path", "来源", "Source"),
    ("report_id", "报告编号", "Report"),
)
_BLANK = ("blank", "not_applicable")
_ROWS, _SAMPLE = 1_048_575, 100
_LINKS = 60_000  # of a sheet; Excel takes 65,530
_TIP = "对照原件查看：先执行 gongkai review\nBeside its source: run gongkai review first"
_HEIGHT = 32  # points: a head in two languages takes two lines
Cell = tuple[Value, Value]
"""Value and status."""
Cells = Mapping[tuple[str, str], Mapping[str, Cell]]
"""A report's cells: by table and column, then by row."""


def write_overview(sheet: Worksheet, source: Source, looks: Looks) -> None:
    """Write the sheet. Raises UsageError where a CSV file is damaged."""
    measures = load_measures().all
    heads = [*_BEFORE, *((m.key, m.zh, m.en) for m in measures), *_BEHIND]
    rows = list(_rows(source, measures))
    sheet.set_row(0, _HEIGHT)
    for column, (_, zh, en) in enumerate(heads):
        values = [row[column] for row in rows[:_SAMPLE]]
        sheet.set_column(column, column, width(max(zh, en, key=len), values))
        sheet.write_string(0, column, f"{zh}\n{en}", looks.head)
    for number, row in enumerate(rows[:_ROWS], 1):
        for column, value in enumerate(row):
            if value is not None:
                write_cell(sheet, number, column, value, looks.day)
        if number <= _LINKS and str(row[-1]).isalnum():
            sheet.write_url(number, len(row) - 1, f"external:review/reports/{row[-1]}.html", None, str(row[-1]), _TIP)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)


def _rows(source: Source, measures: tuple[Measure, ...]) -> Iterator[list[Value]]:
    """Yield a row a report; the printed name stands where the agency has no other."""
    reports = source.table("reports")
    names = [field.name for field in reports.schema.fields]
    totals = dict(_totals(source, measures))
    nothing: list[Value] = [None] * len(measures)
    for row in source.rows(reports):
        named = dict(zip(names, row, strict=True))
        named["agency_name"] = named["agency_name"] or named["agency"]
        before, behind = ([named[key] for key, _, _ in part] for part in (_BEFORE, _BEHIND))
        yield [*before, *totals.get(str(named["report_id"]), nothing), *behind]


def _totals(source: Source, measures: tuple[Measure, ...]) -> Iterator[tuple[str, list[Value]]]:
    """Yield the totals of each report that has cells, one report in memory."""
    table = source.table("cells")
    at = {field.name: place for place, field in enumerate(table.schema.fields)}
    wanted = {(spec.table, spec.column) for measure in measures for spec in measure.of}
    for report_id, rows in groupby(source.rows(table), key=lambda row: row[at["report_id"]]):
        cells: dict[tuple[str, str], dict[str, Cell]] = {}
        for row in rows:
            place = (str(row[at["table"]]), str(row[at["column"]]))
            if place in wanted:
                cells.setdefault(place, {})[str(row[at["row"]])] = (row[at["value"]], row[at["status"]])
        yield str(report_id), [_total(measure, cells) for measure in measures]


def _total(measure: Measure, cells: Cells) -> Value:
    """Add up the first sum that the report's form has: a blank counts as 0; one cell that is not certain, and there is no total."""
    for spec in measure.of:
        column = cells.get((spec.table, spec.column), {})
        terms = [(term.sign, key) for term in terms_of(spec.rows) for key in term.select(tuple(column))]
        if terms:
            return _sum((sign, column[key]) for sign, key in terms)
    return None


def _sum(terms: Iterable[tuple[int, Cell]]) -> Value:
    found: float | None = None
    for sign, (value, status) in terms:
        if status in SHOWN and isinstance(value, int | float):
            found = (found or 0) + sign * value
        elif status not in _BLANK:
            return None
    return found
