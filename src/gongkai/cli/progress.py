"""How a long run shows itself: a bar on a terminal, lines of JSON in a file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec
from tqdm import tqdm

from gongkai.bulk.run import Step
from gongkai.errors import unwritable


class Progress:
    """Counts the sources of a run; ``quiet``: no bar."""

    def __init__(self, total: int, log_file: Path | None, *, quiet: bool) -> None:
        self.count = self._failed = 0
        self._log = _opened(log_file) if log_file else None
        self._bar = tqdm(total=total, unit=" files", disable=quiet, leave=False, file=sys.stderr, dynamic_ncols=True)

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
        if step.failure is not None:
            self._failed += 1
            self._bar.set_postfix(failed=self._failed, refresh=False)
        self._bar.update()
        if self._log is not None:
            try:
                self._log.write(_line(step))
                self._log.flush()
            except OSError as error:
                raise unwritable(self._log.name, error) from error


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("ab")
    except OSError as error:
        raise unwritable(path, error) from error


def _line(step: Step) -> bytes:
    """Return a source's line: when, which, what became of it (``read``, ``failed``, ``known``), how long it took."""
    line: dict[str, object] = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "path": step.path}
    if step.failure is not None:
        line |= {"outcome": "failed", "error": step.failure.error, "message": step.failure.message}
    elif step.done is None or step.done.slip is None:
        line["outcome"] = "known"
    else:
        line |= {"outcome": "read", "report_id": step.done.slip.report_id, "issues": step.done.slip.codes}
    if step.done is not None:
        line["seconds"] = round(step.done.seconds, 3)
    return msgspec.json.encode(line) + b"\n"
