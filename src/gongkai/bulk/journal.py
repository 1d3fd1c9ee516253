"""What a run has done, kept in the dataset's folder so that the next run goes on.

Work is known by its key: the content's SHA-256, the version of gongkai and the forms. Each source has one entry, each content at most
one packed report. What is in here is only a memory: without it everything is read anew, and the dataset is the same. How it is kept on
the disk, and what becomes of damage, is told in ``store``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

import msgspec
from msgspec import Struct

from gongkai.bulk.store import NAME, PATIENCE, Field, check_of, opened, told
from gongkai.dataset.packed import PackedReport
from gongkai.dataset.rows import Failure

__all__ = ["NAME", "Entry", "Journal"]
_SEEN = "create temp table seen (digest text primary key, path text not null) without rowid"
_STALE = "where report_id not in (select report_id from entries where report_id is not null)"
# A report's id is the beginning of its digest in hexadecimal figures, g comes after all of them: so the digest is looked up, not
# searched for. Cross joins are made in the order in which they stand; the other order takes the square of the sources.
_LIKE_FAILURES = """
select again.path, again.key, first.failure from entries again
cross join seen on seen.digest between again.report_id and again.report_id || 'g' cross join entries first on first.path = seen.path
where again.report_id not in (select report_id from packed_reports) and first.failure is not null
"""
_UNKNOWN = """
select current.path from current left join entries using (path)
where entries.path is null or (entries.failure is null and entries.report_id not in (select report_id from packed_reports))
"""
_LOST = "was found, and nothing is known of it: a defect of gongkai, please report it; --force reads everything anew"
_REPETITIONS = """
select again.report_id, again.path, packed_reports.path from entries again join packed_reports using (report_id)
where again.path <> packed_reports.path order by again.path
"""
_BATCH, _SECONDS = 200, 2.0  # a commit waits for the disk: after so many entries, or after so long


class Entry(Struct, frozen=True):
    """What became of a source: the id of its report, or its failure. ``files`` are as in ``Written``, by which a report that was lost
    here is packed anew from its own file; none of a source whose content was read elsewhere.
    """

    path: str
    key: str
    report_id: str | None
    failure: Failure | None
    files: tuple[tuple[str, str], ...] = ()


class Written(Struct, frozen=True):
    """What was read of a source: the key that it was read under, and of each report the id and its own file's mark (``packed.mark_of``)."""

    key: str
    files: tuple[tuple[str, str], ...]


