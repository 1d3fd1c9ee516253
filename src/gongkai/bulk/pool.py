"""Worker processes, one file a task: one that crashes or hangs costs its file only, which is tried once more, alone."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import resource
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from contextlib import contextmanager
from functools import partial

from msgspec import Struct
from pebble import ProcessExpired, ProcessPool

from gongkai.bulk.worker import Done, Setting, Task, perform
from gongkai.dataset.rows import Failure

_RECYCLED = 500  # tasks of one worker: what libraries leak is given back
_AHEAD = 3  # tasks that wait for each worker


class Limits(Struct, frozen=True):
    """``jobs`` worker processes (0: none, everything in this process and without limits), seconds a file, megabytes a worker."""

    jobs: int = 1
    timeout: float = 60.0
    memory: int = 4096


def run_tasks(tasks: Iterable[Task], setting: Setting, limits: Limits) -> Generator[Done]:
    """Yield what became of each task, in the order in which they end."""
    if limits.jobs == 0:
        yield from (perform(task, setting) for task in tasks)
        return
    failed: list[Task] = []
    with _pool(limits, limits.jobs) as pool:
        yield from _completed(pool, tasks, setting, limits, failed)
    for task in failed:
        with _pool(limits, 1) as pool:
            yield from _alone(pool, task, setting, limits)


@contextmanager
def _pool(limits: Limits, workers: int) -> Iterator[ProcessPool]:
    """Open a pool; where the run ends early, its workers are stopped at once."""
    pool = ProcessPool(
        max_workers=workers,
        max_tasks=_RECYCLED,
        context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(limits.memory,),
    )
    try:
        yield pool
        pool.close()  # type: ignore[no-untyped-call]
    finally:
        if pool.active:
            pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _begin(megabytes: int) -> None:
    """Bound a worker's memory; one thread a worker for the libraries that would take every core."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _completed(
    pool: ProcessPool, tasks: Iterable[Task], setting: Setting, limits: Limits, failed: list[Task]
) -> Iterator[Done]:
    """Keep the workers busy; what hung or crashed is added to ``failed``."""
    running: dict[Future[Done], Task] = {}
    schedule = partial(pool.schedule, perform, timeout=limits.timeout)
    for task in tasks:
        running[schedule(args=(task, setting))] = task
        if len(running) > _AHEAD * limits.jobs:
            yield from _collected(running, failed)
    while running:
        yield from _collected(running, failed)


def _collected(running: dict[Future[Done], Task], failed: list[Task]) -> Iterator[Done]:
    """Wait for a task to end; yield all that have ended well."""
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        task = running.pop(future)
        try:
            yield future.result()
        except (TimeoutError, ProcessExpired):
            failed.append(task)


def _alone(pool: ProcessPool, task: Task, setting: Setting, limits: Limits) -> Iterator[Done]:
    """Try a task once more without others beside it."""
    future: Future[Done] = pool.schedule(perform, args=(task, setting), timeout=limits.timeout)
    try:
        yield future.result()
    except TimeoutError:
        message = f"was not read within {limits.timeout:g} s, twice; allow more with --timeout, or look at what the file holds"
        yield _lost(task, "timeout", message, limits.timeout)
    except ProcessExpired as error:
        message = f"a worker process died of it, twice (exit code {error.exitcode}); please report the file"
        yield _lost(task, "crash", message, 0.0)


def _lost(task: Task, code: str, message: str, seconds: float) -> Done:
    digest = hashlib.sha256(task.data).hexdigest()
    return Done(task.path, task.key, None, Failure(task.path, digest, code, message), seconds)
