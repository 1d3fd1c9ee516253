"""Text whose reading order a converter scrambled: what can be proved is read, the rest is left open."""

from __future__ import annotations

from random import Random

import pytest

from corpus.to_text import to_text
from tables.build import read_text, score, statuses_of, truth_of, values_of, wrong

FLAVOURS = ["page-blocks", "whole-columns"]
FORMS = ["gio-2021", "gio-2019"]


def text_of(truth, flavour, seed=0):
    """Print a report in blocks."""
    return to_text(truth, flavour, Random(seed))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(4))
def test_a_page_in_blocks_gives_every_figure_that_a_sum_or_a_head_of_its_own_can_place(form, seed):
    """Labels with their first column, then slabs of the other columns in bands of rows: the sums leave one layout.

    In the first table of gio-2019 two blocks have the same heads and no sum: their figures stay open.
    """
    truth = truth_of(seed, form)
    report = read_text(text_of(truth, "page-blocks", seed))
    assert wrong(truth, report) == []
    assert statuses_of(report, "requests") == statuses_of(report, "reviews_litigation") == {"reported"}
    assert statuses_of(report, "active_disclosure") <= {"reported", "ambiguous"}
    assert form == "gio-2019" or score(truth, report).missed == 0


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(4))
def test_labels_first_give_the_tables_whose_sums_close(form, seed):
    """All labels and then all figures: row by row or column by column, the sums of the second table say which."""
    truth = truth_of(seed, form)
    report = read_text(text_of(truth, "whole-columns", seed))
    assert wrong(truth, report) == []
    assert statuses_of(report, "requests") == {"reported"}


@pytest.mark.parametrize("form", FORMS)
def test_a_scrambled_table_that_lost_a_figure_is_left_open(form):
    """One slab is a figure short: nothing is moved up to fill it."""
    truth = truth_of(1, form)
    text = text_of(truth, "page-blocks")
    start = text.index("四、结转下年度继续办理")
    lines = text[start:].split("\n")
    at = next(i for i, line in enumerate(lines) if i > 4 and line.isdecimal())
    report = read_text(text[:start] + "\n".join(lines[:at] + lines[at + 1 :]))
    assert wrong(truth, report) == []
    assert statuses_of(report, "requests") <= {"ambiguous", "missing"}


@pytest.mark.parametrize("form", FORMS)
def test_slabs_of_zeros_alone_stand_where_they_like(form):
    """Where every figure is 0 no layout can be wrong."""
    truth = truth_of(2, form, profile="zeros")
    report = read_text(text_of(truth, "page-blocks"))
    assert wrong(truth, report) == []
    assert statuses_of(report, "requests") == {"reported"}


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_total_survives_in_scrambled_text(form):
    """A published error is kept: enough other sums close to tell the layout."""
    truth = truth_of(3, form, errors=1)
    report = read_text(text_of(truth, "page-blocks", 1))
    assert wrong(truth, report) == []
    assert "reported" in statuses_of(report, "requests")


def test_the_sums_that_chose_a_layout_verify_none_of_its_cells():
    """Choosing and confirming are two things: no cell is verified by the sums that placed it."""
    truth = truth_of(1)
    report = read_text(text_of(truth, "page-blocks"))
    sums = [check for check in report.checks if check.kind != "narrative" and check.table == "requests" and check.right]
    assert sums and all(check.chose for check in sums)


def test_single_figures_of_a_table_across_are_not_put_in_an_order():
    """Five figures, each a block of its own and far from its head, may stand in any order: only their total is certain."""
    heads = "\n\n".join(["行政复议", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"])
    others = "".join(
        f"{row}\n结果维持\n{a}\n\n结果纠正\n0\n\n其他结果\n0\n\n尚未审结\n0\n\n总计\n{a}\n\n"
        for row, a in (("行政诉讼\n未经复议直接起诉", 2), ("复议后起诉", 3))
    )
    report = read_text(
        f"四、政府信息公开行政复议、行政诉讼情况\n\n{heads}\n\n0\n\n7\n\n0\n\n0\n\n7\n\n{others}五、存在的主要问题及改进情况\n\n无。\n"
    )
    assert values_of(report, "reviews_litigation", "review") == [*(["ambiguous"] * 4), 7]
    assert values_of(report, "reviews_litigation", "litigation_direct") == [2, 0, 0, 0, 2]
    assert values_of(report, "reviews_litigation", "litigation_after_review") == [3, 0, 0, 0, 3]
