"""Agency, year, period and date of publication where the title does not say them."""

import pytest

from .build import HEADS, codes, plain, read, section

BODY = "\n".join(f"{head}\n正文。" for head in HEADS)


@pytest.mark.parametrize(
    ("before", "after", "agency"),
    [
        ("本报告由云溪县财政局根据有关规定编制。", "", "云溪县财政局"),
        ("本报告由云溪县财政局编制。", "", "云溪县财政局"),
        ("现公布云溪县财政局2023年政府信息公开工作年度报告。", "", "云溪县财政局"),
        ("如有疑问，请联系云溪县财政局办公室。", "", "云溪县财政局"),
        ("根据规定编制。", "云溪县财政局\n2024年1月9日", "云溪县财政局"),
        ("根据规定编制。", "云溪县财政局 2024年1月9日", "云溪县财政局"),
        ("本报告由我局编制。", "", None),
        ("如有疑问，请联系云溪县人民政府办公室。", "", None),
    ],
)
def test_the_agency_without_a_title(before, after, agency):
    """Signature, then preamble; what is not said for certain is None."""
    outline = read(f"{before}\n{BODY}\n{after}")
    assert outline.agency == agency
    assert ("agency_missing" in codes(outline)) is (agency is None)


def test_agency_and_year_from_the_first_sentence():
    """A report without title and preamble opens section one with both."""
    outline = read(BODY.replace("正文。", "2023年，云溪县财政局坚持公开为常态。", 1))
    assert (outline.agency, outline.year) == ("云溪县财政局", 2023)


def test_a_preamble_behind_the_first_heading():
    """What a preamble says of the report counts where it is printed inside section one."""
    outline = read(BODY.replace("正文。", "现公布云溪县2023年政府信息公开工作年度报告。\n2023年，全县公开有序。", 1))
    assert (outline.agency, outline.year) == ("云溪县", 2023)


def test_the_year_is_never_that_of_publication():
    """A date of publication alone leaves the year open."""
    outline = read(f"发布日期：2024-01-22\n{BODY}\n云溪县财政局\n2024年1月9日")
    assert outline.year is None
    assert "year_missing" in codes(outline)


def test_the_title_stands_against_a_stale_period():
    """A period left over from another year does not change the year, and the conflict is told."""
    before = "所列数据的统计期限自2021年1月1日起至2021年12月31日止。"
    outline = read(plain(before=before))
    assert outline.year == 2024
    assert outline.period.start == "2021-01-01"
    assert "year_conflict" in codes(outline)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("统计期限自2024年1月1日起至2024年12月31日止。", "2024-01-01", "2024-12-31"),
        ("统计期限从 2024 年 1 月 1 日到 12 月 31 日止。", "2024-01-01", "2024-12-31"),
        ("所列数据统计时间范围为2024年1月1日—12月31日。", "2024-01-01", "2024-12-31"),
        ("数据的统计期限为2024.1.1-2024.12.31。", "2024-01-01", "2024-12-31"),
        ("数据统计期限为2024年1月1日至同年12月31日。", "2024-01-01", "2024-12-31"),
        ("统计期限自2024年11日至12月31日。", "2024-01-01", "2024-12-31"),
        ("统计期限自202411日至20241231日。", "2024-01-01", "2024-12-31"),
        ("统计期限自2024年1月1日至2024年12月30日。", "2024-01-01", "2024-12-30"),
    ],
)
def test_the_period(sentence, start, end):
    """The printed period in all its forms, with characters lost where only one reading is left."""
    period = read(plain(before=sentence)).period
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "sentence", ["统计期限为2024年度。", "统计期限自2024年111日至12月31日。", "报告期为1月1日至12月31日。"]
)
def test_no_period_is_invented(sentence):
    """What can be read in two ways, or gives no days, is no period."""
    assert read(plain(before=sentence)).period is None


def test_an_odd_period_is_told():
    """A period that is not one calendar year is kept as printed and told."""
    outline = read(plain(before="统计期限自2019年1月1日至2024年12月31日。"))
    assert (outline.period.start, outline.year) == ("2019-01-01", 2024)
    assert "period_unusual" in codes(outline)


def test_the_period_gives_the_year():
    """Where the title has no year the period of one year does."""
    outline = read(f"云溪县财政局政府信息公开年报\n统计期限自2022年1月1日至2022年12月31日。\n{BODY}")
    assert outline.year == 2022


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2025年1月10日", "2025-01-10"),
        ("二〇二五年一月十日", "2025-01-10"),
        ("二○二五年一月二十一日", "2025-01-21"),
        ("2025- 01- 10", "2025-01-10"),
        ("2025.1.10", "2025-01-10"),
        ("（2025年1月10日）", "2025-01-10"),
        ("云溪县财政局\n               2025年1月10日", "2025-01-10"),
        ("云溪县财政局　2025年1月10日", "2025-01-10"),
    ],
)
def test_the_date_of_the_signature(line, date):
    """The last line that is only a date behind the last section is the date of the report."""
    assert read(plain(after=line)).published == date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布时间:2023-01-31 13:24", "2023-01-31"),
        ("发布日期： 2024- 01- 22 17: 11", "2024-01-22"),
        ("日期:2020-01-22", "2020-01-22"),
        ("2022年01月30日 15:52", "2022-01-30"),
        ("(2021年1月25日)", "2021-01-25"),
        ("来源：办公室 发布时间：2023年1月31日 浏览次数：12", "2023-01-31"),
    ],
)
def test_the_date_near_the_title(line, date):
    """Without a signature the date near the title counts, and it is no text of the preamble."""
    outline = read(plain(before=line))
    assert outline.published == date
    assert outline.sections[0].key == "overview"


def test_the_signature_goes_before_the_page():
    """The signature's date is the report's, the page's only a substitute, the file's the last."""
    assert read(plain(before="发布日期：2025-02-01", after="2025年1月10日")).published == "2025-01-10"
    assert read(plain(), published="2025-03-01T08:00:00").published == "2025-03-01"
    assert read(plain()).published is None


def test_a_date_of_another_kind_is_not_the_publication():
    """有效期 and the like date something else."""
    assert read(plain(before="有效日期：2023-01-31")).published is None


def test_numbers_of_documents_and_addresses_are_no_years():
    """Years inside the preamble's references do not become the report's."""
    before = "根据国办公开办函〔2021〕30号编制。地址：云溪县2008大道5号。"
    outline = read(f"{before}\n{BODY}")
    assert outline.year is None
    assert section(outline, "preamble").text == before
