"""``gongkai export``: a finished dataset in more formats."""

from __future__ import annotations

from pathlib import Path

import click

_EPILOG = """\b
Examples:
  gongkai export dataset/ --formats parquet
  gongkai export dataset/ --formats xlsx,dta,sqlite,jsonl

\b
Exit status: 0 done, 2 wrong use."""


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="DATASET", type=click.Path(path_type=Path))
@click.option("--formats", "wanted", metavar="LIST", required=True, help="Formats: parquet, xlsx, dta, sqlite, jsonl.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def export(folder: Path, wanted: str, quiet: bool) -> None:
    """Write a dataset in more formats.

    DATASET is a folder that `gongkai extract` wrote. The files are made from its CSV files, no source is read again. Formats that
    it has already stay; those that are named are made anew.

    \b
    parquet  parquet/NAME.parquet: pandas, R, DuckDB
    xlsx     dataset.xlsx: Excel, a sheet a table
    dta      stata/NAME.dta: Stata 14 and later, labels in Chinese
    sqlite   dataset.sqlite: SQLite, Datasette; with views
    jsonl    reports.jsonl: a report a line, whole
    """
    from gongkai.bulk.lock import locked  # noqa: PLC0415
    from gongkai.dataset import folder as place  # noqa: PLC0415
    from gongkai.dataset.formats import make_formats, open_source, wanted_formats  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415

    formats = wanted_formats(wanted)
    open_source(folder, folder / place.JSON)
    try:
        (folder / place.MEMORY).mkdir(exist_ok=True)
        with locked(folder / place.MEMORY):
            build = place.begin(folder)
            notices = make_formats(formats, folder, folder / place.JSON, build)
            place.add(folder, build)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror or error}") from error
    if not quiet:
        click.echo(f"formats   {', '.join(('csv', *formats))}\ndataset   {folder}")
        for notice in notices:
            click.echo(f"cut       {notice}")
