"""What a converter leaves in a text that is not the report's: reviewers' comments, bookmarks, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongkai.readers.text.marks import Line, mark_of, plain_pipes, within_width
from gongkai.text.page_numbers import page_number

# "text<TAB>Comment by NAME: words", "[Comment by NAME: words]", "批注 [NAME1]: words" (initials and a running number).
_COMMENT = re.compile(
    r"\[Comment by (?P<a>[^:：\]]{1,60})[:：](?P<x>[^\]]{0,2000}+)\]"
    r"|(?:^|\t)[ ]?Comment by (?P<b>[^:：\t]{1,60})[:：](?P<y>(?:(?!\tComment by )(?!\[bookmark).)*+)"
    r"|(?:^|\t|(?<=[。；，]))[ ]?批注[ ]?\[(?P<c>[^\]]{1,40})\][ ]?[:：](?P<z>(?:(?!\t批注).)*+)",
    re.IGNORECASE,
)
_BOOKMARK = re.compile(
    r"\[(?:(?:bookmark(?: start| end)?|书签)[ ]?[:：][^\]\n]{0,80}|_GoBack|_Toc\d+)\]", re.IGNORECASE
)
_HINT = re.compile(r"comment by|批注|\[bookmark|\[书签|\[_(?:GoBack|Toc)", re.IGNORECASE)
_PAGE_HEAD = re.compile(r"\s*(?:[-－–—―─~～·•\d]|第|page|p\.)", re.IGNORECASE)
_LONGEST_NUMBER_LINE = 40  # letters of a running head with a page number
_SHORTEST_PAGE = 5  # lines between two page numbers


class LineRemark(NamedTuple):
    """A reviewer's comment; ``line`` is the index, among all lines, of the one that it was attached to."""

    author: str | None
    text: str
    line: int


def lines_of(
    raw_lines: Sequence[str], levels: Mapping[int, int], numbered: bool = True
) -> tuple[list[Line], list[LineRemark]]:
    """Keep the lines of a text that hold anything but page furniture, and set the comments in it aside.

    ``levels`` maps the indexes of headings to their levels.
    The index of a remark is that of the first line at or after its own, so that it may equal the number of lines.
    """
    hints = _HINT.search("\n".join(raw_lines)) is not None
    lines: list[Line] = []
    remarks: list[LineRemark] = []
    gap = 0
    new_page = False
    for number, raw in enumerate(plain_pipes(raw_lines), 1):
        new_page = new_page or raw.startswith("\f")
        line = within_width(raw.replace("\f", ""))
        if hints and _HINT.search(line):
            line, found = set_aside(line)
            at = len(lines) - (not line.strip() and bool(lines))
            remarks += [LineRemark(author, words, at) for author, words in found]
        if not line.strip() and "\t" not in line:
            gap += 1
            continue
        lines.append(Line(line, number if numbered else None, gap, new_page, levels.get(number - 1)))
        gap, new_page = 0, False
    return _without_page_numbers(lines, remarks)


def set_aside(line: str) -> tuple[str, list[tuple[str | None, str]]]:
    """Return a line without bookmarks and comments, and the comments as (author, text)."""
    found = [_remark(match) for match in _COMMENT.finditer(line)]
    return _BOOKMARK.sub("", _COMMENT.sub("", line)), found


def _remark(match: re.Match[str]) -> tuple[str | None, str]:
    author = match["a"] or match["b"] or re.sub(r"(?<=\D)\d+$", "", match["c"])
    text = next(match[name] for name in "xyz" if match[name] is not None)
    return author.strip() or None, text.strip()


def _without_page_numbers(lines: list[Line], remarks: list[LineRemark]) -> tuple[list[Line], list[LineRemark]]:
    furniture = set(_furniture(lines))
    if not furniture:
        return lines, remarks
    kept: list[Line] = []
    moved: dict[int, int] = {}
    gap = 0
    new_page = False
    for index, line in enumerate(lines):
        moved[index] = len(kept)
        if index in furniture:
            gap, new_page = gap + line.gap, new_page or line.new_page
            continue
        kept.append(line._replace(gap=line.gap + gap, new_page=line.new_page or new_page))
        gap, new_page = 0, False
    return kept, [remark._replace(line=moved.get(remark.line, len(kept))) for remark in remarks]


def _furniture(lines: list[Line]) -> Iterator[int]:
    """Yield the indexes of lines that are page numbers beyond doubt.

    A figure between two dash cells looks like one: so it must stand at a form feed, or be one of at least three that
    count the pages at some distance from each other. ``第3页`` can be no value; two of them suffice.
    """
    found: dict[str, list[tuple[int, int]]] = {"named": [], "framed": [], "of": []}
    for index, line in enumerate(lines):
        if len(line.text) <= _LONGEST_NUMBER_LINE and _PAGE_HEAD.match(line.text) and not mark_of(line.text):
            page = page_number(line.text)
            if page is not None and page.kind in found:
                found[page.kind].append((index, page.number))
    yield from _counted(lines, found["named"], least=2, distance=1)
    for kind in ("framed", "of"):
        yield from _counted(lines, found[kind], least=3, distance=_SHORTEST_PAGE)


def _counted(lines: list[Line], found: list[tuple[int, int]], least: int, distance: int) -> Iterator[int]:
    """Yield the indexes of (index, page) if the pages count up, and otherwise of those at a page's edge."""
    counts = all(b[1] == a[1] + 1 and b[0] - a[0] > distance for a, b in pairwise(found))
    for index, _ in found:
        if (counts and len(found) >= least) or _at_page_edge(lines, index):
            yield index


def _at_page_edge(lines: list[Line], index: int) -> bool:
    """Whether a form feed stands just before or just after the line."""
    return lines[index].new_page or (index + 1 < len(lines) and lines[index + 1].new_page)
