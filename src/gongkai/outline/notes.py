"""Notes that stand in the text as paragraphs: the remark under a table, the list behind the signature. And furniture of broken tables.

Readers set aside the footnotes that their format declares; these are those that only their words and their place give away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import regex
from msgspec import Struct

from gongkai.document import Block, Document, Footnote, Paragraph
from gongkai.outline.closing import is_signature
from gongkai.text.fold import squeeze

_REMARK = regex.compile(
    r"\s*(?:[(（【\[]\s*)?(?P<mark>(?:备|附)?注|说明)\s*[)）】\]]?\s*(?P<number>\d{0,2})\s*[:：.．、](?P<text>.+)",
    regex.DOTALL,
)
_LISTED = regex.compile(r"\s*[(（]?(?P<mark>\d{1,2})[)）.．、](?!\d)(?P<text>.+)", regex.DOTALL)
_MARKED = regex.compile(
    r"\s*(?P<mark>\[\d{1,2}\]|〔\d{1,2}〕|[⁰¹²³⁴-⁹]{1,2}|[①-⑳]|\*{1,3}|※|注[\d①-⑳]{1,2})\s*[:：、.]?\s*(?P<text>\S.*)",
    regex.DOTALL,
)
_COUNTED = regex.compile(r"\s*(?P<mark>\d{1,2})\s*(?P<text>\p{Han}(?<![年月日]).+)", regex.DOTALL)
_TABLE = r"表[一二三四五六七八九十\d]{0,3}"
_CONTINUED = regex.compile(rf"[(（【]?(?:续[上前]?{_TABLE}|接[上前][页表]|转[下后]页|{_TABLE}[(（]续[)）])[)）】]?")
_SHORT = 12  # letters of debris of a table
_LONGEST = 400  # letters of a remark; more is text that begins alike
_TRAILING = 12  # more paragraphs behind a signature are another text


class SetAside(Struct, frozen=True):
    """A document whose notes stand in no paragraph any more (these are empty now, so that blocks keep their numbers)."""

    document: Document
    notes: tuple[Footnote, ...]


def set_aside(document: Document, tables: Mapping[int, str]) -> SetAside:
    """Take remarks under tables and notes behind the signature out of the text; ``tables`` are the blocks that are tables."""
    found = dict(_remarks(document.blocks, tables))
    found |= {at: note for at, note in _trailing(document.blocks, tables) if at not in found}
    furniture = {at for at, block in enumerate(document.blocks) if _is_continued(block)} if tables else set()
    notes = sorted((*document.footnotes, *found.values()), key=lambda note: note.block)
    if not found and not furniture:
        return SetAside(document, tuple(notes))
    blocks = tuple(
        msgspec.structs.replace(block, text="", marks=(), continues=False)
        if isinstance(block, Paragraph) and (at in found or at in furniture)
        else block
        for at, block in enumerate(document.blocks)
    )
    return SetAside(msgspec.structs.replace(document, blocks=blocks), tuple(notes))


def _is_continued(block: Block) -> bool:
    """Whether a paragraph only says that a table goes on from the page before."""
    return (
        isinstance(block, Paragraph)
        and len(block.text) <= _SHORT
        and _CONTINUED.fullmatch(squeeze(block.text)) is not None
    )


def _remarks(blocks: Sequence[Block], tables: Mapping[int, str]) -> Iterator[tuple[int, Footnote]]:
    """Yield the remarks that follow each table: 注：…, and the numbered lines that go on with it."""
    for table in tables:
        at, number = table + 1, 0
        while (block := _paragraph(blocks, at, tables)) is not None:
            match = _REMARK.fullmatch(block.text) or _MARKED.fullmatch(block.text)
            if match is None and number:
                match = _LISTED.fullmatch(block.text)
                match = match if match is not None and int(match["mark"]) == number + 1 else None
            if match is None or len(block.text) > _LONGEST or block.level is not None:
                break
            listed = _LISTED.match(match["text"])
            number = int(listed["mark"]) if listed else number + 1
            yield at, Footnote(mark=_mark(match), text=match["text"].strip(), block=table)
            at += 1


def _trailing(blocks: Sequence[Block], tables: Mapping[int, str]) -> Iterator[tuple[int, Footnote]]:
    """Yield the notes that stand behind the signature, up to the end of the text."""
    found: list[tuple[int, Footnote]] = []
    for at in range(len(blocks) - 1, max(-1, len(blocks) - 2 - _TRAILING), -1):
        block = _paragraph(blocks, at, tables)
        if block is None:
            return
        if not block.text.strip():
            continue
        match = _MARKED.fullmatch(block.text) or _REMARK.fullmatch(block.text) or _COUNTED.fullmatch(block.text)
        if match is None or len(block.text) > _LONGEST:
            if found and is_signature(block.text) and _are_counted(found, blocks):
                yield from reversed(found)
            return
        found.append((at, Footnote(mark=_mark(match), text=match["text"].strip(), block=at)))


def _are_counted(found: Sequence[tuple[int, Footnote]], blocks: Sequence[Block]) -> bool:
    """Whether bare numbers among the marks, found from the last one on, count from one: a line may begin with a number of anything."""
    texts = (block.text for at, _ in reversed(found) if isinstance(block := blocks[at], Paragraph))
    bare = [int(match["mark"]) for text in texts if (match := _COUNTED.fullmatch(text))]
    return bare == list(range(1, len(bare) + 1))


def _paragraph(blocks: Sequence[Block], at: int, tables: Mapping[int, str]) -> Paragraph | None:
    if not 0 <= at < len(blocks) or at in tables:
        return None
    block = blocks[at]
    return block if isinstance(block, Paragraph) else None


def _mark(match: regex.Match[str]) -> str:
    number = match.groupdict().get("number") or ""
    return f"{match['mark']}{number}".strip("[]〔〕")
