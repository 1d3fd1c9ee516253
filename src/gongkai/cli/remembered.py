"""What a dataset remembers of how it was made, and what the command line says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from gongkai.cli.speaking import tell
from gongkai.messages.catalogue import say

if TYPE_CHECKING:
    from gongkai.dataset.labels import Labels
    from gongkai.dataset.settings import Others, Settings
    from gongkai.forms.model import Form


LABELLED = "labelled"


class Asked(Struct, frozen=True):
    """What the command line says; None and nothing where it says nothing, and the dataset goes on as it was made."""

    formats: str | None = None
    corrected: bool | None = None
    others: Others | None = None
    panel: bool | None = None
    form_files: tuple[Path, ...] = ()
    without_forms: tuple[str, ...] = ()
    labels: Labels | None = None


class Resolved(Struct, frozen=True):
    """How a dataset is to be made: what is asked for, else what it remembers. ``kept`` names what was remembered and not asked for."""

    settings: Settings
    forms: tuple[Form, ...]
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def resolved(folder: Path, asked: Asked) -> Resolved:
    """Lay what is asked for over what the dataset in ``folder`` remembers. Raises UsageError, FormError."""
    from gongkai.dataset.folder import check_folder  # noqa: PLC0415
    from gongkai.dataset.formats.declared import wanted_formats  # noqa: PLC0415
    from gongkai.dataset.settings import Settings, own_ids, settings_of  # noqa: PLC0415

    check_folder(folder)
    before = settings_of(folder)
    forms = _forms(folder, asked, before.forms)
    wanted = ",".join(before.formats) if asked.formats is None else asked.formats
    if asked.formats is None and asked.labels is not None:
        wanted = ",".join(with_labels(before.formats, asked.labels))
    settings = Settings(
        formats=wanted_formats(wanted) if wanted else (),
        corrected=before.corrected if asked.corrected is None else asked.corrected,
        others=before.others if asked.others is None else asked.others,
        panel=before.panel if asked.panel is None else asked.panel,
        forms=own_ids(forms),
        labels=before.labels if asked.labels is None else asked.labels,
    )
    return Resolved(settings, forms, tuple(_kept(before, settings, asked)), tuple(_dropped(before, settings)))


def with_labels(formats: tuple[str, ...], labels: Labels) -> tuple[str, ...]:
    """Return formats with the tables under the form's own heads where these are asked for, without them where keys are."""
    rest = tuple(name for name in formats if name != LABELLED)
    return rest if labels == "key" else (*rest, LABELLED)


def _forms(folder: Path, asked: Asked, remembered: tuple[str, ...]) -> tuple[Form, ...]:
    """Return the packaged forms, the remembered ones and those of the command line, which go before others of the same id."""
    from gongkai.dataset.revise import own_forms  # noqa: PLC0415
    from gongkai.errors import UsageError  # noqa: PLC0415
    from gongkai.forms.load import load_form, packaged_forms, with_own  # noqa: PLC0415

    given = [load_form(path) for path in asked.form_files]
    with_own(given)  # two files of one id are refused
    kept = {form.id: form for form in own_forms(folder)}
    lost = set(remembered) - kept.keys() - {form.id for form in given}
    if left := sorted(lost.difference(asked.without_forms)):
        raise UsageError(
            f"the form {left[0]} of this dataset is lost (datapackage.json is damaged or gone); "
            f"give it again with --form FILE, or drop it with --without-form {left[0]}"
        )
    for name in asked.without_forms:
        if kept.pop(name, None) is None and name not in lost:
            known = ", ".join(kept) or "none"
            raise UsageError(f"--without-form {name}: this dataset has no form of its own with that id; it has {known}")
    own = tuple((kept | {form.id: form for form in given}).values())
    return with_own(own) if own else packaged_forms()


def _kept(before: Settings, now: Settings, asked: Asked) -> Iterator[str]:
    """Say what goes on as it was without having been asked for."""
    if asked.formats is None and now.formats:
        yield tell("word.formats", names=", ".join(now.formats))
    if forms := [name for name in before.forms if name in now.forms]:
        yield tell("word.forms", names=", ".join(forms))
    if asked.corrected is None and now.corrected:
        yield tell("word.corrected")
    if asked.panel is None and now.panel:
        yield tell("word.panel")
    if asked.labels is None and now.labels != "key":
        yield tell("word.labels", name=now.labels)
    if asked.others is None and now.others is not None:
        yield tell("word.others", name=say(f"word.{now.others}"))


def _dropped(before: Settings, now: Settings) -> Iterator[str]:
    if formats := [name for name in before.formats if name not in now.formats]:
        yield tell("word.formats", names=", ".join(formats))
    if forms := [name for name in before.forms if name not in now.forms]:
        yield tell("word.forms", names=", ".join(forms))
    yield from (
        tell(f"word.{name}") for name in ("corrected", "panel") if getattr(before, name) and not getattr(now, name)
    )
