"""What a site remembers of the pages that it holds: of what they were made, and what the collection's pages need of their reports.

One JSON line a report. A page is made of its report's file, its source's, what was decided, its neighbours and the program: the digest of
all that is its *mark*, which stands in the page's own head. A page whose mark is still right is not written anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from gongkai.review.entries import Entry

NAME = ".gongkai-pages.jsonl"
_PART = f"{NAME}.part"
_HEAD = 2048  # bytes of a page in which its mark stands


class Kept(Struct, frozen=True):
    """A page that was written: its report, its mark, the site's files that are the report's, and the line of the list."""

    report_id: str
    mark: str
    files: tuple[str, ...]
    entry: Entry


_decode = msgspec.json.Decoder(Kept).decode


def mark_of(*parts: object) -> str:
    """Return the digest of what a page is made of."""
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=12).hexdigest()


class Ledger:
    """The pages of a site: those of an earlier run until they are written again, those of this run from then on."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._old: BinaryIO | None = None
        self._places: dict[str, tuple[str, int]] = {}
        with suppress(OSError):
            self._old = (site / NAME).open("rb")
            self._places = dict(_places(self._old))
        self._new = (site / _PART).open("w+b")

    def recall(self, report_id: str, mark: str) -> Kept | None:
        """Return what is known of a page, if it stands there and is made of just this."""
        known = self._places.get(report_id)
        if known is None or self._old is None or known[0] != mark:
            return None
        self._old.seek(known[1])
        kept = _decode(self._old.readline())
        return kept if self._stands(kept) else None

    def _stands(self, kept: Kept) -> bool:
        page, *pictures = kept.files
        try:
            with (self._site / page).open("rb") as stream:
                head = stream.read(_HEAD)
        except OSError:
            return False
        return kept.mark.encode() in head and all((self._site / name).is_file() for name in pictures)

    def add(self, kept: Kept) -> None:
        """Note a page."""
        self._new.write(msgspec.json.encode(kept) + b"\n")

    def __iter__(self) -> Iterator[Entry]:
        """Yield what this run noted of each report, in its order; may be gone through again and again."""
        self._new.flush()
        with (self._site / _PART).open("rb") as stream:
            for line in stream:
                yield _decode(line).entry

    def settle(self) -> None:
        """Put this run's pages into the place of the earlier ones."""
        self.close()
        (self._site / _PART).replace(self._site / NAME)

    def close(self) -> None:
        """Let go of the files."""
        for stream in (self._old, self._new):
            if stream is not None:
                stream.close()


def _places(stream: BinaryIO) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield where each report's line begins; a line that is damaged, or of another version, is forgotten."""
    at = 0
    for line in stream:
        with suppress(msgspec.MsgspecError):
            kept = _decode(line)
            yield kept.report_id, (kept.mark, at)
        at += len(line)
