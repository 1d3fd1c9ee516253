"""What stands in a dataset beside its reports: sources that failed, were left out or passed over, and years that are missing."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from gongkai.checks.histories import histories
from gongkai.dataset.revise import list_reports
from gongkai.dataset.rows import unguard
from gongkai.errors import UsageError
from gongkai.forms.model import Form
from gongkai.messages.catalogue import in_chinese
from gongkai.report import Filed

_MOST = 500  # lines of one list; the dataset's own files hold them all

Line = tuple[str, str, str]
"""What it is about, and why it stands here, in English and in Chinese."""


def beside(dataset: Path, forms: tuple[Form, ...]) -> dict[str, dict[str, object]]:
    """Return each list with its number of lines and the first of them. Raises UsageError where a file is damaged."""
    filed = tuple(list_reports(dataset))
    lists = {
        "failures": _rows(dataset / "failures.csv", "path", "message"),
        "others": _rows(dataset / "others.csv", "path", "title"),
        "skipped": _rows(dataset / "skipped.csv", "path", "reason"),
        "several": _several(filed),
        "gaps": _gaps(filed, forms),
    }
    return {name: _listed(lines) for name, lines in lists.items()}


def _listed(lines: Iterable[Line]) -> dict[str, object]:
    lines = iter(lines)
    first = list(islice(lines, _MOST))
    return {"count": len(first) + sum(1 for _ in lines), "rows": first}


def _rows(path: Path, what: str, why: str) -> Iterator[Line]:
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                reason = unguard(row.get(why) or "")
                yield (
                    unguard(row[what] or ""),
                    reason,
                    unguard(row.get(f"{why}_zh") or "") or in_chinese(reason) or reason,
                )
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read ({error}); run gongkai extract again") from error


def _several(filed: tuple[Filed, ...]) -> Iterator[Line]:
    files = Counter(one.path.partition("#")[0] for one in filed)
    for path, count in files.items():
        if count > 1:
            yield path, f"{count} reports", f"{count} 份报告"


def _gaps(filed: tuple[Filed, ...], forms: tuple[Form, ...]) -> Iterator[Line]:
    for history in histories(filed, forms):
        if history.gaps:
            years = [str(year) for year in history.gaps]
            yield history.agency, ", ".join(years), "、".join(years)
