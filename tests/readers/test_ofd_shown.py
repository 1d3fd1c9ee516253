"""Figures of an OFD page that are shown otherwise than they are stored: the same rules as for PDF."""

from __future__ import annotations

import pytest

from gongkai.document import Grid
from gongkai.readers.ofd import read
from gongkai.text.numerals import GETA, read_figure
from readers.ofd_files import ofd, page, table, text

FRAME = table([20, 60, 100], [20, 30])
LABEL = text(22, 27, "规章")
FIGURE = text(62, 27, "12")


def fill(x: float, y: float, width: float, height: float, shade: int = 0) -> str:
    """Paint a box."""
    shape = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    return (
        f"<PathObject ID='7' Boundary='{x} {y} {width} {height}' Stroke='false' Fill='true'>"
        f"<FillColor Value='{shade} {shade} {shade}'/><AbbreviatedData>{shape}</AbbreviatedData></PathObject>"
    )


def clip(x: float, width: float) -> str:
    """Leave nothing of an object open but a part."""
    shape = f"<AbbreviatedData>M 0 0 L {width} 0 L {width} 9 L 0 9 C</AbbreviatedData>"
    return f"<Clips><Clip><Area><Path Boundary='{x} 0 {width} 9'>{shape}</Path></Area></Clip></Clips>"


def line(x: float, y: float, dx: float, dy: float) -> str:
    """Draw a line."""
    shape = f"<AbbreviatedData>M 0 0 L {dx} {dy}</AbbreviatedData>"
    return f"<PathObject ID='8' Boundary='{x} {y} {dx} {abs(dy)}' LineWidth='0.2'>{shape}</PathObject>"


def cell(*objects: str) -> str:
    """Return what is read in the second cell."""
    documents = list(read(ofd(page(FRAME, LABEL, *objects))))
    grid = next(block for block in documents[-1].blocks if isinstance(block, Grid))
    return grid.cells[1].text


@pytest.mark.parametrize("rise", [0.9, 1.6])
def test_a_raised_digit_is_a_mark(rise: float):
    """The figure's note, however high it stands."""
    printed = read_figure(cell(FIGURE, text(66, 27 - rise, "3", size=2.4)))
    assert (printed.value, printed.note) == (12, "³")


@pytest.mark.parametrize(
    ("objects", "seen"),
    [
        ([FIGURE, text(66, 27, "3"), fill(66, 25.4, 2, 0.3)], "12"),
        ([FIGURE, text(66, 27, "3", more="Fill='false'")], "12"),
        ([FIGURE, text(66, 27, "3", more="Visible='false'")], "12"),
        ([FIGURE, text(66, 27, "3", inner="<FillColor Value='255 255 255'/>")], "12"),
        ([FIGURE, fill(61, 22.5, 8, 5.5, 255)], ""),
        ([FIGURE, fill(61, 22.5, 8, 5.5, 255), text(62, 27, "64")], "64"),
        ([fill(61, 22.5, 8, 5.5, 200), FIGURE], "12"),
        ([FIGURE, fill(61, 22.5, 8, 5.5, 0)], GETA * 2),
        ([fill(62, 24, 2, 0.3), fill(63.7, 24, 0.3, 3), fill(62, 25.4, 2, 0.3)], GETA),
        ([FIGURE, text(62.1, 27.1, "12")], "12"),
        ([FIGURE, fill(61, 22.5, 8, 5.5, 255), FIGURE], "12"),
        ([FIGURE, text(66, 27, "3", inner=clip(0, 0.2))], "12"),
        ([text(62, 27, "12", inner=clip(0, 8))], "12"),
        ([text(62, 27, "12", inner=clip(0, 2))], GETA * 2),
        ([FIGURE, line(61.5, 27, 5, -3)], GETA * 2),
        ([FIGURE, line(70, 29, 9, -8)], "12"),
        ([FIGURE, text(62, 27, "34")], GETA * 4),
        ([text(62, 27, "16\ue007")], f"16{GETA}"),
        ([text(62, 27, "16¤")], f"16{GETA}"),
        ([FIGURE, fill(61, 22.5, 8, 3, 255)], GETA * 2),
    ],
)
def test_what_a_person_sees_of_a_figure(objects: list[str], seen: str):
    """Struck, invisible, white, covered, coloured, painted out, drawn, printed twice or anew, clipped, crossed by a line."""
    assert cell(*objects) == seen
