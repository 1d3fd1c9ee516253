"""Fonts whose map to Unicode says other digits than they draw: no figure is taken from them."""

from __future__ import annotations

import pytest
from PIL import Image

from gongkai.document import Document
from gongkai.readers.pages.digits import is_another
from gongkai.readers.pdf import read
from gongkai.text.numerals import GETA
from readers.test_pdf import HEIGHT, at, grids, pdf_of, rule

RULES = "".join(rule(100, y, 400, y) for y in (100, 130)) + "".join(rule(x, 100, x, 130) for x in (100, 200, 300, 400))
LABEL = at(110, 110, "规章", 9)
DIGITS = "0123456789"


def mapped(content: str, says: str) -> bytes:
    """A page whose Latin font says of the ten digits that they are ``says``."""
    chars = "".join(f"<{ord(digit):02x}> <{ord(said):04x}> " for digit, said in zip(DIGITS, says, strict=True))
    cmap = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 10 beginbfchar {chars}endbfchar endcmap"
    return pdf_of(content, cmap).replace(b"/Helvetica >>", b"/Helvetica /ToUnicode 8 0 R >>")


def pages(data: bytes) -> Document:
    return next(document for document in read(data) if document.reader == "pdf:geometry")


def cells(data: bytes) -> list[str]:
    return [cell.text for found in grids(pages(data)) for cell in found.cells]


def test_a_map_that_tells_the_truth_is_believed():
    """All ten digits, upright and turned."""
    turned = f"BT /F1 9 Tf 0 1 -1 0 420 {HEIGHT - 300} Tm (2345678901) Tj ET\n"
    assert cells(mapped(RULES + LABEL + turned + at(215, 110, DIGITS, 9), DIGITS))[1] == DIGITS


@pytest.mark.parametrize("one, other", [("3", "8"), ("6", "9"), ("1", "7"), ("0", "8"), ("2", "5")])
def test_a_map_with_two_digits_exchanged_is_not_believed(one: str, other: str):
    """A person sees other digits than the file says: they are unknown, not those of the map; the page is worth a picture."""
    says = DIGITS.translate(str.maketrans(one + other, other + one))
    data = mapped(RULES + LABEL + at(215, 110, f"4{one}{other}", 9), says)
    assert set(cells(data)[1]) == {GETA}
    assert pages(data).unread == (1,)
    assert "unreadable_signs" in {issue.code for issue in pages(data).issues}


def test_a_map_that_says_one_digit_of_all_is_not_believed():
    """As where a converter wrote nonsense."""
    assert set(cells(mapped(RULES + LABEL + at(215, 110, "5249", 9), "1" * 10))[1]) == {GETA}


def test_a_second_code_that_is_said_to_be_a_digit_is_looked_at_too():
    """A map says 1 of the code that draws 7, beside the code that draws 1: neither is believed."""
    assert set(cells(mapped(RULES + LABEL + at(215, 110, "417", 9), "0123456189"))[1]) == {GETA}


def test_a_long_line_is_looked_at_where_it_stands():
    """Its digits are drawn as a part of the page."""
    says = DIGITS.translate(str.maketrans("38", "83"))
    assert "8" not in cells(mapped(RULES + LABEL + at(215, 110, "a" * 60 + " 43", 2), says))[1]


def test_what_shows_nothing_is_no_other_digit():
    """Nor is a speck: only a clear shape contradicts."""
    assert not is_another(Image.new("L", (20, 32)), 3)
    assert not is_another(Image.new("L", (3, 3), 255), 3)
