"""Pictures read: the figures of a scan are those of the page, or they are none."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")
pytest.importorskip("cv2")

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from corpus.to_scan import Scan, pages, png, scanned_pdf, tiff
from gongkai.document import Document, Grid, GridCell
from gongkai.errors import DamagedSource, UnsupportedFormat
from gongkai.readers import ocr
from gongkai.readers.ocr import reader
from gongkai.readers.ocr.ctc import Reading, decode, shapes
from gongkai.readers.ocr.engine import Engine, engine
from gongkai.readers.ocr.figures import UNREAD
from gongkai.readers.pdf import read as read_pdf
from gongkai.readers.pdf.scans import scanned_page
from gongkai.text.numerals import read_figure

REPORT = (Path(__file__).parents[2] / "fixtures" / "chengzhou-2024.pdf").read_bytes()
CHARACTERS = ("", "0", "1", "8", "O", " ")


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def figures(grid: Grid) -> list[str]:
    """Return what the cells without Chinese characters hold, in reading order."""
    return [cell.text for cell in grid.cells if not any(char > "\u3400" for char in cell.text)]


def page_with_most_cells() -> int:
    """Return the page of the fixture that holds most of its figures, from 0."""
    counts: dict[int, int] = {}
    for grid in grids(ruled()):
        assert grid.place.page is not None
        counts[grid.place.page - 1] = counts.get(grid.place.page - 1, 0) + len(grid.cells)
    return max(counts, key=counts.__getitem__)


@cache
def ruled() -> Document:
    """Return the fixture's reading from its own rules and text."""
    return next(document for document in read_pdf(REPORT) if document.reader == "pdf:geometry")


def drawn(*texts: str, size: int = 26) -> Image.Image:
    """Draw a ruled row of cells with ``texts``, and one below it."""
    picture = Image.new("RGB", (max(900, 160 * len(texts) + 120), 480), "white")  # a strip of a page
    draw = ImageDraw.Draw(picture)
    for row in range(3):
        draw.line((60, 60 + 60 * row, 60 + 160 * len(texts), 60 + 60 * row), "black", 2)
    for column in range(len(texts) + 1):
        draw.line((60 + 160 * column, 60, 60 + 160 * column, 180), "black", 2)
    for column, text in enumerate(texts):
        for row in range(2):
            draw.text((100 + 160 * column, 74 + 60 * row), text, "black", font_size=size)
    return picture


def read_row(picture: Image.Image) -> list[GridCell]:
    (document,) = ocr.read(png(picture, 200))
    (grid,) = grids(document)
    return [cell for cell in grid.cells if cell.row == 0]


def test_a_scanned_page_gives_the_figures_of_the_page():
    """At 150 dots an inch, askew and noisy, every cell is as its page has it, or unreadable; nearly all are as the page has them."""
    at = page_with_most_cells()
    scan = Scan(dpi=150, skew=0.7, noise=5, quality=75, seed=3)
    (document,) = ocr.read(png(pages(REPORT, scan)[at], 150))
    want = [grid for grid in grids(ruled()) if grid.place.page == at + 1]
    got = grids(document)
    assert [len(figures(grid)) for grid in got] == [len(figures(grid)) for grid in want]
    pairs = [pair for a, b in zip(want, got, strict=True) for pair in zip(figures(a), figures(b), strict=False)]
    wrong = [(a, b) for a, b in pairs if a != b and UNREAD not in b]
    assert not wrong
    assert sum(a == b for a, b in pairs) >= 0.98 * len(pairs) > 50
    assert document.reader == "image:ocr"
    assert document.pages == 1


def test_a_page_of_a_pdf_that_is_a_picture_keeps_its_places():
    """What is read in a scanned PDF has its box in points of the page, and each cell says how surely it was read."""
    at = page_with_most_cells()
    picture = pages(REPORT, Scan(dpi=150))[at]
    with closing(pdfium.PdfDocument(scanned_pdf([picture], 150))) as pdf:
        page = scanned_page(pdf, 0)
    want = max((g for g in grids(ruled()) if g.place.page == at + 1), key=lambda g: len(g.cells))
    got = max((t.grid(1, 0) for t in page.tables), key=lambda g: len(g.cells))
    assert want.place.bbox is not None
    assert got.place.bbox == pytest.approx(want.place.bbox, abs=4)
    sure = [c.place.confidence for c in got.cells if c.text and UNREAD not in c.text]
    assert all(isinstance(value, float) and 0 < value <= 1 for value in sure)


