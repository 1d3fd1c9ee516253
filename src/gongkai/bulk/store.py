"""The journal's file: SQLite in WAL mode, survives ``kill -9``; what is damaged is begun anew with the rows that are whole.

Every row carries a checksum, so that a page or a row that went wrong on the disk is known as such and costs its source one more reading.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from gongkai.errors import GongkaiError, MachineError, UsageError, unwritable

NAME = "journal.sqlite"
PATIENCE = 20.0
"""Seconds to wait for another program that holds the file."""
Field = str | bytes | None
TABLES = {
    "entries": ("path", "key", "report_id", "failure"),
    "slips": ("report_id", "key", "path", "mark", "slip"),
}
_LAYOUT = 4
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
        try:
            _take_over(db, path.with_name(_ASIDE))
        except BaseException:
            db.close()
            raise
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
        data = b"\0" if field is None else field.encode("utf-8", "surrogatepass") if isinstance(field, str) else field
        found = zlib.crc32(data + b"\xff", found)
    return found


def _insert(table: str) -> str:
    return f"insert or ignore into {table} values ({', '.join('?' * (len(TABLES[table]) + 1))})"


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=patience)
    try:
        _prepare(db)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection) -> None:
    """Make the tables, or find them whole. Raises _Unusable, sqlite3.Error."""
    try:
        (layout,) = db.execute("pragma user_version").fetchone()
        if layout not in (0, _LAYOUT):
            raise _Unusable
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        for table, columns in TABLES.items():
            rest = ", ".join(f"{column} blob" for column in columns[1:])
            db.execute(
                f"create table if not exists {table} ({columns[0]} text primary key, {rest}, sum integer) without rowid"
            )
            db.execute(f"select {', '.join(columns)}, sum from {table} limit 0")
        db.execute(f"pragma user_version = {_LAYOUT}")
        if db.execute("pragma quick_check(1)").fetchone() != ("ok",):
            raise _Unusable
    except sqlite3.Error as error:
        if _code(error) in _DAMAGED or _code(error) == sqlite3.SQLITE_ERROR:
            raise _Unusable from error
        raise


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
            kept.append(field.decode() if field is not None and name not in ("failure", "slip") else field)
        except UnicodeDecodeError:
            return
    if check_of(tuple(kept)) == found:
        yield table, (*kept, found)
