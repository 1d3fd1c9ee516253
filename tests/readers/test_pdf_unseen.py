"""What a PDF page holds and does not show, or shows and does not mean: none of it is read as a figure."""

from __future__ import annotations

import pytest

from readers.test_pdf import HEIGHT, WIDTH, at, bar, codes, geometry_of, grids, lines, pdf_of, rule, text_of

ROW = at(110, 110, "规章", 9) + at(215, 110, "12", 9)
RULES = "".join(rule(100, y, 400, y) for y in (100, 130)) + "".join(rule(x, 100, x, 130) for x in (100, 200, 300, 400))
LAYER = "<< /Type /OCG /Name (draft) >>"


def turned(x: float, top: float, text: str, cos: float, sin: float) -> str:
    """Print text on a base line that rises."""
    return f"BT /F1 40 Tf {cos} {sin} {-sin} {cos} {x} {HEIGHT - top} Tm ({text}) Tj ET\n"


def cells(data: bytes) -> list[str]:
    return [cell.text for grid in grids(geometry_of(data)) for cell in grid.cells]


def cell_with(printed: str, size: float = 9) -> str:
    """Print a figure into the empty cell, under graphics operators of its own."""
    return f"q {printed} {at(315, 110, '2023', size)} Q\n"


@pytest.mark.parametrize(("cos", "sin"), [(0.707, 0.707), (0.94, 0.34), (0.707, -0.707)])
def test_text_at_a_slant_is_a_watermark(cos: float, sin: float):
    """It stands across the page, and over an empty cell."""
    assert cells(pdf_of(RULES + ROW + turned(310, 125, "2023", cos, sin))) == ["规章", "12", ""]


def test_letters_that_lean_on_a_level_line_are_italic():
    """Only the base line tells a watermark."""
    leaning = f"BT /F1 9 Tf 1 0 0.3 1 315 {HEIGHT - 118} Tm (2023) Tj ET\n"
    assert cells(pdf_of(RULES + ROW + leaning)) == ["规章", "12", "2023"]


def test_pale_figures_larger_than_others_are_a_watermark():
    """Grey zeros as large as other figures are a matter of taste."""
    assert cells(pdf_of(RULES + ROW + cell_with("0.85 g", size=18))) == ["规章", "12", ""]
    assert cells(pdf_of(RULES + ROW + cell_with("0.6 g"))) == ["规章", "12", "2023"]


def test_figures_that_the_ground_shines_through_are_a_watermark():
    """They are clear, whatever their colour."""
    extra = "/Resources << /ExtGState << /Thin << /ca 0.2 >> >> /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    page = RULES + at(215, 110, "12", 9) + cell_with("/Thin gs")
    assert cells(pdf_of(page, extra=extra)) == ["", "12", ""]


def test_white_figures_are_read_where_the_ground_is_dark():
    """White on white is not printed."""
    dark = f"q 0.1 0.2 0.4 rg {bar(302, 102, 398, 128).strip()} f Q\n"
    assert cells(pdf_of(RULES + ROW + cell_with("1 g"))) == ["规章", "12", ""]
    assert cells(pdf_of(dark + RULES + ROW + cell_with("1 g"))) == ["规章", "12", "2023"]


def test_invisible_figures_are_not_read():
    """Text may be there to be searched for."""
    first = at(15, 20, "1", 9)
    assert cells(pdf_of(RULES + cell_with("3 Tr") + first + ROW)) == ["规章", "12", ""]


