"""From blocks to passages: whole paragraphs on one line each, with the places where white space or a line's end was."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Mapping

import regex
from msgspec import Struct

from gongkai.document import Block, Grid
from gongkai.text.dates import only_date
from gongkai.text.numbering import leading_number
from gongkai.text.page_numbers import page_number

_FIGURES = regex.compile(r"[\d\s\p{P}\p{S}]*")
_SENTENCE_END = "。！？"
_LINE_ENDS = "。！？；：;:!?"
_PAGE_ON_A_LINE = 300  # letters; no page is printed that wide, so its line ends became blanks
_BREAK = regex.compile(r"[\n\r\v\f\u2028|｜]+")
_HAN = "一二三四五六七八九十"
_BLANK_BREAK = regex.compile(
    rf"(?<=[。！？])\s+|(?<!\s)\s+(?=(?:[{_HAN}]{{1,2}}[、.．]|[(（](?:[{_HAN}]{{1,2}}|\d)[)）]))"
)
_UNBROKEN = regex.compile(r"\s*[!-~]{1,40}")
_MIN_LINE = 18  # letters; shorter lines end where their author ended them
_MAX_INDENT = 4  # letters; what stands farther in is centred
_SHORTEST_PAGE = 4  # paragraphs between the numbers of two pages, at least
_MAX_LINE = 60  # letters; a program that wraps text does it before that
_FOLD_HEAD = 48  # letters in which a number of a heading is looked for
_FIRST_WIDE = "\u2e80"  # where the blocks of wide East Asian characters begin


class Passage(Struct, frozen=True):
    """One paragraph of running text. ``block`` is the index of the block it begins in.

    ``breaks`` are offsets into ``text`` where the source had white space or a line's end.
    ``level`` is the outline level the source declares. ``opens`` is False for what is left of a paragraph
    behind its heading.
    """

    text: str
    block: int
    breaks: tuple[int, ...] = ()
    level: int | None = None
    opens: bool = True

    def rest(self, start: int) -> Passage | None:
        """What follows ``start`` as a passage of its own, or None where nothing does."""
        text = self.text[start:].strip()
        return Passage(text, self.block, opens=False) if text else None


class _Line(Struct):
    raw: str
    block: int
    level: int | None
    continues: bool
    gap: int


def read_passages(
    blocks: tuple[Block, ...], tables: Mapping[int, str], *, figures: bool = False
) -> tuple[Passage, ...]:
    """Join wrapped lines into paragraphs; leave out tables, empty lines and lines that hold figures only.

    ``figures``: such lines are kept, but for those that number pages: where no table is known, they are no strays of one.
    """
    lines = _paragraphs(_wrapped(list(_lines(blocks, tables))))
    found = [p for group in lines if (p := _passage(group, figures=figures)) is not None]
    pages = _pages(found) if figures else frozenset()
    return tuple(p for at, p in enumerate(found) if at not in pages)


def _lines(blocks: tuple[Block, ...], tables: Mapping[int, str]) -> Iterator[_Line]:
    for index, block in enumerate(blocks):
        if index in tables:
            continue
        if isinstance(block, Grid):
            for text in _prose_of(block):
                yield from _pieces(text, index, None, continues=False, gap=0)
        else:
            yield from _pieces(block.text, index, block.level, block.continues, block.gap)


def _pieces(text: str, block: int, level: int | None, continues: bool, gap: int) -> Iterator[_Line]:
    """Yield the lines of a paragraph: a typed line break ends a paragraph as one sees it, and so does a cell mark."""
    pieces = [piece for line in _BREAK.split(text) for piece in _long_pieces(line) if piece.strip()]
    for number, piece in enumerate(pieces):
        yield _Line(piece, block, level, continues and number == len(pieces) - 1, 0 if number else gap)


def _long_pieces(line: str) -> list[str]:
    """Part a line that holds a whole page where blanks stand behind a full stop or before 一、, （一） or （1）."""
    return _BLANK_BREAK.split(line) if len(line) >= _PAGE_ON_A_LINE else [line]


def _prose_of(grid: Grid) -> list[str]:
    """Give the cells of a table that only lays out running text; none where it holds anything else worth the name."""
    return [cell.text for cell in grid.cells if cell.text.strip()] if grid.is_box else []


def _wrapped(lines: list[_Line]) -> list[_Line]:
    """Mark the lines that continue where a text was cut at a fixed width and its reader cannot know.

    Where blank lines part the paragraphs, a line that breaks off goes on in the next one, however wide the lines are.
    """
    known = any(line.continues for line in lines)
    width = None if known else _wrap_width(lines)
    spaced = not known and sum(line.gap > 0 for line in lines) >= 0.6 * len(lines)
    if width is None and not spaced:
        return lines
    indented = sum(_indent(line.raw) >= 2 for line in lines) >= 3
    for line, following in itertools.pairwise(lines):
        full = width is not None and _is_full(line.raw, following.raw, width)
        broken = spaced and _width(line.raw) >= _MIN_LINE and _is_broken(line.raw)
        line.continues = (full or broken) and _goes_on(line, following, indented and not broken)
    return lines


def _wrap_width(lines: list[_Line]) -> float | None:
    """Find the width (in Chinese characters) at which most long lines end, or None where they end anywhere.

    Where paragraphs of one line are many, those lines tell that end in the middle of a sentence.
    """
    long = [(width, line) for line in lines if len(line.raw) >= _MIN_LINE and (width := _width(line.raw)) >= _MIN_LINE]
    broken = [width for width, line in long if _is_broken(line.raw)]
    widths = sorted(width for width, _ in long)
    return _common_end(widths, widths, least=6) or _common_end(sorted(broken), widths, least=4)


def _common_end(ends: list[float], widths: list[float], least: int) -> float | None:
    """Return where most of ``ends`` lie, both lists sorted; None where longer lines are no exception."""
    if len(ends) < least or (limit := ends[len(ends) * 9 // 10]) > _MAX_LINE:
        return None
    near = bisect.bisect_right(ends, limit + 2.5) - bisect.bisect_left(ends, limit - 2.5)
    longer = len(widths) - bisect.bisect_right(widths, limit + 2.5)
    return limit if near >= 0.6 * len(ends) and longer <= 0.1 * len(widths) else None


def _is_broken(raw: str) -> bool:
    """Whether a line ends in the middle of a sentence and is no heading."""
    number = leading_number(raw[:_FOLD_HEAD])
    return raw.rstrip()[-1] not in _LINE_ENDS and (number is None or number.level > 2)


def _is_full(raw: str, following: str, width: float) -> bool:
    """Whether the next line's first word, a number or a Latin one that is never broken, had no place on this line."""
    word = _UNBROKEN.match(following)
    return _width(raw) >= width - 2.5 - (_width(word[0]) if word else 0.0)


