"""How the formats are known that no single mark tells: web pages, saved pages, pictures, PDF, RTF, plain text, bare archives."""

from __future__ import annotations

import re

from gongkai.readers.content import Content, begins

_TAGS = rb"!doctype\s+html|html|head|body|title|meta|table|p|div|span|h[1-6]|center|article|section|font|style|script"
_HTML = re.compile(rb"<(?:" + _TAGS + rb")[\s>/]", re.IGNORECASE)
_BEFORE_TAGS = re.compile(rb"(?:\s|\xef\xbb\xbf|<\?[^>]*>|<!--.*?-->|<!doctype[^>]*>)*+", re.IGNORECASE | re.DOTALL)
_CLOSING = re.compile(rb"</(?:p|div|td|tr|table|body|html|h[1-6])\s*>", re.IGNORECASE)
_CLOSED = (
    2  # end tags of blocks that a text which only speaks of one, or whose lines hold a few inline tags, does not have
)
_MIME = re.compile(rb"(?im)^mime-version:")
_MIME_PAGE = re.compile(rb"(?im)^content-type:\s*(?:multipart/|text/html)")
_PICTURES = begins(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a")


def is_rtf(content: Content) -> bool:
    """Whether it is Rich Text."""
    return content.start.startswith(b"{\\rtf")


def is_pdf(content: Content) -> bool:
    """Whether it is a PDF; what a server sent before it may stand before it."""
    return content.container is None and re.search(rb"%PDF-\d", content.data[:1024]) is not None


def is_picture(content: Content) -> bool:
    """Whether it is a picture of a kind that is read."""
    data = content.data
    bitmap = data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"
    return _PICTURES(content) or bitmap or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def is_saved_page(content: Content) -> bool:
    """Whether it is a page that a browser saved as a message of MIME."""
    head = content.head
    mime = _MIME.search(head) and _MIME_PAGE.search(head)
    return content.container is None and bool(mime) and not content.start.startswith(b"<")


def is_page(content: Content) -> bool:
    """Whether it is a web page: tags at its beginning, or text first and many tags after."""
    if content.container is not None or is_saved_page(content):
        return False
    before = _BEFORE_TAGS.match(content.head)
    if _HTML.match(content.head, before.end() if before else 0):
        return True
    return bool(_HTML.search(content.head)) and len(_CLOSING.findall(content.wide_head)) > _CLOSED


def is_plain_text(content: Content) -> bool:
    """Whether it is text without mark-up."""
    return content.container is None and not content.start.startswith(b"<?xml") and content.is_text


def is_delimited(content: Content) -> bool:
    """Whether it is text that its name says to be a delimited table; by its content alone it may as well be a text with its cell marks."""
    return content.ending in (".csv", ".tsv") and is_plain_text(content)


IWORK = frozenset({"Index.zip", "Index/Document.iwa", "index.apxl", "buildVersionHistory.plist"})
"""Members of zips that are documents of Apple's office programs, one of which each has."""


def is_bare_zip(content: Content) -> bool:
    """Whether it is a zip that is no package of a program."""
    return (
        content.container == "zip" and not content.types and not content.mimetype and IWORK.isdisjoint(content.members)
    )
