"""The pictures that a page in a container shows: other members of its archive, as they were saved beside it, or other records of the crawl.

They go with the page to whoever reads it, so that a worker on another machine sees what this one does.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct, structs

from gongkai.bulk.containers.captures import Captures
from gongkai.bulk.source import Source
from gongkai.errors import SourceError
from gongkai.readers.decode import declared_encoding, decode
from gongkai.readers.sniff import sniff

_IMAGE = re.compile(r"(?i)<img\b")
_TAG = re.compile(r"""(?:"[^"]*"|'[^']*'|[^'">])*""")
_SOURCE = re.compile(r"""(?i)(?:^|[\s"'/])(?:src|data-[\w-]*src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_BASE = re.compile(r"""(?i)<base\b[^<>]*?\bhref\s*=\s*["']?([^\s"'>]+)""")
_MOST = 300  # addresses of one page: readers look at sixty pictures of its text, behind those of its menus
_MOST_BYTES = 64 * 2**20  # of one page's pictures


class Members(Struct, frozen=True):
    """The pictures of one container, by their names in it; the names of its ``pages`` by their numbers."""

    container: Source
    keys: dict[str, int]
    pages: dict[int, str]

    def find(self, page: Source, address: str, _base: str) -> Source | None:
        """Return what a page's relative address means, below the page's own folder; None where it is not there."""
        try:
            parts = urlsplit(address.replace("\\", "/"))
        except ValueError:
            return None
        names = PurePosixPath(unquote(parts.path)).parts
        if parts.scheme or parts.netloc or not names or names[0] == "/" or ".." in names:
            return None
        folder, slash, _ = self.pages.get(page.members[-1], "").rpartition("/")
        key = self.keys.get(f"{folder}{slash}{'/'.join(names)}")
        return None if key is None else _member(self.container, key, address)


class Records(Struct, frozen=True):
    """The pictures of all web archives of a run."""

    archives: list[Source]
    captures: Captures

    def find(self, page: Source, address: str, base: str) -> Source | None:
        """Return the record of an address that a page shows; None where no archive holds it."""
        try:
            url = urljoin(urljoin(page.url or "", base), address)
        except ValueError:
            return None
        found = self.captures.find(url, page.captured)
        return None if found is None else _member(self.archives[found.archive], found.offset, url)


def pictures_of(source: Source, data: bytes, read: Callable[[Source], bytes]) -> dict[str, bytes]:
    """Return the pictures that a page in a container shows and that ``read`` gives, by the addresses that the page has for them."""
    near = source.near
    if near is None:
        return {}
    found: dict[str, bytes] = {}
    size = 0
    base, addresses = _addresses(source, data)
    for address in addresses:
        picture = near.find(source, address, base)
        try:
            found |= {} if picture is None else {address: read(picture)}
        except SourceError:
            continue
        size += len(found.get(address, b""))
        if size > _MOST_BYTES:
            found.pop(address)
            break
    return found


def _addresses(source: Source, data: bytes) -> tuple[str, list[str]]:
    """Return the address that all others of a page start from, where it names one, and those of its pictures."""
    try:
        if sniff(data, source.name) != "html":
            return "", []
        text = decode(data, source.charset or declared_encoding(data)).text
    except SourceError:
        return "", []
    base = _BASE.search(text)
    return html.unescape(base[1]) if base else "", list(dict.fromkeys(_pictures(text)))[:_MOST]


def _pictures(text: str) -> Iterator[str]:
    for piece in _IMAGE.split(text)[1:]:  # each piece once, however many are never closed
        tag = _TAG.match(piece)
        for one in _SOURCE.finditer(tag[0] if tag else ""):
            address = html.unescape(one[1] or one[2] or one[3] or "").strip()
            if address and not address.startswith("data:"):
                yield address


def _member(container: Source, key: int, name: str) -> Source:
    return structs.replace(
        container, path=f"{container.path}!{name}", members=(*container.members, key), names=(*container.names, name)
    )
