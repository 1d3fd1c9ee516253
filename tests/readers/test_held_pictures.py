"""Pictures that are what a cell of a workbook holds, as WPS and Excel keep them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image

from gongkai.document import Document, Grid
from gongkai.readers.workbook.xlsx import read

xlsxwriter = pytest.importorskip("xlsxwriter")
Held = dict[str, bytes | str | int]
"""What stands in the cells; bytes are pictures."""
MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def png(width: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, 200), "white").save(buffer, "PNG")
    return buffer.getvalue()


def by_excel(cells: Held) -> bytes:
    """As Excel keeps a picture that was placed in a cell: an error, and a rich value."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("年报")
        for at, held in cells.items():
            if isinstance(held, bytes):
                sheet.embed_image(at, f"{at}.png", {"image_data": io.BytesIO(held)})
            else:
                sheet.write(at, held)
    return out.getvalue()


def by_wps(cells: Held) -> bytes:
    """As WPS keeps it: a formula that names it, and a list of its own."""
    out = io.BytesIO()
    pictures = {f"ID_{at}": held for at, held in cells.items() if isinstance(held, bytes)}
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("年报")
        for at, held in cells.items():
            if isinstance(held, bytes):
                sheet.write_formula(at, f'=_xlfn.DISPIMG("ID_{at}",1)', None, f'=DISPIMG("ID_{at}",1)')
            else:
                sheet.write(at, held)
    listed = "".join(
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{name}"/></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip r:embed="rId{at}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
        for at, name in enumerate(pictures)
    )
    spaces = (
        'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:r="' + MAIN + '" '
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    pointers = "".join(
        f'<Relationship Id="rId{at}" Type="{MAIN}/image" Target="media/{at}.png"/>' for at in range(len(pictures))
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    again = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                one = '<Relationship Id="rId99" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>'
                content = content.replace(b"</Relationships>", one.encode() + b"</Relationships>")
            new.writestr(name, content)
        new.writestr("xl/cellimages.xml", f"{HEAD}<etc:cellImages {spaces}>{listed}</etc:cellImages>")
        new.writestr(
            "xl/_rels/cellimages.xml.rels", f'{HEAD}<Relationships xmlns="{relations}">{pointers}</Relationships>'
        )
        for at, held in enumerate(pictures.values()):
            new.writestr(f"xl/media/{at}.png", held)
    return again.getvalue()


MAKERS = pytest.mark.parametrize("make", [by_excel, by_wps])


def document(data: bytes) -> Document:
    (found,) = read(data)
    return found


@MAKERS
def test_a_picture_in_a_cell_of_its_own_row_stands_there(make: Callable[[Held], bytes]):
    """It may be a table; its place is the cell's, and no formula and no error is text of the sheet."""
    a, b = png(300), png(500)
    found = document(make({"A1": "二、主动公开政府信息情况", "A2": a, "A3": "三、收到和处理申请情况", "B4": b}))
    assert [(one.place.address, one.block, one.load and one.load()) for one in found.pictures] == [
        ("年报!A2", 1, a), ("年报!B4", 2, b),
    ]  # fmt: skip
    assert [getattr(block, "text", None) for block in found.blocks] == [
        "二、主动公开政府信息情况",
        "三、收到和处理申请情况",
    ]


@MAKERS
def test_a_picture_among_figures_is_a_figure_that_cannot_be_read(make: Callable[[Held], bytes]):
    """Never a blank cell, and never the words of its formula."""
    found = document(make({"A1": "行政许可", "B1": 12, "A2": "行政处罚", "B2": png(40), "A3": "行政强制", "B3": 7}))
    (grid,) = (block for block in found.blocks if isinstance(block, Grid))
    assert {(c.row, c.column): c.text for c in grid.cells}[1, 1] == "〓"
    assert not any("DISPIMG" in cell.text or "VALUE" in cell.text for cell in grid.cells)


def test_a_picture_that_is_not_there_is_one_all_the_same():
    """A workbook whose list of pictures was lost shows none of the formula's words."""
    with zipfile.ZipFile(io.BytesIO(by_wps({"A1": "一、概述", "A2": png(300)}))) as old:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                if "cellimages" not in name:
                    new.writestr(name, old.read(name))
    found = document(out.getvalue())
    assert [(one.place.address, one.load and one.load()) for one in found.pictures] == [("年报!A2", None)]
    assert [getattr(block, "text", None) for block in found.blocks] == ["一、概述"]


def test_errors_without_a_picture_stay_errors():
    """#VALUE! alone is what the cell shows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
    assert "#DIV/0!" in str(document(out.getvalue()).blocks)
