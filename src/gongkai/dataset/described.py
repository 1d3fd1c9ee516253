"""A file of a dataset as a pandas frame: types as declared in ``datapackage.json``, whole numbers whole, nulls null."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gongkai.dataset.folder import PACKAGE, described
from gongkai.dataset.rows import unguard
from gongkai.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

_AGAIN = "run gongkai extract again"
_DTYPES = (("integer", "Int64"), ("number", "Float64"), ("boolean", "boolean"))


class Field(msgspec.Struct, frozen=True):
    """A column as the description declares it."""

    name: str
    type: str


class Schema(msgspec.Struct, frozen=True):
    """The columns of a file."""

    fields: tuple[Field, ...]


class Resource(msgspec.Struct, frozen=True):
    """A file as the description declares it."""

    name: str
    path: str
    schema: Schema


def read_resources(folder: Path) -> dict[str, Resource]:
    """Return what a dataset's description declares, by name. Raises UsageError where ``folder`` is no dataset."""
    package = described(folder)
    try:
        resources = msgspec.convert(package.get("resources"), tuple[Resource, ...])
    except msgspec.ValidationError as error:
        raise UsageError(f"{folder / PACKAGE}: is damaged ({error}); {_AGAIN}") from error
    return {resource.name: resource for resource in resources}


def read_frame(folder: Path, resource: Resource) -> pd.DataFrame:
    """Read a file. Raises UsageError where it is damaged."""
    import pandas as pd  # noqa: PLC0415  (half a second to import)

    path, kinds = folder / resource.path, dict(_DTYPES)
    types = {field.name: kinds.get(field.type, "string") for field in resource.schema.fields}
    try:
        frame = pd.read_csv(path, encoding="utf-8-sig", dtype=types, keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read as {resource.name} ({error}); {_AGAIN}") from error
    for field in resource.schema.fields:
        if field.type == "string":
            guarded = frame[field.name].str.startswith("'").fillna(False)
            frame.loc[guarded, field.name] = frame.loc[guarded, field.name].map(unguard)
        elif field.type == "date":
            frame[field.name] = pd.to_datetime(frame[field.name], errors="coerce")
    return frame
