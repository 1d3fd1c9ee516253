"""What may stand in a wide table beside the figures that are printed: zeros for blanks, a reviewer's decisions, what sums imply."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_BLANK = ("blank", "not_applicable")
_OPEN = {True: "not_asked_for", False: "applied"}


def with_decisions(
    wide: pd.DataFrame, cells: pd.DataFrame, decisions: pd.DataFrame, *, shown: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a wide table and its cells with what reviewers decided, or with what was printed, whichever the dataset's tables show.

    ``decisions`` are the rows of ``corrected.csv``. A figure that is changed here has no verdict: sums were not held against it.
    """
    turned = decisions[decisions["outcome"] == _OPEN[shown]]
    if turned.empty:
        return wide, cells
    value, status = ("value", None) if shown else ("printed_value", "printed_status")
    kept, figures = wide.set_index("report_id"), cells.set_index(["report_id", "table", "row", "column"])
    for one in turned.to_dict("records"):
        key, name = (one["report_id"], one["table"], one["row"], one["column"]), f"{one['row']}__{one['column']}"
        if key in figures.index:
            figures.loc[[key], ["value", "status", "verdict"]] = [
                one[value],
                one[status] if status else "corrected",
                None,
            ]
            kept.loc[one["report_id"], name] = one[value]
    return kept.reset_index(), figures.reset_index()


def with_blanks(wide: pd.DataFrame, cells: pd.DataFrame, value: float) -> pd.DataFrame:
    """Return a wide table with ``value`` in each cell that is there and empty, or says that it does not apply."""
    return _filled(wide, cells[cells["status"].isin(_BLANK)].assign(value=value))


def _filled(wide: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return a wide table with the values of ``cells`` in their places."""
    kept = wide.set_index("report_id")
    for name, group in cells.groupby(cells["row"] + "__" + cells["column"]):
        kept.loc[group["report_id"], name] = group["value"].to_numpy()
    return kept.reset_index()


def with_implied(wide: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return a wide table with the zeros that its sums prove of cells that are open."""
    given = _filled(wide, cells[cells["implied"].notna()].assign(value=0))
    given.attrs.update(wide.attrs)
    return given
