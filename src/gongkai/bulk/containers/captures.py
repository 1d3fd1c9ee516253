"""The pictures in web archives by their addresses: what a page shows is another record, in the same archive or in one beside it.

A crawl holds more pictures than pages, and which of them a report shows is known only when it is read: so of each no more is kept than
its address as a number, where it lies and when it was captured.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from struct import Struct as Packing
from urllib.parse import unquote_to_bytes, urlsplit

from msgspec import Struct, field

RECORD = Packing("<QQI")
"""A picture in one archive: the number of its address, its offset or the number of the address that it repeats, seconds since 1970."""
_KEPT = Packing("<QQII")  # the same, and the number of its archive
_REPEATS = 1 << 63  # marks the number of an address where an offset stands; neither needs that bit
_SHARES = 256  # of all addresses, so that a search goes through one of them only
_PORTS = (None, 80, 443)
MOST = 4_000_000
"""Pictures of one run, in 96 MB of memory; a crawl of a million pages has about as many. What comes after them is not found."""


class Capture(Struct, frozen=True):
    """A record that holds a picture: the number of its archive, its offset in it."""

    archive: int
    offset: int


def address_key(url: str) -> int | None:
    """Return the number of an address: http and https, and characters written in either way, are one. None where it is no address."""
    try:
        parts = urlsplit(url.strip())
        port = "" if parts.port in _PORTS else str(parts.port)
        host = parts.hostname
    except ValueError:
        return None
    if not host:
        return None
    what = (f"{host}:{port}".encode(), unquote_to_bytes(parts.path or "/"), unquote_to_bytes(parts.query))
    return int.from_bytes(blake2b(b"\0".join(what), digest_size=8).digest(), "little") >> 1


def seconds_of(captured: str | None) -> int:
    """Return seconds since 1970 of a date as web archives write it; 0 where it is none."""
    try:
        found = datetime.fromisoformat(captured or "")
    except ValueError:
        return 0
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return min(max(0, int(aware.timestamp())), 2**32 - 1)


def noted(url: str, captured: str | None, offset: int, repeats: str | None = None) -> bytes:
    """Return the RECORD of a picture, or of a capture that ``repeats`` that of another address; nothing where that says nothing."""
    key = address_key(url)
    where = offset if repeats is None else address_key(repeats)
    if key is None or where is None or (repeats is not None and where == key):
        return b""
    return RECORD.pack(key, where if repeats is None else where | _REPEATS, seconds_of(captured))


class Captures(Struct):
    """The pictures of all archives of a run, up to MOST."""

    shares: tuple[bytearray, ...] = field(default_factory=lambda: tuple(bytearray() for _ in range(_SHARES)))
    count: int = 0

    def add(self, records: bytes, archive: int) -> int:
        """Add those of an archive; return how many there was no room for."""
        room = MOST - self.count
        for key, where, seconds in RECORD.iter_unpack(records[: room * RECORD.size]):
            self.shares[key % _SHARES].extend(_KEPT.pack(key, where, seconds, archive))
        total = len(records) // RECORD.size
        self.count += min(room, total)
        return max(0, total - room)

    def find(self, url: str, captured: str | None) -> Capture | None:
        """Return the capture of an address that is nearest in time to the page that shows it; None where there is none."""
        key = address_key(url)
        if key is None:
            return None
        near = seconds_of(captured)
        found = list(self._captures(key))
        for _, repeated, _, _ in [one for one in found if one[1] & _REPEATS]:
            found += self._captures(repeated ^ _REPEATS)
        held = [one for one in found if not one[1] & _REPEATS]
        best = min(held, key=lambda one: (abs(one[2] - near), one[3], one[1]), default=None)
        return None if best is None else Capture(best[3], best[1])

    def _captures(self, key: int) -> Iterator[tuple[int, int, int, int]]:
        share, sign = self.shares[key % _SHARES], key.to_bytes(8, "little")
        at = share.find(sign)
        while at >= 0:
            if at % _KEPT.size == 0:
                yield _KEPT.unpack_from(share, at)
            at = share.find(sign, at + 1)
