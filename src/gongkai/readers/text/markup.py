"""A converter's own marks in a text: Markdown, reStructuredText, a front matter, tags. Judged by the whole text.

A star or a hash in ordinary prose is the report's. So the marks of Markdown go only where the text shows at several
lines that it is Markdown. Lines are never added nor taken away: what holds nothing but marks becomes empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from gongkai.readers.text.footnotes import FOOTNOTE, TextNote, without_footnotes
from gongkai.readers.text.inline_shown import shown_marks, shown_tags
from gongkai.readers.text.markup_inline import without_entities, without_marks_of_markdown, without_tags
from gongkai.readers.text.markup_tables import rows_on_lines, with_outer_bars
from gongkai.readers.text.markup_tex import without_org, without_tex
from gongkai.readers.text.ruled_columns import rows_in_bars

_ANY_SIGN = re.compile(r"[*#\\<&\[`{_='$^~]|--|::|^h[1-6]\b", re.MULTILINE)
# Blanks of the line alone: with all white space a text of nothing but line ends would take the square of its length.
_COLUMNS = re.compile(r"^[^\S\n]*(?:-{2,}(?: +-{2,})+|={2,}(?: +={2,})+)[^\S\n]*$", re.MULTILINE)
_SHOWING = re.compile(r"[~$^]|\{[-+~>=]|\\\(|line-through")
_HEADING = re.compile(r"\s{0,3}(?:(#{1,6}|={1,6}(?!=))\s+|h([1-6])(?:\([^()\s]*\))?\.\s+)(\S.*?)(?:\s+[#=]+)?\s*")
_LEAD = r"\s*(?:(?:[-*+#]|\d{0,2}\.)\s+|>\s*)?"
_STRONG_LINE = re.compile(_LEAD + r"(\*\*?|__|'{3})(?=[^\s*_'])[^*_']+(?:\*{4}[^*]+)*(?<=\S)\1\\?\s*")
_STRONG_CELL = re.compile(r"\|\s*\*\*[^*|\n]+\*\*\s*(?=\|)")
_RULER = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*")
_GRID = re.compile(r"\s*\+(?:[-=]{3,}\+)+\s*")
_INLINE = re.compile(r"\[[^\[\]\n]*\]\([^()\s]*\)|\\[.*#\[\]_>()+~-]|\{[#.][^{}\n]+\}|^:{3,}|^\s*```|^\.\. [a-z]+::")
_ONLY_MARKS = re.compile(
    r"\s*(?::{3,}.*|`{3,}.*|(?:\*\s*){3,}|(?:-\s){2,}-|\.\.\s+(?:[a-z]+::|\|[^|]+\|\s+image::|_).*|\\)\s*"
)
_LINK_TARGET = re.compile(r"\s*\[[^\]\n]{1,40}\]:\s+\S+.*")
_TABLE_TITLE = re.compile(r"^\s*\.\. table::\s+(?=\S)")
_BULLET = re.compile(r"^(\s*)(?:[-*+]|\.{1,3}|#\.?)\s{1,4}(?=\*\*|[^\s\d|/+*-])")
_QUOTE = re.compile(r"^\s{0,3}>\s?(?=\S)")
_UNDERLINE = re.compile(r"\s*([=~^\"'`#*+.-])\1{2,}\s*")
_FRONT_LINE = re.compile(r"(?:[\w-]{1,40}\s*[:：].*|\s+\S.*|-\s.*|#.*|)")
_GAP = re.compile(r"( {2,})")
_LONGEST_FRONT = 60  # lines of a front matter
_FEWEST_SIGNS = 2  # one line that looks like Markdown is an accident
_REFERENCE = re.compile(r"\s*(\d{1,4})\. [a-z]{2,6}:\S+")
_REFERENCES = ("References", "Visible links", "Hidden links:")


class Unmarked(NamedTuple):
    """The text's lines without a converter's marks; ``levels`` maps the index of a line that was marked as a heading to its level.

    ``title`` and ``date`` are what a front matter declares, ``notes`` the text's footnotes.
    """

    lines: list[str]
    levels: dict[int, int]
    title: str | None = None
    date: str | None = None
    notes: tuple[TextNote, ...] = ()


def without_markup(text: str) -> Unmarked:
    """Take a converter's marks from a text."""
    lines = text.split("\n")
    if not _ANY_SIGN.search(text):
        return Unmarked(lines, {})
    declared = _front_matter(lines)
    lines, notes = without_footnotes(lines) if FOOTNOTE.search(text) else (lines, [])
    if "<" in text:
        lines = shown_tags("\n".join(lines)).split("\n")
        lines = [without_tags(line) for line in lines]
    if "\\\\" in text and "&" in text:
        lines = without_tex(lines)
    if "-+-" in text:
        lines = without_org(lines)
    if ".. table::" in text:
        lines = [_TABLE_TITLE.sub("", line) for line in lines]
    if "|===" in text or "{|" in text or "+--" in text:
        lines = rows_on_lines(lines)
    if "-|" in text or "- |" in text or ":|" in text or ": |" in text:
        lines = with_outer_bars(lines)
    drawn = rows_in_bars(lines) if _COLUMNS.search(text) else lines
    is_drawn = drawn != lines
    lines = drawn
    levels: dict[int, int] = {}
    if _SHOWING.search(text):
        lines = [shown_marks(line) if _SHOWING.search(line) else line for line in lines]
    if notes or is_drawn or is_marked_up(lines):
        levels = _headings(lines)
        lines = [_unmarked(line) for line in lines]
    if "://" in text:
        lines = _without_references(lines)
    if "&" in text:
        lines = [_in_place(line, without_entities) for line in lines]
    return Unmarked(lines, levels, declared.get("title"), declared.get("date"), tuple(notes))


