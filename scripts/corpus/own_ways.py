"""What agencies do to the form's tables of their own accord: a table for each of two years, a column of their own between the form's,
two of the form's columns in each other's place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from random import Random
from types import MappingProxyType

import msgspec
import regex

from corpus.flavour import Flavour, Write
from corpus.grid import PrintedCell, PrintedTable
from corpus.model import Truth
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import FLAVOURS, to_text
from corpus.truth import make_truth
from gongkai.forms.load import load_forms

Change = Callable[[Truth, Random], Truth]
_PAIR = 2
_SYLLABLES = ("bào", "gào", "nián", "xìn", "xī", "de", "gōng", "kāi", "shēn", "qǐng")
_CAPTIONS = ("{y}年{t}", "表{n}　{y}年度{t}", "{y}年度", "（{n}）{y}年情况", "{t}（{y}年）")
_TITLES = {"requests": "收到和处理政府信息公开申请情况"}


def two_years(truth: Truth, rng: Random) -> Truth:
    """Print each table twice, under captions that name the year and the year before, in either order.

    The caption of the report's own table is a line of its section's text then, which the truth does not know.
    """
    form = next(form for form in load_forms() if form.id == truth.form)
    past = make_truth(f"{rng.random()} past", form, profile="city")
    pattern, this_first = rng.choice(_CAPTIONS), rng.random() < 0.5
    twice: dict[str, tuple[str | PrintedTable, ...]] = {}
    for key, layout in truth.layouts.items():
        title = _TITLES.get(key, "数据统计")
        both = [
            (pattern.format(y=truth.year - back, t=title, n=1 + (back == this_first)), table)
            for back, table in ((0, layout), (1, past.layouts[key]))
        ]
        twice[key] = tuple(part for pair in (both if this_first else both[::-1]) for part in pair)
    return msgspec.structs.replace(truth, twice=twice)


def column_of_sums(truth: Truth, rng: Random) -> Truth:
    """Print a column 小计 behind the columns under one head of the table of requests: the sum of what stands under that head."""
    table = truth.layouts.get("requests")
    if table is None:
        return truth
    groups = [c for c in table.cells if c.role == "head" and len(_below(table, c)) > 1]
    if not groups:
        return truth
    leaves = _below(table, max(groups, key=lambda c: (c.row, c.column_span)))
    at = leaves[-1].column + leaves[-1].column_span
    own = [PrintedCell(row=leaves[0].row, column=at, row_span=leaves[0].row_span, text="小计")]
    for row in table.rows():
        parts = [c for c in row if c.key is not None and leaves[0].column <= c.column < at]
        if parts:
            figures = [truth.tables["requests"][c.key].value or 0 for c in parts if c.key is not None]
            own.append(PrintedCell(row=parts[0].row, column=at, text=str(sum(figures)), role="value"))
    cells = [*(_widened(cell, at) for cell in table.cells), *own]
    wider = PrintedTable(tuple(sorted(cells, key=lambda c: (c.row, c.column))), table.width + 1)
    return msgspec.structs.replace(truth, layouts={**truth.layouts, "requests": wider})


def columns_swapped(truth: Truth, rng: Random) -> Truth:
    """Print two neighbouring columns of each table in each other's place, heads and figures alike: no row's sum tells that."""
    return msgspec.structs.replace(truth, layouts={key: _swapped(layout, rng) for key, layout in truth.layouts.items()})


def _swapped(table: PrintedTable, rng: Random) -> PrintedTable:
    """Exchange what stands in two neighbouring columns under one head; a table that has no such two stays as it is."""
    groups = [_below(table, c) for c in table.cells if c.role == "head"]
    pairs = [(a, b) for group in groups for a, b in pairwise(group) if _is_leaf(a, table) and _is_leaf(b, table)]
    chosen = [(a, b) for a, b in pairs if len({(c.column, c.column_span) for c in (a, b)}) == _PAIR]
    if not chosen:
        return table
    one, other = rng.choice(chosen)
    moved: dict[tuple[int, int], PrintedCell] = {}
    for row in table.rows():
        own = [c for c in row if c.column == one.column and c.column_span == one.column_span and c.row >= one.row]
        two = [c for c in row if c.column == other.column and c.column_span == other.column_span and c.row >= one.row]
        if own and two:
            moved |= {(a.row, a.column): b for a, b in ((own[0], two[0]), (two[0], own[0]))}
    cells = (_with_content(c, moved.get((c.row, c.column), c)) for c in table.cells)
    return PrintedTable(tuple(cells), table.width)


def _with_content(cell: PrintedCell, other: PrintedCell) -> PrintedCell:
    return msgspec.structs.replace(cell, text=other.text, key=other.key, role=other.role)


def _is_leaf(head: PrintedCell, table: PrintedTable) -> bool:
    return not _below(table, head)


def _below(table: PrintedTable, head: PrintedCell) -> list[PrintedCell]:
    """Return the heads right below a head."""
    end = head.column + head.column_span
    row = head.row + head.row_span
    return [c for c in table.cells if c.role == "head" and c.row == row and head.column <= c.column < end]


def _widened(cell: PrintedCell, at: int) -> PrintedCell:
    """Move a cell that stands right of a new column; widen one that stands over it."""
    if cell.column >= at:
        return msgspec.structs.replace(cell, column=cell.column + 1)
    over = cell.column + cell.column_span > at or (
        cell.column + cell.column_span == at and cell.column_span > 1 and cell.role == "head"
    )
    return msgspec.structs.replace(cell, column_span=cell.column_span + 1) if over else cell


def own_ways() -> Iterator[Flavour]:
    """Yield a flavour for each of these ways in Word, in HTML, and in a style of text that keeps blank cells."""
    for name, change in WAYS.items():
        yield Flavour(f"{name}-docx", ".docx", partial(_docx, change), "blanks kept")
        yield Flavour(f"{name}-html", ".html", partial(_html, change), "blanks kept")
        yield Flavour(f"{name}-text", ".txt", partial(_text, change), "blanks kept")
    yield Flavour("pronounced-text", ".txt", _pronounced, "blanks kept")


def _docx(change: Change, truth: Truth, rng: Random) -> bytes:
    return to_docx(change(truth, rng))


def _html(change: Change, truth: Truth, rng: Random) -> bytes:
    return to_html(change(truth, rng)).encode()


def _text(change: Change, truth: Truth, rng: Random) -> bytes:
    style = rng.choice([name for name, style in FLAVOURS.items() if style.kind == "blanks kept"])
    return to_text(change(truth, rng), style, rng).encode()


def _pronounced(truth: Truth, rng: Random) -> bytes:
    """Print a syllable in brackets behind every Chinese character, as some mirrors do."""
    text = _text(lambda same, _: same, truth, rng).decode()
    return regex.sub(r"\p{Han}", lambda match: f"{match[0]}({rng.choice(_SYLLABLES)})", text).encode()


def printed_so(flavour: Flavour, way: str) -> Flavour:
    """Return a flavour whose reports are printed in one of these ways first."""
    return msgspec.structs.replace(flavour, write=partial(_changed, flavour.write, WAYS[way]))


def _changed(write: Write, change: Change, truth: Truth, rng: Random) -> bytes | None:
    return write(change(truth, rng), rng)


WAYS: Mapping[str, Change] = MappingProxyType(
    {"two-years": two_years, "column-of-sums": column_of_sums, "columns-swapped": columns_swapped}
)
