"""The script that asks pip for wheels: what it asks for and what it makes of the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

import wheels

LINUX, WINDOWS = wheels.SYSTEMS["linux"], wheels.SYSTEMS["windows"]


def test_what_gongkai_and_its_extras_need_is_asked_for_in_the_pinned_version():
    """Libraries of libraries too; what only developers need is not."""
    found, _ = wheels.pinned(wheels.ROOT, "3.11", LINUX)
    assert {"lxml", "numpy", "pdfminer-six", "pyarrow"} <= found.keys()
    assert not {"pytest", "ruff", "mypy"} & found.keys()
    assert f"lxml=={found['lxml']}" in (wheels.ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_a_system_is_asked_for_what_it_needs_alone(tmp_path: Path):
    """By the markers of its Python and its system; what is needed there and not pinned is named."""
    (tmp_path / "constraints.txt").write_text("# pins\nMade_Up==1.0\nother==2\nold==3\n", encoding="utf-8")
    needs = ["made-up", "old; python_version < '3.12'", "free; sys_platform == 'win32'"]
    (tmp_path / "pyproject.toml").write_text(
        f"[project]\ndependencies = {needs}\n[project.optional-dependencies]\ndev = ['other']\n"
    )
    assert wheels.pinned(tmp_path, "3.11", LINUX) == ({"made-up": "1.0", "old": "3"}, set())
    assert wheels.pinned(tmp_path, "3.14", WINDOWS) == ({"made-up": "1.0"}, {"free"})


def test_pip_names_one_at_a_time_and_all_are_found(monkeypatch):
    """It is asked again without those that it named."""
    gone = {"b": "2", "c": "3"}

    def ask(wanted, _python, _tags):
        named = next((name for name in wanted if name in gone), None)
        return None if named is None else f"ERROR: No matching distribution found for {named}=={gone[named]}\n"

    monkeypatch.setattr(wheels, "_ask_pip", ask)
    assert wheels.lacking({"a": "1", **gone, "d": "4"}, "3.14", ()) == ("b 2", "c 3")


def test_another_complaint_is_no_lacking_wheel(monkeypatch):
    """Without a network nothing is said of wheels."""
    monkeypatch.setattr(wheels, "_ask_pip", lambda *_: "ERROR: no network")
    with pytest.raises(SystemExit, match="no network"):
        wheels.lacking({"a": "1"}, "3.14", ())
