"""Publications that follow no form: the reason is given, the sections are kept, and no list of missing cells is made."""

from __future__ import annotations

import pytest

from gongkai.errors import NotAReport
from gongkai.pipeline import extract_bytes

UNIVERSITY = """云泽大学2022—2023学年信息公开工作年度报告
本报告根据《高等学校信息公开办法》编制，统计期限为2022年9月1日至2023年8月31日。
一、概述
学校重视信息公开工作。
二、主动公开情况
全年主动公开信息1200条。
三、依申请公开和不予公开情况
收到申请3件，均已答复。
四、经验、问题和改进措施
继续改进。
"""
UTILITY = """云泽供电公司2022年信息公开年报
根据《供电企业信息公开实施办法》编制本年报。
一、概述
公司重视信息公开。
二、主动公开信息情况
全年公开信息300条。
三、存在的主要问题和改进措施
继续改进。
"""
GUIDE = """云泽市民政局政府信息公开指南
一、主动公开
本机关主动公开下列信息。
二、依申请公开
申请人应当填写申请表。
三、监督方式
可以投诉。
"""
EARLY = """云泽县档案局2011年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》编制。
一、概述
2011年，我局推进政府信息公开。
二、主动公开政府信息情况
全年主动公开信息50条。
三、依申请公开政府信息情况
没有收到申请。
四、政府信息公开收费及减免情况
没有收费。
五、存在的主要问题和改进措施
继续改进。
"""


STRANGERS = {
    "letter": "关于报送材料的函\n市政府办公室：\n现将有关材料报上。\n联系人：张三\n",
    "csv": "name,age\nzhang,3\nli,4\n",
    "budget": "云泽县2023年部门预算公开\n一、基本支出\n人员经费 120 万元\n公用经费 30 万元\n二、项目支出\n合计 150 万元\n",
    "expenses": (
        "2023年三公经费支出表\n项目\t预算数\t决算数\n因公出国（境）费\t0\t0\n"
        "公务接待费\t12\t10\n公务用车购置及运行费\t30\t28\n合计\t42\t38\n"
    ),
    "rule": (
        "政府信息公开工作制度\n第一条 为了规范政府信息公开工作，制定本制度。\n"
        "第二条 本机关主动公开下列信息。\n第三条 申请人可以申请公开。\n第四条 本制度自发布之日起施行。\n"
    ),
    "catalog": "政府信息公开目录\n序号\t名称\t时间\n1\t关于规划的通知\t2023-01-02\n2\t关于预算的通知\t2023-02-03\n",
    "application": "政府信息公开申请表\n申请人信息\n公民 姓名\n法人或其他组织 名称\n所需信息的内容描述\n",
    "poem": "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n",
    "government": (
        "政府工作报告\n——2024年1月在云泽县人民代表大会上\n"
        "一、2023年工作回顾\n全年生产总值增长5.2%。\n二、2024年工作安排\n做好十件实事。\n"
    ),
    "company": "Annual report of the company\n1. Overview\nRevenue grew.\n2. Outlook\nGood.\n",
    "table": "指标\t2022\t2023\n人口\t12\t13\n面积\t4\t4\n",
    "statistics": "行政许可统计\n行政许可 120\n行政处罚 30\n行政强制 2\n",
    "explainer": (
        "一图读懂政府信息公开工作年度报告格式\n本年新收政府信息公开申请数量怎么填？\n"
        "上年结转政府信息公开申请数量怎么填？\n"
    ),
    "html": (
        "<html><body><div class=nav>首页 政府信息公开 年度报告</div>"
        "<ul><li>2023年年度报告</li><li>2022年年度报告</li></ul></body></html>"
    ),
}


