"""``gongkai review`` on the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli import main
from gongkai.cli.review import _server
from gongkai.errors import UsageError
from gongkai.review.serve import desk_for, port_of
from review.helpers import dataset_of, site_of
from support import make_report


def review(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["review", *map(str, words)])
    return result.exit_code, result.output


def test_the_site_stands_in_the_dataset_unless_told_otherwise(tmp_path: Path):
    """The summary says what to open."""
    dataset = dataset_of(tmp_path / "dataset", [make_report()])
    code, output = review(dataset, "-j", 1)
    assert (code, output.splitlines()[0]) == (0, "1 report, 0 of them with something doubtful")
    assert (dataset / "review" / "index.html").is_file()
    assert review(dataset, "-o", tmp_path / "site", "-q", "-j", 1) == (0, "")
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_begin_in_the_language_of_the_call(tmp_path: Path, language: str):
    """Also where they were written before, for a reader of the other one."""
    dataset = dataset_of(tmp_path / "dataset", [make_report()])
    for asked in ("en", "zh", language):
        result = CliRunner().invoke(main, ["review", str(dataset), "-j", "1"], env={"GONGKAI_LANG": asked})
        assert result.exit_code == 0
    shared = (dataset / "review" / "assets" / "common.js").read_text(encoding="utf-8")
    assert f'const ASKED_LANGUAGE = "{language}";' in shared


def test_wrong_use_is_told_in_one_line(tmp_path: Path):
    """Exit status 2, nothing written."""
    (tmp_path / "notes.txt").write_text("mine")
    code, output = review(tmp_path)
    assert code == 2
    assert output.startswith(f"gongkai: {tmp_path}: is no dataset")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_served_site_is_shown_until_the_command_is_stopped(tmp_path: Path):
    """It prints its address, answers there, and ends cleanly."""
    dataset = dataset_of(tmp_path / "dataset", [make_report()])
    command = [sys.executable, "-m", "gongkai", "review", str(dataset), "--serve", "-j", "1"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    line = next(line for line in process.stdout if line.startswith("serving"))
    saving = next(process.stdout)
    with urllib.request.urlopen(line.split()[1], timeout=600) as answer:
        assert b"gongkai" in answer.read()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=600)
    assert (process.returncode, errors) == (0, "")
    assert (saving.split()[-1], output.strip()) == (str(dataset / "corrections.csv"), "Ended.")


def test_a_dataset_is_served_at_its_own_port_each_time(tmp_path: Path):
    """A browser keeps what is decided on the pages by their address; where the port is taken, the command says what that means."""
    dataset = dataset_of(tmp_path / "dataset", [make_report()])
    site_of(dataset, tmp_path / "site")
    first = _server(tmp_path / "site", desk_for(dataset), None)
    try:
        assert first.server_address[1] == port_of(dataset)
        with CliRunner().isolation() as (output, *_):
            second = _server(tmp_path / "site", desk_for(dataset), None)
            second.server_close()
            assert f"port      {port_of(dataset)} is taken" in output.getvalue().decode()
        assert second.server_address[1] != port_of(dataset)
        with pytest.raises(UsageError, match="name another"):
            _server(tmp_path / "site", desk_for(dataset), port_of(dataset))
    finally:
        first.server_close()
