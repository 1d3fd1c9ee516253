"""Labels that a page sets in, in tables without rules."""

from __future__ import annotations

from gongkai.document import Document, Mark, Paragraph, Place
from gongkai.grids import read_grids
from gongkai.grids.aligned import find_aligned


def line(text: str, left: float, top: float) -> Paragraph:
    """A line whose label begins at ``left``, its figures in two columns, each with its own place."""
    marks = []
    end = len(text.split(" ", maxsplit=1)[0])
    for column, figure in enumerate(text.split(" ")[1:]):
        start = text.index(figure, end)
        end = start + len(figure)
        right = 200.0 + 60 * column
        marks.append(Mark(start, end, Place(page=1, bbox=(right - 5 * len(figure), top, right, top + 10))))
    return Paragraph(text=text, place=Place(page=1, bbox=(left, top, 260.0, top + 10)), marks=tuple(marks))


def test_a_label_that_stands_farther_right_is_a_part():
    """全县 | 其中：城镇 | 乡村 | 其中：男性 | 女性: 乡村 is set in by the width of 其中：, so the second 其中 is of 全县 again."""
    rows = (("全县 41.20 100.00", 58.0), ("其中：城镇 22.66 55.00", 58.0), ("乡村 18.54 45.00", 91.0),
            ("其中：男性 20.99 50.95", 58.0), ("女性 20.21 49.05", 91.0))  # fmt: skip
    blocks = [Paragraph(text="指标 年末数 比重", place=Place(page=1, bbox=(58.0, 60.0, 260.0, 70.0)))]
    blocks += [line(text, left, 80.0 + 20 * n) for n, (text, left) in enumerate(rows)]
    (found,) = read_grids(find_aligned(Document(blocks=tuple(blocks), reader="t")).blocks).grids
    assert found.rows == (("全县",), ("全县", "其中：城镇"), ("全县", "乡村"), ("全县", "其中：男性"), ("全县", "女性"))
