"""What one run of the product left: the report, the dataset, the words and the time."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Result:
    """What one run of the product left: the report, the dataset, the words and the time."""

    def __init__(self, case: Path, code: int, out: str, err: str, seconds: float, dataset: Path) -> None:
        self.case, self.code, self.out, self.err, self.seconds, self.dataset = case, code, out, err, seconds, dataset
        try:
            report = json.loads(out)
        except ValueError:
            report = None
        self.report: dict[str, Any] | None = report if isinstance(report, dict) else None

    def cell(self, path: str) -> dict[str, Any] | None:
        """Find `tables.TABLE.ROW.COLUMN`; None where the report does not have it."""
        parts = path.removeprefix("tables.").split(".")
        table, row, column = parts[0], ".".join(parts[1:-1]), parts[-1]
        for cell in ((self.report or {}).get("tables") or {}).get(table, {}).get("cells", []):
            if (cell.get("row"), cell.get("column")) == (row, column):
                return cell
        return None

    def at(self, path: str) -> Any:
        """Find anything by its path of keys and indices."""
        here: Any = self.report
        for part in path.split("."):
            if isinstance(here, list):
                here = here[int(part)] if part.lstrip("-").isdigit() and -len(here) <= int(part) < len(here) else None
            else:
                here = here.get(part) if isinstance(here, dict) else None
        return here

    def sections(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield every section with its text and that of its children."""

        def walk(sections: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
            for section in sections:
                below = list(walk(section.get("children") or []))
                direct = (
                    "".join(
                        f"{child.get('heading') or ''}\n{whole}"
                        for child, whole in below
                        if child in section["children"]
                    )
                    if section.get("children")
                    else ""
                )
                yield section, f"{section.get('text') or ''}\n{direct}"
                yield from below

        yield from walk((self.report or {}).get("sections") or [])

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a file of the dataset."""
        file = self.dataset / name
        if not file.is_file():
            return []
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    def cells_of(self, file: str) -> dict[str, dict[str, Any]]:
        """Return the truth that a file of the case holds."""
        return json.loads((self.case / file).read_text(encoding="utf-8"))


def squeeze(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def show(cell: dict[str, Any] | None) -> str:
    if cell is None:
        return "no such cell"
    note = f", note {cell.get('note')!r}" if cell.get("note") else ""
    return f"{cell.get('status')} {cell.get('value')!r} (raw {cell.get('raw')!r}{note})"


def same(left: Any, right: Any) -> bool:
    if isinstance(left, int | float) and isinstance(right, int | float) and not isinstance(left, bool):
        return abs(left - right) < 1e-9
    return left == right


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
