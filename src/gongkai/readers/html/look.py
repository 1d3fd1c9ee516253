"""How an element is shown: what it inherits, what its own declarations change, and what that does to a figure inside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from gongkai.readers.html.colours import Colour, colour_of
from gongkai.readers.html.declarations import Declared
from gongkai.readers.html.lengths import length
from gongkai.readers.html.moved import moved
from gongkai.readers.html.ruled import is_ruled
from gongkai.readers.html.tracks import Area, share_of

_INLINE_LEVEL = frozenset(("inline", "inline-block", "inline-flex", "inline-grid", "inline-table", "contents", "ruby"))
_OF_TABLES = MappingProxyType(
    {"td": "table-cell", "th": "table-cell", "tr": "table-row", "table": "table", "tbody": "table-row-group"}
    | {"thead": "table-header-group", "tfoot": "table-footer-group", "caption": "table-caption"}
)
_STRUCK = frozenset(("del", "s", "strike"))
_SHIFTED = MappingProxyType({"sup": 1, "sub": -1})
_SIZES = MappingProxyType(
    {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0}
)
_FONT_SIZES = (10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0)
_SMALL_TAGS = MappingProxyType({"sup": 0.83, "sub": 0.83, "small": 0.83, "big": 1.2})
_TINY = 0.5  # pixels: nothing is seen
SPECK = 4.0  # pixels: something is seen, but it cannot be read
_FAINT = 0.1  # opacity; what is that pale cannot be read
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_NEXT = Area()
_RESETS = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))


class Look(Struct, frozen=True):
    """How text directly inside an element is shown.

    ``gone``: not there, it takes no room; ``clear``: it takes room, nothing is seen; ``shift``: 1 raised, -1 lowered, ``by_tag``
    where the element's name says so; ``reads``: ``reversed`` or nothing; ``ink`` and ``paper``: colours, None where not known;
    ``size``: pixels of the font; ``odd``: it stands in a way that is not followed, harmless alone but not beside other pieces of a
    figure; ``unknown``: which characters are seen cannot be told; ``afloat``: it lies over the page; ``anchor``: what floats in it
    is placed by its edges; ``painted``: it has a ground of its own; ``pulled``: it stands over what comes before it; ``room``:
    pixels behind which text is cut off; ``fixed``: in a table whose columns keep their width; ``unlisted``: the items of lists
    have no numbers; ``shuffled``: a part of a table that stands elsewhere than in its order; ``order``, ``placed``: its place
    among its likes in a flex or grid box; ``laid_out``: how such a box lays out what it holds, ``?`` where that is not followed;
    ``tracks``, ``area``: the columns of a grid box, and its own place in one, None where that is not followed; ``wraps``, ``share``: it
    lays out boxes in lines, and the percent of one that it takes itself;
    ``plain``: all text in it is shown as it stands; ``flow``: how the element itself is laid out.
    """

    gone: bool = False
    visible: bool = True
    clear: bool = False
    struck: bool = False
    shift: int = 0
    by_tag: bool = False
    reads: str = ""
    direction: str = "ltr"
    ink: Colour | None = (0.0, 0.0, 0.0)
    paper: Colour | None = (1.0, 1.0, 1.0)
    size: float = 16.0
    odd: bool = False
    unknown: bool = False
    afloat: bool = False
    anchor: bool = False
    painted: bool = False
    pulled: bool = False
    letters: str = ""
    room: float | None = None
    fixed: bool = False
    unlisted: bool = False
    shuffled: bool = False
    order: int = 0
    placed: bool = False
    laid_out: str = ""
    tracks: int = 0
    area: Area | None = Area()
    wraps: bool = False
    share: float = 0.0
    plain: bool = True
    flow: str = "inline"
    variables: Mapping[str, str] = MappingProxyType({})

    @property
    def seen(self) -> bool:
        """Whether text in it is seen at all."""
        return self.visible and not (self.gone or self.clear or self.struck or self.size < _TINY or self.same_colour)

    @property
    def same_colour(self) -> bool:
        """Whether the text has the colour of what it stands on."""
        if self.ink is None or self.paper is None:
            return False
        return max(abs(a - b) for a, b in zip(self.ink, self.paper, strict=True)) < 0.05


PAGE = Look()


def enter(around: Look, tag: str, given: Declared, flow: str) -> Look:
    """Return the look of an element in a place that looks like ``around``, given all that is declared for it.

    ``flow`` is how such elements are laid out where nothing is declared.
    """
    style = Style(given, around)
    flow = style("display") or flow
    look = replace(
        around,
        flow=flow,
        afloat=False,
        shuffled=False,
        order=0,
        placed=False,
        laid_out="",
        tracks=0,
        area=_NEXT,
        wraps=False,
        share=share_of(style) if around.wraps else 0.0,
        size=_size(style, tag, around.size),
        variables=style.variables,
        by_tag=False,
    )
    if flow == "none" or style("content-visibility") == "hidden" or _is_of_word(style):
        return replace(look, gone=True, plain=False)
    if listed := style("list-style-type"):
        look = replace(look, unlisted="none" in listed.split())
    look = _visibility(look, style)
    look = _colours(look, style)
    look = _marked(look, style, tag)
    look = moved(_direction(look, style), style, tag)
    plain = look.seen and not (
        look.shift or look.reads or look.odd or look.unknown or look.letters or look.room is not None
    )
    return replace(look, plain=plain and look.size >= SPECK)


class Style:
    """What is declared for one element: ``style(name)`` is a value in lower case, "" where there is none that says something."""

    def __init__(self, given: Declared, around: Look) -> None:
        self._given = given
        own = {name: value for name, (value, _) in given.items() if name[:2] == "--"}
        self.variables: Mapping[str, str] = {**around.variables, **own} if own else around.variables

    def __call__(self, name: str) -> str:
        """Return the value of a property."""
        found = self._given.get(name)
        if found is None:
            return ""
        value = found[0]
        for _ in range(4):
            if "var(" not in value:
                break
            value = _VARIABLE.sub(lambda m: self.variables.get(m[1], m[2] or ""), value).strip()
        return "" if value in _RESETS else value

    def pixels(self, name: str, em: float, whole: float | None = None) -> float | None:
        """Return a length in pixels, None where there is none; ``whole`` is what 100 % is."""
        return length(self(name), em, whole)


def flow_of(tag: str, blocks: frozenset[str]) -> str:
    """Return how a browser lays an element out of itself."""
    return _OF_TABLES.get(tag) or ("block" if tag in blocks else "inline")


def is_inline(flow: str) -> bool:
    """Whether what is laid out so stands within a line."""
    return flow in _INLINE_LEVEL


def _is_of_word(style: Style) -> bool:
    """Whether Word keeps it from being printed."""
    return style("mso-hide") == "all" or style("mso-element").startswith(("comment", "header", "footer"))


def _size(style: Style, tag: str, around: float) -> float:
    value = style("font-size")
    if value in _SIZES:
        return _SIZES[value]
    if value in {"smaller", "larger"}:
        return around * (0.83 if value == "smaller" else 1.2)
    if value:
        found = length(value, around, around)
        return around if found is None else max(found, 0.0)
    return around * _SMALL_TAGS.get(tag, 1.0)


def _visibility(look: Look, style: Style) -> Look:
    value = style("visibility")
    if value:
        look = replace(look, visible=value == "visible")
    opacity = length(style("opacity"), 1.0, 1.0, bare=True)
    return replace(look, clear=True) if opacity is not None and opacity <= _FAINT else look


def _colours(look: Look, style: Style) -> Look:
    paper, ink = look.paper, look.ink
    value = style("background-color")
    found = None
    if value:
        found = colour_of(value)
        if found is None or found[1] > 0.9:
            paper = found[0] if found else None
        elif found[1] > _FAINT:
            paper = None
    drawn = style("background-image") not in {"", "none"}
    if drawn or (value and (found is None or found[1] > _FAINT)):
        look = replace(look, painted=True)
    if drawn:
        paper = None
    look = replace(look, unknown=True) if is_ruled(style, inside=is_inline(look.flow)) else look
    value = style("text-fill-color") or style("color")
    clear = look.clear
    unknown = look.unknown
    if value and value != "currentcolor":
        found = colour_of(value)
        if found is not None and found[1] <= _FAINT:
            painted = style("text-shadow") not in {"", "none"} or style("background-clip") == "text"
            clear, unknown = clear or not painted, unknown or painted
        ink = found[0] if found is not None and found[1] > _FAINT else None
    if (paper, ink, clear, unknown) == (look.paper, look.ink, look.clear, look.unknown):
        return look
    return replace(look, paper=paper, ink=ink, clear=clear, unknown=unknown)


def _marked(look: Look, style: Style, tag: str) -> Look:
    line = style("text-decoration-line")
    if "line-through" in line or (tag in _STRUCK and not line):
        look = replace(look, struck=True)
    shift, odd, by_tag = look.shift, look.odd, False
    value = style("vertical-align")
    offset = length(value, look.size, look.size)
    if value in {"super", "sub"}:
        shift = 1 if value == "super" else -1
    elif value in {"top", "text-top", "bottom", "text-bottom"} and is_inline(look.flow):
        odd = True
    elif value and offset is not None and abs(offset) >= 0.1 * look.size:
        shift = 1 if offset > 0 else -1
    elif not value and tag in _SHIFTED:
        shift, by_tag = _SHIFTED[tag], True
    elif tag in _SHIFTED and not style("top") and not style("bottom"):
        odd = True  # a reset took the mark its height: a person sees a digit more
    raised = length(style("mso-text-raise"), look.size, look.size)
    if raised:
        shift = 1 if raised > 0 else -1
    letters = style("text-transform") or look.letters
    if style("font-variant-position") in {"super", "sub"} or re.search(
        r"sups|subs|sinf", style("font-feature-settings")
    ):
        shift = -1 if "sub" in style("font-variant-position") + style("font-feature-settings") else 1
    if (shift, odd, letters, by_tag) == (look.shift, look.odd, look.letters, look.by_tag):
        return look
    return replace(look, shift=shift, odd=odd, letters=letters, by_tag=by_tag)


def _direction(look: Look, style: Style) -> Look:
    direction = style("direction") or look.direction
    bidi = style("unicode-bidi")
    reads = look.reads
    if bidi in {"bidi-override", "isolate-override"}:
        reads = "reversed" if direction == "rtl" else ""
    if bidi == "plaintext":
        direction = "ltr"
    if (direction, reads) == (look.direction, look.reads):
        return look
    return replace(look, direction=direction, reads=reads, odd=look.odd or direction == "rtl" or bool(reads))


def hints(tag: str, attributes: Mapping[str, str | None]) -> Declared:
    """Return what the attributes of old HTML, and those that every element may have, say in the words of CSS."""
    made: dict[str, tuple[str, bool]] = {}
    if "hidden" in attributes:
        made["display"] = ("none", False)
    if colour := attributes.get("bgcolor"):
        made["background-color"] = (_old_colour(colour), False)
    if attributes.get("background"):
        made["background-image"] = ("url", False)
    direction = (attributes.get("dir") or "").strip().lower()
    if direction in {"rtl", "ltr"}:
        made["direction"] = (direction, False)
        if tag == "bdo":
            made["unicode-bidi"] = ("isolate-override", False)
    if tag == "font":
        if colour := attributes.get("color"):
            made["color"] = (_old_colour(colour), False)
        size = (attributes.get("size") or "").strip()
        if match := re.fullmatch(r"([+-]?)(\d)", size):
            number = int(match[2]) if not match[1] else 3 + int(size)
            made["font-size"] = (f"{_FONT_SIZES[max(1, min(7, number)) - 1]}px", False)
    return made


def _old_colour(value: str) -> str:
    plain = value.strip().lower()
    return f"#{plain}" if re.fullmatch(r"[0-9a-f]{6}", plain) else plain
