"""The option ``--form``: form files of the user's own beside the packaged forms."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gongkai.forms.model import Form

form_option = click.option(
    "--form",
    "form_files",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A form file of your own, tried beside the packaged forms; may be given several times.",
)


def known_forms(form_files: Iterable[Path]) -> tuple[Form, ...]:
    """Return the packaged forms and those of the files. Raises FormError."""
    from gongkai.forms.load import load_form, load_forms, with_own  # noqa: PLC0415

    own = [load_form(path) for path in form_files]
    return with_own(own) if own else load_forms()
