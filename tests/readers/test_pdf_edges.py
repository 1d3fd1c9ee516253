"""Figures of a PDF page that its edge cuts, that typing strikes out or that an annotation's picture hides: none comes out as stored."""

from __future__ import annotations

import pytest

from gongkai.document import Paragraph
from gongkai.readers.pdf import read
from gongkai.text.numerals import GETA, read_figure
from readers.test_pdf import HEIGHT, WIDTH, at, pdf_of, rule
from readers.test_pdf_fonts import LABEL, cells, mapped
from readers.test_pdf_shown import ROW, RULES, filled


def cropped(right: float) -> list[str]:
    """The row of a table on a page that was cropped at its right."""
    return cells(pdf_of(RULES + ROW + at(315, 110, "478", 9), extra=f"/CropBox [0 0 {right} {HEIGHT}]"))


def test_a_page_that_was_cropped_beside_its_table_is_read_whole():
    """Nothing is cut, so nothing is doubted."""
    assert cropped(WIDTH - 20) == ["规章", "12", "478"]


@pytest.mark.parametrize("right", [318, 323, 328])
def test_a_figure_that_the_edge_of_the_page_cuts_is_unknown(right: float):
    """Whichever digit the edge runs through."""
    assert set(cropped(right)[2]) == {GETA}


def test_a_cell_whose_figure_is_cropped_away_is_not_blank():
    """Its rules run on beyond the edge: what stands there nobody sees, and nobody may call it nothing."""
    assert set(cropped(305)[2]) == {GETA}


def test_figures_beside_the_page_are_not_there():
    """No rule leads to them."""
    assert cells(pdf_of(RULES + ROW + at(WIDTH + 5, 110, "7", 9)))[1] == "12"


def with_picture(kind: str, operators: str) -> list[str]:
    """The row with an annotation over its figure, that brings a picture of its own."""
    box = f"[213 {HEIGHT - 120} 228 {HEIGHT - 109}]"
    quads = f"213 {HEIGHT - 109} 228 {HEIGHT - 109} 213 {HEIGHT - 120} 228 {HEIGHT - 120}"
    note = f"<< /Type /Annot /Subtype /{kind} /Rect {box} /QuadPoints [{quads}] /F 4 /AP << /N 8 0 R >> >>"
    data = pdf_of(RULES + ROW, operators, extra=f"/Annots [{note}]").decode("latin-1")
    before, after = data.split("8 0 obj\n<< ")
    return cells(f"{before}8 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 15 11] {after}".encode("latin-1"))


@pytest.mark.parametrize("kind", ["Link", "Highlight", "Underline", "Text", "Stamp"])
def test_what_an_annotation_paints_over_a_figure_hides_it(kind: str):
    """Also one of a kind that mostly shows nothing: it brings a black box."""
    assert cells(pdf_of(RULES + ROW))[1] == "12"
    assert set(with_picture(kind, "0 g 0 0 15 11 re f")[1]) == {GETA}


def test_a_line_below_words_strikes_nothing_and_one_through_them_does():
    """Both are annotations of the same kind."""
    assert with_picture("Underline", "0 G 0.5 w 0 0.5 m 15 0.5 l S")[1] == "12"
    assert GETA in with_picture("Underline", "0 G 0.8 w 0 5 m 15 5 l S")[1]


@pytest.mark.parametrize("typed", ["---", "///", "XX", "~~"])
def test_a_figure_that_is_typed_over_is_unknown(typed: str):
    """Struck out as on a typewriter: dashes, strokes or letters over the digits."""
    text = cells(pdf_of(RULES + ROW + at(215, 110, typed, 9)))[1]
    assert GETA in text
    assert not any(char.isdigit() for char in text)


def test_a_dash_beside_a_figure_is_none_over_it():
    """As in the next cell, or before it."""
    assert cells(pdf_of(RULES + ROW + at(315, 110, "-", 9)))[1:3] == ["12", "-"]


def test_a_wavy_line_through_a_figure_makes_it_unknown():
    """One curve is enough."""
    wave = f"q 0.6 w 213 {HEIGHT - 114} m 217 {HEIGHT - 108} 223 {HEIGHT - 120} 228 {HEIGHT - 114} c S Q\n"
    assert set(cells(pdf_of(RULES + ROW + wave))[1]) == {GETA}


def test_a_figure_whose_half_is_painted_out_is_unknown():
    """Its other half is still seen: the cell is not blank."""
    assert set(cells(pdf_of(RULES + ROW + filled(210, 108, 230, 114, 1)))[1]) == {GETA}
    assert set(cells(pdf_of(RULES + ROW + filled(210, 114, 230, 122, 1)))[1]) == {GETA}


@pytest.mark.parametrize(("printed", "letter", "said"), [("1%2", "%", "1"), ("4K2", "K", "7"), ("1&2", "&", "0")])
def test_a_letter_that_a_map_calls_a_digit_is_none(printed: str, letter: str, said: str):
    """A person sees the letter."""
    data = mapped(RULES + LABEL + at(215, 110, printed, 9), "0123456789")
    told = data.replace(b"10 beginbfchar", b"11 beginbfchar <%02x> <%04x>" % (ord(letter), ord(said)))
    assert set(cells(told)[1]) == {GETA}


def test_a_sign_without_width_that_has_ink_is_seen():
    """A map says of the point that it takes no room: 1.2 is never 12. A hyphen that is said to be a soft one is a minus."""
    for code, name, expected in ((".", "200b", f"1{GETA}2"), ("-", "00ad", "1-2")):
        data = mapped(RULES + LABEL + at(215, 110, f"1{code}2", 9), "0123456789")
        told = data.replace(b"10 beginbfchar", b"11 beginbfchar <%02x> <%s>" % (ord(code), name.encode()))
        assert cells(told)[1] == expected


def test_rules_of_cells_are_no_strikes():
    """A figure that touches the line below its cell stands."""
    rules = RULES + rule(100, 119.6, 400, 119.6)
    assert cells(pdf_of(rules + ROW))[1] == "12"


@pytest.mark.parametrize("said", ["e007", "fffd", "0087", "0020", "000a", "25a1"])
def test_a_digit_whose_code_says_nothing_is_seen(said: str):
    """167 is never 16: the map says of the last digit that it is private, unknown, a blank or the end of a line."""
    data = mapped(RULES + LABEL + at(215, 110, "167", 9), "0123456789").replace(
        b"<37> <0037>", b"<37> <%s>" % said.encode()
    )
    assert read_figure(cells(data)[1]).value is None
    assert GETA in cells(data)[1]


def test_a_bullet_before_words_is_no_figure():
    """Fonts of ornaments have private codes, too."""
    data = mapped(at(100, 100, "7", 9) + at(110, 100, "规章", 9), "0123456789").replace(b"<37> <0037>", b"<37> <f0b7>")
    document = next(read(data))
    assert not any(GETA in block.text for block in document.blocks if isinstance(block, Paragraph))
