"""What README.md shows is what the commands print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```console\n\$ (.+?)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


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


def test_the_python_lines_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The Python example runs as printed, on the dataset that the demo makes."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    command = [sys.executable, "-m", "gongkai", "extract", "fixtures", "-q", "-o", str(tmp_path / "dataset")]
    subprocess.run(command, cwd=ROOT, check=True)
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(code, names)
    assert f"# {names['report'].agency, names['report'].year, names['report'].form.id}" in code
