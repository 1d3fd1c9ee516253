"""Small documents and what is right about each: ``tests/cases/NAME`` holds input, ``case.json`` and often ``truth.json``.

``case.json``: ``why``, ``kind``, ``expect`` (see ``case_assertions``), and ``args`` where the command is not plain ``convert``:
``["extract"]`` gets the folder of the inputs and ``-o``; ``{dir}`` is that folder, ``{with}`` the side files of ``NAME/with/``.
"""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from case_assertions import Fault, Result, judge
from gongkai.cli import main

CASES = Path(__file__).parent / "cases"
SIDE = ("case.json", "truth.json", "with")


def run(case: Path, asked: dict, work: Path) -> Result:
    """Run the product on a copy of the case's inputs, in this process."""
    inputs, side, dataset = work / "in", work / "with", work / "dataset"
    inputs.mkdir()
    for file in sorted(case.iterdir()):
        if file.name not in SIDE:
            (shutil.copytree if file.is_dir() else shutil.copy)(file, inputs / file.name)
    if (case / "with").is_dir():
        shutil.copytree(case / "with", side)
    args = [a.replace("{dir}", str(inputs)).replace("{with}", str(side)) for a in asked.get("args") or ["convert"]]
    if args[0] == "extract":
        args += ([] if any(str(inputs) in a for a in args) else [str(inputs)]) + ["-o", str(dataset)]
    elif args[0] == "convert":
        args.append(str(next(iter(sorted(inputs.glob("input.*"))))))
    began = time.monotonic()
    ran = CliRunner().invoke(main, args, catch_exceptions=False)
    return Result(case, ran.exit_code, ran.stdout, ran.stderr, time.monotonic() - began, dataset)


def faults_of(case: Path, work: Path) -> list[Fault]:
    """Return what does not hold of a case."""
    asked = json.loads((case / "case.json").read_text(encoding="utf-8"))
    result = run(case, asked, work)
    return [fault for a in [*asked["expect"], {"no_traceback": True}] for fault in judge(result, a)]


@pytest.mark.parametrize("name", sorted(file.parent.name for file in CASES.glob("*/case.json")))
def test_what_is_right_about_a_case_comes_out(name: str, tmp_path: Path):
    """Every assertion of the case holds: see its ``why``."""
    assert faults_of(CASES / name, tmp_path) == []