class Journal:
    """The memory of one dataset; one process at a time writes to it. All methods raise UsageError and MachineError."""

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self._path = folder / NAME
        self._db = opened(self._path, patience)
        with told(self._path):
            self._db.execute(_SEEN)
        self._waiting, self._committed = 0, monotonic()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with told(self._path):
                self._db.commit()
                self._db.execute("pragma wal_checkpoint(truncate)")
        finally:
            self._db.close()

    def entry(self, path: str) -> Entry | None:
        """Return what is known of a source."""
        row = self._one("select path, key, report_id, failure, files from entries where path = ?", path)
        return _entry(*row) if row else None

    def written(self, report_id: str, path: str) -> Written | None:
        """Return what is known of a report that was read from ``path``, and of those that its source held beside it."""
        row = self._one("select key, mark, path, packed from packed_reports where report_id = ?", report_id)
        files = _files(row[1], row[3]) if row and row[2] == path else ()
        return Written(row[0], files) if files else None

    def _one(self, query: str, key: str) -> Any:  # noqa: ANN401  (a row, as SQLite gives it)
        with told(self._path):
            return self._db.execute(query, (key,)).fetchone()

    def note(self, entry: Entry, packed: PackedReport | None = None, mark: str = "") -> None:
        """Remember what became of a source. The reports' own files, whose marks are ``mark``, must be in their places before."""
        failure = msgspec.msgpack.encode(entry.failure) if entry.failure else None
        with told(self._path):
            files = entry.files if packed is None else tuple(zip(packed.ids, mark.split(), strict=True))
            listed = " ".join(f"{report_id}={each}" for report_id, each in files)
            self._put("entries", (entry.path, entry.key, entry.report_id, failure, listed))
            if packed is not None:
                self._put(
                    "packed_reports", (packed.report_id, entry.key, packed.path, mark, msgspec.msgpack.encode(packed))
                )
            self._waiting += 1
            if self._waiting >= _BATCH or monotonic() - self._committed > _SECONDS:
                self._db.commit()
                self._waiting, self._committed = 0, monotonic()

    def _put(self, table: str, row: tuple[Field, ...]) -> None:
        self._db.execute(f"replace into {table} values ({', '.join('?' * len(row))}, ?)", (*row, check_of(row)))

    def is_first(self, digest: str, path: str) -> bool:
        """Whether no source before had this content; every source of a run is asked about once, in order."""
        with told(self._path):
            return self._db.execute("insert or ignore into seen values (?, ?)", (digest, path)).rowcount == 1

    def settle(self, current: Iterable[str], dropped: Callable[[str, str], object] = lambda *_: None) -> int:
        """Drop what this run's sources (``current`` paths) no longer hold; return how many sources are gone.

        ``dropped`` is told the id of each report that goes with them, and the mark of its own file.

        A source that repeats a content which gave no report fails as that one did, and so does one of which nothing is known.
        """
        with told(self._path):
            self._db.execute("create temp table current (path text primary key) without rowid")
            self._db.executemany("insert or ignore into current values (?)", ((path,) for path in current))
            gone = self._db.execute("delete from entries where path not in (select path from current)").rowcount
            for marks, packed in self._db.execute(f"select mark, packed from packed_reports {_STALE}").fetchall():
                for report_id, mark in _files(marks, packed):
                    dropped(report_id, mark)
            self._db.execute(f"delete from packed_reports {_STALE}")
            for path, key, failure in self._db.execute(_LIKE_FAILURES).fetchall():
                known = msgspec.structs.replace(msgspec.msgpack.decode(failure, type=Failure), path=path)
                self.note(Entry(path, key, None, known))
            for (path,) in self._db.execute(_UNKNOWN).fetchall():
                self.note(Entry(path, "", None, Failure(path, None, "internal_error", _LOST)))
            self._db.commit()
        return gone

    def repetitions(self) -> Iterator[tuple[str, str, str]]:
        """Yield (report_id, path, path of the source that was read) for each source of a content that was read elsewhere."""
        yield from self._rows(_REPETITIONS)

    def paths(self) -> Iterator[str]:
        """Yield the paths of all sources that are known, in their order."""
        return (str(path) for (path,) in self._rows("select path from entries order by path"))

    def report_ids(self) -> Iterator[str]:
        """Yield the ids of all reports."""
        return (str(report_id) for (report_id,) in self._rows("select report_id from packed_reports"))

    def packed_reports(self) -> Iterator[PackedReport]:
        """Yield all packed reports by the path of their source, then by id."""
        for (packed,) in self._rows("select packed from packed_reports order by path, report_id"):
            yield msgspec.msgpack.decode(packed, type=PackedReport)

    def failures(self) -> Iterator[Failure]:
        """Yield all failures by path."""
        for (packed,) in self._rows("select failure from entries where failure is not null order by path"):
            yield msgspec.msgpack.decode(packed, type=Failure)

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        with told(self._path):
            yield from self._db.execute(query)


def _entry(path: str, key: str, report_id: str | None, failure: bytes | None, listed: str) -> Entry | None:
    try:
        known = msgspec.msgpack.decode(failure, type=Failure) if failure is not None else None
    except msgspec.MsgspecError:
        return None
    files = tuple((one, mark) for one, _, mark in (each.partition("=") for each in listed.split()))
    return Entry(path, key, report_id, known, files)


def _files(marks: str, packed: bytes) -> tuple[tuple[str, str], ...]:
    """Return the ids of a packed report's reports, each with its own file's mark; nothing where this version of gongkai cannot read it.

    A journal of 1.0 has the first one's mark alone.
    """
    try:
        kept = msgspec.msgpack.decode(packed, type=PackedReport)
    except msgspec.MsgspecError:
        return ()
    return tuple(zip(kept.ids, marks.split(), strict=False))
