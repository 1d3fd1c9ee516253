"""What takes text away from where it stands: positions, offsets, clips, transforms, floats, boxes too small for what they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gongkai.readers.html.tracks import area_of, tracks_of

if TYPE_CHECKING:
    from gongkai.readers.html.look import Look, Style

_FAR = 400.0
"""Pixels beyond an edge from which on nothing of a short text is left on the page."""
_CLIPPED = re.compile(
    r"rect\(\s*(?:0|1px|0px)[\s,]+(?:0|1px|0px)[\s,]+(?:0|1px|0px)[\s,]+(?:0|1px|0px)\s*\)|"
    r"inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|ellipse\(\s*0|polygon\(\s*0(?:px|%)?\s+0(?:px|%)?(?:\s*,\s*0(?:px|%)?\s+0(?:px|%)?)*\s*\)"
)
_INSIDE = frozenset(("absolute", "fixed"))
_SIDEWAYS = re.compile(r"translate(?:x|3d)?\(\s*(-?[\d.]+)(px|em|rem|vw|%)?|translatey\(\s*(-?[\d.]+)(px|em|rem|vh|%)?")
_NOTHING_LEFT = re.compile(r"scale(?:x|y|3d)?\(\s*0?\.?0*\s*[,)]|matrix\(\s*0\s*,\s*0")
_IDENTITY = re.compile(
    r"(?:(?:translate(?:x|y|z|3d)?|rotate|skew[xy]?)\((?:\s*-?0(?:px|%|deg|em)?\s*,?)+\)|scale(?:3d)?\((?:\s*1\s*,?)+\)|\s)+"
)
_CELLS = frozenset(("td", "th"))
_PARTS = _CELLS | {"tr", "tbody", "thead", "tfoot", "table", "caption"}
_GRID_PLACES = (
    "grid-area",
    "grid-row",
    "grid-column",
    "grid-row-start",
    "grid-column-start",
    "grid-row-end",
    "grid-column-end",
)
_ASIDE = frozenset(("inline-block", "inline-table", "table-cell", "inline-grid", "inline-flex"))
_HIDES = frozenset(("hidden", "clip"))


def moved(look: Look, style: Style, tag: str) -> Look:
    """Return the look with what its place does to it."""
    if style("table-layout") and tag == "table":
        look = replace(look, fixed=style("table-layout") == "fixed")
    look = _positioned(look, style)
    look = _transformed(look, style)
    look = _laid_out(_boxed(_spaced(look, style), style), style)
    return replace(look, shuffled=True) if tag in _PARTS and _is_shuffled(look, style, tag) else look


def _laid_out(look: Look, style: Style) -> Look:
    """Follow the order of boxes side by side."""
    order = style("order")
    placed = any(style(name) for name in _GRID_PLACES)
    if order or placed:
        known = re.fullmatch(r"-?\d{1,6}", order or "0") is not None
        area = area_of(style) if known else None
        look = replace(look, order=int(order or "0") if known else 0, placed=placed or not known, area=area)
    if "grid" in look.flow:
        return replace(look, laid_out="apart", tracks=tracks_of(style))
    if "flex" not in look.flow:
        return look
    apart = any(
        style(name) not in {"", "0", "normal", "0px", "start", "flex-start", "left"}
        for name in ("gap", "column-gap", "justify-content")
    )
    direction = style("flex-direction") or "row"
    turned = style("flex-wrap") == "wrap-reverse"
    if style("flex-wrap") == "wrap" and direction == "row":
        look = replace(look, wraps=True)
    return replace(look, laid_out="?" if turned else f"apart-{direction}" if apart else direction)


def _is_shuffled(look: Look, style: Style, tag: str) -> bool:
    """Whether a table's part leaves the order of rows and columns in which it stands in the source."""
    if look.afloat or look.unknown or style("order") not in {"", "0"} or style("float") in {"left", "right"}:
        return True
    if look.placed:
        return True
    if tag in _CELLS:
        return look.flow != "table-cell"
    turned = (
        style("flex-direction").endswith("reverse")
        or style("flex-direction").startswith("column")
        or style("flex-wrap") == "wrap-reverse"
    )
    return "grid" in look.flow or ("flex" in look.flow and (turned or look.direction == "rtl"))


def _positioned(look: Look, style: Style) -> Look:
    position = style("position")
    if position not in {"", "static"}:
        look = replace(look, anchor=True)
    up = [
        style.pixels("margin-top", look.size, 800.0),
        style.pixels("top", look.size, 0.0) if position == "relative" else None,
    ]
    if any(one is not None and one <= -look.size for one in up):
        look = replace(look, pulled=True)
    if position in _INSIDE:
        if _CLIPPED.match(style("clip")):
            return replace(look, gone=True)
        offsets = [style.pixels(side, look.size, 1000.0) for side in ("left", "right", "top", "bottom")]
        given = [offset for offset in offsets if offset is not None]
        if any(offset <= -_FAR or offset >= 10 * _FAR for offset in given):
            return replace(look, gone=True)
        below = style("z-index").startswith("-")
        return replace(
            look, afloat=not below, odd=True, unknown=look.unknown or any(offset for offset in given), flow="block"
        )
    if position in {"relative", "sticky"}:
        return _shifted(look, style)
    if style("float") in {"left", "right"}:
        return replace(look, odd=True, flow="block")
    return look


