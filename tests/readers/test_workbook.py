"""Workbooks: what each sheet shows becomes paragraphs and grids."""

from __future__ import annotations

import pytest

from gongkai.document import Document, Grid, Paragraph
from gongkai.errors import DamagedSource, EmptySource, EncryptedSource
from gongkai.readers.samples import zipped
from gongkai.readers.workbook import delimited, ods, xls, xlsb, xlsx
from gongkai.text.numerals import GETA
from readers import workbooks as wb
from readers.workbooks import number, row, sheet, text, workbook


def read(*sheets: str, **extra) -> Document:
    (document,) = xlsx.read(workbook(*sheets, **extra))
    return document


def texts(document: Document) -> list[object]:
    """Paragraphs as their text, grids as rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in line] for line in block.rows()]
        for block in document.blocks
    ]


HEAD, LINE = row(3, text("A3", "项"), text("B3", "数")), row(4, text("A4", "甲"), number("B4", "5"))


def test_a_table_is_a_grid_and_what_stands_over_it_paragraphs():
    """Lone cells over a head are lines of text; blank rows part tables."""
    document = read(
        sheet(
            row(1, text("A1", "题目")),
            row(2, text("A2", "说明")),
            HEAD,
            LINE,
            row(5, text("A5", "注：无")),
            row(7, text("A7", "尾")),
        )
    )
    assert texts(document) == ["题目", "说明", [["项", "数"], ["甲", "5"]], "注：无", "尾"]


def test_a_heading_inside_parts_two_tables():
    """A lone cell over a row of words only begins another table, with no blank row between."""
    second = (
        row(5, text("A5", "二、另一表")),
        row(6, text("A6", "名"), text("B6", "额")),
        row(7, text("A7", "乙"), number("B7", "1")),
    )
    assert texts(read(sheet(HEAD, LINE, *second))) == [
        [["项", "数"], ["甲", "5"]],
        "二、另一表",
        [["名", "额"], ["乙", "1"]],
    ]


def test_years_are_heads_too():
    """Lines over a head of words and years are paragraphs, whichever table of the sheet it heads."""
    rows = (
        row(1, text("A1", "Annual Accounts of Millbrook")),
        row(2, text("A2", "Part II Accounts")),
        row(3, text("A3", "Item"), text("B3", "2023"), text("C3", "2022")),
        row(4, text("A4", "Fees"), number("B4", "5"), number("C4", "4")),
        row(5, text("A5", "Staff by grade")),
        row(6, text("A6", "Grade"), text("B6", "2023"), text("C6", "2022")),
        row(7, text("A7", "A"), number("B7", "7"), number("C7", "9")),
    )
    assert texts(read(sheet(*rows))) == [
        "Annual Accounts of Millbrook", "Part II Accounts", [["Item", "2023", "2022"], ["Fees", "5", "4"]],
        "Staff by grade", [["Grade", "2023", "2022"], ["A", "7", "9"]],
    ]  # fmt: skip


def test_counts_that_look_like_years_are_no_head():
    """A label without figures over a row with a count of two thousand is a row of its table."""
    table = (
        row(4, text("A4", "一、甲")),
        row(5, text("A5", "乙"), number("B5", "2013"), number("C5", "1987")),
        row(6, text("A6", "丙"), number("B6", "2013"), number("C6", "2013")),
    )
    head = row(3, text("A3", "项"), text("B3", "数"), text("C3", "额"))
    assert texts(read(sheet(head, *table))) == [
        [["项", "数", "额"], ["一、甲", "", ""], ["乙", "2013", "1987"], ["丙", "2013", "2013"]]
    ]


def test_a_counted_caption_parts_two_tables():
    """Table 2 begins a table, whatever its head looks like."""
    rows = (HEAD, LINE, row(5, text("A5", "表2 乙")), row(6, text("A6", "级"), number("B6", "1"), number("C6", "2")))
    assert texts(read(sheet(*rows))) == [[["项", "数"], ["甲", "5"]], "表2 乙", [["级", "1", "2"]]]


def test_what_is_said_over_a_table_without_a_head_is_none_of_its_rows():
    """A sentence over rows of figures is text; a short label there is a row."""
    said = row(1, text("A1", "The accounts were audited."))
    figures = row(2, text("A2", "甲"), number("B2", "5"))
    assert texts(read(sheet(said, figures))) == ["The accounts were audited.", [["甲", "5"]]]
    assert texts(read(sheet(row(1, text("A1", "一、乙")), figures))) == [[["一、乙", ""], ["甲", "5"]]]


def test_a_numbered_heading_under_a_table_heads_what_is_said_next():
    """A label whose figures are blank ends a table; a heading with a sentence below it does not belong to it."""
    blank, heading = row(5, text("A5", "乙")), row(6, text("A6", "三、说明"))
    document = read(sheet(HEAD, LINE, blank, heading, row(7, text("A7", "情况与上年相近。"))))
    assert texts(document) == [[["项", "数"], ["甲", "5"], ["乙", ""]], "三、说明", "情况与上年相近。"]


def test_a_label_whose_figures_are_blank_stays_in_its_table():
    """A lone cell over a row with figures is a row of the table."""
    document = read(sheet(HEAD, row(4, text("A4", "甲")), row(5, text("A5", "乙"), number("B5", "1"))))
    assert texts(document) == [[["项", "数"], ["甲", ""], ["乙", "1"]]]


def test_places_are_addresses():
    """A cell's place names sheet and cell as its user does."""
    grid = read(sheet(HEAD, LINE), names=("年报",)).blocks[0]
    assert isinstance(grid, Grid)
    assert [cell.place.address for cell in grid.cells] == ["年报!A3", "年报!B3", "年报!A4", "年报!B4"]


