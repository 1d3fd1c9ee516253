"""What a report says of itself comes with the words that say it, and with their place."""

from __future__ import annotations

import pytest

from gongkai import extract
from gongkai.document import Place
from gongkai.witness import Witness

BODY = (
    "一、基本情况\n全年共办理各类事项三百余件，群众满意度进一步提高，各项工作平稳有序推进。\n"
    "二、下一步打算\n继续做好各项工作，及时总结经验，不断改进服务。\n"
)


def read(text: str):
    return extract(text.encode(), name="a.txt")


def html(head: str, body: str):
    page = f"<html><head><title>{head}</title></head><body>{body}</body></html>"
    return extract(page.encode(), name="a.html")


def test_a_title_is_evidence_for_agency_and_year_and_stands_on_its_line():
    """Agency and year of a title have the title's words as evidence, with its line in a text."""
    told = read(f"青岚县水务局2023年供水服务情况\n\n{BODY}").evidence
    assert told.title is not None and told.title.by == "title"
    assert told.agency == told.year == told.title
    assert told.title.text == "青岚县水务局2023年供水服务情况"
    assert told.title.source.line == 1


def test_a_title_over_two_lines_is_placed_at_the_first():
    """The words of a title that is broken stand together in the evidence; the place is that of its first line."""
    told = html(
        "", "<h1>青岚县水务局</h1><h1>2023年度供水服务情况公告</h1><p>" + BODY.replace("\n", "</p><p>") + "</p>"
    ).evidence
    assert told.title is not None
    assert told.title.text == "青岚县水务局2023年度供水服务情况公告"


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("2023年度", 2023),
        ("（2023年度）", 2023),
        ("统计期间：2023年1月1日至2023年12月31日", 2023),
        ("报告年度：2022年", 2022),
    ],
)
def test_a_cover_says_the_year_that_the_title_leaves_out(line: str, year: int):
    """A year that stands alone on the cover, or in a field that names the period, counts where the title has none."""
    report = read(f"供水服务情况公告\n\n编制单位：青岚县水务局\n\n{line}\n\n{BODY}")
    assert (report.agency, report.year) == ("青岚县水务局", year)
    assert report.evidence.agency is not None and report.evidence.agency.by == "cover"
    assert report.evidence.year is not None and report.evidence.year.by == "cover"


def test_a_date_of_publication_is_no_year_that_is_reported_on():
    """A date on the cover, or in a field of publication, says nothing of the year reported on."""
    report = read(f"供水服务情况公告\n\n发布日期：2024年3月1日\n\n2024年3月\n\n{BODY}")
    assert report.year is None and report.evidence.year is None


def test_the_file_speaks_where_the_printed_title_is_a_part_of_its_own():
    """What the page declares gives the year that its printed title leaves out."""
    report = html(
        "青岚县水务局2023年供水服务情况公告", "<h1>供水服务情况公告</h1><p>" + BODY.replace("\n", "</p><p>") + "</p>"
    )
    assert (report.title, report.agency, report.year) == ("供水服务情况公告", "青岚县水务局", 2023)
    assert report.evidence.year is not None and report.evidence.year.by == "metadata"


def test_a_declared_title_of_another_document_says_nothing():
    """A title that a template left in the file's own data gives no year where the printed title is another one."""
    report = html("雁洲市2019年工作总结模板", "<h1>供水服务情况公告</h1><p>" + BODY.replace("\n", "</p><p>") + "</p>")
    assert report.year is None and report.agency is None


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2023年6月", "2023-06-01", "2023-06-30"),
        ("2024年1-2月", "2024-01-01", "2024-02-29"),
        ("2023年第三季度", "2023-07-01", "2023-09-30"),
        ("2023年上半年", "2023-01-01", "2023-06-30"),
        ("2022-2023学年", "2022-09-01", "2023-08-31"),
    ],
)
def test_a_title_names_months_quarters_halves_and_school_years(words: str, start: str, end: str):
    """A period shorter or other than a year that the title names is the report's, with its words as evidence."""
    report = read(f"青岚县水务局{words}水质监测情况\n\n{BODY}")
    assert report.period is not None and (report.period.start, report.period.end) == (start, end)
    assert report.evidence.period is not None and report.evidence.period.text == words


@pytest.mark.parametrize("mark", ["[1]", "[¹]", "①", "¹", "*"])
def test_a_note_s_mark_is_no_part_of_a_title(mark: str):
    """What refers to a note behind a title is not in it."""
    assert read(f"青岚县水务局2023年供水服务情况{mark}\n\n{BODY}").title == "青岚县水务局2023年供水服务情况"


def test_of_offices_that_a_title_names_together_the_first_reports():
    """Offices of one place in a row, without a sign between them: the agency is the first."""
    report = read(f"青岚市教育局青岚市统计局青岚市财政局关于2022年教育经费执行情况的公告\n\n{BODY}")
    assert (report.agency, report.year) == ("青岚市教育局", 2022)


def test_a_line_that_names_offices_is_no_title():
    """Where the file's own title is whole and the page begins with who publishes, the file's title counts."""
    report = html(
        "青岚市2023年统计公报",
        "<p>青岚市统计局　国家统计局青岚调查队</p><p>2024年3月1日</p><p>" + BODY.replace("\n", "</p><p>"),
    )
    assert (report.title, report.agency, report.year) == ("青岚市2023年统计公报", "青岚市统计局", 2023)


def test_a_time_in_brackets_below_a_title_is_a_part_of_it():
    """（2023年第四季度） in a heading of its own belongs to the title above, and is no section."""
    report = html("", "<h2>青岚县处罚信息清单</h2><h3>（2023年第四季度）</h3><p>" + BODY.replace("\n", "</p><p>"))
    assert report.title == "青岚县处罚信息清单（2023年第四季度）"
    assert report.year == 2023 and [s.heading for s in report.sections] == ["一、基本情况", "二、下一步打算"]


def test_rows_of_a_table_before_the_title_are_none():
    """A program that prints a sheet may put its rows first: lines of figures are no title, the line that names a year is."""
    rows = "学校名称 合计 统招\n一中 1200 600 600\n外国语学校 450 450 0\n职业中心 800 800 0\n"
    report = read(f"{rows}附件2\n雁洲市2024年招生计划一览表\n\n{BODY}")
    assert (report.title, report.year) == ("雁洲市2024年招生计划一览表", 2024)


def test_a_day_or_the_end_of_something_is_no_period():
    """截至2023年6月 and a date of a day name no month that is reported on."""
    for words in ("截至2023年6月底", "2023年6月5日"):
        assert read(f"青岚县水务局{words}水质监测情况\n\n{BODY}").period is None


def test_a_known_report_has_its_evidence_too():
    """Reports of a known form tell who signed where no title names the agency."""
    text = f"2023年政府信息公开工作年度报告\n\n{BODY}\n青岚县水务局\n2024年1月8日\n"
    told = read(text).evidence
    assert told.agency == Witness(by="signature", text="青岚县水务局", source=Place(line=8))
