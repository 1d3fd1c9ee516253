"""Figures of a PDF page that are shown otherwise than they are stored: what a person sees comes out, or that it cannot be told."""

from __future__ import annotations

import pytest

from gongkai.document import Document
from gongkai.readers.pdf import read
from gongkai.text.numerals import GETA, read_figure
from readers.test_pdf import HEIGHT, at, bar, grids, pdf_of, rule

RULES = "".join(rule(100, y, 400, y) for y in (100, 130)) + "".join(rule(x, 100, x, 130) for x in (100, 200, 300, 400))
ROW = at(110, 110, "规章", 9) + at(215, 110, "12", 9)


def documents(data: bytes) -> list[Document]:
    return list(read(data))


def cells(data: bytes) -> list[str]:
    grid = next(document for document in documents(data) if document.reader == "pdf:geometry")
    return [cell.text for found in grids(grid) for cell in found.cells]


def shown(text: str, x: float, top: float, size: float) -> str:
    """Print figures with their base line at ``top`` + 0.8 sizes of nine points."""
    return f"BT /F1 {size} Tf {x} {HEIGHT - top} Td ({text}) Tj ET\n"


def filled(x0: float, top: float, x1: float, bottom: float, shade: float) -> str:
    return f"q {shade} g {bar(x0, top, x1, bottom).strip()} f Q\n"


@pytest.mark.parametrize("rise", [2, 3.5, 5])
def test_a_small_raised_digit_is_a_mark(rise: float):
    """However high it stands: the figure is what is large, the mark its note."""
    text = cells(pdf_of(RULES + ROW + shown("3", 225.2, 117.2 - rise, 6)))[1]
    assert (read_figure(text).value, read_figure(text).note) == (12, "³")


def test_a_lowered_digit_is_no_part_of_the_figure():
    """It is a mark of chemists, never a digit: the cell cannot be read."""
    assert read_figure(cells(pdf_of(RULES + ROW + shown("3", 225.2, 120, 6)))[1]).value in {None, 12}


@pytest.mark.parametrize("share", [0.3, 0.4])
def test_struck_digits_are_deleted(share: float):
    """A bar over the middle of a digit, as thin as it may be."""
    y = 117.2 - share * 9
    assert cells(pdf_of(RULES + ROW + filled(214.5, y - 0.3, 220, y + 0.3, 0)))[1] == "2"


def test_underlined_figures_stand():
    """A line below a figure is none through it."""
    assert cells(pdf_of(RULES + ROW + filled(214.5, 119, 226, 119.5, 0)))[1] == "12"


def test_what_lies_under_a_white_box_is_not_printed():
    """And what is printed on the box is."""
    box = filled(210, 108, 230, 122, 1)
    assert cells(pdf_of(RULES + ROW + box))[1] == ""
    assert cells(pdf_of(RULES + ROW + box + at(215, 110, "64", 9)))[1] == "64"


def test_what_is_painted_out_and_printed_anew_is_there():
    """As an editor does that changed nothing; nor does a digit vanish that stands at its old place."""
    box = filled(210, 108, 230, 122, 1)
    assert cells(pdf_of(RULES + ROW + box + at(215, 110, "12", 9)))[1] == "12"
    assert cells(pdf_of(RULES + ROW + box + at(215, 110, "174", 9)))[1] == "174"


def test_figures_of_several_rows_that_follow_each_other_keep_their_rows():
    """The end of one and the beginning of the next touch in the order of the file only."""
    rules = "".join(rule(100, y, 400, y) for y in (100, 130, 160)) + "".join(
        rule(x, 100, x, 160) for x in (100, 200, 400)
    )
    figures = at(215, 110, "78", 9) + at(226.2, 140, "05", 9)
    assert [text for text in cells(pdf_of(rules + ROW[: ROW.index("\n") + 1] + figures)) if text] == [
        "规章",
        "78",
        "05",
    ]


