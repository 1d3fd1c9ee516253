"""A dataset's written CSV files, read again row by row with the types that its description declares: what every other format is made of."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from gongkai.dataset.described import AGAIN, Resource, resources_of
from gongkai.dataset.folder import PACKAGE, described
from gongkai.dataset.labels import Labels, heads_of
from gongkai.dataset.rows import unguard
from gongkai.errors import UsageError

Value = str | int | float | bool | date | None


class Source(Struct, frozen=True):
    """A written dataset: the folder of its CSV files and description, the folder of its reports' JSON."""

    folder: Path
    reports: Path
    title: str
    description: str
    tables: tuple[Resource, ...]
    labels: Labels = "key"

    def heads(self, table: Resource) -> dict[str, str]:
        """Return what a table's columns are called: their keys, or the form's labels where these are asked for and the table is wide."""
        return heads_of(table, self.labels)

    def path(self, table: Resource) -> Path:
        """Return where a table's CSV file is."""
        return self.folder / table.path

    def table(self, name: str) -> Resource:
        """Return a table that every dataset has. Raises UsageError."""
        found = next((table for table in self.tables if table.name == name), None)
        if found is None:
            raise UsageError(f"{self.folder / PACKAGE}: describes no table {name}; {AGAIN}")
        return found

    def rows(self, table: Resource) -> Iterator[list[Value]]:
        """Yield the typed rows of a table: text without its guard, nothing as None. Raises UsageError where it is damaged."""
        path = self.path(table)
        converters = [_CONVERTERS.get(field.type, _text) for field in table.schema.fields]
        line = 1
        try:
            for number, row in _lines(path, [field.name for field in table.schema.fields]):
                line = number
                yield [convert(text) if text else None for convert, text in zip(converters, row, strict=True)]
        except ValueError as error:
            raise UsageError(f"{path}: line {line} is damaged ({error}); {AGAIN}") from error


def open_source(folder: Path, reports: Path, labels: Labels = "key") -> Source:
    """Read a dataset's description. Raises UsageError where ``folder`` holds none, or a damaged one."""
    package = described(folder)
    tables = resources_of(package, folder)
    return Source(folder, reports, str(package.get("title", "")), str(package.get("description", "")), tables, labels)


def _lines(path: Path, names: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of its last line and the cells of each row below the head, which must be ``names``."""
    csv.field_size_limit(sys.maxsize)  # a section may be of any length
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            if next(reader, None) != names:
                raise UsageError(f"{path}: has other columns than {PACKAGE} says; {AGAIN}")
            for row in reader:
                yield reader.line_num, row
    except (OSError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read ({error}); {AGAIN}") from error


def _text(text: str) -> str:
    return unguard(text) if text[0] == "'" else text


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text == "true"


_CONVERTERS: Mapping[str, Callable[[str], Value]] = MappingProxyType(
    {"integer": int, "number": float, "boolean": _truth, "date": date.fromisoformat}
)
