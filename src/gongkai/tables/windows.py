"""Which cells of a row are its values, when the row has more cells than the form has columns."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.tables.reading import Value


def window(values: Sequence[Value], width: int) -> tuple[Value, ...] | None:
    """Return the ``width`` neighbouring cells that are the row's values, or None if that is not certain.

    Padding may stand before the values (merged labels), behind them (the widest block of the table), or on both sides. Exactly
    ``width`` cells are taken as they are; of more, a window counts only if all outside it is blank and no other window does. A row
    that is all blank has its first window.
    """
    if len(values) < width:
        return None
    printed = [i for i, value in enumerate(values) if value.printed.status != "blank"]
    if len(values) == width or not printed:
        return tuple(values[:width])
    first, last = max(0, printed[-1] - width + 1), min(printed[0], len(values) - width)
    return tuple(values[first : first + width]) if first == last else None
