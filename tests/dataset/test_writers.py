"""What a dataset's folder holds."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import msgspec
import pytest

from gongkai.dataset.packed import cells_csv
from gongkai.dataset.rows import Failure, cell_of, guard, unguard
from gongkai.dataset.writers import write_dataset
from gongkai.document import Issue
from gongkai.errors import UsageError
from gongkai.report import Check, Comment, Report, Section
from support import form_named, make_report

FORMS = (form_named(),)


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_file_of_the_contract_is_there(tmp_path):
    """A dataset holds every file that the contract names, and one JSON file a report."""
    report = make_report()
    write_dataset([report], [], FORMS, tmp_path / "d")
    names = {path.name for path in (tmp_path / "d").iterdir() if not path.name.startswith(".")}
    assert names == {
        *("reports.csv", "cells.csv", "active_disclosure.csv", "requests.csv", "reviews_litigation.csv"),
        *("statistics.csv", "sections.csv", "checks.csv", "comments.csv", "issues.csv", "failures.csv"),
        *("grids.csv", "grid_cells.csv", "extra.csv", "others.csv"),
        *("duplicates.csv", "corrected.csv", "skipped.csv", "codebook.csv", "CODEBOOK.md", "datapackage.json", "json"),
        "settings.json",
    }
    assert [path.name for path in (tmp_path / "d/json").iterdir()] == [f"{report.report_id}.json"]


def test_json_file_is_the_report_whole(tmp_path):
    """The report's JSON file gives the same report back."""
    report = make_report({("requests", "received", "total"): 7})
    write_dataset([report], [], FORMS, tmp_path)
    data = (tmp_path / "json" / f"{report.report_id}.json").read_bytes()
    assert msgspec.json.decode(data, type=Report) == report
    assert data.endswith(b"}\n")


def test_csv_opens_right_in_excel(tmp_path):
    """CSV files begin with a byte order mark and end their lines with CR LF, as RFC 4180 has it."""
    write_dataset([make_report()], [Failure("x", None, "empty_source", "x: is empty")], FORMS, tmp_path)
    for path in tmp_path.glob("*.csv"):
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), path
        assert data.endswith(b"\r\n"), path
        assert data.count(b"\n") - data.count(b"\r\n") == (path.name == "sections.csv"), "only a text's own breaks"


def test_reports_csv_has_the_columns_of_the_contract(tmp_path):
    """reports.csv says what was read, how sure it is, and whether all of it was found."""
    checks = tuple(
        Check(id=str(i), table="requests", kind="balance", severity="error", status=status)
        for i, status in enumerate(("pass", "pass", "fail", "skipped"))
    )
    write_dataset([make_report(checks=checks)], [], FORMS, tmp_path)
    (row,) = rows_of(tmp_path, "reports")
    assert list(row) == [
        *("report_id", "path", "sha256", "format", "form", "agency", "year", "title", "published"),
        *("cells_reported", "cells_verified", "cells_contradicted", "checks_passed", "checks_failed", "status"),
        *("agency_name", "agency_level", "agency_level_from"),
        *("division_code", "division_name", "division_level", "division_from", "province_code", "province_name"),
        *("url", "captured", "family", "title_from", "agency_from", "year_from"),
    ]
    assert row["form"] == "gio-2021"
    assert row["year"] == "2024"
    assert row["published"] == "2025-01-10"
    assert (row["checks_passed"], row["checks_failed"]) == ("2", "1")
    assert (row["cells_reported"], row["status"]) == ("200", "complete")


def test_cells_keep_value_status_and_raw_apart(tmp_path):
    """cells.csv has one row a cell; a value only where a number is reported."""
    figures = {
        ("requests", "received", "total"): 12,
        ("requests", "received", "business"): "",
        ("requests", "received", "research"): "/",
        ("requests", "received", "nonprofit"): None,
        ("requests", "received", "other"): "?",
    }
    report = make_report(figures)
    write_dataset([report], [], FORMS, tmp_path)
    rows = rows_of(tmp_path, "cells")
    assert len(rows) == 200
    assert list(rows[0])[:8] == ["report_id", "table", "row", "column", "value", "status", "raw", "note"]
    assert list(rows[0])[8:] == ["unit", "anchor", "verdict", "implied", "at_least", "at_most"]
    found = {r["column"]: (r["value"], r["status"], r["raw"]) for r in rows if r["row"] == "received"}
    assert found["total"] == ("12", "reported", "12")
    assert found["business"] == ("", "blank", "")
    assert found["research"] == ("", "not_applicable", "/")
    assert found["nonprofit"] == ("", "missing", "")
    assert found["other"] == ("", "ambiguous", "?")


