"""A dataset in other formats than CSV, each made from the written CSV files: they stay the single truth.

The files are made in the folder in which a dataset is built and moved with it (see ``gongkai.dataset.folder``). Their list
stands in ``datapackage.json`` under ``gongkai.formats``; its resources stay the CSV files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import msgspec
from msgspec import Struct

from gongkai.dataset.folder import PACKAGE
from gongkai.dataset.formats import dta, jsonl, parquet, sqlite, xlsx
from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source, open_source
from gongkai.errors import UsageError

__all__ = ["FORMATS", "Format", "make_formats", "open_source", "wanted_formats"]
CSV = "csv"


class Format(Struct, frozen=True):
    """How a format is made; ``library`` is the module that it needs beside Python's own, ``package`` what brings it."""

    make: Callable[[Source, Path], Made]
    library: str | None = None
    package: str | None = None


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "parquet": Format(parquet.make, "pyarrow", "pyarrow"),
        "xlsx": Format(xlsx.make, "xlsxwriter", "XlsxWriter"),
        "dta": Format(dta.make),
        "sqlite": Format(sqlite.make),
        "jsonl": Format(jsonl.make),
    }
)


def wanted_formats(text: str) -> tuple[str, ...]:
    """Return the formats that a list such as ``csv,parquet`` names, without ``csv``, in the order of ``FORMATS``.

    Raises UsageError where one is not known or its library is not installed.
    """
    names = {name.strip().lower() for name in text.split(",")} - {CSV}
    for name in sorted(names - FORMATS.keys()):
        raise UsageError(f"--formats: {name!r} is no format; known are {', '.join((CSV, *FORMATS))}")
    for name in names:
        library = FORMATS[name].library
        if library is not None and find_spec(library) is None:
            package = FORMATS[name].package
            raise UsageError(
                f"--formats {name} needs {package}, which is not installed: pip install 'gongkai[formats]'"
            )
    return tuple(name for name in FORMATS if name in names)


def make_formats(names: Iterable[str], folder: Path, reports: Path, target: Path) -> tuple[str, ...]:
    """Make formats of the dataset in ``folder`` in the folder ``target`` and list them in the description there.

    ``reports`` holds the reports' own files. The description is that of ``folder``; formats that it lists already stay listed.
    Returns what a person must know. Raises UsageError.
    """
    source = open_source(folder, reports)
    made = {name: FORMATS[name].make(source, target) for name in names}
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    known = package["gongkai"].get("formats", {}) | {name: list(one.paths) for name, one in made.items()}
    package["gongkai"]["formats"] = {name: known[name] for name in (*FORMATS, *known) if name in known}
    (target / PACKAGE).write_bytes(msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n")
    return tuple(f"{name}: {notice}" for name, one in made.items() for notice in one.notices)
