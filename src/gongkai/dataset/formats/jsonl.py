"""``reports.jsonl``: a report a line, whole, as ``convert`` prints it, in the order of reports.csv."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gongkai.dataset.described import AGAIN
from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source
from gongkai.errors import UsageError

NAME = "reports.jsonl"


def make(source: Source, target: Path) -> Made:
    """Write the file. Raises UsageError where a report's own file is missing or damaged."""
    with (target / NAME).open("wb") as stream:
        for row in source.rows(source.table("reports")):
            path = source.reports / f"{row[0]}.json"
            try:
                stream.write(msgspec.json.format(path.read_bytes(), indent=-1) + b"\n")
            except FileNotFoundError as error:
                raise UsageError(f"{path}: is missing; {AGAIN}") from error
            except msgspec.DecodeError as error:
                raise UsageError(f"{path}: is damaged ({error}); {AGAIN}") from error
    return Made((NAME,))