def test_merged_cells_span_what_they_cover():
    """Spans are kept, and what stands unseen under a merged cell is not read."""
    merged = '<mergeCells><mergeCell ref="A3:B3"/></mergeCells>'
    grid = read(sheet(row(3, text("A3", "头"), text("B3", "盖住"), text("C3", "数")), LINE, after=merged)).blocks[0]
    assert isinstance(grid, Grid)
    assert [(c.text, c.column, c.column_span) for c in grid.cells if c.row == 0] == [("头", 0, 2), ("数", 2, 1)]


def test_hidden_rows_columns_and_sheets_are_not_read():
    """What is hidden is not printed; an issue says that it is there, and the addresses of the rest stay."""
    hidden = row(4, text("A4", "藏"), number("B4", "9"), said='hidden="1"')
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    shown = sheet(
        row(3, text("A3", "项"), text("B3", "x"), text("C3", "数")),
        hidden,
        row(5, text("A5", "甲"), number("C5", "1")),
        before=columns,
    )
    document = read(shown, sheet(LINE), states=("visible", "hidden"))
    assert texts(document) == [[["项", "数"], ["甲", "1"]]]
    assert [cell.place.address for cell in document.blocks[0].cells][-1] == "Sheet1!C5"
    assert {issue.code for issue in document.issues} == {"hidden_cells", "hidden_sheet"}


def test_figures_are_those_that_are_shown():
    """A number format decides what is printed; where that is another figure, an issue names the stored one."""
    document = read(sheet(HEAD, row(4, text("A4", "甲"), number("B4", "1.2", wb.WHOLE))), styles=wb.STYLES)
    assert texts(document) == [[["项", "数"], ["甲", "1"]]]
    (issue,) = document.issues
    assert issue.code == "shown_otherwise" and "Sheet1!B4 shows 1, stored is 1.2" in issue.message


def test_shares_and_dates_are_shown_as_such_without_an_issue():
    """12.50% is what 0.125 says, and a date what a number of days says."""
    line = row(4, text("A4", "甲"), number("B4", "0.125", wb.PERCENT), number("C4", "45000", wb.DATE))
    document = read(sheet(line), styles=wb.STYLES)
    assert (texts(document), document.issues) == ([[["甲", "12.50%", "2023年3月15日"]]], ())


@pytest.mark.parametrize("style", [wb.STRUCK, wb.WHITE, wb.CONCEALED])
def test_what_is_struck_white_or_concealed_is_not_read(style):
    """A person sees no figure there."""
    document = read(sheet(HEAD, row(4, text("A4", "甲"), number("B4", "5", style))), styles=wb.STYLES)
    assert texts(document) == [[["项", "数"], ["甲", ""]]]


