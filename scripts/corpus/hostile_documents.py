"""Documents made to cost: packages whose XML nests, circles and repeats without measure, and pictures of nothing."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from corpus.hostile_held import zipped
from corpus.hostile_ole import looped
from corpus.hostile_pages import PAGES, deep, page, pictured
from corpus.hostile_pdfs import pdf
from corpus.hostile_pictures import emf, jpeg, png, svg, uses

_MB = 2**20
_NO_PARTS: Mapping[str, bytes] = MappingProxyType({})
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(body: str, **parts: bytes | str) -> bytes:
    """Write a Word file with this XML in its body; the names of other parts have ``__`` for a slash."""
    spaces = f'xmlns:w="{_WORD}" xmlns:r="{_RELATED}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    return _packed({"word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>"}, parts)


def _packed(held: Mapping[str, str | bytes], more: Mapping[str, str | bytes]) -> bytes:
    named = dict(held) | {name.replace("__", "/").replace("_dot_", "."): data for name, data in more.items()}
    return zipped({name: data.encode() if isinstance(data, str) else data for name, data in named.items()})


def xlsx(rows: str, strings: str = "", styles: str = "", sheets: int = 1) -> bytes:
    """Write a workbook with this XML in the data of its sheets."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(sheets))
    points = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>' for n in range(sheets)
    )
    points += "".join(
        f'<Relationship Id="{kind}" Type="{_RELATED}/{kind}" Target="{kind}.xml"/>'
        for kind in ("sharedStrings", "styles")
    )
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return _packed(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{types}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="a" Type="{_RELATED}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATED}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}">{points}</Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}">{styles}</styleSheet>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>',
        },
        {},
    )


def shared(count: int = 140_000, size: int = 32_000) -> bytes:
    """Write a workbook whose every cell is one long text that is kept once."""
    rows = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(count))
    return xlsx(rows, f"<si><t>{'公' * size}</t></si>")


def ods(rows: str) -> bytes:
    """Write a workbook of OpenDocument."""
    return _open_document("spreadsheet", f"<table:table>{rows}</table:table>")


def odt(body: str) -> bytes:
    """Write a text of OpenDocument."""
    return _open_document("text", body)


def _open_document(kind: str, body: str) -> bytes:
    spaces = " ".join(f'xmlns:{name}="{_OPEN}{name}:1.0"' for name in ("office", "table", "text"))
    inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    content = f"<office:document-content {spaces}>{inner}</office:document-content>"
    mime = f"application/vnd.oasis.opendocument.{kind}"
    listed = f'<manifest:manifest xmlns:manifest="{_OPEN}manifest:1.0"/>'
    return _packed({"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": listed}, {})


def ofd(objects: str, pages: int = 1, units: str = "", parts: Mapping[str, bytes] = _NO_PARTS) -> bytes:
    """Write an OFD package whose pages are all one; ``units`` are graphics that it may draw by number."""
    space = "xmlns:ofd='http://www.ofdspec.org/2016'"
    listed = "".join(f"<ofd:Page ID='{100 + n}' BaseLoc='P.xml'/>" for n in range(pages))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    held = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "D/Document.xml": f"<ofd:Document {space}><ofd:CommonData>{area}<ofd:DocumentRes>R.xml</ofd:DocumentRes>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "D/R.xml": f"<ofd:Res {space} BaseLoc='Res'><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>",
        "D/P.xml": f"<ofd:Page {space}><ofd:Content><ofd:Layer ID='1'>{objects}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    return _packed(held, parts)


def placed(number: int, times: int = 1) -> str:
    """Place a graphic by its number."""
    return f"<ofd:CompositeObject ID='9' ResourceID='{number}' Boundary='0 0 200 200'/>" * times


def unit(number: int, objects: str) -> str:
    """Write a graphic."""
    return (
        f"<ofd:CompositeGraphicUnit ID='{number}' Width='200' Height='200'><ofd:Content>{objects}</ofd:Content>"
        "</ofd:CompositeGraphicUnit>"
    )


def _text(codes: str, more: str = "") -> str:
    return (
        f"<ofd:TextObject ID='7' Font='3' Size='4' Boundary='9 9 99 9'><ofd:TextCode X='0' Y='4' {more}>{codes}</ofd:TextCode>"
        "</ofd:TextObject>"
    )


