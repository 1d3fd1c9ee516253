"""What one reading of a document gave at each stage, as rows: blocks, alignment, readings, outline."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.dataset.rows import Row, Value
from gongkai.document import Grid, Paragraph, Place
from gongkai.forms.model import Form, TableForm
from gongkai.report import Section
from gongkai.steps import Interpretation
from gongkai.tables.find.claims import piece_grades
from gongkai.tables.fragments import Fragment, Piece
from gongkai.tables.read import TableReading
from gongkai.tables.reading import Reading
from gongkai.tables.reading import Value as Figure
from gongkai.tables.vocabulary import vocabularies

GRADES = {3: "row", 2: "head", 1: "piece", 0: "-", -1: "foreign", -2: "end"}
_SHORT = 60  # letters of a text in a row of the trace


def block_rows(found: Interpretation) -> Iterator[Row]:
    """Give the blocks as the reader saw them: a paragraph a row, a grid a row for each of its cells."""
    yield ("block", "kind", "place", "row", "column", "row_span", "column_span", "text")
    for number, block in enumerate(found.document.blocks):
        if isinstance(block, Paragraph):
            yield (number, "paragraph", place_text(block.place), None, None, None, None, block.text)
        else:
            yield from _grid_rows(number, block)


def _grid_rows(number: int, grid: Grid) -> Iterator[Row]:
    kind = "grid" if grid.spans_known else "marked text"
    for cell in grid.cells:
        shape = (cell.row, cell.column, cell.row_span, cell.column_span)
        yield (number, kind, place_text(cell.place), *shape, cell.text)


def alignment_rows(found: Interpretation, forms: tuple[Form, ...]) -> Iterator[Row]:
    """Give every piece of the text, how it is graded as a part of each table, and the table that it was given to."""
    family = next((form.family for form in forms if form.id == found.form.id), None)
    words = vocabularies(tuple(form for form in forms if family is None or form.family == family))
    yield ("piece", "block", "place", "given_to", *(f"as {v.key}" for v in words), "text")
    for number, (piece, owner) in enumerate(zip(found.layout.pieces, found.layout.owners, strict=True)):
        grades = (
            [GRADES[grade] for grade in piece_grades(piece, words)]
            if isinstance(piece, Fragment)
            else ["grid"] * len(words)
        )
        yield (number, piece.block, place_text(_place(piece)), owner, *grades, _text(piece))


def _place(piece: Piece) -> Place:
    return piece.place if isinstance(piece, Fragment) else piece.grid.place


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Fragment) else " | ".join(c.text for c in piece.grid.cells)[:_SHORT]


def reading_rows(found: Interpretation, forms: tuple[Form, ...]) -> Iterator[Row]:
    """Give every printed row as it was aligned: the form's line, what was placed in which column, what is loose and why."""
    yield (
        "table",
        "form",
        "fit",
        "line",
        "label_of_the_form",
        "label_as_printed",
        "placed",
        "loose",
        "ways",
        "by_sums",
        "reason",
    )
    known = {(form.id, table.key): table for form in forms for table in form.tables}
    for table in found.readings:
        form = known[table.table.form, table.key]
        for reading in table.readings:
            yield _reading_row(table, reading, form)


def _reading_row(table: TableReading, reading: Reading, form: TableForm) -> Row:
    line = form.lines[reading.line] if reading.line is not None else None
    placed = ((line.slots[p.slot].column if line else p.slot, p.value, p.anchor) for p in reading.placed)
    return (
        table.key,
        table.table.form,
        round(table.fit, 3),
        reading.line,
        line.label if line else None,
        reading.label,
        "; ".join(f"{column}={_figure(value)} ({anchor})" for column, value, anchor in placed),
        "; ".join(map(_figure, reading.loose)),
        len(reading.options) or None,
        reading.chose or None,
        reading.reason or None,
    )


def _figure(value: Figure) -> str:
    return value.text.strip() or "blank"


def fact_rows(found: Interpretation) -> Iterator[Row]:
    """Give what was found out about the whole, and why the form was chosen."""
    outline, form = found.outline, found.form
    yield ("what", "value")
    facts: tuple[tuple[str, Value], ...] = (
        *(("reader", found.document.reader), ("form", form.id), ("score", round(form.score, 3))),
        *(("reason", reason) for reason in form.reasons),
        *(
            ("title", outline.title),
            ("agency", outline.agency),
            ("year", outline.year),
            ("published", outline.published),
        ),
        *((f"open in {key}", reason) for key, reason in found.reasons.items() if reason),
        *((f"sums that chose in {key}", " ".join(sorted(names))) for key, names in found.chose.items() if names),
        *((f"issue {issue.code}", issue.message) for issue in found.issues),
    )
    yield from facts


def section_rows(sections: tuple[Section, ...]) -> Iterator[Row]:
    """Give the outline: each section before its subsections."""
    for section in sections:
        yield (section.level, section.key, section.heading, len(section.text), section.text[:_SHORT])
        yield from section_rows(section.children)


def place_text(place: Place) -> str:
    """Write a place on one line: ``page 2 [70 91 523 110]``, ``line 14``, ``table 0 (3, 1)``."""
    box = " ".join(f"{number:.0f}" for number in place.bbox) if place.bbox else ""
    parts = (
        f"page {place.page}" if place.page is not None else "",
        f"[{box}]" if box else "",
        f"line {place.line}" if place.line is not None else "",
        f"table {place.table}" if place.table is not None else "",
        f"({place.cell[0]}, {place.cell[1]})" if place.cell else "",
    )
    return " ".join(part for part in parts if part)
