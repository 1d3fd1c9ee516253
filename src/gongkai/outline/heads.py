"""Shapes of headings: everything in a text that could be one, before anybody asks which sections the form has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import regex
from msgspec import Struct

from gongkai.outline.passages import Passage
from gongkai.outline.wording import Wording
from gongkai.text.fold import core
from gongkai.text.numbering import Numbering, leading_number

Shape = Literal["whole", "pair", "stop", "break", "glued"]
"""A passage of its own · two passages · up to the first 。 or ： · up to a seam · up to where the form's words end."""

MAX_WHOLE = 48  # letters; agencies put their own name before a form's heading
MAX_CLAUSE = 34  # letters before the first stop
MARK = 12
"""How many characters at the head of a line may hold a numbering mark."""
_LONG_NAME = 8
"""Characters of a name that no sentence begins with behind a number; shorter ones (主动公开情况) do begin some."""
_RUN_ON = regex.compile(r"\p{Han}{2,20}?情况")
_INSIDE = regex.compile(r"[。！？；](?!$)")
_STOP = regex.compile(r"[。：:]")
_CONTENTS = regex.compile(r"(?:[.．…·\-—_\s]{2,}|[\t ]+)\d{1,3}\s*$")
_ROMAN = regex.compile(r"\s*(?:[IVX]{1,4}|[Ⅰ-Ⅻ])\s*[、.．\s]\s*")
_ORDINAL = regex.compile(r"[一二三四五六七八九十]{1,2}是")
_ASPECT = regex.compile(
    r"\p{Han}{2,20}?方面(?=[\p{Han}\d])"
)  # （二）平台建设方面对网站…: no sentence begins so behind a number
_OPEN_BRACKET = regex.compile(r"[\s（(【\[]+$")  # of what was printed behind the heading, a table's remark
_BRACKET = regex.compile(r"[\s)）】\]]+")


class Head(Struct, frozen=True, kw_only=True):
    """A possible heading from passage ``first`` to ``last``; running text goes on at ``end`` of the last one's text.

    ``block`` is the index of the block it begins in; ``words`` is folded and without the number; ``contents``
    says that a page number follows, as in a table of contents.
    """

    first: int
    last: int
    block: int
    end: int
    text: str
    words: str
    number: Numbering | None
    shape: Shape
    level: int | None = None
    contents: bool = False


def head_shapes(passages: tuple[Passage, ...], at: int, wording: Wording) -> Iterator[Head]:
    """Yield what passage ``at`` could be a heading as; nothing for the rest of a paragraph."""
    passage = passages[at]
    if not passage.opens:
        return
    if len(passage.text) <= MAX_WHOLE and not _INSIDE.search(passage.text):
        yield _head(passage, passage.text, (at, at, len(passage.text)), "whole")
        yield from _pair(passages, at)
    start = number_end(passage.text)
    yield from _clauses(passage, at, start)
    if start and (length := _glued(passage.text[start:], wording) or _counted(passage.text, start, wording)):
        yield _head(passage, passage.text[: start + length], (at, at, start + length), "glued")


def run_on(passages: tuple[Passage, ...], at: int, wording: Wording) -> Head | None:
    """Return what a numbered passage begins with as a heading that runs into its text: a known name, or words that end in 情况."""
    passage = passages[at]
    start = number_end(passage.text) if passage.opens and mark_of(passage.text[:MARK]) else 0
    words = passage.text[start:]
    named = _RUN_ON.match(words[:MAX_CLAUSE])
    length = max(wording.leading(words[:MAX_CLAUSE]), named.end() if named else 0)
    is_text = len(words) - length >= _LONG_NAME and words[length : length + 1].isalnum()
    return (
        _head(passage, passage.text[: start + length], (at, at, start + length), "glued")
        if start and length and is_text
        else None
    )


