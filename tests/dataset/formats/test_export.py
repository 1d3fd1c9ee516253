"""``--formats`` and ``gongkai export``: which files are there after which command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.bulk.lock import locked
from gongkai.cli import main
from gongkai.dataset import folder as place
from gongkai.dataset.folder import drop_formats
from gongkai.dataset.formats.declared import names

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "fixtures" / "qinglan-justice-2023.txt"
FILES = {
    "parquet": "parquet/cells.parquet",
    "xlsx": "dataset.xlsx",
    "xlsx-long": "dataset_long.xlsx",
    "dta": "stata/cells.dta",
    "sqlite": "dataset.sqlite",
    "jsonl": "reports.jsonl",
    "labelled": "labelled/requests.csv",
}


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def extract(folder: Path, *more: object) -> Result:
    return call("extract", SOURCE, "-o", folder, "-j", 0, *more)


def there(folder: Path) -> set[str]:
    """Return the formats whose files are there."""
    return {name for name, path in FILES.items() if (folder / path).exists()}


def listed(folder: Path) -> dict[str, list[str]]:
    """Return the formats that the description lists."""
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["gongkai"].get("formats", {})


def test_each_format_is_known_here():
    """No format is left out of these tests."""
    assert FILES.keys() == {*names()}


def test_export_makes_the_bytes_that_extract_makes(tmp_path):
    """A dataset that was exported is that which was extracted in the same formats; its description lists all their files."""
    every = ",".join(names())
    assert extract(tmp_path / "a", "--formats", f"csv,{every}").exit_code == 0
    assert extract(tmp_path / "b").exit_code == 0
    assert there(tmp_path / "b") == set()
    result = call("export", tmp_path / "b", "--formats", every)
    assert (result.exit_code, result.stderr) == (0, "")
    files = {
        p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file() and ".gongkai" not in p.parts
    }
    assert files == {
        p.relative_to(tmp_path / "b") for p in (tmp_path / "b").rglob("*") if p.is_file() and ".gongkai" not in p.parts
    }
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file
    assert {path for paths in listed(tmp_path / "b").values() for path in paths} <= {file.as_posix() for file in files}


def test_export_adds_to_what_is_there(tmp_path):
    """Formats that the dataset has stay, and stay listed."""
    extract(tmp_path, "--formats", "parquet")
    assert call("export", tmp_path, "--formats", "jsonl").exit_code == 0
    assert there(tmp_path) == set(listed(tmp_path)) == {"parquet", "jsonl"}
    assert not (tmp_path / ".gongkai-build").exists()


def test_an_extract_in_other_formats_drops_those_before_and_says_so(tmp_path):
    """No file tells of an earlier run's reports; what is not ours stays."""
    extract(tmp_path, "--formats", "parquet,xlsx,dta,sqlite,jsonl")
    (tmp_path / "stata" / "mine.do").write_text("use cells")
    result = extract(tmp_path, "--formats", "xlsx")
    assert result.exit_code == 0
    assert there(tmp_path) == set(listed(tmp_path)) == {"xlsx"}
    assert "dropped   formats parquet, dta, sqlite, jsonl: " in result.stdout
    assert not (tmp_path / "metadata.json").exists()
    assert not (tmp_path / "parquet").exists()
    assert [path.name for path in (tmp_path / "stata").iterdir()] == ["mine.do"]


def test_formats_can_be_dropped_where_a_csv_file_has_changed(tmp_path):
    """The dataset is then CSV alone."""
    extract(tmp_path, "--formats", "parquet,sqlite")
    before = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert drop_formats(tmp_path) == ()  # nobody had edited one
    assert there(tmp_path) == set(listed(tmp_path)) == set()
    assert json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"] == before
    assert drop_formats(tmp_path) == ()


