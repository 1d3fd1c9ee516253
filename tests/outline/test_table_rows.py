"""Rows of tables that were not read as tables head nothing."""

from __future__ import annotations

from gongkai.document import Document, Paragraph
from gongkai.outline.free_outline import read_free_outline


def _headings(*lines: str) -> list[str | None]:
    blocks = tuple(Paragraph(text=line) for line in lines)
    return [section.heading for section in read_free_outline(Document(blocks=blocks, reader="t"), {}).sections]


def test_a_numbered_line_that_ends_in_a_figure_apart_is_no_heading():
    """一、财政拨款收入　1,252.50 is a row; the headings around it, of the same numbering, stay headings."""
    lines = ("全年收支平稳，没有遗留问题。", "数据未经审计。")
    rows = ("一、财政拨款收入    1,252.50", "二、事业收入    24.58", "三、其他收入    —")

    found = _headings(
        "霁川市水产局2023年度收支公开", "一、总体情况", lines[0], "二、收支明细", *rows, "三、说明", lines[1]
    )

    assert found == ["一、总体情况", "二、收支明细", "三、说明"]


def test_a_heading_may_end_in_a_year():
    """A year behind white space is part of a heading's words."""
    assert "一、工作回顾2023" in _headings(
        "霁川市水产局工作报告", "一、工作回顾 2023", "全年工作平稳。", "二、打算 2024", "继续做好。"
    )
