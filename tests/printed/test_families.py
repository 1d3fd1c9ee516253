"""The forms of other families that come with the package, and datasets of one family."""

from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner

import gongkai
from gongkai.cli import main
from gongkai.forms.load import load_families, load_form, load_local, packaged_forms
from gongkai.forms.oddities import oddities_of
from printed.build import page, value

REVENUE = (
    ("科目编码", "科目名称", "本年收入合计", "财政拨款收入", "事业收入", "其他收入"),
    ("合计", "", "310.55", "300.40", "8.00", "2.15"),
    ("208", "社会保障和就业支出", "110.30", "102.30", "8.00", ""),
    ("20805", "行政事业单位养老支出", "110.30", "102.30", "8.00", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "70.20", "70.20", "", ""),
    ("2080506", "机关事业单位职业年金缴费支出", "40.10", "32.10", "8.00", ""),
    ("213", "农林水支出", "200.25", "198.10", "", "2.15"),
    ("21303", "水利", "200.25", "198.10", "", "2.15"),
    ("2130301", "行政运行", "200.24", "198.10", "", "2.15"),
)
SUMMARY = (
    ("收入", "", "支出", ""),
    ("项目", "决算数", "项目", "决算数"),
    ("一、一般公共预算财政拨款收入", "300.40", "一、一般公共服务支出", ""),
    ("二、政府性基金预算财政拨款收入", "", "二、社会保障和就业支出", "110.30"),
    ("三、事业收入", "8.00", "三、农林水支出", "195.25"),
    ("四、其他收入", "2.15", "四、其他支出", ""),
    ("本年收入合计", "310.55", "本年支出合计", "305.55"),
    ("年初结转和结余", "5.00", "年末结转和结余", "10.00"),
    ("总计", "315.55", "总计", "315.55"),
)
ANNEX = (
    ("指标名称", "计量单位", "2015年度", "历年累计"),
    ("主动公开文件数", "条", "325", "7100"),
    ("其中：1、政府网站公开数", "条", "320", "7000"),
    ("2、政府公报公开数", "条", "5", "100"),
    ("受理依申请公开信息总数", "条", "3", "41"),
    ("其中：1、当面申请数", "条", "1", "30"),
    ("2、网上申请数", "条", "2", "11"),
    ("对申请的答复总数", "条", "3", "41"),
    ("其中：1、同意公开答复数", "条", "3", "41"),
)
TITLE = "芦川县水务局2023年度部门决算"


def accounts() -> gongkai.Report:
    """Final accounts with two of the nine tables."""
    data = page(("收入支出决算总表", SUMMARY), ("收入决算表", REVENUE), title=TITLE)
    return gongkai.extract(data, name="a.html")


def test_final_accounts_are_read_by_their_codes_and_halves():
    """Two halves side by side are two blocks of one table; numbering that differs from the form's does not matter."""
    report = accounts()
    assert (report.form.id, report.agency, report.year) == ("final-accounts", "芦川县水务局", 2023)
    assert value(report, "accounts_summary", "social_security", "amount") == 110.3
    assert value(report, "accounts_summary", "revenue_all", "amount") == 315.55
    assert value(report, "accounts_revenue", "2130301", "total") == 200.24


def test_sums_within_rounding_hold_and_totals_agree_across_tables():
    """2130301 is printed 0.01 below its class: rounding; the total of one table is that of the other."""
    report = accounts()
    assert not [c.id for c in report.checks if c.status == "fail"]
    held = {c.id for c in report.checks if c.status == "pass"}
    assert {"across.revenue", "accounts_summary.revenue.amount"} <= held
    assert report.verification.contradicted == 0


def test_the_provincial_annex_is_read_with_its_year_in_the_head():
    """The head 2015年度 is the column of the year, whatever the year; rows that the year lacks are no gap. It is asked for."""
    data = page(("政府信息公开情况统计表", ANNEX), title="芦川县水务局2015年政府信息公开工作年度报告")
    report = gongkai.extract(data, name="a.html", forms=(*packaged_forms(), load_form("fujian-annex")))
    assert gongkai.extract(data, name="a.html").form.id is None
    assert (report.form.id, report.status) == ("fujian-annex", "complete")
    assert value(report, "annex", "proactive.website", "year") == 320
    assert {c.status for c in report.checks} == {"pass"}


def test_packaged_families_have_nothing_odd():
    """No check selects nothing, no label is without words; labels that stand twice are told apart by groups or by order."""
    for form in (*load_families(), *load_local()):
        said = [problem for _, problem in oddities_of(form)]
        assert not [
            text for text in said if "selects no cells" in text or "holds no word" in text or "no check" in text
        ]


def test_a_dataset_of_one_family_has_its_tables_only(tmp_path: Path):
    """The files and the codebook are those of the families that have a report."""
    (tmp_path / "a.html").write_bytes(page(("收入决算表", REVENUE), title=TITLE))
    done = CliRunner().invoke(main, ["extract", str(tmp_path / "a.html"), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "accounts_revenue.csv").exists()
    assert not (tmp_path / "out" / "requests.csv").exists()
    with (tmp_path / "out" / "codebook.csv").open(encoding="utf-8-sig") as stream:
        assert {row["form"] for row in csv.DictReader(stream)} == {"final-accounts"}


def test_a_dataset_of_two_families_has_the_tables_of_both(tmp_path: Path):
    """Each report names its family; no one asked for either."""
    (tmp_path / "a.html").write_bytes(page(("收入决算表", REVENUE), title=TITLE))
    (tmp_path / "b.html").write_bytes((Path(__file__).parents[2] / "fixtures/linjiang-market-2023.html").read_bytes())
    done = CliRunner().invoke(main, ["extract", str(tmp_path), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "accounts_revenue.csv").exists()
    assert (tmp_path / "out" / "requests.csv").exists()
    assert not (tmp_path / "out" / "annex.csv").exists()
    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8-sig") as stream:
        assert {row["family"] for row in csv.DictReader(stream)} == {"final-accounts", "gio"}


def test_a_budget_is_no_final_account():
    """Its tables have the same rows, under heads of a budget."""
    budget = tuple(tuple(cell.replace("决算", "预算") for cell in row) for row in SUMMARY)
    title = TITLE.replace("决算", "预算")
    report = gongkai.extract(page(("收入支出预算总表", budget), ("收入预算表", REVENUE), title=title), name="a.html")
    assert report.form.id is None
    assert report.grids
