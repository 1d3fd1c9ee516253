"""A figure that a page does not show is never read: what a person sees counts, however it is stored."""

from __future__ import annotations

import pytest

from gongkai.document import Document, Grid
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
