"""Finds sources: files, folders searched all the way down, globs and the members of zip archives."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from errno import EMFILE, ENFILE
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from gongkai.bulk.archives import MAX_BYTES, is_archive, list_members, member_head, open_archive, read_member
from gongkai.bulk.naming import printable, told_apart
from gongkai.dataset.folder import PACKAGE, read_package
from gongkai.errors import MachineError, SourceError, UsageError

if TYPE_CHECKING:
    import zipfile

_STEPS = frozenset((".", ".."))  # in a member's path no hidden folders; nothing is unpacked, so they lead nowhere
_SIGN = ".gongkai"  # a name in every dataset, review site and trace begins with it
_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "__macosx", "__pycache__"})
# Data, programs and the furniture of saved web pages: never a report. Skipped in folders only, not when named.
_IGNORED_ENDINGS = (
    *(".json", ".jsonl", ".csv", ".yaml", ".yml", ".toml", ".xml", ".parquet", ".dta", ".db", ".sqlite"),
    *(".py", ".pyc", ".sh", ".bat", ".exe", ".dll", ".so", ".log", ".ini"),
    *(".js", ".css", ".svg", ".ico", ".woff", ".woff2", ".ttf"),
)


class Source(Struct, frozen=True):
    """One thing to read: a file, or the archive's member of that index; ``problem`` where it cannot be opened."""

    path: str
    file: Path
    member: int | None = None
    problem: SourceError | None = None

    @property
    def name(self) -> str:
        """The file's own name, without folders."""
        return PurePosixPath(self.path.rpartition("!")[2] if self.member is not None else self.path).name


class Opener:
    """Reads sources one after the other and keeps the last archive open, for its members come in a row."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._archive: zipfile.ZipFile | None = None

    def read(self, source: Source) -> bytes:
        """Return a source's bytes. Raises SourceError."""
        if source.problem is not None:
            raise source.problem
        if source.member is not None:
            return read_member(self._open(source.file), source.member, source.path)
        try:
            if not source.file.is_file():
                raise SourceError(f"{source.path}: is no regular file (a link to nothing, a device or a pipe)")
            if source.file.stat().st_size > MAX_BYTES:
                raise SourceError(f"{source.path}: is larger than {MAX_BYTES // 2**20} MB; too large for a report")
            return source.file.read_bytes()
        except OSError as error:
            if error.errno in (EMFILE, ENFILE):
                raise MachineError(
                    f"{source.path}: cannot be opened: {error.strerror}; allow more with ulimit -n"
                ) from error
            raise SourceError(f"{source.path}: cannot be read: {error.strerror or error}") from error

    def head(self, source: Source, size: int) -> bytes:
        """Return a source's first bytes; none where it cannot be read, which :meth:`read` will say."""
        try:
            if source.problem is None and source.member is not None:
                return member_head(self._open(source.file), source.member, source.path, size)
            if source.problem is not None or not source.file.is_file():
                return b""
            with source.file.open("rb") as stream:
                return stream.read(size)
        except (SourceError, OSError):
            return b""

    def _open(self, path: Path) -> zipfile.ZipFile:
        if self._archive is None or self._path != path:
            self.close()
            self._path, self._archive = path, open_archive(path)
        return self._archive

    def close(self) -> None:
        """Close the archive that is open, if any."""
        if self._archive is not None:
            self._archive.close()
        self._path = self._archive = None

    def __enter__(self) -> Opener:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def find_sources(arguments: Iterable[str | os.PathLike[str]], *, exclude: Path | None = None) -> list[Source]:
    """Return all sources that ``arguments`` name, sorted by path, each file once, no path twice; ``exclude`` is a folder to leave out.

    Raises UsageError where an argument names nothing, or all of them together hold no source.
    """
    named = [os.fspath(argument) for argument in arguments]
    found: dict[str, Path] = {}
    problems: list[Source] = []
    outside = _Outside(_real(exclude) if exclude else None)
    for argument in named:
        for path in _paths_of(argument, outside, problems):
            found.setdefault(str(_real(path)), path)
    sources = [source for path in found.values() for source in _sources_of(path)] + problems
    if not sources:
        raise UsageError(
            f"{', '.join(map(printable, named))}: no source found (hidden files, data files and what gongkai wrote are left out)"
        )
    sources.sort(key=lambda source: (source.path, os.fsencode(source.file), source.member or 0))
    paths = told_apart(source.path for source in sources)
    return [structs.replace(source, path=path) for source, path in zip(sources, paths, strict=True)]


