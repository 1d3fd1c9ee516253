"""What reviewers decided, on the pages: listed always, shown in the tables where that is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli import main
from gongkai.dataset.revise import replace_checks
from gongkai.dataset.rows import check_row
from gongkai.errors import UsageError
from gongkai.pipeline import extract_bytes
from gongkai.report import Cell, Report
from gongkai.review.decisions import OUTCOMES, site_id
from gongkai.review.serve import port_of
from review.helpers import check, dataset_of, decide, listed, page_of, site_of
from support import make_report

FIXTURE = Path(__file__).parent.parent.parent / "fixtures" / "linjiang-market-2023.html"
WRONG = ("requests", "other_outcome.other", "total")
"""A cell of the fixture whose row does not add up."""


@pytest.fixture(scope="module")
def report() -> Report:
    return extract_bytes(FIXTURE.read_bytes(), FIXTURE.name)


@pytest.fixture
def dataset(tmp_path: Path, report: Report) -> Path:
    return dataset_of(tmp_path / "dataset", [report])


def cell_of(report: Report, table: str, row: str, column: str) -> Cell:
    return next(c for c in report.tables[table].cells if (c.row, c.column) == (row, column))


def right_total(report: Report) -> int:
    """Return what the row of the wrong cell adds up to."""
    cells = [c for c in report.tables[WRONG[0]].cells if c.row == WRONG[1] and c.column != WRONG[2]]
    return int(sum(c.value or 0 for c in cells))


def shown(page: str, table: str, row: str, column: str) -> str:
    """Return the markup of a cell."""
    at = page.index(f'data-table="{table}" data-row="{row}" data-column="{column}"')
    return page[page.rindex("<td", 0, at) : page.index("</td>", at)]


def test_without_being_asked_the_tables_show_what_was_read_and_a_sign(dataset: Path, report: Report, tmp_path: Path):
    """The figure and its failing sum stay; what was decided stands in the list, with reason, name and date."""
    read = cell_of(report, *WRONG)
    decide(dataset, (report.report_id, *WRONG, right_total(report), "加总得出", "王某", "2025-03-01"))
    done = site_of(dataset, tmp_path / "site")
    page = page_of(tmp_path / "site", report)
    cell = shown(page, *WRONG)
    assert done.decisions == 1
    assert f">{read.value}<i" in cell
    assert "≠✎</i>" in cell
    assert 'class="v contradicted stop decided"' in cell
    entry = page[page.index('<li id="d0">') :].partition("</li>")[0]
    assert all(text in entry for text in (f">{right_total(report)}</b>", "加总得出", "王某", "2025-03-01", "第 2 行"))
    assert OUTCOMES["not_asked_for"][0] in entry
    assert "数字按原文列出，从不改正" in page


def test_where_it_is_asked_for_the_tables_and_the_checks_are_over_what_was_decided(
    dataset: Path, report: Report, tmp_path: Path
):
    """What is printed stays beside the figure; the row holds, and the page says that it is corrected."""
    read = cell_of(report, *WRONG)
    decide(dataset, (report.report_id, *WRONG, right_total(report)))
    site_of(dataset, tmp_path / "plain")
    site_of(dataset, tmp_path / "site", corrected=True)
    page = page_of(tmp_path / "site", report)
    cell = shown(page, *WRONG)
    assert f">{right_total(report)}<i" in cell
    assert f'<del lang="zh">{read.raw}</del>' in cell
    assert f'data-raw="{read.raw}"' in cell
    assert f'data-read="{read.value}"' in cell
    assert 'class="fail error">\n<td class="status">≠' in page_of(tmp_path / "plain", report)
    rule = f'data-check="requests.row_total.{WRONG[1]}"'
    assert page[: page.index(rule)].rpartition("<tr ")[2].partition(">")[0].endswith('class="pass error"')
    assert OUTCOMES["applied"][0] in page
    assert "数字按原文列出，从不改正" not in page
    before, after = (
        dict(zip(found["fields"], found["rows"][0], strict=True))
        for found in map(listed, (tmp_path / "plain", tmp_path / "site"))
    )
    assert (before["corrected"], before["decided"], after["corrected"], after["decided"]) == (0, 1, 1, 1)
    assert after["contradicted"] < before["contradicted"]


def test_a_decision_that_says_what_was_read_confirms_it(dataset: Path, report: Report, tmp_path: Path):
    """The figure stays as it is, and its failing sum too: the mistake is the report's own."""
    decide(dataset, (report.report_id, *WRONG, cell_of(report, *WRONG).value))
    site_of(dataset, tmp_path / "site", corrected=True)
    page = page_of(tmp_path / "site", report)
    assert 'class="v contradicted stop decided"' in shown(page, *WRONG)
    assert OUTCOMES["confirmed"][0] in page


