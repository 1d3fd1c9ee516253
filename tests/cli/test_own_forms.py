"""Forms of one's own on the command line: the worked example of docs/own-form/, from the blank form to the panel."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

import gongkai
from gongkai.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "own-form"
FORM = EXAMPLE / "rule-of-law.yaml"
FILLED = EXAMPLE / "qinglan-2023.docx"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def good(*arguments: object) -> str:
    result = call(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Two years of the example's agency as a dataset."""
    good("extract", FILLED, EXAMPLE / "qinglan-2024.html", "-o", tmp_path / "d", "--form", FORM, "-q")
    return tmp_path / "d"


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


# --- check and show --------------------


def test_check_says_what_a_form_holds_and_warns():
    """Tables with their cells and sums, and the table without a check."""
    out = good("forms", "check", FORM)
    assert "table      enforcement  行政执法案件情况表: 5 rows, 5 columns, 25 cells, 10 sums" in out
    assert f"warning: {FORM}:46: table 'safeguards' has no check" in out


def test_check_refuses_with_the_line_to_mend(tmp_path):
    """Exit status 2 and one line."""
    path = tmp_path / "own.yaml"
    path.write_text(FORM.read_text(encoding="utf-8").replace("kind: balance", "kind: balanced"), encoding="utf-8")
    result = call("forms", "check", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"gongkai: {path}:63: ")
    assert "one of balance, inequality, row_total, subtotal" in result.stderr
    assert result.stderr.count("\n") == 1


def test_show_draws_a_file_too():
    """A path is shown like an id; a file that is not there is named."""
    assert "penalties.ordinary" in good("forms", "show", FORM)
    result = call("forms", "show", "nowhere.yaml")
    assert (result.exit_code, result.stderr) == (
        2,
        "gongkai: nowhere.yaml: cannot be read: No such file or directory\n",
    )


# --- reading --------------------


def test_a_report_of_another_family_is_read_whole():
    """Title, agency, year, sections and every figure; the same as its own form in Python gives."""
    report = json.loads(good("convert", FILLED, "--form", FORM))
    assert (report["form"]["id"], report["agency"], report["year"]) == ("rule-of-law", "青岚市司法局", 2023)
    assert [s["key"] for s in report["sections"]] == ["overview", "enforcement", "safeguards", "outlook", "closing"]
    assert report["verification"]["reported"] == report["verification"]["cells"] == 29
    assert report["verification"]["verified"] == 25
    assert {c["id"] for c in report["checks"] if c["kind"] == "narrative"} == {"narrative.opened"}
    jsonschema.validate(report, json.loads(good("schema")))
    forms = (*gongkai.load_forms(), gongkai.load_form(FORM))
    same = gongkai.extract(FILLED, forms=forms)
    assert json.loads(same.to_json())["tables"] == report["tables"]


def test_it_is_drawn_under_its_own_labels():
    """``-f text`` knows the form."""
    assert "行政执法案件情况表  [enforcement]" in good("convert", FILLED, "--form", FORM, "-f", "text")


def test_without_its_form_no_figure_is_given():
    """The packaged forms do not fit, and the reason is there."""
    report = json.loads(good("convert", FILLED))
    assert (report["form"]["id"], report["tables"]) == (None, {})
    assert report["form"]["reasons"]


@pytest.mark.parametrize("name", ["yunxi-2023.docx", "linjiang-market-2023.html", "qinglan-justice-2023.txt"])
def test_packaged_forms_read_as_without_it(name):
    """A form of another family takes no row from a disclosure report, though they share labels (总计, 行政处罚)."""
    path = ROOT / "fixtures" / name
    assert good("convert", path, "--form", FORM) == good("convert", path)


