"""A figure that a page does not show is never read: what a person sees counts, however it is stored."""

from __future__ import annotations

import pytest

from gongkai.document import Document, Footnote, Grid, Paragraph
from gongkai.readers.html.reader import read
from gongkai.text.numerals import read_figure
from readers.html_shown import SHOWN

PROSE = "本局认真贯彻条例，全年主动公开信息三十条，没有发生差错，公众反映良好，各项工作稳步推进。"


def document(page: str) -> Document:
    """Read a page that is given as a string."""
    (made,) = read(page.encode())
    return made


def rows(page: str) -> list[list[str]]:
    """Return the texts of the rows of a page's tables."""
    grids = [block for block in document(page).blocks if isinstance(block, Grid)]
    return [[cell.text for cell in row] for grid in grids for row in grid.rows()]


def page(sheet: str, cell: str) -> str:
    """Return a page with a table whose second row has the cell that matters."""
    style = f"<style>{sheet}\ntd{{padding:2px}}</style>"
    return f"{style}<table><tr><td>甲<td>991<td>992<td>993<tr><td>乙<td class=k>{cell}</td><td>994<td>995</table>"


@pytest.mark.parametrize(("sheet", "cell", "shown", "must"), SHOWN, ids=[f"{i}" for i in range(len(SHOWN))])
def test_a_figure_is_what_a_person_sees_or_none(sheet: str, cell: str, shown: str | None, must: bool):
    """The figure that the browser shows comes out, or none does; a cell in which something is seen is never blank."""
    printed = read_figure(rows(page(sheet, cell))[1][1])
    wanted = int(shown) if shown else None
    assert printed.value == wanted or (printed.value is None and not must)
    assert printed.status != "blank" or shown == ""


@pytest.mark.parametrize(
    "sheet",
    [
        "(" * 9999,
        "{" * 9999,
        ".k{display:none;" * 999,
        "@media screen{" * 999,
        ":not(" * 999,
        ".k{order:" + "9" * 5000 + "}",
        ".k{color:lab(50% 40 59)}",
        ".k{color:color-mix(in srgb, red, blue)}",
        ":root{--a:var(--a) var(--a)}.k{color:var(--a)}",
    ],
)
def test_a_sheet_that_nobody_can_follow_costs_no_figure(sheet: str):
    """Nonsense in a style sheet or a style ends in words or in the page as it stands, never in a defect."""
    assert rows(page(f"b{{display:none}}{sheet}", "12"))[0] == ["甲", "991", "992", "993"]
    assert rows(page("", f'<span style="display:inline;x:{sheet}">12</span>'))[0] == ["甲", "991", "992", "993"]


def test_a_sheet_hides_rows_columns_keep_their_order():
    """Rows whose cells are turned round, moved, or lie under a box give no figure; hidden rows are not there."""
    table = page("", "12").partition("</style>")[2].replace("<tr><td>乙", "<tr class=x><td>乙")
    for sheet in (
        ".x{display:flex;flex-direction:row-reverse}",
        ".x td:nth-child(2){float:right}",
        ".x .k{position:absolute;left:9px}",
    ):
        assert rows(f"<style>{sheet}</style>{table}")[1][1:] in (["〓", "〓", "〓"], ["〓〓", "〓", "〓"])
    assert len(rows(f"<style>.x{{display:none}}</style>{table}")) == 1
    box = '<div style="position:absolute;left:9px;top:9px;background:#fff">5</div>'
    assert rows(f"<div style='position:relative'>{table}{box}</div>")[1][1] == "〓"


def test_footnotes_are_set_aside():
    """A mark and a note that lead to each other: the note goes to the footnotes, on the block of its mark."""
    head = f'<p>{PROSE}<a href="#n1" id="r1">[1]</a></p>'
    note = '<p>某局</p><div id="n1"><p><a href="#r1">[1]</a>含乡镇代办。</p></div>'
    made = document(head + page("", "12") + note)
    assert made.footnotes == (Footnote(mark="1", text="含乡镇代办。", block=0),)
    assert [b.text for b in made.blocks if isinstance(b, Paragraph)][1:] == ["某局"]
