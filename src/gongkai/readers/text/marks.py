"""Lines of text that still show their cells: the signs that part cells, and what a piece of text is by its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gongkai.text.numerals import is_value

TAB = "\t"
PIPE = "|"
_ODD_PIPES = frozenset("｜│┃║￨┆┇┊┋╎╏")
_PIPES = str.maketrans(dict.fromkeys(_ODD_PIPES, PIPE))
LEVELS = "─━═┄┅┈┉╌╍╴╶╸╺╼╾"
JOINTS = "".join(map(chr, (*range(0x250C, 0x254C), *range(0x2552, 0x2571))))  # corners and crossings of drawn lines
_RULER = re.compile(rf"[-=\s|+:{LEVELS}{JOINTS}]++")
_DRAWS = re.compile(rf"[{JOINTS}]|[|+]\s*:?(?:---|===|───|━━━|═══)|(?:---|===|───|━━━|═══):?\s*[|+]")
_SET_IN = re.compile(r"^[ \t]*(\u3000+[\u4e00-\u9fff].*?)\s*$", re.DOTALL)
_BARE_RULER = re.compile(rf"\s*[-=_{LEVELS}]{{5,}}+\s*")
_TOP_NUMBER = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．,，]")
_SENTENCE_END = ("。", "；", ";", "：", ":", "！")
_LONGEST_CELL = 120  # letters; a longer piece between bars is text
_SHORTEST_PROSE = 24  # letters; a shorter one with a full stop is a label
_WIDEST = 200  # cells; what pads a row to more is a merged sheet
_PADDING = re.compile(rf"\|[ \u3000|]{{{_WIDEST},}}+|\t[ \u3000\t]{{{_WIDEST},}}+")


class Line(NamedTuple):
    """One line of a text; ``number`` counts from 1 and is None where the text is only a part of something else.

    ``gap`` counts the blank lines before it; ``new_page`` says that a form feed stands before it; ``level`` is that of a
    heading which a converter marked as one.
    """

    text: str
    number: int | None
    gap: int = 0
    new_page: bool = False
    level: int | None = None


def plain_pipes(lines: Sequence[str]) -> Sequence[str]:
    """Make one sign of all that are drawn like a pipe. Everything else here expects such lines."""
    odd = any(not _ODD_PIPES.isdisjoint(line) for line in lines)
    return [line.translate(_PIPES) for line in lines] if odd else lines


def within_width(line: str) -> str:
    """Cut a run of blank cells to a length that a table can have."""
    return _PADDING.sub(lambda run: _without_tail(run[0]), line) if len(line) > _WIDEST else line


def _without_tail(blanks: str) -> str:
    """Keep the first marks of a run of blank cells."""
    mark = blanks[0]
    return mark.join(blanks.split(mark)[: _WIDEST + 1])


def mark_of(text: str) -> str | None:
    """Return which sign parts this line's cells: PIPE, TAB, or None where it shows none."""
    if PIPE in text:
        return PIPE
    return TAB if TAB in text else None


def split_cells(text: str, mark: str) -> list[str]:
    """Cut a line at its cell marks; the pieces are stripped, but for full-width blanks before words: they set a label in."""
    if "\u3000" not in text:
        return [piece.strip() for piece in text.split(mark)]
    return [match[1] if (match := _SET_IN.search(piece)) else piece.strip() for piece in text.split(mark)]


def without_marks(text: str) -> str:
    """Return a line as prose: marks at both its ends dropped, everything inside as printed."""
    return text.strip("|\t \r\n").rstrip() if mark_of(text) else text.rstrip()


def is_ruler(text: str) -> bool:
    """Whether a line only draws: ``|---|:--:|``, ``+----+``, ``├──┼──┤``.

    Two dashes between pipes are a cell, as a missing value is printed, and so is a line of dashes without a crossing.
    """
    return _RULER.fullmatch(text) is not None and _DRAWS.search(text) is not None


def is_bare_ruler(text: str) -> bool:
    """Whether a line is a row of dashes, a ruler only where cells stand around it."""
    return _BARE_RULER.fullmatch(text) is not None


def begins_with_figure(text: str) -> bool:
    """Whether a cell's first line is a figure; a note or a broken digit may follow on the next."""
    return is_value(text) or is_value(text.partition("\n")[0])


def is_prose(text: str) -> bool:
    """Whether a piece of text is running text, longer than anything that a cell of figures or a label holds."""
    return len(text) > _LONGEST_CELL or (len(text) > _SHORTEST_PROSE and "。" in text)


def may_hold_prose(line: str) -> bool:
    """Whether any piece of a line may be prose; tells most lines without cutting them."""
    return len(line) > _SHORTEST_PROSE and (len(line) > _LONGEST_CELL or "。" in line)


def is_numbered(text: str) -> bool:
    """Whether a line begins with a number of the topmost level, such as ``三、``: headings do, and a few labels."""
    return _TOP_NUMBER.match(text) is not None


def may_continue(text: str) -> bool:
    """Whether a line without marks may be a part of a cell that goes on over several lines."""
    stripped = text.strip()
    return 0 < len(stripped) <= 60 and not stripped.endswith(_SENTENCE_END)
