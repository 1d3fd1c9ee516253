"""From the lines of pages to running text: what belongs to the page only, the order of lines, and which lines continue.

Everything is judged by position and repetition, never by what the words mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, structs

from gongkai.document import Mark, Paragraph, Place
from gongkai.readers.pages.lines import Line
from gongkai.readers.pages.whole import whole_lines
from gongkai.text.halves import Span, half_at, halves_of
from gongkai.text.page_numbers import page_number

_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)]|[、．.])")
_PART = re.compile(r"第[一二三四五六七八九十\d]{1,3}[部章节篇]")
_SENTENCE_END = re.compile(r"[。；！？：]”?$")
_DATE = re.compile(
    r"(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
)  # of printing: browsers put it at the head of each page
_FIRST_TOKEN = re.compile(r"[!-~]*")
# The band at the top and at the bottom of a page, as a share of its height, in which a page's furniture stands.
_BAND = 0.13
_SET_IN = 8.0  # letters; no paragraph begins so far in, a signature set to the right does
_LARGER_THAN_A_HEADING = 1.2  # a title is more than that larger than the first heading below it
_LARGER = 1.5  # letters of one line are of one size, headings are larger


class Sheet(Struct, frozen=True):
    """One page's lines; ``number`` counts from 1, ``size`` is width and height in points."""

    number: int
    size: tuple[float, float]
    lines: tuple[Line, ...]


class _Edge(Struct, frozen=True):
    """A line at the top or bottom of a page; ``height`` is its distance from that edge, ``room`` from the next line."""

    page: int
    at: int
    bottom: bool
    height: float
    room: float
    text: str

    @property
    def key(self) -> tuple[bool, str]:
        return self.bottom, re.sub(r"\d+", "#", self.text)


