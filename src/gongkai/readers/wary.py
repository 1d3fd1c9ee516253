"""A stream for libraries that read as much of it as the file itself says, before anybody can ask how much that is."""

from __future__ import annotations

import io
import zipfile
from typing import IO, Any, cast

from gongkai.errors import NotAReport

PACKAGE_LIST = 4 * 2**20
"""Bytes of the list of a document's parts: forty thousand parts; a thousand pages with ten pictures each have 1 MB."""


class Wary:
    """Gives what ``stream`` holds. While ``left`` is a number only so many bytes more, and then it raises ``refusal``."""

    def __init__(self, stream: IO[bytes], left: int | None, refusal: Exception) -> None:
        self._stream, self.left, self._refusal = stream, left, refusal

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes. Raises ``refusal``."""
        if self.left is None:
            return self._stream.read(size)
        data = self._stream.read(self.left + 1 if size is None or size < 0 else min(size, self.left + 1))
        self.left -= len(data)
        if self.left < 0:
            raise self._refusal
        return data

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (whatever else a stream has)
        return getattr(self._stream, name)


def opened_zip(stream: IO[bytes], most: int, refusal: Exception) -> zipfile.ZipFile:
    """Open a zip archive whose list of members has no more than about ``most`` bytes. Raises ``refusal``, and what zipfile raises."""
    wary = Wary(stream, most, refusal)
    archive = zipfile.ZipFile(cast(IO[bytes], wary))
    wary.left = None
    return archive


def opened_package(data: bytes) -> zipfile.ZipFile:
    """Open a document that is a zip package. Raises NotAReport where it has parts without end, and what zipfile raises."""
    refusal = NotAReport("its list of parts is larger than that of any document; this is no report")
    return opened_zip(io.BytesIO(data), PACKAGE_LIST, refusal)
