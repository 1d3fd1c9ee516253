"""What a grid says of itself: its rows, and whether it is a table or a box around running text."""

from __future__ import annotations

import pytest

from gongkai.document import Grid, GridCell

PROSE = "本年度围绕群众关心的事项主动公开了各类信息，" * 3 + "并按时办结了全部申请。"


def grid(*rows: tuple[str, ...]) -> Grid:
    """Return a grid whose cells hold these texts."""
    return Grid(
        cells=tuple(GridCell(text=text, row=y, column=x) for y, row in enumerate(rows) for x, text in enumerate(row))
    )


def test_a_row_that_only_a_span_reaches_counts():
    """It has no cells of its own."""
    spanning = Grid(cells=(GridCell(text="合计", row=0, column=0, row_span=2),))
    assert [len(row) for row in spanning.rows()] == [1, 0]


@pytest.mark.parametrize(
    ("rows", "box"),
    [
        ([(PROSE,)], True),
        ([("一", PROSE), ("二", PROSE)], True),
        ([("项目", "数量"), ("许可", "12")], False),
        ([(PROSE.rstrip("。"),)], False),  # no sentence: a long label
        ([("收到申请的数量和办理结果", "12")] * 9 + [(PROSE, "")], False),
        ([("", "")], False),
    ],
)
def test_a_box_is_mostly_paragraphs(rows: list[tuple[str, ...]], box: bool):
    """A table may hold a remark; a box may hold ordinals beside its paragraphs."""
    assert grid(*rows).is_box is box
