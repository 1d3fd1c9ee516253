"""Reads what ``gongkai convert`` is given, file or standard input, for only so long: what blocks and what never ends is told in a line."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from types import FrameType

import click
from msgspec import Struct

from gongkai import pipeline
from gongkai.bulk.naming import printable
from gongkai.bulk.patience import within
from gongkai.cli.paths import STDIN, Address, Named, own_input
from gongkai.cli.speaking import spoken
from gongkai.errors import NotAReport, SourceError
from gongkai.forms.model import Form
from gongkai.readers import Origin
from gongkai.readers.beside import beside
from gongkai.readers.bounds import read_bounded
from gongkai.report import Report
from gongkai.rungs import Watch

_GRACE = 5.0  # seconds in which a reading that was called off may clear up, before the process ends as it stands


class Patience(Struct, frozen=True):
    """Seconds for a file's bytes to come, and for reading them: scans take about five seconds a page."""

    coming: float = 60.0
    reading: float = 600.0


def patience_of(asked: float | None) -> Patience:
    """Return the patience that ``--timeout`` asks for."""
    return Patience() if asked is None else Patience(asked, asked)


def bytes_of(file: Named, seconds: float) -> bytes:
    """Return a file's bytes, or those of standard input. Raises SourceError where they are none of a report's, or do not come in time."""
    if file != STDIN:
        return within(seconds, partial(pipeline.source_bytes, file), printable(file))[0]
    try:
        return within(seconds, partial(read_bounded, own_input()), "-")
    except NotAReport as error:
        raise NotAReport(f"{printable(file)}: {error}") from error


def reports_of(
    file: Named,
    forms: tuple[Form, ...],
    patience: Patience,
    watch: Watch | None = None,
    passwords: tuple[str, ...] = (),
) -> tuple[Report, ...]:
    """Return every report of a file; one, but for compilations. ``passwords`` are tried where it is locked. Raises SourceError."""
    data = bytes_of(file, patience.coming)
    near = None if isinstance(file, Address) or file == STDIN else partial(beside, file)
    origin = Origin(near, passwords=passwords)
    with time_bounded(patience.reading, printable(file)):
        return tuple(pipeline.extract_parts(data, file.name, path=str(file), forms=forms, watch=watch, origin=origin))


class _Late(BaseException):
    """Ends a reading wherever it is; nothing on its way may take it for an error of the file's."""


@contextmanager
def time_bounded(seconds: float, path: str) -> Iterator[None]:
    """Bound the time of what is done inside. Raises SourceError.

    Python is told by a signal, where the system has one. A library that does not come back to Python in time ends the process, in words.
    """
    message = f"{path}: was not read within {seconds:g} s; allow more with --timeout, or look at what the file holds"
    told = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    watch = threading.Timer(seconds + (_GRACE if told else 0), _end, (spoken(message),))
    watch.daemon = True
    watch.start()
    try:
        with _alarmed(seconds) if told else nullcontext():
            yield
    except _Late:
        raise SourceError(message) from None
    finally:
        watch.cancel()


@contextmanager
def _alarmed(seconds: float) -> Iterator[None]:
    def late(_number: int, _frame: FrameType | None) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _end(message: str) -> None:
    with suppress(OSError):
        click.echo(f"gongkai: {message}", err=True)
    os._exit(1)
