"""Sources by their address (``s3://bucket/reports/``, ``https://…``): folders and patterns too, where their kind of storage has them.

Read by fsspec where that is installed, and only where an address is given.
"""

from __future__ import annotations

from importlib import import_module
from typing import IO, Any, cast

from gongkai.addresses import address_bytes, asked, needs_fsspec
from gongkai.bulk.containers.base import MAX_BYTES
from gongkai.errors import SourceError, UsageError

_SIGNS = frozenset("*?[")


def addresses_of(argument: str) -> tuple[str, ...]:
    """Return the documents that an address names: all below a folder, those that match a pattern, else itself.

    Raises UsageError where it cannot be asked, or names nothing.
    """
    problem = needs_fsspec(argument)
    if problem is not None:
        raise UsageError(str(problem))
    return asked(argument, lambda: _found(argument), UsageError)


def _found(argument: str) -> tuple[str, ...]:
    storage, path = import_module("fsspec").core.url_to_fs(argument)
    web = argument.lower().startswith(("http:", "https:"))  # a page that lists others is a document, too
    if _SIGNS.isdisjoint(path) or web:
        if web or not storage.isdir(path):
            return (argument,)
        top = path.rstrip("/")  # names begin with it; the address keeps its own spelling
        return _some(argument, [argument.rstrip("/") + name[len(top) :] for name in storage.find(path)])
    names = [name for name in storage.glob(path) if not storage.isdir(name)]
    return _some(argument, [storage.unstrip_protocol(name) for name in names])


def _some(argument: str, addresses: list[str]) -> tuple[str, ...]:
    if not addresses:
        raise UsageError(f"{argument}: no source found there")
    return tuple(sorted(addresses))


def remote_bytes(address: str) -> bytes:
    """Return the bytes of a document by its address. Raises SourceError."""

    def read(stream: Any) -> bytes:  # noqa: ANN401  (what fsspec opens)
        data = bytes(stream.read(MAX_BYTES + 1))
        if len(data) > MAX_BYTES:
            raise SourceError(f"{address}: is larger than {MAX_BYTES // 2**20} MB; too large for a report")
        return data

    return address_bytes(address, read)


def remote_stream(address: str) -> IO[bytes]:
    """Open a document by its address as a stream that can be searched. Raises SourceError."""
    return asked(address, lambda: cast(IO[bytes], import_module("fsspec").open(address, "rb").open()), SourceError)
