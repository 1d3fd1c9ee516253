"""One page of a PDF: its lines and tables, its pictures, and whether its text can be believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from gongkai.document import BBox, Issue
from gongkai.readers.pages.belief import Printed, covers, fonts_issue, meaningless
from gongkai.readers.pages.digits import to_be_drawn
from gongkai.readers.pages.figures import runs_of
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lattice import RuledTable
from gongkai.readers.pages.lines import Line
from gongkai.readers.pages.page import Page
from gongkai.readers.pages.written import unknown
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.annotations import Annotation, annotations_of, filled_in
from gongkai.readers.pdf.doubled import doubled
from gongkai.readers.pdf.drawn import Drawn, drawn_on, is_painted
from gongkai.readers.pdf.fonts import Fonts, is_own
from gongkai.readers.pdf.frame import Frame
from gongkai.readers.pdf.glyphs import Known, PdfGlyphs
from gongkai.readers.pdf.judged import Judged
from gongkai.readers.pdf.odd import like_digits, odd
from gongkai.readers.pdf.overlaid import painted_through
from gongkai.readers.pdf.seen import judge
from gongkai.readers.pdf.stamps import Doubts, stamped
from gongkai.readers.pdf.turned import upright_text
from gongkai.text.numerals import GETA
from gongkai.text.shown import Shown

_MARKED = re.compile(rf"\d[⁰-₎¹²³]|{GETA}")
_DRAWN = 8  # figures: more that are drawn are worth the time of a picture
_SAMPLES = 50  # characters that are asked whether they can be seen
_SMALLEST_PICTURE = (100.0, 40.0)  # points; smaller ones are logos and seals

Layout = Callable[[int, pdfium.PdfPage, PdfGlyphs], tuple[list[Line], list[RuledTable]]]
"""Page number from 0, page and its characters to the lines outside tables, and the tables."""


class Contents(Struct, frozen=True):
    """What is known of a file when its pages are read: whether its bytes say that there may be layers, and its fonts."""

    layers: bool
    fonts: Fonts


def read_page(pdf: pdfium.PdfDocument, at: int, layout: Layout, contents: Contents, before: Page | None = None) -> Page:
    """Read page ``at`` (from 0), which was read as ``before``; a page that pdfium cannot read comes empty, with an issue."""
    try:
        with closing(pdf[at]) as page:
            shown = page.get_rotation()
            with closing(upright_text(page)) as textpage:
                frame = Frame.of(page)
                drawn = drawn_on(page, frame) if before is None else None
                pictures = tuple(_pictures(drawn)) if drawn else before.pictures  # type: ignore[union-attr]
                covered = covers(pictures, frame.size)
                glyphs = PdfGlyphs(textpage, frame)
                annotations = annotations_of(page, frame)
                if before is not None and isinstance(before.known, Known):
                    glyphs.recall(before.known)
                elif drawn is not None:
                    _look(page, at, glyphs, drawn, annotations, Doubts(contents.layers, covered), contents.fonts)
                lines, tables = layout(at, page, glyphs)
                printed = Printed(glyphs.text, glyphs.count, covered)
                return Page(
                    Sheet(at + 1, frame.size, tuple(lines)),
                    tuple(tables),
                    pictures,
                    (*fonts_issue(printed, at + 1), *filled_in(annotations, at + 1), *unknown(glyphs.text, at + 1)),
                    is_scan=printed.is_scan(holds_anything=_holds_anything(page)),
                    second_hand=printed.lies_on_picture and _is_hidden(page, textpage),
                    turned=(frame.rotation - shown) % 360,
                    known=glyphs.known,
                    unknown=not glyphs.legible,
                    is_marked=_MARKED.search(glyphs.text) is not None,
                    may_be_ruled=drawn is None or drawn.has_paths,
                    drawn=drawn.count if drawn else before.drawn,  # type: ignore[union-attr]
                )
    except pdfium.PdfiumError:
        message = "the page is broken and was left out; what stands on it is missing from the result"
        issue = Issue(code="page_unreadable", severity="error", message=message, location=f"page {at + 1}")
        return Page(Sheet(at + 1, (0.0, 0.0), ()), issues=(issue,))


def _holds_anything(page: pdfium.PdfPage) -> bool:
    return bool(pdfium_c.FPDFPage_CountObjects(page.raw))


def _look(
    page: pdfium.PdfPage,
    at: int,
    glyphs: PdfGlyphs,
    drawn: Drawn,
    annotations: Sequence[Annotation],
    doubts: Doubts,
    fonts: Fonts,
) -> None:
    """Make the characters of a page those that a person sees."""
    glyphs.name_controls()
    stamps = stamped(page, glyphs.raw, glyphs.text, glyphs.index, doubts)
    clipping = painted_through(glyphs, drawn, stamps) if stamps and drawn.shapes else set()
    glyphs.leave_out_stamps(stamps - clipping)
    runs = runs_of(glyphs)
    if again := doubled(glyphs, runs, partial(_is_painted_between, glyphs, drawn)):
        glyphs.leave_out(again)
    if glyphs.join_chopped() or again:
        runs = runs_of(glyphs)
    if not doubts.covered:
        found = judge(
            glyphs, runs, Judged(fonts.pdf, at, glyphs.frame, drawn, annotations, glyphs.object_of, glyphs.objects_of)
        )
        lies = _lies(page, glyphs, fonts, found.shown) + meaningless(Printed(glyphs.text, glyphs.count, doubts.covered))
        glyphs.legible = not (glyphs.unknown or found.otherwise or lies or len(found.ink) > _DRAWN)
        lying: dict[int, Shown] = dict.fromkeys(lies, "unknown")
        shown = {at: how for at, how in found.shown.items() if how != "plain"}
        through = {at for at, char in enumerate(glyphs.index) if char in clipping} if clipping else set()
        shown.update((each, "unknown") for each in through)
        glyphs.change(lying | shown)
        for box in found.ink:
            glyphs.add_unknown(box)


def _is_painted_between(glyphs: PdfGlyphs, drawn: Drawn, first: int, second: int) -> bool:
    """Whether something was painted over one character before another one was."""
    start, end = (drawn.order.get(glyphs.object_of(at), 0) for at in (first, second))
    x0, y0, x1, y1 = glyphs.box(first)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return any(
        start < shape.at < end
        and shape.box[0] <= x <= shape.box[2]
        and shape.box[1] <= y <= shape.box[3]
        and is_painted(shape)
        for shape in drawn.shapes
    )


def _lies(page: pdfium.PdfPage, glyphs: PdfGlyphs, fonts: Fonts, shown: Mapping[int, Shown]) -> list[int]:
    """Return the digits that are seen, and the signs beside them, of which a font draws others than it says, or nothing."""
    where = [
        at for at in to_be_drawn(glyphs.text) if glyphs.index[at] >= 0 and shown.get(at) not in ("hidden", "struck")
    ]
    outlines = glyphs.outlined(where)
    drawn = like_digits(glyphs.text, where, outlines)
    signs = list(zip([outlines[i].shape for i in drawn], glyphs.objects_of([where[i] for i in drawn]), strict=True))
    lying = [where[drawn[i]] for i in fonts.lying(page, signs, lambda i: glyphs.ink(where[drawn[i]]))]
    strange = list(odd(glyphs.text, where, outlines))
    items = glyphs.objects_of(strange) if strange else ()
    return lying + [at for at, item in zip(strange, items, strict=True) if is_own(calls.font_of(item))]


def _pictures(drawn: Drawn) -> Iterator[BBox]:
    for shape in drawn.shapes:
        x0, y0, x1, y1 = shape.box
        if (
            shape.kind == pdfium_c.FPDF_PAGEOBJ_IMAGE
            and shape.top is not None
            and x1 - x0 >= _SMALLEST_PICTURE[0]
            and y1 - y0 >= _SMALLEST_PICTURE[1]
        ):
            yield shape.box


def _is_hidden(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> bool:
    """Whether most of the text cannot be seen, as where a scanner's program has put what it recognised under its picture."""
    kinds = [
        pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(page.raw, i))
        for i in range(pdfium_c.FPDFPage_CountObjects(page.raw))
    ]
    last = (
        len(kinds) - 1 - kinds[::-1].index(pdfium_c.FPDF_PAGEOBJ_IMAGE) if pdfium_c.FPDF_PAGEOBJ_IMAGE in kinds else 0
    )
    seen_later = {pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_FORM}.intersection(kinds[last + 1 :])
    count = textpage.count_chars()
    items = [pdfium_c.FPDFText_GetTextObject(textpage.raw, i) for i in range(0, count, max(1, count // _SAMPLES))]
    modes = [pdfium_c.FPDFTextObj_GetTextRenderMode(item) for item in items if item]
    return not seen_later or 2 * modes.count(pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE) > len(modes)