@pytest.mark.parametrize("command", ["export", "extract"])
def test_a_command_that_is_killed_leaves_no_format_that_nobody_knows(command, tmp_path, monkeypatch):
    """Formats are listed before they come into place, so the next run can drop them though the list was never finished."""
    extract(tmp_path)
    moved = place._move

    def killed(*arguments):
        moved(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(place, "_move", killed)
        call("export", tmp_path, "--formats", "sqlite") if command == "export" else extract(
            tmp_path, "--formats", "sqlite"
        )
    assert there(tmp_path) == {"sqlite"}
    assert extract(tmp_path, "--formats", "csv").exit_code == 0
    assert there(tmp_path) == set()


def test_only_files_of_formats_are_ever_dropped(tmp_path):
    """A description that somebody changed does not make us remove other files."""
    extract(tmp_path / "d", "--formats", "jsonl")
    (tmp_path / "mine.jsonl").write_text("mine")
    package = json.loads((tmp_path / "d" / "datapackage.json").read_text(encoding="utf-8"))
    package["gongkai"]["formats"] = {"jsonl": ["../mine.jsonl", "json/x.json", 1], "other": "x"}
    (tmp_path / "d" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert extract(tmp_path / "d").exit_code == 0
    assert (tmp_path / "mine.jsonl").read_text() == "mine"


@pytest.mark.parametrize("command", ["extract", "export"])
def test_an_unknown_format_is_refused_before_any_work(command, tmp_path):
    """The message lists the formats that are known."""
    target = tmp_path / "d"
    result = (
        extract(target, "--formats", "csv,excel")
        if command == "extract"
        else call("export", target, "--formats", "excel")
    )
    assert result.exit_code == 2
    known = "csv, parquet, xlsx, xlsx-long, dta, sqlite, jsonl, labelled"
    assert result.stderr == f"gongkai: --formats: 'excel' is no format; known are {known}\n"
    assert not (tmp_path / "d").exists()


def test_a_missing_library_is_named_before_any_work(tmp_path, monkeypatch):
    """The message says what to install."""
    monkeypatch.setattr("gongkai.dataset.formats.declared.find_spec", lambda _: None)
    result = extract(tmp_path / "d", "--formats", "dta,parquet")
    assert result.exit_code == 2
    assert "needs pyarrow, which is not installed: pip install 'gongkai[formats]'" in result.stderr
    assert not (tmp_path / "d").exists()
    assert extract(tmp_path / "d", "--formats", "dta,sqlite,jsonl").exit_code == 0


def test_export_refuses_what_is_no_dataset(tmp_path):
    """Nothing is made in a folder that is none of ours."""
    result = call("export", tmp_path, "--formats", "jsonl")
    assert result.exit_code == 2
    assert "is no dataset of gongkai" in result.stderr
    assert list(tmp_path.iterdir()) == []
    assert call("export", tmp_path / "nowhere", "--formats", "jsonl").exit_code == 2


def test_export_waits_for_nobody(tmp_path):
    """While another run writes the dataset it is refused."""
    extract(tmp_path)
    with locked(tmp_path / ".gongkai"):
        result = call("export", tmp_path, "--formats", "jsonl")
    assert result.exit_code == 2
    assert "is writing this dataset" in result.stderr
    assert there(tmp_path) == set()


def test_a_format_that_fails_leaves_the_dataset_as_it_was(tmp_path):
    """Nothing comes into place before all is made."""
    extract(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.*") if path.is_file()}
    next((tmp_path / "json").iterdir()).write_text("{")
    result = call("export", tmp_path, "--formats", "parquet,jsonl")
    assert result.exit_code == 2
    assert ".json: is damaged" in result.stderr
    assert {path: path.read_bytes() for path in tmp_path.glob("*.*") if path.is_file()} == before
    assert call("export", tmp_path, "--formats", "parquet").exit_code == 0


@pytest.mark.parametrize("name", ["parquet", "xlsx", "dta", "sqlite"])
def test_a_damaged_csv_file_is_named(name, tmp_path):
    """The message names the file and what to do."""
    extract(tmp_path)
    path = tmp_path / "requests.csv"
    path.write_bytes(path.read_bytes().replace(b"\r\n", b",\r\n", 2))
    result = call("export", tmp_path, "--formats", name)
    assert result.exit_code == 2
    assert "requests.csv: " in result.stderr
    assert "run gongkai extract again" in result.stderr


def test_what_excel_has_no_room_for_is_said(tmp_path, monkeypatch):
    """Rows that are left out and texts that are cut are counted on the terminal and on the first sheet."""
    import openpyxl

    extract(tmp_path)
    monkeypatch.setattr("gongkai.dataset.formats.xlsx_sheets._ROWS", 151)
    result = call("export", tmp_path, "--formats", "xlsx,xlsx-long")
    rows = len((tmp_path / "cells.csv").read_bytes().splitlines()) - 1
    assert f"cut       xlsx-long: cells: the last {rows - 150} rows are left out" in result.stdout
    assert openpyxl.load_workbook(tmp_path / "dataset_long.xlsx")["cells"].max_row == 151
    book = openpyxl.load_workbook(tmp_path / "dataset.xlsx")
    rows = len((tmp_path / "codebook.csv").read_bytes().splitlines()) - 1
    assert book["codebook"].max_row == 151
    first = [cell for row in book["说明 README"].values for cell in row if cell]
    assert any(text.startswith(f"codebook: the last {rows - 150} rows") for text in first)


def test_a_row_may_be_longer_than_a_block(odd_dataset, tmp_path, monkeypatch):
    """A long section is read in a larger piece, not refused."""
    folder = shutil.copytree(odd_dataset, tmp_path / "d")
    expected = (folder / "parquet" / "sections.parquet").read_bytes()
    monkeypatch.setattr("gongkai.dataset.formats.parquet._BLOCKS", (1 << 16, 1 << 24))
    assert call("export", folder, "--formats", "parquet").exit_code == 0
    assert (folder / "parquet" / "sections.parquet").read_bytes() == expected
