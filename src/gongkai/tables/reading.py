"""What a source says about the lines of a form: the common currency of grids, marked cells and plain lines."""

from __future__ import annotations

from msgspec import Struct

from gongkai.document import Place
from gongkai.report import Anchor
from gongkai.text.numerals import Number, Printed


class Value(Struct, frozen=True, gc=False):
    """One value cell as printed, before it has a place in the form. ``glued``: nothing parts it from the words before it.
    ``line`` and ``span`` say where it stands in text that keeps its columns.
    """

    text: str
    printed: Printed
    place: Place
    glued: bool = False
    line: int = 0
    span: tuple[float, float] | None = None


Option = tuple[Value | None, ...]
"""One way to read a row: for each slot of its line a value, or nothing."""


class Placed(Struct, frozen=True, gc=False):
    """A value and the slot of its line that it belongs to."""

    slot: int
    value: Value
    anchor: Anchor


class Reading(Struct, frozen=True, gc=False, kw_only=True):
    """One printed row, aligned with line ``line`` of the form, or with none.

    ``placed`` are values whose slot is certain; ``loose`` are values of the row whose slot is not: their line's other slots are
    ambiguous then. ``options`` are the ways in which loose values may stand, where they are few enough to be asked of the sums.
    ``whole``: its figures were run together, and there is one for each slot. Without values, nothing but the label is printed.
    ``unproved`` are groups of slots under heads whose order could not be read.
    ``bounds`` are, for each slot of a line whose options were asked of the sums, the least and the most that any solution has there; a
    blank counts 0. ``label`` is as printed. ``chose`` says that the table's sums chose this reading over another.
    """

    line: int | None
    label: str
    placed: tuple[Placed, ...] = ()
    loose: tuple[Value, ...] = ()
    options: tuple[Option, ...] = ()
    reason: str = ""
    chose: bool = False
    whole: bool = False
    bounds: tuple[tuple[Number, Number], ...] = ()
    unproved: tuple[frozenset[int], ...] = ()
