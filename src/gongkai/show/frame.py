"""One table of a report as a pandas frame under the form's own header tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from gongkai.errors import UsageError
from gongkai.forms.variables import Variable, variables_of
from gongkai.report import Cell, Report, Table
from gongkai.show.values import table_form
from gongkai.text.numerals import Number
from gongkai.text.units import converted as converted_amount
from gongkai.text.units import is_other_money

if TYPE_CHECKING:
    import pandas as pd

Path = tuple[str, ...]


def table_frame(report: Report, table: str, unit: Literal["printed", "form"] = "printed") -> pd.DataFrame:
    """Return the table with key ``table``; its rows and columns carry the form's labels, outermost first.

    Shorter paths of labels are padded with ``""``. Counts are ``Int64``, money ``Float64``, ``<NA>`` where no number is
    reported. Rows that the form prints side by side (行政复议, 行政诉讼) stay in the head, above one line. Where the
    form is not at hand, keys take the place of labels. With ``unit="form"`` money that is printed in another unit than the form's is
    converted, exactly; ``frame.attrs["converted"]`` lists it as (row, column, printed value, printed unit, unit).
    Raises UsageError where the report has no such table.
    """
    found = report.tables.get(table)
    if found is None:
        known = ", ".join(report.tables) or "none: no form fits it"
        raise UsageError(f"{report.source.name}: has no table {table!r} (its tables: {known})")
    form = table_form(found, table)
    if form is None:
        return _frame(found, {(c.row, c.column): ((c.row,), (c.column,)) for c in found.cells}, frozenset())
    variables = variables_of(form)
    converted: list[tuple[str, str, Number, str, str]] = []
    if unit == "form":
        found, converted = _in_form_units(found, {(s.row, s.column): s.unit for s in form.slots})
    several = len({v.block for v in variables}) > 1
    places = {(v.row.key, v.column.key): _place(v, several, form.spec.label) for v in variables}
    frame = _frame(found, places, frozenset(places[v.row.key, v.column.key][1] for v in variables if v.kind == "money"))
    if unit == "form":
        frame.attrs["converted"] = converted
    return frame


def _in_form_units(
    table: Table, units: dict[tuple[str, str], str | None]
) -> tuple[Table, list[tuple[str, str, Number, str, str]]]:
    """Return the table with money in the form's units, empty where it is another currency's, and what was converted."""
    cells: list[Cell] = []
    converted: list[tuple[str, str, Number, str, str]] = []
    for cell in table.cells:
        unit = units.get((cell.row, cell.column))
        differs = cell.value is not None and unit is not None and cell.unit is not None and cell.unit != unit
        value = converted_amount(cell.value or 0, cell.unit or "", unit or "") if differs else None
        if value is None and not (differs and is_other_money(cell.unit, unit)):
            cells.append(cell)
        else:
            cells.append(msgspec.structs.replace(cell, value=value, unit=unit))
            converted.append((cell.row, cell.column, cell.value or 0, cell.unit or "", unit or ""))
    return msgspec.structs.replace(table, cells=tuple(cells)), converted


def _place(variable: Variable, several: bool, label: str) -> tuple[Path, Path]:
    """Return the paths of labels that lead to a variable, by row and by column; blocks lead where there are several."""
    block = (variable.block,) if several else ()
    if variable.across:
        return (*block, label), (*variable.row.zh, *variable.column.zh)
    return (*block, *variable.row.zh), variable.column.zh


def _frame(table: Table, places: dict[tuple[str, str], tuple[Path, Path]], money: frozenset[Path]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  (half a second to import)

    rows = tuple(dict.fromkeys(row for row, _ in places.values()))
    columns = tuple(dict.fromkeys(column for _, column in places.values()))
    values = {
        places[c.row, c.column]: c.value for c in table.cells if c.status == "reported" and (c.row, c.column) in places
    }
    data = [_series([values.get((row, column)) for row in rows], column in money) for column in columns]
    frame = pd.concat(data, axis=1)
    frame.index, frame.columns = _index(rows), _index(columns)
    return frame


def _series(values: list[Number | None], money: bool) -> pd.Series:
    import pandas as pd  # noqa: PLC0415

    whole = not money and not any(isinstance(value, float) for value in values)
    return pd.Series(values, dtype="Int64" if whole else "Float64")


def _index(paths: tuple[Path, ...]) -> pd.Index:
    """Make an index with as many levels as the deepest path has labels."""
    import pandas as pd  # noqa: PLC0415

    depth = max(map(len, paths))
    if depth == 1:
        return pd.Index([path[0] for path in paths])
    return pd.MultiIndex.from_tuples([(*path, *[""] * (depth - len(path))) for path in paths])
