"""Level one: which lines are the sections' headings."""

import pytest

from gongkai.forms.load import load_forms

from .build import HEADS, SIX, TITLE, children, codes, keys, plain, read, section


def test_the_six_sections_of_a_clean_report():
    """A clean report gives its six sections in order and nothing to complain of."""
    outline = read(plain())
    assert keys(outline) == list(SIX)
    assert codes(outline) == []
    assert section(outline, "requests").heading == "三、收到和处理政府信息公开申请情况"
    assert section(outline, "overview").text == "2024年，全局公开有序。"


def test_a_preamble_that_names_all_six_sections_is_one_section():
    """A sentence that lists the headings is no heading."""
    listing = "本报告包括：" + "、".join(head[2:] for head in HEADS) + "六个部分。"
    outline = read(plain(before=listing))
    assert keys(outline) == ["preamble", *SIX]
    assert section(outline, "preamble").text == listing


def test_a_preamble_that_numbers_all_six_and_wraps_before_one_of_them():
    """A wrapped line of the preamble that begins with a heading's words is still the preamble."""
    before = "本报告由以下部分组成：一、总体情况；二、主动公开政府信息情况；\n" + "；".join(HEADS[2:]) + "。"
    outline = read(plain(before=before))
    assert keys(outline) == ["preamble", *SIX]
    assert section(outline, "overview").text == "2024年，全局公开有序。"


@pytest.mark.parametrize("sub", ["（三）主动公开政府信息情况", "三、主动公开政府信息情况", "(三)主动公开政府信息情况"])
def test_the_words_of_section_two_inside_section_one(sub):
    """The same words at two levels: the one with its table behind it is the section."""
    outline = read(plain(one=f"2024年，全局公开有序。\n{sub}\n公开信息12条。"))
    assert keys(outline) == list(SIX)
    assert section(outline, "overview.proactive").text == "公开信息12条。"
    assert section(outline, "active_disclosure").heading == HEADS[1]


def test_the_words_of_section_two_inside_section_one_without_any_number():
    """Without numbers only what stands between the headings tells the two apart."""
    heads = tuple(head[2:] for head in HEADS)
    outline = read(plain(heads=heads, one="全局公开有序。\n主动公开情况\n公开信息12条。"))
    assert keys(outline) == list(SIX)
    assert section(outline, "overview.proactive").text == "公开信息12条。"


@pytest.mark.parametrize(
    "numbers",
    ["一二三四六七", "一二二三四五", "一一一一一一", "二三四五六七"],
)
def test_wrong_numbers(numbers):
    """Slipped, doubled and restarted numbers do not hide a section, and are told."""
    heads = tuple(number + head[1:] for number, head in zip(numbers, HEADS, strict=True))
    outline = read(plain(heads=heads))
    assert keys(outline) == list(SIX)
    assert "heading_misnumbered" in codes(outline)


@pytest.mark.parametrize("mark", ["{}.", "{}、", "（{}）", "({})"])
def test_other_marks(mark):
    """Sections may be numbered 1. or （一） all through."""
    digits = "123456" if "、" in mark or "." in mark else "一二三四五六"
    heads = tuple(mark.format(digit) + head[2:] for digit, head in zip(digits, HEADS, strict=True))
    assert keys(read(plain(heads=heads))) == list(SIX)


def test_no_numbers_and_roman_numbers():
    """Headings without a number, or with a Roman one, are found by their words."""
    assert keys(read(plain(heads=tuple(head[2:] for head in HEADS)))) == list(SIX)
    roman = tuple(f"{mark}、{head[2:]}" for mark, head in zip(["I", "II", "III", "IV", "V", "VI"], HEADS, strict=True))
    assert keys(read(plain(heads=roman))) == list(SIX)


def test_half_width_signs_and_lookalikes():
    """Half-width signs, blanks inside words and radicals printed for characters change nothing."""
    heads = (
        "一,总体情况",
        "二､主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况 ",
        "四、政府信息公开⾏政复议,⾏政诉讼情况",
    )
    outline = read(plain(heads=(*heads, "五、存 在 的 主 要 问 题 及 改 进 情 况", "六、其它需要报告的事项")))
    assert keys(outline) == list(SIX)


@pytest.mark.parametrize(
    "head",
    ["一、总体情况、", "一、总体情况。", "·一、总体情况", "一、 总体情况：", "一、工作概述", "一、总体工作概述情况"],
)
def test_stray_signs_and_other_words(head):
    """A stray sign or a near wording does not hide a heading."""
    assert keys(read(plain(heads=(head, *HEADS[1:])))) == list(SIX)


