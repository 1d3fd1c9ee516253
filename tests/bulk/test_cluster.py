"""The same dataset from a dask cluster: a real scheduler and real workers, over TCP on this machine."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import IO

import pytest

from bulk.perils import peril_read
from bulk.test_pool import children, ended
from bulk.test_ranges import archive
from bulk.test_resume import tree
from bulk.warcs import packed, record
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_pictured import pieces
from corpus.to_text import to_text
from corpus.truth import make_truth
from gongkai.bulk import cluster, ranges
from gongkai.bulk.cluster import connected, mapper_of
from gongkai.bulk.run import RunOptions, Step, run
from gongkai.bulk.sources import find_sources, survey
from gongkai.bulk.worker import Setting, Task
from gongkai.errors import UsageError
from gongkai.processes.limits import Limits
from gongkai.readers.ocr import available
from support import form_named

pytest.importorskip("distributed")
FORMS = (form_named(),)
TESTS = Path(__file__).parent.parent
CHENGZHOU = TESTS.parent / "fixtures/chengzhou-2024.pdf"
ADDRESS = re.compile(r"(?:Scheduler at|Start worker at):\s+(tcp://\S+)")


READY = ("Registered to:", "Scheduler at:")


def said_until(words: Sequence[str], stream: IO[str]) -> str:
    """Return what a program says until it says one of ``words``."""
    said = ""
    while not any(word in said for word in words):
        line = stream.readline()
        assert line, said
        said += line
    return said


@contextmanager
def dask(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a program of dask's and wait until it says where it is."""
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        env=environment,
        text=True,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert process.stderr
        said = said_until(READY, process.stderr)
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield process, ADDRESS.findall(said)[0]
    finally:
        below = children(process.pid)
        for one in (process.pid, *below):
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()
        assert ended(below)


def worker(scheduler: str, *words: str):
    return dask("worker", scheduler, "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard", *words)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A scheduler of its own port."""
    with dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard") as (_, address):
        yield address


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports in several formats, some broken, some twice."""
    folder, rng = tmp_path_factory.mktemp("mixed"), Random(7)
    for number in range(120):
        truth = make_truth(number % 12, FORMS[0])
        if number % 5 == 0:
            (folder / f"{number:03}.docx").write_bytes(to_docx(truth)[: None if number % 10 else 900])
        elif number % 5 == 1:
            (folder / f"{number:03}.html").write_bytes(f"<!-- {number} -->{to_html(truth)}".encode())
        else:
            (folder / f"{number:03}.txt").write_text(f"{to_text(truth, 'tab-rows', rng)}\n\n第{number}号\n")
    return folder