def _pair(passages: tuple[Passage, ...], at: int) -> Iterator[Head]:
    """A heading broken over two lines: the second one is short, opens with no number and goes on in the next block."""
    if at + 1 >= len(passages):
        return
    first, second = passages[at], passages[at + 1]
    near = second.opens and second.block <= first.block + 1 and number_end(second.text) == 0
    if (
        near
        and len(first.text) + len(second.text) <= MAX_WHOLE
        and not _INSIDE.search(second.text)
        and first.text[-1] not in "。"
    ):
        yield _head(first, first.text + second.text, (at, at + 1, len(second.text)), "pair")


def _clauses(passage: Passage, at: int, start: int) -> Iterator[Head]:
    """A heading that text follows on the same line: up to the first stop, and up to each seam before it."""
    stop = _STOP.search(passage.text, start, start + MAX_CLAUSE)
    limit = stop.start() if stop else start + MAX_CLAUSE
    if stop and stop.start() > start and stop.end() < len(passage.text):
        yield _head(passage, passage.text[: stop.start()], (at, at, stop.end()), "stop")
    for seam in passage.breaks:
        if seam >= min(limit, len(passage.text)):
            break
        if seam > start:
            yield _head(passage, passage.text[:seam], (at, at, seam), "break")


def _glued(words: str, wording: Wording) -> int:
    """Length of a known name at the head of ``words`` where running text follows it without any sign."""
    length = wording.leading(words[:MAX_CLAUSE])
    following = words[length : length + MARK]
    parted = following[:1].isdecimal() or following[:1] in tuple("，, 本我") or mark_of(following) is not None
    whole = length >= _LONG_NAME and following[:1] not in tuple("、和及与")
    if length and (parted or whole):
        return length
    aspect = _ASPECT.match(words)
    return aspect.end() if aspect else 0


def _counted(text: str, start: int, wording: Wording) -> int:
    """Length of a known name, however short, whose section has the number that stands before it, 一、: running text follows."""
    number = mark_of(text[:MARK])
    length = wording.leading(text[start : start + MAX_CLAUSE])
    own = wording.names.get(core(text[start : start + length]), ()) if length else ()
    follows = len(text) - start - length >= _LONG_NAME and text[start + length].isalnum()
    return length if number and number.level == 1 and number.number - 1 in own and follows else 0


@lru_cache(maxsize=4096)
def mark_of(head: str) -> Numbering | None:
    """The numbering mark of a line, from its first ``MARK`` characters; asked for many times for each line."""
    return leading_number(head)


@lru_cache(maxsize=4096)
def _number_end(head: str) -> int:
    first = mark_of(head[:MARK])
    if first is None:
        match = _ROMAN.match(head) or _BRACKET.match(head)
        return match.end() if match else 0
    second = mark_of(head[first.end : first.end + MARK])
    return first.end + (second.end if second else 0)


def number_end(text: str) -> int:
    """Where the words begin: behind one or two numbering marks, a Roman number, or half a bracket that was left."""
    return _number_end(text[: 2 * MARK])


def without_ordinal(words: str) -> str:
    """Take 一是 from the head of folded words."""
    return _ORDINAL.sub("", words, count=1) if _ORDINAL.match(words) else words


def _head(passage: Passage, text: str, places: tuple[int, int, int], shape: Shape) -> Head:
    first, last, end = places
    said, words, contents = _said(text, shape in {"whole", "stop", "pair"})
    return Head(
        first=first,
        last=last,
        block=passage.block,
        end=end,
        text=said,
        words=words,
        number=mark_of(text[:MARK]),
        shape=shape,
        level=passage.level,
        contents=contents,
    )


@lru_cache(maxsize=4096)
def _said(text: str, whole: bool) -> tuple[str, str, bool]:
    """Return what a heading says, as printed and folded, and whether a page's number follows; each is asked for by several steps."""
    contents = _CONTENTS.search(text)
    bare = text[: contents.start()] if contents else text
    printed = _OPEN_BRACKET.sub("", text.rstrip("。：: ") if whole else text.strip())
    return printed, core(bare[number_end(bare) :]), contents is not None