def _goes_on(line: _Line, following: _Line, indented: bool) -> bool:
    numbering = leading_number(following.raw[:_FOLD_HEAD])
    if following.gap or following.block > line.block + 1 or (numbering and numbering.level <= 2):
        return False
    if indented:
        return _indent(following.raw) < 2
    return line.raw.rstrip()[-1] not in _SENTENCE_END


def _width(raw: str) -> float:
    """How far a line reaches; a first line's indent counts, the white space that centres a line does not."""
    text = raw.strip()
    indent = _indent(raw)
    wide = sum(map(_FIRST_WIDE.__lt__, text))
    return 0.5 * (len(text) + wide) + (indent if indent <= _MAX_INDENT else 0.0)


def _indent(raw: str) -> float:
    return sum(1.0 if char == "\u3000" else 0.5 for char in raw[: len(raw) - len(raw.lstrip())])


def _paragraphs(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each paragraph; a table between two lines ends one."""
    group: list[_Line] = []
    for line in lines:
        if group and not (group[-1].continues and line.block <= group[-1].block + 1):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _passage(group: list[_Line], *, figures: bool) -> Passage | None:
    text, breaks = join_words([word for line in group for word in line.raw.split()])
    if _FIGURES.fullmatch(text) and not only_date(text) and not (figures and _says_something(text)):
        return None
    return Passage(text, group[0].block, breaks, group[0].level)


def _says_something(text: str) -> bool:
    page = page_number(text)
    return any(char.isdecimal() for char in text) and (page is None or page.kind == "bare")


def _pages(passages: list[Passage]) -> frozenset[int]:
    """Return the lone numbers that count the pages: each is one more than the last, a page's text away, or a 1 at the very end."""
    bare = [(at, page.number) for at, p in enumerate(passages) if (page := page_number(p.text)) is not None]
    pages = {
        at
        for one, other in itertools.pairwise(bare)
        if other[1] == one[1] + 1 and other[0] - one[0] > _SHORTEST_PAGE
        for at in (one[0], other[0])
    }
    return frozenset(pages | {at for at, number in bare[-1:] if number == 1 and at == len(passages) - 1})


def join_words(words: list[str]) -> tuple[str, tuple[int, ...]]:
    """Put words on one line, without a blank beside a Chinese character, and say where the seams are."""
    parts = words[:1]
    breaks: list[int] = []
    length = len(words[0]) if words else 0
    for left, right in itertools.pairwise(words):
        seam = "" if _wide(left[-1]) or _wide(right[0]) else " "
        breaks.append(length + len(seam))
        parts.append(seam + right)
        length += len(seam) + len(right)
    return "".join(parts), tuple(breaks)


def _wide(char: str) -> bool:
    return char > _FIRST_WIDE or char in "“”‘’…—·"
