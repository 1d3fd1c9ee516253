"""Small workbooks for tests: sheets written as XML by hand, so that what they hold is plain."""

from __future__ import annotations

from gongkai.readers.samples import zipped

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def text(place: str, words: str, style: int = 0) -> str:
    """A cell with words, or with runs where they are written as XML."""
    held = words if words.startswith("<") else f"<t>{words}</t>"
    return f'<c r="{place}" t="inlineStr" s="{style}"><is>{held}</is></c>'


def number(place: str, value: str, style: int = 0) -> str:
    """A cell with a number."""
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def row(index: int, *cells: str, said: str = "") -> str:
    """A row; ``said`` are its attributes."""
    return f'<row r="{index}" {said}>{"".join(cells)}</row>'


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    """A sheet's part."""
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def workbook(*sheets: str, styles: str = "", states: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> bytes:
    """A workbook of the sheets; ``styles`` is what stands inside ``<styleSheet>``."""
    listed, points, parts = "", "", {}
    for i, part in enumerate(sheets):
        state = states[i] if i < len(states) else "visible"
        name = names[i] if i < len(names) else f"Sheet{i + 1}"
        listed += f'<sheet name="{name}" state="{state}" r:id="r{i}"/>'
        points += f'<Relationship Id="r{i}" Type="{_RELATED}/worksheet" Target="s{i}.xml"/>'
        parts[f"xl/s{i}.xml"] = part
    points += f'<Relationship Id="st" Type="{_RELATED}/styles" Target="styles.xml"/>'
    first = f'<Relationship Id="r1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/>'
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" ContentType="{_KIND}"/></Types>'
    )
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{first}</Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{points}</Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
            **parts,
        }
    )


STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
    '<fonts><font/><font><strike/></font><font><color rgb="FFFFFFFF"/></font><font><vertAlign val="superscript"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF0000FF"/></patternFill></fill></fills>'
    '<cellXfs><xf/><xf numFmtId="1"/><xf fontId="1"/><xf fontId="2"/><xf fontId="2" fillId="2"/><xf numFmtId="170"/>'
    '<xf numFmtId="10"/><xf numFmtId="31"/></cellXfs>'
)
WHOLE, STRUCK, WHITE, WHITE_ON_BLUE, CONCEALED, PERCENT, DATE = 1, 2, 3, 4, 5, 6, 7
