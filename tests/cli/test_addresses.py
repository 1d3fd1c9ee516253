"""Documents by their address on the command line: read by fsspec, never unless an address is given."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest
from click.testing import CliRunner

from gongkai import addresses
from gongkai.cli import main

FIXTURES = Path(__file__).parents[2] / "fixtures"
FIXTURE, OTHER, PDF = (FIXTURES / name for name in ("zhuxi-2022.txt", "qinglan-justice-2023.txt", "chengzhou-2024.pdf"))


@pytest.fixture
def memory() -> str:
    """The address of a report in fsspec's own memory."""
    with fsspec.open("memory://reports/zhuxi.txt", "wb") as stream:
        stream.write(FIXTURE.read_bytes())
    return "memory://reports/zhuxi.txt"


def test_an_address_is_read_like_a_file(memory):
    """The report names it whole, with both slashes; several go into one stream."""
    done = CliRunner().invoke(main, ["convert", memory])
    source = json.loads(done.stdout)["source"]
    assert (done.exit_code, source["path"], source["name"]) == (0, memory, "zhuxi.txt")
    both = CliRunner().invoke(main, ["convert", memory, str(FIXTURE), "-f", "jsonl"])
    assert [json.loads(line)["agency"] for line in both.stdout.splitlines()] == ["竹溪街道办事处"] * 2
    assert json.loads(both.stdout.splitlines()[0])["source"]["path"] == memory


def test_an_address_that_leads_nowhere_is_one_line():
    """With the exit status of a source that gave no report."""
    done = CliRunner().invoke(main, ["convert", "memory://nowhere/a.pdf"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("gongkai: memory://nowhere/a.pdf: cannot be read")


def test_without_fsspec_it_says_what_to_install(monkeypatch):
    """It is an extra."""
    monkeypatch.setattr(addresses, "find_spec", lambda _: None)
    done = CliRunner().invoke(main, ["convert", "s3://bucket/a.pdf"])
    assert done.exit_code == 1
    assert "pip install 'gongkai[addresses]'" in done.stderr


@pytest.fixture
def bucket() -> Iterator[str]:
    """A folder in fsspec's own memory: two reports, a zip with one of them, and a file that is none."""
    top = f"memory://bucket-{uuid4().hex}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inside/b.txt", OTHER.read_bytes())
    files = {"a.txt": FIXTURE.read_bytes(), "year/more.zip": packed.getvalue(), "bad.pdf": b"%PDF-1.4 nothing"}
    for name, data in files.items():
        with fsspec.open(f"{top}/{name}", "wb") as stream:
            stream.write(data)
    yield top
    fsspec.filesystem("memory").rm(top, recursive=True)


def rows(dataset: Path, name: str) -> list[dict[str, str]]:
    with (dataset / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_dataset_is_made_of_a_folder_by_its_address(tmp_path, bucket):
    """All below it, containers opened; each report names its address, what fails stands in failures.csv; a second run reads nothing."""
    done = CliRunner().invoke(main, ["extract", f"{bucket}/", "-o", str(tmp_path / "d")])
    assert done.exit_code == 1, done.stderr
    paths = {row["path"].removeprefix(bucket) for row in rows(tmp_path / "d", "reports")}
    assert paths == {"/a.txt", "/year/more.zip!inside/b.txt"}
    assert [row["path"] for row in rows(tmp_path / "d", "failures")] == [f"{bucket}/bad.pdf"]
    local = CliRunner().invoke(main, ["extract", str(FIXTURE), str(OTHER), "-o", str(tmp_path / "local"), "-q"])
    assert local.exit_code == 0
    own, far = (
        [{k: v for k, v in row.items() if k != "path"} for row in sorted(found, key=lambda row: row["report_id"])]
        for found in (rows(tmp_path / "local", "cells"), rows(tmp_path / "d", "cells"))
    )
    assert own == far
    again = CliRunner().invoke(
        main, ["extract", f"{bucket}/", "-o", str(tmp_path / "d"), "--log", str(tmp_path / "log")]
    )
    assert again.exit_code == 1
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert {line["outcome"] for line in lines if line["event"] == "source"} == {"known"}
    status = CliRunner().invoke(main, ["status", str(tmp_path / "d")])
    assert status.exit_code == 0, status.output


def test_patterns_lists_and_paths_go_together(tmp_path, bucket):
    """An address in a list, a pattern of addresses, and a file of this machine."""
    (tmp_path / "list.txt").write_text(f"{bucket}/a.txt\n")
    words = ["extract", f"{bucket}/year/*.zip", "--files-from", str(tmp_path / "list.txt"), str(PDF)]
    done = CliRunner().invoke(main, [*words, "-o", str(tmp_path / "d"), "-q"])
    assert done.exit_code == 0, done.stderr
    assert len(rows(tmp_path / "d", "reports")) == 3


@pytest.mark.parametrize("words", ["memory://nowhere/*.pdf", "nosuchkind://x/y/"])
def test_an_address_that_names_nothing_is_wrong_use(tmp_path, words):
    """Nothing is written."""
    done = CliRunner().invoke(main, ["extract", words, "-o", str(tmp_path / "d")])
    assert (done.exit_code, (tmp_path / "d").exists()) == (2, False)
    assert words in done.stderr


def test_a_dataset_by_address_needs_the_extra(monkeypatch, tmp_path):
    """It is said before anything is written."""
    monkeypatch.setattr(addresses, "find_spec", lambda _: None)
    done = CliRunner().invoke(main, ["extract", "s3://bucket/reports/", "-o", str(tmp_path / "d")])
    assert (done.exit_code, (tmp_path / "d").exists()) == (2, False)
    assert "pip install 'gongkai[addresses]'" in done.stderr