def test_figures_that_stand_apart_are_not_one_figure():
    """Where no rule is seen between two figures, they are not read as one."""
    picture = drawn("", "7")
    ImageDraw.Draw(picture).text((70, 74), "30   8", "black", font_size=26)
    row = read_row(picture)
    assert read_figure(row[0].text).status == "unreadable"


def test_figures_of_every_kind_are_read():
    """Counts, amounts, a lone zero and a dash come as printed; an empty cell stays empty."""
    row = read_row(drawn("0", "1", "4.65", "1,208", "-", "73", ""))
    assert [cell.text for cell in row] == ["0", "1", "4.65", "1,208", "-", "73", ""]


def test_a_slash_is_never_a_one():
    """A leaning stroke comes as a slash or not at all."""
    row = read_row(drawn("5", "/", "1", "20"))
    assert row[1].text in {"/", UNREAD}
    assert row[2].text == "1"


def test_a_figure_that_a_seal_covers_is_no_figure():
    """An opaque seal over digits leaves them unreadable, never changed; figures beside it are read."""
    picture = drawn("88", "36", "207")
    seal = ImageDraw.Draw(picture)
    seal.ellipse((230, 20, 400, 190), outline=(215, 30, 40), width=8)
    seal.rectangle((250, 84, 380, 92), fill=(215, 30, 40))
    row = read_row(picture)
    assert row[0].text == "88"
    assert read_figure(row[1].text).status == "unreadable"
    assert row[2].text == "207"


def test_a_digit_that_a_rule_cuts_is_no_digit():
    """A figure that runs into a rule gives no value, neither here nor in the next cell."""
    picture = drawn("5", "", "7")
    ImageDraw.Draw(picture).text((196, 74), "386", "black", font_size=26)  # over the rule at 220
    row = read_row(picture)
    assert all(read_figure(cell.text).status != "reported" for cell in row if cell.text != "7")


@pytest.mark.parametrize("text", ["386", "7", "95"])
def test_a_figure_with_a_bar_through_it_is_no_figure(text: str):
    """Struck by hand or by an editor, in whole or in one digit: it is not printed, or it cannot be told what is."""
    picture = drawn("5", text, text, "41")
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom = draw.textbbox((260, 74), text, font_size=26)
    one = draw.textlength(text[0], font_size=26)
    middle = (top + bottom) // 2
    draw.line((left - 1, middle, right, middle), "black", 2)
    draw.line((left + 160, middle, 420 + one - 1, middle), "black", 2)
    row = read_row(picture)
    assert [cell.text for cell in (row[0], row[3])] == ["5", "41"]
    assert all(read_figure(cell.text).status != "reported" for cell in row[1:3])


def test_a_mark_behind_a_figure_is_no_digit_of_it():
    """Smaller and higher: the figure is not read with it."""
    picture = drawn("5", "386", "41")
    ImageDraw.Draw(picture).text((306, 72), "2", "black", font_size=14)
    row = read_row(picture)
    assert [cell.text for cell in (row[0], row[2])] == ["5", "41"]
    assert read_figure(row[1].text).value in {None, 386}


