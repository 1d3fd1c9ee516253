"""Pages whose text is not there, not seen or not usable: which of them are looked at, and how what was seen on them
stands beside their own text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from gongkai.document import BBox, Issue
from gongkai.readers.pages.belief import unread
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.page import Page

NEEDS = "install OCR: pip install 'gongkai[ocr]'"
"""What to do about pages that are pictures, where nothing here reads these."""
_LARGE = 1 / 12  # of the page: a picture that may be one of a table


def to_look_at(pages: Sequence[Page]) -> frozenset[int]:
    """Return the numbers of those pages, and of pages with a picture so large that a table may be on it."""
    pictured = {page.sheet.number for page in pages if any(_is_large(box, page.sheet.size) for box in page.pictures)}
    return frozenset(pictured.union(unread(pages)))


def _is_large(box: BBox, size: tuple[float, float]) -> bool:
    return (box[2] - box[0]) * (box[3] - box[1]) > _LARGE * size[0] * size[1]


def can_read_pictures() -> bool:
    """Whether the extra for it is installed."""
    from gongkai.readers.ocr import available  # noqa: PLC0415  (rarely asked)

    return available() is not None


def with_seen(pages: Sequence[Page], seen: Mapping[int, Page]) -> tuple[Page, ...]:
    """Put what was seen on pages, by their numbers, in the place of their text; where that is sound, only what stands in pictures."""
    unsound = set(unread(pages))
    return tuple(
        _noted(_joined(page, seen[n], whole=n in unsound)) if (n := page.sheet.number) in seen else page
        for page in pages
    )


def _joined(page: Page, seen: Page, *, whole: bool) -> Page:
    """Return what was seen on a page; of a page with sound text only what stands in its pictures is taken."""
    if whole:
        kept = (issue for issue in page.issues if issue.severity == "warning")
        return structs.replace(seen, issues=(*seen.issues, *kept))
    boxes = [box for box in page.pictures if _is_large(box, page.sheet.size)]
    lines = [line for line in seen.sheet.lines if _is_in(line.bbox, boxes)]
    ordered = sorted((*page.sheet.lines, *lines), key=lambda line: line.bbox[1]) if lines else page.sheet.lines
    tables = (*page.tables, *(table for table in seen.tables if _is_in(table.table.bbox, boxes)))
    return structs.replace(page, sheet=Sheet(page.sheet.number, page.sheet.size, tuple(ordered)), tables=tables)


def _is_in(box: BBox, boxes: Sequence[BBox]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)


def _noted(page: Page) -> Page:
    message = (
        "the page, or a part of it, is a picture and was read as one; what could not be read for certain is shown as 〓"
    )
    note = Issue(code="read_from_picture", severity="info", message=message, location=f"page {page.sheet.number}")
    return structs.replace(page, issues=(*page.issues, note))
