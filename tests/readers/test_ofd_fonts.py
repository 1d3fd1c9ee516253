"""Fonts that an OFD file brings with it: figures are those that they draw, not those that the file says."""

from __future__ import annotations

import pytest

from gongkai.document import Grid
from gongkai.readers.ofd.reader import read
from gongkai.text.numerals import GETA

from .font_files import BLANK, FIRST_DIGIT, HYPHEN, exchanged, font
from .ofd_files import ofd, page, table, text


def cell(figure: str, file: bytes | None, glyphs: list[int] | None = None) -> str:
    """Return what is read of a figure in a cell, written in an embedded font, by these glyphs of it."""
    inner = ""
    if glyphs:
        told = " ".join(map(str, glyphs))
        inner = f"<CGTransform CodePosition='0' CodeCount='{len(glyphs)}' GlyphCount='{len(glyphs)}'><Glyphs>{told}</Glyphs></CGTransform>"
    named = "<FontFile>own.ttf</FontFile>" if file else ""
    parts: dict[str, str | bytes] = {
        "Doc_0/PublicRes.xml": f"<Res BaseLoc='Res'><Fonts><Font ID='3'>{named}</Font></Fonts></Res>"
    }
    if file:
        parts["Doc_0/Res/own.ttf"] = file
    printed = page(
        table([20, 60, 100], [20, 30, 40]),
        text(22, 27, "合计"),
        text(22, 37, "规章"),
        text(62, 37, figure, inner=inner),
    )
    data = ofd(printed, common="<PublicRes>PublicRes.xml</PublicRes>", parts=parts)
    document = next(each for each in read(data) if each.reader == "ofd:geometry")
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return next(each.text for each in grid.cells if (each.row, each.column) == (1, 1))


def digits(figure: str) -> list[int]:
    return [FIRST_DIGIT + int(digit) for digit in figure]


def test_an_honest_font_is_believed():
    """Its own, told by numbers of glyphs too, none, or one that is broken."""
    assert {cell("1527", each) for each in (font(), None, b"no font" * 100)} == {"1527"}
    assert cell("1527", font(), digits("1527")) == "1527"


@pytest.mark.parametrize("pair", ["17", "38", "25", "69", "08", "14"])
def test_a_font_that_draws_other_digits_than_its_map_says_is_not_believed(pair):
    """A person sees the outlines."""
    assert set(cell("1234567890", exchanged(int(pair[0]), int(pair[1])))) == {GETA}


@pytest.mark.parametrize("seen", ["1521", "8527", "1577"])
def test_numbers_of_glyphs_that_say_other_digits_are_not_believed(seen):
    """They say what is drawn, whatever the characters are."""
    assert set(cell("1527", font(), digits(seen))) == {GETA}


def test_a_digit_that_draws_nothing_is_not_believed():
    """Whether its outline is empty, or the number is that of a blank."""
    assert set(cell("1327", exchanged(3, 0, blank=True))) == {GETA}
    assert set(cell("1527", font(), [*digits("152"), BLANK])) == {GETA}


@pytest.mark.parametrize(
    ("said", "drawn"), [("15-", "157"), ("15O", "156"), ("-15", "415"), ("15,", "153"), ("-", "7"), ("O", "6")]
)
def test_a_sign_that_draws_a_digit_is_not_believed(said, drawn):
    """Beside digits, and where a sign alone would stand for nothing, or for a zero."""
    assert set(cell(said, font(), digits(drawn))) == {GETA}


def test_a_digit_that_draws_a_sign_is_not_believed():
    """A hyphen is much lower than a digit."""
    assert set(cell("157", font(), [*digits("15"), HYPHEN])) == {GETA}
