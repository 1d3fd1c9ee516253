"""What a process that reads files may take: time, memory, cores; and that it ends with the process that started it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker

from msgspec import Struct

from gongkai.processes.systems import free_signals, hold_signals, module

_LOOK = 1.0  # seconds between two looks for the parent


class Limits(Struct, frozen=True):
    """``jobs`` worker processes (0: none, everything in this process and without limits), seconds a file, megabytes a worker."""

    jobs: int = 1
    timeout: float = 60.0
    memory: int = 4096


def cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def settle_in(threads: int) -> None:
    """Prepare a new worker process: mute, stopped at once when it is told to, gone when its parent is, ``threads`` for its libraries.

    Comes before numpy and onnxruntime are loaded: they look at the environment once.
    """
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _be_mute()
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _be_mute() -> None:
    """Let what libraries written in C print go nowhere; what is wrong with a file stands in its failure."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _watch(parent: int) -> None:
    """End this process when ``parent`` has ended, however that did."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


@contextmanager
def bounded_memory(megabytes: int) -> Iterator[None]:
    """Bound the memory of this process for a while: the file's reading, not the way of its bytes to here."""
    resource = module("resource")
    if resource is None:  # Windows: a worker's memory is not bounded there
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * 2**20
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with suppress(ValueError, OSError):  # systems that know no such limit
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Start processes and threads that Ctrl-C does not reach: the process that started them tells them when to end.

    Another thread, such as one of a library, may take the signal although this one blocks it: it is kept until all have started.
    """
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # its start would let interrupts through again
    kept: list[int] = []
    mine = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, lambda number, _: kept.append(number)) if mine else None
    before = hold_signals()
    try:
        yield
    finally:
        free_signals(before)
        if mine:
            signal.signal(signal.SIGINT, handler)
    if kept:
        signal.raise_signal(signal.SIGINT)
