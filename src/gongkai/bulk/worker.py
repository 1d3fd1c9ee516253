"""One source in, one report or one failure out; nothing that a file holds can end the run."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import perf_counter

from msgspec import Struct, structs

from gongkai import pipeline
from gongkai.bulk.memory import begin_peak, peak_memory
from gongkai.dataset.columns import all_files, families_of
from gongkai.dataset.packed import PackedReport, joined, mark_of, pack_report, report_bytes
from gongkai.dataset.rows import Failure
from gongkai.errors import FormError, SourceError, machine_fault
from gongkai.forms.model import Form
from gongkai.readers import Origin
from gongkai.readers.beside import beside
from gongkai.report import Report

NO_MEMORY = "needs more memory than a worker may have; allow more with --memory, or look at what the file holds"

# What libraries written in C++ say instead of raising MemoryError.
_NO_ROOM = re.compile(r"(?i)failed to allocate|(?:out of|insufficient|not enough) memory|bad_?\s?alloc")


class Task(Struct, frozen=True):
    """A source whose bytes are to be read, and the key that its work is known by.

    ``converted`` is what LibreOffice made of an old Office file, if it had to. ``url``, ``captured`` and ``charset`` are those of a
    record of a web archive; ``page`` is a file on the disk, beside which the pictures of a saved page may lie; ``pictures`` are those of a
    page in a container, by the addresses that it has for them; ``passwords`` are tried on it where it is locked.
    """

    path: str
    name: str
    key: str
    data: bytes
    converted: bytes | SourceError | None = None
    url: str | None = None
    captured: str | None = None
    page: Path | None = None
    charset: str | None = None
    passwords: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] | None = None

    @property
    def origin(self) -> Origin:
        """What a reader is told of where it came from."""
        held = None if self.pictures is None else self.pictures.get
        return Origin(held if self.page is None else partial(beside, self.page), self.charset, self.passwords)

    @property
    def size(self) -> int:
        """Bytes that go to whoever reads it."""
        return len(self.data) + sum(map(len, (self.pictures or {}).values()))


class Done(Struct, frozen=True):
    """What became of a source: its packed reports, whose own files are in place and have the marks ``mark`` (blanks between),
    or a failure.

    ``memory`` is the most that its process held meanwhile, in megabytes; None where the system does not tell.
    """

    path: str
    key: str
    packed: PackedReport | None
    failure: Failure | None
    seconds: float
    mark: str = ""
    memory: int | None = None


class Setting(Struct, frozen=True):
    """What all tasks of a run share: the forms, and the folder of the reports' own files."""

    forms: tuple[Form, ...]
    folder: Path


class Read(Struct, frozen=True):
    """What became of a source, and the bytes of its report's own file, which is not in its place yet; empty after a failure.

    ``more`` are those of further reports that the source holds.
    """

    done: Done
    content: bytes
    more: tuple[bytes, ...] = ()


def perform(task: Task, setting: Setting) -> Done:
    """Read one source and put its report's file in place. Raises OSError where that cannot be written."""
    return kept(read(task, setting.forms), setting.folder)


def kept(found: Read, folder: Path) -> Done:
    """Put a report's file in place. Raises OSError."""
    if found.done.packed is not None:
        for report_id, content in zip(found.done.packed.ids, (found.content, *found.more), strict=True):
            put(folder / f"{report_id}.json", content)
    return found.done


def read(task: Task, forms: tuple[Form, ...]) -> Read:
    """Read one source. Never raises for what is in it; raises OSError where the machine has no room or no descriptors left."""
    start = perf_counter()
    begin_peak()
    outcome = _outcome(task, forms)
    took, held = perf_counter() - start, peak_memory()
    if isinstance(outcome, Failure):
        return Read(Done(task.path, task.key, None, outcome, took, memory=held), b"")
    packed, (content, *more) = outcome
    marks = " ".join(map(mark_of, (content, *more)))
    return Read(Done(task.path, task.key, packed, None, took, marks, held), content, tuple(more))


def _outcome(task: Task, forms: tuple[Form, ...]) -> tuple[PackedReport, list[bytes]] | Failure:
    try:
        reports = [
            _of_web(report, task)
            for report in pipeline.extract_parts(
                task.data,
                task.name,
                path=task.path,
                forms=forms,
                converted=task.converted,
                origin=task.origin,
            )
        ]
        packed = joined([pack_report(report, all_files(forms), families_of(forms)) for report in reports])
        return structs.replace(packed, path=task.path), [report_bytes(report) for report in reports]
    except (SourceError, FormError) as error:
        _raise_for_machine(error)
        return _failure(task, error.code, str(error).removeprefix(f"{task.path}: "))
    except MemoryError:
        return _failure(task, "out_of_memory", NO_MEMORY)
    except Exception as error:  # the one broad except: a defect of ours costs its file only
        _raise_for_machine(error)
        if _NO_ROOM.search(str(error)):
            return _failure(task, "out_of_memory", NO_MEMORY)
        message = f"a defect of gongkai, please report it ({type(error).__name__}: {error})"
        return _failure(task, "internal_error", " ".join(message.split()))


def _raise_for_machine(error: Exception) -> None:
    """Let a full disk end the run: it is no fault of the file that met it. Raises OSError."""
    fault = machine_fault(error)
    if fault is not None:
        raise OSError(fault.errno, fault.strerror or "fails", fault.filename) from error


def _of_web(report: Report, task: Task) -> Report:
    """Say where a report is from, if from a web archive."""
    if task.url is None:
        return report
    return structs.replace(report, source=structs.replace(report.source, url=task.url, captured=task.captured or ""))


def too_slow(task: Task, seconds: float) -> Done:
    """Say of a task that it took too long, twice."""
    message = f"was not read within {seconds:g} s, twice; allow more with --timeout, or look at what the file holds"
    return Done(task.path, task.key, None, _failure(task, "timeout", message), seconds)


def crashed(task: Task, code: int | None) -> Done:
    """Say of a task that its process died, twice; ``code`` is the exit code, if it is known."""
    how = "" if code is None else f" (exit code {code})"
    message = f"a worker process died of it, twice{how}; please report the file, or allow more with --memory"
    return Done(task.path, task.key, None, _failure(task, "crash", message), 0.0)


def _failure(task: Task, code: str, message: str) -> Failure:
    return Failure(task.path, hashlib.sha256(task.data).hexdigest(), code, message)


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, whatever happens meanwhile."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
