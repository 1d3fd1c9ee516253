"""The container: built and run where docker answers; elsewhere its file is held against the repository and the package."""

from __future__ import annotations

import fnmatch
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from gongkai.cli import main

ROOT = Path(__file__).parent.parent
TEXT = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
LINES = [line.split(maxsplit=1) for line in TEXT.splitlines() if line.strip() and not line.startswith("#")]
STAGES = re.findall(r"^FROM (\S+)(?: AS (\S+))?$", TEXT, re.MULTILINE)


def answers() -> bool:
    """Whether a docker daemon is there."""
    program = shutil.which("docker")
    return program is not None and subprocess.run([program, "info"], capture_output=True, check=False).returncode == 0


def stage(name: str) -> list[list[str]]:
    """Return the lines of a stage, those of the stages that it stands on before them."""
    base, lines, inside = "", [], False
    for line in LINES:
        if line[0] == "FROM":
            words = line[1].split()
            inside = words[1:] == ["AS", name]
            base = words[0] if inside else base
        elif inside:
            lines.append(line)
    return [*(stage(base) if base in {own for _, own in STAGES} else []), *lines]


def test_everything_that_is_copied_is_there_and_sent():
    """Each path of a COPY from the repository exists and is not kept back by .dockerignore."""
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = [
        word
        for instruction, rest in LINES
        if instruction == "COPY" and not rest.startswith("--from")
        for word in rest.split()[:-1]
    ]
    assert {"pyproject.toml", "constraints.txt", "src"} <= set(copied)
    for name in copied:
        assert (ROOT / name).exists(), name
        assert any(fnmatch.fnmatch(name, pattern) for pattern in kept), name


def test_what_is_installed_is_declared():
    """The extras are gongkai's own, the versions are the pinned ones, and what runs is its command."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (extras,) = re.findall(r"-c constraints\.txt '\.\[(\S+)\]'", TEXT)
    assert set(extras.split(",")) <= set(project["optional-dependencies"])
    (entry,) = re.findall(r'^ENTRYPOINT \["(\S+)"\]$', TEXT, re.MULTILINE)
    assert entry in project["scripts"]
    commands = re.findall(r"docker run .* gongkai (\w+)", TEXT)
    assert commands
    assert set(commands) <= set(main.commands)


@pytest.mark.parametrize("name", ["slim", "office"])
def test_nobody_runs_as_root(name: str):
    """The last user of each stage that runs is not root, and LibreOffice is in one of them alone."""
    assert [rest for instruction, rest in stage(name) if instruction == "USER"][-1] == "gongkai"
    assert any("libreoffice" in rest for _, rest in stage(name)) == (name == "office")
    assert STAGES[-1] == ("slim", "")


@pytest.mark.skipif(not answers(), reason="no docker daemon answers")
def test_the_container_reads_a_report():
    """Built as the page says, it turns a report on standard input into JSON, as a user without rights."""
    subprocess.run(["docker", "build", "-q", "-t", "gongkai-test", str(ROOT)], check=True, capture_output=True)
    run = ["docker", "run", "--rm", "-i"]
    data = (ROOT / "fixtures/zhuxi-2022.txt").read_bytes()
    done = subprocess.run([*run, "gongkai-test", "convert", "-"], input=data, check=True, capture_output=True)
    assert "竹溪街道办事处" in done.stdout.decode()
    who = subprocess.run([*run, "--entrypoint", "id", "gongkai-test", "-u"], check=True, capture_output=True)
    assert who.stdout.strip() != b"0"
