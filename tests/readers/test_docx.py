"""Word files: what is printed, in order, with its place; nothing of what was deleted, hidden or set aside."""

from __future__ import annotations

import subprocess

import docx
import pytest

from gongkai.document import Grid, Paragraph, Place

from .wordxml import (
    BOX,
    CHOICE,
    FALLBACK,
    MAIN,
    PICTURE,
    body,
    drawn,
    elements,
    grid,
    lines,
    only,
    p,
    part,
    repack,
    save,
    spans,
    t,
    tbl,
    tc,
    tr,
)

# --- wrappers, boxes, pictures ---------------------------------------------------------------------------------------


def sdt(content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:alias w:val='名'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_content_controls_are_transparent_everywhere():
    """Content controls around blocks, rows, cells, cell paragraphs and runs leave their content in place."""
    row = sdt(tr(sdt(tc("a")), tc(sdt(p("b"))), tc(p("<w:r/>" + sdt(t("c"))))))
    document = body(sdt(p("块")) + sdt(tbl(row, tr("1", "2", "3"))) + p(t("行") + sdt(t("内"))))
    assert lines(document) == ["块", "行内"]
    assert [cell.text for cell in grid(document).cells] == ["a", "b", "c", "1", "2", "3"]


@pytest.mark.parametrize(
    "wrapped",
    [
        f"<w:smartTag>{t('文')}</w:smartTag>",
        f"<w:customXml>{t('文')}</w:customXml>",
        f"<w:hyperlink>{t('文')}</w:hyperlink>",
        f'<w:fldSimple w:instr="SEQ a">{t("文")}</w:fldSimple>',
        f'<w:ins w:id="1" w:author="a">{t("文")}</w:ins>',
        f'<w:moveTo w:id="1" w:author="a">{t("文")}</w:moveTo>',
        f"<w:ins><w:hyperlink><w:smartTag>{t('文')}</w:smartTag></w:hyperlink></w:ins>",
        f"<w:bdo>{t('文')}</w:bdo>",
    ],
)
def test_wrappers_of_runs_are_transparent(wrapped):
    """Smart tags, links, simple fields and tracked insertions, nested in any way, are part of the sentence."""
    assert lines(body(p(t("前") + wrapped + t("后")))) == ["前文后"]


@pytest.mark.parametrize(
    "branches", [CHOICE + FALLBACK, FALLBACK, '<mc:Choice Requires="wpg"><w:drawing/></mc:Choice>' + FALLBACK]
)
def test_text_boxes_are_read_once_after_their_paragraph(branches):
    """A text box follows the paragraph that holds it; of alternate contents the first that says something counts."""
    box = f"<w:r><mc:AlternateContent>{branches}</mc:AlternateContent></w:r>"
    assert lines(body(p(t("段") + box + t("落")) + p("后"))) == ["段落", "框内", "后"]


def test_a_text_box_may_hold_a_table_or_another_box():
    """What stands in a text box is read like a body of its own."""
    inner = f"<w:txbxContent>{tbl(tr('1', '2'))}{p(f'<w:r><w:pict>{BOX}</w:pict></w:r>')}</w:txbxContent>"
    document = body(p(f"<w:r><w:pict><v:shape>{inner}</v:shape></w:pict></w:r>"))
    assert [type(block) for block in document.blocks] == [Grid, Paragraph]
    assert lines(document) == ["框内"]


def test_a_text_box_in_a_cell_is_the_cell_s():
    """A figure that was typed into a text box over a cell is that cell's text."""
    assert drawn(grid(body(tbl(tr("行", tc(p(f"<w:r><w:pict>{BOX}</w:pict></w:r>")))))))[0, 1] == "框内"


def test_pictures_are_set_aside():
    """A picture is noted before the next block, with the cell that it stands in; the cell says that something is there."""
    legacy = "<w:r><w:pict><v:shape><v:imagedata r:id='rId9'/></v:shape></w:pict></w:r>"
    document = body(p("一") + p(PICTURE) + p("二") + tbl(tr("a", tc(p(legacy)))))
    assert [picture.block for picture in document.pictures] == [1, 2]
    assert document.pictures[1].place == Place(table=0, cell=(0, 1))
    assert drawn(grid(document))[0, 1] == "〓"


# --- runs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a\tb"),
        ("<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t>", "a\nb\nc"),
        ('<w:t>a</w:t><w:br w:type="page"/><w:br w:type="column"/><w:lastRenderedPageBreak/><w:t>b</w:t>', "ab"),
        ("<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t>", "a-b"),
        ('<w:t>a</w:t><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>b</w:t>', "a✓b"),
        ("<w:t>政</w:t><w:footnoteReference w:id='2'/><w:endnoteReference w:id='2'/><w:t>府</w:t>", "政府"),
        ("<w:rPr><w:b/></w:rPr><w:t/><w:t>a</w:t><w:unknown><w:t>x</w:t></w:unknown>", "a"),
    ],
)
def test_special_characters_of_runs(run, text):
    """Tabs, line breaks and hyphens are characters; page breaks and references to notes that are not there are none."""
    assert lines(body(p(f"<w:r>{run}</w:r>"))) == [text]


