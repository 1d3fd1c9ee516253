"""The figures of a dataset in the shapes that analysis asks for: long, wide, and under the form's own heads."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral, Number
from typing import TYPE_CHECKING, Literal

from gongkai.dataset.files import WHO
from gongkai.dataset.rows import SHOWN
from gongkai.errors import UsageError
from gongkai.text.units import converted as converted_amount
from gongkai.text.units import is_other_money

if TYPE_CHECKING:
    import pandas as pd

Units = Literal["printed", "form"]
_WHO = ("agency", "year", "form", "agency_level", "province_name", "division_code", "division_name")
"""Columns of ``reports`` that are put before the cells, and behind those that a wide table has itself before its figures."""
_OWN = tuple(column.name for column in WHO)


def long_frame(cells: pd.DataFrame, reports: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """One row per cell: who and when before the cell, the labels of its row and column behind it."""
    who = _who(reports)
    labelled = codebook[["form", "table", "row", "column", "label_zh", "label_en"]]
    own = labelled.drop_duplicates(["table", "row", "column"]).drop(
        columns="form"
    )  # the first form that has it names it
    return (
        cells.merge(who, on="report_id", how="left", validate="many_to_one")[[*who.columns, *cells.columns[1:]]]
        .merge(own, on=["table", "row", "column"], how="left", validate="many_to_one")
    )  # fmt: skip


def wide_frame(wide: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row per report, indexed by ``report_id``: who and when, then one column a variable."""
    own = [name for name in _OWN if name in wide.columns]
    who = _who(reports).drop(columns=own, errors="ignore")
    joined = wide.merge(who, on="report_id", how="left", validate="one_to_one")
    return joined[["report_id", *own, *who.columns[1:], *_figures(wide)]].set_index("report_id")


def only_verified(wide: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return a wide table with every figure nulled that is not ``verified``; ``cells`` are those of its table."""
    doubted = cells[cells["status"].isin(SHOWN) & (cells["verdict"].fillna("") != "verified")]
    names = doubted["row"] + "__" + doubted["column"]
    kept = wide.set_index("report_id")
    for name, ids in doubted["report_id"].groupby(names):
        kept.loc[ids, name] = None
    return kept.reset_index()


def in_form_units(wide: pd.DataFrame, cells: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Return a wide table with money in the form's unit; ``attrs["converted"]`` lists what was printed in another one.

    An amount in another currency has no value in the form's unit: its cell is empty, and the list has what was
    printed. A variable for which several forms have several units is left as it is printed.
    """
    own = codebook.drop_duplicates(["table", "row", "column", "unit"]).drop_duplicates(
        ["table", "row", "column"], keep=False
    )
    units = own.set_index(["table", "row", "column"])["unit"]
    printed = cells[cells["status"].isin(SHOWN) & cells["unit"].notna() & cells["value"].notna()]
    given = wide.set_index("report_id")
    converted: list[tuple[str, str, float, str, str]] = []
    columns = (printed[name].tolist() for name in ("report_id", "table", "row", "column", "value", "unit"))
    for report_id, table, row, column, amount, own_unit in zip(*columns, strict=True):
        unit = units.get((table, row, column))
        if not isinstance(unit, str) or unit == own_unit:
            continue
        value, name = converted_amount(amount, own_unit, unit), f"{row}__{column}"
        if report_id in given.index and (value is not None or is_other_money(own_unit, unit)):
            given.loc[report_id, name] = value
            converted.append((report_id, name, amount, own_unit, unit))
    frame = given.reset_index()
    frame.attrs["converted"] = converted
    return frame


def tree_frame(wide: pd.DataFrame, reports: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """One row per report, indexed by agency, year and ``report_id``; the columns carry the form's Chinese labels, those of the row
    (levels ``row``) over those of the column (levels ``column``). ``codebook`` holds the table's own rows; the first form that has a
    variable names it."""
    import pandas as pd  # noqa: PLC0415  (half a second to import)

    labels = {
        f"{row}__{column}": _paths(label)
        for row, column, label in codebook.drop_duplicates(["row", "column"])[["row", "column", "label_zh"]].itertuples(
            index=False
        )
    }
    index = reports[["report_id", "agency", "year"]]
    keyed = (
        wide[["report_id", *_figures(wide)]]
        .merge(index, on="report_id", how="left")
        .set_index(["agency", "year", "report_id"])
    )
    paths = [labels.get(name, ((name,), ())) for name in keyed.columns]
    depths = [max((len(path[i]) for path in paths), default=1) for i in (0, 1)]
    levels = [tuple(label for i in (0, 1) for label in _padded(path[i], depths[i])) for path in paths]
    keyed.columns = pd.MultiIndex.from_tuples(levels, names=["row"] * depths[0] + ["column"] * depths[1])
    return keyed


def chosen_reports(reports: pd.DataFrame, wanted: dict[str, object]) -> pd.DataFrame:
    """Return the rows whose columns hold what is wanted: one value, or any of several. Raises UsageError for unknown columns."""
    for name, value in wanted.items():
        if name not in reports.columns:
            raise UsageError(f"reports have no column {name!r}; they have {', '.join(reports.columns)}")
        several = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
        reports = reports[reports[name].isin([_as_held(reports[name], one) for one in several])]
    return reports


def named_reports(rows: object) -> pd.DataFrame:
    """Return rows that tell their reports, in a column or in the index. Raises UsageError for anything else."""
    import pandas as pd  # noqa: PLC0415

    if isinstance(rows, pd.DataFrame):
        frame = rows.reset_index() if "report_id" in rows.index.names else rows
        if "report_id" in frame.columns:
            return frame
    raise UsageError("select takes rows with a report_id, as data.reports[data.reports.year > 2022], or report_id=[…]")


def _as_held(column: pd.Series, wanted: object) -> object:
    """Return a value as the column holds it: ``"2023"`` is a year, ``420104`` a code, ``"2024-01-24"`` a day, None what is null.

    Raises UsageError where the column can hold no such value: to find nothing then would look like an answer.
    """
    import pandas as pd  # noqa: PLC0415

    dates, numbers = pd.api.types.is_datetime64_dtype(column), pd.api.types.is_numeric_dtype(column)
    try:
        if wanted is None or wanted is pd.NA or wanted is pd.NaT or wanted != wanted:  # noqa: PLR0124  (NaN)
            return pd.NaT if dates else pd.NA
        if dates and not isinstance(wanted, Number):
            return pd.Timestamp(wanted)  # type: ignore[arg-type]
        if numbers:
            return float(wanted)  # type: ignore[arg-type]
        if isinstance(wanted, str) or (not dates and isinstance(wanted, Integral)):
            return str(wanted)
    except (TypeError, ValueError):
        pass
    kind = "dates" if dates else "numbers" if numbers else "text"
    raise UsageError(f"{column.name} holds {kind}, never {wanted!r}; for a condition give rows of reports")


def _paths(label: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take a variable's label apart into those of its row and those of its column, outermost first."""
    row, _, column = label.partition(" · ")
    return tuple(row.split(" / ")), tuple(column.split(" / "))


def _padded(path: tuple[str, ...], depth: int) -> tuple[str, ...]:
    return (*path, *[""] * (depth - len(path)))


def _figures(wide: pd.DataFrame) -> list[str]:
    return [name for name in wide.columns if name != "report_id" and name not in _OWN]


def _who(reports: pd.DataFrame) -> pd.DataFrame:
    return reports[["report_id", *(name for name in _WHO if name in reports.columns)]]