def test_wide_tables_have_one_column_a_cell(tmp_path):
    """A wide table's columns are row__column in form order; what is not reported is empty."""
    report = make_report({("requests", "granted", "total"): 3, ("requests", "denied.inquiry", "other"): "/"})
    write_dataset([report], [], FORMS, tmp_path)
    (row,) = rows_of(tmp_path, "requests")
    slots = FORMS[0].table("requests").slots
    assert list(row) == ["report_id", "agency_name", "year", "province_name", *(f"{s.row}__{s.column}" for s in slots)]
    assert row["granted__total"] == "3"
    assert row["denied.inquiry__other"] == ""
    assert row["received__total"] == "0"
    assert len(rows_of(tmp_path, "reviews_litigation")[0]) == 19
    assert rows_of(tmp_path, "statistics") == []


def test_money_is_written_as_printed(tmp_path):
    """Decimals come out with the digits that were printed, without an exponent."""
    write_dataset([make_report({("active_disclosure", "fees", "amount"): 96171.6})], [], FORMS, tmp_path)
    assert rows_of(tmp_path, "active_disclosure")[0]["fees__amount"] == "96171.6"
    assert cell_of(0.00001) == "0.00001"
    assert cell_of(59237.2449) == "59237.2449"
    assert cell_of(1.5e20) == "150000000000000000000"
    assert cell_of(True) == "true"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "-", "'=1"])
def test_text_is_never_a_formula(text, tmp_path):
    """A text that a spreadsheet would run gets an apostrophe before it, which open_dataset takes away again."""
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text
    write_dataset([make_report(agency=text)], [], FORMS, tmp_path)
    assert rows_of(tmp_path, "reports")[0]["agency"] == "'" + text


def test_numbers_are_not_text(tmp_path):
    """A negative number stays a number, and ordinary text stays as it is."""
    assert cell_of(-8) == "-8"
    assert guard("青石县") == "青石县"
    assert guard("'90") == "'90"
    assert unguard("'90") == "'90"


def test_subsections_follow_their_section(tmp_path):
    """sections.csv lists each section before its subsections, in printed order."""
    child = Section(key="overview.proactive", heading="（一）主动公开", level=2, text="甲")
    sections = (
        Section(key="overview", heading="一、总体情况", level=1, text="", children=(child,)),
        Section(key="other_matters", heading=None, level=1, text="乙\n丙"),
    )
    write_dataset([make_report(sections=sections)], [], FORMS, tmp_path)
    rows = rows_of(tmp_path, "sections")
    assert [(r["key"], r["level"]) for r in rows] == [
        ("overview", "1"),
        ("overview.proactive", "2"),
        ("other_matters", "1"),
    ]
    assert rows[2]["text"] == "乙\n丙"


def test_checks_comments_issues_and_failures_have_rows(tmp_path):
    """What does not hold, what was left in the file and what failed is all there."""
    check = Check(
        id="c", table="requests", kind="row_total", severity="error", status="fail", left=3, right=4,
        cells=(("received", "total"), ("received", "other")), message="3 ≠ 4",
    )  # fmt: skip
    report = make_report(
        checks=(check,),
        issues=(Issue(code="odd", severity="warning", message="look", location="requests"),),
        comments=(Comment("甲", "改", "overview"),),
    )
    summary = write_dataset([report], [Failure("b.pdf", "ab", "encrypted_source", "b.pdf: locked")], FORMS, tmp_path)
    (row,) = rows_of(tmp_path, "checks")
    assert row["cells"] == "received__total received__other"
    assert (row["left"], row["right"], row["chose"]) == ("3", "4", "false")
    assert rows_of(tmp_path, "comments") == [
        {"report_id": report.report_id, "author": "甲", "text": "改", "section": "overview"}
    ]
    assert rows_of(tmp_path, "issues")[0]["code"] == "odd"
    assert rows_of(tmp_path, "failures") == [
        {"path": "b.pdf", "sha256": "ab", "error": "encrypted_source", "message": "b.pdf: locked", "message_zh": ""}
    ]
    assert summary.issues == (("odd", 1),)
    assert (summary.reports, summary.failures) == (1, 1)


def test_same_content_twice_is_one_report(tmp_path):
    """Of two files with the same content the first by path is the report; the other is counted, not lost."""
    twins = [make_report(path=path, content=b"same") for path in ("b.txt", "a.txt", "c.txt")]
    summary = write_dataset(twins, [], FORMS, tmp_path)
    assert [row["path"] for row in rows_of(tmp_path, "reports")] == ["a.txt"]
    assert len(rows_of(tmp_path, "cells")) == 200
    assert (summary.reports, summary.duplicates) == (1, 2)
    assert json.loads(next((tmp_path / "json").iterdir()).read_bytes())["source"]["path"] == "a.txt"