def test_ruby_gives_its_base_only():
    """Pronunciation above a character is not part of the text."""
    ruby = f"<w:r><w:ruby><w:rt>{t('zhèng')}</w:rt><w:rubyBase>{t('政')}</w:rubyBase></w:ruby></w:r>"
    assert lines(body(p(ruby + t("府")))) == ["政府"]


def test_deleted_and_moved_text_is_dropped():
    """Tracked deletions and the old places of moved text are not in the text."""
    gone = f"<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom>{t('移')}</w:moveFrom>"
    assert lines(body(p(t("新") + gone + t("文")))) == ["新文"]


def test_deleted_rows_and_cells_are_dropped():
    """A table is read as if its tracked deletions were accepted; inserted rows and cells stay."""
    table = tbl(
        tr("旧", "9", properties='<w:del w:id="1" w:author="a"/>'),
        tr(tc("没", "<w:cellDel w:id='1'/>"), tc("行", "<w:cellIns w:id='2'/>"), "1"),
        tr("新", "2", properties='<w:ins w:id="3" w:author="a"/>'),
    )
    assert drawn(grid(body(table))) == {(0, 0): "行", (0, 1): "1", (1, 0): "新", (1, 1): "2"}


def test_a_deleted_cell_of_one_row_leaves_its_place():
    """A cell that is deleted in one row only moves no figure under another head; a column that is deleted in every row is gone."""
    gone = "<w:cellDel w:id='1'/>"
    assert drawn(grid(body(tbl(tr("甲", "10", "9"), tr("乙", tc("20", gone), "18"))))) == {
        **{(0, 0): "甲", (0, 1): "10", (0, 2): "9"},
        **{(1, 0): "乙", (1, 2): "18"},
    }
    column = tbl(tr("甲", tc("10", gone), "9"), tr("乙", tc("20", gone), "18"))
    assert drawn(grid(body(column))) == {(0, 0): "甲", (0, 1): "9", (1, 0): "乙", (1, 1): "18"}


def test_former_properties_do_not_count():
    """Properties that change tracking keeps for comparison are not those in force."""
    changed = '<w:outlineLvl w:val="1"/><w:pPrChange w:id="1"><w:pPr><w:outlineLvl w:val="5"/></w:pPr></w:pPrChange>'
    run = "<w:r><w:rPr><w:rPrChange w:id='2'><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>文</w:t></w:r>"
    (block,) = body(p(run, changed)).blocks
    assert block == Paragraph(text="文", level=2)


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    """Where only the mark between two paragraphs was deleted, they are one."""
    assert lines(body(p("一、总", "<w:rPr><w:del/></w:rPr>") + p("体情况") + p("后"))) == ["一、总体情况", "后"]


