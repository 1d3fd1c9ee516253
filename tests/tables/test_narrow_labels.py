"""Labels that a narrow column breaks over lines, in text that keeps its lines: the table is found, each figure stays with its label."""

from __future__ import annotations

import pytest

from gongkai.tables.fragments import Fragment, pieces_of
from gongkai.tables.text.labels import locate
from gongkai.tables.text.stretch import take_apart
from tables.build import cells_of, forms, printed, read, read_text, score, truth_of, wrong
from tables.drawing import drawn

TABLE = forms()["gio-2014"].table("statistics")
assert TABLE is not None


def _page(truth, width: int, beside: int | None) -> str:
    """Draw the table with labels ``width`` characters wide; its figures stand ``beside`` that line of a label, None: below its last."""
    lines = [truth.title, "附表"]
    for table in truth.layouts.values():
        for row in table.rows():
            label, *rest = [cell.text for cell in row]
            pieces = [label[i : i + width] for i in range(0, len(label), width)]
            if beside is None:
                lines += [*pieces, *rest]
            else:
                at = min(beside, len(pieces) - 1)
                values = "   ".join(rest)
                lines += [f"{piece}  {values}" if i == at else piece for i, piece in enumerate(pieces)]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [6, 7, 8, 10])
@pytest.mark.parametrize("beside", [0, 1, None])
def test_figures_stay_with_their_labels(width, beside):
    """Wherever they stand beside a broken label: none is wrong, and nearly all are given but in the narrowest."""
    truth = truth_of(41, "gio-2014")
    report = read_text(_page(truth, width, beside))
    assert wrong(truth, report) == []
    assert score(truth, report).right >= (50 if width > 6 else 0)  # of 58


def test_a_unit_beside_a_label_is_none_of_its_words():
    """A column of units would part a label that goes on in the line below."""
    pieces = pieces_of(drawn("2.同意公开答复  件   12\n数\n3.同意部分公开  件   7\n答复数"))
    stretch = take_apart(tuple(p for p in pieces if isinstance(p, Fragment)), TABLE)
    assert stretch.words == "2同意公开答复数3同意部分公开答复数"


def test_a_label_is_not_found_at_the_end_of_a_longer_one():
    """不同意公开答复数, misprinted or not, holds no 同意公开答复数."""
    for words in ("不同意公开其答复数", "不同意公开件答复数"):
        found = [TABLE.items[span.item].names[0] for span in locate(f"属于已主动公开范围数{words}", TABLE)]
        assert "同意公开答复数" not in found


def test_of_rows_with_one_name_all_must_stand_there():
    """One 其他情形数, misprinted, may be any group's."""
    found = [
        TABLE.items[span.item].names[0] for span in locate("申请答复数被依法纠错数其他件情形数举报投诉数量", TABLE)
    ]
    assert "其他情形数" not in found


@pytest.mark.parametrize("style", ["tab-rows", "plain-rows"])
def test_a_label_that_two_rows_share_is_neither_where_the_middle_is_lost(style):
    """其他情形数 stands under reviews and under litigation: where the rows between are gone, no figure beside it is either's."""
    truth = truth_of(41, "gio-2014")
    lines = printed(truth, style).decode().split("\n")
    shared = [i for i, line in enumerate(lines) if "其他情形数" in line]
    for lost in (range(shared[0] - 3, shared[1]), range(shared[0] + 1, shared[1] + 1)):
        report = read_text("\n".join(line for i, line in enumerate(lines) if i not in lost))
        assert wrong(truth, report) == []


@pytest.mark.parametrize("style", ["tab-rows", "plain-rows"])
@pytest.mark.parametrize("row", ["四", "五"])
def test_the_rows_around_tell_a_shared_label(style, row):
    """Where both rows are printed, each figure is its own row's."""
    report = read(truth_of(41, "gio-2014"), style)
    key = {"四": "4.3", "五": "5.3"}[row]
    assert (
        cells_of(report)["statistics", key, "count"].value
        == truth_of(41, "gio-2014").tables["statistics"][key, "count"].value
    )