def test_order_of_reports_does_not_matter(tmp_path):
    """The files are the same, byte for byte, whatever the order of the reports."""
    reports = [make_report({("requests", "received", "total"): i}, path=f"{i}.txt") for i in range(5)]
    write_dataset(reports, [], FORMS, tmp_path / "a")
    write_dataset(reversed(reports), [], FORMS, tmp_path / "b")
    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file())
    assert files
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file
    assert [row["path"] for row in rows_of(tmp_path / "b", "reports")] == [f"{i}.txt" for i in range(5)]


def test_report_without_a_form_has_no_cells(tmp_path):
    """A report that no form fits stands in reports.csv as other and in no table."""
    summary = write_dataset([make_report(known=False)], [], FORMS, tmp_path)
    (row,) = rows_of(tmp_path, "reports")
    assert (row["form"], row["status"]) == ("", "other")
    assert rows_of(tmp_path, "cells") == []
    assert rows_of(tmp_path, "requests") == []
    assert summary.other == 1


def test_strangers_files_are_never_overwritten(tmp_path):
    """A folder that holds something else is refused and left as it was."""
    (tmp_path / "reports.csv").write_text("mine")
    with pytest.raises(UsageError, match="holds no dataset of gongkai"):
        write_dataset([make_report()], [], FORMS, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["reports.csv"]
    assert (tmp_path / "reports.csv").read_text() == "mine"
    with pytest.raises(UsageError, match="is a file"):
        write_dataset([make_report()], [], FORMS, tmp_path / "reports.csv")


def test_a_strangers_data_package_is_no_dataset_of_ours(tmp_path):
    """A data package of somebody else's is not taken for ours."""
    (tmp_path / "datapackage.json").write_text('{"name": "mine", "resources": []}')
    with pytest.raises(UsageError, match="holds no dataset of gongkai"):
        write_dataset([], [], FORMS, tmp_path)


def test_an_earlier_dataset_is_replaced(tmp_path):
    """A second run replaces the first, drops its reports, and leaves a note that somebody put there."""
    write_dataset([make_report(path="old.txt")], [], FORMS, tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "json/mine.json").write_text("{}")
    new = make_report(path="new.txt")
    write_dataset([new], [], FORMS, tmp_path)
    assert [row["path"] for row in rows_of(tmp_path, "reports")] == ["new.txt"]
    assert {p.name for p in (tmp_path / "json").iterdir()} == {f"{new.report_id}.json", "mine.json"}
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert not (tmp_path / ".gongkai-build").exists()


def test_a_run_that_broke_off_leaves_the_earlier_dataset(tmp_path):
    """Where reading ends in the middle the earlier dataset is still whole, and the next run succeeds."""
    write_dataset([make_report(path="old.txt")], [], FORMS, tmp_path)

    def broken():
        yield make_report(path="new.txt")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_dataset(broken(), [], FORMS, tmp_path)
    assert [row["path"] for row in rows_of(tmp_path, "reports")] == ["old.txt"]
    write_dataset([make_report(path="new.txt")], [], FORMS, tmp_path)
    assert [row["path"] for row in rows_of(tmp_path, "reports")] == ["new.txt"]


def test_a_first_run_that_broke_off_can_be_started_again(tmp_path):
    """What a broken first run left is recognised as ours."""

    def broken():
        yield make_report()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_dataset(broken(), [], FORMS, tmp_path / "d")
    assert write_dataset([make_report()], [], FORMS, tmp_path / "d").reports == 1


def test_cells_csv_of_one_report_equals_the_datasets(tmp_path):
    """What ``convert -f csv`` prints is what cells.csv holds of that report."""
    report = make_report({("requests", "received", "total"): "-"})
    write_dataset([report], [], FORMS, tmp_path)
    assert cells_csv(report).encode("utf-8-sig") == (tmp_path / "cells.csv").read_bytes()


def test_wide_tables_say_who_reports_on_which_year(tmp_path):
    """Name, year and province stand before the figures as reports.csv has them: nobody has to join them."""
    write_dataset([make_report({("requests", "granted", "total"): 3})], [], FORMS, tmp_path)
    (wide,), (report,) = rows_of(tmp_path, "requests"), rows_of(tmp_path, "reports")
    who = ("agency_name", "year", "province_name")
    assert [wide[name] for name in who] == [report[name] for name in who]
    assert wide["year"] == "2024"
    assert wide["agency_name"] == "青石县档案局"