def test_a_cluster_gives_the_same_dataset_whoever_is_killed(
    scheduler: str, mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Byte for byte that of this process, though one of two workers is killed in the middle."""
    monkeypatch.setattr(cluster, "_BATCH", 10)
    run(find_sources([mixed]), tmp_path / "local", FORMS)
    with ExitStack() as stack:
        killed, _ = stack.enter_context(worker(scheduler, "--no-nanny"))
        stack.enter_context(worker(scheduler))
        steps: list[Step] = []

        def progress(step: Step) -> None:
            steps.append(step)
            if len(steps) == 40:
                killed.kill()

        engine = connected(scheduler, Limits(1, 30, 2048))
        summary = run(find_sources([mixed]), tmp_path / "cluster", FORMS, progress, engine=engine)
        assert killed.wait(5) == -signal.SIGKILL
    assert summary.reports + summary.duplicates + summary.failures == len(steps) == 120
    assert tree(tmp_path / "cluster") == tree(tmp_path / "local")


def test_a_web_archive_is_looked_through_by_the_workers(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Each takes a range of its bytes; the dataset is byte for byte that of this process, a table that is a picture in it."""
    table = next(part[0] for part in pieces(CHENGZHOU.read_bytes(), 110) if not isinstance(part, str))
    page = "<h1>某县2024年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p><p><img src='/t.png'></p>"
    pictured = (
        record("http://b.cn/1.html", page.encode()),
        record("http://b.cn/t.png", table, head="Content-Type: image/png"),
    )
    (tmp_path / "a.warc.gz").write_bytes(archive(packed, *pictured))
    once = survey([tmp_path / "a.warc.gz"], forms=FORMS)
    run(once.sources, tmp_path / "local", FORMS, options=RunOptions(skipped=once.both[1]))
    monkeypatch.setattr(ranges.gone_through, "__defaults__", (1 << 14,))
    with worker(scheduler, "--no-nanny"):
        engine = connected(scheduler, Limits(1, 30, 2048))
        parted = ranges.gone_through(tmp_path / "a.warc.gz", FORMS, mapper_of(engine))
        assert parted is not None
        found = survey([tmp_path / "a.warc.gz"], forms=FORMS, mapper=mapper_of(engine))
        assert any(one.near is not None for one in found.sources)
        run(found.sources, tmp_path / "cluster", FORMS, engine=engine, options=RunOptions(skipped=found.both[1]))
    assert found == once
    assert any(b"read_from_picture" in content for content in tree(tmp_path / "local").values()) == (
        available() is not None
    )
    assert tree(tmp_path / "cluster") == tree(tmp_path / "local")


def test_a_poison_file_is_set_aside(scheduler: str, tmp_path: Path):
    """What crashes or hangs, and what kills the worker itself, costs its file only."""
    contents = ["", "hang", "", "exit", "die", "kill parent", f"once {tmp_path / 'mark'}", "fail", ""]
    tasks = [Task(f"{i}", f"{i}", "key", text.encode()) for i, text in enumerate(contents)]
    with worker(scheduler), worker(scheduler):
        engine = connected(scheduler, Limits(1, 3.0, 1024), peril_read)
        done = list(engine(tasks, Setting((), tmp_path)))
    found = {one.path: one.failure.error for one in done if one.failure}
    expected = ["well", "timeout", "well", "crash", "crash", "crash", "well", "crash", "well"]
    assert [found[str(i)] for i in range(len(contents))] == expected


@pytest.mark.parametrize(
    ("states", "connected_again"),
    [
        (("running",), True),
        (("connecting", "connecting", "running"), True),
        (("closed",), False),
        (("connecting",), False),
    ],
)
def test_a_connection_that_breaks_and_comes_again_is_waited_for(
    states: tuple[str, ...], connected_again: bool, monkeypatch: pytest.MonkeyPatch
):
    """Batches that were cancelled by it are tried again; one that does not come again within some seconds is lost."""
    monkeypatch.setattr(cluster, "_PATIENCE", 0.2)
    monkeypatch.setattr(cluster, "_PAUSE", 0.01)
    left = list(states)

    class Fake:
        @property
        def status(self) -> str:
            return left.pop(0) if len(left) > 1 else left[0]

    assert cluster._is_connected(Fake()) is connected_again


def kill_after(process: subprocess.Popen[str], mark: Path) -> None:
    """Kill a program once a file is there."""
    while not mark.exists():
        time.sleep(0.05)
    process.kill()


def test_a_lost_scheduler_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """In one line, which says how to go on."""
    mark = tmp_path / "begun"
    with (
        dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard") as (process, address),
        worker(address),
    ):
        engine = connected(address, Limits(1, 300, 1024), peril_read)
        monkeypatch.setattr(cluster, "_PATIENCE", 1.0)
        threading.Thread(target=kill_after, args=(process, mark), daemon=True).start()
        with pytest.raises(UsageError, match="connection to its scheduler is lost; what was read is kept"):
            list(engine([Task("a", "a", "key", f"hang {mark}".encode())], Setting((), tmp_path)))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "http://127.0.0.1:1", "tcp://127.0.0.1"])
def test_a_scheduler_that_does_not_answer_is_named(address: str, monkeypatch: pytest.MonkeyPatch):
    """Within seconds."""
    monkeypatch.setattr(cluster, "_PATIENCE", 1.0)
    with pytest.raises(UsageError, match=f"^{address}: no dask scheduler answers there") as caught:
        connected(address, Limits())
    assert "\n" not in str(caught.value)


def test_another_version_on_a_worker_is_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch):
    """A dataset is made by one version."""
    with worker(scheduler, "--no-nanny") as (_, address):
        monkeypatch.setattr(cluster, "_here", lambda: "9.9")
        with pytest.raises(UsageError, match=r"has gongkai \d\.\d.*here is gongkai 9\.9; install the same") as caught:
            connected(scheduler, Limits())
    assert address in str(caught.value)


def test_the_command_says_what_is_missing(mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The extra, or the other option."""
    from click.testing import CliRunner

    from gongkai.cli import main

    command = ["extract", str(mixed), "-o", str(tmp_path / "d")]
    for one in (["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:1"]):
        result = CliRunner().invoke(main, [*command, *one])
        assert (result.exit_code, result.stderr) == (2, "gongkai: --engine dask and --scheduler ADDRESS go together\n")
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    result = CliRunner().invoke(main, [*command, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"])
    assert result.exit_code == 2
    assert "pip install 'gongkai[cluster]'" in result.stderr


def test_a_port_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch):
    """It takes connections, as a service of another kind does; a client of dask alone would wait without end."""
    monkeypatch.setattr("gongkai.bulk.cluster._PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(UsageError, match="no dask scheduler answers"):
        connected(f"tcp://127.0.0.1:{silent.getsockname()[1]}", Limits())