@pytest.mark.parametrize(("state", "expected"), [("OFF", ""), ("ON", "2023")])
def test_layers_are_read_as_they_are_switched(state: str, expected: str):
    """A layer that is off is not seen."""
    data = pdf_of(
        RULES + ROW + f"/OC /L BDC {cell_with('0 g').strip()} EMC\n",
        extra="/Resources << /Properties << /L 4 0 R >> /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> "
        "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    ).decode("latin-1")
    start, end = data.index("4 0 obj"), data.index("endobj", data.index("4 0 obj"))
    data = data[:start] + f"4 0 obj\n{LAYER}\n" + data[end:]
    data = data.replace("/Type /Catalog", f"/Type /Catalog /OCProperties << /OCGs [4 0 R] /D << /{state} [4 0 R] >> >>")
    assert cells(data.encode("latin-1"))[1:] == ["12", expected]


def test_a_page_printed_over_itself_is_read_once():
    """Some converters print a page again, a little aside, for bold type."""
    page = RULES + ROW + at(315, 110, "1161", 9)
    data = pdf_of(f"q {page} Q q 1 0 0 1 0.4 0 cm {page} Q q 1 0 0 1 0 0.4 cm {page} Q")
    assert cells(data) == ["规章", "12", "1161"]
    assert lines(text_of(data)) == ["规章 12 1161"]


def test_a_lone_figure_printed_twice_is_read_once():
    """The total of a row may be the only bold one: 25, not 2255; figures that stand apart stay apart."""
    bold = at(315, 110, "2", 9) + at(315.3, 110, "2", 9) + at(320, 110, "5", 9) + at(320.3, 110, "5", 9)
    assert cells(pdf_of(RULES + ROW + bold)) == ["规章", "12", "25"]
    assert cells(pdf_of(RULES + ROW + at(315, 110, "2255", 9))) == ["规章", "12", "2255"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_on_its_side_is_turned_to_be_read(rotation: int):
    """Its rows keep their order, and every box is that of the page as it is shown."""
    page = RULES + ROW + at(315, 110, "7", 9)
    straight, turned_page = (geometry_of(pdf_of(page, extra=f"/Rotate {angle}")) for angle in (0, rotation))
    assert [c.text for c in grids(turned_page)[0].cells] == [c.text for c in grids(straight)[0].cells]
    x0, y0, x1, y1 = grids(turned_page)[0].place.bbox or (0, 0, 0, 0)
    shown = {90: (WIDTH - 130 + 200, 100), 180: (WIDTH - 400, HEIGHT - 130), 270: (100, WIDTH - 400)}
    assert (round(x0), round(y0)) == shown[rotation]
    assert (round(x1 - x0), round(y1 - y0)) == ((300, 30) if rotation == 180 else (30, 300))


def test_text_on_its_side_turns_the_page_too():
    """A wide table may be printed sideways on an upright page."""
    page = RULES + ROW + at(315, 110, "7", 9)
    aside = f"q 0 1 -1 0 {HEIGHT} 0 cm {page} Q"
    assert cells(pdf_of(aside, extra=f"/MediaBox [0 0 {HEIGHT} {WIDTH}]")) == ["规章", "12", "7"]


def test_text_of_strange_characters_is_noticed():
    """Where fonts do not say what they print, it comes out as signs that no report has: nothing in it is believed."""
    garbled = "".join(at(60, 60 + 20 * i, "䅜櫿㋍㨋㝱⒭㔻☸㏌13㍀", 10) for i in range(4))
    document = text_of(pdf_of(garbled))
    assert ("unusable_fonts", "error", "page 1") in codes(document)
    assert document.unread == (1,)
    assert document.second_hand


def test_dotted_rules_are_rules():
    """Browsers draw a dot as a square of its own."""
    dots = [bar(x, y, x + 0.75, y + 0.75) for x in range(100, 401, 2) for y in (100, 130)]
    dots += [bar(x, y, x + 0.75, y + 0.75) for y in range(100, 131, 2) for x in (100, 200, 300, 400)]
    assert cells(pdf_of("".join(d + "f\n" for d in dots) + ROW)) == ["规章", "12", ""]


def test_a_lone_row_with_an_empty_cell_is_a_table():
    """The last row of a table stands on the next page, and nothing is printed in it but its label."""
    assert cells(pdf_of(RULES + at(110, 110, "规章", 9))) == ["规章", "", ""]


def test_the_date_that_a_browser_prints_on_each_page_is_left_out():
    """It stands at the head of all pages, with a time."""
    pages = [at(30, 20, f"2024/1/25 10:0{i}", 8) + at(100, 200 + 50 * i, "正文内容", 10) for i in range(3)]
    assert lines(text_of(pdf_of(*pages))) == ["正文内容"] * 3


@pytest.mark.parametrize(
    ("kind", "noted"),
    [
        ("/Widget /FT /Tx /V (45)", True),
        ("/FreeText /Contents (45)", True),
        ("/Widget /FT /Tx /V ()", False),
        ("/Widget /FT /Sig", False),
        ("/Text /Contents (45)", False),
    ],
)
def test_figures_in_fields_and_text_boxes_are_said_to_be_unread(kind: str, noted: bool):
    """A cell under them looks blank and is not; signatures, empty fields and notes are none of it."""
    box = f"/Rect [310 {HEIGHT - 122} 370 {HEIGHT - 110}] /F 4"
    document = text_of(pdf_of(RULES + ROW, extra=f"/Annots [<< /Type /Annot /Subtype {kind} {box} >>]"))
    assert (("fields_unread", "warning", "page 1") in codes(document)) == noted
