"""Options that several commands share: ``--form``, form files of the user's own beside the packaged forms, and ``--labels``."""

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
    metavar="FILE|ID",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A form file of your own, or the id of a local one (gongkai forms list), beside the packaged forms; may be repeated.",
)


labels_option = click.option(
    "--labels",
    type=click.Choice(["key", "zh", "en"]),
    help="Heads of wide tables in Parquet, Excel and labelled/*.csv: keys (so it begins), or the form's own words.",
)


def known_forms(form_files: Iterable[Path]) -> tuple[Form, ...]:
    """Return the packaged forms and those of the files. Raises FormError."""
    from gongkai.forms.load import load_form, packaged_forms, with_own  # noqa: PLC0415

    own = [load_form(path) for path in form_files]
    return with_own(own) if own else packaged_forms()
