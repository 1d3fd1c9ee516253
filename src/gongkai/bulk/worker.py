"""One source in, one report or one failure out; nothing that a file holds can end the run."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from time import perf_counter

from msgspec import Struct

from gongkai import pipeline
from gongkai.dataset.columns import all_files
from gongkai.dataset.rows import Failure
from gongkai.dataset.slips import Slip, report_bytes, slip_of
from gongkai.errors import SourceError
from gongkai.forms.model import Form
from gongkai.report import Report

NO_MEMORY = "needs more memory than a worker may have; allow more with --memory, or look at what the file holds"


class Task(Struct, frozen=True):
    """A source whose bytes are to be read, and the key that its work is known by.

    ``converted`` is what LibreOffice made of an old Office file, if it had to.
    """

    path: str
    name: str
    key: str
    data: bytes
    converted: bytes | SourceError | None = None


class Done(Struct, frozen=True):
    """What became of a source: a slip, its report's own file being in its place, or a failure."""

    path: str
    key: str
    slip: Slip | None
    failure: Failure | None
    seconds: float


class Setting(Struct, frozen=True):
    """What all tasks of a run share: the forms, and the folder of the reports' own files."""

    forms: tuple[Form, ...]
    folder: Path


def perform(task: Task, setting: Setting) -> Done:
    """Read one source and put its report's file in place. Never raises for what is in the source."""
    start = perf_counter()
    outcome = _read(task, setting)
    slip = None if isinstance(outcome, Failure) else outcome
    failure = outcome if isinstance(outcome, Failure) else None
    return Done(task.path, task.key, slip, failure, perf_counter() - start)


def _read(task: Task, setting: Setting) -> Slip | Failure:
    digest = hashlib.sha256(task.data).hexdigest()
    try:
        report = pipeline.extract_bytes(
            task.data, task.name, path=task.path, forms=setting.forms, converted=task.converted
        )
        return _kept(report, setting)
    except SourceError as error:
        return Failure(task.path, digest, error.code, str(error).removeprefix(f"{task.path}: "))
    except MemoryError:
        return Failure(task.path, digest, "out_of_memory", NO_MEMORY)
    except Exception as error:  # the one broad except: a defect of ours costs its file only
        message = f"a defect of gongkai, please report it ({type(error).__name__}: {error})"
        return Failure(task.path, digest, "internal_error", " ".join(message.split()))


def _kept(report: Report, setting: Setting) -> Slip:
    slip = slip_of(report, all_files(setting.forms))
    put(setting.folder / f"{report.report_id}.json", report_bytes(report))
    return slip


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, whatever happens meanwhile."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
