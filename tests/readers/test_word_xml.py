"""Word's own XML, that of 2003 and that of 2007 in one file, as the docx reader sees it; no program is needed."""

from __future__ import annotations

import base64
import io
import zipfile
from xml.sax.saxutils import quoteattr

import msgspec
import pytest
from lxml import etree

from corpus.compare import compare
from corpus.options import any_options
from corpus.to_docx import WordOptions, to_docx
from corpus.truth import make_truth
from gongkai.document import Document, Grid, Paragraph
from gongkai.errors import DamagedSource
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes
from gongkai.readers.office import read
from gongkai.readers.office.word_xml import as_docx

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
NAMES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:st1="urn:schemas-microsoft-com:office:smarttags"'
)


def annotation(kind: str, content: str = "") -> str:
    inner = f"<aml:content>{content}</aml:content>" if content else ""
    return f'<aml:annotation aml:id="3" w:type="Word.{kind}" aml:author="李">{inner}</aml:annotation>'


def run(text: str, tag: str = "t", look: str = "") -> str:
    return f"<w:r>{look}<w:{tag}>{text}</w:{tag}></w:r>"


def wordml(body: str, before: str = "") -> bytes:
    end = f"<w:sectPr><w:hdr><w:p>{run('页眉')}</w:p></w:hdr></w:sectPr>"
    return f"{HEAD}<w:wordDocument {NAMES}>{before}<w:body><wx:sect>{body}{end}</wx:sect></w:body></w:wordDocument>".encode()


def one(data: bytes) -> Document:
    (document,) = read("doc", data)
    return document


def texts(data: bytes) -> list[str]:
    return [block.text for block in one(data).blocks if isinstance(block, Paragraph)]


def test_text_is_what_word_prints() -> None:
    """Insertions stay, deletions, hidden text, page heads and notes go; sections and smart tags are looked through."""
    body = (
        f"<wx:sub-section><w:p>{run('共收到')}{annotation('Deletion', run('77', 'delText'))}{annotation('Insertion', run('12'))}"
        f"{run('99', look='<w:rPr><w:vanish/></w:rPr>')}<st1:place>{run('件')}</st1:place>"
        f"<w:r><w:footnote><w:p>{run('注')}</w:p></w:footnote></w:r>"
        f"<w:hlink w:dest='http://x'>{run('申请')}</w:hlink></w:p></wx:sub-section>"
    )
    document = one(wordml(body, "<o:DocumentProperties><o:Title>年报</o:Title></o:DocumentProperties>"))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["共收到12件申请"]
    assert (document.reader, document.title) == ("doc:xml", "年报")


def test_comments_are_set_aside() -> None:
    """Their text is no text of the report."""
    marked = annotation("Comment.Start") + run("甲") + annotation("Comment.End")
    comment = annotation("Comment", f"<w:p>{run('请核对88')}</w:p>")
    body = f"<w:p>{marked}<w:r>{comment}</w:r></w:p>"
    document = one(wordml(body))
    assert [remark.text for remark in document.remarks] == ["请核对88"]
    assert [remark.author for remark in document.remarks] == ["李"]
    assert texts(wordml(body)) == ["甲"]


def test_list_numbers_are_printed() -> None:
    """With the formats of China (code 37: 一、二、三)."""
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/><w:suff w:val="Nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    lists = f'<w:lists><w:listDef w:listDefId="0">{level}</w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>'
    own = '<w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr></w:pPr>'
    body = "".join(f"<w:p>{own}{run(text)}</w:p>" for text in ("总体情况", "主动公开"))
    assert texts(wordml(body, lists)) == ["一、总体情况", "二、主动公开"]


def test_merged_cells_and_changes_in_cells() -> None:
    """A deleted figure does not run together with the one that is printed."""
    gone = annotation("Deletion", run("77", "delText"))
    body = (
        "<w:tbl><w:tblGrid><w:gridCol w:w='9'/><w:gridCol w:w='9'/><w:gridCol w:w='9'/></w:tblGrid>"
        f"<w:tr><w:tc><w:tcPr><w:vmerge w:val='restart'/></w:tcPr><w:p>{run('甲')}</w:p></w:tc>"
        f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p>{run('1')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p>{gone}{run('2')}</w:p></w:tc><w:tc><w:p>{run('3')}</w:p></w:tc></w:tr></w:tbl>"
    )
    (grid,) = one(wordml(body)).blocks
    assert isinstance(grid, Grid)
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells] == [
        ("甲", 0, 0, 2, 1), ("1", 0, 1, 1, 2), ("2", 1, 1, 1, 1), ("3", 1, 2, 1, 1),
    ]  # fmt: skip


def flat(docx: bytes) -> bytes:
    """Write a docx as one XML file, as Word 2007 does on request."""
    parts = ""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith((".xml", ".rels")):
                root = etree.tostring(etree.fromstring(data), encoding="unicode")
                inner = f"<pkg:xmlData>{root}</pkg:xmlData>"
            else:
                inner = f"<pkg:binaryData>{base64.encodebytes(data).decode()}</pkg:binaryData>"
            parts += f"<pkg:part pkg:name={quoteattr('/' + name)}>{inner}</pkg:part>"
    return f'{HEAD}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'.encode()


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_a_word_file_in_one_xml_gives_the_same(form) -> None:
    """All its parts are used: numbering, styles, comments."""
    truth = make_truth(6, form, **any_options(6))
    word = to_docx(truth, WordOptions(automatic_numbering=True, tracked_changes=True, content_control=True))
    report = extract_bytes(flat(word), "report.doc")
    assert (report.source.format, report.source.reader) == ("doc", "doc:xml")
    want = compare(truth, msgspec.to_builtins(extract_bytes(word, "report.docx")))
    got = compare(truth, msgspec.to_builtins(report))
    assert (got.right, got.wrong, got.differences) == (want.right, 0, want.differences)


def test_other_files_are_left_alone() -> None:
    """Only Word's XML is taken."""
    for data in (b"", b"\xd0\xcf\x11\xe0", b"{\\rtf1}", b"<html><body>wordDocument</body></html>"):
        assert as_docx(data) is None


@pytest.mark.parametrize("cut", [0.5, 0.9])
def test_xml_cut_short_is_damaged(cut: float) -> None:
    """In one line."""
    data = wordml(f"<w:p>{run('甲' * 100)}</w:p>")
    with pytest.raises(DamagedSource, match="cut short"):
        one(data[: int(len(data) * cut)])


def test_entities_are_not_followed() -> None:
    """Neither files nor copies without end come in through the XML."""
    bomb = HEAD.replace("?><?mso", '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><?mso')
    data = wordml(f"<w:p>{run('甲&e;')}</w:p>").replace(HEAD.encode(), bomb.encode())
    assert texts(data) == ["甲"]
