"""How a long run shows itself: a bar on a terminal, lines of JSON in a file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import BinaryIO

import msgspec
from tqdm import tqdm

from gongkai.bulk.run import Step
from gongkai.cli.speaking import tell
from gongkai.dataset.packed import reported
from gongkai.dataset.settings import Settings
from gongkai.dataset.writers import Summary
from gongkai.errors import unwritable


class Progress:
    """Counts the sources of a run; ``quiet``: no bar. ``settings`` stand in the first line of the log."""

    def __init__(self, total: int, log_file: Path | None, *, quiet: bool, settings: Settings) -> None:
        self.count = self._failed = 0
        self._log = _opened(log_file) if log_file else None
        self._begun = monotonic()
        self._write("begin", {"gongkai": version("gongkai"), "sources": total, "settings": settings})
        self._bar = tqdm(
            total=total, unit=tell("progress.files"), disable=quiet, leave=False, file=sys.stderr, dynamic_ncols=True
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()
        if self._log is not None:
            self._log.close()

    def step(self, step: Step) -> None:
        """Take in that a source is settled."""
        self.count += 1
        if step.failed:
            self._failed += 1
            self._bar.set_postfix({tell("progress.failed"): self._failed}, refresh=False)
        self._bar.update()
        if self._log is not None:
            self._write("source", _line(step))

    def end(self, summary: Summary) -> None:
        """Take in that the dataset is written."""
        names = ("reports", "duplicates", "failures", "listed", "complete", "partial", "other", "failed", "removed")
        counts = {name: getattr(summary, name) for name in names}
        self._write("end", counts | {"seconds": round(monotonic() - self._begun, 3)})

    def _write(self, event: str, content: dict[str, object]) -> None:
        if self._log is None:
            return
        line = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, **content}
        try:
            self._log.write(msgspec.json.encode(line) + b"\n")
            self._log.flush()
        except OSError as error:
            raise unwritable(self._log.name, error) from error


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("ab")
    except OSError as error:
        raise unwritable(path, error) from error


def _line(step: Step) -> dict[str, object]:
    """Return what a source's line says: which, what became of it (``read``, ``failed``, ``skipped``, ``known``), its content and format,
    the status of its report, how long it took, and megabytes of memory at most, where the system tells them.
    """
    line: dict[str, object] = {"path": step.path}
    done, failure = step.done, step.failure
    if failure is not None:
        outcome = "failed" if step.failed else "skipped"
        line |= {"outcome": outcome, "error": failure.error, "message": failure.message, "sha256": failure.sha256}
    elif done is None or done.packed is None:
        line["outcome"] = "known"
    else:
        packed = done.packed
        line |= {"outcome": "read", "report_id": packed.report_id, "issues": packed.codes, **reported(packed)}
    if done is not None:
        line |= {"seconds": round(done.seconds, 3), "memory": done.memory}
    return line
