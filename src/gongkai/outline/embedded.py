"""Headings in the middle of a paragraph: pages that lost their line ends, or never had any."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

import regex

from gongkai.forms.schema import SectionSpec
from gongkai.outline.heads import MARK, MAX_CLAUSE, mark_of
from gongkai.outline.passages import Passage
from gongkai.outline.wording import wording_of

_MIN_LENGTH = 24  # letters; a shorter paragraph is a heading, or none
_MIN_TEXT = 8  # letters that follow it, else it is a remark of the text
_HAN = "一二三四五六七八九十"
_TOP = rf"(?:^|[。！？])[{_HAN}]{{1,2}}[、.．]\s?\p{{Han}}{{4,{MAX_CLAUSE}}}"  # a heading right before the first one of those below it
_NUMBERED = regex.compile(rf"(?:^|(?<=[。！？])|(?<={_TOP}))(?=[（(][{_HAN}]{{1,2}}[）)])")


def split_embedded(passages: tuple[Passage, ...], specs: tuple[SectionSpec, ...]) -> tuple[Passage, ...]:
    """Cut long paragraphs before numbered headings that follow a full stop.

    Such a heading has the form's own words, or it is one of two and more that count on in the same paragraph. A list of
    headings (a sentence that names them, with stops between) is left whole.
    """
    pattern = _pattern(specs)
    return tuple(piece for passage in passages for piece in _pieces(passage, pattern))


@lru_cache(maxsize=16)
def _pattern(specs: tuple[SectionSpec, ...]) -> regex.Pattern[str] | None:
    inner = tuple(sub for spec in specs for sub in spec.sections)
    names = sorted({*wording_of(specs).printed, *wording_of(inner).printed}, key=len, reverse=True)
    words = "|".join(map(regex.escape, names))
    mark = rf"(?:(?:[{_HAN}]{{1,2}}|\d)[、.．]|[（(][{_HAN}]{{1,2}}[)）])"
    return regex.compile(rf"(?<=[。！？])(?={mark}\s?(?<name>{words}))") if names else None


def _pieces(passage: Passage, pattern: regex.Pattern[str] | None) -> Iterator[Passage]:
    long = len(passage.text) >= _MIN_LENGTH
    cuts = sorted({*_known(passage.text, pattern), *_counted(passage.text)}) if long else []
    if not cuts:
        yield passage
        return
    first = passage.text[: cuts[0]].strip()
    if first:
        yield Passage(first, passage.block, tuple(b for b in passage.breaks if b < len(first)), passage.level)
    for start, stop in zip(cuts, [*cuts[1:], len(passage.text)], strict=True):
        yield Passage(passage.text[start:stop].strip(), passage.block, _within(passage.breaks, start, stop))


def _within(breaks: tuple[int, ...], start: int, stop: int) -> tuple[int, ...]:
    """Return the seams of a piece, counted from its own beginning."""
    return tuple(at - start for at in breaks[bisect_right(breaks, start) : bisect_left(breaks, stop)])


def _known(text: str, pattern: regex.Pattern[str] | None) -> Iterator[int]:
    """Yield where a section begins: known words after a stop, with text of their own behind them."""
    found = list(pattern.finditer(text)) if pattern else []
    for at, match in enumerate(found):
        stop = found[at + 1].start() if at + 1 < len(found) else len(text)
        if stop - match.end("name") >= _MIN_TEXT:
            yield match.start()


def _counted(text: str) -> Iterator[int]:
    """Yield where two or more of （一）（二）（三） stand behind full stops and count on."""
    run: list[tuple[int, int]] = []
    for match in _NUMBERED.finditer(text):
        mark = mark_of(text[match.start() : match.start() + MARK])
        if mark is None or mark.level != 2:
            continue
        if run and mark.number != run[-1][0] + 1:
            yield from _cuts(run)
            run = []
        run.append((mark.number, match.start()))
    yield from _cuts(run)


def _cuts(run: list[tuple[int, int]]) -> Iterator[int]:
    if len(run) > 1:
        yield from (start for _, start in run if start)
