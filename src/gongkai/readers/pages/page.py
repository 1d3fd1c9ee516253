"""What a reader found on one page, before the pages are put together."""

from __future__ import annotations

from msgspec import Struct

from gongkai.document import BBox, Issue
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lattice import RuledTable


class Page(Struct, frozen=True):
    """What was found on one page; ``is_scan``: it is a picture of text; ``second_hand``: another program recognised the text on it;
    ``known``: what its reader keeps of it for the next reading; ``is_marked``: raised signs,
    or such as cannot be told, stand on it; ``unknown``: signs are seen on it
    that only a picture of it would tell; ``may_be_ruled``: something is drawn on it of which rules may be made;
    ``drawn``: how many objects its reader found drawn on it;
    ``turned``: by how many degrees, clockwise, it was turned to be read: sheet, tables and pictures are those of the turned page.
    """

    sheet: Sheet
    tables: tuple[RuledTable, ...] = ()
    pictures: tuple[BBox, ...] = ()
    issues: tuple[Issue, ...] = ()
    is_scan: bool = False
    second_hand: bool = False
    turned: int = 0
    known: object = None
    unknown: bool = False
    is_marked: bool = False
    may_be_ruled: bool = True
    drawn: int = 0
