"""Every format of a dataset beside CSV, one declaration each: messages, help, the codebook and what a new run drops follow from it."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import NamedTuple

from gongkai.errors import UsageError

CSV = "csv"


class Format(NamedTuple):  # the help lists them, and must not wait for msgspec
    """One format.

    ``files`` is a pattern of the paths that it may write, from the dataset's folder: a later run drops no others.
    ``description`` says for people what is written and who reads it.
    ``module`` has ``make(source: Source, target: Path) -> Made`` and is imported when it is asked for. ``library`` is the module that
    it needs beside Python's own, ``package`` what brings it.
    """

    name: str
    files: str
    description: str
    module: str
    library: str | None = None
    package: str | None = None


FORMATS: tuple[Format, ...] = (
    Format(
        name="parquet", files=r"parquet/\w+\.parquet", description="parquet/NAME.parquet: pandas, R, DuckDB",
        module="gongkai.dataset.formats.parquet", library="pyarrow", package="pyarrow",
    ),
    Format(
        name="xlsx", files=r"\w+\.xlsx", description="dataset.xlsx: Excel; an overview, then a sheet a table",
        module="gongkai.dataset.formats.xlsx", library="xlsxwriter", package="XlsxWriter",
    ),
    Format(
        name="xlsx-long", files=r"\w+\.xlsx", description="dataset_long.xlsx: Excel, the long tables (cells, checks, sections)",
        module="gongkai.dataset.formats.xlsx_long", library="xlsxwriter", package="XlsxWriter",
    ),
    Format(
        name="dta", files=r"stata/\w+\.dta", description="stata/NAME.dta: Stata 14 and later, labels in Chinese",
        module="gongkai.dataset.formats.dta",
    ),
    Format(
        name="sqlite", files=r"\w+\.sqlite|metadata\.json", description="dataset.sqlite: SQLite, Datasette; with views",
        module="gongkai.dataset.formats.sqlite",
    ),
    Format(
        name="jsonl", files=r"\w+\.jsonl", description="reports.jsonl: a report a line, whole",
        module="gongkai.dataset.formats.jsonl",
    ),
    Format(
        name="labelled", files=r"labelled/\w+\.csv", description="labelled/NAME.csv: wide tables under the form's own heads",
        module="gongkai.dataset.formats.labelled",
    ),
)  # fmt: skip


def names() -> tuple[str, ...]:
    """Return the names of all formats beside CSV."""
    return tuple(one.name for one in FORMATS)


def described() -> str:
    """Return a line for each format: its name and what is written."""
    wide = max(map(len, names()))
    return "\n".join(f"{one.name:<{wide}}  {one.description}" for one in FORMATS)


def may_write(path: object) -> bool:
    """Whether a path in a dataset's folder is one that some format writes."""
    return isinstance(path, str) and any(re.fullmatch(one.files, path) for one in FORMATS)


def wanted_formats(text: str) -> tuple[str, ...]:
    """Return the formats that a list such as ``csv,parquet`` names, without ``csv``, in the order of ``FORMATS``.

    Raises UsageError where one is not known or its library is not installed.
    """
    wanted = {name.strip().lower() for name in text.split(",")} - {CSV}
    for name in sorted(wanted - {*names()}):
        raise UsageError(f"--formats: {name!r} is no format; known are {', '.join((CSV, *names()))}")
    for one in FORMATS:
        if one.name in wanted and one.library is not None and find_spec(one.library) is None:
            raise UsageError(
                f"--formats {one.name} needs {one.package}, which is not installed: pip install 'gongkai[formats]'"
            )
    return tuple(name for name in names() if name in wanted)
