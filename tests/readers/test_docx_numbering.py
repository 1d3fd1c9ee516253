"""Numbers that Word prints before paragraphs without storing them, and the levels of headings."""

from __future__ import annotations

import pytest

from gongkai.document import Paragraph
from gongkai.readers.docx.numerals import printed

from .wordxml import REPORT_LISTS, abstract, body, drawn, grid, item, level, lines, num, p, tbl, tc, tr


def test_automatic_numbers_are_restored():
    """Numbers stand before the text as Word prints them; deeper levels restart after a higher one."""
    items = item("总体情况") + item("主动公开", 1) + item("平台建设", 1) + item("其他") + item("甲", 1)
    assert lines(body(items, numbering=REPORT_LISTS)) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）平台建设",
        "二、其他",
        "（一）甲",
    ]


def test_numbers_and_figures_do_not_run_together():
    """A number that does not end in full-width punctuation is parted from the text by a space."""
    text = item("2023年", number=2) + item("12件", 1, 2) + item("3件", 1, 2)
    assert lines(body(text, numbering=REPORT_LISTS)) == ["1. 2023年", "1.1 12件", "1.2 3件"]


def test_numbers_in_cells_are_restored():
    """Row labels and the ordinal column may be automatic; a number alone is printed in a cell, and nowhere else."""
    table = tbl(tr(tc(item("", number=2)), "规章"), tr(tc(item("公开", number=2)), "0"))
    document = body(table + item("", number=2) + item("后", number=2), numbering=REPORT_LISTS)
    assert drawn(grid(document)) == {
        (0, 0): "1.",
        (0, 1): "规章",
        (1, 0): "2. 公开",
        (1, 1): "0",
    }
    assert lines(document) == ["4. 后"]


def test_deleted_and_hidden_paragraphs_are_not_counted():
    """A paragraph that is not printed takes no number."""
    gone = item("", more="<w:rPr><w:del/></w:rPr>") + item("", more="<w:rPr><w:vanish/></w:rPr>")
    assert lines(body(item("甲") + gone + item("乙"), numbering=REPORT_LISTS)) == ["一、甲", "二、乙"]


def test_lists_share_the_counters_of_their_definition():
    """Two lists with one definition count on; a list with a start of its own begins there once."""
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1、")) + num(1, 0) + num(2, 0) + num(3, 0, override)
    text = item("a") + item("b", number=2) + item("c", number=3) + item("d", number=3) + item("e", number=1)
    assert lines(body(text, numbering=numbering)) == ["1、a", "2、b", "1、c", "2、d", "3、e"]


def test_a_list_may_override_a_level():
    """A level redefined by the list itself replaces that of the shared definition."""
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "第%1条", "")}</w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1、")) + num(1, 0, override)
    assert lines(body(item("a"), numbering=numbering)) == ["第I条 a"]