def _front_matter(lines: list[str]) -> dict[str, str]:
    """Empty the block of ``key: value`` lines between two ``---`` at the text's beginning, and return what it says."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if first == len(lines) or lines[first].strip() != "---":
        return {}
    end = next((at for at in range(first + 1, min(len(lines), first + _LONGEST_FRONT)) if _ends_front(lines[at])), None)
    if end is None or end == first + 1 or not all(_FRONT_LINE.fullmatch(line) for line in lines[first + 1 : end]):
        return {}
    pairs = [re.split(r"\s*[:：]\s*", line, maxsplit=1) for line in lines[first + 1 : end] if line[:1].isalpha()]
    lines[first : end + 1] = [""] * (end + 1 - first)
    return {pair[0].lower(): value for pair in pairs if len(pair) == 2 and (value := pair[1].strip("\"' \t"))}


def _ends_front(line: str) -> bool:
    return line.rstrip() in {"---", "..."}


def is_marked_up(lines: list[str]) -> bool:
    """Whether several lines show marks that no report prints, or the first line is a heading with its sign."""
    opening = next((line for line in lines if line.strip()), "")
    signs = islice((line for line in lines if _shows_marks(line)), _FEWEST_SIGNS)
    return _HEADING.fullmatch(opening) is not None or len(list(signs)) == _FEWEST_SIGNS


def _shows_marks(line: str) -> bool:
    if not _ANY_SIGN.search(line):
        return False
    if ("#" in line or "= " in line or "h" in line) and _HEADING.fullmatch(line):
        return True
    if ("*" in line or "__" in line or "'''" in line) and (_STRONG_LINE.fullmatch(line) or _STRONG_CELL.search(line)):
        return True
    if "--" in line or "==" in line:
        return ("|" in line and _RULER.fullmatch(line) is not None) or _GRID.fullmatch(line) is not None
    return _INLINE.search(line) is not None


def _headings(lines: list[str]) -> dict[int, int]:
    """Find headings by their hashes or the line drawn below them; empties the drawn lines."""
    levels: dict[int, int] = {}
    signs: list[str] = []
    for at, line in enumerate(lines):
        if match := _HEADING.fullmatch(line):
            levels[at] = len(match[1]) if match[1] else int(match[2])
            lines[at] = match[3]
        elif (drawn := _UNDERLINE.fullmatch(line)) and _underlines(lines, at):
            if drawn[1] not in signs:
                signs.append(drawn[1])
            levels[at - 1] = min(6, signs.index(drawn[1]) + 1)
            if at > 1 and lines[at - 2].strip() == line.strip():
                lines[at - 2] = ""
            lines[at] = ""
    return levels


def _underlines(lines: list[str], at: int) -> bool:
    """Whether a line of signs is drawn below a lone line of words, as long as it or (a character being two columns) twice."""
    words = lines[at - 1].strip() if at else ""
    above = lines[at - 2].strip() if at > 1 else ""
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    drawn = lines[at].strip()
    alone = not below and above in {"", drawn}
    return alone and bool(words) and "|" not in words and len(words) <= len(drawn) <= 2 * len(words) + 2


def _unmarked(line: str) -> str:
    if not line.strip():
        return line
    if _ONLY_MARKS.fullmatch(line) or _LINK_TARGET.fullmatch(line):
        return ""
    line = _BULLET.sub(r"\1", _QUOTE.sub("", line), count=1)
    if line.endswith("\\"):
        line = line[:-1]
    return _in_place(line, without_marks_of_markdown)


def _in_place(line: str, change: Callable[[str], str]) -> str:
    """Change a line; where white space sets its columns, what stands behind keeps its column."""
    if "  " not in line.strip() or "|" in line:
        return change(line)
    pieces = _GAP.split(line)
    changed = map(change, pieces[::2])
    gaps = [*pieces[1::2], ""]
    return "".join(
        new + (gap and gap + " " * (len(old) - len(new)))
        for old, new, gap in zip(pieces[::2], changed, gaps, strict=True)
    )


def _without_references(lines: list[str]) -> list[str]:
    """Drop the list of links that text browsers print at the end, and its numbers in the text."""
    start = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].strip() == _REFERENCES[0]), None)
    if start is None:
        return lines
    rest = [line for line in lines[start + 1 :] if line.strip() and line.strip() not in _REFERENCES]
    numbers = {match[1] for line in rest if (match := _REFERENCE.fullmatch(line))}
    if not rest or len(numbers) < len(rest):
        return lines
    pattern = re.compile(rf"\[(?:{'|'.join(sorted(numbers))})\]")
    return [pattern.sub("", line) for line in lines[:start]] + [""] * (len(lines) - start)
