"""How a run of a Word file is shown: raised, lowered, struck, hidden by its colour or size, or set in a font of pictures.

Only runs that say something unusual are looked into; a search through the part's bytes tells whether there may be any.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import regex

from gongkai.readers.docx.ground import Ground, alike
from gongkai.readers.docx.styles import (
    ALIGNED,
    COLOR,
    FONTS,
    HIGHLIGHT,
    POSITION,
    SIZE,
    SPACING,
    UNPRINTED,
    WIDTH,
    Styles,
)
from gongkai.readers.docx.symbols import is_picture_font
from gongkai.readers.docx.table_styles import TableLooks
from gongkai.readers.docx.theme import Theme
from gongkai.readers.docx.xml import PARAGRAPH, RUN, TEXT, Element, attribute, number, switched_on, w
from gongkai.text.shown import Shown

_PARAGRAPH_STYLE, _RUN_STYLE, _RUN_PROPERTIES = w("pPr") + "/" + w("pStyle"), w("rStyle"), w("rPr")
_ALIGNMENTS: Mapping[str, Shown] = {"superscript": "raised", "subscript": "lowered"}
_COLORS = regex.compile(rb'<w:color\b[^>]*?\bw:val="([0-9A-Fa-f]{6})"')
_FILLS = regex.compile(rb'\bw:fill="([0-9A-Fa-f]{6})"')
_TINY = regex.compile(rb'<w:sz w:val="[0-4]"')
_SQUEEZED = (b"<w:w w:val=", b'<w:spacing w:val="-')
_FACES = re.compile(  # a third of the time that regex takes
    rb'"(?:Wingdings|Webdings|MT Extra|ZapfDingbats|Symbol)'
)
_NAMES = ("ascii", "hAnsi", "eastAsia", "cs")
_SPECK = 4  # half-points: a figure of two points is a speck
_NARROWEST = 20  # percent: a digit that is squeezed more is a stroke
_CRAMPED = (
    3  # twentieths of a point for each half-point of size: digits set so much nearer to each other lie in each other
)
_LEAST_SHIFT = 3  # half-points: less cannot be seen beside figures of one size
_SMALLER = 0.75  # Word sets a raised character at two thirds
_NARROW = regex.compile(rb"(?:\xef\xbb\xbf)?\s*<[?!\w]")  # how a part begins whose letters of ASCII take a byte each
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TEXT_FILL = _WORD_2010 + "textFill"


class Looks:
    """How the runs of one part are shown. ``shown`` holds those that are not plain."""

    def __init__(self, root: Element, styles: Styles, data: bytes, theme: Callable[[], Theme]) -> None:
        """``data`` is the part as stored, ``theme`` loads the file's colours."""
        self._root, self._styles, self._data = root, styles, data
        self._tables = TableLooks(styles.tables, data)
        self._ground = Ground(self._property, self._tables, theme)

    @cached_property
    def shown(self) -> dict[Element, Shown]:
        """Every run that is not plain, with how it is shown."""
        found: dict[Element, Shown] = {}
        found |= {run: shown for run in self._candidates() if (shown := self._shown(run)) != "plain"}
        for paragraph in {p for p in map(_paragraph_of, self._shifted()) if p is not None}:
            found |= {run: shown for run, shown in self._offsets(paragraph) if run not in found}
        return found

    def _candidates(self) -> Iterator[Element]:
        """Yield the runs that may be shown otherwise; some of them more than once."""
        fills = {"FFFFFF", *(fill.decode() for fill in _FILLS.findall(self._data))}
        if self._styles.can_hide or self._tables.matter or self._ground.may_swallow(self._styles.colors, fills):
            yield from self._root.iter(RUN)
            return
        tags = [*UNPRINTED, ALIGNED, _RUN_STYLE]
        colors = {color.decode() for color in _COLORS.findall(self._data)}
        if b"w:themeColor=" in self._data or any(alike(color, fill) for color in colors for fill in fills):
            tags.append(COLOR)
        tags += [WIDTH, SPACING] if any(said in self._data for said in _SQUEEZED) else []
        tags += [SIZE] if _TINY.search(self._data) else []
        tags += [HIGHLIGHT] if b"<w:highlight" in self._data else []
        tags += [FONTS] if _FACES.search(self._data) else []
        tags += [_TEXT_FILL] if b"textFill" in self._data else []
        said = [tag for tag in tags if self._may_hold(tag)]
        for item in self._root.iter(*said) if said else ():
            holder = item.getparent()
            owner = holder.getparent() if holder is not None and holder.tag == _RUN_PROPERTIES else None
            if owner is not None and owner.tag == RUN:
                yield owner

    def _may_hold(self, tag: str) -> bool:
        """Whether the part's bytes name an element; where a letter takes several bytes, they do not tell."""
        return tag.rpartition("}")[2].encode() in self._data or _NARROW.match(self._data) is None

    def _shown(self, run: Element) -> Shown:
        if any(switched_on(self._property(run, tag)) for tag in UNPRINTED[1:]):
            return "struck"
        if switched_on(self._property(run, UNPRINTED[0])) or self._is_speck(run):
            return "hidden"
        fonts = self._property(run, FONTS)
        if fonts is not None and any(is_picture_font(fonts.get(w(name)) or "") for name in _NAMES):
            return "unknown"
        if self._is_squeezed(run):
            return "unknown"
        painted = self._ground.hides(run)
        if painted != "plain":
            return painted
        return _ALIGNMENTS.get(attribute(self._property(run, ALIGNED)) or "", "plain")

    def _is_speck(self, run: Element) -> bool:
        size = number(attribute(self._property(run, SIZE)))
        return size is not None and size <= _SPECK

    def _is_squeezed(self, run: Element) -> bool:
        """Whether the characters of a run are too narrow, or too near to each other, to be told."""
        width = number(attribute(self._property(run, WIDTH)))
        nearer = number(attribute(self._property(run, SPACING)), 0) or 0
        return (width is not None and width < _NARROWEST) or -nearer > _CRAMPED * self._size(run)

    def _property(self, run: Element, tag: str) -> Element | None:
        """Return what a run says of itself, or what its styles say."""
        own = run.find(_RUN_PROPERTIES)
        if own is not None and (said := own.find(tag)) is not None:
            return said
        face = self._styles.of_characters(attribute(None if own is None else own.find(_RUN_STYLE))).face
        if tag in face:
            return face[tag]
        paragraph = _paragraph_of(run)
        style = None if paragraph is None else attribute(paragraph.find(_PARAGRAPH_STYLE))
        face = self._styles.get(style).face
        return face[tag] if tag in face else self._tables.run_property(run, tag)

    # --- positions and sizes, which count against those of the neighbours ---

    def _shifted(self) -> Iterator[Element]:
        if self._styles.can_shift:
            yield from self._root.iter(RUN)
        elif b"<w:position" in self._data:
            yield from self._root.iter(POSITION)

    def _offsets(self, paragraph: Element) -> Iterator[tuple[Element, Shown]]:
        """Yield the runs that stand higher or lower than most of their paragraph: a line that is moved as a whole is plain."""
        runs = {run: self._height(run) for run in paragraph.iter(RUN) if _length(run)}
        if len(set(runs.values())) < 2:
            return
        letters: Counter[int] = Counter()
        for run, height in runs.items():
            letters[height] += _length(run)
        base = letters.most_common(1)[0][0]
        largest = max(self._size(run) for run, height in runs.items() if height == base)
        for run, height in runs.items():
            small = self._size(run) <= _SMALLER * largest
            if height != base and (abs(height - base) >= _LEAST_SHIFT or small):
                yield run, "raised" if height > base else "lowered"

    def small_digits(self, paragraph: Element) -> dict[Element, Shown]:
        """Return the runs whose digits stand beside larger ones on the same line: a mark, or a part of the figure? Nobody can tell."""
        runs = [run for run in paragraph.iter(RUN) if run not in self.shown and _has_digits(run)]
        if len(runs) < 2 or paragraph.find(f".//{SIZE}") is None:
            return {}
        sizes = {run: self._size(run) for run in runs}
        largest = max(sizes.values())
        return {run: "unknown" for run, size in sizes.items() if size <= _SMALLER * largest}

    def _height(self, run: Element) -> int:
        return number(attribute(self._property(run, POSITION)), 0) or 0

    def _size(self, run: Element) -> int:
        return number(attribute(self._property(run, SIZE)), 0) or self._styles.size


def _paragraph_of(element: Element) -> Element | None:
    return next(element.iterancestors(PARAGRAPH), None)


def _length(run: Element) -> int:
    return sum(len(text.text or "") for text in run.iterchildren(TEXT))


def _has_digits(run: Element) -> bool:
    return any(char.isdecimal() for text in run.iterchildren(TEXT) for char in text.text or "")
