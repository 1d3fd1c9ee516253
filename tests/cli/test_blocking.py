"""What never comes is not waited for: pipes, standard input, lists, folders; each ends in one line within ``--timeout``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner

from gongkai.bulk import walking
from gongkai.bulk.sources import survey
from gongkai.cli import main, reading
from gongkai.cli.reading import time_bounded
from gongkai.errors import SourceError

REPORT = Path(__file__).resolve().parents[2] / "fixtures/yunxi-2023.docx"


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A pipe that nobody writes to."""
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def gongkai(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command with a standard input that stays open and silent."""
    ours, theirs = os.pipe()
    try:
        return subprocess.run(
            [sys.executable, "-m", "gongkai", *map(str, words)], stdin=ours, capture_output=True, text=True, check=False
        )
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("words", [["-"], ["PIPE"], ["-", "-f", "jsonl"], ["PIPE", "--trace", "TRACE"]])
def test_a_document_that_does_not_come_gives_no_report(pipe: Path, tmp_path: Path, words: list[str]):
    """One line, exit status 1; the thread that still waits keeps nothing open."""
    named = {"PIPE": pipe, "TRACE": tmp_path / "trace"}
    tried = gongkai("convert", "--timeout", "0.2", *(named.get(word, word) for word in words))
    assert (tried.returncode, tried.stdout, tried.stderr.count("\n")) == (1, "", 1), tried.stderr
    assert "did not come within 0.2 s" in tried.stderr


def test_of_several_documents_one_that_does_not_come_costs_itself(pipe: Path, monkeypatch: pytest.MonkeyPatch):
    """The others are read, however long that takes."""
    wait = reading.within
    monkeypatch.setattr(
        reading, "within", lambda seconds, work, name: wait(0.2 if name == str(pipe) else seconds, work, name)
    )
    tried = CliRunner().invoke(main, ["convert", str(pipe), str(REPORT), "--timeout", "600", "-f", "jsonl"])
    assert (tried.exit_code, tried.stdout.count("\n")) == (1, 1), tried.output
    assert "did not come within 0.2 s" in tried.stderr


@pytest.mark.parametrize("command", [["convert"], ["extract", "-o", "DATASET"]])
@pytest.mark.parametrize("name", ["-", "PIPE"])
def test_a_list_that_does_not_come_is_wrong_use(pipe: Path, tmp_path: Path, command: list[str], name: str):
    """One line, exit status 2."""
    words = [tmp_path / "d" if word == "DATASET" else word for word in command]
    tried = gongkai(*words, "--timeout", "0.2", "--files-from", pipe if name == "PIPE" else name)
    assert (tried.returncode, tried.stderr.count("\n")) == (2, 1), tried.stderr
    assert "nothing more came within 0.2 s" in tried.stderr


def test_a_list_that_comes_by_a_pipe_is_read_once(pipe: Path, tmp_path: Path):
    """As from ``<(find …)``: its writer is gone afterwards."""
    words = ["extract", "-o", str(tmp_path / "d"), "-j0", "-q", "--files-from", str(pipe)]
    process = subprocess.Popen([sys.executable, "-m", "gongkai", *words])
    pipe.write_text(f"{REPORT}\n")
    assert process.wait(timeout=600) == 0
    assert str(REPORT) in (tmp_path / "d/.gongkai/runs.jsonl").read_text()


def test_a_list_without_end_is_refused():
    """It is no list of paths."""
    zero = Path("/dev/zero")
    if not zero.exists():
        pytest.skip("this system has no such device")
    result = CliRunner().invoke(main, ["convert", "--files-from", str(zero)])
    assert (result.exit_code, "is no list of paths" in result.stderr) == (2, True)


def _spin() -> None:
    while True:
        pass


def _wait() -> None:
    Event().wait()


@pytest.mark.parametrize("block", [_spin, _wait])
def test_a_reading_that_never_ends_is_called_off(block: Callable[[], None]):
    """Whether it works on or waits; the signal's own handler is back afterwards."""
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(SourceError, match=r"^a: was not read within 0\.05 s"), time_bounded(0.05, "a"):
        block()
    assert signal.getsignal(signal.SIGALRM) == before


def test_a_library_that_never_comes_back_ends_the_process_in_words(monkeypatch: pytest.MonkeyPatch, capfd):
    """After a grace in which Python might have been told."""
    ended, status = Event(), []

    def end(code: int) -> None:
        status.append(code)
        ended.set()

    monkeypatch.setattr(reading.os, "_exit", end)
    monkeypatch.setattr(reading, "_GRACE", 0.0)
    monkeypatch.setattr(reading.signal, "setitimer", lambda *_: None)
    with time_bounded(0.05, "a"):
        assert ended.wait(60)
    assert status == [1]
    assert "gongkai: a: was not read within 0.05 s" in capfd.readouterr().err


def test_a_reading_that_ends_in_time_is_left_alone():
    """Nothing strikes later."""
    with time_bounded(0.05, "a"):
        pass
    time.sleep(0.1)


@pytest.mark.parametrize("named", ["r", "r/**/*.txt", "r/silent"])
def test_a_folder_that_does_not_answer_is_a_failure_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
):
    """What else there is, is found."""
    for name in ("r/a.txt", "r/silent/b.txt", "r/silent/c/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    never, look = Event(), walking._look
    monkeypatch.setattr(
        walking, "_look", lambda at, excludes: never.wait() if at.name == "silent" else look(at, excludes)
    )
    monkeypatch.setattr(walking, "_kind", _silent(never, walking._kind))
    found = survey([tmp_path / named], patience=0.2).sources
    never.set()
    known = {one.path.removeprefix(f"{tmp_path}/"): one.problem for one in found}
    assert "did not answer within 0.2 s" in str(next(problem for problem in known.values() if problem))
    assert ("r/a.txt" in known) == (named != "r/silent")
    assert known.get("r/a.txt") is None


def _silent(never: Event, kind: Callable[[Path], str]) -> Callable[[Path], str]:
    """Let files below the silent folder not answer, either."""
    return lambda path: str(never.wait()) if "silent" in path.parts[:-1] else kind(path)


def test_a_pipe_in_the_place_of_a_description_is_none(tmp_path: Path):
    """Whether a folder is a dataset is not waited for."""
    (tmp_path / "r").mkdir()
    os.mkfifo(tmp_path / "r/datapackage.json")
    os.mkfifo(tmp_path / "r/cells.html")
    (tmp_path / "r/a.txt").write_text("a")
    assert [Path(one.path).name for one in survey([tmp_path / "r"]).sources] == ["a.txt", "cells.html"]
