"""What a run is painted on, and whether it can be seen there: white on white is not printed, black under a black bar is not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from gongkai.readers.docx.styles import COLOR, FILL, HIGHLIGHT
from gongkai.readers.docx.table_styles import TableLooks
from gongkai.readers.docx.theme import Theme
from gongkai.readers.docx.xml import CELL, PARAGRAPH, TEXT_BOX, VALUE, Element, attribute, number, w
from gongkai.text.shown import Shown

_WHITE, _BLACK = "FFFFFF", "000000"
_THEME_COLOR, _PAPER = w("themeColor"), ("background", "light")
_CLEAR = 80_000  # of 100,000: ink that lets so much through is not seen
_FAINT = 24  # of 255: what differs less from its ground in every colour is not seen in print
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TEXT_FILL, _TEXT_OUTLINE = _WORD_2010 + "textFill", _WORD_2010 + "textOutline"
_HIGHLIGHTS = {
    "black": _BLACK,
    "white": _WHITE,
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "darkBlue": "00008B",
    "darkCyan": "008B8B",
    "darkGreen": "006400",
    "darkMagenta": "800080",
    "darkRed": "8B0000",
    "darkYellow": "808000",
    "darkGray": "A9A9A9",
    "lightGray": "D3D3D3",
}
Property = Callable[[Element, str], Element | None]


class Ground:
    """Holds the colour of runs against what lies under them; ``tables`` tell what the styles of tables paint."""

    def __init__(self, property_of: Property, tables: TableLooks, theme: Callable[[], Theme]) -> None:
        self._property = property_of
        self._tables = tables
        self._load_theme = theme

    @cached_property
    def _theme(self) -> Theme:
        return self._load_theme()

    def may_swallow(self, colors: Iterable[Element], fills: Iterable[str]) -> bool:
        """Whether one of the colours of styles cannot be told from white or from one of the ``fills``. Most files name accents and text
        in the styles of headings: for these the theme is not loaded.
        """
        said = (
            self._said(each) if (each.get(_THEME_COLOR) or "").startswith(_PAPER) else each.get(VALUE)
            for each in colors
        )
        found = {color for color in said if color is not None}
        return any(alike(color, fill) for color in found for fill in fills)

    def _said(self, said: Element | None) -> str | None:
        """Return the colour that an element says, None where it is automatic; the theme's goes before the one that is stored beside it."""
        if said is None:
            return None
        color = self._theme.color(said, "themeColor") if said.get(_THEME_COLOR) else None
        color = color or attribute(said)
        return None if color in (None, "auto") else color

    def hides(self, run: Element) -> Shown:
        """Say whether a run is ``hidden`` in its ground, ``unknown`` where it is a bar or the ground cannot be told, else ``plain``."""
        color = self._color(run)
        own = self._own(run)
        if color == "":
            return "hidden"
        if color is None:  # automatic: black, and white on dark shading
            return "unknown" if own == _BLACK and self._property(run, HIGHLIGHT) is not None else "plain"
        if own is not None:
            return "plain" if not alike(color, own) else "hidden" if alike(own, _WHITE) else "unknown"
        below = self._below(run)
        if below is None:
            return "unknown" if alike(color, _WHITE) else "plain"
        return "hidden" if alike(color, below) else "plain"

    def _color(self, run: Element) -> str | None:
        """Return the colour of a run, "" where nothing of it is painted, None where it is automatic."""
        painted = self._property(run, _TEXT_FILL)
        if painted is not None:
            if any((number(each.get(_WORD_2010 + "val")) or 0) > _CLEAR for each in painted.iter(_WORD_2010 + "alpha")):
                return ""
            if painted.find(_WORD_2010 + "noFill") is not None:
                return "" if self._property(run, _TEXT_OUTLINE) is None else None
            color = attribute(painted.find(f"{_WORD_2010}solidFill/{_WORD_2010}srgbClr"), _WORD_2010 + "val")
            if color is not None:
                return color
        return self._said(self._property(run, COLOR))

    def _own(self, run: Element) -> str | None:
        """Return what the run itself is marked with."""
        marked = _HIGHLIGHTS.get(attribute(self._property(run, HIGHLIGHT)) or "")
        return marked or self._filled(self._property(run, FILL))

    def _below(self, run: Element) -> str | None:
        """Return the colour of the paragraph, cell, box or page below; None where it cannot be told."""
        for holder in run.iterancestors(PARAGRAPH, CELL, TEXT_BOX):
            if holder.tag == TEXT_BOX:
                return _box_fill(holder)
            properties = holder.find(w("pPr" if holder.tag == PARAGRAPH else "tcPr"))
            filled = None if properties is None else self._filled(properties.find(FILL))
            if filled is None and holder.tag == CELL:
                filled = self._filled(self._tables.shading(holder))
            if filled is not None:
                return filled
        return _WHITE

    def _filled(self, shading: Element | None) -> str | None:
        if shading is None or attribute(shading) == "nil":
            return None
        solid = attribute(shading) == "solid"
        kind, themed = ("color", "themeColor") if solid else ("fill", "themeFill")
        fill = (self._theme.color(shading, themed) if shading.get(w(themed)) else None) or shading.get(w(kind))
        return None if fill in (None, "auto") and not solid else _BLACK if fill in (None, "auto") else fill


def _box_fill(box: Element) -> str | None:
    """Return the fill of the shape around a text box; None where a theme or a picture paints it."""
    shape = box.getparent()
    while shape is not None and shape.tag.rpartition("}")[2] not in ("wsp", "shape", "rect", "roundrect", "oval"):
        shape = shape.getparent()
    if shape is None:
        return None
    if not shape.tag.endswith("}wsp"):
        color = (shape.get("fillcolor") or "#FFFFFF").split()[0].lstrip("#")
        return _WHITE if shape.get("filled") in ("f", "false") else color if len(color) == len(_WHITE) else None
    properties = next((child for child in shape if child.tag.endswith("}spPr")), None)
    if properties is None or properties.find(_DRAWING + "noFill") is not None:
        return _WHITE
    return attribute(properties.find(f"{_DRAWING}solidFill/{_DRAWING}srgbClr"), "val")


def alike(color: str, other: str) -> bool:
    """Whether two colours (RRGGBB) cannot be told apart in print."""
    try:
        one, two = bytes.fromhex(color), bytes.fromhex(other)
    except ValueError:
        return False
    return len(one) == len(two) and all(abs(a - b) <= _FAINT for a, b in zip(one, two, strict=True))
