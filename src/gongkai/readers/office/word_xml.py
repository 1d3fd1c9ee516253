"""Word's own XML in one file: that of 2003 (``w:wordDocument``) and that of 2007 (``pkg:package``), made into a docx.

LibreOffice is not asked: it reads the first without list numbers, merged rows, comments and tracked insertions, so that
figures are lost and hidden ones come up.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from gongkai.errors import DamagedSource
from gongkai.readers.bounds import TAGS, XML_PART, refuse_larger, refuse_many
from gongkai.readers.docx.xml import Element
from gongkai.readers.office.word_2003 import parts_of

_HEAD = 4096  # bytes in which the root element stands
_WORD_2003 = b"schemas.microsoft.com/office/word/2003/wordml"
_PACKAGE = b"schemas.microsoft.com/office/2006/xmlPackage"
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


def as_docx(data: bytes) -> bytes | None:
    """Return a docx with the content of Word's XML, None where ``data`` is no such XML. Raises DamagedSource."""
    head = data[:_HEAD].replace(b"\0", b"")
    if _WORD_2003 in head and b"wordDocument" in head:
        return _zipped(parts_of(_parsed(data)))
    if _PACKAGE in head and b":package" in head:
        return _zipped(_from_package(_parsed(data)))
    return None


def _parsed(data: bytes) -> Element:
    refuse_larger(len(data), XML_PART, "its XML")
    refuse_many(data.count(b"<"), TAGS, "tags")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedSource(f"Word XML that is cut short or broken ({error.msg}); get a sound copy of it") from error


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _from_package(root: Element) -> dict[str, bytes]:
    """Take the parts out of a package that is written as one XML file."""
    parts = {}
    for part in root.findall(f"{_PKG}part"):
        name = (part.get(f"{_PKG}name") or "").lstrip("/")
        inner, binary = part.find(f"{_PKG}xmlData"), part.find(f"{_PKG}binaryData")
        if inner is not None and len(inner):
            parts[name] = etree.tostring(inner[0], encoding="utf-8")
        elif binary is not None:
            parts[name] = _decoded(binary.text or "")
    return parts


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""
