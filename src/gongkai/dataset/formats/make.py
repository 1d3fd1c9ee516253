"""Makes formats of a dataset; the files are moved with it (see ``gongkai.dataset.folder``)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import msgspec

from gongkai.dataset.folder import PACKAGE
from gongkai.dataset.formats.declared import FORMATS, Format, names
from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source, open_source
from gongkai.dataset.labels import Labels


def make_formats(
    wanted: Iterable[str], folder: Path, reports: Path, target: Path, labels: Labels = "key"
) -> tuple[str, ...]:
    """Make formats of the dataset in ``folder`` in the folder ``target`` and list them in the description there.

    ``reports`` holds the reports' own files. The description is that of ``folder``; formats that it lists already stay listed.
    Returns what a person must know. Raises UsageError.
    """
    source = open_source(folder, reports, labels)
    chosen = {*wanted}
    made = {one.name: make_format(one, source, target) for one in FORMATS if one.name in chosen}
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    known = package["gongkai"].get("formats", {}) | {name: list(one.paths) for name, one in made.items()}
    package["gongkai"]["formats"] = {name: known[name] for name in (*names(), *known) if name in known}
    (target / PACKAGE).write_bytes(msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n")
    return tuple(f"{name}: {notice}" for name, one in made.items() for notice in one.notices)


def make_format(declared: Format, source: Source, target: Path) -> Made:
    """Make one format in the folder ``target``. Raises UsageError where a CSV file is damaged."""
    made: Made = import_module(declared.module).make(source, target)
    return made