def composites(levels: int = 60, each: int = 10) -> bytes:
    """Place a graphic that places a graphic, and so on, each some times."""
    below = "".join(unit(10 + n, placed(11 + n, each)) for n in range(levels))
    return ofd(placed(10, each), units=below + unit(10 + levels, _text("政府信息公开1")))


def _circle() -> bytes:
    return ofd(placed(10, 3), units=unit(10, placed(11, 3) + _text("1")) + unit(11, placed(10, 3)))


def _long_path(size: int = 20 * _MB) -> str:
    drawn = "M 0 0 L 9 9 " * (size // 12)
    return f"<ofd:PathObject ID='8' Boundary='0 0 99 99'><ofd:AbbreviatedData>{drawn}</ofd:AbbreviatedData></ofd:PathObject>"


def _drawing(target: str) -> tuple[str, dict[str, str | bytes]]:
    points = f'<Relationships xmlns="{_LINKS}"><Relationship Id="p" Type="{_RELATED}/image" Target="media/{target}"/></Relationships>'
    drawn = '<w:p><w:r><w:drawing><a:blip r:embed="p"/></w:drawing></w:r></w:p>'
    return drawn, {"word___rels__document_dot_xml_dot_rels": points}


def _with_picture(target: str, make: Callable[[], bytes]) -> bytes:
    drawn, parts = _drawing(target)
    return docx(drawn * 50, **parts, **{f"word__media__{target.replace('.', '_dot_')}": make()})


def _pictured_pdf() -> bytes:
    rows = zlib.compress(zlib.compress(bytes(6250 * 50_000), 9), 9)
    more = "/Type /XObject /Subtype /Image /Width 50000 /Height 50000 /BitsPerComponent 1 /ColorSpace /DeviceGray"
    picture = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] %s >>\nstream\n%s\nendstream" % (
        len(rows),
        more.encode(),
        rows,
    )
    drawn = b"<< /Length 27 >>\nstream\nq 599 0 0 799 0 0 cm /X Do Q\nendstream"
    used = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 599 799] /Contents 3 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    return pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [4 0 R] >>", drawn, used, picture)


