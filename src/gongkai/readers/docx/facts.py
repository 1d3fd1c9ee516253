"""What a Word file says of its paragraphs, runs, rows and cells, gathered in one scan.

Most of them say nothing that matters here: a scan for the few that do costs a tenth of looking into each one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from gongkai.readers.docx.floating import covered_rows
from gongkai.readers.docx.looks import Looks
from gongkai.readers.docx.set_in import set_in_cells
from gongkai.readers.docx.styles import OUTLINE, Style, Styles
from gongkai.readers.docx.theme import Theme
from gongkai.readers.docx.xml import CELL, PARAGRAPH, ROW, Element, attribute, number, w
from gongkai.text.shown import Shown

PARAGRAPH_STYLE, NUMBER = w("pStyle"), w("numPr")
DELETED, MOVED_AWAY, VANISH, HIDDEN_ROW = w("del"), w("moveFrom"), w("vanish"), w("hidden")
BEFORE, SPAN, DELETED_CELL, INSERTED_CELL, MERGED_BELOW, MERGED_BESIDE = (
    w(name) for name in ("gridBefore", "gridSpan", "cellDel", "cellIns", "vMerge", "hMerge")
)
_WANTED = (
    *(PARAGRAPH_STYLE, NUMBER, OUTLINE, DELETED, MOVED_AWAY, VANISH, HIDDEN_ROW),
    *(BEFORE, SPAN, DELETED_CELL, INSERTED_CELL, MERGED_BELOW, MERGED_BESIDE),
)
_PARAGRAPH_PROPERTIES = w("pPr")
_HOLDERS = frozenset((_PARAGRAPH_PROPERTIES, w("rPr"), w("trPr"), w("tcPr")))
_OWNERS = frozenset((PARAGRAPH, ROW, CELL))
_HEIGHT, _RULE, _FLAT = w("trHeight"), w("hRule"), 40  # twentieths of a point: no line of text is lower
_NOTHING: Mapping[str, Element] = MappingProxyType({})


class Facts(Struct, frozen=True):
    """Properties by owner and tag; those of a paragraph's mark stand with the paragraph's own.

    ``looks`` tells how runs are shown; ``set_in`` how far cells are set in that are; ``flat`` are rows of no height,
    ``covered`` those over which something may lie.
    """

    properties: dict[Element, dict[str, Element]]
    styles: Styles
    looks: Looks
    set_in: dict[Element, float]
    flat: frozenset[Element] = frozenset()
    covered: frozenset[Element] = frozenset()

    @property
    def shown(self) -> Mapping[Element, Shown]:
        """The runs that are not plain."""
        return self.looks.shown

    def of(self, owner: Element) -> Mapping[str, Element]:
        """Return what is said of a paragraph, row or cell."""
        return self.properties.get(owner, _NOTHING)

    def style(self, said: Mapping[str, Element]) -> Style:
        """Return the style of the paragraph of which this is said."""
        return self.styles.get(attribute(said.get(PARAGRAPH_STYLE)))


def gather(root: Element, styles: Styles, data: bytes, theme: Callable[[], Theme]) -> Facts:
    """Scan one part once; ``data`` is the part as stored, ``theme`` loads the file's colours where they are asked for."""
    properties: dict[Element, dict[str, Element]] = {}
    for item in root.iter(*_WANTED):
        owner = _owner(item)
        if owner is not None:
            properties.setdefault(owner, {})[item.tag] = item
    heights = root.iter(_HEIGHT) if b'"exact"' in data else ()
    flat = (row for item in heights if _is_flat(item) and (row := _owner(item)) is not None)
    return Facts(
        properties,
        styles,
        Looks(root, styles, data, theme),
        set_in_cells(root),
        frozenset(flat),
        covered_rows(root, data),
    )


def _is_flat(height: Element) -> bool:
    return height.get(_RULE) == "exact" and (number(attribute(height)) or 0) <= _FLAT


def _owner(item: Element) -> Element | None:
    """Return what ``item`` is said of; None for former properties kept by change tracking, and for content."""
    holder = item.getparent()
    if holder is None or holder.tag not in _HOLDERS:
        return None
    owner = holder.getparent()
    if owner is not None and owner.tag == _PARAGRAPH_PROPERTIES:
        owner = owner.getparent()
    return owner if owner is not None and owner.tag in _OWNERS else None
