"""What a web page prints around a report is in no section."""

import pytest
from msgspec.structs import replace

from gongkai.document import Paragraph
from gongkai.outline.outline import read_outline

from .build import HEADS, document, keys, plain, read, section, specs


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政务公开 > 政府信息公开年报",
        "索引号：0001-2024-00012",
        "【主题分类】：教育",
        "全真版 文字版 文件下载",
        "分享到：",
        "云溪县财政局2024年政府信息公开工作年度报告.docx",
    ],
)
def test_a_pages_head_is_in_no_section(line):
    """Fields, breadcrumbs, buttons and file names before the first sentence are the page's, not the report's."""
    outline = read(plain(before=f"{line}\n本报告根据有关规定编制。"))
    assert section(outline, "preamble").text == "本报告根据有关规定编制。"


def test_a_contact_line_stays():
    """A field behind the preamble's sentences is the report's own: 联系电话 and the like."""
    outline = read(plain(before="本报告根据有关规定编制。\n联系电话：0713-1234567"))
    assert "0713-1234567" in section(outline, "preamble").text


def test_what_stands_below_the_signature_is_in_no_section():
    """Attachments, links and the site's foot below the signature's date are left out; the signature stays."""
    foot = (
        "云溪县财政局\n2025年1月20日\n附件下载：\n云溪县财政局2024年年报.docx\n上一篇：没有了\n版权所有：云溪县人民政府"
    )
    outline = read(plain(after=foot))
    assert section(outline, "closing").text == "云溪县财政局\n2025年1月20日"
    assert outline.published == "2025-01-20"
    assert keys(outline)[-1] == "closing"


def test_an_attachment_without_a_signature_is_in_no_section():
    """Where nobody signed, a link to a file below the last section is left out all the same."""
    outline = read(plain(after="附件下载：云溪县财政局2024年年报.docx"))
    assert not any("附件下载" in (each.text or "") for each in outline.sections)


def test_a_heading_below_the_signature_parts_no_section():
    """A page's own headings (附件下载 as ``<h3>``) below the dated signature are none of the report's; the date is its date."""
    made, tables = document(plain(after="云溪县财政局\n2025年1月20日\n附件下载\n云溪县财政局2024年年报.docx"))
    heading = next(block for block in made.blocks if isinstance(block, Paragraph) and block.text == "附件下载")
    blocks = tuple(replace(heading, level=3) if block is heading else block for block in made.blocks)
    outline = read_outline(replace(made, blocks=blocks), specs(), tables)
    assert section(outline, "closing").text == "云溪县财政局\n2025年1月20日"
    assert section(outline, "other_matters").children == ()
    assert outline.published == "2025-01-20"


def test_a_sentence_with_a_colon_is_no_field():
    """本报告包括：… is a sentence of the preamble."""
    listing = "本报告包括：" + "、".join(head[2:] for head in HEADS) + "六个部分。"
    assert section(read(plain(before=listing)), "preamble").text == listing