def test_levels_need_not_restart():
    """lvlRestart 0 lets a level count on through the levels above it."""
    numbering = abstract(0, level(0, "decimal", "%1、"), level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>'))
    text = item("a") + item("b", 1) + item("c") + item("d", 1)
    assert lines(body(text, numbering=numbering + num(1, 0))) == ["1、a", "（1）b", "2、c", "（2）d"]


def test_legal_levels_print_digits():
    """isLgl prints the numbers of higher levels as digits."""
    levels = level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    text = item("a") + item("b", 1)
    assert lines(body(text, numbering=abstract(0, *levels) + num(1, 0))) == ["一、a", "1.1 b"]


def test_bullets_and_removed_numbers_add_nothing():
    """Bullets are no text, and neither is a number that the paragraph switches off or whose list is not defined."""
    numbering = abstract(0, level(0, "bullet", "●")) + num(1, 0)
    text = item("点") + item("无", number=0) + item("失", number=7) + item("深", 8)
    assert lines(body(text, numbering=numbering)) == ["点", "无", "失", "深"]


STYLED = (
    '<w:style w:type="paragraph" w:styleId="Zhang"><w:name w:val="章"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Jie"><w:name w:val="节"/><w:basedOn w:val="Zhang"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Zi"><w:name w:val="子"/><w:basedOn w:val="Jie"/></w:style>'
)


def styled(text: str, style: str, more: str = "") -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_numbers_and_levels_come_through_styles():
    """Numbering and outline level are inherited from the style and what it is based on."""
    document = body(
        styled("甲", "Zhang") + styled("乙", "Jie") + styled("丙", "Zi"), numbering=REPORT_LISTS, styles=STYLED
    )
    assert lines(document) == ["一、甲", "（一）乙", "（二）丙"]
    assert [block.level for block in document.blocks] == [1, 2, 2]


def test_a_paragraph_overrides_its_style():
    """A paragraph's own numbering and level win; level 9 makes it running text."""
    off = '<w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/>'
    (block,) = body(styled("甲", "Zhang", off), numbering=REPORT_LISTS, styles=STYLED).blocks
    assert block == Paragraph(text="甲", level=None)


def test_a_level_may_be_tied_to_a_style():
    """A level that names a style (pStyle) is the level of paragraphs in that style."""
    numbering = abstract(0, level(0, "decimal", "%1、"), level(1, "decimal", "（%2）", '<w:pStyle w:val="Two"/>'))
    styles = (
        '<w:style w:type="paragraph" w:styleId="Two"><w:name w:val="二级"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert lines(body(styled("甲", "Two"), numbering=numbering + num(1, 0), styles=styles)) == ["（1）甲"]


def test_a_list_may_be_defined_by_a_list_style():
    """numStyleLink leads through the list style to the definition that holds the levels."""
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="L"/></w:abstractNum>'
    numbering = abstract(0, level(0, "chineseCounting", "%1、")) + link + num(1, 0) + num(2, 5)
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert lines(body(item("甲", number=2), numbering=numbering, styles=styles)) == ["一、甲"]


def test_list_definitions_that_go_in_circles_give_no_number():
    """A list style that leads back to itself, and styles based on each other, end in no number and no hang."""
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="L"/></w:abstractNum>'
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:basedOn w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    assert lines(body(item("甲", number=2), numbering=link + num(2, 5), styles=styles)) == ["甲"]


@pytest.mark.parametrize(("name", "expected"), [("heading 3", 3), ("标题 2", 2), ("Heading 1", 1), ("正文", None)])
def test_heading_styles_declare_levels(name, expected):
    """A style named heading N or 标题 N declares level N where no outline level is given."""
    styles = f'<w:style w:type="paragraph" w:styleId="S9"><w:name w:val="{name}"/></w:style>'
    (block,) = body(styled("甲", "S9"), styles=styles).blocks
    assert isinstance(block, Paragraph)
    assert block.level == expected


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("decimal", "1 10 11 21 105"),
        ("decimalZero", "01 10 11 21 105"),
        ("chineseCounting", "一 十 十一 二十一 一〇五"),
        ("chineseCountingThousand", "一 十 十一 二十一 一百零五"),
        ("japaneseCounting", "一 十 十一 二十一 百五"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾壹 壹佰零伍"),
        ("ideographTraditional", "甲 癸 甲 甲 戊"),
        ("ideographZodiac", "子 酉 戌 申 申"),
        ("ideographDigital", "一 一〇 一一 二一 一〇五"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ㉑ 105"),
        ("decimalEnclosedCircleChinese", "① ⑩ ⑪ ㉑ 105"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑾ 21 105"),
        ("decimalFullWidth", "１ １０ １１ ２１ １０５"),
        ("lowerLetter", "a j k u aaaaa"),
        ("upperLetter", "A J K U AAAAA"),
        ("lowerRoman", "i x xi xxi cv"),
        ("upperRoman", "I X XI XXI CV"),
        ("somethingNew", "1 10 11 21 105"),
    ],
)
def test_number_formats(number_format, expected):
    """Each of Word's number formats prints as Word does; an unknown one as digits."""
    assert " ".join(printed(n, number_format) for n in (1, 10, 11, 21, 105)) == expected
