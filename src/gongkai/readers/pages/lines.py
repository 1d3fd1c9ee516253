"""The printed lines of a page, from its characters: their text, their boxes and where each figure stands.

A character's box may be dear, so boxes are fetched only where something depends on them: a line's ends, figures, doubtful spaces.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from statistics import median

from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.pages.apart import words_in
from gongkai.readers.pages.places import Places, union

_CJK = (
    "\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # radicals, punctuation, characters
    "\uff01-\uff0c\uff0e\uff1a-\uff20\u2018-\u201d"  # full-width signs but - and /, curly quotation marks
    "\U00020000-\U0003ffff"
)
# pdfium replaces a hyphen at the end of a line by one of these and then leaves the line break out.
_HYPHENS = "\x02\ufffe"
_PRINTED_LINE = re.compile(rf"[^\r\n{_HYPHENS}]*[{_HYPHENS}]|[^\r\n{_HYPHENS}]+")
_DASHES = "-‐‑‒–—―－─━﹣−/／"
_FIGURE = re.compile(
    rf"[^\s{_CJK}]*\d[^\s{_CJK}]*"  # the part of a token without Chinese characters that holds a digit
    rf"|(?<!\S)(?:[{_DASHES}]{{1,4}}|无)(?!\S)"  # what stands in a cell without a figure
)
_MAY_BE_FIGURE = re.compile(rf"[{_DASHES}无\d]")
_SPACED = re.compile(rf"(?<=[{_CJK}])[ \u3000]+(?=[{_CJK}])")
_TIGHT = re.compile(rf"[{_CJK}](?=[{_CJK}])")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SENTENCE = re.compile(r"[，。；]")
_CLOSING = "，。；：、）》”！？"
_DOUBLED = re.compile(r"(\S)\1 ?(\S)\2 ?(\S)\3")
# Gaps in widths of a character: above the first a space parts two cells, below the last it is an artefact anywhere.
WIDE_GAP, JUSTIFIED_GAP, PROSE_GAP, STRAY_GAP = 1.4, 1.6, 1.2, 0.25
_CRAMPED = 0.65  # of the room that as many characters as wide as the first take
JOINT = 0.15  # within one figure there is less room
_WIDE = "\u2000"  # characters behind it take the room of two
_DIGITS = re.compile(r"[\d.,]{2,}")

Figure = tuple[int, int, BBox]


class Line(Struct, frozen=True, kw_only=True):
    """One printed line; ``figures`` are (start, end, box) in ``text``; ``tabular``: wide gaps part its words.

    ``words`` are the pieces between its gaps in the same shape, where they were asked for.
    """

    text: str
    bbox: BBox
    figures: tuple[Figure, ...] = ()
    tabular: bool = False
    words: tuple[Figure, ...] = ()

    @property
    def em(self) -> float:
        """Width of a Chinese character, in points."""
        left, top, right, bottom = self.bbox
        width, height = right - left, bottom - top
        if self.tabular or width < height:
            return height
        units = 0.5 * (len(self.text) + sum(map(_WIDE.__lt__, self.text)))
        return height if units < 4 else width / units


class Glyphs:
    """A page's characters in reading order, printed lines parted by line breaks, each with its displayed box."""

    text: str

    def box(self, position: int) -> BBox:
        """Return the displayed box of ``text[position]``."""
        raise NotImplementedError

    def is_turned(self, position: int) -> bool:
        """Whether the character is seen lying on its side."""
        raise NotImplementedError

    def setting(self, position: int) -> tuple[float, float]:
        """Return the distance of the character's base line from the page's top, and its size; as its box has them, if nothing else."""
        box = self.box(position)
        return box[3], box[3] - box[1]

    def span(self, first: int, last: int) -> BBox:
        """Return the box around two characters of a line."""
        return self.box(first) if first == last else union(self.box(first), self.box(last))

    def gap(self, before: int, after: int) -> float:
        """Return the room between two characters of a line, in widths of a character."""
        left, right = self.box(before), self.box(after)
        return (right[0] - left[2]) / (max(left[2] - left[0], left[3] - left[1], right[3] - right[1]) or 1.0)


