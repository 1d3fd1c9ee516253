"""``gongkai review``: a dataset as pages to look at."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from gongkai.cli.speaking import field, language, padded, tell

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

    from tqdm import tqdm

    from gongkai.review.serve import Desk
    from gongkai.review.site import Site

_EPILOG = """\b
Examples:
  gongkai review dataset/                     writes dataset/review/; open its index.html
  gongkai review dataset/ -o site/ --serve    and shows it at an address of this machine
  gongkai review dataset/ --merge li.csv wang.csv    with what two reviewers decided
  gongkai review dataset/ --corrected         tables show what dataset/corrections.csv decides

\b
Exit status: 0 done, whatever the reports say; 2 wrong use; 130 stopped."""


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="DATASET", type=click.Path(path_type=Path))
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--merge", "merging", is_flag=True,
              help="First put what the FILEs of other reviewers decide into DATASET/corrections.csv; show where they differ.")  # fmt: skip
@click.option(
    "-o", "--output", "site", metavar="SITE", type=click.Path(path_type=Path), help="[default: DATASET/review]"
)
@click.option("--serve", is_flag=True, help="Show the site at an address of this machine only, until Ctrl-C.")
@click.option("--port", type=click.IntRange(0, 65535),
              help="The port to serve at; without, one that is the same each time, for a browser keeps decisions by address.")  # fmt: skip
@click.option("--corrected", is_flag=True,
              help="Let the tables show what DATASET/corrections.csv decides, and the checks be over that.")  # fmt: skip
@click.option("--no-pictures", is_flag=True, help="No pictures of PDF pages: much faster, much smaller.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Worker processes; as many as the machine has cores without."
)
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def review(  # noqa: PLR0913, PLR0917  (an option each)
    folder: Path,
    files: tuple[Path, ...],
    merging: bool,
    site: Path | None,
    serve: bool,
    port: int | None,
    corrected: bool,
    no_pictures: bool,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Write pages to look through a dataset: every report beside its source, the doubtful figures first.

    DATASET is a folder that `gongkai extract` wrote. SITE becomes a folder of plain files that opens from disk, without network. Where a
    source is still there and unchanged, its page shows it with a mark around every figure; paths are those that were given to
    `gongkai extract`, seen from the current folder or from that of the dataset.

    On the pages a reviewer decides about single figures (key c). Key s confirms all of a
    failing sum: the report prints it so. With --serve decisions go into DATASET/corrections.csv at once; pages opened from disk
    write nothing, there the browser keeps them until they are downloaded. Key e keys in what only a person can read, w and d say how far
    the review of a report has come.
    """
    from gongkai.dataset.folder import described  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415
    from gongkai.processes.limits import cores  # noqa: PLC0415

    target = site or folder / "review"
    described(folder)
    if merging != bool(files):
        raise UsageError(
            "--merge and the files of other reviewers go together: gongkai review DATASET --merge a.csv b.csv"
        )
    if merging:
        _merge(folder, files, quiet=quiet)
    written = _written(folder, target, pictures=not no_pictures, jobs=jobs or cores(), corrected=corrected, quiet=quiet)
    if not quiet:
        _summary(written, target, corrected)
    if serve:
        _serve(target, folder, port)


def _written(folder: Path, target: Path, *, pictures: bool, jobs: int, corrected: bool, quiet: bool) -> Site:
    """Write the site, with a bar on a terminal."""
    from tqdm import tqdm  # noqa: PLC0415

    from gongkai.bulk.lock import dataset_locked  # noqa: PLC0415
    from gongkai.cli.review_sources import SourceOpener, overlaid, settle  # noqa: PLC0415
    from gongkai.review.material import Sources  # noqa: PLC0415
    from gongkai.review.site import Pages, Workers, write_site  # noqa: PLC0415

    hidden = quiet or not sys.stderr.isatty()
    with (
        dataset_locked(folder, reads_only=True),
        tqdm(unit=tell("progress.reports"), disable=hidden, leave=False, file=sys.stderr, dynamic_ncols=True) as bar,
    ):
        opener = SourceOpener((Path(), folder.absolute().parent))
        return write_site(
            folder,
            target,
            sources=Sources(opener, opener.seen),
            pages=Pages(pictures=pictures, language=language()),
            workers=Workers(jobs, settle),
            step=partial(_count, bar),
            overlaid=overlaid if corrected else None,
        )


def _merge(folder: Path, files: tuple[Path, ...], *, quiet: bool) -> None:
    """Merge other reviewers' files and show what they decided differently, side by side."""
    from gongkai.dataset.merging import CONFLICTS, merge  # noqa: PLC0415
    from gongkai.dataset.revise import dataset_forms, list_reports  # noqa: PLC0415
    from gongkai.messages.catalogue import counted  # noqa: PLC0415
    from gongkai.review.names import called  # noqa: PLC0415

    merged = merge(folder, files)
    if quiet:
        return
    click.echo(field("merged", tell("review.merged", decisions=counted("decision", merged.added))))
    if not merged.conflicts:
        return
    path = str(folder / CONFLICTS)
    click.echo(field("conflicts", tell("review.conflicts", cells=counted("cell", len(merged.conflicts)), file=path)))
    reports, forms = {one.report_id: one for one in list_reports(folder)}, dataset_forms(folder)
    for (report_id, *cell), sides in merged.conflicts.items():
        listed = reports.get(report_id)
        who = f"{listed.agency or listed.path} {listed.year or ''}".strip() if listed else report_id
        click.echo(f"  {who} · {called((cell[0], cell[1], cell[2]), forms).in_(language())}")
        for side in sides:
            said = (side.one.decided or tell("review.no_number"), side.one.by, side.one.date, side.one.reason)
            click.echo(f"    {padded(side.file, 20)}{'  '.join(filter(None, said))}")


def _count(bar: tqdm[NoReturn], done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)


def _summary(written: Site, target: Path, corrected: bool) -> None:
    from gongkai.messages.catalogue import counted  # noqa: PLC0415

    click.echo(tell("review.reports", reports=counted("report", written.reports), doubtful=written.doubtful))
    if written.decisions:
        how = "review.shown" if corrected else "review.listed"
        click.echo(field("corrected", tell(how, decisions=counted("decision", written.decisions))))
    click.echo(field("open", str((target / "index.html").absolute())))


def _serve(site: Path, dataset: Path, port: int | None) -> None:
    from gongkai.review.serve import address_of, desk_for  # noqa: PLC0415

    desk = desk_for(dataset)
    with _server(site, desk, port) as server:
        click.echo(field("serving", tell("review.serving", address=address_of(server, desk))))
        click.echo(field("saving", tell("review.saving", file=str(dataset / "corrections.csv"))))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo(tell("run.ended"))


def _server(site: Path, desk: Desk, port: int | None) -> ThreadingHTTPServer:
    """Return a server at the port that is asked for, else at the dataset's own, else at a free one. Raises UsageError."""
    from gongkai.errors import UsageError  # noqa: PLC0415
    from gongkai.review.serve import port_of, server_for  # noqa: PLC0415

    own = port_of(desk.dataset)
    try:
        return server_for(site, own if port is None else port, desk)
    except OSError as error:
        if port is not None:
            raise UsageError(f"port {port}: cannot be served at: {error.strerror or error}; name another") from error
    click.echo(field("port", tell("review.port", port=own)))
    return server_for(site, desk=desk)
