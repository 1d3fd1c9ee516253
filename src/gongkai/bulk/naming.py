"""What sources are called: names as text whatever their bytes are, and every path once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

_ENCODINGS = ("utf-8", "gb18030")  # archives packed on a Chinese Windows leave names of the second kind behind


def printable(path: str | os.PathLike[str]) -> str:
    """Return a path as text that UTF-8 can write: each name that is no UTF-8 is GB18030, whatever encoding file names have here."""
    named = os.fspath(path)
    if named.isascii():
        return named
    try:
        raw = named.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # surrogates that stand for no byte
        raw = named.encode("utf-8", "replace")
    return "/".join(map(_decoded, raw.split(b"/")))


def _decoded(name: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "replace")


def located(folder: Path, path: str) -> Path | None:
    """Return the file below ``folder`` that :func:`printable` gives as ``path``; None where there is none."""
    if (folder / path).is_file():
        return folder / path
    places = [Path("/") if path.startswith("/") else folder]
    for step in path.split("/"):
        places = [found for place in places for found in _steps(place, step)]
    return next((place for place in places if place.is_file()), None)


def _steps(place: Path, step: str) -> Iterator[Path]:
    """Yield what a name may be in a folder, by the bytes that it may be made of."""
    for encoding in _ENCODINGS:
        try:
            found = place / os.fsdecode(step.encode(encoding))
        except UnicodeEncodeError:
            continue
        if step in ("", ".", "..") or found.exists():
            yield found
        if step.isascii():
            return


def told_apart(paths: Iterable[str]) -> Iterator[str]:
    """Yield the paths, those that came before with a number: ``a.txt``, ``a (2).txt``. A path that is there as it is keeps its name."""
    listed = list(paths)
    taken = set(listed)
    numbers: dict[
        str, int
    ] = {}  # the next one for a path; to count from 2 each time would cost the square of how many there are
    for path in listed:
        own, number = path, numbers.get(path, 2)
        while path in numbers and own in taken:
            own, number = _numbered(path, number), number + 1
        numbers[path] = number
        taken.add(own)
        yield own


def _numbered(path: str, number: int) -> str:
    name = PurePosixPath(path.rpartition("!")[2]).name
    ending = PurePosixPath(name).suffix if path.endswith(name) else ""
    return f"{path.removesuffix(ending)} ({number}){ending}"
