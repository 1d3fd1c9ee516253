"""The sums of a form written out: one equation for each row, each column, or once, over cell keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from gongkai.forms.expression import Term, terms_of
from gongkai.forms.schema import CheckSpec

Key = tuple[str, str]
"""(row, column)"""
Terms = tuple[tuple[int, Key], ...]


class Label(Struct, frozen=True):
    """What a row or a column is called, without its number, in Chinese and English; Chinese where the form has no English."""

    zh: str
    en: str


class Names(Struct, frozen=True):
    """What the rows and columns of a table are called, by their keys."""

    rows: dict[str, Label]
    columns: dict[str, Label]


class Equation(Struct, frozen=True):
    """``left`` must equal (or not exceed) ``right``; ``name`` is the row or column that it speaks of, or empty."""

    spec: CheckSpec
    name: str
    left: Terms
    right: Terms
    names: Names

    @property
    def id(self) -> str:
        """The id of the check that this equation becomes."""
        return f"{self.spec.id}.{self.name}" if self.name else self.spec.id


def equations_of(spec: CheckSpec, keys: Sequence[Key], names: Names) -> Iterator[Equation]:
    """Write out one check over the cells ``keys``; rows or columns that lack a side are left out."""
    left, right = terms_of(spec.left), terms_of(spec.right)
    if spec.each is None:
        flat = {f"{row}.{column}": (row, column) for row, column in keys}
        yield Equation(spec, "", _select(left, flat), _select(right, flat), names)
        return
    own, other = (0, 1) if spec.each == "row" else (1, 0)
    for name in dict.fromkeys(key[own] for key in keys if key[own] not in spec.without):
        line = {key[other]: key for key in keys if key[own] == name}
        sides = _select(left, line), _select(right, line)
        if all(sides):
            yield Equation(spec, name, *sides, names)


def _select(terms: tuple[Term, ...], keys: dict[str, Key]) -> Terms:
    names = tuple(keys)
    return tuple((term.sign, keys[name]) for term in terms for name in term.select(names))
