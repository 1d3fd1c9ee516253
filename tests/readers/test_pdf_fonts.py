"""Fonts whose map to Unicode says other digits than they draw: no figure is taken from them."""

from __future__ import annotations

from contextlib import closing

import pytest
from PIL import Image

from gongkai.document import Document
from gongkai.readers.pages.digits import is_another, shows_a_digit
from gongkai.readers.pdf import read
from gongkai.readers.pdf.fonts import _page_drawn
from gongkai.readers.pdf.opening import open_pdf
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


@pytest.mark.parametrize("aside", [0.0, 0.013, 0.027, 0.041, 0.056, 0.072, 0.089])
def test_a_digit_is_looked_at_whole(aside: float):
    """Wherever the pixels of its picture end: a 0 that lost its left edge looks like a D."""
    with open_pdf(pdf_of(at(205 + aside, 110, "0", 2.7))) as pdf, closing(pdf[0]) as page:
        (digit,) = page.get_objects()
        left, bottom, right, top = digit.get_bounds()
        scale = 20 / (top - bottom)
        picture = _page_drawn(page, (left, bottom, right, top), scale)
    assert picture is not None
    assert picture.width > (right - left) * scale
    assert picture.height > (top - bottom) * scale


def test_what_shows_nothing_is_no_other_digit():
    """Nor is a speck: only a clear shape contradicts."""
    assert not is_another(Image.new("L", (20, 32)), 3)
    assert not is_another(Image.new("L", (3, 3), 255), 3)


@pytest.mark.parametrize(
    ("sign", "told"), [("-", True), ("/", True), ("=", True), ("〇", True), ("S", False), ("b", False)]
)
def test_a_digit_in_the_place_of_a_sign_is_told(sign: str, told: bool):
    """A picture of a 5 or a 6 shows no dash or stroke; an S or a b is drawn much alike, and believed."""
    digit = "6" if sign == "b" else "5"
    with open_pdf(pdf_of(at(200, 110, digit, 20))) as pdf, closing(pdf[0]) as page:
        picture = _page_drawn(page, next(iter(page.get_objects())).get_bounds(), 2.0)
    assert picture is not None
    assert shows_a_digit(picture, sign) is told


def drawing(codes: str, names: str, says: dict[str, str]) -> bytes:
    """A page whose cell shows ``codes`` in a font that draws the named digits or signs for them, and says other characters."""
    chars = "".join(f"<{ord(code):02x}> <{said.encode('utf-16-be').hex()}> " for code, said in says.items())
    cmap = (
        f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(says)} beginbfchar {chars}endbfchar endcmap"
    )
    differences = f"/Encoding << /Type /Encoding /Differences [65 {names}] >> /ToUnicode 8 0 R".encode()
    data = pdf_of(RULES + LABEL + at(215, 110, codes, 9), cmap)
    return data.replace(b"/Helvetica >>", b"/Helvetica " + differences + b" >>")


SAME = {digit: digit for digit in DIGITS}


@pytest.mark.parametrize(
    ("sign", "name"), [("-", "seven"), ("o", "six"), (")", "one"), ("|", "four"), (".", "five"), (",", "three")]
)
def test_a_sign_that_draws_a_digit_is_not_believed(sign: str, name: str):
    """Beside a figure it is a part of what a person reads, wherever it stands."""
    for codes in ("52A", "A52"):
        assert set(cells(drawing(codes, f"/{name}", SAME | {"A": sign}))[1]) == {GETA}


def test_signs_that_are_what_they_say_are_believed():
    """A minus, a thousands' comma, a decimal point, a letter beside digits."""
    for shown in ("-52", "1,052", "5.2", "52l", "5O"):
        assert cells(mapped(RULES + LABEL + at(215, 110, shown, 9), DIGITS))[1] == shown


@pytest.mark.parametrize("name", ["hyphen", "parenright", "comma", "period", "space"])
def test_a_digit_that_draws_a_sign_or_nothing_is_not_believed(name: str):
    """What is seen is another figure, or none."""
    assert set(cells(drawing("52A", f"/{name}", SAME | {"A": "7"}))[1]) == {GETA}


def test_one_sign_that_is_said_to_be_several_digits_is_not_believed():
    """Whether the digits are alike or not: one glyph stands for them."""
    for said in ("12", "11"):
        assert set(cells(drawing("34A", "/one", SAME | {"A": said}))[1]) == {GETA}


def test_a_figure_below_white_letters_is_not_known():
    """A large white letter, or the same figure printed in white, hides what was printed before; white letters beside it do not."""
    figure = at(215, 110, "1527", 9)
    for over in (at(216, 106, "M", 30), at(228, 106, "I", 30), at(215, 110, "1527", 9)):
        assert "1527" not in cells(mapped(f"{RULES}{LABEL}{figure}1 g {over}0 g ", DIGITS))[1]
    assert cells(mapped(f"{RULES}{LABEL}{figure}1 g {at(250, 110, 'M', 9)}0 g ", DIGITS))[1].startswith("1527")


def test_letters_that_clip_what_is_painted_later_are_seen():
    """Letters that only clip are not painted, but what is painted through them has their shape: it is seen, and not known."""
    clip = f"q BT /F1 9 Tf 7 Tr 1 0 0 1 215 {HEIGHT - 110} Tm (527) Tj ET "
    fill = f"0 g 200 {HEIGHT - 130} 100 30 re f "
    assert set(cells(mapped(f"{RULES}{LABEL}{clip}{fill}Q ", DIGITS))[1]) == {GETA}
    assert cells(mapped(f"{RULES}{LABEL}{clip}Q ", DIGITS))[1] == ""


@pytest.mark.parametrize("width", [450, 500, 1000])
def test_a_font_that_the_file_lacks_is_believed(width: int):
    """What stands in for it on this machine, squeezed to the widths of the file, or nothing, says nothing of what others see."""
    figure = "2380196745".encode("utf-16-be").hex()
    data = pdf_of(f"{RULES}{LABEL}BT /F2 9 Tf 1 0 0 1 205 {HEIGHT - 118} Tm <{figure}> Tj ET\n")
    assert b"/STSong-Light /Encoding" in data
    assert cells(data.replace(b"[1 95 500]", f"[1 95 {width}]".encode()))[1] == "2380196745"
