"""Who, when and where can be corrected like figures: lines of corrections.csv with an empty table and row."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import main

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures/muyang-resources-2024.txt"
HEAD = "report_id,table,row,column,value,reason,by,date"


def extract(*more: str) -> Result:
    return CliRunner().invoke(main, ["extract", "a.txt", "-o", "d", "-j", "0", *more])


def rows_of(name: str) -> list[dict[str, str]]:
    with Path(f"d/{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def report_id(tmp_path, monkeypatch):
    """A dataset of one report; its id."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(FIXTURE, "a.txt")
    extract()
    return rows_of("reports")[0]["report_id"]


def decide(report_id: str, **facts: str) -> None:
    lines = [HEAD, *(f"{report_id},,,{name},{value},seen,me,2025-03-01" for name, value in facts.items())]
    Path("d/corrections.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_facts_are_shown_in_every_table_where_that_is_asked_for(report_id):
    """reports.csv and the wide tables have what was decided, corrected.csv both; the report's JSON stays as it was read."""
    before, json_before = rows_of("reports")[0], Path(f"d/json/{report_id}.json").read_bytes()
    decide(report_id, agency="武汉市硚口区司法局", year="2022", province="湖北省", published="2023-01-05")
    assert extract().exit_code == 0
    assert rows_of("reports")[0] == before
    assert {row["outcome"] for row in rows_of("corrected")} == {"not_asked_for"}
    assert extract("--corrected").exit_code == 0
    (now,) = rows_of("reports")
    assert (now["agency"], now["year"], now["published"]) == ("武汉市硚口区司法局", "2022", "2023-01-05")
    assert (now["province_name"], now["province_code"]) == ("湖北省", "420000")
    wide = rows_of("requests")[0]
    assert (wide["agency_name"], wide["year"], wide["province_name"]) == ("硚口区司法局", "2022", "湖北省")
    listed = {row["column"]: row for row in rows_of("corrected")}
    assert {row["outcome"] for row in listed.values()} == {"applied"}
    assert (listed["year"]["text"], listed["year"]["printed_raw"]) == ("2022", before["year"])
    assert Path(f"d/json/{report_id}.json").read_bytes() == json_before
    assert CliRunner().invoke(main, ["panel", "d"]).exit_code == 0
    assert CliRunner().invoke(main, ["review", "d"]).exit_code == 0


def test_a_province_takes_a_division_of_another_one_away(report_id):
    """A code that lies elsewhere would say something else than the province."""
    decide(report_id, province="海南省")
    extract("--corrected")
    (now,) = rows_of("reports")
    assert (now["province_name"], now["province_code"]) == ("海南省", "460000")
    assert now["division_code"][:2] in ("", "46")


def test_a_fact_that_is_right_is_confirmed(report_id):
    """It stays what it was."""
    decide(report_id, year=rows_of("reports")[0]["year"])
    extract("--corrected")
    assert [row["outcome"] for row in rows_of("corrected")] == ["confirmed"]


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("year", "二〇二三", "is no year"),
        ("published", "5.1.2023", "is no date, such as 2025-01-20"),
        ("province", "湖北", "is no province by its full name"),
        ("title", "x", "is about agency, year, province, published"),
    ],
)
def test_what_can_be_no_such_fact_is_refused_with_its_line(report_id, fact, value, said):
    """Exit status 2, and nothing is written."""
    decide(report_id, **{fact: value})
    result = extract("--corrected")
    assert result.exit_code == 2
    assert "corrections.csv: line 2: " in result.stderr
    assert said in result.stderr
