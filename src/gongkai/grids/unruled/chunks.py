"""What stands on a page between its gaps: chunks of words with their boxes, put into lines by where they are seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from statistics import median

import regex
from msgspec import Struct, structs

from gongkai.document import BBox, Block, Paragraph
from gongkai.grids.values import read_value, squeezed
from gongkai.text.halves import half_at, halves_of

_NEAR = 0.3  # of a height: the room of a blank between two words of one cell
_BESIDE_DIGITS = 0.25  # of a height: the white that programs leave between digits and a Chinese character
_WHITE = 0.6  # of a height: wider white parts cells
_ONE_LINE = 0.3  # of a height: middles that are nearer are those of one line
_YEAR = regex.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")
_WHEN = regex.compile(r"(?:19|20)?\d{1,4}(?:年度?|月份?|日|季度)")

_WIDE = "\u2e7f"  # characters behind it are as wide as they are high
_LINE = 1.25  # a line's height, in widths of a Chinese character

Span = tuple[float, float]


class Chunk(Struct, frozen=True):
    """Words that stand together; ``block`` is the paragraph that they are from, ``page`` its page, ``parts`` those with a blank between
    them, where there are several.
    """

    text: str
    box: BBox
    block: int
    page: int | None = None
    parts: tuple[Chunk, ...] = ()

    @property
    def span(self) -> Span:
        """From left to right."""
        return self.box[0], self.box[2]

    @property
    def middle(self) -> float:
        """Half way from left to right."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def height(self) -> float:
        """The height of a line of its letters, as fonts have it: programs draw boxes close to the ink, or around the whole line."""
        wide = sum(1.0 if char > _WIDE else 0.3 if char in ".,:' " else 0.6 for char in self.text)
        return max(self.box[3] - self.box[1], _LINE * (self.box[2] - self.box[0]) / max(1.0, wide))

    @property
    def y(self) -> float:
        """Half way from top to bottom."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or stands for none, and no day, month or year with its word."""
        return _says_a_figure(self.text)

    @property
    def is_year(self) -> bool:
        """Whether it may be a year."""
        return _YEAR.fullmatch(squeezed(self.text)) is not None


class Row(Struct, frozen=True):
    """Chunks at one height of a page, left to right."""

    chunks: tuple[Chunk, ...]

    @property
    def y(self) -> float:
        """Its height on the page."""
        return median(chunk.y for chunk in self.chunks)

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(chunk.text for chunk in self.chunks)

    @property
    def span(self) -> Span:
        """From left to right."""
        return self.chunks[0].box[0], max(chunk.box[2] for chunk in self.chunks)

    def moved(self, by: float) -> Row:
        """The line so many points lower."""
        boxes = [(c, (c.box[0], c.box[1] + by, c.box[2], c.box[3] + by)) for c in self.chunks]
        return Row(tuple(structs.replace(c, box=box) for c, box in boxes))

    @property
    def is_one(self) -> bool:
        """Whether no white parts it, but for the blanks between words."""
        return self.widest_gap < _WHITE

    @property
    def height(self) -> float:
        """That of its highest letters."""
        return max(chunk.height for chunk in self.chunks)

    @property
    def widest_gap(self) -> float:
        """The widest white between two chunks, in heights."""
        gaps = [b.box[0] - a.box[2] for a, b in zip(self.chunks, self.chunks[1:], strict=False)]
        return max(gaps, default=0.0) / max(self.chunks[0].height, 1.0)


@lru_cache(maxsize=1 << 12)
def _says_a_figure(text: str) -> bool:
    printed = read_value(text).status in ("reported", "not_applicable")
    return printed and not _WHEN.fullmatch(squeezed(text))


def overlap(one: Span, other: Span) -> float:
    """How much two stretches share; below 0 the white between them."""
    return min(one[1], other[1]) - max(one[0], other[0])


def zones_of(blocks: Sequence[Block], indices: Sequence[int]) -> list[list[Row]]:
    """Return the lines of paragraphs of one page, those of two columns of prose apart, and apart from what runs over both."""
    boxes = [blocks[at].place.bbox or (0.0, 0.0, 0.0, 0.0) for at in indices]
    prose = [box for at, box in zip(indices, boxes, strict=True) if _is_prose(blocks[at])]
    width = min(box[0] for box in boxes) + max(box[2] for box in boxes)  # margins are alike
    halves = halves_of(prose, width)
    if halves is None:
        return [rows_of(blocks, indices)]
    zones: list[list[int]] = []
    last: object = ()
    for at, box in zip(indices, boxes, strict=True):
        half = half_at(box, halves)
        if half != last:
            zones.append([])
        zones[-1].append(at)
        last = half
    return [rows_of(blocks, zone) for zone in zones]


def _is_prose(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.words


def rows_of(blocks: Sequence[Block], indices: Iterable[int]) -> list[Row]:
    """Return the lines of paragraphs of one page from top to bottom, as they are seen."""
    chunks = [chunk for at in indices if isinstance(block := blocks[at], Paragraph) for chunk in _chunks(at, block)]
    return [Row(tuple(line)) for line in lines_of(chunks)]


def lines_of(chunks: Iterable[Chunk]) -> list[list[Chunk]]:
    """Return chunks line by line, each from left to right: what stands at about one height is of one line."""
    lines: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda c: c.y):
        if lines and chunk.y - lines[-1][0].y < _ONE_LINE * max(chunk.height, lines[-1][0].height):
            lines[-1].append(chunk)
        else:
            lines.append([chunk])
    return [sorted(line, key=lambda c: c.box) for line in lines]


def _chunks(at: int, block: Paragraph) -> Iterator[Chunk]:
    if not block.words:
        if block.place.bbox is not None and block.text.strip():
            yield Chunk(block.text.strip(), block.place.bbox, at, block.place.page)
        return
    last: Chunk | None = None
    for word in block.words:
        own = Chunk(block.text[word.start : word.end], word.place.bbox or (0.0, 0.0, 0.0, 0.0), at, word.place.page)
        if last is not None and _is_one(last, own):
            box = (last.box[0], min(last.box[1], own.box[1]), own.box[2], max(last.box[3], own.box[3]))
            last = Chunk(f"{last.text} {own.text}", box, at, own.page, (*(last.parts or (last,)), own))
            continue
        if last is not None:
            yield last
        last = own
    if last is not None:
        yield last


def _is_one(last: Chunk, own: Chunk) -> bool:
    figures = last.is_figure + own.is_figure
    near = 0 <= own.box[0] - last.box[2] < (_BESIDE_DIGITS if figures else _NEAR) * own.height
    return near and abs(last.y - own.y) < _ONE_LINE * own.height and figures < 2
