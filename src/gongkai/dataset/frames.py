"""A dataset opened in Python: its files as pandas frames, the figures in the shapes that analysis asks for, reports by their id."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.dataset import filling, shapes
from gongkai.dataset.described import Resource, read_frame, read_resources
from gongkai.dataset.labels import Labels, heads_of
from gongkai.dataset.revise import load_report
from gongkai.errors import UsageError
from gongkai.report import Report

if TYPE_CHECKING:
    import pandas as pd


class Dataset:
    """The folder that ``gongkai extract`` wrote; each frame is read when it is first asked for.

    Counts are ``Int64``, money and mixed columns ``Float64``, truth values ``boolean``, dates ``datetime64``, the rest
    ``string``; what is null in the CSV is ``<NA>``. Text is the source's own: the apostrophe that keeps spreadsheets
    from running a formula is taken away. Figures are as printed, in the unit that the form prints (万元 for fees): see ``cells.unit``.

    >>> data = gongkai.open_dataset("dataset")                       # doctest: +SKIP
    >>> data.select(year=range(2021, 2025)).wide("requests")         # doctest: +SKIP
    """

    def __init__(self, path: Path, resources: dict[str, Resource], chosen: frozenset[str] | None = None) -> None:
        self.path = path
        self._resources = resources
        self._chosen = chosen
        self._frames: dict[str, pd.DataFrame] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """What ``table`` can give."""
        return tuple(self._resources)

    @cached_property
    def reports(self) -> pd.DataFrame:
        """One row per report."""
        return self.table("reports")

    @cached_property
    def cells(self) -> pd.DataFrame:
        """One row per cell of a form, as in ``cells.csv``."""
        return self.table("cells")

    def grids(self, *, cells: bool = True) -> pd.DataFrame:
        """Tables that no known form claims: one row per cell under its printed labels, with caption and section before
        it; with ``cells`` False one row per table.
        """
        tables = self.table("grids")
        if not cells:
            return tables
        about = tables[["report_id", "grid", "caption", "section"]]
        return about.merge(self.table("grid_cells"), on=["report_id", "grid"], how="right", validate="one_to_many")

    @cached_property
    def sections(self) -> pd.DataFrame:
        """One row per section of running text."""
        return self.table("sections")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One row per rule held against the figures."""
        return self.table("checks")

    @cached_property
    def comments(self) -> pd.DataFrame:
        """One row per reviewer's comment left in a file."""
        return self.table("comments")

    @cached_property
    def issues(self) -> pd.DataFrame:
        """One row per thing that a person should know about a report."""
        return self.table("issues")

    @cached_property
    def failures(self) -> pd.DataFrame:
        """One row per source that gave no report."""
        return self.table("failures")

    @cached_property
    def codebook(self) -> pd.DataFrame:
        """One row per variable, with its labels."""
        return self.table("codebook")

    def table(self, name: str) -> pd.DataFrame:
        """Return any file of the dataset, such as the wide table ``requests``. Raises UsageError for others."""
        if name not in self._resources:
            raise UsageError(f"{self.path}: has no table {name!r}; it has {', '.join(self.names)}")
        if name not in self._frames:
            frame = read_frame(self.path, self._resources[name])
            if self._chosen is not None and "report_id" in frame.columns:
                frame = frame[frame["report_id"].isin(self._chosen)].reset_index(drop=True)
            self._frames[name] = frame
        return self._frames[name]

    def select(self, reports: pd.DataFrame | None = None, **wanted: object) -> Dataset:
        """Return the dataset of some reports only; every frame of it holds these alone.

        ``wanted`` names columns of ``reports`` and what they shall be, one value or several: ``select(year=[2022, 2023],
        province_name="湖北省")``; None is what is null. For anything else give rows of ``reports``, or of any frame
        with a ``report_id``: ``select(data.reports.query("checks_failed > 0"))``.
        Raises UsageError for a column that ``reports`` does not have, and for a value that it cannot hold.
        """
        rows = shapes.chosen_reports(self.reports if reports is None else shapes.named_reports(reports), wanted)
        chosen = frozenset(rows["report_id"])
        return Dataset(self.path, self._resources, chosen if self._chosen is None else chosen & self._chosen)

    def long(self, table: str | None = None, *, verified: bool = False) -> pd.DataFrame:
        """Return one row per cell with its report's agency and year before it and its labels in Chinese and English behind it.

        Of one ``table`` or of all; with ``verified`` only figures that their labels and a passing sum confirm.
        """
        cells = self._cells(table)
        return shapes.long_frame(
            cells[cells["verdict"] == "verified"] if verified else cells, self.reports, self.codebook
        )

    def wide(
        self,
        table: str,
        *,
        verified: bool = False,
        unit: shapes.Units = "printed",
        blanks: float | None = None,
        corrected: bool | None = None,
        labels: Labels = "key",
        implied: bool = False,
    ) -> pd.DataFrame:
        """Return one row per report that has ``table``, indexed by ``report_id``: who and when, then a column ``row__column`` a cell.

        ``<NA>`` where no number is reported; ``blanks=0`` gives 0 where the cell is there and empty or says that it does not apply, never
        where it is missing, ambiguous or unreadable; ``implied`` gives the zeros that sums prove of open cells. ``corrected`` says whether
        figures are what ``corrections.csv`` decided as of the last run (None: as the dataset's tables show them); ``labels`` names the
        columns as the form prints them (``zh``, ``en``).

        With ``verified`` only figures that a passing sum confirms. Amounts stand in the unit in which they are printed; with
        ``unit="form"`` money is given in the form's, exactly, and ``frame.attrs["converted"]`` lists what was converted:
        (report_id, column, printed value, printed unit, unit).
        """
        found = self._wide(table, verified, unit, blanks, corrected)
        if implied:
            found = filling.with_implied(found, self._cells(table))
        wide = shapes.wide_frame(found, self.reports)
        wide.attrs.update(found.attrs)
        return wide if labels == "key" else wide.rename(columns=self._heads(table, labels))

    def tree(self, table: str, *, verified: bool = False, unit: shapes.Units = "printed") -> pd.DataFrame:
        """Return the same under the form's own heads: columns are Chinese labels in levels, the index is (agency, year, report_id)."""
        own = self.codebook[self.codebook["table"] == self._figures(table)]
        found = self._wide(table, verified, unit)
        tree = shapes.tree_frame(found, self.reports, own)
        tree.attrs.update(found.attrs)
        return tree

    def report(self, report_id: str) -> Report:
        """Return one report whole. Raises UsageError where the dataset has no such report, or its file is gone or damaged."""
        known = set(self.reports["report_id"])
        if report_id not in known:
            raise UsageError(f"{self.path}: has no report {report_id!r}; see reports.csv for its {len(known)} ids")
        return load_report(self.path, report_id)

    def _cells(self, table: str | None) -> pd.DataFrame:
        return self.cells if table is None else self.cells[self.cells["table"] == self._figures(table)]

    def _wide(
        self,
        table: str,
        verified: bool,
        unit: shapes.Units,
        blanks: float | None = None,
        corrected: bool | None = None,
    ) -> pd.DataFrame:
        wide, cells = self.table(self._figures(table)), self._cells(table)
        if corrected is not None:
            decisions = self.table("corrected")
            wide, cells = filling.with_decisions(wide, cells, decisions[decisions["table"] == table], shown=corrected)
        if unit not in ("printed", "form"):
            raise UsageError(f"unit is {unit!r}; give 'printed' or 'form'")
        if unit == "form":
            wide = shapes.in_form_units(wide, cells, self.codebook)
        given, attrs = shapes.only_verified(wide, cells) if verified else wide, wide.attrs
        given = given if blanks is None else filling.with_blanks(given, cells, blanks)
        given.attrs.update(attrs)
        return given

    def _heads(self, table: str, labels: Labels) -> dict[str, str]:
        if labels not in ("zh", "en"):
            raise UsageError(f"labels is {labels!r}; give 'key', 'zh' or 'en'")
        return heads_of(self._resources[table], labels)

    def _figures(self, table: str) -> str:
        """Return the name of a table of figures. Raises UsageError for others."""
        known = tuple(dict.fromkeys(self.codebook["table"]))
        if table not in known:
            raise UsageError(f"{self.path}: has no table of figures {table!r}; it has {', '.join(known)}")
        return table

    def __len__(self) -> int:
        return len(self.reports)

    def __repr__(self) -> str:
        return f"<gongkai.Dataset {str(self.path)!r}: {len(self)} reports>"

    def _repr_html_(self) -> str:
        from gongkai.dataset.overview import overview_html  # noqa: PLC0415
        from gongkai.messages.language import language_of  # noqa: PLC0415

        return overview_html(self.path, self.reports, language_of(os.environ))


def open_dataset(path: str | os.PathLike[str]) -> Dataset:
    """Open a dataset's folder. Raises UsageError where ``path`` is none."""
    folder = Path(path)
    return Dataset(folder, read_resources(folder))
