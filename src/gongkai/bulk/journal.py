"""What a run has done, kept in the dataset's folder so that the next run goes on: SQLite in WAL mode, survives ``kill -9``.

Work is known by its key: the content's SHA-256, the version of gongkai and the forms. Each source has one entry, each content at most
one slip. What is in here is only a memory: without it everything is read anew, and the dataset is the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic
from types import TracebackType

import msgspec
from msgspec import Struct

from gongkai.dataset.rows import Failure
from gongkai.dataset.slips import Slip

NAME = "journal.sqlite"
_LAYOUT = 3
_TABLES = """
create table if not exists entries (path text primary key, key text not null, report_id text, failure blob) without rowid;
create table if not exists slips (report_id text primary key, key text not null, path text not null, slip blob not null);
"""
_SEEN = "create temp table seen (digest text primary key, path text not null) without rowid"
_LIKE_FAILURES = """
select again.path, again.key, first.failure from entries again
join seen on substr(seen.digest, 1, 16) = again.report_id join entries first on first.path = seen.path
where again.report_id not in (select report_id from slips) and first.failure is not null
"""
_UNKNOWN = """
select current.path from current left join entries using (path)
where entries.path is null or (entries.failure is null and entries.report_id not in (select report_id from slips))
"""
_LOST = "was found, and nothing is known of it: a defect of gongkai, please report it; --force reads everything anew"
_REPETITIONS = """
select again.report_id, again.path, slips.path from entries again join slips using (report_id)
where again.path <> slips.path order by again.path
"""
_BATCH, _SECONDS = 200, 2.0  # a commit waits for the disk: after so many entries, or after so long


class Entry(Struct, frozen=True):
    """What became of a source: the id of its report, or its failure."""

    path: str
    key: str
    report_id: str | None
    failure: Failure | None


class Journal:
    """The memory of one dataset; one process at a time writes to it."""

    def __init__(self, folder: Path) -> None:
        self._open(folder / NAME)
        self._waiting, self._committed = 0, monotonic()

    def _open(self, path: Path) -> None:
        """Open it; what is damaged or of another layout is begun anew."""
        try:
            self._db = _connect(path)
        except sqlite3.DatabaseError:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._db = _connect(path)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.commit()
        self._db.execute("pragma wal_checkpoint(truncate)")
        self._db.close()

    def entry(self, path: str) -> Entry | None:
        """Return what is known of a source."""
        found = self._db.execute("select path, key, report_id, failure from entries where path = ?", (path,)).fetchone()
        return _entry(found) if found else None

    def slip_key(self, report_id: str, path: str) -> str | None:
        """Return the key under which a report was read from ``path``, if it was."""
        found = self._db.execute("select key from slips where report_id = ? and path = ?", (report_id, path)).fetchone()
        return str(found[0]) if found else None

    def note(self, entry: Entry, slip: Slip | None = None) -> None:
        """Remember what became of a source. The report's own file must be in its place before."""
        failure = msgspec.msgpack.encode(entry.failure) if entry.failure else None
        self._db.execute("replace into entries values (?, ?, ?, ?)", (entry.path, entry.key, entry.report_id, failure))
        if slip is not None:
            packed = msgspec.msgpack.encode(slip)
            self._db.execute("replace into slips values (?, ?, ?, ?)", (slip.report_id, entry.key, slip.path, packed))
        self._waiting += 1
        if self._waiting >= _BATCH or monotonic() - self._committed > _SECONDS:
            self._db.commit()
            self._waiting, self._committed = 0, monotonic()

    def is_first(self, digest: str, path: str) -> bool:
        """Whether no source before had this content; every source of a run is asked about once, in order."""
        return self._db.execute("insert or ignore into seen values (?, ?)", (digest, path)).rowcount == 1

    def settle(self, current: Iterable[str]) -> int:
        """Drop what this run's sources (``current`` paths) no longer hold; return how many sources are gone.

        A source that repeats a content which gave no report fails as that one did, and so does one of which nothing is known.
        """
        self._db.execute("create temp table current (path text primary key) without rowid")
        self._db.executemany("insert or ignore into current values (?)", ((path,) for path in current))
        gone = self._db.execute("delete from entries where path not in (select path from current)").rowcount
        self._db.execute(
            "delete from slips where report_id not in (select report_id from entries where report_id is not null)"
        )
        for path, key, failure in self._db.execute(_LIKE_FAILURES).fetchall():
            known = msgspec.structs.replace(msgspec.msgpack.decode(failure, type=Failure), path=path)
            self.note(Entry(path, key, None, known))
        for (path,) in self._db.execute(_UNKNOWN).fetchall():
            self.note(Entry(path, "", None, Failure(path, None, "internal_error", _LOST)))
        self._db.commit()
        return gone

    def repetitions(self) -> Iterator[tuple[str, str, str]]:
        """Yield (report_id, path, path of the source that was read) for each source of a content that was read elsewhere."""
        yield from self._db.execute(_REPETITIONS)

    def report_ids(self) -> Iterator[str]:
        """Yield the ids of all reports."""
        return (str(report_id) for (report_id,) in self._db.execute("select report_id from slips"))

    def slips(self) -> Iterator[Slip]:
        """Yield all slips by the path of their source, then by id."""
        for (packed,) in self._db.execute("select slip from slips order by path, report_id"):
            yield msgspec.msgpack.decode(packed, type=Slip)

    def failures(self) -> Iterator[Failure]:
        """Yield all failures by path."""
        for (packed,) in self._db.execute("select failure from entries where failure is not null order by path"):
            yield msgspec.msgpack.decode(packed, type=Failure)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = normal")
    (layout,) = db.execute("pragma user_version").fetchone()
    if layout not in (0, _LAYOUT):
        db.close()
        raise sqlite3.DatabaseError("another layout")
    db.executescript(_TABLES)
    db.execute(f"pragma user_version = {_LAYOUT}")
    db.execute("select count(*) from entries").fetchone()
    db.execute(_SEEN)
    return db


def _entry(row: tuple[str, str, str | None, bytes | None]) -> Entry:
    path, key, report_id, failure = row
    return Entry(path, key, report_id, msgspec.msgpack.decode(failure, type=Failure) if failure else None)
