"""Automatic numbering: the numbers that Word prints before paragraphs and does not store with them.

Rules: ECMA-376 part 1, 17.9. Lists that share an abstract definition share their counters; a list with a start of its
own sets the shared counter once, when it is first used.
"""

from __future__ import annotations

import unicodedata

import regex
from msgspec import Struct

from gongkai.readers.docx.numerals import printed
from gongkai.readers.docx.styles import Style, Styles
from gongkai.readers.docx.xml import ALTERNATE, Element, is_on, number, value, w

_SLOT = regex.compile(r"%([1-9])")
_NUM_ID, _LEVEL_INDEX = w("numId"), w("ilvl")
_MAX_LINKS = 10  # from list to style to list; a longer way is a ring


class Level(Struct, frozen=True, kw_only=True):
    """One level of a list; ``restart`` is ``w:lvlRestart``: 0 never, n after levels 1 to n only, None after any."""

    start: int
    number_format: str
    text: str
    suffix: str
    style: str | None
    restart: int | None
    digits_only: bool
    shown: bool


class NumberedList(Struct, frozen=True, kw_only=True):
    """A ``w:num``: its levels from 0, whose counters it shares, and the levels at which it starts anew."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of one file and how far each has counted. One object reads one document, from the beginning."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        abstracts = [] if root is None else root.findall(w("abstractNum"))
        self._abstracts = {item.get(w("abstractNumId"), ""): item for item in abstracts}
        self._nums = {} if root is None else {item.get(w("numId"), ""): item for item in root.findall(w("num"))}
        self._lists: dict[str, NumberedList | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def place(self, own: Element | None, style: Style) -> tuple[str, int] | None:
        """Return list and level of a paragraph from its own ``w:numPr`` and its style; None where it has no number."""
        own_list = value(own, _NUM_ID)
        list_id = own_list or style.list_id
        if list_id is None or list_id == "0":
            return None
        own_level = number(value(own, _LEVEL_INDEX))
        if own_level is not None:
            return list_id, own_level
        linked = self._level_of_style(list_id, style)
        inherited = style.list_level if own_list is None else None
        return list_id, linked if linked is not None else inherited or 0

    def count(self, list_id: str, level_index: int) -> str:
        """Count one paragraph; return what is printed before it, with what parts it from the text, "" for bullets."""
        numbered = self._list(list_id)
        level = numbered.levels.get(level_index) if numbered else None
        if numbered is None or level is None:
            return ""
        counts = self._advance(list_id, numbered, level_index)
        if level.number_format == "bullet" or not level.shown:
            return ""
        label = _SLOT.sub(lambda slot: _fill(numbered, counts, level, int(slot[1]) - 1), level.text).rstrip()
        return label + _separator(label, level.suffix)

    def _advance(self, list_id: str, numbered: NumberedList, index: int) -> dict[int, int]:
        counts = self._counts.setdefault(numbered.counters, {})
        if index in numbered.starts and (list_id, index) not in self._started:
            self._started.add((list_id, index))
            counts[index] = numbered.starts[index]
        else:
            counts[index] = counts[index] + 1 if index in counts else _start(numbered, index)
        for deeper in [other for other in counts if other > index]:
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if restart is None or index < restart:
                del counts[deeper]
        return counts

    def _level_of_style(self, list_id: str, style: Style) -> int | None:
        """Return the level that is tied to the paragraph's style or the nearest one it is based on."""
        numbered = self._list(list_id)
        tied = {level.style: index for index, level in numbered.levels.items()} if numbered else {}
        return next((tied[name] for name in style.family if name in tied), None)

    def _list(self, list_id: str) -> NumberedList | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read_list(list_id)
        return self._lists[list_id]

    def _read_list(self, list_id: str) -> NumberedList | None:
        num = self._nums.get(list_id)
        abstract = self._abstract(num)
        if num is None or abstract is None:
            return None
        overrides = num.findall(w("lvlOverride"))
        levels = [*abstract.findall(w("lvl")), *(lvl for item in overrides for lvl in item.findall(w("lvl")))]
        starts = ((number(item.get(_LEVEL_INDEX)), number(value(item, w("startOverride")))) for item in overrides)
        return NumberedList(
            counters=abstract.get(w("abstractNumId"), ""),
            levels={index: _read_level(lvl) for lvl in levels if (index := number(lvl.get(_LEVEL_INDEX))) is not None},
            starts={index: start for index, start in starts if index is not None and start is not None},
        )

    def _abstract(self, num: Element | None) -> Element | None:
        """Follow ``w:num`` to the definition that holds its levels, through list styles where it names one."""
        for _ in range(_MAX_LINKS):
            abstract = self._abstracts.get(value(num, w("abstractNumId")) or "")
            link = value(abstract, w("numStyleLink"))
            if link is None:
                return abstract
            num = self._nums.get(self._styles.get(link).list_id or "")
        return None


def _read_level(lvl: Element) -> Level:
    custom = lvl.find(ALTERNATE)  # a custom format stands beside a usual one for programs that do not know it
    formats = [lvl, *([] if custom is None else reversed(custom))]
    return Level(
        start=number(value(lvl, w("start")), 0) or 0,
        number_format=next((found for holder in formats if (found := value(holder, w("numFmt")))), "decimal"),
        text=value(lvl, w("lvlText")) or "",
        suffix=value(lvl, w("suff")) or "tab",
        style=value(lvl, w("pStyle")),
        restart=number(value(lvl, w("lvlRestart"))),
        digits_only=is_on(lvl, w("isLgl")),
        shown=not is_on(lvl.find(w("rPr")), w("vanish")),
    )


def _start(numbered: NumberedList, index: int) -> int:
    level = numbered.levels.get(index)
    return numbered.starts.get(index, level.start if level else 1)


def _fill(numbered: NumberedList, counts: dict[int, int], level: Level, index: int) -> str:
    """Print the counter that ``%1`` … ``%9`` stands for; a level above that was never used shows its start."""
    source = numbered.levels.get(index)
    if source is None:
        return ""
    return printed(counts.get(index, _start(numbered, index)), "decimal" if level.digits_only else source.number_format)


def _separator(label: str, suffix: str) -> str:
    """Part ``1.`` from ``2023年``; full-width punctuation (``一、``, ``（一）``) parts by itself."""
    if not label or suffix == "nothing":
        return ""
    last = label[-1]
    return "" if not last.isascii() and unicodedata.category(last).startswith("P") else " "
