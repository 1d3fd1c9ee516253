"""A dataset remembers how it was made: next year's run does not undo this year's work."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from gongkai import open_dataset
from gongkai.cli import main
from gongkai.dataset.revise import own_forms
from gongkai.dataset.settings import Settings, settings_of
from gongkai.errors import UsageError
from gongkai.forms.load import load_form

ROOT = Path(__file__).resolve().parents[2]

OWN = ROOT / "docs/own-form"
FORMATS = "parquet,xlsx,dta,sqlite,jsonl"
FIRST = (ROOT / "fixtures/yunxi-2022.docx", ROOT / "fixtures/yunxi-2023.docx", OWN / "qinglan-2023.docx")
SECOND = (ROOT / "fixtures/yunxi-2024.html",)
THIRD = (OWN / "qinglan-2024.html",)
OPTIONS = ("--form", str(OWN / "rule-of-law.yaml"), "--formats", FORMATS, "--panel")


def extract(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["extract", *map(str, arguments), "--jobs", "0"])
    assert result.exit_code == 0, result.output
    return result


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths if ".gongkai" not in p.parts}


def decide(folder: Path) -> None:
    """Write a reviewer's decision about the report on 2022."""
    (one,) = (row["report_id"] for row in rows_of(folder, "reports") if row["path"].endswith("2022.docx"))
    lines = [
        "report_id,table,row,column,value,reason,by,date",
        f"{one},requests,carried_forward,total,987,seen,me,2025-01-01",
    ]
    (folder / "corrections.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """Three years of work in one dataset, then the same made at once: both folders, and what the last run of the first said."""
    place = tmp_path_factory.mktemp("years")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        Path("in").mkdir()
        for path in FIRST:
            shutil.copy(path, "in")
        extract("in", "-o", "d", *OPTIONS)
        decide(Path("d"))
        extract("in", "-o", "d", "--corrected")
        for more in (SECOND, THIRD):
            for path in more:
                shutil.copy(path, "in")
            said = extract("in", "-o", "d")
        extract("in", "-o", "at-once", *OPTIONS)
        shutil.copy("d/corrections.csv", "at-once")
        extract("in", "-o", "at-once", "--corrected", "--panel", "--formats", FORMATS)
        yield place / "d", place / "at-once", said
    shutil.rmtree(place, ignore_errors=True)


def test_the_same_command_without_options_loses_nothing(years):
    """Reports of an own form, every format, corrections and checks from year to year are there after each year."""
    folder, _, said = years
    assert "goes on as it was made" in said.stderr
    assert said.stderr.count("\n") == 1
    forms = [row["form"] for row in rows_of(folder, "reports")]
    assert (forms.count("rule-of-law"), forms.count("")) == (2, 0)
    assert [row["value"] for row in rows_of(folder, "cells") if row["status"] == "corrected"] == ["987"]
    cross = [row for row in rows_of(folder, "checks") if row["kind"] == "cross_year"]
    assert len(cross) >= 2
    assert {row["status"] for row in cross} >= {"pass", "fail"}  # the corrected figure does not go on


def test_a_dataset_of_three_years_is_that_made_at_once(years):
    """Every file of both is the same, byte for byte: tables, formats, description, settings."""
    folder, at_once, _ = years
    one, two = files_of(folder), files_of(at_once)
    assert {"settings.json", "dataset.xlsx", "dataset.sqlite", "reports.jsonl", "parquet/checks.parquet"} <= one.keys()
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_the_settings_can_be_read(years):
    """They say in plain words how the dataset is made, and the description names them."""
    folder, _, _ = years
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    assert settings.pop("about").startswith("How gongkai extract made this dataset")
    assert settings == {
        "formats": FORMATS.split(","), "corrected": True, "others": None, "panel": True, "forms": ["rule-of-law"],
        "labels": "key",
    }  # fmt: skip
    assert (
        json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["gongkai"]["settings"] == "settings.json"
    )


@pytest.fixture
def dataset(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(OWN / "qinglan-2023.docx", "one.docx")
    extract("one.docx", "-o", "d", "--form", OWN / "rule-of-law.yaml", "--formats", "jsonl,sqlite")
    return Path("d")


def test_what_shall_go_is_asked_for_and_said(dataset):
    """A shorter list of formats drops the others, --without-form a form; then it is gone for good."""
    said = extract("one.docx", "-o", "d", "--formats", "jsonl", "--without-form", "rule-of-law").stdout
    assert "dropped   formats sqlite; forms rule-of-law" in said
    assert not (dataset / "dataset.sqlite").exists()
    assert [row["form"] for row in rows_of(dataset, "reports")] == [""]
    extract("one.docx", "-o", "d", "--formats", "csv")
    extract("one.docx", "-o", "d")
    assert settings_of(dataset) == Settings()
    assert not (dataset / "reports.jsonl").exists()


def test_a_form_that_is_not_remembered_cannot_be_dropped(dataset):
    """The message lists those that are."""
    result = CliRunner().invoke(main, ["extract", "one.docx", "-o", "d", "--without-form", "x", "--jobs", "0"])
    assert result.exit_code == 2
    assert "it has rule-of-law" in result.stderr


def test_export_and_panel_are_remembered(dataset):
    """What they add, the next run of extract brings up to date; a panel makes the formats anew."""
    runner = CliRunner()
    assert runner.invoke(main, ["export", "d", "--formats", "xlsx"]).exit_code == 0
    assert runner.invoke(main, ["panel", "d"]).exit_code == 0
    assert settings_of(dataset) == Settings(("xlsx", "sqlite", "jsonl"), panel=True, forms=("rule-of-law",))
    assert (dataset / "dataset.xlsx").is_file()
    before = files_of(dataset)
    extract("one.docx", "-o", "d")
    assert files_of(dataset) == before


def test_a_dataset_of_an_earlier_version_tells_by_its_tables(dataset):
    """Without settings.json its formats and forms are those that it has."""
    (dataset / "settings.json").unlink()
    assert settings_of(dataset) == Settings(("sqlite", "jsonl"), forms=("rule-of-law",))


def test_a_damaged_settings_file_is_refused_in_words(dataset):
    """Nothing is guessed, and nothing is written."""
    (dataset / "settings.json").write_text('{"formats": 3}', encoding="utf-8")
    with pytest.raises(UsageError, match=r"settings\.json: is damaged"):
        settings_of(dataset)


def status_of(*arguments: object) -> str:
    result = CliRunner().invoke(main, ["status", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_status_says_how_a_dataset_was_made_and_what_has_changed(dataset, tmp_path, monkeypatch):
    """When, from where, with what; then each source that is new, changed or gone, from wherever it is asked."""
    shutil.copy(OWN / "qinglan-2024.html", "two.html")
    extract("*.docx", "*.html", "-o", "d")
    said = status_of("d")
    assert "from       *.docx *.html, in " in said
    assert "formats    csv, sqlite, jsonl" in said
    assert "forms      rule-of-law" in said
    assert "since      nothing has changed" in said
    before = files_of(dataset)
    shutil.copy(OWN / "qinglan-2024.html", "three.html")
    (tmp_path / "two.html").write_text("青石县财政局" * 5, encoding="utf-8")
    (tmp_path / "one.docx").rename(tmp_path / "four.docx")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    found = json.loads(status_of(tmp_path / "d", "-f", "json"))
    assert {(one["path"], one["kind"]) for one in found["changes"]} == {
        ("four.docx", "new"), ("one.docx", "gone"), ("three.html", "new"), ("two.html", "changed"),
    }  # fmt: skip
    assert len(found["runs"]) == 2
    assert files_of(tmp_path / "d") == before


def test_status_says_why_a_source_would_be_read_again(dataset):
    """Another version of the form, a report's own file that is gone."""
    (report,) = (dataset / "json").glob("*.json")
    report.unlink()
    assert "one.docx: its file in json was edited or is gone" in status_of("d")


def test_frames_show_decisions_or_what_was_printed(years):
    """Whichever the dataset's own tables show; a figure that is turned back has no verdict."""
    data = open_dataset(years[0])
    name = "carried_forward__total"
    shown, printed = (data.wide("requests", corrected=corrected)[name] for corrected in (True, False))
    assert shown.equals(data.wide("requests")[name])
    assert shown[shown != printed].tolist() == [987]
    assert printed[shown != printed].tolist() != [987]


def test_a_remembered_form_is_the_form_that_was_given(dataset):
    """To the byte: otherwise every report would be read again, for its form would seem to have changed."""
    given = load_form(OWN / "rule-of-law.yaml")
    (kept,) = own_forms(dataset)
    assert msgspec.json.encode(kept.spec) == msgspec.json.encode(given.spec)


@pytest.fixture
def formed(tmp_path: Path) -> Path:
    """A dataset with a form of the user's own and another format, whose description is damaged."""
    extract(OWN / "qinglan-2023.docx", "-o", tmp_path / "d", "--form", OWN / "rule-of-law.yaml", "--formats", "jsonl")
    (tmp_path / "d/datapackage.json").write_text("{")
    return tmp_path / "d"


def test_a_damaged_description_loses_no_settings(formed: Path):
    """settings.json tells; the form, which stood in the description, is asked for, never dropped in silence."""
    words = ["extract", str(OWN / "qinglan-2023.docx"), "-o", str(formed), "-j0"]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 2
    assert "is lost (datapackage.json is damaged or gone); give it again with --form FILE" in refused.stderr
    assert CliRunner().invoke(main, [*words, "--form", str(OWN / "rule-of-law.yaml")]).exit_code == 0
    assert settings_of(formed).formats == ("jsonl",)
    assert [form.id for form in own_forms(formed)] == ["rule-of-law"]


def test_a_lost_form_may_be_dropped(formed: Path):
    """By its id."""
    extract(OWN / "qinglan-2023.docx", "-o", formed, "--without-form", "rule-of-law")
    assert settings_of(formed) == Settings(formats=("jsonl",))
