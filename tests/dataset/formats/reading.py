"""Reads a dataset's tables with the programs that people open them with, all values brought to one shape."""

from __future__ import annotations

import csv
import datetime
import json
import math
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat

Value = str | int | float | bool | None
Table = list[list[Value]]

EXCEL_LONGEST = 32_767
_TRUTH = MappingProxyType({"true": True, "false": False})
_ESCAPED = re.compile(r"_x([0-9A-F]{4})_")


def resources(folder: Path) -> list[dict]:
    """Return the tables that the description declares."""
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]


def csv_tables(folder: Path) -> dict[str, Table]:
    """Read the CSV files as the description says: typed, one apostrophe taken away, dates in ISO form."""
    csv.field_size_limit(1 << 30)
    found = {}
    for resource in resources(folder):
        types = [field["type"] for field in resource["schema"]["fields"]]
        with (folder / resource["path"]).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))[1:]
        found[resource["name"]] = [list(map(_typed, row, types)) for row in rows]
    return found


def _typed(text: str, kind: str) -> Value:
    if not text:
        return None
    if kind in ("integer", "number"):
        return float(text)
    if kind == "boolean":
        return _TRUTH[text]
    bare = text.lstrip("'")
    return text[1:] if text[0] == "'" and bare[:1] in tuple("=+-@\t\r") else text


def parquet_tables(folder: Path) -> dict[str, Table]:
    """Read the Parquet files with pyarrow."""
    found = {}
    for resource in resources(folder):
        table = pq.read_table(folder / "parquet" / f"{resource['name']}.parquet")
        found[resource["name"]] = [[_plain(value) for value in row.values()] for row in table.to_pylist()]
    return found


def xlsx_tables(folder: Path) -> dict[str, Table]:
    """Read both workbooks with openpyxl."""
    books = [openpyxl.load_workbook(folder / name) for name in ("dataset.xlsx", "dataset_long.xlsx")]
    sheets = {name: book[name] for book in books for name in book.sheetnames}
    return {name: [list(map(_cell, row)) for row in sheets[name].values][1:] for name in names(folder)}


def _cell(value: object) -> Value:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), value) if isinstance(value, str) else _plain(value)


def sqlite_tables(folder: Path) -> dict[str, Table]:
    """Read the database."""
    found = {}
    with closing(sqlite3.connect(folder / "dataset.sqlite")) as db:
        for resource in resources(folder):
            truths = [field["type"] == "boolean" for field in resource["schema"]["fields"]]
            rows = db.execute(f'select * from "{resource["name"]}"').fetchall()
            found[resource["name"]] = [
                [
                    bool(value) if truth and value is not None else value
                    for value, truth in zip(row, truths, strict=True)
                ]
                for row in rows
            ]
    return found


def dta_tables(folder: Path) -> dict[str, Table]:
    """Read the Stata files with pandas, codes as their labels."""
    return {r["name"]: _frame_rows(pd.read_stata(_dta(folder, r["name"])), r) for r in resources(folder)}


def readstat_tables(folder: Path) -> dict[str, Table]:
    """Read the Stata files with ReadStat, codes as their labels."""
    found = {}
    for resource in resources(folder):
        frame, _ = pyreadstat.read_dta(str(_dta(folder, resource["name"])), apply_value_formats=True)
        found[resource["name"]] = _frame_rows(frame, resource)
    return found


def _frame_rows(frame: pd.DataFrame, resource: dict) -> Table:
    truths = [field["type"] == "boolean" for field in resource["schema"]["fields"]]
    rows = (zip(map(_plain, row), truths, strict=True) for row in frame.astype(object).itertuples(index=False))
    return [[_TRUTH.get(value) if truth else value for value, truth in row] for row in rows]


def _dta(folder: Path, name: str) -> Path:
    return folder / "stata" / f"{name}.dta"


def _plain(value: object) -> Value:
    """Bring a value to a common shape: nothing is None, a date its ISO form."""
    if value is None or value == "" or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return value  # type: ignore[return-value]


def names(folder: Path) -> list[str]:
    """Return the names of the tables."""
    return [resource["name"] for resource in resources(folder)]


READERS: Mapping[str, Callable[[Path], dict[str, Table]]] = MappingProxyType(
    {
        "parquet": parquet_tables,
        "xlsx": xlsx_tables,
        "sqlite": sqlite_tables,
        "dta": dta_tables,
        "dta by ReadStat": readstat_tables,
    }
)
