"""Which files of a dataset gongkai wrote, and as what: ``.gongkai/files.json`` gives their marks by their names.

Such a file with another mark was edited by somebody, as a table is that was saved in a spreadsheet: it is kept aside, as
``NAME.edited``, before it is written anew or removed. Until a run is finished a file has two marks, so that one that is killed leaves no
file that looks edited.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

EDITED = ".edited"
Marks = Mapping[str, tuple[str, ...]]
"""Each file's marks by its path in the folder; none where an earlier version wrote it, which kept names alone."""


def file_mark(path: Path) -> str:
    """Mark a file by its size and digest, as ``packed.mark_of`` does its content. Raises OSError."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return f"{stream.tell()}:{digest}"


def marks_of(folder: Path, names: Iterable[str]) -> Marks:
    """Mark files of a folder. Raises OSError."""
    return {name: (file_mark(folder / name),) for name in names}


def joined(known: Marks, new: Marks) -> Marks:
    """Return what each file may be by either list; of one whose mark is not known it stays so."""
    both = {name: tuple(dict.fromkeys((*marks, *new.get(name, ())))) if marks else () for name, marks in known.items()}
    return {**new, **both}


def told_marks(listed: object) -> dict[str, tuple[str, ...]] | None:
    """Return the marks that ``files.json`` holds; None where it is no such list."""
    if isinstance(listed, list):
        return {name: () for name in listed if isinstance(name, str)}
    if not isinstance(listed, dict):
        return None
    return {
        name: tuple(mark for mark in marks if isinstance(mark, str)) if isinstance(marks, list) else ()
        for name, marks in listed.items()
    }


def is_edited(path: Path, marks: Collection[str]) -> bool:
    """Whether somebody wrote something else into a file, or emptied it; one that is gone is not there to be kept. Raises OSError."""
    if not marks or not path.exists():
        return False
    if not path.is_file():
        return True
    size = path.stat().st_size
    return not any(mark.startswith(f"{size}:") for mark in marks) or file_mark(path) not in marks


def keep_edited(folder: Path, names: Iterable[str], marks: Marks) -> Iterator[str]:
    """Move each edited file aside, under a name that is free, and yield its path. Raises OSError."""
    for name in sorted(names):
        path = folder / name
        if is_edited(path, marks.get(name, ())):
            path.replace(unused(path.with_name(f"{path.name}{EDITED}")))
            yield name


def unused(path: Path) -> Path:
    """Return the path, with a number behind it where something is there already: nobody's copy is written over."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found
