"""How a figure is printed in its cell, and how a label is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import regex

from corpus import words
from corpus.figures import Cell, Number
from corpus.grid import PrintedCell
from corpus.model import CellTruth
from corpus.options import Labels, Options
from gongkai.forms.model import Slot

_NOTHING = ("/", "/", "/", "-", "—", "无")
_HALF = str.maketrans("（）：；，“”", '():;,""')


def print_cell(slot: Slot, value: Number, rng: Random, options: Options) -> CellTruth:
    """Print ``value`` as the options say; a zero may be left blank or struck out."""
    if value == 0 and rng.random() < options.blanks:
        return CellTruth(row=slot.row, column=slot.column, printed="", value=None, status="blank")
    if value == 0 and rng.random() < options.slashes:
        return CellTruth(
            row=slot.row, column=slot.column, printed=rng.choice(_NOTHING), value=None, status="not_applicable"
        )
    printed, note = _signed(value, slot, rng) if slot.kind == "change" else _plain(value, options.thousands), None
    if value > 0 and slot.unit and rng.random() < options.units:
        printed += slot.unit
    elif value > 1 and isinstance(value, int) and rng.random() < options.notes:
        note = rng.choice(words.NOTES).format(n=rng.randint(1, value))
        printed += f"（{note}）"
    return CellTruth(row=slot.row, column=slot.column, printed=printed, value=value, status="reported", note=note)


def _plain(value: Number, thousands: bool) -> str:
    return f"{value:,}" if thousands else str(value)


def _signed(value: Number, slot: Slot, rng: Random) -> str:
    style = rng.choice(("sign", "sign", "plus", "words"))
    if style == "words" and value:
        return ("增" if value > 0 else "减") + str(abs(value))
    return f"{value:+}" if style == "plus" and value else str(value)


def spoil(value: Number, rng: Random) -> Number:
    """Turn a right total into a wrong one that somebody might have published."""
    step = rng.choice((1, 1, 2, 10))
    return value + step if value < step or rng.random() < 0.5 else value - step


def spoken(values: Mapping[Cell, Number], contradicts: bool) -> dict[str, object]:
    """Map ``table.row.column`` to the figure that sentences give for it."""
    return {".".join(cell): value + 1 if contradicts else value for cell, value in values.items()}


def relabel(cell: PrintedCell, style: Labels, variants: Mapping[str, tuple[str, ...]], rng: Random) -> PrintedCell:
    """Print a label as ``style`` does; figures stay as they are."""
    if cell.role in ("value", "unit") or not cell.text:
        return cell
    printings = (cell.text, *variants.get(cell.text, ()))
    text = rng.choice(printings) if style == "variants" else _STYLES[style](cell)
    return PrintedCell(
        row=cell.row,
        column=cell.column,
        row_span=cell.row_span,
        column_span=cell.column_span,
        text=text,
        role=cell.role,
        key=cell.key,
    )


def _spaced(cell: PrintedCell) -> str:
    return " ".join(cell.text) if len(cell.text) <= 4 else cell.text


def _broken(cell: PrintedCell) -> str:
    """Break a head of four or more characters in the middle, as narrow columns do."""
    middle = len(cell.text) // 2
    return (
        f"{cell.text[:middle]}\n{cell.text[middle:]}" if cell.role == "head" and 4 <= len(cell.text) <= 9 else cell.text
    )


def _comma_numbers(cell: PrintedCell) -> str:
    return regex.sub(r"^(\d)\.", r"\1、", cell.text)


def _remarks(cell: PrintedCell) -> str:
    """Add a remark of the agency's own to short row labels."""
    return f"{cell.text}（本级无此项）" if cell.role == "label" and len(cell.text) == 2 else cell.text


_STYLES: Mapping[str, Callable[[PrintedCell], str]] = {
    "official": lambda cell: cell.text,
    "half_width": lambda cell: cell.text.translate(_HALF),
    "spaced": _spaced,
    "broken": _broken,
    "comma_numbers": _comma_numbers,
    "remarks": _remarks,
}
