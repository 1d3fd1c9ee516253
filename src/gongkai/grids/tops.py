"""What a table says of itself in its own first rows: its caption, its unit, who filled it in."""

from __future__ import annotations

from msgspec import Struct

from gongkai.grids.around import is_apparatus, office_in, unit_in
from gongkai.grids.sheet import Sheet
from gongkai.grids.values import squeezed, words
from gongkai.text.dates import only_date, says_when
from gongkai.text.fold import core


class Top(Struct, frozen=True):
    """``rows`` rows at the top hold nothing but caption and unit."""

    rows: int
    caption: str | None
    unit: str | None
    office: str | None = None


NO_TOP = Top(0, None, None)


def top_of(sheet: Sheet, above: str | None = None, *, beside: bool = False) -> Top:
    """Read the rows at the top that hold one line only; ``above`` is the caption that is printed over the table, ``beside`` says that
    the table stands beside another one, so that a line alone is its title though it spans nothing.
    """
    caption: str | None = None
    unit: str | None = None
    office: str | None = None
    row = 0
    while row < sheet.rows - 1:
        texts = list(dict.fromkeys(t for c in range(sheet.columns) if (t := sheet.text(row, c))))
        said = [t for t in texts if is_apparatus(squeezed(t))]
        said += [t for t in texts if said and _is_time(t)]
        rest = [t for t in texts if t not in said]
        alone = beside and row == 0 and len(texts) == 1
        if len(rest) > 1:
            break
        if alone and not said and sheet.kind(0, 0) == "words":
            caption, unit = rest[0], unit_in(rest[0])
        elif rest and (above or caption):
            if core(rest[0]) != core(above or caption or ""):
                break
        elif rest:
            if not _is_title(sheet, row, rest[0]):
                break
            caption, unit = rest[0], unit or unit_in(rest[0])
        unit = unit or next((u for t in said if (u := unit_in(t))), None)
        office = office or next((o for t in said if (o := office_in(t))), None)
        row += 1
    return Top(row, caption, unit, office)


def _is_time(text: str) -> bool:
    """Whether a cell holds a day, a month or a year and nothing else: beside who filled a table in it is when."""
    return only_date(text) is not None or says_when(squeezed(text))


def says_a_caption(sheet: Sheet, row: int) -> bool:
    """Whether a row holds the caption of a table, perhaps with its unit, and nothing else."""
    texts = list(dict.fromkeys(t for c in range(sheet.columns) if (t := sheet.text(row, c))))
    rest = [t for t in texts if not is_apparatus(squeezed(t))]
    return len(rest) == 1 and sheet.text(row, 0) != "" and _is_title(sheet, row, rest[0]) and _is_caption(rest[0])


def _is_caption(text: str) -> bool:
    return words().caption.fullmatch(squeezed(text)) is not None


def _is_title(sheet: Sheet, row: int, line: str) -> bool:
    """Whether the one line of a row is the table's title: it spans the table, or says that it is a table."""
    if any(sheet.kind(row, c) == "figure" for c in range(sheet.columns)):
        return False
    cells = {sheet.cover.get((row, c)) for c in range(sheet.columns)}
    return len(cells) == 1 or _is_caption(line)
