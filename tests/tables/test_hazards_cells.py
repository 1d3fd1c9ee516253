"""What published reports print in a value cell, and what page ends and line ends do among the cells."""

from __future__ import annotations

import re
from random import Random

import pytest

from corpus.to_text import to_text

from .build import (
    GRIDS,
    cells_of,
    change,
    printing,
    read,
    read_text,
    score,
    statuses_of,
    truth_of,
    values_of,
    wrong,
)

LINES = ["plain-rows", "blank-line-cells", "pdf-lines"]
SOME = ["docx", "html", "tab-cells", "row-padded", "markdown-row", "cell-then-pipe-line", "row-no-pad"]


# --- cells --------------------


@pytest.mark.parametrize("dash", ["-", "—", "——", "/", "无", "－", "–"])
@pytest.mark.parametrize("flavour", [*SOME, "plain-rows"])
def test_dashes_are_cells_without_a_figure(flavour, dash):
    """A struck-out cell is not applicable; the others of its row are read."""
    truth = truth_of(22)
    harmed = change(truth, "requests", printing(("denied.third_party", "business"), dash))
    report = read(harmed, flavour)
    cell = cells_of(report)["requests", "denied.third_party", "business"]
    assert [line for line in wrong(truth, report) if "third_party.business:" not in line] == []
    assert cell.value is None
    if flavour in SOME:
        assert (cell.status, cell.raw) == ("not_applicable", dash)


@pytest.mark.parametrize("flavour", [*SOME, "plain-rows"])
def test_a_figure_between_two_dashes_is_no_page_number(flavour):
    """Neighbouring cells ``-`` ``3`` ``-`` look like a page's number and are none."""
    truth = truth_of(23)
    for column, text in (("business", "-"), ("research", "3"), ("nonprofit", "-")):
        truth = change(truth, "requests", printing(("denied.third_party", column), text))
    values = values_of(read(truth, flavour), "requests", "denied.third_party")[1:4]
    if flavour in SOME:
        assert values == ["not_applicable", 3, "not_applicable"]
    assert values[1] in (3, "ambiguous")


@pytest.mark.parametrize("style", ["- 3 -", "-3-", "— 3 —", "3", "第 3 页 共 9 页", "3 / 9"])
@pytest.mark.parametrize(
    "flavour", ["plain-rows", "row-padded", "tab-cells", "blank-line-cells", "cell-then-pipe-line"]
)
def test_a_page_number_inside_a_table_is_no_cell(flavour, style):
    """Between two rows a page ends; its number goes into no cell."""
    truth = truth_of(24)
    lines = to_text(truth, flavour, Random(0)).split("\n")
    at = next(i for i, line in enumerate(lines) if "4.保护第三方合法权益" in line)
    report = read_text("\n".join([*lines[:at], style, *lines[at:]]))
    assert wrong(truth, report) == []


@pytest.mark.parametrize("flavour", ["cell-pipe-row-end-pad", "row-lead-pipe-line-a", "cell-pipe-per-line"])
def test_a_page_number_between_two_cells_is_no_digit_of_either(flavour):
    """``3`` on a line of its own above ``105 |`` does not make it 3105."""
    truth = change(truth_of(24), "requests", printing(("denied.third_party", "research"), "105"))
    text = to_text(truth, flavour, Random(0))
    at = text.index("105 |", text.index("4.保护第三方合法权益"))
    report = read_text(f"{text[:at]}3\n{text[at:]}")
    assert cells_of(report)["requests", "denied.third_party", "research"].value in (105, None)


NOTES = ["{}（其中修订 16 件）", "{}(2024年新增3件)", "{}（含上年 2 件，\n今年 1 件）"]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("flavour", [*SOME, "plain-rows", "blank-line-cells"])
def test_figures_in_a_note_are_no_values(flavour, note):
    """What stands in brackets beside a figure is its note, digits and all."""
    truth = truth_of(25)
    key = ("normative_documents", "issued")
    value = truth.tables["active_disclosure"][key].value
    report = read(change(truth, "active_disclosure", printing(key, note.format(value))), flavour)
    assert wrong(truth, report) == []
    if flavour in GRIDS:
        cell = cells_of(report)["active_disclosure", *key]
        assert cell.value == value
        assert cell.note


