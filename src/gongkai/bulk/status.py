"""What has changed in a dataset's sources since they were read, and what the next run would do about it. Nothing is written."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from gongkai.bulk.journal import Entry, Journal
from gongkai.bulk.lock import dataset_locked
from gongkai.bulk.plan import LASTING, UNSEEN, reading_of
from gongkai.bulk.source import Source
from gongkai.bulk.sources import Opener
from gongkai.dataset.folder import JSON, MEMORY
from gongkai.dataset.packed import mark_of
from gongkai.errors import SourceError, UsageError
from gongkai.forms.model import Form
from gongkai.readers.ocr import available

_PATIENCE = 60.0  # seconds for a source's bytes


class Change(Struct, frozen=True):
    """A source that the next run would read, or drop. ``kind``: new, changed, gone, again; ``why`` says it for people."""

    path: str
    kind: str
    why: str


def changes(sources: Iterable[Source], folder: Path, forms: tuple[Form, ...]) -> tuple[Change, ...]:
    """Compare what is there with what the dataset in ``folder`` remembers. Raises UsageError, MachineError."""
    with _memory_of(folder) as memory, Journal(memory) as journal, Opener() as opener:
        look = _Look(journal, opener, folder / JSON, reading_of(forms), available() is not None)
        return tuple(look.at(sources))


@contextmanager
def _memory_of(folder: Path) -> Iterator[Path]:
    """Give what a dataset remembers while nobody writes to it; of one that can only be read, as on an archive's share, a copy."""
    if os.access(folder, os.W_OK):
        with dataset_locked(folder):
            yield folder / MEMORY
        return
    with TemporaryDirectory(prefix="gongkai-") as place:
        copy = Path(place) / MEMORY
        try:
            shutil.copytree(folder / MEMORY, copy)
        except (OSError, shutil.Error) as error:
            raise UsageError(f"{folder / MEMORY}: cannot be read: {error}") from error
        yield copy


class _Look(Struct, frozen=True):
    journal: Journal
    opener: Opener
    reports: Path
    reading: str
    sees: bool

    def at(self, sources: Iterable[Source]) -> Iterator[Change]:
        seen: set[str] = set()
        digests: set[str] = set()
        for source in sources:
            seen.add(source.path)
            if found := self._one(source, digests):
                yield found
        for path in self.journal.paths():
            if path not in seen:
                yield Change(path, "gone", "is gone; what was read of it will be dropped")

    def _one(self, source: Source, digests: set[str]) -> Change | None:
        entry = self.journal.entry(source.path)
        try:
            data = self.opener.read_within(source, _PATIENCE)
        except SourceError as error:
            problem = str(error).removeprefix(f"{source.path}: ")
            return Change(source.path, "new" if entry is None else "again", f"cannot be read: {problem}")
        digest = hashlib.sha256(data).hexdigest()
        again, key = digest in digests, f"{digest}:{self.reading}"
        digests.add(digest)
        if entry is None:
            return Change(source.path, "new", "is new")
        if entry.key.partition(":")[0] != digest:
            return Change(source.path, "changed", "its content has changed")
        why = None if again else self._redone(entry, key)
        return Change(source.path, "again", why) if why else None

    def _redone(self, entry: Entry, key: str) -> str | None:
        """Say why a source whose content is the same would be read again."""
        if entry.failure is not None and entry.failure.error not in LASTING:
            return f"gave no report ({entry.failure.error}), and is tried again"
        if entry.key == f"{key}{UNSEEN}":
            return "pictures can be read now" if self.sees and entry.failure is None else None
        if entry.key != key:
            before, now = (one.partition(":")[2].partition(":") for one in (entry.key, key))
            return (
                f"was read by gongkai {before[0]}"
                if before[0] != now[0]
                else "forms, or columns of tables, have changed"
            )
        if entry.failure is not None or entry.report_id is None:
            return None
        written = self.journal.written(entry.report_id, entry.path)
        return (
            None
            if written and all(self._is_whole(*file) for file in written.files)
            else "its file in json was edited or is gone"
        )

    def _is_whole(self, report_id: str, mark: str) -> bool:
        try:
            return mark_of((self.reports / f"{report_id}.json").read_bytes()) == mark
        except OSError:
            return False