def test_an_unknown_wording_with_the_right_number():
    """A heading that no form words so is taken by its number."""
    outline = read(plain(heads=("一、政府信息公开年度要点落实情况", *HEADS[1:])))
    assert keys(outline) == list(SIX)
    assert section(outline, "overview").heading == "一、政府信息公开年度要点落实情况"


CONTENTS = [
    "\n".join(HEADS),
    "\n".join(f"{h}……{n}" for n, h in enumerate(HEADS, 1)),
    "\n".join(f"{h} {n}" for n, h in enumerate(HEADS, 1)),
]


@pytest.mark.parametrize("contents", CONTENTS)
def test_a_table_of_contents(contents):
    """A list of the headings before the text is neither the sections nor the preamble."""
    outline = read(plain(before=f"目 录\n{contents}\n根据要求编制本报告。"))
    assert keys(outline) == ["preamble", *SIX]
    assert section(outline, "overview").text == "2024年，全局公开有序。"
    assert section(outline, "preamble").text == "根据要求编制本报告。"


def test_a_table_of_contents_without_any_table_in_the_report():
    """Where the tables are pictures the text alone tells the contents from the sections."""
    body = "\n".join(f"{head}\n正文{n}在此。" for n, head in enumerate(HEADS))
    outline = read(f"{TITLE}\n" + "\n".join(HEADS) + "\n" + body)
    assert [s.text for s in outline.sections] == [f"正文{n}在此。" for n in range(6)]


def test_a_heading_broken_over_two_lines():
    """A heading that a line's end cuts is one heading on one line."""
    heads = (*HEADS[:3], "四、政府信息公开行政复议、\n行政诉讼情况", *HEADS[4:])
    outline = read(plain(heads=heads))
    assert keys(outline) == list(SIX)
    assert section(outline, "reviews_litigation").heading == HEADS[3]
    assert section(outline, "reviews_litigation").text == ""


@pytest.mark.parametrize("sign", [" ", "。", "：", "", "\u3000\u3000"])
def test_heading_and_text_on_one_line(sign):
    """What follows a heading on its own line is its text."""
    made = plain(heads=HEADS).replace("一、总体情况\n2024年", f"一、总体情况{sign}2024年")
    outline = read(made)
    assert keys(outline) == list(SIX)
    assert section(outline, "overview").heading == "一、总体情况"
    assert section(outline, "overview").text == "2024年，全局公开有序。"


def test_two_headings_in_a_row():
    """Sections whose tables are pictures follow each other without text."""
    made = plain().replace("[active_disclosure]\n", "").replace("[requests]\n", "")
    outline = read(made)
    assert keys(outline) == list(SIX)
    assert section(outline, "active_disclosure").text == ""


def test_a_heading_printed_twice():
    """A heading that a page repeats is not text."""
    outline = read(plain(heads=(HEADS[0], f"{HEADS[1]}\n{HEADS[1]}", *HEADS[2:])))
    assert keys(outline) == list(SIX)
    assert section(outline, "overview").text == "2024年，全局公开有序。"


def test_a_missing_section_is_told():
    """A section that the report leaves out is a warning, and its neighbours stay what they are."""
    outline = read(plain(heads=(*HEADS[:4], "", HEADS[5])))
    assert keys(outline) == [key for key in SIX if key != "problems_improvements"]
    missing = [issue for issue in outline.issues if issue.code == "section_missing"]
    assert [(issue.severity, issue.location) for issue in missing] == [("warning", "problems_improvements")]


def test_a_section_that_the_form_does_not_know():
    """A seventh section after the sixth keeps its own text under its number."""
    outline = read(plain(after="七、重点工作统计情况\n另有两项。"))
    assert keys(outline) == [*SIX, "section.7"]
    assert section(outline, "section.7").text == "另有两项。"
    assert "section_unknown" in codes(outline)


def test_the_old_outline():
    """The outline of earlier years is matched as far as its words go; a section of its own keeps its number."""
    heads = ("一、概述", "二、主动公开政府信息情况", "三、政府信息依申请公开情况", "五、行政复议、行政诉讼情况")
    outline = read(
        plain(
            heads=(
                *heads[:2],
                heads[2],
                f"四、收费及减免情况\n没有收费。\n{heads[3]}",
                "六、存在的主要问题和改进措施",
                "七、其他事项",
            )
        )
    )
    assert keys(outline) == [*SIX[:3], "section.4", *SIX[3:]]
    assert section(outline, "section.4").text == "没有收费。"


