"""A dataset as pandas frames: types as declared in ``datapackage.json``, whole numbers whole, nulls null."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gongkai.dataset.folder import PACKAGE, read_package
from gongkai.dataset.rows import unguard
from gongkai.errors import UsageError
from gongkai.report import Report

if TYPE_CHECKING:
    import pandas as pd


class _Field(msgspec.Struct, frozen=True):
    name: str
    type: str


class _Schema(msgspec.Struct, frozen=True):
    fields: tuple[_Field, ...]


class _Resource(msgspec.Struct, frozen=True):
    name: str
    path: str
    schema: _Schema


class Dataset:
    """The folder that ``gongkai extract`` wrote; each frame is read when it is first asked for.

    Counts are ``Int64``, money and mixed columns ``Float64``, truth values ``boolean``, dates ``datetime64``, the rest
    ``string``; what is null in the CSV is ``<NA>``. Text is the source's own: the apostrophe that keeps spreadsheets
    from running a formula is taken away.
    """

    def __init__(self, path: Path, resources: dict[str, _Resource]) -> None:
        self.path = path
        self._resources = resources
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
        """One row per cell of a form, long."""
        return self.table("cells")

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
            self._frames[name] = _read(self.path, self._resources[name])
        return self._frames[name]

    def report(self, report_id: str) -> Report:
        """Return one report whole. Raises UsageError where the dataset has no such report."""
        known = set(self.reports["report_id"])
        if report_id not in known:
            raise UsageError(f"{self.path}: has no report {report_id!r}; see reports.csv for its {len(known)} ids")
        return msgspec.json.decode((self.path / "json" / f"{report_id}.json").read_bytes(), type=Report)

    def __repr__(self) -> str:
        return f"<gongkai.Dataset {str(self.path)!r}: {len(self.reports)} reports>"


def open_dataset(path: str | os.PathLike[str]) -> Dataset:
    """Open a dataset's folder. Raises UsageError where ``path`` is none."""
    folder = Path(path)
    package = read_package(folder)
    if package is None:
        raise UsageError(
            f"{folder}: is no dataset of gongkai ({PACKAGE} is missing or not ours); make one: gongkai extract"
        )
    try:
        resources = msgspec.convert(package.get("resources"), tuple[_Resource, ...])
    except msgspec.ValidationError as error:
        raise UsageError(f"{folder / PACKAGE}: is damaged ({error}); run gongkai extract again") from error
    return Dataset(folder, {resource.name: resource for resource in resources})


def _read(folder: Path, resource: _Resource) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  (half a second to import)

    path = folder / resource.path
    kinds = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
    types = {field.name: kinds.get(field.type, "string") for field in resource.schema.fields}
    try:
        frame = pd.read_csv(path, encoding="utf-8-sig", dtype=types, keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read as {resource.name} ({error}); run gongkai extract again") from error
    for field in resource.schema.fields:
        if field.type == "string":
            guarded = frame[field.name].str.startswith("'").fillna(False)
            frame.loc[guarded, field.name] = frame.loc[guarded, field.name].map(unguard)
        elif field.type == "date":
            frame[field.name] = pd.to_datetime(frame[field.name], errors="coerce")
    return frame
