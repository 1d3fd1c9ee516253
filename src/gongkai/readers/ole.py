"""OLE containers (old Office files): what stands at their root, and one stream of them.

Names are looked up in the container's own directory, at its root only: a Word file may embed a workbook, or a message a Word file.
"""

from __future__ import annotations

import io
import struct
from types import TracebackType

import olefile

from gongkai.errors import DamagedSource

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FAULTS = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, RecursionError)
"""What olefile raises on containers that are cut short or tampered with."""
_CUT = "an old Office file that is cut short or broken; get a sound copy of it"


class Container:
    """One open container. Raises DamagedSource where the bytes are none, or not whole."""

    def __init__(self, data: bytes) -> None:
        try:
            self._ole = olefile.OleFileIO(io.BytesIO(data))
            entries = self._ole.listdir(streams=True, storages=True)
        except FAULTS as error:
            raise DamagedSource(_CUT) from error
        self.names = frozenset(entry[0] for entry in entries if len(entry) == 1)

    def read(self, name: str) -> bytes:
        """Return a stream at the root, whole. Raises DamagedSource where it is not there or not whole."""
        try:
            with self._ole.openstream([name]) as stream:
                data: bytes = stream.read()
            size: int = self._ole.get_size([name])
        except FAULTS as error:
            raise DamagedSource(_CUT) from error
        if len(data) < size:
            raise DamagedSource(_CUT)
        return data

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ole.close()
