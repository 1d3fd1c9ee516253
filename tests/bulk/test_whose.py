"""Whose a file in the dataset's folder is: what gongkai wrote is watched over, what is the user's stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.bulk.run import RunOptions, run
from gongkai.bulk.sources import find_sources, survey
from gongkai.cli import main
from gongkai.dataset.settings import Settings
from support import form_named

from .test_resume import tree

FORMS = (form_named(),)
pytestmark = pytest.mark.usefixtures("fake_pipeline")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three sources, and their dataset beside."""
    folder = tmp_path / "r"
    folder.mkdir()
    for name in ("a", "b2", "c33"):
        (folder / f"{name}.txt").write_bytes(name.encode())
    run(find_sources([folder]), tmp_path / "d", FORMS, options=RunOptions(Settings(formats=("jsonl",))))
    return folder


def again(archive: Path, dataset: Path):
    return run(find_sources([archive]), dataset, FORMS)


def site_of(dataset: Path, site: Path) -> None:
    done = CliRunner().invoke(main, ["review", str(dataset), "-o", str(site), "--jobs", "1"])
    assert done.exit_code == 0, done.output


def listed_too(dataset: Path, *names: str) -> None:
    """List files of one's own in the description, each like an entry that is there."""
    package = json.loads((dataset / "datapackage.json").read_text())
    package["resources"] += [package["resources"][1] | {"name": name, "path": name} for name in names]
    (dataset / "datapackage.json").write_text(json.dumps(package))


@pytest.mark.parametrize("copied", [False, True])
def test_files_that_a_user_lists_stay(archive: Path, tmp_path: Path, copied: bool):
    """Whatever datapackage.json says of them, also in a copy without hidden files."""
    dataset = tmp_path / "d"
    for name in ("population.csv", "corrections.csv", "notes.txt"):
        (dataset / name).write_text("report_id,table,row,column,value\n")
    listed_too(dataset, "population.csv", "corrections.csv", "notes.txt", "../r/a.txt")
    if copied:
        shutil.rmtree(dataset / ".gongkai")
    again(archive, dataset)
    assert {"population.csv", "corrections.csv", "notes.txt"} <= {path.name for path in dataset.iterdir()}
    assert (archive / "a.txt").exists()
    assert not (dataset / "reports.jsonl").exists()


def test_a_file_in_the_place_of_one_that_is_to_be_written_is_kept_beside(archive: Path, tmp_path: Path):
    """It was there before gongkai ever wrote such a one."""
    dataset = tmp_path / "d"
    for text in ("mine", "mine too"):
        (dataset / "reports.jsonl").unlink(missing_ok=True)
        again(archive, dataset)
        (dataset / "reports.jsonl").write_text(text)
        run(find_sources([archive]), dataset, FORMS, options=RunOptions(Settings(formats=("jsonl",))))
    assert (dataset / "reports.jsonl.yours").read_text() == "mine"
    assert (dataset / "reports.jsonl.yours-2").read_text() == "mine too"
    assert (dataset / "reports.jsonl").read_text().count("\n") == 3


@pytest.mark.parametrize("name", ["cells.csv", "CODEBOOK.md", "reports.jsonl", "skipped.csv"])
def test_a_table_that_somebody_edited_is_kept_aside_and_said(archive: Path, tmp_path: Path, name: str):
    """As one is that was saved in a spreadsheet, in each run; what nobody touched is not."""
    dataset = tmp_path / "d"
    words = ["extract", str(archive), "-o", str(dataset), "-j0", "--lang", "zh"]
    assert CliRunner().invoke(main, words).exit_code == 0
    before = tree(dataset)
    for number in ("", "-2"):
        (dataset / name).write_text(f"mine{number}")
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0
        assert f"修复      数据集中 1 个文件曾被改动（{name}）" in done.output
    for number in ("", "-2"):
        kept = dataset / f"{name}.edited{number}"
        assert kept.read_text() == f"mine{number}"
        kept.unlink()
    assert tree(dataset) == before
    assert "修复" not in CliRunner().invoke(main, words).output


@pytest.mark.parametrize("left", ["", "report_id\r\n"])
def test_a_table_that_somebody_emptied_is_written_anew_and_that_is_said(archive: Path, tmp_path: Path, left: str):
    """Whether nothing at all is left of it or its head."""
    dataset = tmp_path / "d"
    again(archive, dataset)
    before = tree(dataset)
    (dataset / "cells.csv").write_text(left, newline="")
    assert again(archive, dataset).edited == ("cells.csv",)
    (dataset / "cells.csv.edited").unlink()
    assert tree(dataset) == before


def test_checks_that_somebody_edited_are_kept_aside_by_panel(archive: Path, tmp_path: Path):
    """And a format that it makes anew is, too."""
    dataset = tmp_path / "d"
    checks = (dataset / "checks.csv").read_bytes()
    (dataset / "checks.csv").write_bytes(checks + checks.splitlines(keepends=True)[-1])
    edited = (dataset / "checks.csv").read_bytes()
    (dataset / "reports.jsonl").write_text("mine")
    done = CliRunner().invoke(main, ["panel", str(dataset)])
    assert "2 files of the dataset had been edited (reports.jsonl, checks.csv)" in done.output
    assert (dataset / "checks.csv.edited").read_bytes() == edited
    assert (dataset / "reports.jsonl.edited").read_text() == "mine"
    assert again(archive, dataset).edited == ()


def test_a_list_of_an_earlier_version_tells_of_no_edits(archive: Path, tmp_path: Path):
    """It kept names alone: what cannot be told is not claimed, and the next run can tell."""
    memory = tmp_path / "d/.gongkai/files.json"
    memory.write_text(json.dumps(list(json.loads(memory.read_text()))))
    (tmp_path / "d/cells.csv").write_text("mine")
    assert again(archive, tmp_path / "d").edited == ()
    (tmp_path / "d/cells.csv").write_text("mine")
    assert again(archive, tmp_path / "d").edited == ("cells.csv",)


