"""Whatever step on the disk fails, and wherever the process is killed: one line, nothing lost, and the same command mends it.

Every seventeenth step is tried here; ``GONGKAI_FAULTS=1`` tries all of them (1,284 points, some minutes).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulk.test_resume import tree
from faults.injected import How, run_struck
from gongkai.cli import main

STRIDE = int(os.environ.get("GONGKAI_FAULTS", "17"))
SHARES = 4
NOTES = "what somebody wrote"


def dataset_of(folder: Path) -> list[str]:
    return ["extract", str(folder / "r"), "-o", str(folder / "d"), "-j0", "--formats", "jsonl"]


COMMANDS = {
    "extract": dataset_of,
    "again": dataset_of,
    "panel": lambda folder: ["panel", str(folder / "d")],
    "export": lambda folder: ["export", str(folder / "d"), "--formats", "sqlite,jsonl"],
}


def begun(command: str, folder: Path) -> None:
    """Make the sources, and what the command finds."""
    (folder / "r").mkdir(parents=True)
    for name in ("a", "b2", "c33", "d"):
        (folder / f"r/{name}.txt").write_bytes(b"a" if name == "d" else name.encode())
    if command != "extract":
        assert CliRunner().invoke(main, dataset_of(folder)).exit_code == 0
        (folder / "d/population.csv").write_text(NOTES)
    if command == "again":
        (folder / "r/c33.txt").write_bytes(b"another")
        (folder / "r/b2.txt").unlink()
        (folder / "r/e.txt").write_bytes(b"new")


@pytest.mark.usefixtures("fake_pipeline")
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("how", ["fail", "kill"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_step_that_fails_loses_nothing(command: str, how: How, share: int, tmp_path: Path):
    """The command ends in one line or as if nothing had been, and given again it ends as an unbroken one, byte for byte."""
    here = tmp_path / "here"  # each time the same place, for paths stand in the dataset
    begun(command, here)
    shutil.copytree(here, tmp_path / "base")
    words = COMMANDS[command](here)
    whole = run_struck(words, here, 0, how)
    assert whole.status == 0, whole.said
    wanted = tree(here / "d")
    tried = range(1 + share * STRIDE, whole.steps + 1, STRIDE * SHARES)
    assert STRIDE > 40 or len(tried) > 0
    for at in tried:
        shutil.rmtree(here)
        shutil.copytree(tmp_path / "base", here)
        ended = run_struck(words, here, at, how)
        assert (how == "kill" and ended.killed) or ended.status in (0, 1, 2, 3), (at, ended)
        assert "Traceback" not in ended.said, (at, ended.said)
        again = CliRunner().invoke(main, words)
        assert again.exit_code == 0, (at, again.output, again.exception)
        assert tree(here / "d") == wanted, at
