"""Writes what a reviewer decides on the pages into ``corrections.csv``: whole or not at all, one writer at a time."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from gongkai.dataset.corrections import HEAD, NAME, Correction, decoded, read_corrections, read_rows
from gongkai.dataset.rows import guard
from gongkai.errors import UsageError, unwritable

_LONGEST = 2000  # characters of one field: a reason, not a book


class Decided(Struct, frozen=True, forbid_unknown_fields=True):
    """One decision as a page gives it: all fields are texts, as they stand in the file."""

    report_id: str
    table: str
    row: str
    column: str
    value: str
    reason: str = ""
    by: str = ""
    date: str = ""


class Changes(Struct, frozen=True, forbid_unknown_fields=True):
    """What a page wants in the file, and what it wants out of it again."""

    decide: tuple[Decided, ...] = ()
    undo: tuple[Decided, ...] = ()


def save_changes(folder: Path, changes: Changes) -> int:
    """Put decisions into the file of a dataset and return how many it holds. Raises UsageError, MachineError; nothing is written then.

    A decision that is the file's last word about its cell already is not written twice. Earlier ones stay: none is lost.
    """
    with _alone(folder):
        kept = sorted((one for each in read_corrections(folder).values() for one in each), key=lambda one: one.line)
        _refuse_other_columns(folder)
        for gone in _checked(changes.undo):
            last = _last(kept, gone)
            if last is not None and _fields(last) == _fields(gone):
                kept.remove(last)
        for one in _checked(changes.decide):
            last = _last(kept, one)
            if last is None or _fields(last) != _fields(one):
                kept.append(one)
        _write(folder / NAME, kept)
        return len(kept)


def _last(kept: list[Correction], about: Correction) -> Correction | None:
    """Return the last word about the same cell."""
    return next((one for one in reversed(kept) if (one.report_id, one.cell) == (about.report_id, about.cell)), None)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder itself, so that no file is left behind; waits for another writer."""
    try:
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _checked(found: Iterable[Decided]) -> list[Correction]:
    """Read decisions as the file's own lines are read. Raises UsageError."""
    lines = [[one.value if name == "value" else guard(getattr(one, name)) for name in HEAD] for one in found]
    if any(len(text) > _LONGEST for line in lines for text in line):
        raise UsageError(f"{NAME}: a field is longer than {_LONGEST} characters")
    return list(read_rows(Path(NAME), _text(lines)))


def _refuse_other_columns(folder: Path) -> None:
    """Keep away from a file with columns of the reviewer's own: they would be lost."""
    path = folder / NAME
    if not path.exists():
        return
    head = [name.strip() for name in next(csv.reader(io.StringIO(decoded(path, path.read_bytes()))), [])]
    if set(head) - set(HEAD):
        raise UsageError(f"{path}: has columns of its own; download the decisions instead and add them by hand")


def _fields(one: Correction) -> list[str]:
    return [one.decided if name == "value" else getattr(one, name) for name in HEAD]


def _line(one: Correction) -> list[str]:
    """Write a decision as the file has it: a spreadsheet shall run none of its words; a number is none."""
    return [
        text if name == "value" and not one.is_fact else guard(text)
        for name, text in zip(HEAD, _fields(one), strict=True)
    ]


def _write(path: Path, kept: list[Correction]) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(_text(map(_line, kept)).encode("utf-8-sig", "replace"))
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except OSError as error:
        raise unwritable(path, error) from error


def _text(lines: Iterable[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([HEAD, *lines])
    return text.getvalue()
