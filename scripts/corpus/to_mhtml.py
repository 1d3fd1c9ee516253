"""Saves a page as one file, the way browsers and Word do (MHTML, RFC 2557), alone or in the frame of another page."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

_PICTURE = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
_ADDRESS = "http://www.example.cn/zfxxgk/nb/t2024.html"
_FRAME = "frame-1A2B@mhtml.blink"


class Saved(Struct, frozen=True, kw_only=True):
    """How a program writes: head lines, boundary, and each page's encoding for the transfer and of its characters.

    ``declared`` is the charset that the part's header names, nothing where it names none.
    """

    head: str
    boundary: str
    transfer: str
    encoding: str = "utf-8"
    declared: str | None = None
    location: str = _ADDRESS


PROGRAMS: Mapping[str, Saved] = MappingProxyType(
    {
        "chromium": Saved(
            head="From: <Saved by Blink>\r\nSnapshot-Content-Location: {location}\r\nSubject: =?utf-8?Q?=E5=B9=B4=E6=8A=A5?=\r\n"
            "Date: Fri, 5 Jan 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
            '\ttype="text/html";\r\n\tboundary="{boundary}"\r\n\r\n\r\n',
            boundary="----MultipartBoundary--aGk3Zx0123456789----",
            transfer="quoted-printable",
        ),
        "explorer": Saved(
            head="From: <由 Windows Internet Explorer 8 保存>\r\nSubject: \r\nDate: Fri, 5 Jan 2024 10:00:00 +0800\r\n"
            'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"\r\n'
            "X-MimeOLE: Produced By Microsoft MimeOLE V6.00\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n",
            boundary="----=_NextPart_000_0000_01DA3FCA.5D2E8B10",
            transfer="quoted-printable",
            encoding="gb18030",
            declared="gb2312",
        ),
        "word": Saved(
            head='MIME-Version: 1.0\r\nX-Document-Type: Worksheet\r\nContent-Type: multipart/related; boundary="{boundary}"\r\n\r\n'
            "此文档为“单个文件网页”，也称为“Web 档案”文件。\r\n\r\n",
            boundary="----=_NextPart_01DA3FCA.5D2E8B10",
            transfer="base64",
            encoding="gb18030",
            declared="gb2312",
            location="file:///C:/B1E5A3A2/report.htm",
        ),
        "plain": Saved(
            head='MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{boundary}"; type="text/html"\r\n\r\n',
            boundary="b1",
            transfer="8bit",
            encoding="gb18030",
            declared="utf-8",
        ),
    }
)


def to_mhtml(page: str, program: str = "chromium", *, framed: str | None = None) -> bytes:
    """Save ``page``; where ``framed`` is given, that is the page of the window and ``page`` stands in its frame.

    ``framed`` holds ``{src}`` where the address of the frame goes.
    """
    how = PROGRAMS[program]
    parts = [_part(how, page, how.location)]
    if framed is not None:
        blink = program == "chromium"
        address = f"cid:{_FRAME}" if blink else "frame/inner.html"
        inner = "http://www.example.cn/zfxxgk/nb/frame/inner.html"
        identity = f"Content-ID: <{_FRAME}>\r\n" if blink else ""
        parts = [_part(how, framed.replace("{src}", address), how.location), _part(how, page, inner, identity)]
    head = how.head.format(location=how.location, boundary=how.boundary).encode(how.encoding)
    mark = f"--{how.boundary}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in (*parts, _picture()))
    return head + body + mark + b"--\r\n"


def _part(how: Saved, page: str, location: str, identity: str = "") -> bytes:
    charset = f'; charset="{how.declared}"' if how.declared else ""
    head = (
        f"Content-Type: text/html{charset}\r\n{identity}"
        f"Content-Transfer-Encoding: {how.transfer}\r\nContent-Location: {location}\r\n\r\n"
    )
    return head.encode() + _transferred(page.encode(how.encoding), how.transfer)


def _transferred(data: bytes, transfer: str) -> bytes:
    if transfer == "base64":
        return base64.encodebytes(data).replace(b"\n", b"\r\n")
    if transfer == "quoted-printable":
        return quopri.encodestring(data).replace(b"\n", b"\r\n")
    return data


def _picture() -> bytes:
    head = "Content-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://www.example.cn/i.gif\r\n\r\n"
    return head.encode() + base64.encodebytes(_PICTURE)
