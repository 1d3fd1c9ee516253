"""Invents figures that obey a form's own sums, whatever the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Literal

from msgspec import Struct

from gongkai.forms.expression import terms_of
from gongkai.forms.model import Form, Slot, TableForm
from gongkai.forms.schema import CheckSpec

Number = int | float
Cell = tuple[str, str, str]
"""(table, row, column)."""
Side = tuple[tuple[int, Cell], ...]
Profile = Literal["zeros", "sparse", "typical", "city"]

# share of figures that are not zero, their largest size where sums tie them, and where nothing does, and how near
# to that size they come (the least exponent)
_PROFILES: Mapping[str, tuple[float, int, int, float]] = {
    "zeros": (0.0, 0, 0, 0.0),
    "sparse": (0.08, 9, 60, 0.0),
    "typical": (0.35, 120, 9000, 0.0),
    "city": (0.75, 400, 9_900_000, 0.5),
}
_ROUNDS = 60


class Equation(Struct, frozen=True):
    """One sum of the form: ``left = right`` or ``left <= right`` over signed cells."""

    check: str
    left: Side
    right: Side
    exact: bool

    @property
    def target(self) -> Cell | None:
        """The cell that the rest of an exact sum determines (a printed total), or None."""
        for side in (self.right, self.left):
            if self.exact and len(side) == 1 and side[0][0] == 1:
                return side[0][1]
        return None

    def excess(self, values: Mapping[Cell, Number]) -> Number:
        """Return left minus right."""
        return _total(self.left, values) - _total(self.right, values)

    def holds(self, values: Mapping[Cell, Number]) -> bool:
        """Say whether the sum is right."""
        return self.excess(values) == 0 if self.exact else self.excess(values) <= 0


def _total(side: Side, values: Mapping[Cell, Number]) -> Number:
    return sum(sign * values[cell] for sign, cell in side)


def equations(form: Form) -> tuple[Equation, ...]:
    """Write out every check of ``form`` over single cells."""
    return tuple(e for check in form.spec.checks for e in _write_out(check, form.table(check.table)))


def _write_out(check: CheckSpec, table: TableForm | None) -> Iterator[Equation]:
    if table is None:
        return
    for cells in _groups(check, table):
        left, right = (_side(getattr(check, side), cells) for side in ("left", "right"))
        if left and right:
            yield Equation(check.id, left, right, check.compare == "=")


def _groups(check: CheckSpec, table: TableForm) -> Iterator[dict[str, Cell]]:
    """Yield, for each row, each column or once, the keys that the check's terms name and the cells they stand for."""
    groups: dict[str, dict[str, Cell]] = {}
    for slot in table.slots:
        group, name = {"row": (slot.row, slot.column), "column": (slot.column, slot.row)}.get(
            check.each or "", ("", f"{slot.row}.{slot.column}")
        )
        groups.setdefault(group, {})[name] = (table.key, slot.row, slot.column)
    yield from groups.values()


def _side(expression: str, cells: Mapping[str, Cell]) -> Side:
    names = tuple(cells)
    terms = terms_of(expression)
    if not all(term.select(names) for term in terms):
        return ()
    return tuple((term.sign, cells[name]) for term in terms for name in term.select(names))


def invent(form: Form, rng: Random, profile: Profile, pinned: Mapping[Cell, Number]) -> dict[Cell, Number]:
    """Give every cell of ``form`` a figure so that all sums hold; ``pinned`` cells keep theirs. Raises ValueError."""
    sums = equations(form)
    tied = {cell for e in sums for _, cell in (*e.left, *e.right)}
    fixed = {*pinned, *(e.target for e in sums if e.target)}
    balancing = {_free(e.left, fixed)[0] for e in sums if e.exact and not e.target and _free(e.left, fixed)}
    values: dict[Cell, Number] = {}
    for table in form.tables:
        for slot in table.slots:
            cell = (table.key, slot.row, slot.column)
            drawn = _draw(slot, rng, profile, tied=cell in tied)
            values[cell] = pinned.get(cell, 0 if cell in balancing else drawn)
    for _ in range(_ROUNDS):
        for equation in sums:
            _mend(equation, values, fixed)
        if all(e.holds(values) for e in sums):
            return values
    broken = next(e for e in sums if not e.holds(values))
    raise ValueError(f"no figures found that obey {broken.check!r} of form {form.id!r}: {broken.left} {broken.right}")


def _free(side: Side, fixed: set[Cell]) -> list[Cell]:
    return [cell for sign, cell in side if sign > 0 and cell not in fixed]


def _mend(equation: Equation, values: dict[Cell, Number], fixed: set[Cell]) -> None:
    """Make one sum hold by setting its total, or by raising a free cell of the smaller side."""
    excess = equation.excess(values)
    if equation.holds(values):
        return
    if equation.target is not None:
        on_right = equation.target == equation.right[0][1] and len(equation.right) == 1
        values[equation.target] += excess if on_right else -excess
        return
    free = _free(equation.right, fixed)[::-1] if excess > 0 else _free(equation.left, fixed)
    if free:
        values[free[0]] += abs(excess)


def _draw(slot: Slot, rng: Random, profile: Profile, *, tied: bool) -> Number:
    share, small, large, least = _PROFILES[profile]
    if rng.random() >= share:
        return 0
    most = small if tied else large
    figure: int = max(1, round(float(most) ** rng.uniform(least, 1.0)))
    if slot.kind == "money" and not tied:
        return float(round(figure * rng.uniform(0.1, 1.0), rng.choice((1, 2, 4))))
    return -figure if slot.kind == "change" and rng.random() < 0.4 else figure
