"""The pictures of a collection and its list."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from gongkai.dataset.measures import load_measures
from gongkai.forms.load import load_forms
from gongkai.forms.naming import rules_named
from gongkai.report import Report
from gongkai.review.charts import charts_of, totals_of
from gongkai.review.entries import Entry, entry_of
from gongkai.review.heat import heat_of
from gongkai.review.tables import tables_of
from review.helpers import check, dataset_of, listed, site_of
from support import form_named, make_report

FORMS = load_forms()
RULES = rules_named(FORMS)


def entry(report: Report) -> Entry:
    tables, checks = tables_of(report, report.checks, FORMS)
    return entry_of(report, tables, checks, RULES, load_measures())


def requests(year: int | None, received: int, **outcomes: int) -> Report:
    """Return a report on a year with what was received and what became of it."""
    figures = {("requests", row.replace("__", "."), "total"): value for row, value in outcomes.items()}
    report = make_report({("requests", "received", "total"): received, **figures}, path=f"{year}.txt")
    return structs.replace(report, year=year)


def rows(entries: list[Entry], chart: str) -> dict[str, str]:
    """Return the labels and figures of a picture."""
    found = next(c for c in charts_of(entries, load_measures(), RULES) if c.id == chart)
    return {row.zh: row.text for row in found.rows}


def test_requests_are_added_up_by_year_and_outcomes_over_all():
    """As printed; rows that a form divides are added."""
    found = [
        entry(requests(2023, 5, granted=2, denied__inquiry=1, denied__internal_affairs=2)),
        entry(requests(2023, 7, granted=6)),
        entry(requests(2024, 1200, granted=0)),
    ]
    assert rows(found, "requests") == {"2024": "1,200", "2023": "12"}
    outcomes = rows(found, "outcomes")
    assert (outcomes["予以公开"], outcomes["不予公开"]) == ("8 (72.7%)", "3 (27.3%)")


def test_forms_that_state_requests_elsewhere_are_added_up_alike():
    """The measures are declared for every form that comes with the package, in ``measures.yaml``."""
    old = make_report({("statistics", "3.1", "count"): 9}, form=form_named("gio-2014"))
    assert entry(old).sums["received"] == 9
    named = {(spec.table, spec.column) for m in load_measures().all for spec in m.of}
    slots = {(table.key, slot.column) for form in FORMS for table in form.tables for slot in table.slots}
    assert named <= slots


def test_coverage_and_shares_name_every_year_and_reports_without_one():
    """Each row of the pictures filters the list."""
    found = [entry(requests(2023, 1)), entry(requests(None, 1))]
    assert rows(found, "coverage") == {"2023": "1", "年度不明": "1"}
    chart = next(c for c in charts_of(found, load_measures(), RULES) if c.id == "coverage")
    assert [row.link for row in chart.rows] == ["year=2023", "year=none"]


def test_failing_checks_count_reports_by_their_rule():
    """A rule that fails in two rows of one report is one report."""
    report = make_report(checks=(check(), check("requests.row_total.granted"), check("narrative.received", "pass")))
    assert rows([entry(report)], "failures") == {
        "收到和处理政府信息公开申请情况：行合计（自然人 + … + 其他 = 总计）": "1"
    }


def test_the_pictures_of_nothing_are_empty():
    """A collection without reports has no figures, and no error."""
    assert all(row.text.startswith("0") for c in charts_of([], load_measures(), RULES) for row in c.rows)
    assert totals_of([]).cells == 0


def test_the_heat_map_counts_open_and_contradicted_cells_form_by_form():
    """A table's own form counts, which may be another than its report's."""
    lost = make_report({("requests", "granted", "total"): None}, path="a.txt")
    wrong = make_report(checks=(check(),), path="b.txt")
    tables = heat_of([entry(lost), entry(wrong)], FORMS)
    (found,) = [t for t in tables if (t.form, t.key) == ("gio-2021", "requests")]
    cells = {c.box.cell: c for row in found.rows for c in row if c.box.cell}
    assert found.reports == 2
    assert (cells["granted", "total"].open, cells["granted", "total"].contradicted) == (1, 0)
    assert (cells["received", "total"].open, cells["received", "total"].contradicted) == (0, 1)
    assert cells["granted", "total"].open_level == 5
    assert {t.form for t in tables} == {"gio-2021"}


def test_the_list_counts_what_stands_in_the_reports(tmp_path: Path):
    """Numbers of cells as the dataset's own."""
    report = make_report({("requests", "granted", "total"): "?"}, checks=(check(),))
    site_of(dataset_of(tmp_path / "dataset", [report]), tmp_path / "site")
    found = listed(tmp_path / "site")
    row = dict(zip(found["fields"], found["rows"][0], strict=True))
    assert (row["id"], row["cells"], row["reported"], row["contradicted"], row["open"]) == (
        report.report_id,
        200,
        199,
        2,
        1,
    )
    assert row["failed"] == ["requests.row_total"]
