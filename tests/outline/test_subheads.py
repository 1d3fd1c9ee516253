"""Level two: subsections by the form's words, else by their number."""

import pytest

from gongkai.document import Document, Paragraph
from gongkai.outline import read_outline

from .build import children, codes, plain, read, section, specs

FIVE = ["proactive", "on_request", "management", "platform", "supervision"]
WORDS = ("主动公开情况", "依申请公开情况", "政府信息管理情况", "政府信息公开平台建设情况", "监督保障情况")
HAN = "一二三四五"


def _one(pattern: str) -> str:
    """Section one with five subsections; ``pattern`` says how each is printed."""
    return "\n".join(pattern.format(n=n, h=HAN[n - 1], w=word) for n, word in enumerate(WORDS, 1))


@pytest.mark.parametrize(
    "pattern",
    [
        "（{h}）{w}\n第{n}段说明。",
        "({h}){w}。第{n}段说明。",
        "（{h}）{w}：第{n}段说明。",
        "（{h}）{w} 第{n}段说明。",
        "（{h}）{w}。\n第{n}段说明。",
        "{n}.{w}\n第{n}段说明。",
        "{n}、{w}\n第{n}段说明。",
        "（{n}）{w}\n第{n}段说明。",
        "{h}、{w}\n第{n}段说明。",
        "{h}）{w}\n第{n}段说明。",
        "）{w}\n第{n}段说明。",
        "{w}\n第{n}段说明。",
        "{h}是{w}。第{n}段说明。",
        "㈠{w}\n第{n}段说明。",
    ],
)
def test_every_way_to_print_the_five(pattern):
    """The five points are found by their words, however they are numbered and whether text follows on their line."""
    outline = read(plain(one="本年度工作如下。\n" + _one(pattern)))
    assert children(outline, "overview") == [f"overview.{key}" for key in FIVE]
    assert section(outline, "overview").text == "本年度工作如下。"
    assert section(outline, "overview.platform").text == "第4段说明。"


def test_the_first_is_numbered_otherwise():
    """（1） before （二） is the first subsection, its heading kept as printed, and the slip is told."""
    outline = read(plain(one=_one("（{h}）{w}\n第{n}段说明。").replace("（一）", "（1）")))
    assert children(outline, "overview") == [f"overview.{key}" for key in FIVE]
    assert section(outline, "overview.proactive").heading == "（1）主动公开情况"
    assert "heading_misnumbered" in codes(outline)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("（四）政府信息公开平台建设、监督保障情况", "overview.platform+overview.supervision"),
        ("（一）主动公开和依申请公开情况", "overview.proactive+overview.on_request"),
        ("（二）依申请公开、政府信息管理情况", "overview.on_request+overview.management"),
        ("（一）扎实推进主动公开", "overview.proactive"),
        ("（六）政府信息公开标准化建设方面", "overview.6"),
        ("（一）压实责任，凝聚合力", "overview.1"),
        ("（五）监督保障及教育培训情况", "overview.supervision"),
        ("（四）平台载体提档升级", "overview.platform"),
        ("（五）常态化开展监督", "overview.supervision"),
    ],
)
def test_joined_free_and_added_headings(heading, key):
    """One heading for two points joins their keys; what names no point has its printed number."""
    outline = read(plain(one=f"{heading}\n有关说明。"))
    assert children(outline, "overview") == [key]
    assert section(outline, key).heading == heading


def test_slogans_that_run_into_their_text():
    """A short slogan up to the first stop is a heading, a whole sentence with figures is none."""
    one = "（一）压实责任，凝聚合力。全年召开会议。\n（二）2024年，我局公开信息123条。其中要闻最多。"
    outline = read(plain(one=one))
    assert children(outline, "overview") == ["overview.1"]
    assert section(outline, "overview.1").text == "全年召开会议。\n（二）2024年，我局公开信息123条。其中要闻最多。"


def test_a_heading_that_only_a_blank_parts_from_its_text():
    """An unknown heading ends at a blank where its last word is one that headings end with."""
    outline = read(plain().replace("本年度没有其他事项。", "（一）建议提案办理情况 2024年，按要求推进，进展正常。"))
    assert section(outline, "other_matters.1").heading == "（一）建议提案办理情况"
    assert section(outline, "other_matters.1").text == "2024年，按要求推进，进展正常。"


def test_deeper_levels_stay_text():
    """1. and （1） below a subsection are text, even with a subsection's words."""
    one = "（一）重点工作\n1.主动公开。内容丰富。\n（1）目录\n（二）依申请公开情况\n全年平稳。"
    outline = read(plain(one=one.replace("1.主动公开", "1.学习培训")))
    assert children(outline, "overview") == ["overview.1", "overview.on_request"]
    assert section(outline, "overview.1").text == "1.学习培训。内容丰富。\n（1）目录"


def test_doubled_and_slipped_numbers_give_unique_keys():
    """Keys are unique: a number that is taken gives way to the ordinal."""
    five = "（一）存在问题\n不够深入。\n（一）改进措施\n继续努力。\n（三）下步打算\n稳步推进。"
    outline = read(plain().replace("公开的深度还不够。", five))
    keys = children(outline, "problems_improvements")
    assert keys == ["problems_improvements.1", "problems_improvements.2", "problems_improvements.3"]


