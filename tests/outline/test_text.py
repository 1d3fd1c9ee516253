"""What is a section's text: joined lines, no tables, no figures, no signature."""

import msgspec

from gongkai.document import Document, Grid, GridCell, Paragraph, Remark
from gongkai.outline import read_outline
from gongkai.outline.passages import read_passages

from .build import HEADS, TITLE, document, keys, plain, read, section, specs

WRAPPED = """
    2024年，云溪县财政局围绕中心工作，坚持把公开
作为日常工作的重要内容，健全机制，压实责任，推动
各项任务落实到位，群众的满意程度进一步得到提高。
    全年共召开专题会议两次，研究部署公开工作，对照
要点逐项分解任务，明确责任人员和完成时限，确保按
期完成，并将落实的结果纳入年度考核当中去。
    下一步将继续加强队伍建设，提高业务能力和水平，
做到公开及时、准确、规范。
"""


def test_lines_cut_at_a_fixed_width_become_paragraphs():
    """Hard-wrapped text is joined without a blank, and an indent opens a paragraph."""
    paragraphs = section(read(plain(one=WRAPPED.strip("\n"))), "overview").text.split("\n")
    assert len(paragraphs) == 3
    assert paragraphs[0].endswith("推动各项任务落实到位，群众的满意程度进一步得到提高。")
    assert paragraphs[2].startswith("下一步将继续加强队伍建设，提高业务能力和水平，做到公开")


def test_whole_paragraphs_are_left_alone():
    """Paragraphs of different lengths are not wrapped lines."""
    one = "\n".join("公开" * n + "。" for n in (12, 20, 9, 31, 16, 25, 45))
    assert section(read(plain(one=one)), "overview").text == one


def test_a_reader_that_knows_the_wrapping_is_believed():
    """Lines marked as continuing are one paragraph; blanks between Chinese characters go."""
    lines = (
        Paragraph(text="一、总体情况"),
        Paragraph(text="2024 年，全局公开 有序，共", continues=True),
        Paragraph(text="办理 12 件。"),
        Paragraph(text="成效较好。"),
    )
    outline = read_outline(Document(blocks=lines, reader="test"), specs(), {})
    assert section(outline, "overview").text == "2024年，全局公开有序，共办理12件。\n成效较好。"


def test_typed_line_breaks_part_paragraphs():
    """A line break inside a paragraph parts headings from text."""
    made = Document(blocks=(Paragraph(text="一、总体情况\n（一）主动公开情况\n内容丰富。"),), reader="test")
    outline = read_outline(made, specs(), {})
    assert section(outline, "overview.proactive").text == "内容丰富。"


def test_tables_and_page_numbers_are_no_text():
    """Grids, the table room's lines and lines of figures alone stay out."""
    made, tables = document(plain(one="全局公开有序。\n- 3 -\n12"))
    blocks = (*made.blocks, Grid(cells=(GridCell(row=0, column=0, text="附件数"),)))
    outline = read_outline(msgspec.structs.replace(made, blocks=blocks), specs(), tables)
    everything = "".join(s.text + "".join(c.text for c in s.children) for s in outline.sections)
    assert "附件数" not in everything
    assert "规章" not in everything
    assert section(outline, "overview").text == "全局公开有序。"


def test_a_table_that_only_lays_out_the_page_is_text():
    """Prose in the cells of a layout table is running text with its headings."""
    prose = "一、总体情况\n" + "2024年，全局坚持公开为常态，" * 8 + "成效明显。\n二、主动公开政府信息情况"
    grid = Grid(cells=(GridCell(row=0, column=0, text=prose),))
    outline = read_outline(Document(blocks=(grid,), reader="test"), specs(), {})
    assert keys(outline) == ["overview", "active_disclosure"]
    assert section(outline, "overview").text.endswith("成效明显。")


def test_signature_and_date_are_the_closing():
    """Agency and date behind the last text are the closing, a last section of one word is not."""
    made = plain(after="云溪县财政局\n2025年1月10日").replace("本年度没有其他事项。", "无")
    outline = read(made)
    assert keys(outline)[-2:] == ["other_matters", "closing"]
    assert section(outline, "other_matters").text == "无"
    assert section(outline, "closing").text == "云溪县财政局\n2025年1月10日"


def test_a_place_signs_for_its_government():
    """The name of a place right before the date is a signature, elsewhere it is text."""
    outline = read(plain(after="云溪县\n2025年1月10日"))
    assert section(outline, "closing").text == "云溪县\n2025年1月10日"
    assert "closing" not in keys(read(plain(after="云溪县")))


def test_attachments_stay_in_the_closing():
    """A list of attachments before the signature is closing too."""
    outline = read(plain(after="附件：1.统计表\n云溪县财政局 2025年1月10日"))
    assert section(outline, "closing").text == "附件：1.统计表\n云溪县财政局2025年1月10日"
    assert outline.published == "2025-01-10"


def test_the_closing_behind_a_subsection():
    """The signature is cut from the last subsection as well."""
    made = plain(after="云溪县财政局\n二〇二五年一月十日").replace("本年度没有其他事项。", "（一）收费情况\n没有收费。")
    outline = read(made)
    assert section(outline, "other_matters.1").text == "没有收费。"
    assert section(outline, "closing").text.startswith("云溪县财政局")


