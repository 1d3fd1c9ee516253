"""Which folders gongkai wrote: datasets, review sites, traces. A site's pages read like reports, and would be counted twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

from gongkai.bulk.ignored import SIGN, hidden
from gongkai.dataset.folder import PACKAGE, read_package
from gongkai.errors import UsageError

_CELLS = "cells.html"
_SITE = frozenset((_CELLS, "assets", "reports"))
_PAGE = re.compile(r"[0-9a-f]{16}\.html")
_GENERATOR = b'<meta name="generator" content="gongkai '
_MOST_SITES = 20  # in one archive; to open a member, all before it may have to be unpacked
HEAD = 2048  # bytes; the line stands within the first thousand


class Ours:
    """Tells which folders are ours, and remembers it."""

    def __init__(self) -> None:
        self._known: dict[Path, bool] = {}

    def holds(self, folder: Path) -> bool:
        """Whether gongkai wrote a folder; what cannot be opened it did not write."""
        if folder not in self._known:
            try:
                self._known[folder] = is_ours(folder, (path.name for path in folder.iterdir()))
            except OSError:
                self._known[folder] = False
        return self._known[folder]


def is_ours(folder: Path, names: Iterable[str]) -> bool:
    """Whether gongkai wrote a folder of such ``names``: it has our sign, or, in a copy without hidden files, holds what we write."""
    listed = set(names)
    return (
        any(name.startswith(SIGN) for name in listed)
        or (PACKAGE in listed and _is_dataset(folder))
        or _is_site(folder, listed)
    )


def _is_dataset(folder: Path) -> bool:
    try:
        return read_package(folder) is not None
    except UsageError:  # it may not be read: nobody's dataset here
        return False


def _is_site(folder: Path, listed: Collection[str]) -> bool:
    """Whether a folder is a review site, or the one of its pages; a page of it that lies among reports hides none of them."""
    if _SITE.issubset(listed):
        return _names_us(folder / _CELLS)
    seen = [name for name in listed if not hidden(name)]
    return bool(seen) and all(map(_PAGE.fullmatch, seen)) and _names_us(folder / min(seen))


def packed(names: Collection[str], head: Callable[[str], bytes]) -> frozenset[str]:
    """Return which folders in a container gongkai wrote, each with its final slash, the container's own root as "".

    ``names`` are its members' paths, ``head`` gives a member's first bytes. A folder is ours by the signs that tell one on the disk.
    """
    signed = {name[:at] for name in names if (at := f"/{name}".find(f"/{SIGN}")) >= 0}
    tops = [name.removesuffix(_CELLS) for name in names if f"/{name}".endswith(f"/{_CELLS}")]
    folders = {folder for name in names for folder in folders_above(name)} if tops else set()
    sites = (top for top in tops if all(f"{top}{each}/" in folders for each in _SITE - {_CELLS}))
    return frozenset(signed) | {top for top in islice(sites, _MOST_SITES) if _GENERATOR in head(f"{top}{_CELLS}")}


def folders_above(name: str) -> Iterator[str]:
    """Yield the folders that a member lies in, as :func:`packed` writes them."""
    yield ""
    yield from (name[: at + 1] for at, sign in enumerate(name) if sign == "/")


def _names_us(page: Path) -> bool:
    try:
        if not page.is_file():
            return False
        with page.open("rb") as stream:
            return _GENERATOR in stream.read(HEAD)
    except OSError:
        return False
