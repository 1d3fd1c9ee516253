"""A large web archive looked through in parts, by several processes or the workers of a cluster, each with a range of its bytes.

What comes out is what one pass gives, byte for byte: every part must begin with the very record at which the one before it stopped.
Where that is not so (a record's first word stands in a body, too), or a part is damaged, the archive is looked through in one pass.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from gongkai.bulk.containers.base import Member
from gongkai.bulk.containers.warcs import FAULTS, Listed, Span, Warc, counted
from gongkai.bulk.words import byte_test, may_be_report
from gongkai.errors import GongkaiError
from gongkai.forms.model import Form
from gongkai.processes.limits import settle_in
from gongkai.processes.workers import worker_pool

LEAST = 64 * 2**20
"""Bytes of a part: it takes about half a second, several times as long as to begin with it."""
_HEAD = 1 << 16  # bytes by which a worker tells that its file is the same


class Whole(Struct, frozen=True):
    """What all parts of an archive came to: its members, and its pictures (``captures.RECORD``)."""

    members: list[Member]
    pictures: bytes


class Part(Struct, frozen=True):
    """A range of an archive, for a process that sees the same file: ``head`` is a digest of its beginning."""

    path: str
    size: int
    head: str
    span: Span
    forms: tuple[Form, ...] | None


Look = Callable[[Part], Listed | None]
Mapper = Callable[[Look, Sequence[Part]], Iterable[Listed | None]]
"""Does the work for each part, somewhere, and gives what came of it in their order. May raise OSError, RuntimeError, GongkaiError."""


def looked_through(part: Part) -> Listed | None:
    """Look through one part; None where the file is not there, is another one, or is damaged."""
    test = may_be_report if part.forms is None else byte_test(part.forms)
    try:
        with Path(part.path).open("rb") as stream:
            if _identity(Path(part.path)) != (part.size, part.head):
                return None
            return Warc(stream, part.path, test=test).listed(part.span)
    except FAULTS:
        return None


def gone_through(path: Path, forms: tuple[Form, ...] | None, mapper: Mapper, least: int = LEAST) -> Whole | None:
    """Return what a web archive on the disk holds, by parts of at least ``least`` bytes; None where it has to be done in one pass."""
    size, head = _identity(path)
    count = min(64, size // least)
    if count < 2:
        return None
    ends = [size * number // count for number in range(count)]
    spans = [Span(start, end) for start, end in pairwise([*ends, None]) if start is not None]
    try:
        found = list(mapper(looked_through, [Part(str(path.absolute()), size, head, span, forms) for span in spans]))
    except (OSError, RuntimeError, GongkaiError):
        return None
    return _joined(found)


def _joined(found: Sequence[Listed | None]) -> Whole | None:
    """Put the parts together; None where they do not follow each other without a gap."""
    whole = [one for one in found if one is not None]
    if len(whole) < len(found) or any(before.after != one.first for before, one in pairwise(whole)):
        return None
    passed: Counter[str] = Counter()
    for one in whole:
        passed.update(one.passed)
    members = [*(member for one in whole for member in one.members), *counted(passed)]
    return Whole(members, b"".join(one.pictures for one in whole))


def _identity(path: Path) -> tuple[int, str]:
    with path.open("rb") as stream:
        return path.stat().st_size, hashlib.sha256(stream.read(_HEAD)).hexdigest()


def here(jobs: int) -> Mapper | None:
    """Return what does the parts in ``jobs`` processes of this machine; None for a single one."""

    def mapped(look: Look, parts: Sequence[Part]) -> Iterator[Listed | None]:
        with worker_pool(min(jobs, len(parts)), settle_in, 1) as pool:
            futures = [pool.schedule(look, args=(part,)) for part in parts]
            yield from (future.result() for future in futures)

    return mapped if jobs > 1 else None
