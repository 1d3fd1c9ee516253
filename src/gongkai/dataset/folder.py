"""The dataset folder: whose it is, and how an earlier dataset in it is replaced without ever losing both.

A dataset is built in the subfolder ``.gongkai-build`` and then moved file by file, ``datapackage.json`` last. What the
package does not name (somebody's notes) stays where it is. ``.gongkai`` keeps what a run remembers for the next one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path

import regex

from gongkai.errors import UsageError

BUILD = ".gongkai-build"
JSON = "json"
MEMORY = ".gongkai"
PACKAGE = "datapackage.json"
_REPORT_FILE = regex.compile(r"[0-9a-f]{16}\.json")


def read_package(folder: Path) -> dict[str, object] | None:
    """Return the data package's description if ``folder`` holds a dataset of gongkai, else None."""
    try:
        package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return package if isinstance(package, dict) and "gongkai" in package else None


def check_folder(folder: Path) -> None:
    """Refuse a place that holds something else. Raises UsageError."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder}: is a file; name a folder for the dataset")
    try:
        empty = next(folder.iterdir(), None) is None
    except OSError as error:
        raise UsageError(f"{folder}: cannot be opened ({error.strerror})") from error
    if not empty and not any((folder / name).is_dir() for name in (BUILD, MEMORY)) and read_package(folder) is None:
        raise UsageError(f"{folder}: is not empty and holds no dataset of gongkai; name a new or an empty folder")


def begin(folder: Path) -> Path:
    """Make the folder if need be and return an empty place to build in. Raises UsageError."""
    check_folder(folder)
    build = folder / BUILD
    try:
        shutil.rmtree(build, ignore_errors=True)
        build.mkdir(parents=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written to ({error.strerror})") from error
    return build


def finish(folder: Path, build: Path, kept: Collection[str] = ()) -> None:
    """Move what was built into place, drop what an earlier dataset left, ``datapackage.json`` last.

    ``kept`` are names in ``json`` that are there already and stay.
    """
    before = read_package(folder)
    (folder / JSON).mkdir(exist_ok=True)
    fresh = {path.name for path in (build / JSON).iterdir()} if (build / JSON).is_dir() else set()
    for name in fresh:
        (build / JSON / name).replace(folder / JSON / name)
    for path in (folder / JSON).iterdir():
        if path.name not in fresh and path.name not in kept and _REPORT_FILE.fullmatch(path.name):
            path.unlink()
    files = {path.name for path in build.iterdir() if path.is_file()}
    for name in sorted(files - {PACKAGE}):
        (build / name).replace(folder / name)
    for name in _resources(before) - files:
        (folder / name).unlink(missing_ok=True)
    (build / PACKAGE).replace(folder / PACKAGE)
    shutil.rmtree(build, ignore_errors=True)


def _resources(package: dict[str, object] | None) -> set[str]:
    """Return the plain file names that an earlier description lists."""
    resources = package.get("resources") if package else None
    listed = [r.get("path") for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []
    return {path for path in listed if isinstance(path, str) and path == Path(path).name and path.endswith(".csv")}
