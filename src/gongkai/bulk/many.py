"""Many documents as reports, one after the other, for programs: read by worker processes, given out in the order asked."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import structs

from gongkai.addresses import is_address
from gongkai.bulk.naming import printable
from gongkai.bulk.patience import within
from gongkai.bulk.pool import run_in_order
from gongkai.bulk.worker import Done, Setting, Task, read
from gongkai.dataset.rows import Failure
from gongkai.errors import SourceError
from gongkai.forms.load import packaged_forms
from gongkai.forms.model import Form
from gongkai.logs import logger
from gongkai.pipeline import source_bytes
from gongkai.processes.limits import Limits, cores
from gongkai.report import Report

Document = str | os.PathLike[str] | bytes | BinaryIO
"""A file's path or its address (``s3://…``, by fsspec), its bytes, or a file that is open for reading bytes."""


class _Whole(Done, frozen=True):
    """What became of a document, with its reports as JSON; none after a failure."""

    contents: tuple[bytes, ...] = ()


def extract_many(
    sources: Iterable[Document],
    *,
    jobs: int | None = None,
    forms: tuple[Form, ...] | None = None,
    timeout: float = Limits().timeout,
    memory: int = Limits().memory,
    passwords: tuple[str, ...] = (),
) -> Iterator[Report | Failure]:
    """Read documents as they are asked for, and yield a report or a failure for each, in their order; of a compilation every report, one
    after the other: ``source.part`` counts them, ``source.path`` ends in ``#1``, ``#2``.

    ``jobs`` worker processes (one a core where it is None, none where it is 0) read a few documents ahead, never more; ``timeout`` is
    in seconds a document, ``memory`` in megabytes a worker; ``passwords`` are tried on documents that are locked. A document
    never raises for what is in it, nor where it cannot be opened.
    """
    limits = Limits(jobs=cores() if jobs is None else jobs, timeout=timeout, memory=memory)
    known = forms if forms is not None else packaged_forms()
    for found in _read(sources, known, limits, passwords):
        if isinstance(found, Failure):
            yield found
        else:
            yield from map(Report.from_json, found)


def _read(
    sources: Iterable[Document], forms: tuple[Form, ...], limits: Limits, passwords: tuple[str, ...]
) -> Iterator[tuple[bytes, ...] | Failure]:
    setting = Setting(forms, Path())
    unread: deque[tuple[int, Failure]] = deque()
    given = 0
    for done in run_in_order(_tasks(sources, unread, limits.timeout, passwords), setting, limits, _whole):
        while unread and unread[0][0] == given:
            yield unread.popleft()[1]
            given += 1
        yield _outcome(done)
        given += 1
    yield from (failure for _, failure in unread)


def _tasks(
    sources: Iterable[Document], unread: deque[tuple[int, Failure]], patience: float, passwords: tuple[str, ...]
) -> Iterator[Task]:
    """Yield a task for each document that can be opened; note the number and the failure of each other one."""
    for number, source in enumerate(sources):
        path = printable(source) if isinstance(source, str | os.PathLike) else f"document {number + 1}"
        try:
            data, name = within(patience, partial(source_bytes, source), path)
        except SourceError as error:
            unread.append((number, Failure(path, None, error.code, str(error).removeprefix(f"{path}: "))))
            continue
        digest = hashlib.sha256(data).hexdigest()
        yield Task(path, printable(name or path), digest, data, page=_page(source), passwords=passwords)


def _page(source: Document) -> Path | None:
    """Return a file of the disk, beside which the pictures of a saved page may lie."""
    if not isinstance(source, str | os.PathLike) or (isinstance(source, str) and is_address(source)):
        return None
    return Path(source)


def _whole(task: Task, setting: Setting) -> Done:
    found = read(task, setting.forms)
    done = found.done
    return _Whole(**structs.asdict(done), contents=(found.content, *found.more))


def _outcome(done: Done) -> tuple[bytes, ...] | Failure:
    if done.failure is not None:
        logger("many").warning("%s: %s: %s", done.path, done.failure.error, done.failure.message)
        return done.failure
    logger("many").info("%s: read in %.3f s", done.path, done.seconds)
    return done.contents if isinstance(done, _Whole) else ()
