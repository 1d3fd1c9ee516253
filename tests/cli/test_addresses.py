"""Documents by their address on the command line: read by fsspec, never unless an address is given."""

from __future__ import annotations

import json
from pathlib import Path

import fsspec
import pytest
from click.testing import CliRunner

from gongkai import addresses
from gongkai.cli import main

FIXTURE = Path(__file__).parents[2] / "fixtures/zhuxi-2022.txt"


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


def test_a_dataset_is_made_of_files(tmp_path, memory):
    """An address among its sources is refused with what to do; nothing is written."""
    done = CliRunner().invoke(main, ["extract", memory, "-o", str(tmp_path / "d")])
    assert (done.exit_code, (tmp_path / "d").exists()) == (2, False)
    assert "fetch the files into a folder" in done.stderr