OWN_KEYS = {
    "overview",
    "requests",
    "active_disclosure",
    "proactive",
    "on_request",
    "problems_improvements",
    "statistics",
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_document_of_another_world_is_a_report_of_no_form(name):
    """It gives no cell of a form and no key of its sections, and the reasons say that no known form fits."""
    report = extract_bytes(STRANGERS[name].encode(), f"{name}.{'html' if name == 'html' else 'txt'}")
    assert (report.form.id, report.tables, report.status) == (None, {}, "other")
    assert any("no known form fits" in reason for reason in report.form.reasons)
    assert not {section.key for section in report.sections} & OWN_KEYS
    assert report.sections or report.grids


_COURTS = "<tr><td>行政复议</td><td>3</td><td>1</td><td>2</td><td>6</td></tr>"
_DECISIONS = (
    "<tr><td>行政许可</td><td>120</td></tr><tr><td>行政处罚</td><td>33</td></tr><tr><td>行政强制</td><td>2</td></tr>"
)
_LOOKALIKES = {
    "rule-of-law-headings": "<h1>青麓县司法局2023年法治政府建设年度报告</h1><p>一、总体情况</p><p>稳步推进。</p>"
    "<p>二、主动公开政府信息情况</p>"
    "<p>公开文件12件。</p><p>三、行政复议、行政诉讼情况</p><table><tr><td>类别</td><td>维持</td><td>纠正</td><td>其他</td><td>总计</td></tr>"
    f"{_COURTS}</table><p>四、存在的主要问题及改进情况</p><p>力度不够。</p>",
    "rule-of-law-table": "<h1>沅泽市2022年法治政府建设情况报告</h1><p>一、主要举措和成效</p><table><tr><td>信息内容</td>"
    f"<td>本年处理决定数量</td></tr>{_DECISIONS}</table><p>二、存在的主要问题</p><p>不足。</p>",
    "enforcement": "<h1>柏溪区城市管理局2023年度行政执法统计年报</h1><p>一、行政复议、行政诉讼情况</p>"
    "<table><tr><td colspan=5>行政复议</td></tr>"
    "<tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>"
    "<tr><td>1</td><td>0</td><td>0</td><td>0</td><td>1</td></tr></table>",
}


@pytest.mark.parametrize("name", _LOOKALIKES)
def test_one_table_or_headings_like_ours_make_no_report_of_what_calls_itself_another(name):
    """Its tables are grids as printed, no figure stands in a form's table, no section has a key of ours."""
    report = extract_bytes(_LOOKALIKES[name].encode(), f"{name}.html")
    assert (report.form.id, report.tables) == (None, {})
    assert report.grids
    assert not {section.key for section in report.sections} & OWN_KEYS


def test_rows_under_whole_heads_are_the_forms_table_however_few():
    """Two rows with their labels under all seven heads, and nothing else, are the form's; five per cent of its labels are not."""
    heads = "类别|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
    ruler = "|".join(["---"] * 8)
    rows = ("一、本年新收政府信息公开申请数量|1|2|0|0|0|0|3", "二、上年结转政府信息公开申请数量|1|0|0|0|0|0|1")
    text = "\n".join(f"|{line}|" for line in (heads, ruler, *rows))
    report = extract_bytes(text.encode(), "part.md")
    assert report.form.id is not None
    assert report.form.score > 0.05


@pytest.mark.parametrize(("text", "kind"), [(UNIVERSITY, "高等学校"), (UTILITY, "公共企事业单位"), (GUIDE, "指南")])
def test_a_publication_of_another_kind_is_named(text, kind):
    """The form is null with the reason, its sections are kept, nothing is called missing."""
    report = extract_bytes(text.encode(), "other.txt")
    assert report.form.id is None
    assert any(kind in reason for reason in report.form.reasons)
    assert report.tables == {}
    assert [i.code for i in report.issues if i.code == "other_publication"] == ["other_publication"]
    assert not any(i.code == "section_missing" for i in report.issues)
    assert sum(section.level == 1 for section in report.sections) >= 3


def test_a_report_from_before_the_forms_keeps_its_sections():
    """Before 2014 no national form was in use: title, agency, year and sections, and one issue that says why there is no table."""
    report = extract_bytes(EARLY.encode(), "early.txt")
    assert (report.form.id, report.agency, report.year) == (None, "云泽县档案局", 2011)
    assert {"overview", "proactive", "on_request", "fees", "problems_improvements"} <= {s.key for s in report.sections}
    assert [i.code for i in report.issues] == ["form_unknown"]


@pytest.mark.parametrize("text", ["1234567890\n" * 200, "D" * 5000])
def test_what_says_nothing_is_refused(text):
    """Digits without a word, or one letter over and over, are no document."""
    with pytest.raises(NotAReport, match="nothing in it"):
        extract_bytes(text.encode(), "nothing.txt")


def test_a_notice_is_no_report_of_the_form_that_it_sends_around():
    """A notice that sends the form around has neither sections nor tables of it; its reasons name what it is."""
    text = "关于印发政府信息公开工作年度报告格式的通知\n各部门：\n现将格式印发给你们。\n"
    report = extract_bytes(text.encode(), "notice.txt")
    assert (report.form.id, report.tables) == (None, {})
    assert any("通知" in reason for reason in report.form.reasons)


def test_a_report_that_says_that_it_is_published_is_no_news():
    """公布…年度报告 in the covering sentence is said of the report itself, whose title stands above."""
    text = EARLY.replace("根据《中华", "现公布云泽县档案局2011年政府信息公开工作年度报告。根据《中华")
    assert not any("news" in reason for reason in extract_bytes(text.encode(), name="report.txt").form.reasons)