def test_white_on_a_coloured_ground_is_read():
    """Heads are often white on blue."""
    assert texts(read(sheet(row(1, text("A1", "项", wb.WHITE_ON_BLUE))), styles=wb.STYLES)) == ["项"]


def test_runs_are_shown_each_in_its_way():
    """A raised digit is a mark beside the figure, a struck one is gone, phonetic readings are no text."""
    runs = (
        '<r><t>8</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r><r><rPr><strike/></rPr><t>7</t></r>'
        "<rPh><t>ba</t></rPh>"
    )
    assert texts(read(sheet(row(1, text("A1", runs))))) == ["8²"]


def test_a_formula_without_a_result_is_unread_and_an_error_as_printed():
    """What no program has computed is no zero; an error's sign is what stands in the cell."""
    formula, fault = '<c r="B1"><f>1+1</f></c>', '<c r="C1" t="e"><v>#REF!</v></c>'
    assert texts(read(sheet(row(1, text("A1", "甲"), formula, fault)))) == [[["甲", GETA, "#REF!"]]]


def test_text_that_looks_like_a_number_is_kept_as_text():
    """A figure stored as text is read as it is written."""
    assert texts(read(sheet(row(1, text("A1", "甲"), text("B1", "007"))))) == [[["甲", "007"]]]


def test_sheets_with_names_of_their_own_are_headed_by_them():
    """A tab's name is what a person sees over its tables, but no name that a program gave."""
    first, second = sheet(row(1, text("A1", "甲"))), sheet(row(1, text("A1", "乙")))
    assert texts(read(first, second, names=("Sheet1", "行政复议"))) == ["甲", "行政复议", "乙"]


def test_a_sheet_of_nothing_is_an_empty_source():
    """A workbook that shows nothing holds no report."""
    with pytest.raises(EmptySource):
        read(sheet(row(1, number("A1", "5", wb.CONCEALED))), styles=wb.STYLES)


@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing", zipped({"xl/workbook.xml": "<no"})])
def test_a_broken_workbook_says_so(data):
    """Cut short, or broken inside: one line, no traceback."""
    with pytest.raises(DamagedSource):
        list(xlsx.read(data))


@pytest.mark.parametrize("reader", [xls, xlsb])
def test_a_broken_old_workbook_says_so(reader):
    """Bytes that only begin like one are damaged."""
    with pytest.raises(DamagedSource):
        list(reader.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)))


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
    '<office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="s"><style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


@pytest.mark.parametrize("locked", ["content.xml", "encrypted-package"])
def test_a_spreadsheet_with_a_password_is_no_broken_one(locked: str):
    """Its parts are encrypted one by one, or the whole package as one part; both stand in its manifest."""
    manifest = f'<file-entry full-path="{locked}"><encryption-data/></file-entry>'
    with pytest.raises(EncryptedSource, match="only with a password; save a copy without one"):
        list(ods.read(zipped({"META-INF/manifest.xml": manifest.encode(), locked: b"\1\2\3"})))


def read_ods(tables: str) -> Document:
    (document,) = ods.read(zipped({"content.xml": ODS.format(tables)}))
    return document


@pytest.mark.parametrize("nought", ["0", "0.0", "0.00"])
def test_rows_and_columns_without_height_or_width_are_not_seen(nought: str):
    """Whatever way nought is written in; a sheet's rows that are hidden unless they are listed are listed."""
    flat = row(4, text("A4", "藏"), number("B4", "9"), said=f'ht="{nought}" customHeight="1"')
    thin = f'<cols><col min="2" max="2" width="{nought}" customWidth="1"/></cols>'
    named = row(1, text("A1", "甲"), number("B1", "7"), number("C1", "2"))
    assert texts(read(sheet(named, flat))) == [[["甲", "7", "2"]]]
    assert texts(read(sheet(named, flat, before=thin))) == [[["甲", "2"]]]
    listed = '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'
    assert texts(read(sheet(named, flat, before=listed))) == [[["甲", "7", "2"]]]


