"""Which sources are to be read: those that are new or have changed. What was read before, and what stands there twice, is not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct, field, structs

from gongkai.bulk.journal import Entry, Journal
from gongkai.bulk.near import pictures_of
from gongkai.bulk.sources import Opener, Source
from gongkai.bulk.worker import Done, Task
from gongkai.dataset.columns import all_files
from gongkai.dataset.packed import PackedReport, mark_of
from gongkai.dataset.rows import Failure
from gongkai.dataset.written import EDITED, unused
from gongkai.errors import SourceError, unwritable
from gongkai.forms.model import Form

PASSED = frozenset({"picture_without_text"})
"""Failures of sources that were never meant to be reports: they are listed among what is passed over."""
LASTING = frozenset({"empty_source", "unknown_format", "damaged_source", "encrypted_source", "not_a_report", *PASSED})
"""Failures that lie in the content: nothing that could be installed or allowed would help."""
_LOCKED = "encrypted_source"
_BLIND = frozenset({"no_text_layer", "hidden_text_layer", "table_is_picture"})
"""Issues of reports that are read anew once pictures can be read."""
UNSEEN = "-unseen"


def reading_of(forms: Iterable[Form]) -> str:
    """Return what a report's lines depend on beside its content: gongkai, the forms, the columns of the tables."""
    forms = tuple(forms)
    heads = {file.name: [column.name for column in file.columns] for file in all_files(forms)}
    specs = msgspec.json.encode(([form.spec for form in forms], heads))
    return f"{version('gongkai')}:{hashlib.sha256(specs).hexdigest()[:16]}"


class Plan(Struct, frozen=True):
    """How to go about the sources: ``folder`` holds the reports' own files, ``sees`` says that pictures can be read.

    ``changed`` collects the names of reports' own files that somebody emptied or edited, and that are written anew. ``patience`` is
    how many seconds a file's bytes may take to come. ``again`` packs some reports, by their ids, from their own files.
    """

    journal: Journal
    folder: Path
    reading: str
    force: bool = False
    sees: bool = False
    patience: float = 60.0
    changed: list[str] = field(default_factory=list)
    again: Callable[[Sequence[str]], PackedReport | None] = lambda _: None

    def tasks(self, sources: Iterable[Source], settled: Callable[[str, Failure | None], object]) -> Iterator[Task]:
        """Yield a task for each source that is to be read; ``settled`` is called for every other one: its path, why it cannot be."""
        with Opener() as opener, Opener() as beside:
            for source in sources:
                task = self._task(source, opener, beside)
                if isinstance(task, Task):
                    yield task
                else:
                    settled(source.path, task)

    def note(self, done: Done) -> None:
        """Remember what became of a task."""
        if done.packed is None:
            self.journal.note(Entry(done.path, done.key, None, done.failure))
            return
        blind = not self.sees and not _BLIND.isdisjoint(done.packed.codes)
        key = f"{done.key}{UNSEEN}" if blind else done.key
        self.journal.note(Entry(done.path, key, done.packed.report_id, None), done.packed, done.mark)

    def _task(self, source: Source, opener: Opener, beside: Opener) -> Task | Failure | None:
        """Return the task of a source, None where it is known or stands elsewhere too, a failure where it cannot be read.

        ``beside`` reads pictures that lie in other containers than the page that shows them.
        """
        try:
            data = opener.read_within(source, self.patience)
        except SourceError as error:
            failure = Failure(source.path, None, error.code, str(error).removeprefix(f"{source.path}: "))
            self.journal.note(Entry(source.path, "", None, failure))
            return failure
        digest = hashlib.sha256(data).hexdigest()
        key = f"{digest}:{self.reading}"
        if not self.journal.is_first(digest, source.path):
            self.journal.note(Entry(source.path, key, digest[:16], None))
            return None
        if self._is_done(source, key, digest[:16]):
            return None
        page = None if source.members or source.address else source.file
        pictures = pictures_of(source, data, partial(self._beside, source, opener, beside)) if source.near else None
        return Task(
            source.path, source.name, key, data, None, source.url, source.captured, page, source.charset, source.passwords, pictures
        )  # fmt: skip

    def _beside(self, page: Source, opener: Opener, other: Opener, picture: Source) -> bytes:
        """Return a picture of a page. Raises SourceError."""
        near = (page.file, page.members[:-1]) == (picture.file, picture.members[:-1])
        return (opener if near else other).read_within(picture, self.patience)

    def _is_done(self, source: Source, key: str, report_id: str) -> bool:
        path = source.path
        entry = self.journal.entry(path)
        if self.force:
            return False
        if entry is None:
            return self._is_report_kept(path, key, report_id)
        if entry.failure is not None:
            lasting = entry.failure.error in LASTING and not (source.passwords and entry.failure.error == _LOCKED)
            return entry.key == key and lasting
        if not self._is_current(entry.key, key):
            return False
        known = self.journal.written(entry.report_id, path) if entry.report_id else None
        if known is None:
            return self._is_packed_anew(entry)
        return known.key == entry.key and self._are_whole(known.files)

    def _is_current(self, known: str, key: str) -> bool:
        return known == key or (not self.sees and known == f"{key}{UNSEEN}")

    def _is_report_kept(self, path: str, key: str, report_id: str) -> bool:
        """Whether a source whose entry is lost, or that is new, was read; its entry is written anew then."""
        known = self.journal.written(report_id, path)
        if known is None or not self._is_current(known.key, key) or not self._are_whole(known.files):
            return False
        self.journal.note(Entry(path, known.key, report_id, None, known.files))
        return True

    def _is_packed_anew(self, entry: Entry) -> bool:
        """Whether reports that are lost in the journal could be packed from their own files."""
        if not entry.files or not self._are_whole(entry.files):
            return False
        packed = self.again([report_id for report_id, _ in entry.files])
        if packed is None:
            return False
        self.journal.note(entry, structs.replace(packed, path=entry.path), " ".join(mark for _, mark in entry.files))
        return True

    def _are_whole(self, files: Iterable[tuple[str, str]]) -> bool:
        whole = [self.is_whole(*file) for file in files]  # all of them: each that was edited is kept aside
        return all(whole)

    def is_whole(self, report_id: str, mark: str) -> bool:
        """Whether a report's own file is as it was written; one that was edited is kept aside, for it will be written anew, or go."""
        name = f"{report_id}.json"
        file = self.folder / name
        try:
            content = file.read_bytes()
            if mark_of(content) == mark:
                return True
            if content:
                file.replace(unused(file.with_name(f"{name}{EDITED}")))
        except (FileNotFoundError, ValueError):  # a damaged row may give a name that no file can have
            return False
        except OSError as error:
            raise unwritable(file, error) from error
        self.changed.append(name)
        return False
