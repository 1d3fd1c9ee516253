"""Which format a file really has: by its content first, by its name only where two formats share one container."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from gongkai.errors import DamagedSource, EmptySource, EncryptedSource, UnknownFormat
from gongkai.readers.decode import wide_encoding
from gongkai.readers.ole import MAGIC, Container
from gongkai.readers.packages import ZIP_FAULTS

FORMATS = ("docx", "pdf", "txt", "html", "doc", "wps", "rtf", "odt", "ofd", "image", "mhtml", "zip")
_READ = "gongkai reads docx, pdf, txt, html, doc, wps, rtf, odt, ofd, pictures and zip archives of them"
_NOTHING = b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"
_HEAD = 4096
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a")
_OTHERS = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"BZh": "a bzip2 archive; unpack it first",
    b"\xfd7zXZ\0": "an xz archive; unpack it first",
    b"HWP Document File": "a Hangul (HWP) document; save it as .docx",
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"ID3": "a sound file",
    b"SQLite format 3": "an SQLite database",
}
_TAGS = rb"!doctype\s+html|html|head|body|title|meta|table|p|div|span|h[1-6]|center|article|section|font|style|script"
_HTML = re.compile(rb"<(?:" + _TAGS + rb")[\s>/]", re.IGNORECASE)
_BEFORE_TAGS = re.compile(rb"(?:\s|\xef\xbb\xbf|<\?[^>]*>|<!--.*?-->|<!doctype[^>]*>)*+", re.IGNORECASE | re.DOTALL)
_CLOSING = re.compile(rb"</(?:p|div|td|tr|table|span|body|html|h[1-6])\s*>", re.IGNORECASE)
_WORKBOOK = f"a workbook or a presentation, not a report's text; {_READ}"
# Root entries of OLE containers by which the programs that write them are told; the first that is there decides.
_CONTAINERS = (
    (("WordDocument",), None),
    (("Workbook", "Book", "PowerPoint Document"), _WORKBOOK),
    (("__properties_version1.0",), "an e-mail message of Outlook; save the file that is attached to it"),
    (("FileHeader", "HwpSummaryInformation", "\x05HwpSummaryInformation"), "a Hangul (HWP) document; save it as .docx"),
    (("VisioDocument",), f"a drawing of Visio; {_READ}"),
    (("MatOST", "CONTENTS"), "a document of Microsoft Works; save it as .docx"),
)
_MIME = re.compile(rb"(?im)^mime-version:")
_MIME_PAGE = re.compile(rb"(?im)^content-type:\s*(?:multipart/|text/html)")
_ODF = b"opendocument.text"
_WORD, _OTHER_OFFICE = (
    re.compile(rb"wordprocessingml|ms-word"),
    re.compile(rb"spreadsheet|presentation|ms-excel|ms-powerpoint"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def sniff(data: bytes, name: str = "") -> str:
    """Return one of FORMATS for a file's content.

    Raises EmptySource, EncryptedSource (an Office file with a password), DamagedSource (a zip that is cut short) and
    UnknownFormat, which says what the first bytes look like.
    """
    if not data.strip(_NOTHING):
        raise EmptySource("the file is empty: it holds no text and no picture")
    return _by_magic(data, name) or _by_markup(data) or _text(data)


def _by_magic(data: bytes, name: str) -> str | None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(MAGIC):
        return _ole(data, name)
    if data.lstrip(_NOTHING).startswith(b"{\\rtf"):
        return "rtf"
    if re.search(rb"%PDF-\d", data[:1024]):
        return "pdf"
    return "image" if _is_picture(data) else None


def _is_picture(data: bytes) -> bool:
    bitmap = data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"
    return data.startswith(_PICTURES) or bitmap or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _zip_members(archive)
    except (*ZIP_FAULTS, RuntimeError) as error:
        kind = "Word" if b"word/" in data else "zip"
        raise DamagedSource(f"a {kind} file that is cut short or broken ({error}); get a sound copy of it") from error


def _zip_members(archive: zipfile.ZipFile) -> str:
    names = {name.replace("\\", "/") for name in archive.namelist()}
    declared, mimetype = _member(archive, "[Content_Types].xml"), _member(archive, "mimetype")
    if "word/document.xml" in names or _WORD.search(declared):
        return "docx"
    if any(name.lower() == "ofd.xml" for name in names):
        return "ofd"
    if _ODF in mimetype:
        return "odt"
    if _OTHER_OFFICE.search(declared + mimetype):
        raise UnknownFormat(_WORKBOOK)
    if declared:
        raise UnknownFormat(f"an Office file that holds no text of Word; {_READ}")
    if mimetype:
        raise UnknownFormat(f"a file of the type {mimetype[:80].decode('ascii', 'replace').strip()}; {_READ}")
    return "zip"


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read the beginning of a small member; nothing where it is not there."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as member:
        return member.read(65536)


def _ole(data: bytes, name: str) -> str:
    """Tell the old Office containers apart by what stands at their root."""
    with Container(data) as container:
        names = container.names
    if "EncryptedPackage" in names:
        raise EncryptedSource("an Office file that opens only with a password; save a copy without one")
    refusal = next((said for marks, said in _CONTAINERS if not names.isdisjoint(marks)), _foreign(names))
    if refusal is not None:
        raise UnknownFormat(refusal)
    return "wps" if PurePath(name).suffix.lower() in {".wps", ".wpt"} else "doc"


def _foreign(names: frozenset[str]) -> str:
    shown = ", ".join(sorted(name for name in names if name.isprintable())[:4])
    return f"an old Office container without a Word text in it (it holds {shown or 'nothing'}); {_READ}"


def _by_markup(data: bytes) -> str | None:
    head = _narrow_head(data)
    if b"<w:wordDocument" in head or b'progid="Word.Document"' in head or b"<pkg:package" in head:
        return "doc"
    if b"<office:document" in head:
        return "odt"
    if _MIME.search(head) and _MIME_PAGE.search(head) and not head.lstrip(_NOTHING).startswith(b"<"):
        return "mhtml"
    before = _BEFORE_TAGS.match(head)
    if _HTML.match(head, before.end() if before else 0) or _html_inside(data, head):
        return "html"
    if head.lstrip(_NOTHING).startswith(b"<?xml"):
        raise UnknownFormat(f"XML of a kind that holds no report; {_READ}")
    return None


def _html_inside(data: bytes, head: bytes) -> bool:
    """Whether text comes before the first tag of what is a web page all the same."""
    return bool(_HTML.search(head)) and len(_CLOSING.findall(data[: 16 * _HEAD].replace(b"\0", b""))) > 2


def _narrow_head(data: bytes) -> bytes:
    """Return the first bytes with tags readable: in UTF-16 and UTF-32 they have NULs between, comments may be long."""
    head = data[: 4 * _HEAD].replace(b"\0", b"") if b"\0" in data[:64] else data[: 4 * _HEAD]
    return head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


def _text(data: bytes) -> str:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    nulls_at_end = len(data) - len(data.rstrip(b"\0"))
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    if marked or controls - nulls_at_end <= len(data) // 200 or wide_encoding(data):
        return "txt"
    kind = next((kind for magic, kind in _OTHERS.items() if data.startswith(magic)), None)
    looks = kind or f"no format that is known here: it begins with the bytes {data[:8].hex(' ')}"
    raise UnknownFormat(f"{looks}; {_READ}")
