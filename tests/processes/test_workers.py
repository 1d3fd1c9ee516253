"""The one pool of workers: it starts or says why not, and leaves no process behind."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import pytest
from pebble import ProcessExpired, ProcessPool

from gongkai.errors import MachineError
from gongkai.processes import workers
from gongkai.processes.workers import worker_pool


def leave(path: str, word: str) -> None:
    """Begin: write a word down."""
    Path(path).write_text(word)


def test_each_worker_begins_with_what_it_is_given(tmp_path: Path):
    """What a worker begins with is done before its first task."""
    with worker_pool(1, leave, str(tmp_path / "mark"), "ready") as pool:
        assert pool.schedule(Path.read_text, args=(tmp_path / "mark",)).result() == "ready"


def test_a_worker_that_dies_costs_its_task_only(tmp_path: Path):
    """The next one is done by another process."""
    with worker_pool(1, leave, str(tmp_path / "mark"), "") as pool:
        with pytest.raises(ProcessExpired):
            pool.schedule(os._exit, args=(3,)).result()
        assert pool.schedule(abs, args=(-1,)).result() == 1


def test_none_is_left_behind(tmp_path: Path):
    """A task that would go on for an hour ends with the pool."""
    with worker_pool(2, leave, str(tmp_path / "mark"), "") as pool:
        pool.schedule(time.sleep, args=(3600,))
        pool.schedule(time.sleep, args=(3600,))
    assert not multiprocessing.active_children()


def test_processes_of_the_program_that_calls_go_on(tmp_path: Path):
    """Only workers are stopped: whoever uses gongkai may have processes of its own."""
    own = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(3600,))
    own.start()
    try:
        with worker_pool(1, leave, str(tmp_path / "mark"), ""):
            pass
        assert multiprocessing.active_children() == [own]
        assert own.is_alive()
    finally:
        own.kill()
        own.join()


def test_a_machine_without_processes_is_told(monkeypatch: pytest.MonkeyPatch):
    """The message has the system's own reason, and the way out where the caller knows one."""

    def refused(*_: object) -> None:
        raise OSError("no space left for semaphores")

    monkeypatch.setattr(ProcessPool, "schedule", refused)
    with (
        pytest.raises(MachineError, match=r"no worker process starts on this machine \(no space left.*\); do without"),
        worker_pool(1, workers.PATIENCE.hex, ways_out="do without"),
    ):
        pytest.fail("no pool was opened")