def test_a_figure_that_a_slanted_line_crosses_is_unknown():
    """It may be struck out; a line that ends beside it says nothing of it."""

    def slash(x: float) -> str:
        return f"q 0.7 w {x} {HEIGHT - 119} m {x + 14} {HEIGHT - 107} l S Q\n"

    assert set(cells(pdf_of(RULES + ROW + slash(213)))[1]) == {GETA}
    assert cells(pdf_of(RULES + ROW + slash(240)))[1] in {"12", f"12 {GETA}"}


def test_a_box_behind_figures_hides_nothing():
    """Cells are often coloured."""
    assert cells(pdf_of(RULES + filled(201, 101, 299, 129, 0.9) + ROW))[1] == "12"


def test_what_lies_under_a_dark_box_is_unknown():
    """Something is shown there, but no figure: the cell is not blank."""
    assert set(cells(pdf_of(RULES + ROW + filled(210, 108, 230, 122, 0)))[1]) == {GETA}


def test_figures_made_of_strokes_are_never_blank():
    """An outlined figure is seen, and its characters cannot be told; nor those of a figure that is drawn in part."""
    seven = filled(220, 110, 224, 110.7, 0) + filled(223.3, 110, 224, 117, 0) + filled(220, 113, 224, 113.7, 0)
    assert cells(pdf_of(RULES + at(110, 110, "规章", 9) + seven))[1] == GETA
    beside = filled(226, 110, 229, 110.7, 0) + filled(228.3, 110, 229, 117, 0) + filled(226, 113, 229, 113.7, 0)
    assert cells(pdf_of(RULES + ROW + beside))[1] == f"12{GETA}"


def test_an_upright_stroke_beside_a_figure_is_a_drawn_one():
    """A 1 has no level stroke; a dashed rule and the pieces of a rule are none."""
    one = filled(224, 110, 224.6, 113.1, 0) + filled(224, 113.1, 224.6, 116.2, 0)
    assert cells(pdf_of(RULES + ROW + one))[1] == f"12{GETA}"
    assert cells(pdf_of(RULES + at(110, 110, "规章", 9) + one))[1] == GETA
    dashes = "".join(filled(224, y, 224.6, y + 4, 0) for y in range(102, 128, 6))
    assert cells(pdf_of(RULES + ROW + dashes))[1] == "12"
    piece = filled(224, 121, 224.6, 129.8, 0)
    assert cells(pdf_of(RULES + ROW + piece))[1] == "12"


def test_a_figure_that_is_printed_twice_is_one():
    """A single one of the page, a little aside."""
    assert cells(pdf_of(RULES + ROW + at(215.3, 110.1, "12", 9)))[1] == "12"


def test_a_label_that_runs_over_a_figure_makes_it_unknown():
    """No digit of it is read, not even those that stand clear."""
    text = cells(pdf_of(RULES + at(110, 110, "规章", 9) + at(215, 110, "142", 9) + at(190, 110, "规章规章", 9)))
    assert not any(read_figure(each).value for each in text)


def test_a_page_with_unknown_signs_says_so():
    """The issue names the page and what may be behind it."""
    document = documents(pdf_of(RULES + ROW + filled(210, 108, 230, 122, 0)))[0]
    assert [(issue.code, issue.location) for issue in document.issues] == [("unreadable_signs", "page 1")]


def annotation(kind: str, more: str) -> str:
    """Lay an annotation over the figure."""
    box = f"212 {HEIGHT - 121} 228 {HEIGHT - 109}"
    return f"/Annots [<< /Type /Annot /Subtype /{kind} /Rect [{box}] {more} >>]"


