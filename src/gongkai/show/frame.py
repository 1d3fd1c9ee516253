"""One table of a report as a pandas frame under the form's own header tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.errors import UsageError
from gongkai.forms.variables import Variable, variables_of
from gongkai.report import Report, Table
from gongkai.show.values import table_form
from gongkai.text.numerals import Number

if TYPE_CHECKING:
    import pandas as pd

Path = tuple[str, ...]


def table_frame(report: Report, table: str) -> pd.DataFrame:
    """Return the table with key ``table``; its rows and columns carry the form's labels, outermost first.

    Shorter paths of labels are padded with ``""``. Counts are ``Int64``, money ``Float64``, ``<NA>`` where no number is
    reported. Rows that the form prints side by side (行政复议, 行政诉讼) stay in the head, above one line. Where the
    form is not at hand, keys take the place of labels.
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
    several = len({v.block for v in variables}) > 1
    places = {(v.row.key, v.column.key): _place(v, several, form.spec.label) for v in variables}
    return _frame(found, places, frozenset(places[v.row.key, v.column.key][1] for v in variables if v.kind == "money"))


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
