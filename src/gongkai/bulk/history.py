"""The runs that made a dataset: a line of JSON each in its memory, for people who ask where it comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from gongkai.dataset.folder import MEMORY
from gongkai.dataset.settings import Settings
from gongkai.errors import unwritable

NAME = "runs.jsonl"
_MOST = 1000  # sources of one command that are kept


class Run(Struct, frozen=True, kw_only=True):
    """One run of extract: when it ended, what it was given, from which folder, with which settings, what came of it.

    ``sources`` are the arguments as they were given; None where there were too many to keep, or a list came by a pipe.
    """

    time: str
    gongkai: str
    folder: str
    sources: tuple[str, ...] | None
    settings: Settings
    seconds: float
    reports: int
    failures: int


def note_run(
    folder: Path, sources: tuple[str, ...] | None, settings: Settings, *, seconds: float, reports: int, failures: int
) -> None:
    """Remember a run that has ended. Raises UsageError, MachineError."""
    run = Run(
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        gongkai=version("gongkai"),
        folder=str(Path.cwd()),
        sources=sources if sources is not None and len(sources) <= _MOST else None,
        settings=settings,
        seconds=round(seconds, 3),
        reports=reports,
        failures=failures,
    )
    try:
        with (folder / MEMORY / NAME).open("ab") as stream:
            stream.write(msgspec.json.encode(run) + b"\n")
    except OSError as error:
        raise unwritable(folder, error) from error


def runs_of(folder: Path) -> tuple[Run, ...]:
    """Return the runs of a dataset, the earliest first; a line that cannot be read is passed over."""
    found: list[Run] = []
    try:
        lines = (folder / MEMORY / NAME).read_bytes().splitlines()
    except OSError:
        return ()
    for line in lines:
        try:
            found.append(msgspec.json.decode(line, type=Run))
        except msgspec.MsgspecError:
            continue
    return tuple(found)
