"""Shapes that float over a page in front of its text: which rows of tables they may lie over.

Where a shape is anchored does not say what it covers, and no page is laid out here. So all lines are taken as low as they may be: rows
that a shape could reach may be covered, and what they show is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from gongkai.readers.docx.xml import (
    ALTERNATE,
    BLIP,
    CELL,
    IMAGE_DATA,
    PARAGRAPH,
    ROW,
    TABLE,
    TEXT,
    TEXT_PATH,
    TRANSPARENT,
    Element,
    attribute,
    branches,
    is_invisible,
    number,
    w,
)

_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML, _OFFICE_WORD = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:word}"
_ANCHOR, _PICT, _WRAP = _PLACED + "anchor", w("pict"), _OFFICE_WORD + "wrap"
_MAY_FLOAT = (b":anchor ", b":anchor>", b"position:absolute", b"position: absolute")
_EMU = 12_700  # in a point
_UNITS = MappingProxyType({"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 1.0})
_LENGTH = re.compile(r"(-?[\d.]+)(pt|in|cm|mm|px|)$")
_LOCAL = ("paragraph", "line", "text", "")
# How low a line or a row is taken to be, in points, and how many letters a line holds: no report has lower rows. Where a page says where a
# shape stands, and so hardly anything is known, usual lines of reports.
_LOWEST, _USUAL = (9.0, 60), (18.0, 36)
_PAGE = 842.0  # how far what is placed by its page may be from where it is anchored
_SEAL = 150.0  # the same of a picture: seals are anchored in the signature, far behind the tables
_OWN = 40.0  # of what is anchored in a cell and is no higher, and no wider than the cell, nothing lies elsewhere
_SLACK = 6.0  # points by which it may stand out: the cell's own margins


class _Shape(Struct, frozen=True):
    """How far a shape reaches above and below the top of what it is anchored in, and ``across``, from its left side to the shape's sides,
    if known. ``local``: both are told by the text around it, and not by its page.
    """

    up: float
    down: float
    across: tuple[float, float] | None
    local: bool = True

    def lines(self, reach: float) -> int:
        """Return how many rows a reach may hold."""
        return int(max(0.0, reach) // self.line[0]) + (reach > 0)

    @property
    def line(self) -> tuple[float, int]:
        """Height and letters of a line on the way."""
        return _LOWEST if self.local else _USUAL


def covered_rows(root: Element, data: bytes) -> frozenset[Element]:
    """Return the rows over which something may lie that floats; ``data`` is the part as stored."""
    if not any(said in data for said in _MAY_FLOAT):
        return frozenset()
    found: set[Element] = set()
    for holder, shape in _shapes(root):
        inside = next(holder.iterancestors(TABLE), None)
        cell = next(holder.iterancestors(CELL), None)
        if cell is not None and _stays_in(cell, shape):
            continue
        story, at = _story(holder if inside is None else inside)
        if at is None:
            continue
        if inside is None:
            found.update(_reached(story[at:], shape.down, shape.line))
            found.update(_reached(reversed(story[:at]), shape.up, shape.line, back=True))
        else:
            rows = list(inside.iter(ROW))
            own = next((i for i, row in enumerate(rows) if row in holder.iterancestors(ROW)), 0)
            found.update(rows[max(0, own - shape.lines(shape.up)) : own + 1 + shape.lines(shape.down)])
    return frozenset(found)


def _stays_in(cell: Element, shape: _Shape) -> bool:
    width = number(attribute(cell.find(f"{w('tcPr')}/{w('tcW')}"), w("w")))
    if shape.across is None or width is None or shape.up > _SLACK or shape.down > _OWN:
        return False
    return shape.across[0] >= -_SLACK and shape.across[1] <= width / 20 + _SLACK


def _reached(
    story: Iterable[Element], reach: float, line: tuple[float, int], *, back: bool = False
) -> Iterator[Element]:
    """Yield the rows within a reach; each paragraph and row on the way takes a part of it."""
    for item in story:
        if reach <= 0:
            return
        if item.tag == PARAGRAPH:
            letters = sum(len(text.text or "") for text in item.iter(TEXT))
            reach -= line[0] * max(1, letters // line[1])
            continue
        rows = list(item.iter(ROW))
        for row in reversed(rows) if back else rows:
            if reach <= 0:
                return
            yield row
            reach -= line[0]


def _story(item: Element) -> tuple[list[Element], int | None]:
    """Return the paragraphs and tables among which an item stands, and which of them it is."""
    parent = item.getparent()
    while parent is not None and (parent.tag in TRANSPARENT or parent.tag.startswith(ALTERNATE.partition("}")[0])):
        parent = parent.getparent()
    story = [] if parent is None else list(_flat(parent))
    return story, next((at for at, each in enumerate(story) if each is item), None)


def _flat(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag in TRANSPARENT:
            yield from _flat(child)
        elif child.tag == ALTERNATE:
            for branch in branches(child):
                yield from _flat(branch)


def _shapes(root: Element) -> Iterator[tuple[Element, _Shape]]:
    """Yield what floats in front of the text, each with the paragraph that it is anchored in."""
    for item in root.iter(_ANCHOR, _PICT):
        holder = next(item.iterancestors(PARAGRAPH), None)
        if holder is not None:
            shapes = _anchored(item) if item.tag == _ANCHOR else _pictured(item)
            yield from ((holder, shape) for shape in shapes)


def _anchored(anchor: Element) -> Iterator[_Shape]:
    """Yield the shape of a drawing, where text does not flow around it and it shows something."""
    if anchor.find(_PLACED + "wrapNone") is None or anchor.get("behindDoc") in ("1", "true", "on"):
        return
    if is_invisible(anchor) or not _shows(anchor):
        return
    extent = anchor.find(_PLACED + "extent")
    high, wide = ((number(None if extent is None else extent.get(side)) or 0) / _EMU for side in ("cy", "cx"))
    down, across = (anchor.find(_PLACED + name) for name in ("positionV", "positionH"))
    top, left = _offset(down), _offset(across)
    if anchor.get("simplePos") in ("1", "true", "on"):
        top = None
    is_picture = next(anchor.iter(TEXT), None) is None and next(anchor.iter(BLIP), None) is not None
    yield _shape(top, high, None if left is None else (left, left + wide), _SEAL if is_picture else _PAGE)


def _offset(position: Element | None) -> float | None:
    """Return how far a shape stands from what it is anchored in; None where a page or margin is what counts."""
    if position is None or position.get("relativeFrom") not in ("paragraph", "line", "column", "character"):
        return None
    offset = position.find(_PLACED + "posOffset")
    said = number(None if offset is None else (offset.text or "").strip())
    return None if said is None else said / _EMU


def _shape(top: float | None, high: float, across: tuple[float, float] | None, most: float) -> _Shape:
    return _Shape(most, most, None, False) if top is None else _Shape(-top, top + high, across)


def _pictured(pict: Element) -> Iterator[_Shape]:
    """Yield the shapes of the older kind (VML)."""
    for item in pict:
        style = dict(part.split(":", 1) for part in item.get("style", "").replace(" ", "").split(";") if ":" in part)
        wrap = next(item.iter(_WRAP), None)
        flows = wrap is not None and wrap.get("type", "none") != "none"
        behind = style.get("z-index", "").startswith("-")
        if style.get("position") != "absolute" or flows or behind or style.get("visibility") == "hidden":
            continue
        if _shows_anything(item):
            local = style.get("mso-position-vertical-relative", "") in _LOCAL and "mso-position-vertical" not in style
            top = _length(style, "margin-top") + _length(style, "top") if local else None
            left = _length(style, "margin-left") + _length(style, "left")
            yield _shape(top, _length(style, "height"), (left, left + _length(style, "width")), _most(item))


def _most(item: Element) -> float:
    return _SEAL if next(item.iter(IMAGE_DATA), None) is not None and next(item.iter(TEXT), None) is None else _PAGE


def _length(style: Mapping[str, str], name: str) -> float:
    found = _LENGTH.match(style.get(name, "0"))
    return float(found[1]) * _UNITS[found[2]] if found and found[1].strip("-.") else 0.0


def _shows(anchor: Element) -> bool:
    """Whether a drawing shows more than a frame without text: a fill, text, a picture, lines."""
    if any((text.text or "").strip() for text in anchor.iter(TEXT)):
        return True
    properties = [each for each in anchor.iter() if isinstance(each.tag, str) and each.tag.endswith("}spPr")]
    return not properties or any(_is_ink(each) for each in properties) or next(anchor.iter(BLIP), None) is not None


def _is_ink(properties: Element) -> bool:
    shape = properties.find(_DRAWING + "prstGeom")
    is_line = shape is None or "ine" in shape.get("prst", "") or "onnector" in shape.get("prst", "")
    return is_line or properties.find(_DRAWING + "noFill") is None


def _shows_anything(item: Element) -> bool:
    if any((text.text or "").strip() for text in item.iter(TEXT)) or item.tag == _VML + "line":
        return True
    named = item.get("type", "").endswith(("_t20", "_t32"))  # lines
    pictured = next(item.iter(IMAGE_DATA, TEXT_PATH), None) is not None
    return named or pictured or (item.tag != _VML + "shapetype" and item.get("filled") not in ("f", "false"))