def test_hidden_text_is_dropped():
    """Text hidden by its own property or by a style is not printed; a property that is switched off hides nothing."""
    styles = (
        '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Off"><w:name w:val="Off"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    runs = "".join(
        f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"
        for text, properties in (
            ("甲", '<w:vanish w:val="0"/>'),
            ("乙", "<w:vanish/>"),
            ("丙", '<w:rStyle w:val="Gone"/>'),
            ("丁", '<w:rStyle w:val="Gone"/><w:vanish w:val="false"/>'),
        )
    )
    assert lines(body(p(runs) + p("戊", '<w:pStyle w:val="Off"/>'), styles=styles)) == ["甲丁"]


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{instruction}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_give_their_results():
    """A field shows its result; its instruction, and the results of fields inside the instruction, are dropped."""
    instruction = "<w:r><w:instrText> IF </w:instrText></w:r>" + field(
        "<w:r><w:instrText>P</w:instrText></w:r>", t("3")
    )
    assert lines(body(p(t("共") + field(instruction, t("12") + field("", t("件"))) + t("。")))) == ["共12件。"]


def test_a_field_that_never_ends_swallows_nothing_after_its_paragraph():
    """A field that was left open by a damaged file ends with its paragraph."""
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r>'
    stray = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert lines(body(p(t("前") + broken) + p(stray + t("后")))) == ["前", "后"]


def test_formulas_of_one_line_are_text_and_others_are_reported():
    """A formula is taken if it is one line; a fraction would read as another number and gives an issue instead."""
    line = "<m:oMath><m:r><m:t>1+1</m:t></m:r></m:oMath>"
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    document = body(p(t("共") + line + fraction))
    assert lines(document) == ["共1+1"]
    assert [issue.code for issue in document.issues] == ["formula_ignored"]


# --- set aside -------------------------------------------------------------------------------------------------------


def test_comments_are_set_aside_with_their_block():
    """A reviewer's comment is a remark on the block it hangs on, and nothing of it is in the text."""
    document = docx.Document()
    document.add_paragraph("首段")
    document.add_paragraph("")
    paragraph = document.add_paragraph("有批注的段落")
    document.add_comment(paragraph.runs, text="请核实", author="审核", initials="s")
    table = document.add_table(1, 2)
    table.cell(0, 1).text = "3"
    document.add_comment(table.cell(0, 1).paragraphs[0].runs, text="两行\n批注", author="", initials="")
    read_back = only(save(document))
    assert lines(read_back) == ["首段", "有批注的段落"]
    assert [(r.author, r.text, r.block) for r in read_back.remarks] == [
        ("审核", "请核实", 1),
        (None, "两行\n批注", 2),
    ]


def test_comments_on_deleted_text_are_kept():
    """A comment on a deleted passage or row is still a comment that was left in the file."""
    document = docx.Document()
    paragraph = document.add_paragraph("留")
    document.add_comment(paragraph.runs, text="说明", author="甲", initials="j")
    data = save(document)
    inner = part(data, MAIN).replace(b"<w:commentRangeStart", b"<w:del><w:commentRangeStart")
    inner = inner.replace(b"</w:p>", b"</w:del></w:p><w:p><w:r><w:t>x</w:t></w:r></w:p>", 1)
    assert [remark.text for remark in only(repack(data, {MAIN: inner})).remarks] == ["说明"]


def test_bookmarks_headers_and_footnotes_are_not_in_the_text():
    """Bookmarks, running heads and feet and notes are no part of the report's text."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "- 1 -"
    paragraph = document.add_paragraph("正文")
    paragraph._p.insert(0, elements('<w:bookmarkStart w:id="0" w:name="书签"/>')[0])
    assert lines(only(save(document))) == ["正文"]


def test_embedded_files_are_reported():
    """An altChunk that is not there is told of in the report."""
    (issue,) = body(p("文") + '<w:altChunk r:id="rId99"/>').issues
    assert (issue.code, issue.severity) == ("embedded_part_ignored", "warning")


def test_the_title_is_the_file_s_own():
    """The title comes from the file's properties, None where it has none."""
    document = docx.Document()
    document.add_paragraph("文")
    document.core_properties.title = " 年度报告 "
    assert only(save(document)).title == "年度报告"
    document.core_properties.title = ""
    assert only(save(document)).title is None


