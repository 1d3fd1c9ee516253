"""Writes what a reviewer decides on the pages into ``corrections.csv``: whole or not at all, one writer at a time."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from gongkai.dataset.corrections import HEAD, NAME, Correction, read_corrections, read_rows
from gongkai.dataset.delimited import decoded, table_of
from gongkai.dataset.rows import guard
from gongkai.errors import UsageError, unwritable

_UNIX = os.name == "posix"
_EXCLUSIVE = 2  # LOCK_EX of fcntl, which is not there on every system
_LOCK = ".corrections.lock"
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
    with alone(folder):
        kept = sorted((one for each in read_corrections(folder).values() for one in each), key=lambda one: one.line)
        refuse_other_columns(folder)
        for gone in _checked(changes.undo):
            last = _last(kept, gone)
            if last is not None and fields_of(last) == fields_of(gone):
                kept.remove(last)
        for one in _checked(changes.decide):
            last = _last(kept, one)
            if last is None or fields_of(last) != fields_of(one):
                kept.append(one)
        write_lines(folder / NAME, HEAD, map(line_of, kept))
        return len(kept)


def _last(kept: list[Correction], about: Correction) -> Correction | None:
    """Return the last word about the same cell."""
    return next((one for one in reversed(kept) if (one.report_id, one.cell) == (about.report_id, about.cell)), None)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only one who writes decisions there; waits for another writer. Raises UsageError, MachineError."""
    try:
        held = os.open(folder, os.O_RDONLY) if _UNIX else os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        if _UNIX:
            import_module("fcntl").flock(held, _EXCLUSIVE)  # the folder itself, so that no file is left behind
        elif find_spec("msvcrt") is not None:
            windows = import_module("msvcrt")
            windows.locking(held, windows.LK_LOCK, 1)
        yield
    finally:
        os.close(held)


def _checked(found: Iterable[Decided]) -> list[Correction]:
    """Read decisions as the file's own lines are read. Raises UsageError."""
    lines = [[one.value if name == "value" else guard(getattr(one, name)) for name in HEAD] for one in found]
    if any(len(text) > _LONGEST for line in lines for text in line):
        raise UsageError(f"{NAME}: a field is longer than {_LONGEST} characters")
    return list(read_rows(Path(NAME), _text(lines)))


def refuse_other_columns(folder: Path) -> None:
    """Keep away from a file with columns of the reviewer's own: they would be lost."""
    path = folder / NAME
    if not path.exists():
        return
    if set(table_of(path, decoded(path, path.read_bytes())).head) - set(HEAD):
        raise UsageError(f"{path}: has columns of its own; download the decisions instead and add them by hand")


def fields_of(one: Correction) -> list[str]:
    """Give the texts of a decision in the order of the file's columns."""
    return [one.decided if name == "value" else getattr(one, name) for name in HEAD]


def line_of(one: Correction) -> list[str]:
    """Write a decision as the file has it: a spreadsheet shall run none of its words; a number is none."""
    return [
        text if name == "value" and not one.is_fact else guard(text)
        for name, text in zip(HEAD, fields_of(one), strict=True)
    ]


def write_lines(path: Path, head: Sequence[str], lines: Iterable[list[str]]) -> None:
    """Put a file of lines in the place of the one that is there, whole or not at all. Raises UsageError, MachineError."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(_text(lines, head).encode("utf-8-sig", "replace"))
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except OSError as error:
        raise unwritable(path, error) from error


def _text(lines: Iterable[list[str]], head: Sequence[str] = HEAD) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([head, *lines])
    return text.getvalue()
