"""``gongkai export``: a finished dataset in more formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.own_forms import labels_option
from gongkai.cli.speaking import field, kept_aside, spoken
from gongkai.dataset.formats.declared import described, names

if TYPE_CHECKING:
    from gongkai.dataset.labels import Labels

_EPILOG = """\b
Examples:
  gongkai export dataset/ --formats parquet
  gongkai export dataset/ --formats xlsx,dta,sqlite,jsonl

\b
Exit status: 0 done, 2 wrong use."""


_HELP = f"""Write a dataset in more formats.

DATASET is a folder that `gongkai extract` wrote. The files are made from its CSV files, no source is read again. Formats that
it has already stay; those that are named are made anew, and later runs of
`gongkai extract` bring all of them up to date.

\b
{described()}"""


@click.command(epilog=_EPILOG, help=_HELP)
@click.argument("folder", metavar="DATASET", type=click.Path(path_type=Path))
@click.option("--formats", "wanted", metavar="LIST", required=True, help=f"Formats: {', '.join(names())}.")
@labels_option
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def export(folder: Path, wanted: str, labels: Labels | None, quiet: bool) -> None:
    """Make formats of a dataset that is there; the help is ``_HELP``."""
    from msgspec import structs  # noqa: PLC0415

    from gongkai.bulk.lock import dataset_locked  # noqa: PLC0415
    from gongkai.dataset import folder as place  # noqa: PLC0415
    from gongkai.dataset.formats.declared import wanted_formats  # noqa: PLC0415
    from gongkai.dataset.formats.make import make_formats  # noqa: PLC0415
    from gongkai.dataset.formats.source import open_source  # noqa: PLC0415
    from gongkai.dataset.settings import settings_of, write_settings  # noqa: PLC0415
    from gongkai.errors import unwritable  # noqa: PLC0415

    formats = wanted_formats(wanted)
    open_source(folder, folder / place.JSON)
    try:
        with dataset_locked(folder):
            build = place.begin(folder)
            settings = settings_of(folder)
            if labels is not None and labels != settings.labels:  # all of them change
                settings, formats = structs.replace(settings, labels=labels), (*settings.formats, *formats)
            both = tuple(name for name in names() if name in {*settings.formats, *formats})
            write_settings(build, structs.replace(settings, formats=both))
            notices = make_formats(formats, folder, folder / place.JSON, build, settings.labels)
            edited = place.add(folder, build)
    except OSError as error:
        raise unwritable(folder, error) from error
    if not quiet:
        for line in (
            field("formats", ", ".join(("csv", *formats))),
            *kept_aside(edited),
            field("dataset", str(folder)),
        ):
            click.echo(line)
        for notice in notices:
            click.echo(field("cut", spoken(notice)))