def test_a_wrong_form_file_ends_the_run_before_it_begins(tmp_path):
    """Nothing is read or written."""
    (tmp_path / "own.yaml").write_text("id: own\n")
    for command in (["convert", FILLED], ["extract", FILLED, "-o", tmp_path / "d"]):
        result = call(*command, "--form", tmp_path / "own.yaml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"{tmp_path / 'own.yaml'}:1: the key `name` is missing" in result.stderr
    assert not (tmp_path / "d").exists()


# --- a dataset --------------------


def test_a_dataset_has_the_form_s_tables_and_variables(dataset):
    """One wide file a table, its variables in the codebook, its columns in the description."""
    wide = rows(dataset / "enforcement.csv")
    assert len(wide) == 2
    assert "penalties.simple__fines" in wide[0]
    assert sum(row["form"] == "rule-of-law" for row in rows(dataset / "codebook.csv")) == 29
    package = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    assert {"enforcement", "safeguards"} <= {resource["name"] for resource in package["resources"]}
    assert "法治政府建设年度报告" in package["title"]


def test_the_panel_uses_the_forms_that_the_dataset_was_made_with(dataset):
    """What the form declares under ``panel`` is checked without naming the form again; twice gives the same file."""
    out = good("panel", dataset)
    assert "checks     5: 5 pass, 0 fail, 0 skipped" in out
    assert f"written    {dataset / 'checks.csv'}, kind cross_year" in out
    once = (dataset / "checks.csv").read_bytes()
    assert good("panel", dataset, "--quiet") == ""
    assert (dataset / "checks.csv").read_bytes() == once
    found = [row for row in rows(dataset / "checks.csv") if row["kind"] == "cross_year"]
    assert {(row["id"], row["cells"]) for row in found} >= {("enforcement.carried.total", "total__carried_over")}
    assert {row["status"] for row in found} == {"pass"}
    assert len(gongkai.open_dataset(dataset).checks) == len(rows(dataset / "checks.csv"))


def test_a_form_that_panel_was_given_is_remembered(tmp_path):
    """Its rules hold in later runs without being named, and what extract makes then is what it would have made with it."""
    source = tmp_path / "r"
    source.mkdir()
    for path in (FILLED, EXAMPLE / "qinglan-2024.html"):
        shutil.copy(path, source)
    text = Path(FORM).read_text(encoding="utf-8")
    bare = tmp_path / "bare.yaml"
    bare.write_text(text[: text.index("\npanel:")] + "\n", encoding="utf-8")
    good("extract", source, "-o", tmp_path / "d", "--form", bare, "-q")
    assert "0: 0 pass" in good("panel", tmp_path / "d")
    assert "5: 5 pass" in good("panel", tmp_path / "d", "--form", FORM)
    assert "5: 5 pass" in good("panel", tmp_path / "d")
    good("extract", source, "-o", tmp_path / "d", "-q")
    good("extract", source, "-o", tmp_path / "once", "-q", "--form", FORM, "--panel")
    for name in ("checks.csv", "datapackage.json", "settings.json"):
        assert (tmp_path / "d" / name).read_bytes() == (tmp_path / "once" / name).read_bytes(), name


def test_the_panel_tells_failures_gaps_and_duplicates(tmp_path):
    """Which sum does not hold, which years are missing, which report came twice and in what it differs."""
    html = (EXAMPLE / "qinglan-2024.html").read_text(encoding="utf-8")
    source = tmp_path / "r"
    source.mkdir()
    shutil.copy(FILLED, source)
    assert ">460<" in html
    (source / "a.html").write_text(html.replace(">460<", ">461<"), encoding="utf-8")
    (source / "b.html").write_text(html, encoding="utf-8")
    (source / "c.html").write_text(html.replace("2024年", "2027年"), encoding="utf-8")
    good("extract", source, "-o", tmp_path / "d", "--form", FORM, "-q")
    out = good("panel", tmp_path / "d")
    assert "4, of 1 agency" in out
    assert "10: 9 pass, 1 fail, 0 skipped" in out
    assert "Total: in 2023 Carried forward 460, but in 2024 Carried over 461" in out
    assert "gap        青岚市司法局: no report on 2025, 2026" in out
    assert f"duplicate  青岚市司法局 2024: {source / 'a.html'} and {source / 'b.html'} differ: " in out
    assert "Total · Carried over 461 / 460" in out


def test_the_panel_holds_the_figures_that_the_tables_show(tmp_path):
    """A reviewer's where the dataset was made with --corrected, else what was printed."""
    made = ["extract", FILLED, EXAMPLE / "qinglan-2024.html", "-o", tmp_path / "d", "--form", FORM, "-q"]
    good(*made)
    first = rows(tmp_path / "d/reports.csv")[0]["report_id"]
    (tmp_path / "d/corrections.csv").write_text(
        "report_id,table,row,column,value,reason,by,date\n"
        f'{first},enforcement,total,carried_forward,461,"read wrong,\n=really",,\n'
        f"{first},enforcement,coercion,carried_forward,,struck out,,\n",
        encoding="utf-8",
    )
    good(*made, "--corrected")
    out = good("panel", tmp_path / "d")
    assert "checks     5: 3 pass, 2 fail, 0 skipped" in out
    assert "Total: in 2023 Carried forward 461, but in 2024 Carried over 460" in out
    assert "Coercion: in 2023 Carried forward 0, but in 2024 Carried over 225" in out
    good(*made, "--no-corrected")
    assert "checks     5: 5 pass, 0 fail, 0 skipped" in good("panel", tmp_path / "d")


def test_the_panel_of_what_is_no_dataset_is_wrong_use(tmp_path):
    """Exit status 2 and one line."""
    result = call("panel", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"gongkai: {tmp_path}: is no dataset of gongkai")


# --- a draft --------------------


def test_a_draft_can_be_used_at_once(tmp_path):
    """From the blank form to every figure of a filled one, nothing edited."""
    good("forms", "new", EXAMPLE / "blank.docx", "-o", tmp_path / "my.yaml")
    good("forms", "check", tmp_path / "my.yaml")
    drafted = json.loads(good("convert", FILLED, "--form", tmp_path / "my.yaml"))
    known = json.loads(good("convert", FILLED, "--form", FORM))
    assert drafted["form"]["id"] == "my-form"
    assert (drafted["title"], drafted["agency"], drafted["year"]) == (known["title"], known["agency"], known["year"])
    figures = [[cell["value"] for t in r["tables"].values() for cell in t["cells"]] for r in (drafted, known)]
    assert figures[0] == figures[1]


def test_a_draft_never_replaces_a_file(tmp_path):
    """Somebody may have worked on it."""
    target = tmp_path / "my.yaml"
    target.write_text("mine")
    result = call("forms", "new", EXAMPLE / "blank.docx", "-o", target)
    assert (result.exit_code, target.read_text()) == (2, "mine")
    assert "is there already" in result.stderr


@pytest.mark.parametrize(
    ("name", "data", "status", "message"),
    [
        ("a.txt", "一、概况".encode(), 1, "it is a txt file"),
        ("a.docx", b"PK\x03\x04", 1, "gongkai: "),
        ("none.docx", None, 2, "no such file"),
        ("a.html", "<html><body><p>字</p></body></html>".encode(), 1, "there is no table in it"),
    ],
)
def test_what_nothing_can_be_drafted_from_is_one_line(name, data, status, message, tmp_path):
    """The file is named, with what is wrong."""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    result = call("forms", "new", tmp_path / name)
    assert (result.exit_code, result.stdout) == (status, "")
    assert message in result.stderr
    assert str(tmp_path / name) in result.stderr
    assert "Traceback" not in result.output
