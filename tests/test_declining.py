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


def test_a_notice_is_no_report():
    """A notice that sends the form around has neither sections nor tables of it."""
    with pytest.raises(NotAReport, match="gio-2014"):
        extract_bytes(
            "关于印发政府信息公开工作年度报告格式的通知\n各部门：\n现将格式印发给你们。\n".encode(), "notice.txt"
        )