def tidy(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the pages without page numbers and running heads, their lines whole and in reading order."""
    sheets = [structs.replace(sheet, lines=tuple(whole_lines(sheet.lines))) for sheet in sheets]
    furniture = _furniture(sheets)
    kept = [
        Sheet(s.number, s.size, tuple(line for i, line in enumerate(s.lines) if (s.number, i) not in furniture))
        for s in sheets
    ]
    return [Sheet(s.number, s.size, tuple(whole_lines(_in_order(s)))) for s in kept]


def _furniture(sheets: Sequence[Sheet]) -> set[tuple[int, int]]:
    edges = [edge for sheet in sheets for edge in _edges(sheet)]
    numbers = set(_page_numbers(edges, len(sheets)))
    rest = [edge for edge in edges if (edge.page, edge.at) not in numbers]
    return numbers | set(_running_heads(rest, len(sheets)))


def _edges(sheet: Sheet) -> Iterator[_Edge]:
    """Yield the lines in the two outermost rows at either end of the page."""
    height = sheet.size[1]
    by_y = sorted(range(len(sheet.lines)), key=lambda i: sheet.lines[i].bbox[1])
    for bottom in (False, True):
        rows = list(_rows(sheet.lines, by_y[::-1] if bottom else by_y, 3))
        for row, after in zip(rows[:2], [*rows[1:], []], strict=False):
            room = _room(sheet.lines, row, after)
            for i in row:
                y0, y1 = sheet.lines[i].bbox[1::2]
                middle = (y0 + y1) / 2
                distance = height - middle if bottom else middle
                if distance <= height * _BAND:
                    yield _Edge(sheet.number, i, bottom, distance, room, sheet.lines[i].text)


def _rows(lines: Sequence[Line], order: Sequence[int], count: int) -> Iterator[list[int]]:
    """Yield at most ``count`` sets of lines at one height, following ``order``."""
    row: list[int] = []
    for i in order:
        middle = (lines[i].bbox[1] + lines[i].bbox[3]) / 2
        if row and not lines[row[0]].bbox[1] <= middle <= lines[row[0]].bbox[3]:
            yield row
            count -= 1
            row = []
        if not count:
            return
        row.append(i)
    if row:
        yield row


def _room(lines: Sequence[Line], row: Sequence[int], after: Sequence[int]) -> float:
    """Return the empty height between two rows, in line heights; without a second row it is endless."""
    if not after:
        return float("inf")
    top, bottom = min(lines[i].bbox[1] for i in row), max(lines[i].bbox[3] for i in row)
    gap = max(top - max(lines[i].bbox[3] for i in after), min(lines[i].bbox[1] for i in after) - bottom)
    return gap / max(bottom - top, 1.0)


def _page_numbers(edges: Sequence[_Edge], pages: int) -> Iterator[tuple[int, int]]:
    """Yield the lines that count the pages: their numbers go up with them, or they stand alone with the page's own."""
    found = [(edge, printed) for edge in edges if (printed := page_number(edge.text))]
    steps = Counter((edge.bottom, printed.number - edge.page) for edge, printed in found)
    for edge, printed in found:
        step = printed.number - edge.page
        counted = steps[edge.bottom, step]
        decorated = printed.kind == "framed"
        if (counted >= 2 and counted * 2 >= pages and edge.room > 0.4) or (
            edge.room > 1.2 and (step == 0 or decorated) and edge.text != "0"
        ):
            yield edge.page, edge.at


def _running_heads(edges: Sequence[_Edge], pages: int) -> Iterator[tuple[int, int]]:
    """Yield the lines that return on most pages at a height where nothing else is ever printed."""
    alike: dict[tuple[bool, str], list[_Edge]] = {}
    for edge in edges:
        alike.setdefault(edge.key, []).append(edge)
    repeated = {key: group for key, group in alike.items() if _returns(group, pages)}
    others = [edge for edge in edges if edge.key not in repeated]
    for (bottom, _), group in repeated.items():
        heights = [edge.height for edge in group]
        if not any(e.bottom == bottom and min(heights) - 4 < e.height < max(heights) + 4 for e in others):
            yield from ((edge.page, edge.at) for edge in group)


def _returns(group: Sequence[_Edge], pages: int) -> bool:
    on = len({edge.page for edge in group})
    words = sum(char.isalpha() for char in group[0].text) or 2 * bool(_DATE.search(group[0].text))
    level = max(e.height for e in group) - min(e.height for e in group) < 4
    # heads may differ on odd and even pages, hence less than half
    return words >= 2 and level and on >= 2 and (on * 2 > pages or (on >= 3 and on * 5 >= pages * 2))


def _in_order(sheet: Sheet) -> tuple[Line, ...]:
    """Return the lines from top to bottom if the wide lines of prose show that the file has them out of order.

    What stands between two wide lines, such as a table, is moved as a whole and keeps its own order; a line of prose that the file has
    between wide lines which stand both above it, or both below it, is moved by itself.
    """
    found = _chunks(sheet)
    wide = [chunk[0].bbox[1] for chunk, _ in found if _is_wide(chunk[0], sheet.size[0])]
    if all(a <= b + 2 for a, b in pairwise(wide)) and not any(stray for _, stray in found):
        return sheet.lines
    chunks = [piece for chunk, _ in found for piece in _parted(chunk, wide)]
    order = sorted(chunks, key=lambda chunk: min(line.bbox[1] for line in chunk))
    for at in range(1, len(order)):  # pieces of one printed line, from left to right
        left, right = order[at - 1 : at + 1]
        if len(left) == len(right) == 1 and _is_level(left[0], right[0]) and right[0].bbox[0] < left[0].bbox[0]:
            order[at - 1 : at + 1] = right, left
    return tuple(line for chunk in order for line in chunk)


def _parted(chunk: list[Line], wide: Sequence[float]) -> Iterator[list[Line]]:
    """Part lines that follow each other in the file where the page has a wide line between them."""
    start = 0
    for at in range(1, len(chunk)):
        upper, lower = sorted((chunk[at - 1].bbox[1], chunk[at].bbox[1]))
        if any(upper + 2 < top < lower - 2 for top in wide):
            yield chunk[start:at]
            start = at
    yield chunk[start:]


def _chunks(sheet: Sheet) -> list[tuple[list[Line], bool]]:
    """Part the lines of a page at the wide ones; True marks a line that stands outside of the two that the file has around it."""
    after: list[float] = []
    top = float("inf")
    for line in reversed(sheet.lines):
        after.append(top)
        top = line.bbox[1] if _is_wide(line, sheet.size[0]) else top
    chunks: list[tuple[list[Line], bool]] = []
    loose, before = False, float("-inf")
    for line, following in zip(sheet.lines, reversed(after), strict=True):
        is_wide = _is_wide(line, sheet.size[0])
        stray = not is_wide and not line.tabular and (line.bbox[1] > following + 2 or line.bbox[3] < before - 2)
        if is_wide or stray or not loose:
            chunks.append(([], stray))
        chunks[-1][0].append(line)
        loose = not is_wide and not stray
        before = line.bbox[3] if is_wide else before
    return chunks


def _is_level(one: Line, other: Line) -> bool:
    top, bottom = max(one.bbox[1], other.bbox[1]), min(one.bbox[3], other.bbox[3])
    return bottom - top > 0.6 * min(one.bbox[3] - one.bbox[1], other.bbox[3] - other.bbox[1])


def _is_wide(line: Line, width: float) -> bool:
    return not line.tabular and line.bbox[2] - line.bbox[0] > width / 2


class _Block(Struct, frozen=True):
    """The text block of a page: where full lines begin and end, and the usual step from line to line."""

    left: float
    right: float
    pitch: float


class _Blocks(Struct, frozen=True):
    """The text block of a page, and its two columns where it has them."""

    whole: _Block
    halves: tuple[Span, Span] | None

    def around(self, line: Line) -> _Block:
        """The block that a line stands in."""
        half = half_at(line.bbox, self.halves) if self.halves is not None else None
        return self.whole if half is None else _Block(half[0], half[1], self.whole.pitch)


def _halves(sheet: Sheet) -> tuple[Span, Span] | None:
    return halves_of([line.bbox for line in sheet.lines if not line.tabular], sheet.size[0])


def paragraphs(sheets: Sequence[Sheet]) -> Iterator[tuple[int, Paragraph]]:
    """Yield (page, paragraph) for each line, with the places of its figures and whether the next line continues it."""
    wide = {s.number: [line for line in s.lines if _is_wide(line, s.size[0])] for s in sheets}
    pitch = _pitch(sheets)
    blocks = {s.number: _Blocks(_block(wide, s, sheets, pitch), _halves(s)) for s in sheets}
    flat = [(s.number, i, line) for s in sheets for i, line in enumerate(s.lines, 1)]
    for at, (page, number, line) in enumerate(flat):
        following = flat[at + 1] if at + 1 < len(flat) else None
        is_first = at == 0 or flat[at - 1][0] != page or not _is_level(flat[at - 1][2], line)
        block = blocks[page].around(line)
        set_right = is_first and line.bbox[0] > block.left and line.bbox[0] > block.left + line.em * _SET_IN
        continues = False
        if following is not None and not set_right:
            next_block = blocks[following[0]].around(following[2])
            turned = following[0] - page or int(block.right < next_block.left)  # a column that ends is a page that ends
            continues = _continues(line, following[2], block, next_block, turned)
        yield page, _paragraph(line, page, number, continues)


def _paragraph(line: Line, page: int, number: int, continues: bool) -> Paragraph:
    return Paragraph(
        text=line.text,
        place=Place(page=page, bbox=line.bbox, line=number),
        marks=tuple(Mark(start, end, Place(page=page, bbox=box, line=number)) for start, end, box in line.figures),
        words=tuple(Mark(start, end, Place(page=page, bbox=box, line=number)) for start, end, box in line.words),
        continues=continues,
    )


def _pitch(sheets: Sequence[Sheet]) -> float:
    """Return the commonest distance between the tops of two wide lines that follow each other, or 0."""
    steps = Counter(
        round(b.bbox[3] - a.bbox[3])
        for s in sheets
        for a, b in pairwise(s.lines)
        if b.bbox[3] > a.bbox[3] and _is_wide(a, s.size[0])
    )
    return float(max(steps, key=lambda step: (steps[step], -step))) if steps else 0.0


def _block(wide: dict[int, list[Line]], sheet: Sheet, sheets: Sequence[Sheet], pitch: float) -> _Block:
    """Measure the text block on the page's own wide lines, or on those of all pages of its size where it has few."""
    own = wide[sheet.number]
    if len(own) < 5:
        own = [line for s in sheets if abs(s.size[0] - sheet.size[0]) < 2 for line in wide[s.number]]
    if not own:
        return _Block(0.0, float("inf"), pitch)
    lefts, rights = sorted(line.bbox[0] for line in own), sorted(line.bbox[2] for line in own)
    return _Block(lefts[len(lefts) // 20], rights[-1 - len(rights) // 20], pitch)


def _alike(line: Line, following: Line) -> bool:
    """Whether two lines are printed about as large: a title does not go on in the text below it, least of all in a numbered heading."""
    one, other = (bottom - top for _, top, _, bottom in (line.bbox, following.bbox))
    if one > _LARGER_THAN_A_HEADING * other and (_NUMBERED.match(following.text) or _PART.match(following.text)):
        return False
    return max(one, other) < _LARGER * min(one, other)


def _continues(line: Line, following: Line, block: _Block, next_block: _Block, turned: int) -> bool:
    """Whether ``following`` is the same paragraph: a full line, then one without the indent of a first line."""
    if line.tabular or line.text.isdigit() or turned > 1 or not _alike(line, following):
        return False
    em = line.em
    first_token = _FIRST_TOKEN.match(following.text)
    unbroken = len(first_token[0]) * 0.6 if first_token else 0.0  # a word or number that would not have fitted
    if line.bbox[2] < block.right - em * max(1.7, unbroken + 0.7):
        return False
    if following.bbox[0] > next_block.left + em * 0.8:
        return False
    if _SENTENCE_END.search(line.text) and _NUMBERED.match(following.text):
        return False
    if turned:
        return not following.tabular
    step = following.bbox[3] - line.bbox[3]
    return 0 < step < (block.pitch or em * 2) * 1.3
