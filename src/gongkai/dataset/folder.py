"""The dataset folder: whose it is, and how an earlier dataset in it is replaced without ever losing both.

A dataset is built in the subfolder ``.gongkai-build`` and then moved file by file, ``datapackage.json`` last. Only what gongkai wrote
is ever written over or removed: ``.gongkai/files.json`` lists it, for somebody may list files of his own in ``datapackage.json``. What
else lies there (somebody's notes) stays, and what somebody wrote into such a file is kept aside (``written``). ``.gongkai`` keeps what a
run remembers for the next one.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec
import regex
from msgspec import Struct

from gongkai.dataset.formats.declared import may_write
from gongkai.dataset.written import (
    EDITED,
    Marks,
    file_mark,
    is_edited,
    joined,
    keep_edited,
    marks_of,
    told_marks,
    unused,
)
from gongkai.errors import UsageError, unreadable, unwritable

BUILD = ".gongkai-build"
JSON = "json"
MEMORY = ".gongkai"
PACKAGE = "datapackage.json"
CODEBOOK = "CODEBOOK.md"
SETTINGS = "settings.json"
_WRITTEN = "files.json"
_ASIDE = ".yours"
_LONGEST = 255  # bytes of a name, on every usual file system
_REPORT_FILE = regex.compile(r"[0-9a-f]{16}\.json")


class _Ours(Struct, frozen=True):
    """Paths of files in a dataset's folder that gongkai may write over, each with its marks, and that it may remove."""

    replaceable: Marks
    removable: set[str]


def read_package(folder: Path) -> dict[str, object] | None:
    """Return the data package's description if ``folder`` holds a dataset of gongkai, else None.

    Raises UsageError, MachineError where one is there and cannot be read: taken for none, it would be made anew without its settings.
    """
    package = _json(folder / PACKAGE)
    return package if isinstance(package, dict) and "gongkai" in package else None


def _json(path: Path) -> object:
    """Return what a file of JSON holds; None where it is no such file, or none at all. Raises UsageError, MachineError."""
    try:
        if path.exists() and not path.is_file():
            return None
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        return None
    except OSError as error:
        raise unreadable(path, error) from error


def described(folder: Path) -> dict[str, object]:
    """Return the data package's description. Raises UsageError where ``folder`` holds no dataset of gongkai."""
    package = read_package(folder)
    if package is None and (folder / MEMORY).is_dir() and not (folder / PACKAGE).exists():
        raise UsageError(f"{folder}: is not finished: wait for the extract that writes it, or give that command again")
    if package is None:
        raise UsageError(
            f"{folder}: is no dataset of gongkai ({PACKAGE} is missing or not ours); make one: gongkai extract"
        )
    return package


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
        raise unwritable(folder, error) from error
    return build


def finish(folder: Path, build: Path, kept: Collection[str] = ()) -> tuple[str, ...]:
    """Move what was built into place, drop what an earlier dataset left, ``datapackage.json`` last; return the edited files kept aside.

    ``kept`` are names in ``json`` that are there already and stay. Formats that are not made anew are dropped: they would tell of
    other reports than the CSV files, and to make them unasked would cost minutes and libraries that may be gone.
    """
    before = read_package(folder)
    (folder / JSON).mkdir(exist_ok=True)
    fresh = {path.name for path in (build / JSON).iterdir()} if (build / JSON).is_dir() else set()
    for name in fresh:
        (build / JSON / name).replace(folder / JSON / name)
    for path in (folder / JSON).iterdir():
        if path.name not in fresh and path.name not in kept and _REPORT_FILE.fullmatch(path.name):
            path.unlink()
    files, ours = _built(build), _ours(folder, before)
    marks = joined(ours.replaceable, files)
    _remember(folder, marks)
    aside = tuple(keep_edited(folder, ours.replaceable.keys() - {SETTINGS}, marks))
    _announce(folder, before, build)
    _move(folder, build, files, ours.replaceable)
    _drop(folder, ours.removable - files.keys())
    (build / PACKAGE).replace(folder / PACKAGE)
    _remember(folder, files)
    shutil.rmtree(build, ignore_errors=True)
    return aside


def add(folder: Path, build: Path) -> tuple[str, ...]:
    """Move formats that were built for the dataset that is there into place; return the edited files that were kept aside."""
    before = read_package(folder)
    files, ours = _built(build), _ours(folder, before)
    marks, gone = joined(ours.replaceable, files), (_paths(before) & ours.removable) - _paths(read_package(build))
    _remember(folder, marks)
    aside = tuple(keep_edited(folder, (ours.replaceable.keys() & files.keys() | gone) - {SETTINGS}, marks))
    _announce(folder, before, build)
    _move(folder, build, files, ours.replaceable)
    _drop(folder, gone)
    (build / PACKAGE).replace(folder / PACKAGE)
    _remember(folder, {name: each for name, each in {**ours.replaceable, **files}.items() if name not in gone})
    shutil.rmtree(build, ignore_errors=True)
    return aside


def put(folder: Path, name: str, fresh: Path) -> tuple[str, ...]:
    """Move one file to the place of a dataset's own; return its name where that one was edited, and is kept aside."""
    known = _written(folder)
    if known is None:
        fresh.replace(folder / name)
        return ()
    path, new = folder / name, {name: (file_mark(fresh),)}
    edited = is_edited(path, known.get(name, ()))
    if edited:  # a copy: without the file itself a run that is killed now could not go on
        shutil.copy2(path, unused(path.with_name(f"{name}{EDITED}")))
    _remember(folder, joined(known, new))
    fresh.replace(path)
    _remember(folder, known | new)
    return (name,) if edited else ()


