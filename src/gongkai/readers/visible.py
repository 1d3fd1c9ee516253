"""What a text stores and nobody sees: taken out of every reader's document, by what Unicode says of a character.

Joiners, direction marks, soft hyphens and fillers take no room in print; left where they are, they would cut figures and labels in two.
"""

from __future__ import annotations

from bisect import bisect_left

import msgspec
import regex

from gongkai.document import Block, Document, Footnote, Grid, Mark, Paragraph
from gongkai.text.numerals import GETA

_UNSEEN = regex.compile(r"[\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u3164\uffa0]")
_PRINTABLE = regex.compile("[\ufe0e\ufe0f\u034f\u3164]")  # those of them that are no control characters
_TURNED = regex.compile(r"\u202e([^\u202c\n]*)")
_DIGIT = regex.compile(r"\d")


def visible(document: Document) -> Document:
    """Return the document without what is not seen; itself where all is."""
    if not any(map(_is_unseen, document.blocks)) and not any(_UNSEEN.search(n.text) for n in document.footnotes):
        return document
    notes = tuple(Footnote(mark=n.mark, text=visible_text(n.text), block=n.block) for n in document.footnotes)
    return msgspec.structs.replace(document, blocks=tuple(map(_seen, document.blocks)), footnotes=notes)


def visible_text(text: str) -> str:
    """Return ``text`` as it is seen: figures that a mark turns round are not told by their characters, so ``GETA`` stands for them."""
    return _UNSEEN.sub("", _turned(text))


def _turned(text: str) -> str:
    if "\u202e" not in text:
        return text
    return _TURNED.sub(lambda part: _DIGIT.sub(GETA, part[0]) if len(_DIGIT.findall(part[1])) > 1 else part[0], text)


def _is_unseen(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return _holds_unseen(block.text)
    return _holds_unseen("".join([cell.text for cell in block.cells]))


def _holds_unseen(text: str) -> bool:
    """Ask quickly: nearly all text is printable, as Python counts, but for blanks and line ends."""
    if text.isprintable() and (text.isascii() or _PRINTABLE.search(text) is None):
        return False
    return _UNSEEN.search(text) is not None


def _seen(block: Block) -> Block:
    if not _is_unseen(block):
        return block
    if isinstance(block, Grid):
        cells = tuple(msgspec.structs.replace(cell, text=visible_text(cell.text)) for cell in block.cells)
        return msgspec.structs.replace(block, cells=cells)
    if not block.marks:
        return msgspec.structs.replace(block, text=visible_text(block.text))
    gone = [match.start() for match in _UNSEEN.finditer(block.text)]
    marks = tuple(Mark(_moved(m.start, gone), _moved(m.end, gone), m.place) for m in block.marks)
    return msgspec.structs.replace(block, text=visible_text(block.text), marks=marks)


def _moved(offset: int, gone: list[int]) -> int:
    return offset - bisect_left(gone, offset)