def test_flat_rows_and_columns_of_opendocument_are_not_seen():
    """Their styles say how high and wide they are; a row that fits its words is as high as those."""
    held = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    line = f'<table:table-row table:style-name="{{}}">{held.format("甲")}{held.format("7")}{held.format("2")}</table:table-row>'
    columns = '<table:table-column/><table:table-column table:style-name="c"/><table:table-column/>'
    flat = '<table:table table:name="1">' + columns + line.format("n") + line.format("r") + "</table:table>"
    styles = (
        '<style:style style:name="c"><style:table-column-properties style:column-width="0cm"/></style:style>'
        '<style:style style:name="r"><style:table-row-properties style:row-height="0in"/></style:style>'
        '<style:style style:name="n"><style:table-row-properties style:row-height="0cm" '
        'style:use-optimal-row-height="true"/></style:style></office:automatic-styles>'
    )
    made = ODS.replace("</office:automatic-styles>", styles)
    (document,) = ods.read(zipped({"content.xml": made.format(flat)}))
    assert texts(document) == [[["甲", "2"]]]


def test_opendocument_cells_say_what_they_show():
    """The printed text counts, not the stored value; repeated and covered cells, hidden rows and tables are what they are."""
    cell = '<table:table-cell office:value="{}"><text:p>{}</text:p></table:table-cell>'
    hidden = f'<table:table-row table:visibility="collapse">{cell.format(9, 9)}</table:table-row>'
    head = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>头</text:p></table:table-cell>'
        "<table:covered-table-cell/><table:table-cell><text:p>数</text:p></table:table-cell></table:table-row>"
    )
    line = (
        '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>甲</text:p></table:table-cell>'
        f"{cell.format('1.2', '1')}</table:table-row>"
    )
    document = read_ods(
        f'<table:table table:name="甲">{head}{hidden}{line}</table:table>'
        f'<table:table table:name="乙" table:style-name="h">{line}</table:table>'
    )
    assert texts(document) == [[["头", "数"], ["甲", "甲", "1"]]]
    assert {issue.code for issue in document.issues} == {"hidden_cells", "hidden_sheet"}


def test_colours_of_opendocument_hide_and_cover():
    """Letters of their ground's colour are not seen, black on black is covered, automatic ones are seen on any ground."""
    styles = "".join(
        f'<style:style style:name="{name}"><style:table-cell-properties fo:background-color="{ground}"/>{letters}</style:style>'
        for name, ground, letters in (
            ("g", "#ccCCcc", '<style:text-properties fo:color="#cccccc"/>'),
            ("b", "#000000", '<style:text-properties fo:color="#000000"/>'),
            ("a", "#000000", ""),
        )
    ).replace("fo:", "style:")
    held = "".join(
        f'<table:table-cell table:style-name="{name}"><text:p>7</text:p></table:table-cell>' for name in "gba"
    )
    made = ODS.replace("</office:automatic-styles>", styles + "</office:automatic-styles>")
    (document,) = ods.read(
        zipped({"content.xml": made.format(f"<table:table><table:table-row>{held}</table:table-row></table:table>")})
    )
    assert texts(document) == [[["〓", "7"]]]


def test_struck_text_of_opendocument_is_dropped():
    """A span that is struck through is not read."""
    span = '<table:table-cell><text:p>8<text:span text:style-name="s">7</text:span></text:p></table:table-cell>'
    assert texts(read_ods(f'<table:table table:name="1"><table:table-row>{span}</table:table-row></table:table>')) == [
        "8"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimited_tables_in_any_encoding(encoding, delimiter):
    """The delimiter is the one that parts the lines; cells that were merged stay empty."""
    lines = ["题目", "项||数|数", "甲||1|2", "乙||3|4"]
    (document,) = delimited.read("\n".join(line.replace("|", delimiter) for line in lines).encode(encoding))
    assert texts(document) == ["题目", [["项", "", "数", "数"], ["甲", "", "1", "2"], ["乙", "", "3", "4"]]]
    assert document.blocks[1].cells[-1].place.address == "D4"


def test_quoted_fields_keep_their_delimiters():
    """Quotes hold commas and line breaks together; ``="007"`` is how some programs keep zeros."""
    (document,) = delimited.read('项,数\n"甲,\n乙","1,234"\n丙,="007"\n'.encode())
    assert texts(document) == [[["项", "数"], ["甲,\n乙", "1,234"], ["丙", "007"]]]
