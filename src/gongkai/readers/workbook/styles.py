"""What the styles of a workbook do to its cells: number format, struck, raised, white on white."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec
from msgspec import Struct

from gongkai.readers.workbook.formats import GENERAL, built_in
from gongkai.readers.workbook.package import Element, child, local
from gongkai.text.shown import Shown

_T = TypeVar("_T")
_WHITE = frozenset({"FFFFFF"})
BLACK = "000000"
_NAMED = {  # the grounds and letters of themes, and the old palette's first colours, which stand twice in it
    **{"theme 0 ": "FFFFFF", "theme 1 ": BLACK, "indexed 64 ": BLACK, "indexed 65 ": "FFFFFF"},
    **{
        f"indexed {index + again} ": colour
        for index, colour in enumerate((BLACK, "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF"))
        for again in (0, 8)
    },
}
_WHITE_BY_FORMAT = ("[white]", "[color2]")  # of some numbers only, perhaps
_SPECK = 2.0  # points: letters of this size are specks
SMALLER = (
    0.75  # of the largest digits of a cell: such beside them are a mark, or a part of the figure, and nobody can tell
)


class Style(Struct, frozen=True):
    """How a cell, or a run in it, is shown. ``white`` is its colour; on a ``filled`` cell that can be read; ``indent`` counts steps.

    ``color`` and ``ground`` are the colours of its letters and of its fill: RRGGBB, or as the file names them; "" where it says none.
    ``size`` is in points.
    """

    code: str = GENERAL
    struck: bool = False
    raised: bool = False
    lowered: bool = False
    white: bool = False
    filled: bool = False
    indent: int = 0
    color: str = ""
    ground: str = ""
    size: float | None = None


PLAIN = Style()


def shown_as(style: Style) -> Shown:
    """Say how text of that style is shown. Black in a black cell is covered: something is there; in another colour of its own it is not."""
    if style.struck:
        return "struck"
    if style.ground == BLACK and style.color in ("", BLACK):
        return "unknown"
    if (style.white and not style.filled) or (style.color and style.color == style.ground):
        return "hidden"
    if style.size is not None and style.size <= _SPECK:
        return "hidden"
    if any(said in style.code.lower() for said in _WHITE_BY_FORMAT):
        return "unknown"
    return "raised" if style.raised else "lowered" if style.lowered else "plain"


class Styles:
    """The styles of an Office Open XML workbook by their numbers."""

    def __init__(self, root: Element | None) -> None:
        codes = {item.get("numFmtId", ""): item.get("formatCode", "") for item in _items(root, "numFmts")}
        fonts = [_font(font, PLAIN) for font in _items(root, "fonts")]
        fills = [(_is_filled(fill), _ground(fill)) for fill in _items(root, "fills")]
        self._hiding = [_hides(dxf) for dxf in _items(root, "dxfs")]
        self._styles = [_style(xf, codes, fonts, fills) for xf in _items(root, "cellXfs")]

    def of(self, number: str | None) -> Style:
        """Return the style of a cell that names it by number; the first one where it names none."""
        index = int(number) if number and number.isascii() and number.isdigit() else 0
        return self._styles[index] if index < len(self._styles) else PLAIN

    def may_hide(self, number: str | None) -> bool:
        """Whether a conditional format, by its number, hides, strikes or rewrites what it applies to."""
        return _at(self._hiding, number, False) if number else False

    def run(self, properties: Element | None, cell: Style) -> Style:
        """Return the style of a run: its own font where it has one, on the cell's ground."""
        if properties is None:
            return cell
        return msgspec.structs.replace(_font(properties, PLAIN), code=cell.code, filled=cell.filled, ground=cell.ground)


def _items(root: Element | None, name: str) -> Iterable[Element]:
    parent = child(root, name)
    return () if parent is None else parent


def _style(xf: Element, codes: dict[str, str], fonts: list[Style], fills: list[tuple[bool, str]]) -> Style:
    number = xf.get("numFmtId", "0")
    font = _at(fonts, xf.get("fontId"), PLAIN)
    code = codes.get(number) or built_in(int(number) if number.isascii() and number.isdigit() else 0)
    alignment = child(xf, "alignment")
    steps = alignment.get("indent", "0") if alignment is not None else "0"
    indent = int(steps) if steps.isascii() and steps.isdigit() else 0
    filled, ground = _at(fills, xf.get("fillId"), (False, ""))
    return msgspec.structs.replace(font, code=code, filled=filled, ground=ground, indent=indent)


def _at(items: list[_T], number: str | None, default: _T) -> _T:
    index = int(number) if number and number.isascii() and number.isdigit() else 0
    return items[index] if index < len(items) else default


def _font(font: Element, base: Style) -> Style:
    said = {local(item): item for item in font}
    place = said["vertAlign"].get("val") if "vertAlign" in said else ""
    strike = said.get("strike")
    return msgspec.structs.replace(
        base,
        struck=strike is not None and strike.get("val", "1") not in ("0", "false"),
        raised=place == "superscript",
        lowered=place == "subscript",
        white=_is_white(said.get("color")),
        color=_name(said.get("color")),
        size=_size(said.get("sz")),
    )


def _size(item: Element | None) -> float | None:
    try:
        return None if item is None else float(item.get("val", ""))
    except ValueError:
        return None


def _name(colour: Element | None) -> str:
    """Return a name that two elements of one colour share; "" where it is automatic."""
    if colour is None:
        return ""
    if colour.get("rgb"):
        return colour.get("rgb", "")[-6:].upper()
    said = next((f"{kind} {colour.get(kind)}" for kind in ("theme", "indexed") if colour.get(kind)), "")
    shade = f"{said} {colour.get('tint', '')}" if said else ""
    return _NAMED.get(shade, shade)


def _ground(fill: Element) -> str:
    pattern = child(fill, "patternFill")
    return _name(child(pattern, "fgColor")) if pattern is not None and pattern.get("patternType") == "solid" else ""


def _hides(dxf: Element) -> bool:
    """Whether a conditional format does more than to paint: another number format, white or struck letters, or such of its own ground."""
    font, fill = child(dxf, "font"), child(dxf, "fill")
    look = PLAIN if font is None else _font(font, PLAIN)
    pattern = None if fill is None else child(fill, "patternFill")
    ground = "" if pattern is None else _name(child(pattern, "bgColor"))
    swallowed = look.white and ground in ("", *_WHITE)
    return child(dxf, "numFmt") is not None or look.struck or swallowed or bool(look.color and look.color == ground)


def _is_white(colour: Element | None) -> bool:
    """Whether a colour is white: as RGB, as the ninth of the old palette, or as the theme's ground, tinted by nothing."""
    if colour is None:
        return False
    if colour.get("rgb") is not None:
        return colour.get("rgb", "")[-6:].upper() in _WHITE
    tinted = colour.get("tint", "0").strip("0.") != ""
    return (colour.get("indexed") in ("1", "9") or colour.get("theme") == "0") and not tinted


def _is_filled(fill: Element) -> bool:
    """Whether a cell has a ground that is not white."""
    pattern = child(fill, "patternFill")
    if pattern is None:
        return child(fill, "gradientFill") is not None
    if pattern.get("patternType", "none") == "none":
        return False
    ground = child(pattern, "fgColor") if pattern.get("patternType") == "solid" else None
    return not _is_white(ground)
