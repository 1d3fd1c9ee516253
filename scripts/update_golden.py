#!/usr/bin/env python3
"""Compares what gongkai reads from some fixtures with the committed golden files, and rewrites those where asked.

    scripts/update_golden.py            # print what would change; exit status 1 where anything would
    scripts/update_golden.py --write    # rewrite tests/golden/*.json and print what changed

The golden files are generated, not written by hand: read every change they show before committing it, and hold it
against ``fixtures/truth/``. A file that changed without a reason is a defect that a test would otherwise bless.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongkai.pipeline import extract

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"
GOLDEN = ROOT / "tests" / "golden"
NAMES = (
    "yunxi-2023.docx",
    "qinglan-justice-2023.txt",
    "chengzhou-2024.pdf",
    "linjiang-market-2023.html",
    "heming-water-2022.ofd",
)


def golden_of(name: str) -> dict[str, Any]:
    """Read a fixture and give its report as JSON, without where the file lay and without how well its form fits (both
    change for reasons of their own); boxes are rounded to whole points.
    """
    report: dict[str, Any] = json.loads(extract(FIXTURES / name).to_json())
    del report["source"]["path"], report["form"]["score"], report["form"]["reasons"]
    for table in report["tables"].values():
        for cell in table["cells"]:
            box = cell["source"]["bbox"]
            cell["source"]["bbox"] = box and [round(edge) for edge in box]
    return report


def committed(name: str) -> dict[str, Any]:
    """Read the golden file of a fixture; an empty object where there is none."""
    path = GOLDEN / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def to_text(report: dict[str, Any]) -> str:
    """Format a report with a cell, a check and a comment a line, so that a change shows as a line."""
    parts = (f" {json.dumps(key)}: {_value(value)}" for key, value in report.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _value(value: Any) -> str:  # noqa: ANN401  (any JSON)
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value) + "\n ]"
    if isinstance(value, dict) and any(isinstance(item, dict) for item in value.values()):
        tables = (f"  {json.dumps(key)}: {_table(item)}" for key, item in value.items())
        return "{\n" + ",\n".join(tables) + "\n }"
    return json.dumps(value, ensure_ascii=False)


def _table(table: Any) -> str:  # noqa: ANN401  (any JSON)
    if not isinstance(table, dict) or "cells" not in table:
        return json.dumps(table, ensure_ascii=False)
    cells = ",\n    ".join(json.dumps(cell, ensure_ascii=False) for cell in table["cells"])
    rest = {key: item for key, item in table.items() if key != "cells"}
    return f'{{"cells": [\n    {cells}\n   ], ' + json.dumps(rest, ensure_ascii=False)[1:]


def differences(old: Any, new: Any, path: str = "$") -> Iterator[str]:  # noqa: ANN401  (any JSON)
    """Yield a line for each place at which two JSON values differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from differences(old.get(key), new.get(key), f"{path}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif old != new:
        yield f"{path}: {_short(old)} -> {_short(new)}"


def _short(value: Any) -> str:  # noqa: ANN401  (any JSON)
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."


def main() -> int:
    """Compare, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="rewrite the golden files")
    asked = parser.parse_args()
    changed = 0
    for name in NAMES:
        new = golden_of(name)
        lines = list(differences(committed(name), new))
        changed += bool(lines)
        print(
            "\n".join([f"{name}: {len(lines)} changes", *(f"  {line}" for line in lines)]) if lines else f"{name}: same"
        )
        if asked.write and lines:
            GOLDEN.mkdir(parents=True, exist_ok=True)
            (GOLDEN / f"{name}.json").write_text(to_text(new), encoding="utf-8")
    return 1 if changed and not asked.write else 0


if __name__ == "__main__":
    sys.exit(main())