def _shifted(look: Look, style: Style) -> Look:
    top, bottom = style.pixels("top", look.size, 0.0), style.pixels("bottom", look.size, 0.0)
    left, right = style.pixels("left", look.size, 1000.0), style.pixels("right", look.size, 1000.0)
    down = top if top is not None else -(bottom or 0.0)
    across = left if left is not None else -(right or 0.0)
    if abs(across) >= _FAR or abs(down) >= _FAR:
        return replace(look, gone=True)
    if abs(across) >= look.size or abs(down) > 1.6 * look.size:
        return replace(look, unknown=True)
    if across:
        look = replace(look, odd=True)
    if abs(down) >= 0.12 * look.size:
        look = replace(look, shift=-1 if down > 0 else 1, odd=False)
    return look


def _transformed(look: Look, style: Style) -> Look:
    value = style("transform")
    single = [style(name) for name in ("rotate", "scale", "translate")]
    if value not in {"", "none"} and look.flow != "inline":
        if _NOTHING_LEFT.search(value):
            return replace(look, gone=True)
        match = _SIDEWAYS.search(value)
        if (
            match
            and (match[2] or match[4]) != "%"
            and abs(float(match[1] or match[3])) * (1 if "px" in (match[2], match[4]) else 16) >= _FAR
        ):
            return replace(look, gone=True)
        if not _IDENTITY.fullmatch(value):
            look = replace(look, unknown=True)
    if any(one not in {"", "none", "0", "1", "0deg", "0px"} for one in single) and look.flow != "inline":
        look = replace(look, unknown=True, gone=look.gone or single[1] == "0")
    if style("clip-path") not in {"", "none"}:
        look = replace(look, gone=True) if _CLIPPED.match(style("clip-path")) else replace(look, unknown=True)
    drawn = [
        style(name)
        for name in ("filter", "mask", "mask-image", "mix-blend-mode", "text-security", "offset-path", "perspective")
    ]
    if any(one not in {"", "none", "normal"} for one in drawn) or style("zoom") not in {"", "normal", "1", "100%"}:
        faded = re.fullmatch(r"opacity\(\s*0?\.?0*%?\s*\)", style("filter"))
        look = replace(look, clear=True) if faded else replace(look, unknown=True)
    if style("content").startswith(("url(", "image-set(", "linear-gradient(")):
        look = replace(look, unknown=True)
    return look


def _spaced(look: Look, style: Style) -> Look:
    """Letters drawn over each other, pieces drawn over or far from each other, and lines indented out of sight."""
    letters = style.pixels("letter-spacing", look.size)
    if letters is not None and letters <= -0.25 * look.size:
        look = replace(look, unknown=True)
    indent = style.pixels("text-indent", look.size, 800.0)
    if indent is not None and indent <= -_FAR / 4 and look.flow != "inline":
        return replace(look, gone=True)
    inline = look.flow.startswith("inline")
    if inline and any(
        (style.pixels(f"padding-{side}", look.size, 800.0) or 0) >= 0.3 * look.size for side in ("left", "right")
    ):
        look = replace(look, odd=True)
    for side in ("left", "right", "top", "bottom"):
        margin = style.pixels(f"margin-{side}", look.size, 800.0)
        if margin is None or not margin:
            continue
        if margin <= -_FAR or margin >= 4 * _FAR:
            return replace(look, gone=True)
        if (inline and side in {"left", "right"} and not -0.1 < margin / look.size < 0.3) or margin <= -0.5 * look.size:
            look = replace(look, odd=True)
    return replace(look, odd=True) if style("display") in _ASIDE else look


def _boxed(look: Look, style: Style) -> Look:
    """A box that shows less than it holds: of no size, too narrow for a figure, or cut behind so many lines."""
    if look.flow == "inline" or not _HIDES & {style("overflow-x"), style("overflow-y")}:
        return look
    in_table = look.flow.startswith("table-")
    if in_table and not look.fixed:
        return look  # a cell grows with what it holds
    width = _least(style, "width", look.size)
    height = None if in_table else _least(style, "height", look.size)
    if (width is not None and width <= 2) or (height is not None and height <= 2):
        return replace(look, unknown=True) if in_table else replace(look, gone=True)
    indent = style.pixels("text-indent", look.size, width)
    if (height is not None and height < 0.8 * look.size) or (indent is not None and indent < -0.2 * look.size):
        look = replace(look, unknown=True)
    return look if width is None else replace(look, room=min(width, look.room or width))


def _least(style: Style, side: str, em: float) -> float | None:
    found = [style.pixels(name, em) for name in (side, f"max-{side}")]
    given = [value for value in found if value is not None]
    return min(given) if given else None
