"""The sources in a container: its members, and those of the containers among them."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from msgspec import structs

from gongkai.bulk import ignored
from gongkai.bulk.containers import Container, Member, may_hold_files, open_container
from gongkai.bulk.containers.base import MAX_DEPTH, PATIENCE, size_of
from gongkai.bulk.containers.warcs import Warc
from gongkai.bulk.naming import printable
from gongkai.bulk.near import Members
from gongkai.bulk.ours import HEAD, folders_above, packed
from gongkai.bulk.source import Pictured, Skipped, Source
from gongkai.bulk.words import ByteTest, may_be_report
from gongkai.errors import SourceError

_MOST_CONTAINERS = 5_000  # archives within one archive; a bomb has as many as it likes
_LONGEST = 1024  # signs of a name; Windows takes 260, Linux 4096 bytes
_MOST_BYTES = 4 * 2**30  # what all of them may unpack to; it is read, never kept


Found = Source | Skipped | Pictured


class Expansion:
    """Goes through one file's containers, counting what all of them together cost."""

    def __init__(self, root: Source, test: ByteTest = may_be_report) -> None:
        self._root, self._test = root, test
        self._opened = 0
        self._bytes = 0
        self._until = monotonic() + PATIENCE

    def sources(self, container: Container, within: Source | None = None) -> Iterator[Found]:
        """Yield the sources in a container, what in it is passed over, and the pictures of a web archive; ``within`` is the container as a
        member of another one.
        """
        this = within or self._root
        path = this.path
        listed: list[Member] = []
        try:
            listed.extend(map(_shortened, container.members()))
        except SourceError as error:  # what was listed before can be read all the same
            yield structs.replace(self._root, path=path, problem=error)
        if isinstance(container, Warc) and container.pictures:
            yield Pictured(this, container.pictures)
        pages, ours, near = _pages(listed), _ours(container, listed, path), _near(listed, this)
        for member in listed:
            if member.count > 1 or not member.name:
                yield Skipped(path, member.passed or "", member.count)
                continue
            where = printable(f"{path}{'!' if member.url is None else '#'}{member.name}")
            source = structs.replace(
                self._root, path=where, members=(*this.members, member.key), names=(*this.names, member.label or member.name),
                label=member.label, url=member.url, captured=member.captured, charset=member.charset, near=near,
            )  # fmt: skip
            why = member.passed or (_why(member.name, pages, ours) if member.url is None else None)
            if why is not None and not self._is_report(container, member, where, why):
                yield Skipped(where, why)
            elif may_hold_files(member.label or member.name):
                yield from self._inside(container, member, source)
            else:
                yield source

    def _is_report(self, container: Container, member: Member, where: str, why: str) -> bool:
        """Whether a data file, or a frame of a saved page, holds the words of a report all the same."""
        name = member.name.rpartition("/")[2]
        if not (
            (why == ignored.DATA and ignored.may_be_table(name)) or (why == ignored.PART and ignored.is_page(name))
        ):
            return False
        try:
            return self._test(container.read(member.key, where))
        except SourceError:
            return False

    def _inside(self, container: Container, member: Member, source: Source) -> Iterator[Found]:
        """Yield the member itself, or what is in it where it is a container."""
        try:
            inner = self._open(container, member, source)
        except SourceError as error:
            yield structs.replace(source, problem=error)
            return
        if inner is None:
            yield source
            return
        found = 0
        for one in self.sources(inner, source):
            found += not isinstance(one, Pictured)
            yield one
        inner.close()
        if not found:
            yield Skipped(source.path, "a container of nothing")

    def _open(self, container: Container, member: Member, source: Source) -> Container | None:
        data = container.stream(member.key, source.path)
        self._bytes += size_of(data)
        if self._bytes > _MOST_BYTES or monotonic() > self._until:
            raise SourceError(f"{source.path}: lies in archives that unpack without end; not read")
        inner = open_container(data, member.label or member.name, source.path, source.passwords, self._test)
        if inner is None:
            return None
        self._opened += 1
        if len(source.members) >= MAX_DEPTH or self._opened > _MOST_CONTAINERS:
            inner.close()
            raise SourceError(f"{source.path}: lies in archives in archives without end; not read")
        return inner


def _shortened(member: Member) -> Member:
    """Give a member the end of its name where that is longer than any path: each folder on it is looked at."""
    return member if len(member.name) <= _LONGEST else structs.replace(member, name=member.name[-_LONGEST:])


def _why(path: str, pages: frozenset[str], ours: frozenset[str]) -> str | None:
    """Return why a member is passed over, by the names on its path."""
    if ours and not ours.isdisjoint(folders_above(path)):
        return ignored.OURS
    *folders, name = path.split("/")
    if any(ignored.hidden(folder) for folder in folders if folder not in ignored.STEPS):
        return ignored.SYSTEM
    above = ""
    for folder in folders:
        if above + folder in pages and ignored.is_part(name):
            return ignored.PART
        above += f"{folder}/"
    return ignored.reason(name)


def _ours(container: Container, listed: list[Member], path: str) -> frozenset[str]:
    """Return the folders that gongkai wrote: a packed dataset, a packed review site."""
    keys = {member.name: member.key for member in listed if member.url is None and member.passed is None}

    def head(name: str) -> bytes:
        try:
            return container.head(keys[name], path, HEAD)
        except SourceError:
            return b""

    return packed(keys, head)


def _near(listed: list[Member], container: Source) -> Members | None:
    """Return where the pages of a container find their pictures; None where it holds no page, or no picture."""
    files = [member for member in listed if member.url is None and member.name]
    if not any(ignored.is_page(member.name) for member in files):
        return None
    pictures = {one.name: one.key for one in files if ignored.is_part(one.name) and not ignored.is_page(one.name)}
    pages = {one.key: one.name for one in files if one.name not in pictures}
    return Members(container, pictures, pages) if pictures else None


def _pages(listed: list[Member]) -> frozenset[str]:
    """Return the folders that hold parts of pages that were saved beside them."""
    names = {member.name for member in listed}
    folders = {name[:at] for name in names for at, sign in enumerate(name) if sign == "/"}
    return frozenset(folder for folder in folders if ignored.belongs_to_page(folder, names))
