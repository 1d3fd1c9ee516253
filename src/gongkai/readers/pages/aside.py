"""What stands on a page beside its text: footnotes at its foot, and captions that only say that a table goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from msgspec import Struct, structs

from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lines import Line
from gongkai.readers.pages.page import Page
from gongkai.text.shown import RAISED

_MARK = re.compile(
    r"(?P<mark>[\u2460-\u2473\u2776-\u277f*＊※†‡]|[¹²³⁴-⁹]{1,2}|\[\d{1,2}\]|〔\d{1,2}〕|\d{1,2}(?![\d.．、,，)）年月日%]))\s*(?P<text>.*)"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS = 4  # Chinese characters of a note, at least
_SMALLER = (
    0.93  # of the size of the text: notes are set in smaller type, if only by one step (10.5 below 12 points is 0.88)
)
_LONG = 12  # characters
_FEWEST = 3  # lines that tell the size of a text
_AGAIN = re.compile(r"[（(【\[]?续(?:上)?[表页][^，。；]{0,30}|[^，。；]{2,40}[（(【]续(?:表|上表)?[）)】]")
_TOP = 0.2  # of the page
_FULL = 0.9  # of the text's right edge: a line that ends there goes on in the next one


class Note(Struct, frozen=True):
    """A note at the foot of a page."""

    mark: str
    text: str


def body_size(sheets: Sequence[Sheet]) -> float | None:
    """Return how large most of the running text is printed; None where there is hardly any."""
    sizes = [
        line.em for sheet in sheets for line in sheet.lines if not line.tabular and len(_HAN.findall(line.text)) > 9
    ]
    return median(sizes) if len(sizes) >= _FEWEST else None


def parted(page: Page, size: float | None) -> tuple[Page, tuple[Note, ...]]:
    """Return a page without its notes and without captions that are printed again, and the notes.

    Notes are the last lines of a page, below its tables, and begin with a mark that stands above, too. They are smaller than the text
    (which is of ``size``), or their marks are numbers, counted as the raised ones above are.
    """
    sheet = page.sheet
    lines = [line for at, line in enumerate(sheet.lines) if not _is_caption(sheet, at)]
    lowest = max((table.table.bbox[3] for table in page.tables), default=0.0)
    start = _notes_begin(lines, size, lowest) if size else len(lines)
    while start < len(lines) and not _is_note(lines[start], _text(page, lines[:start])):
        start += 1
    start = min(start, _counted_from(page, lines, lowest))
    if start == len(sheet.lines):
        return page, ()
    kept = structs.replace(page, sheet=structs.replace(sheet, lines=tuple(lines[:start])))
    return kept, tuple(_notes(lines[start:], _text(page, lines[:start])))


def _text(page: Page, lines: Sequence[Line]) -> str:
    cells = (line.text for table in page.tables for found in table.texts.values() for line in found)
    return "\n".join((*(line.text for line in lines), *cells))


def _is_caption(sheet: Sheet, at: int) -> bool:
    line = sheet.lines[at]
    return (
        at < 2
        and sheet.number > 1
        and line.bbox[3] < _TOP * sheet.size[1]
        and _AGAIN.fullmatch("".join(line.text.split())) is not None
    )


def _notes_begin(lines: Sequence[Line], size: float, lowest: float) -> int:
    """Return the position of the first of the small lines at the end of a page."""
    start = len(lines)
    while start and not (
        lines[start - 1].tabular or lines[start - 1].em > _SMALLER * size or lines[start - 1].bbox[1] < lowest - 1
    ):
        start -= 1
    return start


def _counted_from(page: Page, lines: Sequence[Line], lowest: float) -> int:
    """Return the position of the first of the notes at the end of a page that are counted as the marks raised above them are, whatever
    their size; the number of lines where there are none.
    """
    right = max((line.bbox[2] for line in lines), default=0.0)
    first = len(lines)
    last = 0
    for at, line in reversed(list(enumerate(lines))):
        if line.tabular or line.bbox[1] < lowest - 1:
            break
        found = _MARK.fullmatch(line.text)
        number = (
            int(found["mark"]) if found and found["mark"].isdecimal() and _is_note(line, _text(page, lines[:at])) else 0
        )
        if number and last in (0, number + 1):
            first, last = at, number
        elif at == 0 or lines[at - 1].bbox[2] < _FULL * right:
            break
    return first


def _is_note(line: Line, above: str) -> bool:
    found = _MARK.fullmatch(line.text)
    if found is None or len(_HAN.findall(found["text"])) < _WORDS:
        return False
    mark = found["mark"]
    return (mark.translate(RAISED) if mark.isdecimal() else mark) in above


def _notes(lines: Sequence[Line], above: str) -> list[Note]:
    notes: list[Note] = []
    for line in lines:
        found = _MARK.fullmatch(line.text) if _is_note(line, above) else None
        if found is not None:
            notes.append(Note(found["mark"], found["text"]))
        else:
            notes[-1] = structs.replace(notes[-1], text=notes[-1].text + line.text)
    return [structs.replace(note, mark=_plain(note.mark)) for note in notes]


def _plain(mark: str) -> str:
    return mark.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
