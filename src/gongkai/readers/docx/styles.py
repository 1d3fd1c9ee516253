"""What paragraphs and runs inherit from their styles: numbering, outline level, how they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import regex
from msgspec import Struct

from gongkai.readers.docx.table_styles import TableStyles
from gongkai.readers.docx.xml import Element, attribute, number, switched_on, value, w

OUTLINE = w("outlineLvl")
UNPRINTED = (w("vanish"), w("strike"), w("dstrike"))
"""What takes a run out of the text: hidden, or struck through once or twice."""
ALIGNED, POSITION, COLOR, SIZE, HIGHLIGHT, FILL, FONTS, WIDTH, SPACING = (
    w(name) for name in ("vertAlign", "position", "color", "sz", "highlight", "shd", "rFonts", "w", "spacing")
)
_SHOWING = (*UNPRINTED, ALIGNED, POSITION, COLOR, SIZE, HIGHLIGHT, FILL, WIDTH, SPACING)
_USUAL_SIZE = 21  # half-points: that of Chinese documents where nothing is said
_HEADING = regex.compile(r"^(?:heading|标题) ?([1-9])$", regex.IGNORECASE)


class Style(Struct, frozen=True, kw_only=True):
    """A style with all that it inherits; ``family`` lists its id and those of the styles it is based on.

    ``level`` is the outline level 1 to 9, None for running text; ``list_id`` is ``w:numId``, ``list_level`` ``w:ilvl``.
    ``face`` holds what it says of how its runs are shown, by tag.
    """

    family: tuple[str, ...] = ()
    level: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    face: Mapping[str, Element] = MappingProxyType({})


PLAIN = Style()


class Styles:
    """The styles of one file, by id; ``tables`` are those of tables, ``colors`` the elements that colour whole paragraphs."""

    def __init__(self, root: Element | None, tables: TableStyles | None = None) -> None:
        self.tables = tables or TableStyles()
        found = [] if root is None else list(root.iter(w("style")))
        self._elements = {style.get(w("styleId"), ""): style for style in found}
        self._resolved: dict[str, Style] = {}
        default = (s for s in found if s.get(w("type")) == "paragraph" and s.get(w("default")) in ("1", "true", "on"))
        self._default = next((style.get(w("styleId"), "") for style in default), "")
        self.can_hide = root is not None and any(map(_may_hide, root.iter(*UNPRINTED, ALIGNED)))
        self.colors = () if root is None else tuple(filter(_is_of_paragraphs, root.iter(COLOR)))
        self.can_shift = root is not None and next(root.iter(POSITION), None) is not None
        default_size = None if root is None else root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{SIZE}")
        self.size = number(attribute(default_size), _USUAL_SIZE) or _USUAL_SIZE

    def get(self, style_id: str | None) -> Style:
        """Return the paragraph style called ``style_id``; the default style for None or an unknown id."""
        known = style_id if style_id in self._elements else self._default
        return self._get(known)

    def of_characters(self, style_id: str | None) -> Style:
        """Return the character style called ``style_id``; PLAIN for None or an unknown id."""
        return self._get(style_id) if style_id is not None and style_id in self._elements else PLAIN

    def _get(self, style_id: str) -> Style:
        if style_id not in self._resolved:
            self._resolved[style_id] = self._resolve(style_id)
        return self._resolved[style_id]

    def _resolve(self, style_id: str) -> Style:
        """Take each property from the nearest style of the chain that has it."""
        chain = dict(self._chain(style_id))
        if not chain:
            return PLAIN
        properties = [style.find(w("pPr")) for style in chain.values()]
        lists = [None if p is None else p.find(w("numPr")) for p in properties]
        faces = [face for style in chain.values() if (face := style.find(w("rPr"))) is not None]
        return Style(
            family=tuple(chain),
            level=next((level for style in chain.values() if (level := _own_level(style)) is not None), 0) or None,
            list_id=next((found for item in lists if (found := value(item, w("numId")))), None),
            list_level=next((n for item in lists if (n := number(value(item, w("ilvl")))) is not None), None),
            face={tag: said for tag in _SHOWING if (said := _nearest(faces, tag)) is not None},
        )

    def _chain(self, style_id: str) -> Iterator[tuple[str, Element]]:
        """Yield the style and its ancestors; a circle ends where it closes."""
        seen: set[str] = set()
        current: str | None = style_id
        while current and current not in seen and current in self._elements:
            seen.add(current)
            yield current, self._elements[current]
            current = value(self._elements[current], w("basedOn"))


def to_level(outline: Element | None) -> int | None:
    """Return the level 1 to 9 that ``w:outlineLvl`` declares, 0 where it declares running text, None without it."""
    declared = number(attribute(outline))  # counts from 0, says 9 for running text
    if declared is None:
        return None
    return declared + 1 if 0 <= declared <= 8 else 0


def _nearest(faces: list[Element], tag: str) -> Element | None:
    return next((found for face in faces if (found := face.find(tag)) is not None), None)


def _may_hide(item: Element) -> bool:
    """Whether what a style says may change how every run of a paragraph is shown; runs with a style of their own are looked into anyway."""
    return _is_of_paragraphs(item) and switched_on(item)


def _is_of_paragraphs(item: Element) -> bool:
    style = next(item.iterancestors(w("style")), None)
    return style is None or style.get(w("type")) != "character"


def _own_level(style: Element) -> int | None:
    declared = to_level(style.find(f"{w('pPr')}/{OUTLINE}"))
    if declared is not None:
        return declared
    name = _HEADING.match((value(style, w("name")) or "").strip())
    return int(name[1]) if name else None