def test_a_sentence_with_a_date_is_no_signature():
    """A last sentence that ends with a date is text."""
    outline = read(plain().replace("本年度没有其他事项。", "统计数据截至2024年12月31日"))
    assert "closing" not in keys(outline)
    assert outline.published is None


def test_comments_hang_in_the_section_of_their_block():
    """A reviewer's comment is given with the deepest section it hangs in, and is no text."""
    made, tables = document(
        plain(before="说明一。", one="（一）主动公开情况\n内容。", after="云溪县财政局\n2025年1月1日")
    )
    texts = [block.text if isinstance(block, Paragraph) else "" for block in made.blocks]
    remarks = tuple(
        Remark(author="甲", text="请核对", block=texts.index(text))
        for text in ("说明一。", "内容。", HEADS[4], "2025年1月1日", TITLE)
    )
    outline = read_outline(msgspec.structs.replace(made, remarks=remarks), specs(), tables)
    places = ["preamble", "overview.proactive", "problems_improvements", "closing", "preamble"]
    assert [comment.section for comment in outline.comments] == places
    assert "请核对" not in str(outline.sections)


def test_a_comment_on_a_table_hangs_in_its_section():
    """A table's block lies in the section whose heading stands before it."""
    made, tables = document(plain())
    table = next(block for block, key in tables.items() if key == "requests")
    remarked = msgspec.structs.replace(made, remarks=(Remark(author=None, text="?", block=table),))
    assert read_outline(remarked, specs(), tables).comments[0].section == "requests"


def test_the_preamble_behind_the_first_heading_stays_there():
    """A preamble that is printed inside section one is text of section one, and still read for its dates."""
    one = "本报告所列数据的统计期限为2024年1月1日至2024年12月31日。联系电话：0999-1234567。"
    outline = read(plain(one=one))
    assert section(outline, "overview").text == one
    assert (outline.period.start, outline.contact.phone) == ("2024-01-01", "0999-1234567")


def test_blank_lines_between_paragraphs_tell_wrapped_lines():
    """Where blank lines part paragraphs, a line that breaks off goes on in the next, even if few lines are that long."""
    one = "全年公开制度平稳运行，各栏目按时更新，遇有重大事项及时发布并解读，同时加强与公众的沟通并\n及时回应关切。"
    text = plain(one=f"{one}\n\n全年办理顺畅。").replace("\n", "\n\n").replace("沟通并\n\n", "沟通并\n")
    assert section(read(text), "overview").text.split("\n")[0].endswith("沟通并及时回应关切。")


def test_a_figure_that_ends_a_wrapped_sentence_is_kept():
    """A number is never broken, so that its line may end early and the next hold nothing but it."""
    lines = (
        "全局围绕办事指南、财政资金、工程建设三类内容集中公开，公众查询次数同比上升了约为",
        "12.5%。",
        "各栏目按时更新，重大事项及时发布并解读，群众来信来电件件有回音，并在年底前完成了年",
        "度清查。",
        "全局把公开贯穿决策、执行、管理、服务和结果各环节，全年工作平稳有序，没有发生泄密情",
        "况。",
        "业务培训覆盖全部科室，公开目录逐项清理，补发漏发的信息，撤下了已经失效的文件和信息",
        "若干条。",
    )
    found = section(read(plain(one="\n".join(lines))), "overview").text.split("\n")
    ends = ("上升了约为12.5%。", "完成了年度清查。", "没有发生泄密情况。", "文件和信息若干条。")
    assert all(line.endswith(end) for line, end in zip(found, ends, strict=True))


def test_a_phone_ends_with_its_line():
    """Figures of the next paragraph are no part of a phone number."""
    assert read(plain(one="联系电话：0828-5554515\n2024年全局公开有序。")).contact.phone == "0828-5554515"


def test_a_signature_behind_the_last_sentence_is_the_closing():
    """Where a text lost its line ends, agency and date behind the last full stop are the signature."""
    outline = read(plain(after="").replace("本年度没有其他事项。", "本年度没有其他事项。云溪县财政局2025年1月8日"))
    assert section(outline, "other_matters").text == "本年度没有其他事项。"
    assert (section(outline, "closing").text, outline.published) == ("云溪县财政局2025年1月8日", "2025-01-08")


def test_lone_figures_are_kept_where_no_form_is_known_but_for_the_numbers_of_pages():
    """A table that nobody could read must not lose its figures: only what counts up, a page's text apart, numbers pages."""
    pages = [f"{part}{i}、有关情况的说明。" for part in "甲乙" for i in range(6)]
    texts = [*pages[:6], "1", *pages[6:], "2", "小麦", "12", "9", "3", "稻谷", "8", "8", "0", "－3－", "1"]
    blocks = tuple(Paragraph(text=text) for text in texts)
    kept = [passage.text for passage in read_passages(blocks, {}, figures=True)]
    assert kept == [*pages, "小麦", "12", "9", "3", "稻谷", "8", "8", "0"]
