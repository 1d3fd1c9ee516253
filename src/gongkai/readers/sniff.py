"""Which format a file really has: by its content first, by its name only where two formats share one container."""

from __future__ import annotations

from itertools import groupby

from gongkai.errors import EmptySource, UnknownFormat
from gongkai.readers import formats
from gongkai.readers.bounds import refuse_larger
from gongkai.readers.content import NOTHING, Content
from gongkai.readers.signs import IWORK

_OTHERS = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; name it to `gongkai extract`, which looks inside",
    b"Rar!": "a RAR archive; name it to `gongkai extract`, which looks inside",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"BZh": "a bzip2 archive; unpack it first",
    b"\xfd7zXZ\0": "an xz archive; unpack it first",
    b"HWP Document File": "a Hangul (HWP) document; save it as .docx",
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"ID3": "a sound file",
    b"SQLite format 3": "an SQLite database",
}
_WORKBOOK = "a workbook or a presentation, not a report's text"
_OTHER_OFFICE = (b"spreadsheet", b"presentation", b"ms-excel", b"ms-powerpoint")
# Root entries of OLE containers by which the programs that write them are told; the first that is there decides.
_CONTAINERS = (
    (("Workbook", "Book", "PowerPoint Document"), _WORKBOOK),
    (
        ("__properties_version1.0",),
        "an e-mail message of Outlook; name it to `gongkai extract`, which reads what is attached",
    ),
    (("FileHeader", "HwpSummaryInformation", "\x05HwpSummaryInformation"), "a Hangul (HWP) document; save it as .docx"),
    (("VisioDocument",), "a drawing of Visio"),
    (("MatOST", "CONTENTS"), "a document of Microsoft Works; save it as .docx"),
)


def sniff(data: bytes, name: str = "") -> str:
    """Return the kind of one of ``formats.FORMATS`` for a file's content.

    Raises EmptySource, EncryptedSource (an Office file with a password), DamagedSource (a zip that is cut short) and
    UnknownFormat, which says what the first bytes look like; NotAReport where it is larger than any report of its kind.
    """
    if not data.strip(NOTHING):
        raise EmptySource("the file is empty: it holds no text and no picture")
    content = Content(data, name)
    for _, alike in groupby(sorted(formats.FORMATS, key=lambda one: one.weight), key=lambda one: one.weight):
        possible = list(alike)
        refuse_larger(
            len(data), max(one.largest for one in possible), "the file"
        )  # to tell texts, all of them is looked at
        fitting = [one for one in possible if one.known(content)]
        if fitting:
            found = next((one for one in fitting if content.ending in one.endings), fitting[0])
            refuse_larger(len(data), found.largest, f"the file is {found.content.partition(' (')[0]} and")
            return found.kind
    raise UnknownFormat(f"{_looks(content)}; {formats.what_is_read()}")


def _looks(content: Content) -> str:
    """Say what a file is that no reader takes."""
    if content.container == "zip":
        return _package(content)
    if content.container == "ole":
        return next(
            (said for marks, said in _CONTAINERS if not content.roots.isdisjoint(marks)), _foreign(content.roots)
        )
    if content.start.startswith(b"<?xml"):
        return "XML of a kind that holds no report"
    known = next((said for magic, said in _OTHERS.items() if content.data.startswith(magic)), None)
    return known or f"no format that is known here: it begins with the bytes {content.data[:8].hex(' ')}"


def _package(content: Content) -> str:
    if any(mark in content.types + content.mimetype for mark in _OTHER_OFFICE):
        return _WORKBOOK
    if not IWORK.isdisjoint(content.members):
        return "a document of Numbers, Pages or Keynote; export it as .xlsx, .docx or PDF"
    if content.types:
        return "an Office file that holds no text of Word"
    kind = content.mimetype[:80].decode("ascii", "replace").strip()
    return f"a file of the type {kind}" if kind else "a zip archive that is no document"


def _foreign(names: frozenset[str]) -> str:
    shown = ", ".join(sorted(name for name in names if name.isprintable())[:4])
    return f"an old Office container without a Word text in it (it holds {shown or 'nothing'})"
