"""What ``datapackage.json`` declares, and a file of it as a pandas frame: whole numbers whole, nulls null."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from gongkai.dataset.folder import PACKAGE, described
from gongkai.dataset.rows import unguard
from gongkai.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

AGAIN = "run gongkai extract again"
_DTYPES = (("integer", "Int64"), ("number", "Float64"), ("boolean", "boolean"))


class Constraints(Struct, frozen=True):
    """``enum`` are the codes of a coded column, in their order."""

    enum: tuple[str, ...] = ()


class Field(Struct, frozen=True):
    """A column: ``title`` is its label in Chinese, ``description`` in English."""

    name: str
    type: str
    title: str = ""
    description: str = ""
    unit: str | None = None
    constraints: Constraints = Constraints()


class Schema(Struct, frozen=True, rename={"primary_key": "primaryKey", "foreign_keys": "foreignKeys"}):
    """The columns of a file and its keys."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[dict[str, object], ...] = ()


class Resource(Struct, frozen=True):
    """One CSV file; ``title`` says in Chinese, ``description`` in English what its rows are."""

    name: str
    path: str
    schema: Schema
    title: str = ""
    description: str = ""


def read_resources(folder: Path) -> dict[str, Resource]:
    """Return what a dataset's description declares, by name. Raises UsageError where ``folder`` is no dataset."""
    return {resource.name: resource for resource in resources_of(described(folder), folder)}


def resources_of(package: dict[str, object], folder: Path) -> tuple[Resource, ...]:
    """Return the files that a description declares, in its order. Raises UsageError where it is damaged."""
    try:
        return msgspec.convert(package.get("resources"), tuple[Resource, ...])
    except msgspec.ValidationError as error:
        raise UsageError(f"{folder / PACKAGE}: is damaged ({error}); {AGAIN}") from error


def read_frame(folder: Path, resource: Resource) -> pd.DataFrame:
    """Read a file. Raises UsageError where it is damaged."""
    import pandas as pd  # noqa: PLC0415  (half a second to import)

    path, kinds = folder / resource.path, dict(_DTYPES)
    types = {field.name: kinds.get(field.type, "string") for field in resource.schema.fields}
    try:
        frame = pd.read_csv(path, encoding="utf-8-sig", dtype=types, keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read as {resource.name} ({error}); {AGAIN}") from error
    for field in resource.schema.fields:
        if field.type == "string":
            guarded = frame[field.name].str.startswith("'").fillna(False)
            frame.loc[guarded, field.name] = frame.loc[guarded, field.name].map(unguard)
        elif field.type == "date":
            frame[field.name] = pd.to_datetime(frame[field.name], errors="coerce")
    return frame
