"""Titles of documents of no known form: broken over lines by their page, above a table, beside two offices."""

from __future__ import annotations

from gongkai.document import Document, Grid, GridCell, Paragraph, Place
from gongkai.outline.free_outline import read_free_outline
from gongkai.outline.wrapped_title import with_whole_title


def line(text: str, top: float, height: float = 10.0, right: float = 500.0) -> Paragraph:
    return Paragraph(text=text, place=Place(page=1, bbox=(50.0, top, right, top + height)))


BODY = [line("本年各项工作平稳有序，没有重大变化。", 200.0 + 20 * n) for n in range(6)]


def outline_of(*blocks: Paragraph | Grid, tables: dict[int, str] | None = None, captions: tuple[str, ...] = ()):
    return read_free_outline(Document(blocks=tuple(blocks), reader="t"), tables or {}, captions)


def test_a_title_that_its_page_breaks_is_whole():
    """The first line fills the page, the second stands right below it in the same size: they are one title."""
    first, second = line("云泽职业大学2024年信息公开年度报", 50.0, 20.0), line("告", 72.0, 20.0, 80.0)
    assert outline_of(first, second, *BODY).title == "云泽职业大学2024年信息公开年度报告"


def test_what_is_set_in_another_size_or_farther_off_is_no_part_of_a_title():
    """A smaller line, one with a space above it, and a numbered heading begin something else."""
    first = line("云泽职业大学2024年信息公开年度报告", 50.0, 20.0)
    for other in (line("告", 72.0, 12.0, 80.0), line("告", 120.0, 20.0, 80.0), line("一、概述", 72.0, 20.0, 140.0)):
        assert with_whole_title((first, other, *BODY)) == (first, other, *BODY)


def test_of_two_offices_on_the_line_below_the_title_the_first_reports():
    """青麓县统计局　国家统计局青麓调查队 are two names, not one."""
    found = outline_of(
        Paragraph(text="青麓县2024年国民经济统计公报"), Paragraph(text="青麓县统计局　国家统计局青麓调查队"), *BODY
    )
    assert found.agency == "青麓县统计局"


def test_the_caption_of_a_table_above_all_text_is_the_title():
    """A form that is a table and little else has no other title; a caption below text is none."""
    piece = Grid(cells=(GridCell(row=0, column=0, text="甲"),))
    last = Paragraph(text="填报人：王某")
    assert (
        outline_of(Paragraph(text="项目自评表"), piece, last, tables={0: "", 1: ""}, captions=("项目自评表",)).title
        == "项目自评表"
    )
    assert outline_of(last, piece, tables={1: ""}, captions=("项目自评表",)).title is None