def _chunks() -> bytes:
    point = f'<Relationship Id="p" Type="{_RELATED}/aFChunk" Target="media/a.docx"/>'
    return docx(
        "<w:altChunk r:id='p'/>" * 1000,
        word__media__a_dot_docx=docx("<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 20_000),
        word___rels__document_dot_xml_dot_rels=f'<Relationships xmlns="{_LINKS}">{point}</Relationships>',
    )


def _word_xml() -> bytes:
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    body = f"<w:wordDocument xmlns:w='{space}'><w:body>{deep('w:p')}</w:body></w:wordDocument>"
    return f"<?xml version='1.0'?><?mso-application progid='Word.Document'?>{body}".encode()


DOCUMENTS: Mapping[str, tuple[str, Callable[[], bytes]]] = MappingProxyType(
    {
        **{name: ("a.html", make) for name, make in PAGES.items()},
        "docx deep": ("a.docx", lambda: docx(deep("w:p"))),
        "docx deep tables": ("a.docx", lambda: docx(deep("w:tbl><w:tr><w:tc"))),
        "docx tables in tables": (
            "a.docx",
            lambda: docx(("<w:tbl><w:tr><w:tc><w:p/>" * 75 + "</w:tc></w:tr></w:tbl>" * 75) * 3000),
        ),
        "docx styles in a circle": (
            "a.docx",
            lambda: docx(
                "<w:p><w:pPr><w:pStyle w:val='a0'/></w:pPr><w:r><w:t>1</w:t></w:r></w:p>" * 50_000,
                word__styles_dot_xml=f"<w:styles xmlns:w='{_WORD}'>"
                + "".join(
                    f"<w:style w:styleId='a{n}' w:type='paragraph'><w:basedOn w:val='a{(n + 1) % 5000}'/></w:style>"
                    for n in range(5000)
                )
                + "</w:styles>",
            ),
        ),
        "docx fields": ("a.docx", lambda: docx("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>" * 200_000)),
        "docx runs": ("a.docx", lambda: docx(f"<w:p>{'<w:r><w:t>1</w:t></w:r>' * 400_000}</w:p>")),
        "docx spans": (
            "a.docx",
            lambda: docx(
                "<w:tbl>"
                + (
                    "<w:tr>"
                    + "<w:tc><w:tcPr><w:gridSpan w:val='99999999'/><w:vMerge/></w:tcPr><w:p/></w:tc>" * 60
                    + "</w:tr>"
                )
                * 3000
                + "</w:tbl>"
            ),
        ),
        "docx in docx": ("a.docx", _chunks),
        "docx of a png": ("a.docx", lambda: _with_picture("a.png", png)),
        "docx of a jpeg": ("a.docx", lambda: _with_picture("a.jpg", jpeg)),
        "docx of svg": ("a.docx", lambda: _with_picture("a.svg", lambda: svg(uses()))),
        "docx of deep svg": ("a.docx", lambda: _with_picture("a.svg", lambda: svg(deep("g")))),
        "docx of emf": ("a.docx", lambda: _with_picture("a.emf", emf)),
        "page of a png": ("a.html", lambda: pictured("png", png)),
        "page of a jpeg": ("a.html", lambda: pictured("jpeg", jpeg)),
        "page of svg": ("a.html", lambda: page(svg(uses()).decode() * 10)),
        "pdf of a picture": ("a.pdf", _pictured_pdf),
        "jpeg": ("a.jpg", jpeg),
        "odt deep": ("a.odt", lambda: odt(deep("text:p"))),
        "odt sections": (
            "a.odt",
            lambda: odt("<text:section>" * 200 + "<text:p>1</text:p>" * 300_000 + "</text:section>" * 200),
        ),
        "ofd deep": ("a.ofd", lambda: ofd(deep("ofd:PageBlock"))),
        "ofd composites": ("a.ofd", composites),
        "ofd composites in a circle": ("a.ofd", _circle),
        "ofd composites wide": (
            "a.ofd",
            lambda: ofd(placed(10, 2000), pages=50, units=unit(10, _text("政府信息公开1") * 2000)),
        ),
        "ofd texts": ("a.ofd", lambda: ofd(_text("1") * 100_000)),
        "ofd steps": ("a.ofd", lambda: ofd(_text("1" * 100_000, "DeltaX='g 99999999 4'") * 20)),
        "ofd path": ("a.ofd", lambda: ofd(_long_path())),
        "ofd pages": ("a.ofd", lambda: ofd(_text("1") * 100, pages=20_000)),
        "ofd picture": (
            "a.ofd",
            lambda: ofd(
                "<ofd:ImageObject ID='5' ResourceID='6' Boundary='0 0 210 297'/>" * 50, parts={"D/Res/a.png": png()}
            ),
        ),
        "xlsx deep": ("a.xlsx", lambda: xlsx(deep("row"))),
        "xlsx deep strings": ("a.xlsx", lambda: xlsx("<row><c t='s'><v>0</v></c></row>", deep("si"))),
        "xlsx strings": ("a.xlsx", shared),
        "xlsx sheets": ("a.xlsx", lambda: xlsx("<row><c><v>1</v></c></row>" * 3000, sheets=5000)),
        "xlsx formats": (
            "a.xlsx",
            lambda: xlsx(
                "<row><c s='1'><v>1</v></c></row>" * 30_000,
                styles=f"<numFmts><numFmt numFmtId='200' formatCode='{'[red]#,##0.00;' * 20_000}'/></numFmts>"
                "<cellXfs><xf/><xf numFmtId='200'/></cellXfs>",
            ),
        ),
        "xlsx far cells": (
            "a.xlsx",
            lambda: xlsx(
                "".join(f"<row r='{n * 10}'><c r='XFD{n * 10}'><v>1</v></c></row>" for n in range(1, 100_000))
            ),
        ),
        "ods deep": ("a.ods", lambda: ods(deep("table:table-row"))),
        "ods repeats": (
            "a.ods",
            lambda: ods(
                (
                    "<table:table-row table:number-rows-repeated='1048576'><table:table-cell "
                    "table:number-columns-repeated='16384'><text:p>1</text:p></table:table-cell></table:table-row>"
                )
                * 100
            ),
        ),
        "xml deep": ("a.xml", _word_xml),
        "rtf deep": ("a.rtf", lambda: b"{\\rtf1" + b"{\\b " * 100_000 + b"1" + b"}" * 100_001),
        **{
            f"OLE {trick} {name}": (name, partial(looped, trick, stream))
            for name, stream in {"a.doc": "WordDocument", "a.xls": "Workbook", "a.wps": "WordDocument"}.items()
            for trick in ("stream", "directory", "tree", "mini", "more tables")
        },
    }
)
"""By name, what the file is called and what makes it."""
