"""Whether sums close: those of one row over its figures, and those of a whole table over its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gongkai.forms.equations import Equation, Key
from gongkai.forms.model import Line
from gongkai.tables.decide.sums import Totals, number
from gongkai.tables.reading import Option
from gongkai.text.numerals import Number


def adds_up(figures: Sequence[Number], parts: Iterable[int], total: int) -> bool:
    """Whether the figures at the places ``parts`` make the one at ``total``."""
    return sum(figures[at] for at in parts) == figures[total]


def closes(option: Option, line: Line, totals: Totals, *, least: int = 0) -> bool:
    """Whether the sum of each row of a line closes over an option, at least so many of them over figures that are not zero."""
    figures = [number(value.printed if value else None) for value in option]
    own = _places(line, totals)
    close = all(adds_up(figures, parts, total) for parts, total in own)
    return close and sum(figures[total] != 0 for _, total in own) >= least


def sums_of(option: Option, line: Line, totals: Totals) -> list[bool]:
    """Return for the sum of each row of a line whether it closes; nothing is known of one with an unreadable figure."""
    figures = [number(value.printed if value else None) for value in option]
    unread = {place for place, value in enumerate(option) if value is not None and value.printed.status == "unreadable"}
    own = _places(line, totals)
    return [adds_up(figures, parts, total) for parts, total in own if unread.isdisjoint([*parts, total])]


def _places(line: Line, totals: Totals) -> list[tuple[list[int], int]]:
    """Return where the parts of each row's sum stand in a line, and its total."""
    at = {(slot.row, slot.column): place for place, slot in enumerate(line.slots)}
    own = [totals[row] for row in dict.fromkeys(slot.row for slot in line.slots) if row in totals]
    return [([at[key] for key in parts], at[total]) for parts, total in own]


def balances(equation: Equation, cells: Mapping[Key, Number]) -> bool:
    """Whether both sides of a check come to the same, whatever the check itself asks."""
    left, right = _sides(equation, cells)
    return left == right


def closing(cells: Mapping[Key, Number], equations: Iterable[Equation], wrong: int) -> int:
    """Count the sums over ``cells`` that close and are not zero; -1 where others do not.

    ``wrong`` totals may be printed wrong: each fails its row and, at most, the sums of its column. Figures that changed places in a
    row leave its sum alone and fail their columns'.
    """
    passed = 0
    rows: set[str] = set()
    columns: set[str] = set()
    for equation in equations:
        left, right = _sides(equation, cells)
        if equation.spec.compare == "=" and left != right:
            (rows if equation.spec.each == "row" else columns).add(equation.name)
        else:
            passed += right != 0
    return passed if len(columns) <= len(rows) <= wrong else -1


def _sides(equation: Equation, cells: Mapping[Key, Number]) -> tuple[Number, Number]:
    left, right = (sum(sign * cells[key] for sign, key in side) for side in (equation.left, equation.right))
    return left, right
