"""Web pages saved as one file (MHTML, RFC 2557): the page's own part, with those of its frames where the frames stand."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Mapping
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from functools import partial
from urllib.parse import urljoin

import msgspec
from msgspec import Struct

from gongkai.document import Document, Picture
from gongkai.errors import DamagedSource, EmptySource
from gongkai.readers.decode import Decoded, declared_encoding, decode
from gongkai.readers.html import Sheets
from gongkai.readers.html import read as read_html

_MAX_NESTED = 20  # parts in parts
_MAX_DEPTH = 4  # frames in frames
_FRAME = re.compile(
    r"""<i?frame\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>(?:\s*</i?frame\s*>)?""", re.IGNORECASE
)
_FRAMESET = re.compile(r"</?frameset\b[^>]*>|<noframes\b.*?</noframes\s*>", re.IGNORECASE | re.DOTALL)
_HEAD = re.compile(r"<head\b.*?</head\s*>|<!doctype[^>]*>|</?(?:html|body)\b[^>]*>", re.IGNORECASE | re.DOTALL)
_UNPRINTED = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_STYLES = re.compile(r"<style\b.*?</style\s*>|<link\b[^>]*>", re.IGNORECASE | re.DOTALL)
_HTML = ("text/html", "application/xhtml+xml")


class _Page(Struct, frozen=True):
    """One part that is a page; ``names`` are those by which others point at it, ``base`` its own address."""

    page: Decoded
    names: frozenset[str]
    base: str


def read(data: bytes) -> Iterator[Document]:
    """Yield the one reading of a saved page, ``mhtml:tables``.

    Raises EmptySource where it holds no page or the page prints no text, DamagedSource where it is no readable MIME.
    """
    message = _message(data)
    pages = [_page(part) for part in message.walk() if part.get_content_type() in _HTML]
    pages = [page for page in pages if page.page.text.strip()]
    if not pages:
        raise EmptySource("the saved page holds no text of a page, only what belongs to one; save it again")
    root = _root(message, pages)
    text = _with_frames(root, pages)
    sheets = Sheets(_sheets(message), root.base)
    for document in read_html(text.encode("utf-8", "replace"), sheets):
        yield msgspec.structs.replace(
            document,
            reader="mhtml:tables",
            pictures=tuple(_held(picture, message, root.base) for picture in document.pictures),
            encoding=root.page.encoding,
            issues=(*root.page.issues, *document.issues),
            complete=document.complete and not _cut(message),
        )


def _message(data: bytes) -> Message:
    """Parse the MIME structure, which must not nest without end."""
    if len(re.findall(rb"(?im)^content-type:\s*(?:multipart|message)/", data)) > _MAX_NESTED:
        raise DamagedSource("the saved page nests parts in parts without end; save it again")
    return email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))


def _page(part: Message) -> _Page:
    raw = _bytes(part)
    charset = part.get_content_charset()
    empty = Decoded("", "utf-8")
    page = decode(raw, charset or declared_encoding(raw)) if raw.strip() else empty
    return _Page(page, _names(part), _location(part))


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _names(part: Message) -> frozenset[str]:
    """Return the names by which others point at a part."""
    identity = "".join(str(part.get("Content-ID", "")).split()).strip("<>")
    return frozenset(filter(None, (_location(part), f"cid:{identity}" if identity else "")))


def _location(part: Message) -> str:
    return "".join(str(part.get("Content-Location", "")).split())


def _sheets(message: Message) -> dict[str, str]:
    """Return the style sheets that the file holds, by the names by which pages point at them."""
    found = [_page(part) for part in message.walk() if part.get_content_type() == "text/css"]
    return {name: sheet.page.text for sheet in found for name in sheet.names}


def _held(picture: Picture, message: Message, base: str) -> Picture:
    """Let a picture come from the part of the file that bears its address."""
    address = picture.address
    if not address or address.startswith("data:"):
        return picture
    names = {address, urljoin(base, address)}
    part = next((part for part in message.walk() if not part.is_multipart() and names & _names(part)), None)
    return picture if part is None else msgspec.structs.replace(picture, load=partial(_bytes, part))


def _root(message: Message, pages: list[_Page]) -> _Page:
    """Return the page that the file names as its start, else the first."""
    start = str(message.get_param("start", "")).strip("<>")
    return next((page for page in pages if start and f"cid:{start}" in page.names), pages[0])


def _with_frames(root: _Page, pages: list[_Page]) -> str:
    """Put the pages of frames where these stand, each once. What no frame shows (a banner's page) stays out.

    But where all text stands in pages whose frame is not to be found, they follow in their order.
    """
    by_name: dict[str, _Page] = {name: page for page in reversed(pages) for name in page.names}
    shown = {id(root)}
    text = _FRAMESET.sub("", _filled(root, by_name, shown, _MAX_DEPTH))
    others = [page.page.text for page in pages if id(page) not in shown]
    if _printed(text) < sum(map(_printed, others)):
        text += "".join(f"<div>{_HEAD.sub(_styles, other)}</div>" for other in others)
    return text


def _styles(head: re.Match[str]) -> str:
    """Keep of the head of a frame's page what says how it looks."""
    return "".join(_STYLES.findall(head[0]))


def _printed(page: str) -> int:
    """Count roughly the characters that a page prints."""
    return sum(map(len, _UNPRINTED.sub("", page).split()))


def _filled(page: _Page, by_name: Mapping[str, _Page], shown: set[int], depth: int) -> str:
    def content(frame: re.Match[str]) -> str:
        address = next(filter(None, frame.groups()), "").replace("&amp;", "&").strip()
        inner = by_name.get(address) or by_name.get(urljoin(page.base, address))
        if inner is None or id(inner) in shown or not depth:
            return frame[0]
        shown.add(id(inner))
        return f"<div>{_HEAD.sub(_styles, _filled(inner, by_name, shown, depth - 1))}</div>"

    return _FRAME.sub(content, page.page.text)


def _cut(message: Message) -> bool:
    """Whether the file ends inside a page: its last part is one, and the mark behind the last part is not there."""
    *_, last = message.walk()
    open_end = any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects)
    return open_end and last.get_content_type() in _HTML
