"""Where a word stands in bytes, as fast as the machine goes: by the C library of Linux; those of other systems, and Python, are slower.

On pages in Chinese, whose characters share their first bytes, ``memmem`` of glibc is much faster than ``bytes.find``
(``scripts/bench_warc.py`` shows what a survey takes beside a bare pass).
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

_SHORT = 2048  # bytes; below, to call the library takes longer than to search


class _Library(Struct, frozen=True):
    """``memmem``: whether a word stands in bytes at all, and at which address, from one address on."""

    first: Callable[[bytes, int, bytes, int], int | None]
    after: Callable[[int, int, bytes, int], int | None]


def places(data: bytes, word: bytes) -> Iterable[int]:
    """Return where ``word``, which is not empty, stands in ``data``, each place after the end of the one before."""
    library = _library() if len(data) > _SHORT else None
    if library is None:
        return _found(data, word)
    return () if library.first(data, len(data), word, len(word)) is None else _found_by(library, data, word)


def _found(data: bytes, word: bytes) -> Iterator[int]:
    at = data.find(word)
    while at >= 0:
        yield at
        at = data.find(word, at + len(word))


def _found_by(library: _Library, data: bytes, word: bytes) -> Iterator[int]:
    # ``data`` is held here, so it stays where it is.
    begin = ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value or 0
    end = begin + len(data)
    found = library.after(begin, len(data), word, len(word))
    while found is not None:
        yield found - begin
        start = found + len(word)
        found = library.after(start, end - start, word, len(word))


@lru_cache(maxsize=1)
def _library() -> _Library | None:
    """Return ``memmem``; None where the system has none that is known to be fast."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        first, after = (ctypes.PyDLL(None)["memmem"] for _ in range(2))  # each time another object of the same function
    except (OSError, AttributeError):
        return None
    for search, start in ((first, ctypes.c_char_p), (after, ctypes.c_void_p)):
        search.restype = ctypes.c_void_p
        search.argtypes = [start, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
    return _Library(first, after)