@pytest.mark.parametrize(
    ("kind", "more", "seen"),
    [
        ("FreeText", "/Contents (512) /DA (/Helv 9 Tf 0 g)", GETA * 2),
        ("FreeText", "/Contents (512) /F 2 /DA (/Helv 9 Tf 0 g)", "12"),
        ("Redact", "/IC [0 0 0]", GETA * 2),
        ("Widget", "/FT /Tx /T (a) /V (77)", GETA * 2),
        ("Square", "/IC [1 1 1] /C [1 1 1] /F 4", ""),
        ("Highlight", "/C [1 1 0]", "12"),
        (
            "StrikeOut",
            f"/QuadPoints [214 {HEIGHT - 109} 220 {HEIGHT - 109} 214 {HEIGHT - 120} 220 {HEIGHT - 120}]",
            "2",
        ),
    ],
)
def test_what_lies_over_a_figure_counts(kind: str, more: str, seen: str):
    """Text boxes, redactions and fields hide it, a line strikes it out, a highlight and what is hidden itself do nothing."""
    assert cells(pdf_of(RULES + ROW, extra=annotation(kind, more)))[1] == seen


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        (f"q 0 0 10 10 re W n {at(225.2, 110, '5', 9)} Q\n", "12"),
        (f"q 7 Tr {at(225.2, 110, '5', 9)} Q\n", "12"),
        (at(215, 110, "34", 9), GETA * 4),
        (f"213 {HEIGHT - 108} m 227 {HEIGHT - 120} l S\n", GETA * 2),
        (shown("5", 225.2, 117.9, 5), f"12{GETA}"),
    ],
)
def test_what_is_beside_or_over_a_figure_never_becomes_part_of_it(drawn: str, seen: str):
    """Clipped and invisible digits are not there; other digits, a line across, a digit of another size make it unknown."""
    assert cells(pdf_of(RULES + ROW + drawn))[1] == seen


def test_a_figure_that_its_cell_cuts_off_is_no_figure():
    """Half of it is seen."""
    cut = f"q 200 {HEIGHT - 130} 20 30 re W n {at(215, 110, '12', 9)} Q\n"
    assert cells(pdf_of(RULES + at(110, 110, "规章", 9) + cut))[1] == GETA * 2


@pytest.mark.parametrize("said", ["()", "(9)", "(9999)"])
def test_a_text_that_is_only_said_to_be_there_is_unknown(said: str):
    """ActualText: what is drawn may be another figure; where nothing is said, it is not blank all the same."""
    span = f"/Span << /ActualText {said} >> BDC {at(215, 110, '1948', 9)} EMC\n"
    assert set(cells(pdf_of(RULES + at(110, 110, "规章", 9) + span))[1]) == {GETA}


@pytest.mark.parametrize(("again", "seen"), [("1948", "1948"), ("1943", GETA)])
def test_what_says_nothing_and_prints_the_same_again_makes_bold(again: str, seen: str):
    """As programs do that have no bold type, so that a copy of the text has it once; other digits over the first ones are unknown."""
    span = f"/Span << /ActualText <> >> BDC {at(215.4, 110, again, 9)} EMC\n"
    text = cells(pdf_of(RULES + at(110, 110, "规章", 9) + at(215, 110, "1948", 9) + span))[1]
    assert (GETA if GETA in text else text) == seen


@pytest.mark.parametrize("grey", [0.3, 0.6])
def test_figures_of_the_colour_of_their_cell_are_not_seen(grey: float):
    """Whatever the colour is."""
    cell = filled(201, 101, 299, 129, grey)
    label = at(110, 110, "规章", 9)
    assert cells(pdf_of(RULES + cell + label + f"q {grey} g {at(215, 110, '12', 9)} Q\n"))[1] == ""


def test_a_figure_with_a_mark_is_read_by_its_cell_first():
    """In lines of text a mark is lost between words: the ruled tables come first, the lines after them."""
    marked = pdf_of(RULES + ROW + shown("3", 225.2, 113.7, 6))
    assert [document.reader for document in documents(marked)][:2] == ["pdf:geometry", "pdf:text"]
    assert documents(pdf_of(RULES + ROW))[0].reader == "pdf:text"
