"""One table for each of two years: the caption that names the report's year decides, the other table is printed as a grid."""

from __future__ import annotations

from random import Random

import pytest

from corpus.model import Truth
from corpus.own_ways import two_years
from gongkai.report import Report
from tables.build import printed, read, read_text, score, truth_of

STYLES = ("docx", "html", "blank-line-gaps", "row-padded", "plain-rows", "tab-cells")


def _read(style: str, seed: int = 4) -> tuple[Truth, Report]:
    truth = truth_of(seed)
    return truth, read(two_years(truth, Random(seed)), style)


@pytest.mark.parametrize("style", STYLES)
def test_the_caption_with_the_reports_year_decides(style: str) -> None:
    """Every figure is the one under the report's year, whichever table comes first."""
    for seed in (4, 5):
        truth, report = _read(style, seed)
        result = score(truth, report)
        assert (result.right, result.wrong) == (result.cells, 0), result.differences[:5]


@pytest.mark.parametrize("style", STYLES)
def test_the_other_year_is_a_grid_under_its_caption(style: str) -> None:
    """The other year's table of requests is there with all of its rows and figures, in the section in which it stands."""
    truth, report = _read(style)
    grid = next(g for g in report.grids if g.section == "requests")
    assert str(truth.year - 1) in (grid.caption or "")
    assert (len(grid.rows), len(grid.columns)) == (25, 7)
    assert len([cell for cell in grid.cells if cell.value is not None]) > 100


def test_a_running_head_with_a_year_parts_no_table() -> None:
    """A line that names a year between two rows of one table is no caption of a second one."""
    truth = truth_of(4)
    lines = printed(truth, "plain-rows").decode().split("\n")
    at = next(i for i, line in enumerate(lines) if "国家秘密" in line)
    running = f"{truth.agency}{truth.year - 1}年政府信息公开工作情况"
    report = read_text("\n".join([*lines[:at], running, *lines[at:]]))
    assert score(truth, report).wrong == 0
    assert not report.grids
