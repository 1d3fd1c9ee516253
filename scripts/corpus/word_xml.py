"""The WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from corpus.grid import PrintedCell, PrintedTable

_WHO = 'w:author="校对" w:date="2024-01-01T00:00:00Z"'
_PAGE = 9000
_ABSTRACT = 77
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_SHAPE = (
    '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5000000" cy="600000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
)


def table_element(table: PrintedTable, *, deleted: bool = False) -> Any:  # noqa: ANN401  (an lxml element)
    """Write a table with the spans that Word writes; ``deleted`` leaves a struck figure before every tenth one."""
    widths = _widths(table)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    count = iter(range(1, 10_000))
    rows = "".join(
        "<w:tr>" + "".join(_cell(c, widths, goes_on, next(count) if deleted else 1) for c, goes_on in row) + "</w:tr>"
        for row in table.word_rows()
    )
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    margins = '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
    layout = f'<w:tblW w:w="{_PAGE}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    properties = f"<w:tblPr>{layout}{margins}</w:tblPr>"
    return parse_xml(f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>")


def _widths(table: PrintedTable) -> list[int]:
    """Divide the page: labels get two fifths, the innermost the most of it; figures share the rest."""
    labels = min((c.column for c in table.cells if c.role == "value"), default=0)
    parts = [1, 2, 4][-labels:] if labels else []
    parts = [1] * (labels - len(parts)) + parts
    room = _PAGE * 2 // 5 if labels else 0
    return [room * part // sum(parts) for part in parts] + [(_PAGE - room) // (table.width - labels)] * (
        table.width - labels
    )


def _cell(cell: PrintedCell, widths: list[int], goes_on: bool, number: int) -> str:
    span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
    merge = "" if cell.row_span == 1 else "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'
    width = sum(widths[cell.column : cell.column + cell.column_span])
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'
    struck = cell.role == "value" and number % 10 == 0 and bool(cell.text)
    tight = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    return f"<w:tc>{properties}<w:p>{tight}{'' if goes_on else _cell_runs(cell.text, struck)}</w:p></w:tc>"


def _cell_runs(text: str, struck: bool) -> str:
    small = '<w:rPr><w:sz w:val="18"/></w:rPr>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    run = f"<w:r>{small}{lines}</w:r>" if text else ""
    if not struck:
        return run
    old = f'<w:del w:id="9001" {_WHO}><w:r>{small}<w:delText>77</w:delText></w:r></w:del>'
    return f'{old}<w:ins w:id="9002" {_WHO}>{run}</w:ins>'


def content_control_around(element: Any) -> None:  # noqa: ANN401
    """Put a block into a content control (w:sdt), as form templates do."""
    control = parse_xml(f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="表格"/></w:sdtPr><w:sdtContent/></w:sdt>')
    element.addprevious(control)
    control[-1].append(element)


def bookmark_in(paragraph: Paragraph, number: int) -> None:
    """Put a bookmark around a paragraph's runs; Word leaves _GoBack where the last edit was."""
    name = "_GoBack" if number == 0 else f"_Toc{number:08}"
    start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>')
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def track_changes_in(paragraph: Paragraph) -> None:
    """Make the paragraph's last run a tracked insertion behind a deleted sentence."""
    run = paragraph.runs[-1]._r
    deleted = '<w:r><w:delText xml:space="preserve">（此处原有2件，已删除）</w:delText></w:r>'
    run.addprevious(parse_xml(f'<w:del {nsdecls("w")} w:id="9003" {_WHO}>{deleted}</w:del>'))
    inserted = parse_xml(f'<w:ins {nsdecls("w")} w:id="9004" {_WHO}/>')
    run.addprevious(inserted)
    inserted.append(run)


def text_box_in(paragraph: Paragraph, text: str) -> None:
    """Print ``text`` in a text box, once as DrawingML and once in the fallback for old Word, as Word does."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:txbxContent>"
    shape = f"{_SHAPE}<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
    graphic = f'<a:graphic><a:graphicData uri="{_WPS}">{shape}</a:graphicData></a:graphic>'
    extent = '<wp:extent cx="5000000" cy="600000"/><wp:docPr id="1" name="标题"/>'
    drawing = f"<w:drawing><wp:inline>{extent}{graphic}</wp:inline></w:drawing>"
    fallback = f'<w:pict><v:shape style="width:400pt;height:48pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    spaces = f'{nsdecls("w", "wp", "a")} xmlns:mc="{_MC}" xmlns:wps="{_WPS}" xmlns:v="urn:schemas-microsoft-com:vml"'
    choice = f'<mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
    paragraph._p.append(parse_xml(f"<w:r {spaces}><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"))


def numbering_definition(document: Document) -> int:
    """Define 一、 and （一） as a two-level automatic numbering; return its number."""
    part = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, text in enumerate(("%1、", "（%2）"))
    )
    multi = '<w:multiLevelType w:val="multilevel"/>'
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_ABSTRACT}">{multi}{levels}</w:abstractNum>')
    part.insert(0, abstract)
    return int(part.add_num(_ABSTRACT).numId)


def set_numbering(paragraph: Paragraph, number: int, level: int) -> None:
    """Let Word number the paragraph."""
    properties: Any = paragraph._p.get_or_add_pPr()
    properties = properties.get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number
