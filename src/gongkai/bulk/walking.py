"""Goes through folders and patterns for files: links are followed, no folder is entered twice, and what does not answer is left in time."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from gongkai.bulk import ignored
from gongkai.bulk.naming import printable
from gongkai.bulk.ours import Ours, is_ours
from gongkai.bulk.patience import FOLDER, within
from gongkai.bulk.source import Skipped, Source
from gongkai.bulk.words import ByteTest
from gongkai.errors import SourceError, UsageError

_MOST_OF_A_TABLE = 8 * 2**20  # bytes; a longer CSV file is no list of gongkai's own
_T = TypeVar("_T")


def real(path: Path) -> Path:
    """Return where a path leads; itself where it leads in a circle, which ``Path.resolve`` refuses."""
    return Path(os.path.realpath(path))


class _Folder(Struct, frozen=True):
    """What one look into a folder tells: names of folders and files, where each file really is, and whether it is to be entered."""

    inode: tuple[int, int]
    folders: list[str]
    files: dict[str, Path]
    left_out: bool


class Walk(Struct, frozen=True):
    """A search for files. ``excluded`` is a folder to leave out, ``patience`` the seconds for each answer of the disk; ``test`` tells
    which files that are mostly none may be reports. What is found beside files comes to ``rest``: what is passed over, and folders
    that cannot be opened.
    """

    excluded: Path | None
    patience: float
    test: ByteTest
    rest: list[Source | Skipped]

    def paths(self, argument: str) -> Iterator[tuple[Path, Path]]:
        """Yield the files that an argument names, each with the place where it really is. Raises UsageError where it names nothing."""
        path = Path(argument)
        try:
            kind, place = self._asked(lambda: (_kind(path), real(path)), path)
            if kind == "folder":
                yield from self._walk(path)
            elif kind == "file":
                yield path, place
            elif glob.has_magic(argument):
                yield from self._glob(argument)
            else:
                raise UsageError(f"{printable(argument)}: no such file or folder")
        except SourceError as error:
            self._note(path, error)
        except (OSError, ValueError) as error:  # a name that is too long, a folder above that may not be entered
            reason = (error.strerror if isinstance(error, OSError) else None) or error
            raise UsageError(f"{printable(argument)[:200]}: cannot be opened: {reason}") from error

    def _asked(self, look: Callable[[], _T], path: Path) -> _T:
        return within(self.patience, look, printable(path), FOLDER)

    def _note(self, path: Path, problem: SourceError) -> None:
        self.rest.append(Source(printable(path), path, problem=problem))

    def _glob(self, pattern: str) -> Iterator[tuple[Path, Path]]:
        """Yield what a pattern matches; data files only where the pattern itself names their ending."""
        matches = sorted(self._matches(pattern))
        if not matches:
            raise UsageError(f"{printable(pattern)}: nothing matches this pattern")
        ending, ours = Path(pattern).suffix.lower(), Ours()
        for path in map(Path, matches):
            try:
                kind, place, written = self._asked(partial(_matched, path, ours), path)
            except SourceError as error:
                self._note(path, error)
                continue
            if written:
                continue
            if kind == "folder":
                yield from self._walk(path)
            elif not self._excludes(place) and (path.suffix.lower() == ending or not self._passed(path)):
                yield path, place

    def _matches(self, pattern: str) -> Iterator[str]:
        found = glob.iglob(pattern, recursive=True)  # noqa: PTH207  (pathlib refuses absolute patterns)
        while (one := self._asked(lambda: next(found, None), Path(pattern))) is not None:
            yield one

    def _excludes(self, place: Path) -> bool:
        return self.excluded is not None and place.is_relative_to(self.excluded)

    def _walk(self, top: Path) -> Iterator[tuple[Path, Path]]:
        """Yield the files below ``top``; none of what gongkai wrote."""
        seen: set[tuple[int, int]] = set()
        pages: set[Path] = set()
        waiting = [top]
        while waiting:
            here = waiting.pop()
            found = self._opened(here)
            if found is None or found.left_out or found.inode in seen:
                continue
            seen.add(found.inode)
            self.rest.extend(Skipped(printable(here / n), ignored.SYSTEM) for n in found.folders if ignored.hidden(n))
            pages |= {here / name for name in found.folders if ignored.belongs_to_page(name, found.files)}
            inside = any(parent in pages for parent in (here, *here.parents))
            waiting += [here / name for name in reversed(found.folders) if not ignored.hidden(name)]
            for name, place in found.files.items():
                path = here / name
                if inside and ignored.is_part(name) and not (ignored.is_page(name) and self._is_report(path)):
                    self.rest.append(Skipped(printable(path), ignored.PART))
                elif not self._passed(path):
                    yield path, place

    def _opened(self, folder: Path) -> _Folder | None:
        """Look into a folder; what cannot be opened, or does not answer, is noted as a problem."""
        try:
            return self._asked(partial(_look, folder, self._excludes), folder)
        except SourceError as error:
            self._note(folder, error)
        except OSError as error:
            self._note(folder, SourceError(f"{printable(folder)}: this folder cannot be opened: {error.strerror}"))
        return None

    def _passed(self, path: Path) -> bool:
        """Whether a file is passed over, which is noted; a table that holds the words of a report is not."""
        why = ignored.reason(path.name)
        if why is None or (why == ignored.DATA and ignored.may_be_table(path.name) and self._is_report(path)):
            return False
        self.rest.append(Skipped(printable(path), why))
        return True

    def _is_report(self, path: Path) -> bool:
        """Whether a file holds the words of a report; what does not answer is called one, for then it is told as a failure."""
        try:
            return self._asked(partial(_holds_report, path, self.test), path)
        except SourceError:
            return True
        except OSError:
            return False


def _kind(path: Path) -> str:
    return "folder" if path.is_dir() else "file" if os.path.lexists(path) else "nothing"


def _matched(path: Path, ours: Ours) -> tuple[str, Path, bool]:
    return _kind(path), real(path), any(map(ours.holds, path.parents))


def _look(folder: Path, excludes: Callable[[Path], bool]) -> _Folder:
    """Look into a folder. Raises OSError."""
    status, place = folder.stat(), real(folder)
    with os.scandir(folder) as entries:
        held = sorted((entry.name, _is_folder(entry)) for entry in entries)
    folders, files = [name for name, below in held if below], [name for name, below in held if not below]
    return _Folder(
        inode=(status.st_dev, status.st_ino),
        folders=folders,
        files={name: real(place / name) for name in files},
        left_out=excludes(place) or is_ours(folder, (*folders, *files)),
    )


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _holds_report(path: Path, test: ByteTest) -> bool:
    return path.is_file() and path.stat().st_size <= _MOST_OF_A_TABLE and test(path.read_bytes())