def test_items_of_a_list_in_section_five_are_no_sections():
    """Items numbered 一、二、 inside a section are not the sections with those numbers."""
    outline = read(
        plain().replace("公开的深度还不够。", "主要做法是：\n一、加强学习\n二、主动作为\n六、完善机制\n以上六点。")
    )
    assert keys(outline) == list(SIX)
    assert "完善机制" in section(outline, "problems_improvements").text


def test_tables_moved_behind_the_text():
    """A copy that prints all tables at the end still has its sections."""
    body = "\n".join(f"{head}\n正文{n}在此。" for n, head in enumerate(HEADS))
    outline = read(f"{TITLE}\n{body}\n[active_disclosure]\n[requests]\n[reviews_litigation]")
    assert keys(outline) == list(SIX)
    assert section(outline, "requests").text == "正文2在此。"


def test_without_a_form_the_numbers_make_the_sections():
    """Where no form is known, headings numbered 一、二、三、 are sections of their own."""
    outline = read(plain(), form=())
    assert keys(outline) == [f"section.{n}" for n in range(1, 7)]
    assert section(outline, "section.5").text == "公开的深度还不够。"


def test_a_page_that_lost_its_line_ends():
    """Headings in the middle of one long paragraph are found behind full stops."""
    one = "根据要求编制本报告，接受社会监督。一、总体情况2024年，全局公开有序，成效明显。"
    one += "（一）主动公开情况。公开信息丰富多样。"
    rest = "（二）依申请公开情况。全年平稳有序。二、主动公开政府信息情况。详见附表，各项数据如实填报。"
    outline = read(one + rest)
    assert keys(outline) == ["preamble", "overview", "active_disclosure"]
    assert children(outline, "overview") == ["overview.proactive", "overview.on_request"]
    assert section(outline, "overview").text == "2024年，全局公开有序，成效明显。"
    assert section(outline, "overview.proactive").text == "公开信息丰富多样。"


def test_a_page_on_one_line():
    """A page whose line ends became blanks or pipes is parted before its headings and behind full stops."""
    lines = [TITLE, "根据要求编制本报告。" * 20]
    lines += [part for n, head in enumerate(HEADS) for part in (head, f"正文{n}在此。")]
    for mark in (" ", " | ", "|"):
        outline = read(mark.join([*lines, "云溪县财政局", "2025年1月10日"]))
        assert keys(outline) == ["preamble", *SIX, "closing"]
        assert outline.title == TITLE
        assert outline.published == "2025-01-10"
        assert section(outline, "requests").text == "正文2在此。"
        assert section(outline, "preamble").text.startswith("根据要求")


def test_text_without_any_heading_is_all_preamble():
    """Nothing is lost where no heading is found, and every missing section is told."""
    outline = read("这是一段文字。\n又一段文字。")
    assert keys(outline) == ["preamble"]
    assert codes(outline).count("section_missing") == 6
    assert children(outline, "preamble") == []


def test_a_heading_glued_to_its_first_subhead_is_one():
    """A section's own words behind its number are its heading, whatever follows them without a sign; a bracket is not taken along."""
    text = plain().replace("五、存在的主要问题及改进情况\n", "五、存在的主要问题及改进情况（一）存在的主要问题：")
    assert section(read(text), "problems_improvements").heading == "五、存在的主要问题及改进情况"


@pytest.mark.parametrize(
    "heading",
    ["六、存在的主要问题及下一步打算", "七、政府信息公开工作存在的主要问题和改进措施", "五、不足之处与今后方向"],
)
def test_a_telling_word_makes_a_numbered_heading_a_section(heading):
    """A numbered line of its own that holds a section's telling word (问题, 不足) is that section, however it is worded."""
    form = next(form for form in load_forms() if form.spec.id == "gio-2014").spec.sections
    text = plain().replace(HEADS[4], heading)
    assert section(read(text, form), "problems_improvements").heading == heading


def test_a_short_heading_runs_into_its_text_where_its_number_is_the_sections():
    """一、总体情况一年来… begins the first section; a sentence that begins with another's name does not begin one."""
    text = plain().replace("一、总体情况\n", "一、总体情况一年来")
    assert section(read(text), "overview").heading == "一、总体情况"
    assert section(read(text), "overview").text.startswith("一年来")


def test_subheads_right_behind_a_heading_on_one_line_are_found():
    """六、其他需要报告的事项（一）…（二）… is a heading and two subsections."""
    line = "六、其他需要报告的事项（一）收费情况本年没有收取任何费用。（二）建议办理情况按时答复代表建议、政协提案。"
    text = plain().replace("六、其他需要报告的事项\n", line + "\n")
    assert children(read(text), "other_matters") == ["other_matters.1", "other_matters.2"]
