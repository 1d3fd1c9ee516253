"""How a dataset is made: ``settings.json`` beside its tables. The next run goes on with it, so nothing of this one is lost unasked.

It holds no times and no passwords: the same command makes the same file. Forms of the user's own stand whole in ``datapackage.json``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from gongkai.dataset.folder import SETTINGS, is_ours, listed_formats, own_specs, read_package
from gongkai.dataset.formats.declared import names
from gongkai.dataset.labels import Labels
from gongkai.errors import UsageError
from gongkai.forms.load import packaged_forms
from gongkai.forms.model import Form

Others = Literal["keep", "list"]
_ABOUT = (
    "How gongkai extract made this dataset; the same command goes on with it. Change it by options: --formats, --no-corrected, "
    "--others, --no-panel, --form, --without-form"
)


class Settings(Struct, frozen=True):
    """``formats`` beside CSV; whether tables show ``corrections.csv``; what becomes of documents of no known form (None: kept, but for
    pages of web archives); whether years are held against each other; ids of the forms of the user's own; what
    heads of wide tables are called in formats beside the dataset's own CSV.
    """

    formats: tuple[str, ...] = ()
    corrected: bool = False
    others: Others | None = None
    panel: bool = False
    forms: tuple[str, ...] = ()
    labels: Labels = "key"


def own_ids(forms: Iterable[Form]) -> tuple[str, ...]:
    """Return the ids of the forms that are not packaged as they are."""
    packaged = {form.id: form.spec for form in packaged_forms()}
    return tuple(form.id for form in forms if packaged.get(form.id) != form.spec)


def write_settings(build: Path, settings: Settings) -> None:
    """Write the file to the folder in which a dataset is built."""
    content = msgspec.json.encode({"about": _ABOUT, **msgspec.to_builtins(settings)})
    (build / SETTINGS).write_bytes(msgspec.json.format(content, indent=2) + b"\n")


def settings_of(folder: Path) -> Settings:
    """Return how the dataset in a folder was made; the defaults where there is none yet. Raises UsageError where the file is damaged.

    A dataset of an earlier version tells by what is in it.
    """
    path, package = folder / SETTINGS, read_package(folder)
    if not path.is_file() or not is_ours(folder, SETTINGS):  # else it tells, though the description was damaged
        return Settings() if package is None else _told_by_tables(folder, package)
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Settings)
    except (OSError, msgspec.MsgspecError) as error:
        raise UsageError(f"{path}: is damaged ({error}); mend it, or remove it and give the options anew") from error
    if unknown := [name for name in found.formats if name not in names()]:
        raise UsageError(f"{path}: {unknown[0]!r} is no format; known are {', '.join(names())}")
    return found


def _told_by_tables(folder: Path, package: dict[str, object]) -> Settings:
    listed = listed_formats(package)
    return Settings(
        formats=tuple(name for name in names() if name in listed),
        corrected=_has(folder / "corrected.csv", "outcome", "applied"),
        panel=_has(folder / "checks.csv", "kind", "cross_year"),
        forms=tuple(str(spec.get("id")) for spec in own_specs(package)),
    )


def _has(path: Path, column: str, value: str) -> bool:
    """Whether a table has a row with a value in a column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return any(row.get(column) == value for row in csv.DictReader(stream))
    except (OSError, ValueError, csv.Error):
        return False
