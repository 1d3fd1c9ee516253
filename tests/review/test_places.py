"""Where in the source the figures are marked."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from gongkai import extract
from gongkai.cli.review_sources import SourceOpener
from gongkai.document import Document, Grid, GridCell, Mark, Paragraph, Picture, Place
from gongkai.errors import SourceError
from gongkai.report import Cell
from gongkai.review import pages, plain
from gongkai.review.material import Pdf
from gongkai.review.model import CellView, Piece
from gongkai.review.pages import chosen, pdf_view
from gongkai.review.places import Places
from gongkai.review.plain import document_view, lines_view
from gongkai.review.sources import source_view
from gongkai.review.tables import tables_of
from support import form_named, make_report

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


def view(number: int, raw: str, place: Place, state: str = "verified") -> CellView:
    cell = Cell(row="r", column=f"c{number}", value=1, raw=raw, status="reported", source=place)
    return CellView(
        number=number,
        table="t",
        cell=cell,
        state=state,
        text=raw,
        checks=(),
        stop=False,
        warned=False,  # type: ignore[arg-type]
    )


def marked(text: str, *raws: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the pieces of one line on which cells with these characters were read."""
    places = Places(view(i, raw, Place(line=1)) for i, raw in enumerate(raws))
    return [(p.text, p.cells) for p in lines_view((text,), places).blocks[0].pieces if p.text]


def test_the_last_words_of_a_line_are_marked_where_they_are_the_cells_own():
    """A row's figures stand behind its label, in the order of the form."""
    assert marked("（一）予以公开 3 0 /", "3", "0", "/") == [
        ("（一）予以公开 ", ()),
        ("3", (0,)),
        (" ", ()),
        ("0", (1,)),
        (" ", ()),
        ("/", (2,)),
    ]


@pytest.mark.parametrize(
    ("text", "raws"),
    [("规章 3 5", ("5", "3")), ("规章 3 0 7", ("3", "0")), ("1 1", ("1",)), ("3", ("3", "3"))],
    ids=["other order", "a figure more", "twice the same", "fewer words than cells"],
)
def test_a_line_is_marked_as_a_whole_where_a_finer_guess_could_be_wrong(text: str, raws: tuple[str, ...]):
    """A mark at the wrong one of two figures would hide the very error that is looked for."""
    assert marked(text, *raws) == [(text, tuple(range(len(raws))))]


def test_a_table_of_the_source_is_marked_cell_by_cell_and_keeps_its_spans():
    """Places in tables count tables from 0 and cells by row and column."""
    cells = (
        GridCell(row=0, column=0, text="规章", row_span=2, place=Place(table=1, cell=(0, 0))),
        GridCell(row=0, column=1, text="7", place=Place(table=1, cell=(0, 1))),
        GridCell(row=1, column=1, text="", column_span=10**6, place=Place(table=1, cell=(1, 1))),
    )
    places = Places([view(4, "7", Place(table=1, cell=(0, 1)), "contradicted")])
    rows = document_view(Document(blocks=(Grid(cells=cells),), reader="x:y"), places).blocks[0].rows
    assert [[c.piece for c in row] for row in rows] == [[Piece("规章"), Piece("7", (4,), "contradicted")], [Piece("")]]
    assert (rows[0][0].row_span, rows[1][0].column_span) == (2, 200)


def test_pictures_of_a_document_are_shown_where_they_stand():
    """One that is broken, or not to be had, is left out; the names are those under which they were kept."""
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(out, "PNG")
    loads = (out.getvalue, lambda: b"no picture", lambda: None)
    pictures = (*(Picture(block=1, load=load) for load in loads), Picture(block=2, load=out.getvalue), Picture(block=0))
    document = Document(blocks=(Paragraph(text="甲"), Paragraph(text="乙")), reader="x:y", pictures=pictures)
    kept: dict[int, bytes] = {}

    def save(number: int, data: bytes) -> str:
        kept[number] = data
        return f"{number}.webp"

    shown = document_view(document, Places([]), save).blocks
    assert [block.picture or block.pieces[0].text for block in shown] == ["甲", "1.webp", "乙", "4.webp"]
    assert all(data.startswith(b"RIFF") for data in kept.values())
    assert [block.picture for block in document_view(document, Places([])).blocks] == [None, None]


