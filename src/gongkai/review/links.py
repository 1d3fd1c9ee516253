"""What only the dataset's tables say of its reports: checks that hold one against other years (``gongkai panel``), and provinces."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from gongkai.dataset.columns import CHECKS, REPORTS
from gongkai.dataset.rows import unguard
from gongkai.errors import UsageError
from gongkai.report import Check

_KIND = "cross_year"


def links_of(dataset: Path) -> dict[str, tuple[Check, ...]]:
    """Return the cross-year checks of each report, by its id. Raises UsageError where checks.csv is damaged."""
    found: dict[str, list[Check]] = {}
    path = dataset / CHECKS.path
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in _rows(stream):
                found.setdefault(row["report_id"], []).append(_check(row))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, csv.Error, msgspec.ValidationError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); run gongkai extract again") from error
    return {report: tuple(checks) for report, checks in found.items()}


def provinces_of(dataset: Path) -> dict[str, str]:
    """Return the name of each report's province where the list has it. Raises UsageError where reports.csv is damaged."""
    path = dataset / REPORTS.path
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            named = ((row.get("report_id"), row.get("province_name")) for row in csv.DictReader(stream))
            return {report: unguard(name) for report, name in named if report and name}
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read ({error}); run gongkai extract again") from error


def _rows(stream: Any) -> Iterator[dict[str, str]]:  # noqa: ANN401  (what open() gives)
    reader = csv.reader(stream)
    names = next(reader, [])
    at = names.index("kind")
    for row in reader:
        if len(row) == len(names) and row[at] == _KIND:
            yield {name: unguard(text) for name, text in zip(names, row, strict=True)}


def _check(row: dict[str, str]) -> Check:
    values: dict[str, Any] = {name: row[name] for name in ("id", "table", "kind", "severity", "status", "message")}
    if row.get("message_zh"):
        values["message_zh"] = row["message_zh"]
    values["cells"] = [cell.split("__", 1) for cell in row["cells"].split()]
    values |= {side: _number(row[side]) for side in ("left", "right")}
    return msgspec.convert(values, Check)


def _number(text: str) -> int | float | None:
    with suppress(ValueError):
        return int(text)
    return float(text) if text else None
