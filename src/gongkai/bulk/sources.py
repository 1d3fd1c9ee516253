"""Finds sources: files, folders searched all the way down, globs, and what containers of files hold."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from gongkai.bulk import ignored
from gongkai.bulk.containers import open_container
from gongkai.bulk.members import Expansion
from gongkai.bulk.naming import printable, told_apart
from gongkai.bulk.opener import Opener
from gongkai.bulk.ours import Ours, is_ours
from gongkai.bulk.patience import within
from gongkai.bulk.source import Skipped, Source, Survey
from gongkai.bulk.words import ByteTest, byte_test, may_be_report
from gongkai.errors import SourceError, UsageError
from gongkai.forms.model import Form

__all__ = ["Opener", "Skipped", "Source", "Survey", "find_sources", "survey"]

_MOST_OF_A_TABLE = 8 * 2**20
_PATIENCE = 60.0  # seconds; that of a run, where nothing else is said


def find_sources(arguments: Iterable[str | os.PathLike[str]], *, exclude: Path | None = None) -> list[Source]:
    """Return what of :func:`survey` is to be read."""
    return survey(arguments, exclude=exclude).sources


def survey(
    arguments: Iterable[str | os.PathLike[str]],
    *,
    exclude: Path | None = None,
    passwords: tuple[str, ...] = (),
    patience: float = _PATIENCE,
    forms: tuple[Form, ...] | None = None,
) -> Survey:
    """Find all sources that ``arguments`` name, sorted by path, each file once, no path twice, and what is passed over beside them.

    ``exclude`` is a folder to leave out, ``passwords`` are tried on what is encrypted, ``patience`` is how many seconds a file
    may take to give its first byte. Pages, mails and tables are looked through for reports on ``forms``, those of the package
    where it is None. Raises UsageError where an argument names nothing, or all of them together hold no source.
    """
    named = [os.fspath(argument) for argument in arguments]
    found: dict[str, Path] = {}
    rest: list[Source | Skipped] = []
    test = may_be_report if forms is None else byte_test(forms)
    outside = _Outside(_real(exclude) if exclude else None, test)
    for argument in named:
        for path in _paths_of(argument, outside, rest):
            found.setdefault(str(_real(path)), path)
    everything = [one for path in found.values() for one in _sources_of(path, passwords, patience, test)] + rest
    sources = [one for one in everything if isinstance(one, Source)]
    if not sources:
        raise UsageError(
            f"{', '.join(map(printable, named))}: no source found (hidden files, data files and what gongkai wrote are left out)"
        )
    sources.sort(key=lambda source: (source.path, os.fsencode(source.file), source.members))
    paths = told_apart(source.path for source in sources)
    skipped = {(one.path, one.reason): one for one in everything if isinstance(one, Skipped)}
    return Survey(
        [structs.replace(source, path=path) for source, path in zip(sources, paths, strict=True)],
        [skipped[key] for key in sorted(skipped)],
    )


def _real(path: Path) -> Path:
    """Return where a path leads; itself where it leads in a circle, which ``Path.resolve`` refuses."""
    return Path(os.path.realpath(path))


class _Outside(Struct, frozen=True):
    """Tells what lies outside the excluded folder, and by ``test`` which files that are mostly none may be reports."""

    folder: Path | None
    test: ByteTest

    def holds(self, path: Path) -> bool:
        return self.folder is None or not _real(path).is_relative_to(self.folder)


def _paths_of(argument: str, outside: _Outside, rest: list[Source | Skipped]) -> Iterator[Path]:
    path = Path(argument)
    try:
        if path.is_dir():
            yield from _walk(path, outside, rest)
        elif os.path.lexists(path):
            yield path
        elif glob.has_magic(argument):
            yield from _glob(argument, outside, rest)
        else:
            raise UsageError(f"{printable(argument)}: no such file or folder")
    except (OSError, ValueError) as error:  # a name that is too long, a folder above that may not be entered
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise UsageError(f"{printable(argument)[:200]}: cannot be opened: {reason}") from error


def _glob(pattern: str, outside: _Outside, rest: list[Source | Skipped]) -> Iterator[Path]:
    """Yield what a pattern matches; data files only where the pattern itself names their ending."""
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (pathlib refuses absolute patterns)
    if not matches:
        raise UsageError(f"{printable(pattern)}: nothing matches this pattern")
    ending, ours = Path(pattern).suffix.lower(), Ours()
    for path in map(Path, matches):
        if any(map(ours.holds, path.parents)):
            continue
        if path.is_dir():
            yield from _walk(path, outside, rest)
        elif outside.holds(path) and (path.suffix.lower() == ending or not _passed(path, outside.test, rest)):
            yield path


def _walk(top: Path, outside: _Outside, rest: list[Source | Skipped]) -> Iterator[Path]:
    """Yield the files below ``top``; links are followed, but no folder is entered twice, and none that gongkai wrote."""

    def note(error: OSError) -> None:
        where = printable(error.filename or top)
        problem = SourceError(f"{where}: this folder cannot be opened: {error.strerror}")
        rest.append(Source(where, Path(error.filename or top), problem=problem))

    seen: set[tuple[int, int]] = set()
    pages: set[Path] = set()
    for folder, folders, files in os.walk(top, followlinks=True, onerror=note):
        here = Path(folder)
        try:
            status = here.stat()
        except OSError as error:  # it went away meanwhile
            note(error)
            folders.clear()
            continue
        written_by_us = is_ours(here, (*folders, *files))
        if (status.st_dev, status.st_ino) in seen or not outside.holds(here) or written_by_us:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        rest += [Skipped(printable(here / name), ignored.SYSTEM) for name in sorted(folders) if ignored.hidden(name)]
        pages |= {here / name for name in folders if ignored.belongs_to_page(name, set(files))}
        inside = any(parent in pages for parent in (here, *here.parents))
        folders[:] = sorted(name for name in folders if not ignored.hidden(name))
        for path in (here / name for name in sorted(files)):
            part = (
                inside
                and ignored.is_part(path.name)
                and not (ignored.is_page(path.name) and _is_report(path, outside.test))
            )
            if part:
                rest.append(Skipped(printable(path), ignored.PART))
            elif not _passed(path, outside.test, rest):
                yield path


def _passed(path: Path, test: ByteTest, rest: list[Source | Skipped]) -> bool:
    """Whether a file is passed over, which is noted; a table that holds the words of a report is not."""
    why = ignored.reason(path.name)
    if why is None or (why == ignored.DATA and ignored.may_be_table(path.name) and _is_report(path, test)):
        return False
    rest.append(Skipped(printable(path), why))
    return True


def _is_report(path: Path, test: ByteTest) -> bool:
    try:
        if not path.is_file() or path.stat().st_size > _MOST_OF_A_TABLE:
            return False
        return test(path.read_bytes())
    except OSError:
        return False


def _first_byte(path: Path) -> bytes:
    """Read one byte of a file; none of what is no file, for a pipe may never give one."""
    if not path.is_file():
        return b""
    with path.open("rb") as stream:
        return stream.read(1)


def _sources_of(path: Path, passwords: tuple[str, ...], patience: float, test: ByteTest) -> Iterator[Source | Skipped]:
    """Yield the file itself, or the members of the container that it is; listing a large one may take longer than ``patience``."""
    where = printable(path)
    root = Source(where, path, passwords=passwords)
    try:
        if not within(patience, partial(_first_byte, path), where):
            yield root
            return
        with path.open("rb") as stream:
            container = open_container(stream, path.name, where, passwords, test)
            if container is None:
                yield root
                return
            found = False
            for one in Expansion(root, test).sources(container, where):
                found = True
                yield one
            container.close()
            if not found:
                yield Skipped(where, "a container of nothing")
    except SourceError as error:
        yield structs.replace(root, problem=error)
    except OSError:
        yield root
