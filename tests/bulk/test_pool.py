"""Worker processes: whatever a file does to one, it costs that file only, and no process is left behind."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from bulk.perils import peril
from corpus.to_text import to_text
from corpus.truth import make_truth
from gongkai.bulk import pool
from gongkai.bulk.journal import Journal
from gongkai.bulk.pool import run_tasks
from gongkai.bulk.worker import Done, Setting, Task, perform
from gongkai.processes.limits import Limits, bounded_memory
from support import form_named

FORM = form_named()
TIMEOUT = 1.0
LONG = 600  # seconds that a busy machine may take for what is done at once: only a process that never ends takes longer


def outcomes(
    folder: Path, contents: Sequence[str], jobs: int = 2, timeout: float = TIMEOUT
) -> dict[str, tuple[str, str]]:
    """Run tasks that hold ``contents``; return for each number the error's code and message."""
    tasks = [Task(f"{i}", f"{i}", "key", text.encode()) for i, text in enumerate(contents)]
    done = list(run_tasks(tasks, Setting((), folder), Limits(jobs, timeout, 1024), peril))
    assert sorted(one.path for one in done) == sorted(task.path for task in tasks)
    return {one.path: (one.failure.error, one.failure.message) for one in done if one.failure}


def test_a_peril_costs_its_file_only(tmp_path: Path):
    """Each is tried twice and told with its cause; those before, beside and after it are done."""
    contents = ["", "hang", "", "exit", "die", "", "deaf", "sys.exit", "fail", "spin", "", ""]
    found = outcomes(tmp_path, contents)
    causes = {"": "well", **dict.fromkeys(("hang", "spin", "deaf"), "timeout")}
    assert [found[str(i)][0] for i in range(len(contents))] == [causes.get(text, "crash") for text in contents]
    assert "within 1 s, twice; allow more with --timeout" in found["1"][1]
    assert "died of it, twice (exit code 3)" in found["3"][1]


def test_what_crashes_once_is_done(tmp_path: Path):
    """The second time it is alone."""
    found = outcomes(tmp_path, ["", f"once {tmp_path / 'mark'}", ""])
    assert {code for code, _ in found.values()} == {"well"}


def test_perils_without_end_cost_their_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """More of them than are kept to be tried again."""
    monkeypatch.setattr(pool, "_MOST_LOST", 2)
    contents = ["exit", *[""] * 5, *["sys.exit"] * 5, ""]
    found = outcomes(tmp_path, contents, jobs=1, timeout=20)
    assert sum(code == "crash" for code, _ in found.values()) == 6
    assert found[str(len(contents) - 1)][0] == "well"


def test_memory_without_end_is_refused(tmp_path: Path):
    """A file that needs more than a worker may have is a failure of its own kind; the worker goes on."""
    tasks = [Task(f"{i}", "a", "key", text) for i, text in enumerate((b"", b"eat", b""))]
    done = list(run_tasks(tasks, Setting((), tmp_path), Limits(1, 60, 700), eat_as_reading_does))
    assert sorted(one.failure.error for one in done if one.failure) == ["out_of_memory", "well", "well"]
    assert len({one.failure.message for one in done if one.failure and one.failure.error == "well"}) == 1


def eat_as_reading_does(task: Task, setting: Setting) -> Done:
    """Let the worker's own handling see what the peril does."""
    if task.data != b"eat":
        return peril(task, setting)
    from gongkai import pipeline

    pipeline.extract_parts = lambda *_, **__: peril(task, setting)  # type: ignore[assignment]
    return perform(task, setting)


def test_workers_are_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """After so many tasks another process goes on."""
    monkeypatch.setattr(pool, "RECYCLED", 3)
    assert len({message for _, message in outcomes(tmp_path, [""] * 8, jobs=1, timeout=20).values()}) == 3


def test_a_worker_that_dies_between_tasks_costs_nothing(tmp_path: Path):
    """Whoever killed it."""
    killed = []

    def tasks() -> Iterator[Task]:
        for number in range(12):
            if number == 6:
                time.sleep(1.5)
                killed.extend(children(os.getpid(), "spawn_main"))
                for process in killed:
                    os.kill(process, signal.SIGKILL)
                time.sleep(0.5)
            yield Task(f"{number}", "a", "key", b"")

    done = list(run_tasks(tasks(), Setting((), tmp_path), Limits(2, 20, 1024), peril))
    assert killed
    assert sorted(int(one.path) for one in done) == list(range(12))
    assert {one.failure.error for one in done if one.failure} == {"well"}


def test_a_report_that_cannot_be_written_ends_the_run(tmp_path: Path):
    """It is no fault of the file: the next one could not be written, either."""
    (tmp_path / "json").write_bytes(b"")
    text = to_text(make_truth(1, FORM), "tab-rows", Random(1)).encode()
    with pytest.raises(OSError, match="Not a directory"):
        list(run_tasks([Task("a", "a.txt", "key", text)], Setting((FORM,), tmp_path / "json"), Limits(1)))


def test_workers_that_do_not_start_are_told(tmp_path: Path):
    """A program that runs gongkai without ``if __name__ == "__main__"`` would start itself over and over."""
    program = tmp_path / "program.py"
    program.write_text(
        "from gongkai.bulk import pool\nfrom gongkai.processes import workers\nworkers.PATIENCE = 3\n"
        "list(pool.run_tasks([], pool.Setting((), None), pool.Limits(1)))\n"
    )
    process = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False, timeout=LONG)
    assert process.returncode == 1
    assert "no worker process starts on this machine; --jobs 0 reads everything without them" in process.stderr