@pytest.mark.parametrize("how", ["emptied", "edited", "same size", "gone"])
def test_a_report_that_was_changed_on_the_disk_is_written_anew(archive: Path, tmp_path: Path, how: str):
    """And said; what somebody wrote into it is kept aside."""
    dataset = tmp_path / "d"
    again(archive, dataset)
    before = tree(dataset)
    file = sorted((dataset / "json").iterdir())[1]
    text = file.read_text()
    changed = {"emptied": "", "edited": text + " ", "same size": text.replace("2024", "2023"), "gone": None}[how]
    file.unlink() if changed is None else file.write_text(changed)
    summary = again(archive, dataset)
    assert summary.changed == (() if how == "gone" else (file.name,))
    kept = file.with_name(f"{file.name}.edited")
    assert (kept.read_text() if kept.exists() else "") == (changed or "")
    kept.unlink(missing_ok=True)
    assert tree(dataset) == before
    assert again(archive, dataset).changed == ()


def test_an_edited_report_whose_source_is_gone_is_kept_aside(archive: Path, tmp_path: Path):
    """The report goes, what somebody wrote stays."""
    dataset = tmp_path / "d"
    (name,) = (p.name for p in (dataset / "json").iterdir() if "b2.txt" in p.read_text())
    (dataset / "json" / name).write_text("my words")
    (archive / "b2.txt").unlink()
    assert again(archive, dataset).changed == (name,)
    assert (dataset / "json" / f"{name}.edited").read_text() == "my words"
    assert not (dataset / "json" / name).exists()


def test_a_copy_without_hidden_files_is_known_as_a_dataset(archive: Path, tmp_path: Path):
    """Its codebook is no report, neither in a folder that is searched nor for a pattern."""
    shutil.copytree(tmp_path / "d", archive / "old", ignore=shutil.ignore_patterns(".*"))
    names = {Path(source.path).name for source in find_sources([archive])}
    assert (
        names
        == {Path(source.path).name for source in find_sources([f"{archive}/**/*"])}
        == {"a.txt", "b2.txt", "c33.txt"}
    )
    assert again(archive, archive / "old").reports == 3


def test_a_copied_review_site_is_known_by_what_it_holds(archive: Path, tmp_path: Path):
    """Without its hidden file, whole or its pages alone; neither a folder that is searched nor a pattern gives a page of it."""
    site_of(tmp_path / "d", tmp_path / "site")
    shutil.copytree(tmp_path / "site", archive / "site", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(tmp_path / "site/reports", archive / "pages", ignore=shutil.ignore_patterns(".*"))
    assert list((archive / "pages").iterdir())
    names = {Path(source.path).name for source in find_sources([archive])}
    assert (
        names
        == {Path(source.path).name for source in find_sources([f"{archive}/**/*.*"])}
        == {"a.txt", "b2.txt", "c33.txt"}
    )


def test_one_page_of_a_review_site_hides_no_report_beside_it(archive: Path, tmp_path: Path):
    """Only a folder of such pages alone is gongkai's; so is none whose pages are another's."""
    site_of(tmp_path / "d", tmp_path / "site")
    page = min((tmp_path / "site/reports").iterdir())
    shutil.copy(page, archive)
    (archive / "others").mkdir()
    (archive / "others" / page.name).write_text("<html><body>a report</body></html>")
    assert len(find_sources([archive])) == 5


@pytest.mark.parametrize("hidden", [True, False])
def test_a_packed_review_site_is_passed_over_and_said(archive: Path, tmp_path: Path, hidden: bool):
    """With its hidden file or without; a report that lies beside it in the archive is read."""
    site_of(tmp_path / "d", tmp_path / "packed/site")
    if not hidden:
        (tmp_path / "packed/site/.gongkai-review").unlink()
    (tmp_path / "packed/d.txt").write_bytes(b"d444")
    shutil.make_archive(str(archive / "sent"), "zip", tmp_path / "packed")
    found = survey([archive])
    assert {Path(source.path).name for source in found.sources} == {"a.txt", "b2.txt", "c33.txt", "sent.zip!d.txt"}
    assert {one.reason for one in found.skipped if one.path.endswith(".html")} == {"what gongkai wrote"}


ODD = [
    "",
    ".",
    "..",
    "../r",
    "json",
    ".gongkai",
    "\0",
    "\ud800",
    "a" * 300,
    "cells.csv",
    "x/../../r/a.txt",
    "parquet/reports.parquet",
]


@settings(
    derandomize=True, max_examples=8, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.binary(max_size=40)
    | st.dictionaries(st.sampled_from(ODD), st.lists(st.text(max_size=5), max_size=2) | st.none(), max_size=6).map(
        lambda marks: json.dumps(marks).encode()
    )
    | st.lists(st.sampled_from([*ODD, None, 1]), max_size=6).map(lambda names: json.dumps(names).encode())
)
def test_whatever_the_list_of_files_says_nothing_else_is_moved(archive: Path, tmp_path: Path, listed: bytes):
    """Of another version or by another hand: folders, hidden files and sources stay, and the dataset is the same."""
    dataset = tmp_path / "d"
    run(find_sources([archive]), dataset, FORMS)
    before, sources = tree(dataset), tree(archive)
    (dataset / ".gongkai/files.json").write_bytes(listed)
    run(find_sources([archive]), dataset, FORMS)
    assert {
        name: data for name, data in tree(dataset).items() if not {".edited", ".yours"} & {name[-7:], name[-6:]}
    } == before
    assert tree(archive) == sources
    shutil.rmtree(dataset)
