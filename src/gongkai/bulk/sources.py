"""Finds sources: files, folders searched all the way down, globs, and what containers of files hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from msgspec import structs

from gongkai.addresses import is_address
from gongkai.bulk.containers import open_container
from gongkai.bulk.containers.captures import MOST, Captures
from gongkai.bulk.containers.warcs import Warc
from gongkai.bulk.members import Expansion, Found
from gongkai.bulk.naming import printable, told_apart
from gongkai.bulk.near import Records
from gongkai.bulk.opener import Opener, length_of, opened
from gongkai.bulk.patience import FOLDER, LISTING, for_size, within
from gongkai.bulk.ranges import Mapper, Whole, gone_through
from gongkai.bulk.remote import addresses_of
from gongkai.bulk.source import Pictured, Skipped, Source, Survey
from gongkai.bulk.walking import Walk, real
from gongkai.bulk.words import ByteTest, byte_test, may_be_report
from gongkai.errors import SourceError, UsageError
from gongkai.forms.model import Form

__all__ = ["Opener", "Skipped", "Source", "Survey", "find_sources", "survey"]

_PATIENCE = 60.0  # seconds; that of a run, where nothing else is said

_Parts = Callable[[Path], Whole | None]


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
    mapper: Mapper | None = None,
) -> Survey:
    """Find all sources that ``arguments`` name, sorted by path, each file once, no path twice, and what is passed over beside them.

    ``exclude`` is a folder to leave out, ``passwords`` are tried on what is encrypted. ``patience`` is how many seconds a file may
    take to give its first byte, and a container, by its size, to be listed. Pages, mails and tables are looked through for reports on
    ``forms``, those of the package where it is None; large web archives in parts by ``mapper``, where there is one.

    Raises UsageError where an argument names nothing, or all of them together hold no source.
    """
    named = [str(os.fspath(argument)) for argument in arguments]
    found: dict[str, Path] = {}
    test = may_be_report if forms is None else byte_test(forms)
    walk = Walk(real(exclude) if exclude else None, patience, test, [])
    remote: dict[str, None] = {}
    for argument in named:
        if is_address(argument):
            remote |= dict.fromkeys(within(patience, partial(addresses_of, argument), argument, FOLDER))
            continue
        for path, place in walk.paths(argument):
            found.setdefault(str(place), path)
    roots = [Source(printable(path), path, passwords=passwords) for path in found.values()]
    roots += [Source(address, Path(address), passwords=passwords, address=address) for address in remote]
    parts = None if mapper is None else partial(gone_through, forms=forms, mapper=mapper)
    everything = [
        *_with_pictures(one for root in roots for one in _sources_of(root, patience, test, parts)),
        *walk.rest,
    ]
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


def _with_pictures(found: Iterable[Found]) -> Iterator[Source | Skipped]:
    """Yield what was found, the pages of web archives with what finds the pictures of all of them."""
    records, late = Records([], Captures()), 0
    for one in found:
        if isinstance(one, Pictured):
            late += records.captures.add(one.pictures, len(records.archives))
            records.archives.append(one.archive)
        else:
            yield structs.replace(one, near=records) if isinstance(one, Source) and one.url is not None else one
    if late:
        yield Skipped(
            "*",
            f"a picture of web pages after the first {MOST:,}; on its page it counts as one that is not there",
            late,
        )


def _first_byte(source: Source) -> bytes:
    """Read one byte of a file; none of what is no file, for a pipe may never give one."""
    if source.address is None and not source.file.is_file():
        return b""
    with opened(source) as stream:
        return stream.read(1)


def _sources_of(root: Source, patience: float, test: ByteTest, parts: _Parts | None) -> Iterator[Found]:
    """Yield the file itself, or the members of the container that it is, which may take longer the larger it is."""
    try:
        if within(patience, partial(_first_byte, root), root.path):
            allowed = for_size(patience, within(patience, partial(length_of, root), root.path))
            yield from within(allowed, partial(_listed, root, test, parts), root.path, LISTING)
        else:
            yield root
    except SourceError as error:
        yield structs.replace(root, problem=error)
    except OSError:
        yield root


def _listed(root: Source, test: ByteTest, parts: _Parts | None) -> list[Found]:
    """Return the file itself, or what is in the container that it is. Raises SourceError, OSError."""
    with opened(root) as stream:
        container = open_container(stream, root.file.name, root.path, root.passwords, test)
        if container is None:
            return [root]
        if isinstance(container, Warc) and parts is not None and root.address is None and (whole := parts(root.file)):
            container.know(whole.members, whole.pictures)
        try:
            found = list(Expansion(root, test).sources(container))
        finally:
            container.close()
    nothing = all(isinstance(one, Pictured) for one in found)
    return [*found, Skipped(root.path, "a container of nothing")] if nothing else found