def test_marks_inside_a_paragraph_are_found_by_their_boxes():
    """Readers of pages know the place of each figure on a line."""
    place = Place(page=2, bbox=(10.04, 20, 30, 40))
    line = Paragraph(text="规章 12 0", marks=(Mark(3, 5, place),))
    places = Places([view(9, "12", Place(page=2, bbox=(10.0, 20, 30, 40)))])
    pieces = document_view(Document(blocks=(line,), reader="x:y"), places).blocks[0].pieces
    assert [(p.text, p.cells) for p in pieces] == [("规章 ", ()), ("12", (9,)), (" 0", ())]


def test_a_place_looks_like_the_most_doubtful_of_its_cells():
    """Where two cells were read at one place, the one that needs a look decides."""
    box = Place(page=1, bbox=(1, 2, 3, 4))
    (region,) = Places([view(0, "1", box), view(1, "1", box, "contradicted")]).regions(1)
    assert (region.cells, region.state, region.width, region.height) == ((0, 1), "contradicted", 5, 5)


def test_what_is_not_shown_of_a_long_source_is_said(monkeypatch: pytest.MonkeyPatch):
    """Nothing is left out in silence."""
    monkeypatch.setattr(plain, "MOST_BLOCKS", 2)
    found = lines_view(("a", "b", "c"), Places(()))
    assert len(found.blocks) == 2
    assert found.notes


def test_of_a_long_pdf_the_pages_with_figures_are_drawn(monkeypatch: pytest.MonkeyPatch):
    """Up to a bound all pages are drawn; beyond it those that figures were read on."""
    monkeypatch.setattr(pages, "MOST_PAGES", 3)
    assert chosen(3, frozenset({2})) == (1, 2, 3)
    assert chosen(9, frozenset({8, 2, 12})) == (2, 8)


def test_a_pdf_that_cannot_be_opened_is_a_source_error():
    """The page says so; the run goes on."""
    with pytest.raises(SourceError):
        pdf_view(Pdf(b"%PDF-1.4 nothing"), Places(()), lambda _number, _data: "")


def test_every_figure_of_a_pdf_lies_on_the_page_at_its_box():
    """The text that pdfium finds in a region's rectangle is the figure that was read there."""
    report = extract(FIXTURES / "chengzhou-2024.pdf")
    tables, _ = tables_of(report, report.checks, (form_named(),))
    cells = {v.number: v.cell for table in tables for v in table.cells}
    found = pdf_view(
        Pdf((FIXTURES / "chengzhou-2024.pdf").read_bytes()),
        Places(v for t in tables for v in t.cells),
        lambda n, _: f"{n}.webp",
    )
    document = pdfium.PdfDocument(FIXTURES / "chengzhou-2024.pdf")
    checked = 0
    for page in found.pages:
        text, height = document[page.number - 1].get_textpage(), page.height
        for region in page.regions:
            box = (
                region.x - 1,
                height - region.y - region.height - 1,
                region.x + region.width + 1,
                height - region.y + 1,
            )
            assert cells[region.cells[0]].raw in text.get_text_bounded(*box).replace(" ", "")
            checked += 1
    assert checked == report.verification.cells
    document.close()


@pytest.mark.parametrize(
    "path", sorted(p for p in FIXTURES.iterdir() if p.suffix != ".pdf" and p.is_file()), ids=lambda p: p.name
)
def test_every_figure_of_a_text_or_table_is_marked_where_its_characters_stand(path: Path):
    """Whatever the format, the mark of a cell holds what was read as the cell."""
    report = extract(path)
    tables, _ = tables_of(report, report.checks, (form_named(), form_named("gio-2019")))
    views = {v.number: v for table in tables for v in table.cells}
    found = source_view(report, Places(views.values()), SourceOpener((Path(),)), None)
    pieces = [piece for block in found.blocks for piece in block.pieces]
    pieces += [cell.piece for block in found.blocks for row in block.rows for cell in row]
    marks = {number: piece.text for piece in pieces for number in piece.cells}
    assert set(marks) == {n for n, v in views.items() if v.cell.status != "missing"}
    squeezed = {number: "".join(text.split()) for number, text in marks.items()}
    assert all("".join((views[n].cell.raw or "").split()) in text for n, text in squeezed.items())


def test_a_report_without_places_is_shown_all_the_same():
    """Marks are left out, the text is not."""
    report = make_report()
    assert source_view(report, Places(()), None, None).notes
