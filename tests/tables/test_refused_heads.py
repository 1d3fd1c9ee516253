"""Heads that a converter tore: their order counts only where the sums do not say otherwise."""

from __future__ import annotations

import pytest

from tables.build import cells_of, printed, read_html, read_text, statuses_of, truth_of


def torn(flavour, one, other):
    """Print a report whose heads ``one`` and ``other`` stand in each other's place, their figures not."""
    text = printed(truth_of(profile="city"), flavour).decode()
    assert one in text and other in text
    at = text.index("申请人情况")
    head, rest = text[:at], text[at:]
    return head + rest.replace(one, "〓", 1).replace(other, one, 1).replace("〓", other, 1)


@pytest.mark.parametrize("flavour", ["markdown-row", "tab-rows"])
def test_a_total_under_another_head_is_refused(flavour):
    """Where every row adds up in the form's order only, no figure stands in the column that a torn head names."""
    text = torn(flavour, "总计", "自然人")
    gold = truth_of(profile="city").tables["requests"]
    for key, cell in cells_of(read_text(text)).items():
        if key[0] == "requests" and cell.status == "reported":
            assert cell.value == gold[key[1:]].value


def test_a_grid_with_torn_heads_is_refused():
    """The same in a grid of a web page."""
    report = read_html(torn("html", "总计", "自然人"))
    gold = truth_of(profile="city").tables["requests"]
    for key, cell in cells_of(report).items():
        if key[0] == "requests" and cell.status == "reported":
            assert cell.value == gold[key[1:]].value


def test_heads_that_the_sums_confirm_are_believed():
    """A report in the form's order loses nothing."""
    report = read_text(printed(truth_of(profile="city"), "markdown-row").decode())
    assert statuses_of(report, "requests") == {"reported"}
