"""Tables of contents: what lists the headings before they come, with page numbers, dots, or a field's debris."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from msgspec import Struct

from gongkai.outline.marks import mark_at
from gongkai.outline.passages import Passage
from gongkai.text.fold import core, narrow

_HEADS = frozenset(("目录", "目次", "contents", "tableofcontents", "目录contents"))
_LEADER = regex.compile(r"(?:[.．…·⋯]\s*){3,}\s*[-—]?\s*\d{0,3}\s*[-—]?\s*$")
_DOTS = regex.compile(r"(?:[.．…·⋯]\s*){3,}\s*[-—]?\s*\d{0,3}")
_PAGE = regex.compile(r"(?:[\s\t.．…·⋯\-—_]+)[-—(（]?\s*\d{1,3}\s*[-—)）]?\s*$")
_FIELD = regex.compile(r"(?:PAGEREF|HYPERLINK|TOC)\s+(?:\\?[\\\w\"“”_-]+)+", regex.IGNORECASE)
_STOP = regex.compile(r"[。；;！？!?]")
_LONGEST = 60  # letters of a heading with its page


class Contents(Struct, frozen=True):
    """``lines`` are the indices of the passages that list headings, ``entries`` the folded words of each, without number and page."""

    lines: frozenset[int] = frozenset()
    entries: tuple[str, ...] = ()


def entry_of(text: str) -> str:
    """The folded words of a line of contents."""
    bare = _PAGE.sub("", _LEADER.sub("", _FIELD.sub("", text)))
    mark = mark_at(bare[:24])
    return core(bare[mark.end :] if mark else bare)


def find_contents(passages: Sequence[Passage]) -> Contents:
    """Find the lines of the contents, the line that says so among them."""
    lines: set[int] = set()
    at = 0
    while at < len(passages):
        if core(passages[at].text).lower() in _HEADS:
            stop = _end(passages, at + 1)
            lines |= set(range(at, stop))
            at = max(stop, at + 1)
        else:
            at += 1
    lines |= {i for i, p in enumerate(passages) if _FIELD.search(p.text)}
    dotted = [i for i, p in enumerate(passages) if _LEADER.search(p.text) and len(p.text) >= 8]
    lines |= set(dotted) if len(dotted) >= 3 else set()
    # the lines of a list may have been taken for one paragraph: dots part them
    entries = [entry_of(piece) for i in sorted(lines) for piece in _DOTS.split(passages[i].text)]
    return Contents(frozenset(lines), tuple(e for e in entries if e and e.lower() not in _HEADS))


def _end(passages: Sequence[Passage], start: int) -> int:
    """Where the list ends: where its first entry comes again, or where a line cannot be an entry any more."""
    if start >= len(passages):
        return start
    first = entry_of(passages[start].text)
    numbered = mark_at(passages[start].text[:24]) is not None
    paged = _is_paged(passages[start].text)
    for at in range(start, len(passages)):
        text = passages[at].text
        if at > start and first and entry_of(text) == first and not (paged and _is_paged(text)):
            return at
        if paged and not _is_paged(text):
            return at
        if len(text) > _LONGEST + 60 * bool(_LEADER.search(text)) or (
            _STOP.search(narrow(text)) and not _LEADER.search(text)
        ):
            return _back(passages, start, at)
        if numbered and not paged and mark_at(text[:24]) is None:
            return at
    return len(passages)


def _back(passages: Sequence[Passage], start: int, at: int) -> int:
    """Give the headings before a first sentence back to the text, where they were listed before."""
    seen: list[str] = []
    for place in range(start, at):
        entry = entry_of(passages[place].text)
        if entry in seen:
            return place
        seen.append(entry)
    # nothing comes again: the line before the sentence is its heading
    return max(start, at - 1) if at - start > 1 else start


def _is_paged(text: str) -> bool:
    return _LEADER.search(text) is not None or _PAGE.search(text) is not None or _FIELD.search(text) is not None
