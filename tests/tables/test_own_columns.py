"""A column that the form does not have, between its own: its figures are kept beside the table, the form's cells are read."""

from __future__ import annotations

from random import Random

import pytest

from corpus.own_ways import column_of_sums
from gongkai.report import Report
from tables.build import printed, read, read_text, score, statuses_of, truth_of, wrong

STYLES = ("docx", "html", "plain-rows", "row-padded", "blank-line-gaps", "tab-cells", "one-line-pipes")


def _kept(report: Report) -> list[tuple[str, int]]:
    return [(row.label, len(row.values)) for row in report.tables["requests"].extra]


@pytest.mark.parametrize("style", STYLES)
def test_a_column_of_sums_takes_no_figure_away(style: str) -> None:
    """Every cell of the form is read, and the 25 figures of 小计 are kept under its head."""
    truth = truth_of(6)
    report = read(column_of_sums(truth, Random(0)), style)
    result = score(truth, report)
    assert (result.right, result.wrong) == (result.cells, 0), result.differences[:5]
    assert _kept(report) == [("小计", 25)]


@pytest.mark.parametrize("style", ["tab-rows", "row-padded", "cell-pipe-per-line"])
@pytest.mark.parametrize("blanks", [0.5, 1.0])
def test_a_column_of_sums_is_found_between_blank_cells(style: str, blanks: float) -> None:
    """The blank cell in which the next row begins is none of a row's; where few figures are left its head says which column it is."""
    for profile in ("sparse", "typical"):
        truth = truth_of(6, profile=profile, blanks=blanks)
        result = score(truth, read(column_of_sums(truth, Random(0)), style))
        lost = [line for line in result.differences if line.startswith("requests.")]
        assert (lost, result.wrong) == ([], 0)


def test_a_column_whose_figures_are_no_sum_leaves_the_table_open() -> None:
    """Where figures do not tell which column is the agency's own, no cell is given."""
    truth = truth_of(6)
    lines = printed(column_of_sums(truth, Random(0)), "plain-rows").decode().split("\n")
    at = next(i for i, line in enumerate(lines) if "本年新收" in line and line[-1].isdigit())
    figures = lines[at].split(" ")
    figures[-2] = str(int(figures[-2]) + 1)
    report = read_text("\n".join([*lines[:at], " ".join(figures), *lines[at + 1 :]]))
    assert statuses_of(report, "requests") == {"ambiguous"}


def test_glued_figures_are_not_cut_into_too_few_columns() -> None:
    """Eight digits under eight heads are not seven columns of which one has two digits."""
    for seed in (11, 12, 13):
        truth = truth_of(seed, profile="sparse")
        assert not wrong(truth, read(column_of_sums(truth, Random(0)), "glued"))


def test_a_table_of_another_family_under_a_head_of_the_form_is_none_of_its_own() -> None:
    """A row that is called like a column of sums is no head: the table is kept as printed."""
    rows = (
        "项目|收入|补助|总计",
        "防汛合计|0.62|7.80|8.42",
        "变更合计|0.27|5.33|5.60",
        "检测合计|0|0|0",
        "总计|0.89|13.13|14.02",
    )
    report = read_text("\n".join(rows).replace("|", "\t"))
    assert report.form.id is None
    (grid,) = report.grids
    assert [cell.text for cell in grid.cells][:3] == ["0.62", "7.80", "8.42"]
