"""Tables that were not found in a document in which pictures stand: they may be on these, so their cells are unreadable, not missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import structs

from gongkai.document import Document, Issue, Paragraph, Picture
from gongkai.forms.model import Form, names_of
from gongkai.outline.outline import Outline
from gongkai.report import FormMatch, Table
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number

_LARGE = 40_000  # square points, a twelfth of A4: seals and signs are smaller
_HEADINGS = 4  # of a form's six: other reports share two or three
_HELP = "install gongkai[ocr], or key them in on the review page"


def that_may_be_tables(document: Document) -> tuple[Picture, ...]:
    """Return the pictures that may hold a table: those in the running text that are not known to be small, nor read."""
    return tuple(filter(_may_be_table, document.pictures))


def _may_be_table(picture: Picture) -> bool:
    if picture.seen:
        return False
    if picture.place.bbox is None:
        return picture.load is not None or picture.address is not None
    x0, y0, x1, y1 = picture.place.bbox
    return (x1 - x0) * (y1 - y0) > _LARGE


def assumed(document: Document, forms: tuple[Form, ...], outline: Outline) -> Form | None:
    """Return the form whose fixed headings a document prints in which pictures stand for tables; the newest of those that fix the same.

    None where no form is known by its headings, or no picture may be a table.
    """
    if not that_may_be_tables(document):
        return None
    printed = {core(strip_number(section.heading or "")) for section in outline.sections if section.level == 1}

    def shared(form: Form) -> int:
        return sum(bool(printed.intersection(names_of(s.label, s.variants))) for s in form.spec.sections)

    best = max((form for form in forms if form.spec.outline == "fixed"), key=shared, default=None)
    return best if best is not None and shared(best) >= _HEADINGS else None


def matched(form: Form) -> FormMatch:
    """Say why a form was taken of which no table could be read."""
    reason = f"its tables seem to be pictures; the headings are those of {form.id}, which other forms of its family may share"
    return FormMatch(form.id, 0.0, (reason,))


def unreadable(document: Document, tables: dict[str, Table], found: Collection[str]) -> dict[str, Table]:
    """Return the tables, those that were not found with unreadable cells where pictures stand in the document."""
    if not that_may_be_tables(document):
        return tables
    return {
        key: table
        if key in found
        else structs.replace(table, cells=tuple(structs.replace(cell, status="unreadable") for cell in table.cells))
        for key, table in tables.items()
    }


def issues(document: Document, tables: Mapping[str, Table], found: Collection[str]) -> Iterator[Issue]:
    """Say of each table that was not found where the pictures stand that it may be on."""
    where = "; ".join(dict.fromkeys(_where(picture, document) for picture in that_may_be_tables(document)))
    for key in tables if where else ():
        if key not in found:
            message = f"table {key} was not found and may be a picture ({where}): its cells are unreadable; {_HELP}"
            yield Issue(code="table_is_picture", severity="warning", message=message, location=key)


def _where(picture: Picture, document: Document) -> str:
    if picture.place.page is not None:
        return f"page {picture.place.page}"
    if isinstance(picture.place.address, str):
        return picture.place.address
    before = (b.text for b in reversed(document.blocks[: picture.block]) if isinstance(b, Paragraph))
    return f"after “{text[:20]}”" if (text := next(before, "")) else "at the beginning"