def drop_formats(folder: Path) -> tuple[str, ...]:
    """Drop every format but CSV, for a CSV file has changed; return the edited files that were kept aside."""
    package = read_package(folder)
    if package is None or not listed_formats(package):
        return ()
    ours = _ours(folder, package)
    gone = _paths(package) & ours.removable
    aside = tuple(keep_edited(folder, gone, ours.replaceable))
    _drop(folder, gone)
    _write_package(folder, package, {})
    return aside


def listed_formats(package: dict[str, object] | None) -> dict[str, list[str]]:
    """Return the files of each format beside CSV that a description lists; a path that no format has is passed over."""
    about = package.get("gongkai") if package else None
    listed = about.get("formats") if isinstance(about, dict) else None
    found = listed.items() if isinstance(listed, dict) else ()
    return {str(name): [p for p in paths if may_write(p)] for name, paths in found if isinstance(paths, list)}


def _paths(package: dict[str, object] | None) -> set[str]:
    return {path for paths in listed_formats(package).values() for path in paths}


def _announce(folder: Path, package: dict[str, object] | None, build: Path) -> None:
    """List formats before they come into place, so that a run which is killed then leaves none that the next one does not know."""
    coming = listed_formats(read_package(build))
    if package is not None and coming:
        _write_package(folder, package, listed_formats(package) | coming)


def _write_package(folder: Path, package: dict[str, object], formats: dict[str, list[str]]) -> None:
    about = package["gongkai"]
    own = {key: value for key, value in about.items() if key != "formats"} if isinstance(about, dict) else {}
    content = {**package, "gongkai": own | ({"formats": formats} if formats else {})}
    replace_text(folder, PACKAGE, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def keep_forms(folder: Path, specs: Iterable[object]) -> None:
    """Let a dataset keep forms of the user's own, in the place of those that it kept."""
    package = read_package(folder)
    about = package.get("gongkai") if package else None
    if package is None or not isinstance(about, dict):
        return
    own = [msgspec.to_builtins(spec) for spec in specs]
    others = {name: value for name, value in about.items() if name != "forms"}
    _write_package(
        folder, {**package, "gongkai": {**others, **({"forms": own} if own else {})}}, listed_formats(package)
    )


def replace_text(folder: Path, name: str, text: str) -> None:
    """Write a file of a dataset so that it is never seen half written; what a run leaves that is killed then, the next one clears away."""
    temporary = folder / BUILD / f"{secrets.token_hex(4)}.tmp"
    temporary.parent.mkdir(exist_ok=True)
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(folder / name)


def _built(build: Path) -> dict[str, tuple[str, ...]]:
    """Return the paths of what was built, each with its mark, but for the reports' own files and the description."""
    files = (path.relative_to(build) for path in build.rglob("*") if path.is_file())
    return dict(marks_of(build, (path.as_posix() for path in files if path.parts[0] not in (JSON, PACKAGE))))


def _move(folder: Path, build: Path, files: Collection[str], known: Collection[str]) -> None:
    """Move files into place; what is there under such a name and is not ours is kept beside, as ``NAME.yours``."""
    for name in sorted(files):
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        if name not in known and place.exists():
            place.replace(unused(place.with_name(f"{place.name}{_ASIDE}")))
        (build / name).replace(place)


def _drop(folder: Path, files: Collection[str]) -> None:
    """Remove files, and the folders that held nothing else."""
    for name in files:
        (folder / name).unlink(missing_ok=True)
    for parent in {(folder / name).parent for name in files} - {folder}:
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()


def is_ours(folder: Path, name: str) -> bool:
    """Whether gongkai wrote a file of a dataset, such as ``settings.json``."""
    return name in _ours(folder, read_package(folder)).replaceable


def own_specs(package: dict[str, object]) -> list[dict[str, object]]:
    """Return the forms of the user's own that a description keeps, as they stand there."""
    about = package.get("gongkai")
    kept = about.get("forms", []) if isinstance(about, dict) else []
    return [spec for spec in kept if isinstance(spec, dict)] if isinstance(kept, list) else []


def _written(folder: Path) -> dict[str, tuple[str, ...]] | None:
    """Return the files that gongkai wrote; None where the list of them is gone, as in a copy without hidden files."""
    listed = told_marks(_json(folder / MEMORY / _WRITTEN))
    if listed is None:
        return None
    return {name: marks for name, marks in listed.items() if _is_plain(name) or may_write(name)}


def _ours(folder: Path, package: dict[str, object] | None) -> _Ours:
    """Tell what may be written over and removed; without a list nothing is removed but formats."""
    listed = _written(folder)
    if listed is not None:
        return _Ours(listed, set(listed))
    about = package.get("gongkai") if package else None
    named = {SETTINGS} if isinstance(about, dict) and about.get("settings") == SETTINGS else set()
    names = {CODEBOOK} | named | _resources(package) | _paths(package) if package else set()
    return _Ours(dict.fromkeys(names, ()), _paths(package))


def _remember(folder: Path, files: Marks) -> None:
    (folder / MEMORY).mkdir(exist_ok=True)
    text = json.dumps(files, ensure_ascii=False, sort_keys=True, indent=0)
    replace_text(folder, f"{MEMORY}/{_WRITTEN}", f"{text}\n")


def _resources(package: dict[str, object] | None) -> set[str]:
    """Return the plain file names that a description lists."""
    resources = package.get("resources") if package else None
    listed = [r.get("path") for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []
    return {path for path in listed if isinstance(path, str) and _is_plain(path) and path.endswith(".csv")}


def _is_plain(path: str) -> bool:
    """Whether it is a name that a table may have: no folder's, no hidden file's, whatever somebody wrote into a list of them."""
    sound = path.isprintable() and len(path.encode()) <= _LONGEST and path == Path(path).name
    return sound and not path.startswith(".") and path not in ("", JSON)
