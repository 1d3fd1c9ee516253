"""``gongkai extract``: many sources to a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gongkai.cli.own_forms import form_option, labels_option
from gongkai.cli.paths import NamedType, files_from_option
from gongkai.dataset.formats.declared import names

_EPILOG = """\b
Examples:
  gongkai extract reports/ -o dataset/
  gongkai extract a.docx b.pdf archive.zip -o dataset/
  gongkai extract 'reports/**/*.html' -o dataset/ --quiet
  gongkai extract scans/ -o dataset/ --timeout 600 --jobs 8
  find . -name '*.pdf' -print | gongkai extract --files-from - -o dataset/
  gongkai extract annexes/ -o dataset/ --form my-form.yaml
  gongkai extract reports/ -o dataset/ --formats csv,parquet,xlsx
  gongkai extract 's3://bucket/reports/*.pdf' -o dataset/
  gongkai extract archive/ -o dataset/ --engine dask --scheduler tcp://10.0.0.5:8786

\b
Exit status: 0 every source gave a report, 1 some did not (they stand in
failures.csv), 2 wrong use, 3 the machine does not let it go on (a full disk),
130 stopped; after 3 and 130 the same command goes on."""


@click.command(epilog=_EPILOG)
@click.argument("sources", metavar="SOURCE...", nargs=-1, type=NamedType())
@click.option(
    "-o", "--output", "folder", metavar="DATASET", required=True, type=click.Path(path_type=Path),
    help="Folder of the dataset: new, empty, or an earlier dataset, which is brought up to date.",
)  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(0), show_default="one a core",
              help="Worker processes; 0 reads everything in this process, without limits.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True, metavar="SECONDS",
              help="Longest time for one file; scans take about five seconds a page.")  # fmt: skip
@click.option("--memory", type=click.IntRange(512), default=4096, show_default=True, metavar="MB",
              help="Most memory of one worker.")  # fmt: skip
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
              help="Where files are read: by processes of this machine, or by the workers of a dask cluster.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS",
              help="Scheduler of the dask cluster, such as tcp://10.0.0.5:8786.")  # fmt: skip
@click.option("--formats", "wanted", metavar="LIST",
              help="What the dataset is written as, beside CSV: " + ", ".join(names()) + "; csv alone drops all others.")  # fmt: skip
@labels_option
@click.option("--corrected/--no-corrected", default=None,
              help="Let the tables show what DATASET/corrections.csv decides; the reports' JSON stays as it was read.")  # fmt: skip
@click.option("--others", type=click.Choice(["keep", "list"]), show_default="keep; list for pages of web archives",
              help="Documents of no known form: keep them among the reports, or list them in others.csv alone.")  # fmt: skip
@click.option("--panel/--no-panel", default=None,
              help="Hold the years of each agency against each other, as gongkai panel does.")  # fmt: skip
@click.option("--without-form", "without_forms", metavar="ID", multiple=True,
              help="Drop a form of your own that the dataset remembers.")  # fmt: skip
@click.option("--password", "passwords", metavar="WORD", multiple=True,
              help="Password of archives and documents that need one; may be given several times.")  # fmt: skip
@click.option("--force", is_flag=True, help="Read every source anew, also what was read before.")
@click.option("--keep-going/--fail-fast", default=True, show_default="keep going",
              help="What to do when a source gives no report: go on with the others, or end there with exit status 1.")  # fmt: skip
@click.option("--log", "log_file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Add lines of JSON to FILE: what is begun, how each source went, how it ended.")  # fmt: skip
@files_from_option
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@form_option
@click.pass_context
def extract(ctx: click.Context, /, **given: Any) -> None:  # noqa: ANN401  (as click gives them)
    """Read every report in SOURCE... and write them to DATASET.

    SOURCE is a file, a folder (searched all the way down), a pattern such as 'reports/**/*.docx', an archive (.zip, .tar.gz, .7z, .rar), a
    mail (.eml, .msg) or a web archive (.warc, .warc.gz, .wacz), in each other too.
    - stands for a list of paths on standard input, one a line; with gongkai[addresses] it may be an address, too: s3://bucket/reports/.
    In folders hidden files, data files (.json and the like) and what gongkai wrote are left out.

    DATASET becomes a folder of CSV files that explains itself. The command may be stopped at any moment and given again: what was
    read stays read; files that have changed are read anew, those that are gone are dropped.

    DATASET remembers how it was made (settings.json): the same command goes on with its forms, formats, corrections and panel without
    being told again. What shall go is said: --formats csv, --no-corrected, --no-panel, --without-form ID.
    """
    from gongkai.cli.extracting import Given, extracted  # noqa: PLC0415

    ctx.exit(extracted(Given(**given)))
