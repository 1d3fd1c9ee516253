"""``gongkai mcp``: answers for programs that ask in words, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from gongkai.cli.own_forms import form_option, known_forms

_EPILOG = """\b
Examples:
  gongkai mcp dataset/
  gongkai mcp --root reports/
  gongkai mcp --root annexes/ --form my-form.yaml

\b
Exit status: 0 the program that asks has ended; 2 wrong use."""


@click.command("mcp", epilog=_EPILOG)
@click.argument("folder", metavar="[DATASET]", required=False, type=click.Path(path_type=Path))
@click.option("--root", metavar="DIR", type=click.Path(path_type=Path),
              help="Also read files below this folder when asked to; none elsewhere.")  # fmt: skip
@form_option
def mcp(folder: Path | None, root: Path | None, form_files: tuple[Path, ...]) -> None:
    """Answer a program that asks in words (Model Context Protocol), over standard input and output.

    It may list the reports of DATASET, ask for cells with their verdict and place and for the sums that do not hold. Nothing is
    written, and nothing listens on a network. Needs the extra gongkai[mcp].
    """
    from gongkai.errors import UsageError  # noqa: PLC0415

    if form_files and root is None:
        raise UsageError("--form is for reports of the folder that --root names; a dataset keeps its own forms")
    if folder is None and root is None:
        raise UsageError("name a DATASET, a folder of reports (--root DIR), or both")
    if root is not None and not root.is_dir():
        raise UsageError(f"{root}: is no folder")
    if find_spec("mcp") is None:
        raise UsageError("gongkai mcp needs mcp, which is not installed: pip install 'gongkai[mcp]'")
    if folder is not None:
        from gongkai.dataset.folder import described  # noqa: PLC0415

        described(folder)
    from gongkai.asking.server import make_server  # noqa: PLC0415

    make_server(folder, root, known_forms(form_files)).run("stdio")
