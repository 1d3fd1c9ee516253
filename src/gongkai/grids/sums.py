"""Holds the sums of an unknown table: those that its labels announce, and those that hold throughout.

Blank cells count as 0; a sum with an unreadable part, or without a printed total, is not held. In a table with decimals a difference of
one unit of the last place is honest rounding (of two, where many are added): published accounts are kept in 元 and printed in 万元.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from gongkai.grids.announced import Rule, column_rules, is_added, is_share, is_total, row_rules
from gongkai.grids.paths import Label, Path
from gongkai.report import GridFigure, GridSum

Kind = Literal["row", "column"]
At = tuple[int, int]
_HOLDS = 0.5  # of the lines of a rule: where fewer hold, the labels mean another sum than the one that was tried
_THROUGHOUT = 3  # lines with two parts and more that are not zero, for a sum that no label announces
_MANY = 9  # figures with their total: ten rounded ones are off by two units of the last place once in forty times
_COUNTED = ("reported", "blank", "not_applicable", "text")


class _Held(Struct, frozen=True):
    total: At
    parts: tuple[At, ...]
    printed: Decimal
    added: Decimal
    slack: Decimal

    @property
    def passes(self) -> bool:
        return abs(self.printed - self.added) <= self.slack


class _Figures:
    def __init__(self, cells: Sequence[GridFigure]) -> None:
        self.cells = {(cell.row, cell.column): cell for cell in cells}

    def hold(self, total: At, parts: tuple[At, ...]) -> _Held | None:
        """Hold one sum; None where it cannot be held, or where nothing is in it."""
        own = self.cells.get(total)
        others = [self.cells.get(at) for at in parts]
        if own is None or own.value is None or any(c is not None and c.status not in _COUNTED for c in others):
            return None
        printed = Decimal(str(own.value))
        values = [Decimal(str(c.value)) for c in others if c is not None and c.value is not None]
        if not values or (not any(values) and printed == 0):
            return None
        return _Held(
            total, parts, printed, sum(values, Decimal(0)), _slack([own, *(c for c in others if c is not None)])
        )


def _slack(cells: Sequence[GridFigure]) -> Decimal:
    """One unit of the last decimal that is printed in any of the cells, two where many are added up; none among whole numbers."""
    texts = [cell.text.rstrip("%‰ ") for cell in cells if cell.value]
    decimals = max((len(text.rpartition(".")[2]) for text in texts if "." in text), default=0)
    return (1 + (len(texts) > _MANY)) * Decimal(1).scaleb(-min(decimals, 6)) if decimals else Decimal(0)


def sums_of(heads: Sequence[Path], labels: Sequence[Label], cells: Sequence[GridFigure]) -> tuple[GridSum, ...]:
    """Return the sums of a table, those of rows of labels first, each total once."""
    figures = _Figures(cells)
    added = [c for c, path in enumerate(heads) if is_added(path)]
    found: dict[tuple[str, At], GridSum] = {}
    for rule in row_rules(labels):
        for each in _settle(rule, [_down(choice, added) for choice in rule.choices], figures):
            found.setdefault(("column", each.total), _told("column", each))
        for each in _shares(rule, [c for c, path in enumerate(heads) if is_share(path)], figures):
            found.setdefault(("column", each.total), _told("column", each))
    rules = list(column_rules(heads)) or list(_throughout(heads, labels, figures))
    for rule in rules:
        rows = range(len(labels))
        for each in _settle(
            rule, [[(r, tuple((r, c) for c in choice)) for r in rows] for choice in rule.choices], figures, across=True
        ):
            found.setdefault(("row", each.total), _told("row", each))
    return tuple(found.values())


def _nested(total: int, choices: Sequence[Lines], figures: _Figures) -> list[_Held]:
    """A total over rows of which some are parts of others, though nothing sets them in: rows that make the one before them together, in
    every column, are left out. Nothing where the total is not the sum of the rest in every column.
    """
    for lines in choices:
        rows = [row for row, _ in lines[0][1]] if lines else []
        outer = _outermost(rows, [column for column, _ in lines], figures)
        if 2 <= len(outer) < len(rows):
            parts = [(c, tuple((row, c) for row in outer)) for c, _ in lines]
            held = [found for column, own in parts if (found := figures.hold((total, column), own))]
            if held and all(each.passes for each in held):
                return held
    return []


def _outermost(rows: Sequence[int], columns: Sequence[int], figures: _Figures) -> list[int]:
    """The rows that are left where those which make up the row before them are taken out."""
    outer: list[int] = []
    at = 0
    while at < len(rows):
        outer.append(rows[at])
        ends = (end for end in range(at + 3, len(rows) + 1) if _make(rows[at], rows[at + 1 : end], columns, figures))
        at = next(ends, at + 1)
    return outer


def _make(row: int, parts: Sequence[int], columns: Sequence[int], figures: _Figures) -> bool:
    held = [found for c in columns if (found := figures.hold((row, c), tuple((part, c) for part in parts)))]
    return any(each.printed for each in held) and all(each.passes for each in held)


def _shares(rule: Rule, columns: Sequence[int], figures: _Figures) -> Iterator[_Held]:
    """Yield the columns of shares whose total is printed as 100: they are held in whichever of the choices fits."""
    for column in columns:
        held = [
            h
            for choice in rule.choices
            for _, p in _down(choice, [column])
            if (h := figures.hold((rule.total, column), p))
        ]
        whole = [each for each in held if each.printed == 100 and len(each.parts) >= 2]
        if whole:
            yield next((each for each in whole if each.passes), whole[0])


Lines = list[tuple[int, tuple[At, ...]]]


def _down(choice: tuple[int, ...], columns: Sequence[int]) -> Lines:
    return [(column, tuple((row, column) for row in choice)) for column in columns]


def _settle(rule: Rule, choices: Sequence[Lines], figures: _Figures, *, across: bool = False) -> Iterator[_Held]:
    """Yield the lines of the choice that holds best; nothing where none holds in most lines, unless the labels leave no doubt."""
    best: list[_Held] = []
    share = -1.0
    for lines in choices:
        held = [
            found
            for line, parts in lines
            if (found := figures.hold((line, rule.total) if across else (rule.total, line), parts))
        ]
        own = sum(each.passes for each in held) / len(held) if held else -1.0
        if own > share:
            best, share = held, own
    if share < _HOLDS and not across and (nested := _nested(rule.total, choices, figures)):
        yield from nested
        return
    enough = any(len(each.parts) >= 2 for each in best)
    if share >= _HOLDS if share > 0 else (rule.sure and enough and len(best) <= 2 and not across):
        yield from best


def _throughout(heads: Sequence[Path], labels: Sequence[Label], figures: _Figures) -> Iterator[Rule]:
    """Yield the column that is the sum of all others in every row, though no head says so: the first or the last one."""
    columns = [c for c, path in enumerate(heads) if is_added(path)]
    if len(columns) < 3 or any(is_total(text) for path in heads for text in path):
        return
    for total in (columns[0], columns[-1]):
        rest = tuple(c for c in columns if c != total)
        held = [found for r in range(len(labels)) if (found := figures.hold((r, total), tuple((r, c) for c in rest)))]
        telling = [h for h in held if sum(bool(figures.cells[at].value) for at in h.parts if at in figures.cells) >= 2]
        if len(telling) >= _THROUGHOUT and all(each.passes for each in held):
            yield Rule(total, (rest,), sure=False)
            return


def _told(kind: Kind, held: _Held) -> GridSum:
    """Say how a sum came out, for people."""
    off = abs(held.printed - held.added)
    if held.passes:
        rounding = f", {off:f} off, which rounding explains" if off else ""
        message = f"{held.printed:f} is the sum of its {len(held.parts)} parts{rounding}"
    else:
        message = f"{held.printed:f} is printed, its {len(held.parts)} parts add up to {held.added:f}"
    return GridSum(
        kind=kind, total=held.total, parts=held.parts, status="pass" if held.passes else "fail", message=message
    )