def printed_lines(glyphs: Glyphs) -> list[Line]:
    """Return the page's lines in pdfium's order; a line printed twice at one place comes once."""
    return [line for _, line in fragments(glyphs, None)]


def fragments(
    glyphs: Glyphs, regions: Sequence[Hashable] | None, *, placed: bool = False
) -> Iterator[tuple[Hashable, Line]]:
    """Yield the page's lines, each cut into what lies in one region; ``regions`` holds one for each character.

    ``placed``: lines outside of all regions say where each of their words stands.
    """
    last: tuple[Hashable, Line] | None = None
    for match in _PRINTED_LINE.finditer(glyphs.text):
        parts = _by_region(glyphs.text, match, regions) if regions else [(None, range(*match.span()))]
        for key, positions in parts:
            for level in _levels(glyphs, _trim(glyphs.text, positions)):
                found = key, _line(glyphs, level, placed=placed and key is None)
                if last is None or last[0] != key or not _same_print(last[1], found[1]):
                    yield found
                last = found


def _by_region(
    text: str, printed: re.Match[str], regions: Sequence[Hashable]
) -> Iterable[tuple[Hashable, Sequence[int]]]:
    parts: dict[Hashable, list[int]] = {}
    key: Hashable = None
    for position in range(*printed.span()):
        if not text[position].isspace():
            key = regions[position]
        parts.setdefault(key, []).append(position)
    return parts.items()


def _trim(text: str, positions: Sequence[int]) -> Sequence[int]:
    start, end = 0, len(positions)
    while start < end and text[positions[start]].isspace():
        start += 1
    while end > start and text[positions[end - 1]].isspace():
        end -= 1
    return positions[start:end]


