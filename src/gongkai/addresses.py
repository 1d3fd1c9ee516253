"""Documents by their address (``s3://``, ``https://`` …), read by fsspec where that is installed; never unless an address is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import BinaryIO, TypeVar

from gongkai.errors import SourceError, UsageError

_T = TypeVar("_T")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_address(text: str) -> bool:
    """Whether a text names a document by its address, not by a path."""
    return _ADDRESS.match(text) is not None


def needs_fsspec(address: str) -> SourceError | None:
    """Say that fsspec is missing, where it is."""
    if find_spec("fsspec") is not None:
        return None
    return SourceError(f"{address}: an address needs fsspec, which is not installed: pip install 'gongkai[addresses]'")


def address_bytes(address: str, read: Callable[[BinaryIO], bytes]) -> bytes:
    """Return a document's bytes, as ``read`` takes them. Raises SourceError, which says what is wrong, or which extra is needed."""
    if problem := needs_fsspec(address):
        raise problem

    def opened() -> bytes:
        with import_module("fsspec").open(address, "rb") as stream:
            return read(stream)

    return asked(address, opened, SourceError)


def asked(address: str, ask: Callable[[], _T], kind: type[SourceError | UsageError]) -> _T:
    """Ask a storage; what it answers with instead is told in one line, as an error of a kind."""
    try:
        return ask()
    except ImportError as error:
        raise kind(f"{address}: this kind of address needs another library: {error}") from error
    except (OSError, ValueError, NotImplementedError) as error:
        raise kind(f"{address}: cannot be read: {error}") from error