@pytest.mark.parametrize("turn", [1, 2])
def test_a_picture_is_read_from_the_side_from_which_it_can_be(turn: int):
    """A page that was scanned on its side or on its head is turned."""
    page = pages(REPORT, Scan(dpi=150))[page_with_most_cells()]
    strip = page.crop((0, 0, page.width, page.height // 4))
    (upright,) = ocr.read(png(strip, 150))
    (turned,) = ocr.read(png(strip.rotate(90 * turn, expand=True), 150))
    assert sum(map(len, map(figures, grids(upright)))) > 3
    assert [figures(g) for g in grids(turned)] == [figures(g) for g in grids(upright)]


def test_every_frame_is_a_page():
    """A TIFF of two pages is one document of two pages."""
    (document,) = ocr.read(tiff([drawn("12", "3"), drawn("4", "56")], 200))
    assert document.pages == 2
    assert [[c.text for c in g.cells if c.row == 0] for g in grids(document)] == [["12", "3"], ["4", "56"]]


def test_an_empty_picture_is_never_an_empty_success():
    """White paper gives an error among the issues."""
    (document,) = ocr.read(png(Image.new("RGB", (600, 800), "white")))
    assert not document.blocks
    assert [(issue.code, issue.severity) for issue in document.issues] == [("no_text_found", "error")]


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    """Where the engine is not installed, a picture is refused with the line that installs it."""
    monkeypatch.setattr(reader, "available", lambda: None)
    with pytest.raises(UnsupportedFormat, match=r"pip install 'gongkai\[ocr\]'"):
        next(ocr.read(png(drawn("1", "2"))))


def test_a_broken_picture_says_so():
    """A picture that is cut short is damaged."""
    with pytest.raises(DamagedSource, match="cut short"):
        next(ocr.read(png(drawn("1", "2"))[:400]))


def test_what_is_installed_is_told():
    """The versions are named for ``gongkai doctor``."""
    assert (ocr.available() or "").startswith("rapidocr ")


def test_time_inside_the_engine_is_counted():
    """The engine's own seconds go up when something is read: ``scripts/bench`` holds them against the whole."""
    before = engine().seconds
    engine().recognise([np.full((48, 96), 255, np.uint8)])
    assert engine().seconds > before


def frames(*rows: dict[str, float]) -> np.ndarray:
    """Return one frame a row; ``""`` is the blank, what is left over is spread over nothing."""
    return np.array([[row.get(char, 0.0) for char in CHARACTERS] for row in rows], np.float32)


def test_a_character_is_as_sure_as_what_stands_beside_it():
    """A frame between two characters that may hold a third makes its neighbours doubtful; look-alikes are one shape."""
    alike = shapes(CHARACTERS)
    clear = decode(frames({"8": 0.98}, {"": 1.0}, {"1": 0.95}), CHARACTERS, alike, 8)
    assert clear.text == "81"
    assert clear.least == pytest.approx(0.95)
    dropped = decode(frames({"8": 0.98}, {"": 0.6, "0": 0.4}, {"1": 0.95}), CHARACTERS, alike, 8)
    assert dropped.text == "81"
    assert dropped.least == pytest.approx(0.6)
    round_one = decode(frames({"0": 0.6, "O": 0.39}), CHARACTERS, alike, 8)
    assert round_one.least == pytest.approx(0.99)
    doubled = decode(frames({"8": 0.9}, {"": 0.9}, {"8": 0.9}), CHARACTERS, alike, 8)
    assert doubled.text == "88"
    assert all(a < b for a, b in pairwise(doubled.at))


def test_nothing_in_frames_is_nothing_read():
    """Blank frames give no text."""
    assert decode(frames({"": 1.0}, {"": 1.0}), CHARACTERS, shapes(CHARACTERS), 8).text == ""


def bytes_of(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["BMP", "GIF", "WEBP", "JPEG"])
def test_every_kind_of_picture_is_read(kind: str):
    """The file's format makes no difference."""
    (document,) = ocr.read(bytes_of(drawn("30", "8"), kind))
    (grid,) = grids(document)
    assert [cell.text for cell in grid.cells if cell.row == 0] == ["30", "8"]


def test_equal_crops_are_read_once(monkeypatch: pytest.MonkeyPatch):
    """Each gives the same reading, in the order of the crops."""
    given: list[int] = []
    real = Engine._read

    def counted(self: Engine, crops: Sequence[np.ndarray]) -> list[Reading]:
        given.append(len(crops))
        return real(self, crops)

    monkeypatch.setattr(Engine, "_read", counted)
    blank, dark = np.full((48, 96), 255, np.uint8), np.zeros((48, 64), np.uint8)
    found = engine().recognise([blank, dark, blank.copy(), blank])
    assert given == [2]
    assert found[0] == found[2] == found[3]