# --- other eyes ------------------------------------------------------------------------------------------------------


def test_python_docx_agrees():
    """On a plain merged table python-docx sees the same texts at the same places."""
    document = docx.Document()
    document.add_heading("一、总体情况", 1)
    table = document.add_table(6, 5)
    for row in range(6):
        for column in range(5):
            table.cell(row, column).text = f"{row}.{column}"
    for first, last in (((0, 0), (1, 1)), ((2, 3), (4, 3)), ((5, 1), (5, 4))):
        merged = table.cell(*first).merge(table.cell(*last))
        merged.text = f"merged {first}"
    read_back = only(save(document))
    (heading, found) = read_back.blocks
    assert isinstance(heading, Paragraph)
    assert heading.level == 1
    assert isinstance(found, Grid)
    for cell in found.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert table.cell(row, column).text == cell.text
    assert sum(cell.row_span * cell.column_span for cell in found.cells) == 30


def run(text: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_raised_and_lowered_digits_are_no_digits_of_the_figure():
    """Digits above or below the line, by the run's own properties or its style's, become ¹ and ₁ and join no figure."""
    styles = (
        '<w:style w:type="character" w:styleId="Note"><w:name w:val="Note"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    above, below = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    by_style, level = '<w:rStyle w:val="Note"/>', '<w:rStyle w:val="Note"/><w:vertAlign w:val="baseline"/>'
    row = tr(*(tc(p(t("21") + run("1", properties))) for properties in (above, below, by_style, level)))
    assert [cell.text for cell in grid(body(tbl(row), styles=styles)).cells] == ["21¹", "21₁", "21¹", "211"]


@pytest.mark.parametrize("tag", ["strike", "dstrike"])
def test_struck_text_is_not_read(tag):
    """What is struck through, by the run's own properties or its style's, is dropped like deleted text."""
    styles = (
        f'<w:style w:type="character" w:styleId="Struck"><w:name w:val="Struck"/><w:rPr><w:{tag}/></w:rPr></w:style>'
    )
    for parts in ({}, {"styles": styles}):
        row = tr(tc(p(run("77", f"<w:{tag}/>") + t("5"))), tc(p(run("6", f'<w:{tag} w:val="0"/>'))))
        assert [cell.text for cell in grid(body(tbl(row), **parts)).cells] == ["5", "6"]
    assert lines(body(p(run("旧", '<w:rStyle w:val="Struck"/>') + t("新")), styles=styles)) == ["新"]


@pytest.mark.needs("libreoffice-writer", "soffice")
def test_libreoffice_s_files_are_read(tmp_path):
    """A table converted from HTML by LibreOffice keeps its spans, its list its numbers."""
    html = (
        "<h1>一、总体情况</h1><ol><li>甲</li><li>乙</li></ol><table border=1>"
        "<tr><td rowspan=2>组</td><td colspan=2>头</td></tr><tr><td>1</td><td>2</td></tr>"
        "<tr><td>规章</td><td>3</td><td></td></tr></table>"
    )
    (tmp_path / "a.html").write_text(f"<html><meta charset=utf-8><body>{html}</body></html>", encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "docx:MS Word 2007 XML", "--outdir", str(tmp_path), str(tmp_path / "a.html")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = only((tmp_path / "a.docx").read_bytes())
    heading = document.blocks[0]
    assert isinstance(heading, Paragraph)
    assert (heading.text, heading.level) == ("一、总体情况", 1)
    assert lines(document)[1:3] == ["1. 甲", "2. 乙"]
    table = grid(document)
    assert drawn(table) == {
        (0, 0): "组",
        (0, 1): "头",
        (1, 1): "1",
        (1, 2): "2",
        (2, 0): "规章",
        (2, 1): "3",
        (2, 2): "",
    }
    assert spans(table)["组"] == (2, 1)
    assert spans(table)["头"] == (1, 2)
