"""A fact with the words that say it, and from them to their place in the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from gongkai.document import Block, Grid, Place
from gongkai.outline.passages import Passage
from gongkai.text.fold import one_line, squeeze
from gongkai.witness import Told, Witness

Value = TypeVar("Value")

_LONGEST = 160  # letters of evidence: a preamble may be one line of thousands
_HEAD = 60  # blocks in which a page's head stands


class Fact(Struct, Generic[Value], frozen=True):
    """A value, what kind of place says it, and the words there."""

    value: Value
    by: Told
    text: str


def witness(fact: Fact[Value] | None, passages: Sequence[Passage], blocks: Sequence[Block]) -> Witness | None:
    """Give the evidence of a fact, with the place of the first passage that says its words."""
    if fact is None:
        return None
    text = one_line(fact.text).strip()
    searched = reversed(passages) if fact.by == "signature" else passages
    place = _place(squeeze(text), fact.by, searched, blocks)
    return Witness(by=fact.by, text=text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…", source=place)


def _place(words: str, by: Told, passages: Iterable[Passage], blocks: Sequence[Block]) -> Place:
    """Where words stand: in a passage, over the ends of several (titles are broken), or in a table at the head of a page."""
    begun: Place | None = None
    so_far = ""
    for passage in () if by == "metadata" else passages:
        text = squeeze(passage.text)
        if words in text:
            return blocks[passage.block].place
        if not text or not words.startswith(so_far + text):
            so_far = ""
        if text and words.startswith(so_far + text):
            begun = begun if so_far and begun else blocks[passage.block].place
            so_far += text
            if so_far == words:
                return begun
    cells = (cell for block in blocks[:_HEAD] if isinstance(block, Grid) for cell in block.cells)
    return next((cell.place for cell in cells if words in squeeze(cell.text)), Place())
