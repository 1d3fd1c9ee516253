"""``dataset.sqlite``: every table typed, with keys and indexes, and views that put agency and year beside the figures.

Datasette opens it as it is; ``metadata.json`` gives it the tables' and columns' labels (``datasette dataset.sqlite -m metadata.json``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from errno import EIO, ENOSPC
from pathlib import Path
from types import MappingProxyType

import msgspec

from gongkai.dataset.columns import ABOUT
from gongkai.dataset.described import AGAIN, Resource
from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source, Value
from gongkai.errors import UsageError

NAME = "dataset.sqlite"
METADATA = "metadata.json"
_TYPES = (("integer", "INTEGER"), ("number", "REAL"), ("boolean", "INTEGER"))
_INDEXES: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {"reports": (("agency",), ("year",)), "cells": (("table", "row", "column"),)}
)
_FAULTS = MappingProxyType({sqlite3.SQLITE_FULL: ENOSPC, sqlite3.SQLITE_IOERR: EIO, sqlite3.SQLITE_CANTOPEN: EIO})
_VERDICTS = ("verified", "contradicted")
_LEFT_OUT = "has more columns than SQLite takes, or two that differ in capitals only: left out; see cells"
_MOST = 2000 - len(ABOUT)  # columns of a view


def make(source: Source, target: Path) -> Made:
    """Write both files. Raises UsageError where a table breaks its own keys, OSError where there is no room."""
    wide = [table for table in source.tables if not _fits(table)]
    source = msgspec.structs.replace(source, tables=tuple(table for table in source.tables if table not in wide))
    with _told(), closing(sqlite3.connect(target / NAME)) as db:
        db.execute("pragma journal_mode = off")
        db.execute("pragma synchronous = off")
        for table in source.tables:
            _fill(db, table, source)
        for statement in (*_indexes(source), *_views(source)):
            db.execute(statement)
        db.commit()
    (target / METADATA).write_bytes(msgspec.json.format(msgspec.json.encode(_metadata(source)), indent=2) + b"\n")
    return Made((NAME, METADATA), tuple(f"{table.name} {_LEFT_OUT}" for table in wide))


def _fits(table: Resource) -> bool:
    """Whether SQLite takes a table: it has not too many columns, and none that differ in capitals only."""
    names = _names(table)
    return len(names) <= _MOST and len({name.lower() for name in names}) == len(names)


def _fill(db: sqlite3.Connection, table: Resource, source: Source) -> None:
    db.execute(_create(table))
    marks = ", ".join("?" * len(table.schema.fields))
    rows = (list(map(_stored, row)) for row in source.rows(table))
    try:
        db.executemany(f"insert into {_quoted(table.name)} values ({marks})", rows)
    except sqlite3.IntegrityError as error:
        raise UsageError(f"{source.path(table)}: breaks its own keys ({error}); {AGAIN}") from error


@contextmanager
def _told() -> Iterator[None]:
    """Say what SQLite meets on the disk as the system would. Raises OSError."""
    try:
        yield
    except sqlite3.Error as error:
        code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
        raise OSError(_FAULTS.get(code, 0), str(error)) from error


def _stored(value: Value) -> str | int | float | None:
    return value.isoformat() if isinstance(value, date) else value


def _create(table: Resource) -> str:
    types = dict(_TYPES)
    parts = [f"{_quoted(f.name)} {types.get(f.type, 'TEXT')}" for f in table.schema.fields]
    if table.schema.primary_key:
        parts.append(f"primary key ({_list(table.schema.primary_key)})")
    if table.schema.foreign_keys:
        parts.append("foreign key (report_id) references reports (report_id)")
    return f"create table {_quoted(table.name)} ({', '.join(parts)})"


def _indexes(source: Source) -> Iterator[str]:
    """Index what is searched by: the report, who and when, which cell. A primary key that begins with it is one already."""
    for table in source.tables:
        names = _names(table)
        wanted = list(_INDEXES.get(table.name, ()))
        if table.schema.foreign_keys and table.schema.primary_key[:1] != ("report_id",):
            wanted.insert(0, ("report_id",))
        for columns in wanted:
            if set(columns) <= set(names):
                called = _quoted(f"{table.name}_by_{'_'.join(columns)}")
                yield f"create index {called} on {_quoted(table.name)} ({_list(columns)})"


def _views(source: Source) -> Iterator[str]:
    """Put who reports on which year beside the figures; figures by what the sums say of them."""
    known = set(_names(source.table("reports")))
    for table in source.tables:
        if _is_joined(table):
            names = [n for n in _names(table)[1:] if table.name == "cells" or n not in ABOUT]
            about = [f"r.{_quoted(n)}{f' as report_{n}' if n in names else ''}" for n in ABOUT if n in known]
            chosen = ", ".join(("r.report_id", *about, *(f"t.{_quoted(name)}" for name in names)))
            joined = f"select {chosen} from {_quoted(table.name)} t join reports r using (report_id)"
            yield f"create view {_quoted(f'{table.name}_by_report')} as {joined}"
    if "verdict" in _names(source.table("cells")):
        for verdict in _VERDICTS:
            yield f"create view cells_{verdict} as select * from cells_by_report where verdict = '{verdict}'"


def _is_joined(table: Resource) -> bool:
    """Whether agency and year are put beside a table's rows: the cells, and the wide tables."""
    wide = table.schema.primary_key == ("report_id",) and bool(table.schema.foreign_keys)
    return wide or table.name == "cells"


def _metadata(source: Source) -> dict[str, object]:
    tables = {
        table.name: {
            "title": table.name,
            "description": f"{table.title}（{table.description}）",
            "columns": {field.name: field.title for field in table.schema.fields},
        }
        for table in source.tables
    }
    for table in source.tables:
        if _is_joined(table):
            about = {"description": f"{table.title}，附报告机关、年度（with agency and year）"}
            tables[f"{table.name}_by_report"] = tables[table.name] | about
    return {
        "title": source.title,
        "description": source.description,
        "databases": {"dataset": {"title": source.title, "tables": tables}},
    }


def _names(table: Resource) -> list[str]:
    return [field.name for field in table.schema.fields]


def _list(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