def test_a_heading_cut_at_the_end_of_a_line():
    """A subheading that wraps into its own text is found in the joined paragraph."""
    lines = (
        Paragraph(text="一、总体情况"),
        Paragraph(text="（一）主动公开情况。全年公开。"),
        Paragraph(text="（四）政府信息公开平台建设", continues=True),
        Paragraph(text="情况。加强网站管理，及时", continues=True),
        Paragraph(text="更新栏目。"),
    )
    outline = read_outline(Document(blocks=lines, reader="test"), specs(), {})
    assert children(outline, "overview") == ["overview.proactive", "overview.platform"]
    assert section(outline, "overview.platform").text == "加强网站管理，及时更新栏目。"


def test_a_declared_level_makes_a_subsection_without_a_number():
    """A short line that the source marks as a heading is one."""
    lines = (
        Paragraph(text="五、存在的主要问题及改进情况", level=1),
        Paragraph(text="主要问题", level=2),
        Paragraph(text="深度不够。"),
        Paragraph(text="改进措施", level=2),
        Paragraph(text="加强培训。"),
    )
    outline = read_outline(Document(blocks=lines, reader="test"), specs(), {})
    assert children(outline, "problems_improvements") == ["problems_improvements.1", "problems_improvements.2"]


def test_items_of_a_list_are_text():
    """Short items that end with a semicolon are a list and no headings."""
    outline = read(plain(one="重点如下：\n（一）加强学习；\n（二）加强宣传；\n（三）加强检查。"))
    assert children(outline, "overview") == []
    assert section(outline, "overview").text.count("\n") == 3


def test_subsections_of_the_last_section():
    """Subsections without words of the form's own have their parent's key and their number."""
    six = "（一）信息处理费收取情况\n未收取。\n（二）建议提案办理情况\n办结5件。"
    outline = read(plain().replace("本年度没有其他事项。", six))
    assert children(outline, "other_matters") == ["other_matters.1", "other_matters.2"]
    assert section(outline, "other_matters.2").level == 2


def test_subsections_in_one_paragraph():
    """（一） and （二） in one paragraph part it; a lone reference to an item does not."""
    five = "（一）存在问题。内容还不够丰富，更新还不够及时。（二）改进措施。加强培训。"
    outline = read(plain().replace("公开的深度还不够。", five))
    assert children(outline, "problems_improvements") == ["problems_improvements.1", "problems_improvements.2"]
    five = "按照第二十条第（一）项的要求认真清理文件，内容还不够丰富，更新还不够及时。（二）项亦同。"
    outline = read(plain().replace("公开的深度还不够。", five))
    assert children(outline, "problems_improvements") == []


def test_subsections_on_one_line_are_found_at_their_seams():
    """Where a whole section stands on one line, a numbered heading ends at the white space behind its own words."""
    line = "2023年平稳。 （一）主动公开方面 公开9条。 （二）信息公开平台建设方面 改版1次。 （三）监督保障方面 抽查2次。"
    outline = read(plain(one=line))
    assert children(outline, "overview") == ["overview.proactive", "overview.platform", "overview.supervision"]
    assert section(outline, "overview.platform").text == "改版1次。"


def test_a_subhead_ends_with_the_word_aspect_where_text_is_glued_to_it():
    """（二）…建设方面对网站… is a heading up to 方面, and its text."""
    lines = "（一）主动公开方面全年公开9条。\n（二）新媒体平台建设方面对网站改版。\n（三）监督保障方面开展抽查。"
    outline = read(plain(one=lines))
    assert section(outline, "overview.platform").heading == "（二）新媒体平台建设方面"
    assert section(outline, "overview.platform").text == "对网站改版。"


def test_subheads_that_run_into_their_text_are_known_by_counting_on():
    """（一）主动公开情况对照… may be a sentence; where （二） runs on in the same way both are headings."""
    lines = "（一）主动公开情况对照目录清理信息九条。\n（二）培训开展情况组织了两次业务培训、一次考试。"
    outline = read(plain(one=lines))
    assert children(outline, "overview") == ["overview.proactive", "overview.2"]
    assert section(outline, "overview.2").text == "组织了两次业务培训、一次考试。"
    outline = read(plain(one="（一）主动公开情况对照目录清理信息，全部完成。其余事项正常。"))
    assert children(outline, "overview") == ["overview.proactive"]
    assert section(outline, "overview.proactive").text == "其余事项正常。"


def test_a_sentence_in_which_a_name_stands_is_no_subhead_beside_those_that_run_on():
    """What a stop ends is a heading, unless it holds parts of a sentence and its neighbours run on."""
    one = "（一）主动公开情况对照目录清理信息九条。（二）依申请公开情况完善登记、审核、答复机制。"
    outline = read(plain(one=one))
    assert section(outline, "overview.on_request").heading == "（二）依申请公开情况"
    outline = read(plain(one="（一）主动公开扎实推进。全年九条。\n（二）依申请公开稳步推进。全年两件。"))
    assert section(outline, "overview.on_request").heading == "（二）依申请公开稳步推进"
