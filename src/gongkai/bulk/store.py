"""The journal's file: SQLite with a write-ahead log (on a network file system a rollback journal), survives ``kill -9``.

What is damaged is begun anew with the rows that are whole.

Every row carries a checksum, so that a page or a row that went wrong on the disk is known as such. What it said stands in the other table
too, or follows from the reports' own files: only where both rows of a source are lost, or those files are not as they were, is it read
once more.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from gongkai.errors import GongkaiError, MachineError, UsageError, unwritable
from gongkai.processes.systems import is_remote

NAME = "journal.sqlite"
PATIENCE = 20.0
"""Seconds to wait for another program that holds the file."""
Field = str | bytes | None
TABLES = {
    "entries": ("path", "key", "report_id", "failure", "files"),
    "packed_reports": ("report_id", "key", "path", "mark", "packed"),
}
_LAYOUT = 6  # goes up whenever the tables change; a journal of another layout is begun anew
_ASIDE = "journal.damaged"
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_HELD = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_REFUSED = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH})


class _Unusable(Exception):
    """The file is damaged or of another layout."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say what SQLite raises as the package's own errors. Raises UsageError where another program holds the file, MachineError."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(path, error) from error
    except OSError as error:
        raise unwritable(path, error) from error


def _translated(path: Path, error: sqlite3.Error) -> GongkaiError:
    code = _code(error)
    if code in _HELD:
        return UsageError(f"{path}: is held by another program; close it there, then give the command again")
    if code in _REFUSED:
        return UsageError(f"{path}: cannot be written: {error}")
    return MachineError(f"{path}: cannot be written: {error}; once that is mended, the same command goes on")


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; 0 where the error is Python's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def opened(path: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open the journal; one that is damaged or of another layout is begun anew. Raises UsageError, MachineError."""
    with told(path):
        try:
            db = _connect(path, patience)
        except _Unusable:
            _set_aside(path)
            db = _connect(path, patience)
        with ExitStack() as failing:
            failing.callback(db.close)
            _take_over(db, path.with_name(_ASIDE))
            failing.pop_all()
    return db


def _take_over(db: sqlite3.Connection, left: Path) -> None:
    """Take the whole rows of a damaged file over, which may have been set aside by a run that was killed then."""
    if left.is_file():
        with db:
            for table, row in _whole_rows(left):
                db.execute(_insert(table), row)
        _remove(left)


def check_of(row: tuple[Field, ...]) -> int:
    """Return the checksum of a row."""
    found = 0
    for field in row:
        data = (
            field
            if isinstance(field, bytes)
            else b"\0"
            if field is None
            else str(field).encode("utf-8", "surrogatepass")
        )
        found = zlib.crc32(b"\xff", zlib.crc32(data, found))
    return found


def _insert(table: str) -> str:
    return f"insert or ignore into {table} values ({', '.join('?' * (len(TABLES[table]) + 1))})"


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=patience)
    db.text_factory = partial(str, encoding="utf-8", errors="replace")  # what is damaged has another checksum then
    with ExitStack() as failing:
        failing.callback(db.close)
        _prepare(db, is_remote(path))
        failing.pop_all()
    return db


def _prepare(db: sqlite3.Connection, remote: bool) -> None:
    """Make the tables, or find them whole. Raises _Unusable, sqlite3.Error."""
    try:
        (layout,) = db.execute("pragma user_version").fetchone()
        if layout not in (0, _LAYOUT):
            raise _Unusable
        if (
            remote
        ):  # the log's index is shared memory, which a network does not share; the dataset's lock keeps others out
            db.execute("pragma locking_mode = exclusive")
            db.execute("pragma journal_mode = delete")
            db.execute("pragma synchronous = full")
        else:
            db.execute("pragma journal_mode = wal")
            db.execute("pragma synchronous = normal")
        for table in TABLES:
            found = db.execute("select sql from sqlite_master where name = ?", (table,)).fetchone()
            if found is None:
                db.execute(f"create table {table}{_columns(table)}")
            elif not str(found[0]).endswith(_columns(table)):
                raise _Unusable
        db.execute(f"pragma user_version = {_LAYOUT}")
        if db.execute("pragma quick_check(1)").fetchone() != ("ok",) or not all(map(partial(_is_sound, db), TABLES)):
            raise _Unusable
    except sqlite3.Error as error:
        if _code(error) in _DAMAGED or _code(error) == sqlite3.SQLITE_ERROR:
            raise _Unusable from error
        raise


def _is_sound(db: sqlite3.Connection, table: str) -> bool:
    """Whether all rows of a table are what was written, each in its place: SQLite finds no row that is out of order."""
    before = ""
    for row in db.execute(f"select {', '.join(TABLES[table])}, sum from {table}"):
        if check_of(row[:-1]) != row[-1] or row[0] <= before:
            return False
        before = row[0]
    return True


def _columns(table: str) -> str:
    first, *rest = TABLES[table]
    return f" ({first} text primary key, {', '.join(f'{name} blob' for name in rest)}, sum integer) without rowid"


def _set_aside(path: Path) -> None:
    """Move a damaged file out of the way, its write-ahead log with it."""
    aside = path.with_name(_ASIDE)
    _remove(aside)
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _whole_rows(path: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the rows of a damaged file that can be read and have the right checksum, from both ends of each table."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=0)) as db:
        if db.execute("pragma user_version").fetchone() != (_LAYOUT,):
            return
        db.text_factory = bytes
        for table, columns in TABLES.items():
            for order in ("asc", "desc"):
                with suppress(sqlite3.Error):
                    for row in db.execute(f"select {', '.join(columns)}, sum from {table} order by 1 {order}"):
                        yield from _sound(table, row)


def _sound(table: str, row: tuple[object, ...]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield a row again where it is what was written."""
    *fields, found = row
    kept: list[Field] = []
    for name, field in zip(TABLES[table], fields, strict=True):
        if not isinstance(field, bytes | None):
            return
        try:
            kept.append(field.decode() if field is not None and name not in ("failure", "packed") else field)
        except UnicodeDecodeError:
            return
    if check_of(tuple(kept)) == found:
        yield table, (*kept, found)
