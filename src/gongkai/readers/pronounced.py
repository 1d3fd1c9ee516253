"""Pages that print the pronunciation behind every character, in brackets: 报(bào)告(gào). It is a help to read aloud, no part of the text.

A word in brackets is text. So only syllables with a tone, or between such, behind one Chinese character are taken away, and only from a
document that prints them as a habit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import chain

import msgspec
import regex

from gongkai.document import Block, Document, Grid, Mark, Paragraph

_TONES = "āáǎàēéěèêếềīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_SYLLABLE = regex.compile(rf"(?<=\p{{Han}})[(（][a-zü{_TONES}]{{1,7}}[)）]", regex.IGNORECASE)
_TONED = regex.compile(rf"[{_TONES}]", regex.IGNORECASE)
_HABIT = 20  # syllables; a text that explains how a rare character is read has one or two
_MOSTLY = 0.6  # of the syllables have a tone


def without_pronunciation(document: Document) -> Document:
    """Return the document without the syllables behind its characters; itself where they are no habit."""
    if not _is_habit(chain.from_iterable(map(_texts, document.blocks))):
        return document
    title = _SYLLABLE.sub("", document.title) if document.title else document.title
    return msgspec.structs.replace(document, blocks=tuple(map(_plain, document.blocks)), title=title)


def unpronounced(text: str) -> str:
    """Return a whole file's text without them: how its lines are cut depends on how long they are."""
    return _SYLLABLE.sub("", text) if _is_habit((text,)) else text


def _is_habit(texts: Iterable[str]) -> bool:
    found = [match[0] for text in texts if "(" in text or "（" in text for match in _SYLLABLE.finditer(text)]
    return len(found) >= _HABIT and sum(bool(_TONED.search(each)) for each in found) >= _MOSTLY * len(found)


def _texts(block: Block) -> tuple[str, ...]:
    return (block.text,) if isinstance(block, Paragraph) else tuple([cell.text for cell in block.cells])


def _syllables(text: str) -> list[regex.Match[str]]:
    return list(_SYLLABLE.finditer(text)) if "(" in text or "（" in text else []


def _plain(block: Block) -> Block:
    if isinstance(block, Grid):
        cells = tuple(msgspec.structs.replace(cell, text=_SYLLABLE.sub("", cell.text)) for cell in block.cells)
        return msgspec.structs.replace(block, cells=cells)
    gone = [at for match in _syllables(block.text) for at in range(*match.span())]
    marks = tuple(
        Mark(m.start - bisect_left(gone, m.start), m.end - bisect_left(gone, m.end), m.place) for m in block.marks
    )
    return msgspec.structs.replace(block, text=_SYLLABLE.sub("", block.text), marks=marks)
