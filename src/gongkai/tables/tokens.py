"""From fragments to tokens: figures, blank cells, and the words around them.

A figure is never part of a word: ``1.`` before 属于国家秘密 is numbering, (2023) in a head is a remark, 三 in 三安全一稳定 is no digit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import regex
from msgspec import Struct

from gongkai.document import Place
from gongkai.tables.fragments import Break, Fragment
from gongkai.text.fold import core, narrow, width_of
from gongkai.text.numbering import strip_number
from gongkai.text.numerals import (
    ABOUT,
    DIGITS,
    GETA,
    MARKS,
    NONE,
    ODD,
    SIGNS,
    STRIKES,
    UNITS,
    WORDED,
    ZEROS,
    Printed,
    read_figure,
)
from gongkai.text.page_numbers import page_number

_FIGURE = regex.compile(
    rf"""
    (?<![\d.,A-Za-z])
    (?P<figure>
        (?P<zeros>00+(?=[1-9][.、．](?!\d)))                                 # zeros, then the number of the next label
      | 0(?:0|\d\d)\d*(?=[-/])                                           # zeros, then a cell that does not apply
      | (?<![^\s|])[\d.,]*{GETA}[\d.,{GETA}]*                             # seen, and not to be read
      | (?<![^\s|])(?:[/\\]+{DIGITS}|{DIGITS}[/\\]+)(?![^\s|])
      | (?:{ABOUT}\s?|(?<![^\s|]){WORDED}\s)?(?:{SIGNS})?{DIGITS}
        (?: {ODD}
          | \s\((?:{SIGNS})?[\d.,]+[%‰]?(?:{UNITS})?\)[\d.,]*(?!\s*\p{{Han}})    # last year's figure; before words it is numbering
          | (?:\s?(?:{UNITS})(?!\p{{Han}}))?
            (?:\s?\((?![一二三四五六七八九十]{{1,3}}\))(?=[^()]{{0,40}}\p{{Han}})[^()]{{0,60}}\))?            # a note beside the number
            (?:(?:{MARKS})(?![\p{{Han}}\d]))?                                # a mark of one
        )
      | (?<![^\s|:])(?:{STRIKES}{{1,2}}(?<!\\\\)|[{ZEROS}]|{NONE})(?![^\s|])         # alone between blanks: not applicable, or a zero
    )
    (?(zeros)|(?![{GETA}]|注\d|,?\d))                                  # 0509,048.59 is two figures, and no one knows which
    (?!\s*[.、．](?!\d))                                               # numbering: 1.
    """,
    regex.VERBOSE,
)
_APART = regex.compile(rf"{WORDED}\s")
# Digits and dashes that run on to the end of a line right behind words: cells of a row that were run together.
_ROW_RUN = regex.compile(rf"(?<=[\p{{Han}})\"”])(?=[^/]*/|[^\d]*\d)(?:\d|{NONE}|[-—/]){{3,}}$")
_HINT = regex.compile(rf"[\d{ZEROS}{GETA}无不]|{STRIKES}")  # every figure holds one of them
_BULLET = regex.compile(rf"[^\S\n]*(?:-|[{ZEROS}])[^\S\n]+[\p{{Han}}(]")  # at the head of a line, before words
_HAN = regex.compile(r"\p{Han}")
_DRAWN = regex.compile(r"[-=_+|:.\p{Block=Box_Drawing}\s]{4,}")  # a piece of a drawn border
_OPEN_NOTE = regex.compile(rf"\d\s?(?:{UNITS})?\s?(?P<note>\()[^()]*$")
_CLOSES = regex.compile(
    rf"^[^()]*?(?<last>(?<![\d.,])[\d.,]+\s?(?:{UNITS})?\))"
)  # a label's remark that began on a line above: 计 1 次)
_BRACKETS = regex.compile(r"\([^()]{0,80}\)")
_WIDEST = 1_000  # no line of text that keeps its columns is longer
_LINE = 100  # characters: longer text hardly turns up again


Span = tuple[float, float]
"""Where something begins and ends across its line: PDF points, or columns of a fixed-width font."""


Kind = Literal["figure", "blank", "words"]


class Token(Struct, frozen=True, gc=False):
    """A figure, a blank cell or words, as they follow each other. ``before`` is what parts it from the token above.
    ``line`` counts the fragments, ``span`` is its place across the line, where lines keep their width; ``index`` counts the tokens.
    """

    kind: Kind
    text: str
    place: Place
    before: Break | Literal["space", "none"]
    printed: Printed | None = None
    line: int = 0
    span: Span | None = None
    index: int = 0


class _Part(Struct, frozen=True, gc=False):
    """A token, as far as the text of its line or cell tells: characters ``start`` to ``end`` of it. ``before`` is what parts it from what
    stands before it there, None where nothing does. ``run``: it is several cells that were run together.
    """

    kind: Kind
    start: int
    end: int
    printed: Printed | None = None
    before: Literal["space", "none"] | None = None
    run: bool = False


def tokens_of(fragments: tuple[Fragment, ...], soup: str = "") -> tuple[Token, ...]:
    """Return the tokens of a stretch of fragments, in reading order; ``soup`` holds the folded labels that may stand in it."""
    tokens: list[Token] = []
    note = False
    for line, fragment in enumerate(fragments):
        text = fragment.text
        note = note and not fragment.cell
        after_value = bool(tokens) and tokens[-1].kind != "words" and fragment.before == "cell"
        if fragment.cell and _is_strange(text, soup, after_value=after_value):
            parts: tuple[_Part, ...] = (_whole(text, _UNREAD),)
        else:
            take_apart = _parts if len(text) < _LINE else _parts.__wrapped__
            parts = take_apart(text, fragment.cell, note)
        for part in parts:
            tokens.append(_token(fragment, part, line, len(tokens)))
        note = _leaves_open(narrow(text), note=note)
    return tuple(tokens)


_UNREAD = Printed("unreadable")


def _is_strange(text: str, soup: str, *, after_value: bool) -> bool:
    """Whether a marked cell holds something that is neither a figure nor a label: a value cell that cannot be read."""
    if read_figure(text).status != "unreadable":
        return False
    if not _HAN.search(narrow(text)):
        return _DRAWN.fullmatch(text) is None
    if not soup or not after_value:
        return False
    name = core(strip_number(text))
    return not any(name[i : i + 2] in soup for i in range(max(1, len(name) - 1)))


def _leaves_open(folded: str, *, note: bool) -> bool:
    """Whether the bracket of a note, behind a figure, is open at the end of a line: figures up to its end belong to the note.

    A label's own bracket is another thing: figures may stand between its halves.
    """
    return ("(" in folded and _OPEN_NOTE.search(folded) is not None) or (note and ")" not in folded)


def _token(fragment: Fragment, part: _Part, line: int, index: int) -> Token:
    """Say where a part of a fragment stands."""
    place = fragment.locate(part.start, part.end)
    if part.kind == "figure" and not part.run and place.bbox and place != fragment.place:
        span: Span | None = (place.bbox[0], place.bbox[2])
    else:
        span = _span(fragment, part.start, part.end)
    text = fragment.text[part.start : part.end]
    return Token(part.kind, text, place, part.before or fragment.before, part.printed, line, span, index)


@lru_cache(maxsize=1 << 14)
def _parts(text: str, cell: bool, note: bool) -> tuple[_Part, ...]:
    """Take a line or a cell apart; kept, for labels and small numbers stand in each report again."""
    if not cell and _is_page_number(text):
        return ()
    if cell or not text.strip():
        whole = read_figure(text)
        if whole.status == "blank":
            return (_Part("blank", 0, len(text), whole),) if cell else ()
        if whole.status != "unreadable":
            return (_whole(text, whole),)
    return tuple(_mixed(text, cell=cell, note=note))


def _whole(text: str, printed: Printed) -> _Part:
    """Return all of a cell as one figure."""
    start = len(text) - len(text.lstrip())
    return _Part("figure", start, start + len(text.strip()), printed)


def _is_page_number(text: str) -> bool:
    """Whether a line numbers a page and can hold no value; 3/12 may be a cell that cannot be read."""
    page = page_number(text)
    return page is not None and page.kind in ("named", "framed")


def _mixed(text: str, *, cell: bool, note: bool) -> Iterator[_Part]:
    """Take a line apart into words and figures."""
    position = 0
    if not cell and (run := _ROW_RUN.search(narrow(text))) and not run[0].isdecimal():
        yield _words(text, 0, run.start())
        yield _Part("figure", run.start(), run.end(), _UNREAD, "none", run=True)
        return
    for at, (start, end) in enumerate(_figures(text, note=note)):
        if text[position:start].strip():
            yield _words(text, position, start)
        loose = at == 0 and _APART.match(narrow(text[start:end])) is not None  # it may be the end of a head: 本年增/ 减
        yield _figure(text, start, end, loose=loose)
        position = end
    if text[position:].strip():
        yield _words(text, position, len(text))


def _figures(text: str, *, note: bool) -> Iterator[tuple[int, int]]:
    folded = narrow(text)
    if _HINT.search(folded) is None:
        return
    remarks = [(-1, folded.find(")") + 1 or len(folded) + 1)] if note else []
    remarks += [m.span() for m in _BRACKETS.finditer(folded)]
    if (closed := _CLOSES.search(folded)) is not None:
        remarks.insert(0, (closed.start("last") - 1, closed.end()))
    opened = _OPEN_NOTE.search(folded)
    if opened:
        remarks.append((opened.start("note"), len(folded) + 1))
    bullet = _BULLET.match(folded)
    for match in _FIGURE.finditer(folded, bullet.end() - 1 if bullet else 0):
        start, end = match.span("figure")
        inside = bisect_left(remarks, (start,)) - 1
        if not (inside >= 0 and start < remarks[inside][1]) and not _numbers_words(folded, start, end):
            yield start, end


def _numbers_words(folded: str, start: int, end: int) -> bool:
    """Whether the figure runs on into a word, as in 2023年 or 1属于: then it is no value."""
    return end < len(folded) and folded[end].isalpha() and folded[end - 1].isdecimal()


def _words(text: str, start: int, end: int) -> _Part:
    return _Part("words", start, end, None, "space" if _is_inside(text, start) else None)


def _figure(text: str, start: int, end: int, *, loose: bool) -> _Part:
    raw = text[start:end].strip()
    glued = _touches_words(text, start)
    printed = _UNREAD if loose or (glued and _is_signed(raw)) else read_figure(raw)
    before: Literal["space", "none"] | None = "none" if glued else "space" if _is_inside(text, start) else None
    return _Part("figure", start, start + len(raw), printed, before)


def _touches_words(text: str, start: int) -> bool:
    """Whether nothing parts a figure from what stands before it; a colon does."""
    return start > 0 and not text[start - 1].isspace() and text[start - 1] not in ":："


def _is_inside(text: str, start: int) -> bool:
    """Whether anything stands before ``start`` in the line."""
    return start > _WIDEST or bool(text[:start].strip())


def _is_signed(raw: str) -> bool:
    """Whether a sign stands before the digits: against other words it may be a part of theirs, as in 本年增/减10."""
    return not narrow(raw)[0].isdecimal()


def _span(fragment: Fragment, start: int, end: int) -> Span | None:
    """Return the columns that text takes in a fixed-width font, where a full-width character takes two; None in cells and PDFs."""
    if fragment.cell or fragment.joins or fragment.place.bbox or len(fragment.text) > _WIDEST:
        return None
    before = width_of(fragment.text[:start])
    return before, before + width_of(fragment.text[start:end].rstrip())
