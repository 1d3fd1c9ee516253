"""``gongkai doctor``: what can be read on this machine, and what to install for the rest."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.speaking import listed, padded, spoken, tell

if TYPE_CHECKING:
    from gongkai.readers.selftest import Finding


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Try every reader on a small file and say what works here.

    "works" means that a file was read just now; "installed" that what is needed is there, but takes long to load and was
    not tried. Exit status 1 where a reader that comes with gongkai does not work; 0 where only optional ones are missing.
    """
    from gongkai.readers.selftest import findings  # noqa: PLC0415

    found = [*findings(), _archives(), _rar()]
    click.echo(_json(found) if as_json else "\n".join(_lines(found)))
    ctx.exit(0 if all(finding.optional or finding.state == "works" for finding in found) else 1)


def _archives() -> Finding:
    """Try whether the member of an archive is found and read as ``extract`` does it."""
    from gongkai.bulk.sources import Opener, find_sources  # noqa: PLC0415
    from gongkai.errors import GongkaiError  # noqa: PLC0415
    from gongkai.readers.samples import TEXT, zipped  # noqa: PLC0415
    from gongkai.readers.selftest import finding_of  # noqa: PLC0415

    fault = None
    try:
        with tempfile.TemporaryDirectory(prefix="gongkai-") as folder, Opener() as opener:
            archive = Path(folder) / "a.zip"
            archive.write_bytes(zipped({"报告.txt": TEXT}))
            (member,) = find_sources([archive])
            fault = None if opener.read(member) == TEXT.encode() else "the member was not read as it is"
    except (GongkaiError, OSError, ValueError) as error:
        fault = str(error)
    return finding_of(("zip",), "zip archives of these", fault)


def _rar() -> Finding:
    """Look for what unpacks RAR archives."""
    from gongkai.bulk.containers.rars import INSTALL, program  # noqa: PLC0415
    from gongkai.readers.selftest import Finding  # noqa: PLC0415

    there = program()
    return Finding(
        formats=("rar",),
        name="RAR archives of these",
        state="installed" if there else "missing",
        optional=True,
        program=there or "bsdtar or unar",
        needs=None if there else INSTALL,
        lost=None if there else "RAR archives",
    )


def _json(found: list[Finding]) -> str:
    import msgspec  # noqa: PLC0415

    return msgspec.json.format(msgspec.json.encode({**_versions(), "readers": found}), indent=2).decode()


def _versions() -> dict[str, str]:
    from importlib.metadata import version  # noqa: PLC0415

    return {"gongkai": version("gongkai"), "python": sys.version.split()[0]}


def _lines(found: list[Finding]) -> Iterator[str]:
    from gongkai.show.width import text_width  # noqa: PLC0415

    versions = _versions()
    yield f"gongkai {versions['gongkai']}, Python {versions['python']}"
    names = [spoken(finding.name) for finding in found]
    wide = max(map(text_width, names)) + 2
    for name, finding in zip(names, found, strict=True):
        by = listed(map(spoken, (finding.program or "").split(", ")))
        made = " ".join(filter(None, (by, finding.version)))
        yield f"{padded(name, wide)}{padded(tell(f'word.{finding.state}'), 9)}  {made}".rstrip()
        if finding.message:
            yield f"{' ' * wide}{spoken(finding.message)}"
    wanting = [finding for finding in found if finding.needs]
    for finding in wanting:
        yield f"\n{tell('doctor.to_read', lost=spoken(finding.lost or finding.name))}\n  {finding.needs}"
    if not wanting:
        yield f"\n{tell('doctor.all')}"