def _real(path: Path) -> Path:
    """Return where a path leads; itself where it leads in a circle, which ``Path.resolve`` refuses."""
    return Path(os.path.realpath(path))


class _Outside(Struct, frozen=True):
    """Tells what lies outside the excluded folder."""

    folder: Path | None

    def holds(self, path: Path) -> bool:
        return self.folder is None or not _real(path).is_relative_to(self.folder)


class _Ours:
    """Tells which folders gongkai wrote: datasets, review sites, traces. A site's pages read like reports, and would be counted twice."""

    def __init__(self) -> None:
        self._known: dict[Path, bool] = {}

    def holds(self, folder: Path) -> bool:
        """Whether a folder has our sign; what cannot be opened has none."""
        if folder not in self._known:
            try:
                self._known[folder] = _is_ours(folder, (path.name for path in folder.iterdir()))
            except OSError:
                self._known[folder] = False
        return self._known[folder]


def _is_ours(folder: Path, names: Iterable[str]) -> bool:
    """Whether gongkai wrote a folder of such ``names``: it has our sign, or, in a copy without hidden files, our description."""
    listed = set(names)
    return any(name.startswith(_SIGN) for name in listed) or (PACKAGE in listed and read_package(folder) is not None)


def _paths_of(argument: str, outside: _Outside, problems: list[Source]) -> Iterator[Path]:
    path = Path(argument)
    try:
        if path.is_dir():
            yield from _walk(path, outside, problems)
        elif os.path.lexists(path):
            yield path
        elif glob.has_magic(argument):
            yield from _glob(argument, outside, problems)
        else:
            raise UsageError(f"{printable(argument)}: no such file or folder")
    except (OSError, ValueError) as error:  # a name that is too long, a folder above that may not be entered
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise UsageError(f"{printable(argument)[:200]}: cannot be opened: {reason}") from error


def _glob(pattern: str, outside: _Outside, problems: list[Source]) -> Iterator[Path]:
    """Yield what a pattern matches; data files only where the pattern itself names their ending."""
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (pathlib refuses absolute patterns)
    if not matches:
        raise UsageError(f"{printable(pattern)}: nothing matches this pattern")
    ending, ours = Path(pattern).suffix.lower(), _Ours()
    for path in map(Path, matches):
        if any(map(ours.holds, path.parents)):
            continue
        if path.is_dir():
            yield from _walk(path, outside, problems)
        elif outside.holds(path) and (path.suffix.lower() == ending or not _ignored(path.name)):
            yield path


def _walk(top: Path, outside: _Outside, problems: list[Source]) -> Iterator[Path]:
    """Yield the files below ``top``; links are followed, but no folder is entered twice, and none that gongkai wrote."""

    def note(error: OSError) -> None:
        where = printable(error.filename)
        problem = SourceError(f"{where}: this folder cannot be opened: {error.strerror}")
        problems.append(Source(where, Path(error.filename), problem=problem))

    seen: set[tuple[int, int]] = set()
    for folder, folders, files in os.walk(top, followlinks=True, onerror=note):
        here = Path(folder)
        try:
            status = here.stat()
        except OSError as error:  # it went away meanwhile
            note(error)
            folders.clear()
            continue
        written_by_us = _is_ours(here, (*folders, *files))
        if (status.st_dev, status.st_ino) in seen or not outside.holds(here) or written_by_us:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not _hidden(name))
        yield from (here / name for name in sorted(files) if not _ignored(name))


def _hidden(name: str) -> bool:
    """Whether a name is that of a hidden file, a lock file or the operating system's own."""
    return name.startswith((".", "~$")) or name.lower() in _IGNORED_NAMES


def _ignored(name: str) -> bool:
    return _hidden(name) or Path(name).suffix.lower() in _IGNORED_ENDINGS


def _sources_of(path: Path) -> Iterator[Source]:
    """Yield the file itself, or the members of the archive that it is."""
    where = printable(path)
    if not is_archive(path):
        yield Source(where, path)
        return
    try:
        members = list(list_members(path))
    except SourceError as error:
        yield Source(where, path, problem=error)
        return
    for index, name in members:
        folders = (part for part in name.split("/") if part not in _STEPS)
        if not any(map(_hidden, folders)) and not _ignored(name.rpartition("/")[2]):
            yield Source(printable(f"{where}!{name}"), path, index)
