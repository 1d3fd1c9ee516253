"""One writer: two commands on one dataset at the same time, in every pair, leave it whole; the one that comes later says so and stops.

``GONGKAI_RACES=4`` runs every pair four times; without, all commands run at once, one time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations_with_replacement
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from bulk.test_resume import tree
from corpus.to_text import to_text
from corpus.truth import make_truth
from gongkai.bulk.lock import locked
from gongkai.cli import main
from support import form_named

ROUNDS = int(os.environ.get("GONGKAI_RACES", "0"))
COMMANDS = {
    "extract": ["extract", "r", "-o", "d", "-j0", "-q", "--force"],
    "panel": ["panel", "d", "-q"],
    "export": ["export", "d", "--formats", "jsonl", "-q"],
    "review": ["review", "d", "-q", "--no-pictures", "-j1"],
}
PAIRS = [*combinations_with_replacement(COMMANDS, 2)] * ROUNDS


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with three reports and their dataset."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r").mkdir()
    for number in range(3):
        text = to_text(make_truth(number, form_named()), "tab-rows", Random(number))
        (tmp_path / f"r/{number}.txt").write_text(text, encoding="utf-8")
    for command in ("extract", "panel", "export"):  # the dataset remembers that it has them
        assert CliRunner().invoke(main, COMMANDS[command]).exit_code == 0
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_who_comes_later_stops_and_says_who_writes(here: Path, command: str):
    """Nothing of the dataset is touched."""
    before = tree(here / "d")
    with locked(here / "d/.gongkai"):
        refused = CliRunner().invoke(main, COMMANDS[command])
    assert refused.exit_code == 2
    assert f"another run (process {os.getpid()})" in refused.stderr
    assert tree(here / "d") == before


@pytest.mark.parametrize("racing", [*PAIRS, tuple(COMMANDS)], ids="+".join)
def test_commands_at_the_same_time_leave_the_dataset_whole(here: Path, racing: tuple[str, ...]):
    """Each ends well or refused in one line; what an extract makes of it afterwards is what it was."""
    before = tree(here / "d")
    processes = [
        subprocess.Popen([sys.executable, "-m", "gongkai", *COMMANDS[name]], stderr=subprocess.PIPE, text=True)
        for name in racing
    ]
    for process in processes:
        said = process.communicate()[1]
        assert process.returncode == 0 or (
            process.returncode == 2 and "another run" in said and said.count("\n") == 1
        ), said
    assert any(process.returncode == 0 for process in processes)
    assert CliRunner().invoke(main, COMMANDS["extract"]).exit_code == 0
    left = {name: data for name, data in tree(here / "d").items() if not name.startswith("review/")}
    assert left == before