def test_a_decision_about_what_is_not_there_is_listed(dataset: Path, report: Report, tmp_path: Path):
    """An unknown cell on the report's page, an unknown report on the index; nothing is lost from the file."""
    decide(
        dataset,
        (report.report_id, "requests", "nothing", "total", 7),
        ("0123456789abcdef", *WRONG, 8, "不在此处"),
        (report.report_id, *WRONG, 1),
        (report.report_id, *WRONG, ""),
    )
    site_of(dataset, tmp_path / "site")
    page = page_of(tmp_path / "site", report)
    index = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert [name for name in OUTCOMES if OUTCOMES[name][0] in page] == ["not_asked_for", "superseded", "no_such_cell"]
    assert "requests · nothing · total" in page
    assert 'data-decisions="1 2"' in page
    assert "0123456789abcdef" in index
    assert "不在此处" in index
    assert [row[4] for row in listed(tmp_path / "site", "corrections")["rows"]] == ["7", "8", "1", ""]


def test_a_mistake_in_the_file_is_told_with_its_line_and_nothing_is_written(
    dataset: Path, report: Report, tmp_path: Path
):
    """As gongkai extract tells it."""
    decide(dataset, (report.report_id, *WRONG, "many"))
    with pytest.raises(UsageError, match="line 2: 'many' is no number"):
        site_of(dataset, tmp_path / "site")
    assert not (tmp_path / "site").exists()
    result = CliRunner().invoke(main, ["review", str(dataset), "-o", str(tmp_path / "site")])
    assert (result.exit_code, result.output.count("\n")) == (2, 1)


def test_markup_and_formulas_in_a_decision_stay_text(dataset: Path, report: Report, tmp_path: Path):
    """On the pages they are escaped, in the script too; what the file said is there to the letter."""
    evil = "=cmd|' /C calc'!A0\n\"><script>alert(1)</script>,\u202e"
    decide(dataset, (report.report_id, *WRONG, 1, evil, evil, evil), ("x" + evil, evil, evil, evil, 1, evil))
    site_of(dataset, tmp_path / "site")
    texts = [page_of(tmp_path / "site", report), (tmp_path / "site/index.html").read_text(encoding="utf-8")]
    assert all("<script>alert" not in text and "\u202e" not in text for text in texts)
    script = (tmp_path / "site/assets/corrections.js").read_text(encoding="utf-8")
    assert "<" not in script
    assert [row[5] for row in listed(tmp_path / "site", "corrections")["rows"]] == [evil, evil]


def test_checks_from_year_to_year_over_another_figure_are_left_out(tmp_path: Path):
    """They were held against what the dataset's tables show, which is not what the page shows."""
    shutil.copy(FIXTURE, tmp_path / FIXTURE.name)
    dataset, report = tmp_path / "d", extract_bytes(FIXTURE.read_bytes(), FIXTURE.name)
    command = ["extract", str(tmp_path / FIXTURE.name), "-o", str(dataset), "-j", "0"]
    link = check("requests.carried.total", kind="cross_year", cells=(WRONG[1:],), message="against the year before")

    def told(*options: str, corrected: bool) -> bool:
        assert CliRunner().invoke(main, [*command, *options]).exit_code == 0
        replace_checks(dataset, "cross_year", [check_row(report.report_id, link)])
        site_of(dataset, tmp_path / "site", corrected=corrected)
        return "against the year before" in page_of(tmp_path / "site", report)

    assert told(corrected=False)
    decide(dataset, (report.report_id, *WRONG, right_total(report)))
    assert told(corrected=False)
    assert not told(corrected=True)
    assert told("--corrected", corrected=True)
    assert not told("--corrected", corrected=False)


def test_sites_of_different_datasets_do_not_share_what_the_browser_keeps(tmp_path: Path):
    """The name is the dataset's place; the same place has the same name and, served, the same port."""
    one, two = dataset_of(tmp_path / "a/dataset", [make_report()]), dataset_of(tmp_path / "b/dataset", [make_report()])
    assert site_id(one) != site_id(two)
    assert site_id(one) == site_id(one / "json" / "..")
    assert port_of(one) == port_of(one)
    assert 1024 < port_of(one) < 32768


def test_the_list_knows_the_province_where_the_dataset_does(tmp_path: Path):
    """As reports.csv has it."""
    dataset = dataset_of(tmp_path / "d", [make_report(agency="湖北省财政厅"), make_report(path="b.txt", agency="某局")])
    site_of(dataset, tmp_path / "site")
    found = listed(tmp_path / "site")
    at = found["fields"].index("province")
    assert sorted((row[at] for row in found["rows"]), key=str) == [None, "湖北省"]


def test_the_command_says_how_many_decisions_there_are(dataset: Path, report: Report):
    """And whether the tables show them."""
    decide(dataset, (report.report_id, *WRONG, 1))
    words = ["review", str(dataset), "-j", "1"]
    assert "1 decision of corrections.csv listed" in CliRunner().invoke(main, words).output
    assert "1 decision of corrections.csv shown" in CliRunner().invoke(main, [*words, "--corrected"]).output
