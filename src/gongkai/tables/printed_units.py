"""The unit of each cell as it is printed: in the cell, in its row's label, in its column's head, or above the table.

What the form says counts only where nothing is printed: 本年收费金额（单位：元） over 70487 is no 万元.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec
import regex

from gongkai.forms.model import Slot, TableForm
from gongkai.report import Cell, Table
from gongkai.tables.fragments import Fragment, Piece
from gongkai.text.fold import narrow, squeeze
from gongkai.text.units import UNIT, declared_units, kind_of

_APART = r"[^\p{L}\p{N}]{0,2}"
_SEAM = "|"
"""Stands between two cells, and between two lines of one: words on both sides of it are not one word."""
_WRAPPED = regex.compile(r"(?<=[(\[][^()\[\]]{0,20})\|(?=[^()\[\]]{0,20}[)\]])")
"""A seam inside brackets is the end of a line in a narrow cell: （单位：千 | 元）."""
_BEHIND = (
    rf"[^\p{{L}}\p{{N}}]?(?:[(\[:/,]|(?<=\|)(?=\p{{L}}{{0,4}}单位))(?:[^()\[\]|]{{0,8}}?单位[:为]?)?(?:人民币)?"
    rf"({UNIT})(?![\p{{L}}\p{{N}}])"
)


def with_printed_units(table: Table, form: TableForm, pieces: Sequence[Piece], above: str) -> Table:
    """Return the table, each cell with the unit that is printed for it; ``above`` is the text that stands before the table."""
    cells = [text for piece in pieces for text in _texts(piece)]
    printed = narrow("".join((above, *cells)))
    if "元" not in printed and "单" not in printed:  # 单 may stand apart from its 位
        return table
    said = (*cells, *(said for piece in pieces for said in _units_apart(piece)))
    words = _WRAPPED.sub("", _SEAM.join(squeeze(line) for text in said for line in text.splitlines()))
    if not any(base in words or base in above for base in ("元", "单位")):
        return table
    general = _general(cells, above)
    units: dict[tuple[str, ...], tuple[str, ...]] = {}  # of the names of a row or column, which many cells share

    def units_of(names: tuple[str, ...]) -> tuple[str, ...]:
        if names not in units:
            units[names] = tuple(_units_of(names, words))
        return units[names]

    changed = [
        _with_unit(cell, slot, form, units_of, general) for cell, slot in zip(table.cells, form.slots, strict=True)
    ]
    return msgspec.structs.replace(table, cells=tuple(changed))


def _texts(piece: Piece) -> Iterable[str]:
    return (piece.text,) if isinstance(piece, Fragment) else (cell.text for cell in piece.grid.cells)


def _general(cells: Sequence[str], above: str) -> dict[str, str]:
    """Return the units that are declared for the whole table, by their base: above it, or in a cell of its own."""
    found = [*declared_units(above), *(unit for text in cells if _is_own(text) for unit in declared_units(text))]
    return {base: unit for unit in reversed(found) if (base := kind_of(unit)) is not None}


_ALONE = regex.compile(rf"[(\[]?(?:单位[:为]?)?({UNIT})[)\]]?")


def _units_apart(piece: Piece) -> Iterator[str]:
    """Yield what is said by units in cells of their own, in one spelling: the head above with its unit, the label to the left with its."""
    if isinstance(piece, Fragment):
        return
    cells = piece.grid.cells
    for cell in cells:
        alone = _ALONE.fullmatch(squeeze(cell.text))
        if alone is None:
            continue
        above = [
            c for c in cells if c.row + c.row_span == cell.row and c.column <= cell.column < c.column + c.column_span
        ]
        left = [c for c in cells if c.row == cell.row and c.column + c.column_span == cell.column]
        yield from (f"{other.text}({alone[1]})" for other in (*above, *left))


_OWN = regex.compile(r"[(\[]?(?:计量|金额|货币|计价|统计)?单位[:为]?.{1,12}[)\]]?")


def _is_own(text: str) -> bool:
    """Whether a cell or line says nothing but the unit."""
    return "单位" in text and _OWN.fullmatch(squeeze(text)) is not None


def _with_unit(
    cell: Cell,
    slot: Slot,
    form: TableForm,
    units_of: Callable[[tuple[str, ...]], tuple[str, ...]],
    general: dict[str, str],
) -> Cell:
    base = kind_of(slot.unit)
    if cell.unit != slot.unit or base is None:  # printed in the cell itself, or nothing that has a scale
        return cell
    labels = _labels(slot.row, slot.column, form)
    printed = next((unit for names in labels for unit in units_of(names) if kind_of(unit) == base), None)
    unit = printed or general.get(base) or slot.unit
    return cell if unit == cell.unit else msgspec.structs.replace(cell, unit=unit)


def _labels(row: str, column: str, form: TableForm) -> Iterator[tuple[str, ...]]:
    """Yield the names of a cell's row, then those of its column."""
    for line in form.lines:
        if line.key == row:
            yield line.names
    for block in form.blocks:
        if row in block.rows:
            yield from (each.names for each in block.columns if each.key == column)


def _units_of(names: tuple[str, ...], words: str) -> Iterator[str]:
    """Yield the units in brackets behind any of some names, wherever it is printed."""
    if names:
        yield from _pattern(names).findall(words)


@lru_cache(maxsize=1 << 10)
def _pattern(names: tuple[str, ...]) -> regex.Pattern[str]:
    spelled = "|".join(_APART.join(map(regex.escape, name)) for name in names)
    return regex.compile(rf"(?:{spelled}){_BEHIND}")
