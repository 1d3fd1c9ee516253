"""What a table's style says of its cells: of their runs, and of their fill; first and last rows and columns, bands, corners (17.7.6).

Few styles say anything that matters here, and the style part is large: it is only parsed where a table of the file has such a style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from gongkai.readers.docx.xml import (
    CELL,
    ROW,
    TABLE,
    VALUE,
    Element,
    attribute,
    number,
    parse,
    unwrapped,
    value,
    w,
)

_STYLE = re.compile(rb'<w:style\b[^>]*?w:type="table".*?</w:style>', re.DOTALL)
_ID = re.compile(rb'w:styleId="([^"]*)"')
_BASE = re.compile(rb'<w:basedOn w:val="([^"]*)"')
_USED = re.compile(rb'<w:tblStyle w:val="([^"]*)"')
_TELLING = re.compile(
    rb'<w:(?:vanish|strike|dstrike|color|vertAlign|position|sz) ?[w/]|<w:(?:vanish|strike|dstrike)>|w:fill="(?!auto|FFFFFF)|w:themeFill='
)
_FILL, _LOOK, _BY_HEX = w("shd"), w("tblLook"), 16
_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_USUAL_LOOK = 0x4A0  # first row and column, bands of rows: what Word takes
# What comes later goes before.
_ORDER = (
    *("wholeTable", "band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstCol", "lastCol", "firstRow", "lastRow"),
    *("neCell", "nwCell", "seCell", "swCell"),
)


class TableStyle(Struct, frozen=True):
    """A style with all it is based on: its parts by condition, the nearest first; how many rows and columns a band has."""

    parts: Mapping[str, list[Element]]
    rows: int
    columns: int


class TableStyles:
    """The table styles of one file; ``stored`` is the part that holds them."""

    def __init__(self, stored: bytes = b"") -> None:
        self._stored = stored
        self._resolved: dict[str, TableStyle] = {}

    def matter(self, document: bytes) -> bool:
        """Whether a table of a ``document``, as stored, has a style that says how its runs or cells look."""
        used = set(_USED.findall(document)) if b"<w:tblStyle " in document else set()
        return not used.isdisjoint(self._telling) if used else False

    @cached_property
    def _telling(self) -> frozenset[bytes]:
        """Ids of the styles that say something, or are based on such."""
        found = {own[1]: match[0] for match in _STYLE.finditer(self._stored) if (own := _ID.search(match[0]))}
        telling = {name for name, text in found.items() if _TELLING.search(text)}
        while more := {
            n for n, text in found.items() if n not in telling and telling.intersection(_BASE.findall(text))
        }:
            telling |= more
        return frozenset(telling)

    @cached_property
    def _elements(self) -> dict[str, Element]:
        root = parse(self._stored, "word/styles.xml")
        return {s.get(w("styleId"), ""): s for s in root.iter(w("style")) if s.get(w("type")) == "table"}

    def is_telling(self, name: str) -> bool:
        """Whether a style says how runs or cells look."""
        return name.encode() in self._telling

    def get(self, name: str) -> TableStyle:
        """Return a style with what it is based on; one that is not there says nothing."""
        if name not in self._resolved:
            chain: list[Element] = []
            current: str | None = name
            while current and (own := self._elements.get(current)) is not None and own not in chain:
                chain.append(own)
                current = value(own, w("basedOn"))
            parts: dict[str, list[Element]] = {}
            for each in chain:
                parts.setdefault("wholeTable", []).append(each)
                for part in each.iterchildren(w("tblStylePr")):
                    parts.setdefault(part.get(w("type"), ""), []).append(part)
            rows, columns = (_band(chain, w(f"tblStyle{side}BandSize")) for side in ("Row", "Col"))
            self._resolved[name] = TableStyle(parts, rows, columns)
        return self._resolved[name]


class TableLooks:
    """What the styles of one document's tables say of each cell."""

    def __init__(self, styles: TableStyles, document: bytes) -> None:
        self.matter = styles.matter(document)
        self._styles = styles
        self._known: dict[Element, tuple[Element, ...]] = {}
        self._rows: dict[Element, dict[Element, int]] = {}

    def run_property(self, run: Element, tag: str) -> Element | None:
        """Return what the style of the table around a run says of it under ``tag``."""
        return self._nearest(next(run.iterancestors(CELL), None), f"{w('rPr')}/{tag}")

    def shading(self, cell: Element) -> Element | None:
        """Return the fill that the style of a cell's table gives it."""
        return self._nearest(cell, f"{w('tcPr')}/{_FILL}")

    def _nearest(self, cell: Element | None, path: str) -> Element | None:
        if cell is None or not self.matter:
            return None
        if cell not in self._known:
            self._known[cell] = tuple(self._parts(cell))
        return next((found for part in self._known[cell] if (found := part.find(path)) is not None), None)

    def _parts(self, cell: Element) -> Iterator[Element]:
        """Yield the parts of a style that a cell is subject to, the strongest first."""
        table = next(cell.iterancestors(TABLE), None)
        properties = None if table is None else table.find(w("tblPr"))
        name = value(properties, w("tblStyle"))
        if table is None or name is None or not self._styles.is_telling(name):
            return
        if table not in self._rows:
            self._rows[table] = {row: at for at, row in enumerate(unwrapped(table, ROW))}
        style = self._styles.get(name)
        for condition in reversed(_conditions(self._rows[table], cell, _look(properties), style)):
            yield from style.parts.get(condition, ())


def _band(chain: list[Element], tag: str) -> int:
    said = (number(attribute(style.find(f"{w('tblPr')}/{tag}"))) for style in chain)
    return max(1, next((size for size in said if size), 1))


def _look(properties: Element | None) -> int:
    """Return which conditions a table asks for, as Word's bits."""
    said = None if properties is None else properties.find(_LOOK)
    if said is None:
        return _USUAL_LOOK
    try:
        bits = int(said.get(VALUE, ""), _BY_HEX)
    except ValueError:
        bits = 0
    for name, bit in _BITS.items():
        own = said.get(w(name))
        bits = bits if own is None else bits | bit if own in ("1", "true", "on") else bits & ~bit
    return bits


def _conditions(rows: dict[Element, int], cell: Element, look: int, style: TableStyle) -> list[str]:
    """Return the conditions that a cell meets, the weakest first."""
    row = next(cell.iterancestors(ROW))
    at, cells = rows.get(row, 0), list(unwrapped(row, CELL))
    before = cells[: cells.index(cell)]
    column = sum(number(attribute(each.find(f"{w('tcPr')}/{w('gridSpan')}"))) or 1 for each in before)
    first_row, last_row = look & _BITS["firstRow"] and at == 0, look & _BITS["lastRow"] and at == len(rows) - 1
    first, last = look & _BITS["firstColumn"] and not before, look & _BITS["lastColumn"] and cell is cells[-1]
    found = {"wholeTable"}
    if not look & _BITS["noVBand"] and not (first or last):
        found.add(f"band{(column - bool(look & _BITS['firstColumn'])) // style.columns % 2 + 1}Vert")
    if not look & _BITS["noHBand"] and not (first_row or last_row):
        found.add(f"band{(at - bool(look & _BITS['firstRow'])) // style.rows % 2 + 1}Horz")
    edges = {"firstCol": first, "lastCol": last, "firstRow": first_row, "lastRow": last_row}
    corners = {"nwCell": first_row and first, "neCell": first_row and last, "swCell": last_row and first}
    corners["seCell"] = last_row and last
    found |= {name for name, met in (edges | corners).items() if met}
    return [name for name in _ORDER if name in found]
