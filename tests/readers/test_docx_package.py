"""Word files as archives: other variants, damage, passwords, and files that are built to harm."""

from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.errors import DamagedSource, EmptySource, EncryptedSource
from gongkai.readers.docx import package as docx_package

from .wordxml import MAIN, PICTURE, REPORT_LISTS, SPAN2, build, item, lines, only, p, part, repack, tbl, tc, tr

REPORT = p("一、总体情况") + tbl(tr(tc("合并", SPAN2), "1"), tr("a", "b", "c"))


def test_strict_files_read_like_transitional_ones():
    """The strict variant of the format, with its other namespaces, gives the same document."""
    data = build(item("甲") + REPORT + p(PICTURE) + p("尾"), numbering=REPORT_LISTS)
    strict = {}
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        content = part(data, name)
        for folder in (b"wordprocessingml", b"drawingml", b"officeDocument"):
            content = content.replace(
                b"http://schemas.openxmlformats.org/" + folder + b"/2006/",
                b"http://purl.oclc.org/ooxml/" + folder + b"/",
            )
        strict[name] = content
    assert b"purl.oclc.org" in strict[MAIN]
    assert only(repack(data, strict)) == only(data)


def test_the_main_part_is_found_through_the_relationships():
    """The text is where the package says, whatever the part is called; without a word from it, at its usual place."""
    data = build(REPORT)
    relations = part(data, "_rels/.rels").replace(b"word/document.xml", b"/word/document2.xml")
    moved = repack(data, {MAIN: None, "word/document2.xml": part(data, MAIN), "_rels/.rels": relations})
    assert only(moved) == only(data)
    assert lines(only(repack(data, {"_rels/.rels": None}))) == lines(only(data))


def test_names_of_parts_are_compared_as_windows_does():
    """Archives written with backslashes or capitals are read."""
    data = build(REPORT)
    assert lines(only(repack(data, {MAIN: None, "Word\\Document.xml": part(data, MAIN)}))) == ["一、总体情况"]


def test_a_broken_side_part_is_reported_and_the_text_read():
    """Broken numbering costs the numbers, not the text, and the report says so."""
    document = only(repack(build(REPORT), {"word/numbering.xml": b"<w:numbering"}))
    assert lines(document) == ["一、总体情况"]
    assert [(issue.code, issue.location) for issue in document.issues] == [("part_damaged", "word/numbering.xml")]


@pytest.mark.parametrize(
    "name", ["word/styles.xml", "word/numbering.xml", "docProps/core.xml", "word/_rels/document.xml.rels"]
)
def test_side_parts_may_be_absent(name):
    """A file with nothing but its text is read."""
    assert lines(only(repack(build(REPORT), {name: None}))) == ["一、总体情况"]


def test_damage_is_named():
    """A file that is cut short, is no zip, lacks its text or has broken XML is a DamagedSource."""
    data = build(REPORT)
    broken = (
        data[: len(data) // 2],
        b"PK\x03\x04" + b"\x00" * 40,
        b"GIF89a",
        repack(data, {MAIN: None}),
        repack(data, {MAIN: part(data, MAIN)[:-40]}),
        repack(data, {MAIN: b"<workbook/>"}),
    )
    for bad in broken:
        with pytest.raises(DamagedSource):
            only(bad)


def test_a_damaged_stream_is_named():
    """Flipped bytes inside the compressed text end in a DamagedSource, not in other figures."""
    data = build(REPORT)
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo(MAIN)
    at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    with pytest.raises(DamagedSource):
        only(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])


def test_encrypted_files_are_named():
    """A file with a password is an EncryptedSource, an old .doc under this name a DamagedSource."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
    with pytest.raises(EncryptedSource):
        only(ole + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 500)
    with pytest.raises(DamagedSource):
        only(ole)


def test_an_encrypted_archive_is_named():
    """A zip password on the text is an EncryptedSource as well."""
    data = bytearray(build(REPORT))
    at = bytes(data).index(MAIN.encode(), bytes(data).index(b"PK\x01\x02")) - 46
    data[at + 8] |= 1
    with pytest.raises(EncryptedSource):
        only(bytes(data))


@pytest.mark.parametrize("data", [b"", build(p("")), build(p(PICTURE)), build(tbl(tr("", "")))])
def test_files_without_text_are_named(data):
    """No bytes, no text, pictures only, or an empty table: an EmptySource."""
    with pytest.raises(EmptySource):
        only(data)


def test_messages_do_not_hold_the_path():
    """Errors tell what is wrong and what to do in one line; the file's name is added by the caller."""
    with pytest.raises(DamagedSource, match="save it again") as caught:
        only(repack(build(REPORT), {MAIN: b"<"}))
    assert "\n" not in str(caught.value)


def test_parts_beyond_the_limit_are_refused(monkeypatch):
    """A part that would unzip to more than the limit is refused before it is unzipped."""
    monkeypatch.setattr(docx_package, "MAX_PART_BYTES", 1000)
    with pytest.raises(DamagedSource, match="unzip"):
        only(repack(build(REPORT), {MAIN: b" " * 5000}))


def test_a_false_size_does_not_pass_the_limit():
    """A part that unzips to more than it declares ends in a DamagedSource."""
    data = bytearray(build(REPORT))
    at = bytes(data).index(MAIN.encode(), bytes(data).index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(DamagedSource):
        only(bytes(data))


def test_entities_are_not_expanded():
    """Entities of a document type are neither expanded nor fetched."""
    data = build(p("文"))
    declared = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "yyyy">]>'
    start = part(data, MAIN).index(b"<w:document")
    inner = declared + part(data, MAIN)[start:].replace("文".encode(), "文&x;&y;".encode())
    assert lines(only(repack(data, {MAIN: inner}))) == ["文"]


def test_deep_nesting_ends_in_an_answer():
    """Nesting beyond what any report has is read or refused, and never overflows the stack."""
    for depth in (20, 60, 3000):
        data = build(p("文"))
        nested = ("<w:sdt><w:sdtContent>" * depth + p("深") + "</w:sdtContent></w:sdt>" * depth).encode()
        inner = part(data, MAIN).replace(b"<w:sectPr", nested + b"<w:sectPr", 1)
        try:
            assert lines(only(repack(data, {MAIN: inner}))) == ["文", "深"]
        except DamagedSource:
            assert depth > 60