def _levels(glyphs: Glyphs, positions: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut what pdfium took for one line set vertically: upright figures below each other stand in several rows."""
    if not positions:
        return
    first, last = glyphs.box(positions[0]), glyphs.box(positions[-1])
    around = union(first, last)
    if around[3] - around[1] <= 1.8 * max(first[3] - first[1], last[3] - last[1]) or glyphs.is_turned(positions[0]):
        yield positions
        return
    printed = [p for p in positions if not glyphs.text[p].isspace()]
    size = median(max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in map(glyphs.box, printed))
    start = 0
    for at in range(1, len(printed)):
        above, below = glyphs.box(printed[at - 1]), glyphs.box(printed[at])
        if abs(above[1] + above[3] - below[1] - below[3]) > 1.2 * size:
            yield [p for p in positions if printed[start] <= p <= printed[at - 1]]
            start = at
    yield [p for p in positions if p >= printed[start]]


def _same_print(one: Line, other: Line) -> bool:
    return one.text == other.text and all(abs(a - b) < 1.5 for a, b in zip(one.bbox, other.bbox, strict=True))


def _line(glyphs: Glyphs, positions: Sequence[int], *, placed: bool) -> Line:
    first, last = positions[0], positions[-1]
    whole = last - first == len(positions) - 1
    text = glyphs.text[first : last + 1] if whole else "".join([glyphs.text[p] for p in positions])
    if _DOUBLED.search(text):
        text, positions = _keep(text, positions, _overprinted(glyphs, text, positions))
    if (" " in text or "\u3000" in text) and _SPACED.search(text):
        text, positions = _keep(text, positions, _stray_spaces(glyphs, text, positions))
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, "-")
    tabular = _is_tabular(glyphs, text, positions)
    if tabular and _DIGITS.search(text):
        text, positions = _part_cells(glyphs, text, positions)
    found = _figures(glyphs, text, positions)
    if any(_is_cramped(glyphs, positions, figure) for figure in found if figure[1] > figure[0] + 1):
        text, positions = _keep(text, positions, _overprinted(glyphs, text, positions))
        found = _figures(glyphs, text, positions)
    bbox = union(glyphs.span(positions[0], positions[-1]), *[box for _, _, box in found])
    words = words_in(glyphs, text, positions) if placed else ()
    return Line(text=text, bbox=bbox, figures=tuple(found), tabular=tabular, words=words)


def _figures(glyphs: Glyphs, text: str, positions: Sequence[int]) -> list[Figure]:
    if _MAY_BE_FIGURE.search(text) is None:  # as most lines of prose
        return []
    return [(*m.span(), glyphs.span(positions[m.start()], positions[m.end() - 1])) for m in _FIGURE.finditer(text)]


def _is_cramped(glyphs: Glyphs, positions: Sequence[int], figure: Figure) -> bool:
    """Whether a figure has hardly room for its digits, as where each is printed twice to look bold."""
    start, end, (left, _, right, _) = figure
    first = glyphs.box(positions[start])
    return right - left < _CRAMPED * (end - start) * (first[2] - first[0])


def _part_cells(glyphs: Glyphs, text: str, positions: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Put a space where the figures of two narrow cells come so near that pdfium takes them for one."""
    cuts = [
        at
        for match in _DIGITS.finditer(text)
        if not _is_tight(glyphs, match[0], positions[match.start() : match.end()])
        for at in range(match.start() + 1, match.end())
        if glyphs.gap(positions[at - 1], positions[at]) > JOINT
    ]
    if not cuts:
        return text, positions
    parted, places = text, list(positions)
    for at in reversed(cuts):
        parted = f"{parted[:at]} {parted[at:]}"
        places.insert(at, places[at])
    return parted, places


def _is_tight(glyphs: Glyphs, digits: str, positions: Sequence[int]) -> bool:
    """Whether digits take no more room than as many of the first one's width: cheaper than a look at each."""
    first, last = glyphs.box(positions[0]), glyphs.box(positions[-1])
    width = first[2] - first[0]
    return digits.isdecimal() and last[2] - first[0] < (len(digits) + JOINT / 2) * width


def _keep(text: str, positions: Sequence[int], dropped: set[int]) -> tuple[str, Sequence[int]]:
    """Drop the offsets ``dropped`` of ``text`` from it and from ``positions``."""
    if not dropped:
        return text, positions
    kept = [i for i in range(len(text)) if i not in dropped]
    return "".join([text[i] for i in kept]), [positions[i] for i in kept]


def _overprinted(glyphs: Glyphs, text: str, positions: Sequence[int]) -> set[int]:
    """Return the offsets of characters printed again over themselves, which some converters do for bold type."""
    dropped: set[int] = set()
    places = Places()
    for i, char in enumerate(text):
        if char.isspace():
            continue
        box = glyphs.box(positions[i])
        if places.holds(char, box):
            dropped.add(i)
        else:
            places.add(char, box)
    return dropped


def _stray_spaces(glyphs: Glyphs, text: str, positions: Sequence[int]) -> set[int]:
    """Return the offsets of spaces between Chinese characters that justification made, not a gap between two cells.

    A line that is spaced out whole has about one gap everywhere; a lone gap may be wider in a sentence than in a table.
    """
    spans = [m.span() for m in _SPACED.finditer(text)]
    gaps = [glyphs.gap(positions[start - 1], positions[end]) for start, end in spans]
    spaced_out = len(spans) >= 3 * len(_TIGHT.findall(text))
    if spaced_out:
        limit = min(JUSTIFIED_GAP, 1.5 * median(gaps)) if len(gaps) > 1 else JUSTIFIED_GAP
    else:
        limit = PROSE_GAP if _SENTENCE.search(text) else STRAY_GAP
    return {
        offset
        for (start, end), gap in zip(spans, gaps, strict=True)
        if gap <= (JUSTIFIED_GAP if text[end] in _CLOSING else limit)
        for offset in range(start, end)
    }


def _is_tabular(glyphs: Glyphs, text: str, positions: Sequence[int]) -> bool:
    if not _HAN.search(text):
        return True
    at = text.find(" ")
    while at > 0:
        end = at + 1
        while text[end] == " ":
            end += 1
        if glyphs.gap(positions[at - 1], positions[end]) > WIDE_GAP:
            return True
        at = text.find(" ", end)
    return False