@pytest.mark.parametrize("options", [{"thousands": True}, {"units": 1.0}, {"thousands": True, "units": 1.0}])
@pytest.mark.parametrize("flavour", [*SOME, "plain-rows", "blank-line-cells", "pdf-lines"])
@pytest.mark.parametrize("form", ["gio-2021", "gio-2019"])
def test_thousands_and_units_belong_to_their_figure(form, flavour, options):
    """``1,234件`` is one figure of 1234 pieces."""
    truth = truth_of(26, form, **options)
    report = read(truth, flavour)
    assert wrong(truth, report) == []
    if flavour in SOME:
        assert score(truth, report).right == score(truth, report).cells
    if flavour in SOME and "units" in options:
        assert cells_of(report)["requests", "received", "natural_person"].unit == "件"


def test_signed_changes_of_2019_keep_their_sign():
    """``-35``, ``+19``, ``增10`` and ``减3`` under 本年增/减, whatever the format."""
    truth = truth_of(27, "gio-2019")
    for row, text in (("licensing", "-35"), ("other_services", "+19"), ("penalties", "增10"), ("coercion", "减3")):
        truth = change(truth, "active_disclosure", printing((row, "change"), text))
    for flavour in SOME:
        cells = cells_of(read(truth, flavour))
        got = [cells["active_disclosure", row, "change"].value for row in ("licensing", "other_services", "penalties")]
        assert (*got, cells["active_disclosure", "coercion", "change"].value) == (-35, 19, 10, -3), flavour


# --- lines --------------------

SINGLE = """四、政府信息公开行政复议、行政诉讼情况
行政复议 行政诉讼
未经复议直接起诉 复议后起诉
结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计
{}
五、存在的主要问题及改进情况
本县公开内容有待充实。
"""
FIFTEEN = [1, 2, 3, 4, 10, 5, 6, 7, 8, 26, 9, 1, 1, 2, 13]
SHAPES = [" ".join, "\n".join, lambda f: "\n".join(" ".join(f[i : i + 5]) for i in (0, 5, 10)), "\n\n".join, "\t".join]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_single_row_of_reviews_is_one_run_or_three(shape):
    """Fifteen figures on a line, one a line, or five a line."""
    report = read_text(SINGLE.format(shape([str(n) for n in FIFTEEN])))
    got = [
        v
        for row in ("review", "litigation_direct", "litigation_after_review")
        for v in values_of(report, "reviews_litigation", row)
    ]
    assert got == FIFTEEN


@pytest.mark.parametrize("gone", [0, 7, 14])
def test_fourteen_figures_for_fifteen_cells_are_ambiguous(gone):
    """Nobody can say which one is gone, if not even the sums are asked."""
    figures = [str(n) for i, n in enumerate(FIFTEEN) if i != gone]
    report = read_text(SINGLE.format(" ".join(figures)))
    assert statuses_of(report, "reviews_litigation") == {"ambiguous"}


def test_the_last_figure_of_a_file_that_was_cut_short_is_not_believed():
    """A file that ends inside its last row gives no figure of that row that may have lost digits."""
    truth = truth_of(28)
    text = to_text(truth, "plain-rows", Random(0))
    line = next(m for m in re.finditer(r"^四、结转下年度继续办理 .*?(\d\d+)$", text, re.MULTILINE))
    report = read_text(text[: line.end() - 1])
    assert wrong(truth, report) == []


def test_a_report_on_one_line_is_taken_apart_at_its_headings():
    """Title, headings, tables and text stand on a single line with blanks between."""
    truth = truth_of(29, blanks=0.0, labels="spaced")
    result = score(truth, read(truth, "one-line-spaces"))
    assert result.wrong == 0
    assert result.right > 0


def test_numbers_in_headings_and_labels_are_no_values():
    """（2023）, 第二十条, ``3.`` and dates around a table go into no cell."""
    truth = truth_of(30, blanks=1.0, profile="zeros")
    for flavour in LINES:
        report = read(truth, flavour)
        assert all(cell.value in (0, None) for cell in cells_of(report).values()), flavour