def test_the_bound_of_memory_ends_with_the_file():
    """What comes between two files is not bounded."""
    with bounded_memory(512), pytest.raises(MemoryError):
        bytearray(2**30)
    assert len(bytearray(2**30)) == 2**30


def children(parent: int, word: str = "") -> list[int]:
    """Return the processes below ``parent`` whose command holds ``word``."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                above = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_bytes().decode(errors="replace")
            except (OSError, ValueError):
                continue
            if above == parent:
                found += [int(entry.name)] if word in command else []
                found += children(int(entry.name), word)
    return found


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ended(processes: Sequence[int]) -> bool:
    """Whether all come to an end."""
    deadline = time.monotonic() + LONG
    while any(map(is_alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(is_alive, processes))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More reports than a run reads in a few seconds."""
    folder = tmp_path_factory.mktemp("many")
    text = to_text(make_truth(3, FORM), "tab-rows", Random(1))
    for number in range(900):
        (folder / f"{number:03}.txt").write_text(f"{text}\n\n第{number}号\n")
    return folder


def begin(sources: Path, dataset: Path, *more: str) -> subprocess.Popen[str]:
    """Start a run in a process group of its own, as a shell does, and wait until it has read something."""
    command = [sys.executable, "-m", "gongkai", "extract", str(sources), "-o", str(dataset), "-j", "2", *more]
    process = subprocess.Popen(
        command, start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while process.poll() is None and not any((dataset / "json").glob("*.json")):
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_ends_at_once_and_says_how_to_go_on(many: Path, tmp_path: Path, word: signal.Signals):
    """Ctrl-C reaches the whole group: one line, exit status 130, no process left, a sound journal."""
    process = begin(many, tmp_path / "d")
    below = children(process.pid)
    assert len(below) >= 2
    os.killpg(process.pid, word) if word == signal.SIGINT else process.terminate()
    out, err = process.communicate(timeout=LONG)
    assert (process.returncode, out) == (130, "")
    assert len(err.splitlines()) == 1
    assert "of 900 sources done; the same command goes on." in err
    assert ended(below)
    assert len(list((tmp_path / "d/json").glob("*.json"))) < 900
    with Journal(tmp_path / "d/.gongkai") as journal:
        assert all((tmp_path / f"d/json/{name}.json").is_file() for name in journal.report_ids())
    assert not (tmp_path / "d/reports.csv").exists()


def test_a_run_may_be_stopped_while_its_workers_start(many: Path, tmp_path: Path):
    """They say nothing, whenever it is."""
    for delay in (0.1, 0.3, 0.5):
        process = subprocess.Popen(
            [sys.executable, "-m", "gongkai", "extract", str(many), "-o", str(tmp_path / "d"), "-j", "2"],
            start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        while process.poll() is None and not children(process.pid, "spawn_main"):
            time.sleep(0.01)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=LONG)
        assert process.returncode == 130
        assert len(err.splitlines()) == 1


def test_workers_do_not_outlive_a_killed_run(many: Path, tmp_path: Path):
    """Even where only the first process is killed."""
    process = begin(many, tmp_path / "d", "-q")
    below = children(process.pid)
    process.kill()
    process.communicate(timeout=LONG)
    assert ended(below)


def test_nobody_has_to_read_what_a_run_says(tmp_path: Path):
    """Where standard output is closed, the dataset is whole all the same and nothing else is said."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r/a.txt").write_text(to_text(make_truth(3, FORM), "tab-rows", Random(1)))
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "gongkai", "extract", str(tmp_path / "r"), "-o", str(tmp_path / "d"), "-j", "1"]
    ended_run = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert ended_run.stderr == ""
    assert (tmp_path / "d/datapackage.json").is_file()


@pytest.mark.parametrize("jobs", ["0", "1"])
def test_the_log_has_a_line_for_each_source(tmp_path: Path, jobs: str):
    """When, which, what became of it, how long it took; a second run adds to it."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r/a.txt").write_text(to_text(make_truth(3, FORM), "tab-rows", Random(1)))
    (tmp_path / "r/b.txt").write_text("12345")
    (tmp_path / "r/c.txt").write_text("")
    (tmp_path / "r/d.txt").symlink_to("nowhere")
    command = [sys.executable, "-m", "gongkai", "extract", str(tmp_path / "r"), "-o", str(tmp_path / "d")]
    for _ in range(2):
        subprocess.run([*command, "-j", jobs, "--log", str(tmp_path / "log"), "-q"], check=False)
    every = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    lines = [line for line in every if "path" in line]
    told = {(Path(line["path"]).name, line["outcome"], line.get("error")) for line in lines[:4]}
    failed = {
        ("b.txt", "failed", "not_a_report"),
        ("c.txt", "failed", "empty_source"),
        ("d.txt", "failed", "source_error"),
    }
    assert told == {("a.txt", "read", None), *failed}
    assert sorted(line["outcome"] for line in lines[4:]) == ["failed", "known", "known", "known"]
    assert all(line["seconds"] >= 0 for line in lines[:4] if not line["path"].endswith("d.txt"))
    with (tmp_path / "d/failures.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 3
