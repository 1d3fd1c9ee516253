"""Odd names, an odd environment, and folders in odd places: every source is accounted for, and the same command goes on."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from bulk.test_resume import tree
from corpus.to_text import to_text
from corpus.truth import make_truth
from fakes import fake_pipeline
from gongkai.cli import main
from support import form_named

__all__ = ["fake_pipeline"]
NAMES = {
    "Windows devices": ("CON", "nul.txt", "com1.txt", "AUX.docx", "LPT9.pdf"),
    "line break": ("a\nb.txt", "a\r\nb.txt", "\n.txt"),
    "control characters": ("\x01.txt", "a\x1b[31mb.txt", "\x7f.txt", "tab\t.txt"),
    "dashes": ("-o.txt", "--help.txt", "-.txt"),
    "longest": ("政" * 83 + ".txt", "府" * 83 + ".txt"),
    "twins": (unicodedata.normalize("NFC", "é报告.txt"), unicodedata.normalize("NFD", "é报告.txt")),
    "signs": ("a!b.txt", "a#b.txt", "[a].txt", "%00.txt", "=1+1.txt", "'\".txt", " .txt", "a\u202eb.txt"),
}


def rows(dataset: Path, name: str) -> list[dict[str, str]]:
    with (dataset / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.usefixtures("fake_pipeline")
@pytest.mark.parametrize("kind", NAMES)
def test_a_file_of_any_name_is_a_report(tmp_path: Path, kind: str):
    """Found in the folder or named one by one, each has a row, and no run after it reads one again."""
    folder = tmp_path / "r"
    folder.mkdir()
    for number, name in enumerate(NAMES[kind]):
        (folder / name).write_bytes(b"x" * (number + 1))
    for words in ([str(folder)], [str(folder / name) for name in NAMES[kind]]):
        done = CliRunner().invoke(main, ["extract", *words, "-o", str(tmp_path / "d"), "-j0"])
        assert done.exit_code == 0, done.output
        assert "\x1b" not in done.output
        assert len(rows(tmp_path / "d", "reports")) == len(NAMES[kind])
        assert rows(tmp_path / "d", "failures") == []


@pytest.mark.usefixtures("fake_pipeline")
def test_a_dataset_inside_its_sources_is_none_of_them(tmp_path: Path):
    """Neither when it is made nor in the next run, nor when it is copied there without its hidden files."""
    (tmp_path / "a.txt").write_bytes(b"a")
    words = ["extract", str(tmp_path), "-o", str(tmp_path / "d"), "-j0"]
    assert CliRunner().invoke(main, words).exit_code == 0
    before = tree(tmp_path / "d")
    assert CliRunner().invoke(main, words).exit_code == 0
    assert tree(tmp_path / "d") == before
    shutil.copytree(tmp_path / "d", tmp_path / "copy", ignore=shutil.ignore_patterns(".*"))
    assert CliRunner().invoke(main, words).exit_code == 0
    assert [row["path"] for row in rows(tmp_path / "d", "reports")] == [str(tmp_path / "a.txt")]


@pytest.mark.parametrize(
    "environment", [{}, {"LANG": "C", "LC_ALL": "C"}, {"HOME": "/nonexistent", "TMPDIR": "/nonexistent"}]
)
def test_any_environment_gives_the_same_dataset(tmp_path: Path, environment: dict[str, str]):
    """No HOME and no TMPDIR, no locale, folders that are not there."""
    text = to_text(make_truth(1, form_named()), "tab-rows", Random(1))
    (tmp_path / "年报.txt").write_text(text, encoding="utf-8")
    needed = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", "extract", "年报.txt", "-o", "d", "-j1"],
        env=needed | environment,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0), done.stderr
    (row,) = rows(tmp_path / "d", "reports")
    assert (row["path"], row["status"]) == ("年报.txt", "complete")
