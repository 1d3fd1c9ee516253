"""What README.md shows is what the commands print."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from gongkai.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```console\n\$ (.+?)\n(.*?)^```$", f"{README}\n{COMMANDS}", re.DOTALL | re.MULTILINE)


def test_there_are_examples():
    """The pattern that finds them still fits the page."""
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_prints_what_the_page_shows(command: str, shown: str):
    """Every line that is shown is printed, in this order; … stands for lines that are left out."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "NO_COLOR": "1"}
    run = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, check=True)
    printed = iter(run.stdout.decode("utf-8").splitlines())
    for line in shown.splitlines():
        assert line == "…" or line in printed, line


def test_the_python_lines_print_what_the_page_shows(dataset: Path):
    """A reader's way to the number of requests by province and year, on the dataset that the demo makes."""
    ((code, shown),) = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    done = subprocess.run([sys.executable, "-c", code], cwd=dataset, capture_output=True, text=True, check=True)
    assert done.stdout == shown
    assert len(code.splitlines()) <= 10


def test_the_tutorial_runs_as_printed(dataset: Path, monkeypatch: pytest.MonkeyPatch):
    """Every line of docs/tutorial.md gives what stands below it."""
    monkeypatch.chdir(dataset)
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    with pd.option_context("display.width", 120, "display.max_columns", 8):
        done = doctest.testfile(str(ROOT / "docs/tutorial.md"), module_relative=False, optionflags=options)
    assert done.attempted > 20
    assert done.failed == 0


def test_both_readmes_tell_of_the_same_things():
    """The Chinese page has the same Python lines and names the same commands and options; every one of them exists."""
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    python = [re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE) for page in (README, chinese)]
    assert python[0] == python[1]
    blocks = ["".join(re.findall(r"^```sh\n(.*?)^```", page, re.DOTALL | re.MULTILINE)) for page in (README, chinese)]
    named = [set(re.findall(r"^gongkai ([a-z]+)", block, re.MULTILINE)) for block in blocks]
    assert named[1] - {"doctor"} == named[0] - {"schema", "doctor"}
    assert named[0] | named[1] == set(main.commands)
    options = {option for command in main.commands.values() for each in command.params for option in each.opts}
    assert all(set(re.findall(r"^gongkai .*?(--[a-z]+)", block, re.MULTILINE)) <= options for block in blocks)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_a_readme_is_read_in_ten_minutes(page: str):
    """At most 200 lines; what is longer stands in docs/."""
    assert len((ROOT / page).read_text(encoding="utf-8").splitlines()) <= 200


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_figures_of_a_readme_are_those_that_were_measured(page: str):
    """Each share in the table is that of all flavours of one kind together, in docs/measured.md."""
    measured = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
    together = re.findall(r"^= together +(\S+%)", measured, re.MULTILINE)
    shown = re.findall(r"\d+\.\d\d%", (ROOT / page).read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(together)


def test_the_shell_completes_commands():
    """As the page of the commands says."""
    assert "_GONGKAI_COMPLETE=bash_source" in COMMANDS
    asked = {"_GONGKAI_COMPLETE": "bash_complete", "COMP_WORDS": "gongkai ex", "COMP_CWORD": "1"}
    script = Path(sys.executable).parent / "gongkai"
    done = subprocess.run([str(script)], env=os.environ | asked, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["plain,export", "plain,extract"]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds ``fixtures`` and the ``dataset`` made of them, as the demo leaves it."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    command = [sys.executable, "-m", "gongkai", "extract", "fixtures", "-q", "-o", "dataset"]
    subprocess.run(command, cwd=folder, check=True)
    return folder
