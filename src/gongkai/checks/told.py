"""Says in the form's own labels what does not hold, as a person would: never in keys."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gongkai.forms.equations import Equation, Key, Names, Terms
from gongkai.forms.naming import name_of, named
from gongkai.messages.catalogue import Said, say
from gongkai.report import Cell
from gongkai.text.numerals import Number, decimal_text

_IN_FULL = 8  # terms; of longer sums (the 22 outcomes of requests) only those that are not 0 are named


class Sum(Struct, frozen=True, gc=False):
    """One side of a check: its cells and their keys in the check's order, and what they add up to."""

    cells: tuple[Cell, ...]
    keys: tuple[Key, ...]
    value: Number


def sum_told(equation: Equation, left: Sum, right: Sum) -> Said:
    """Say that a sum of the form does not hold, such as 行政复议：结果维持 10 + 结果纠正 1 = 11，总计印为 0."""
    axis = equation.spec.each
    names = [[named(equation.names, key, axis) for _, key in terms] for terms in (equation.left, equation.right)]
    parts = _terms(equation.left, names[0], left.cells)
    if equation.spec.compare == "<=":
        what = say(
            "check.exceeds", left=_side(parts, left), right=_side(_terms(equation.right, names[1], right.cells), right)
        )
    elif len(right.cells) == 1:
        what = say("check.total", parts=parts, sum=number(left.value), total=names[1][0], printed=number(right.value))
    else:
        others = _terms(equation.right, names[1], right.cells)
        what = say("check.unequal", left=_side(parts, left), right=_side(others, right))
    return say("check.of", subject=_subject(equation), what=what) if axis else what


def side_told(names: Names, side: Sum, signs: Sequence[int], axis: str | None, year: int | None) -> Said:
    """Say what the cells of one year add up to."""
    terms = tuple(zip(signs, side.keys, strict=True))
    parts = _terms(terms, [named(names, key, axis) for key in side.keys], side.cells)
    return say("check.year", year=year, what=_side(parts, side))


def number(value: Number) -> str:
    """Write a number as people do."""
    return decimal_text(value) if isinstance(value, float) else str(value)


def _subject(equation: Equation) -> Said:
    names, name, axis = equation.names, equation.name, equation.spec.each
    known = names.rows if axis == "row" else names.columns
    return name_of(names, name if name in known else name.rpartition(".")[2], axis)  # of a row's parts: row.column


def _terms(terms: Terms, names: Sequence[Said], cells: Sequence[Cell]) -> Said:
    shown = [(sign, name, cell.value or 0) for (sign, _), name, cell in zip(terms, names, cells, strict=True)]
    counted = [term for term in shown if term[2]]
    if len(shown) <= _IN_FULL or len(counted) == len(shown):
        return _joined(shown)
    return say("check.rest", parts=_joined(counted or shown[:1]))


def _joined(terms: Sequence[tuple[int, Said, Number]]) -> Said:
    en = zh = ""
    for sign, name, value in terms:
        mark = (" - " if sign < 0 else " + ") if en else ("-" if sign < 0 else "")
        en += f"{mark}{name.en} {number(value)}"
        zh += f"{mark}{name.zh} {number(value)}"
    return Said(en, zh)


def _side(parts: Said, side: Sum) -> Said:
    """Add what it comes to, where that is not said by its only term."""
    return parts if len(side.cells) == 1 else say("check.sum", parts=parts, sum=number(side.value))
