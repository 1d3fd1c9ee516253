"""Worker processes, one file a task: one that crashes or hangs costs its file only, which is tried once more.

What crashed is tried alone: a neighbour may have taken the memory. What took too long is tried beside others of its kind.
"""

from __future__ import annotations

import pickle
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager
from contextvars import ContextVar

from msgspec import Struct
from pebble import ProcessExpired, ProcessPool

from gongkai.bulk.worker import Done, Setting, Task, crashed, perform, too_slow
from gongkai.processes.limits import Limits, bounded_memory, cores, settle_in
from gongkai.processes.workers import PATIENCE, worker_pool

__all__ = ["Limits", "run_in_order", "run_tasks"]

Perform = Callable[[Task, Setting], Done]
RECYCLED = 2000
"""Tasks of one worker: what libraries leak is given back."""
_AHEAD = 3  # tasks that wait for each worker
_MOST_LOST = 20  # files that are kept in memory to be tried again
_WITHOUT = "--jobs 0 reads everything without them"


class _PoolSetup(Struct, frozen=True):
    """What a worker knows before its first task; sent once, for the forms take longer to send than a report to read."""

    perform: Perform
    setting: Setting
    limits: Limits


class _Lost(Struct, frozen=True):
    """A task whose worker hung, or died with an exit code."""

    task: Task
    hung: bool
    code: int | None


_SETUP: ContextVar[_PoolSetup] = ContextVar("setup")


def run_tasks(tasks: Iterable[Task], setting: Setting, limits: Limits, perform: Perform = perform) -> Generator[Done]:
    """Yield what became of each task, in the order in which they end."""
    if limits.jobs == 0:
        yield from (perform(task, setting) for task in tasks)
        return
    setup, left = _PoolSetup(perform, setting, limits), iter(tasks)
    while True:
        lost: list[_Lost] = []
        with _pool(setup, limits.jobs) as pool:
            more = yield from _wave(pool, left, limits, lost)
        yield from _again([one.task for one in lost if one.hung], setup, limits.jobs)
        for one in lost:
            if not one.hung:
                yield from _again([one.task], setup, 1)
        if not more:
            return


def run_in_order(tasks: Iterable[Task], setting: Setting, limits: Limits, perform: Perform) -> Generator[Done]:
    """Yield what became of each task, in the order of the tasks; only a few are begun before theirs is asked for."""
    if limits.jobs == 0:
        yield from (perform(task, setting) for task in tasks)
        return
    setup = _PoolSetup(perform, setting, limits)
    with _pool(setup, limits.jobs) as pool:
        running: deque[tuple[Task, Future[Done] | None]] = deque()
        for task in tasks:
            running.append((task, _scheduled(pool, task, limits)))
            if len(running) > _AHEAD * limits.jobs:
                yield from _awaited(*running.popleft(), setup)
        while running:
            yield from _awaited(*running.popleft(), setup)


def _scheduled(pool: ProcessPool, task: Task, limits: Limits) -> Future[Done] | None:
    """Give a task to the pool; None where all of its workers have died."""
    try:
        future: Future[Done] = pool.schedule(_work, args=(task,), timeout=limits.timeout)
    except RuntimeError:
        return None
    return future


def _awaited(task: Task, future: Future[Done] | None, setup: _PoolSetup) -> Iterator[Done]:
    """Wait for one task; what hung or crashed is tried once more, alone."""
    if future is None or wait([future], timeout=setup.limits.timeout + PATIENCE).not_done:
        outcome: Done | _Lost = _Lost(task, hung=future is not None, code=None)
    else:
        outcome = _outcome(future, task)
    if isinstance(outcome, _Lost):
        yield from _again([task], setup, 1)
    else:
        yield outcome


def _pool(setup: _PoolSetup, workers: int) -> AbstractContextManager[ProcessPool]:
    """Open a pool whose workers know what they are for."""
    # Packed it fits into a pipe: starting a worker does not wait for the one before.
    packed = zlib.compress(pickle.dumps(setup), 1)
    threads = max(1, cores() // setup.limits.jobs)
    return worker_pool(workers, _begin, packed, threads, tasks=RECYCLED, ways_out=_WITHOUT)


def _begin(packed: bytes, threads: int) -> None:
    settle_in(threads)
    _SETUP.set(pickle.loads(zlib.decompress(packed)))


def _work(task: Task) -> Done:
    """Do one task in a worker."""
    setup = _SETUP.get()
    with bounded_memory(setup.limits.memory):
        return setup.perform(task, setup.setting)


def _wave(pool: ProcessPool, tasks: Iterator[Task], limits: Limits, lost: list[_Lost]) -> Generator[Done, None, bool]:
    """Keep the workers busy until no task or too many lost ones are left; return whether there are more tasks."""
    running: dict[Future[Done], Task] = {}
    more = True
    while more and len(lost) < _MOST_LOST and pool.active:
        task = next(tasks, None)
        more = task is not None
        if task is not None:
            _schedule(pool, task, limits, running, lost)
        if len(running) > _AHEAD * limits.jobs:
            yield from _collected(running, limits, lost)
    while running:
        yield from _collected(running, limits, lost)
    return more


def _schedule(
    pool: ProcessPool, task: Task, limits: Limits, running: dict[Future[Done], Task], lost: list[_Lost]
) -> None:
    try:
        running[pool.schedule(_work, args=(task,), timeout=limits.timeout)] = task
    except RuntimeError:  # all workers have died, whoever killed them
        lost.append(_Lost(task, hung=False, code=None))


def _collected(running: dict[Future[Done], Task], limits: Limits, lost: list[_Lost]) -> Iterator[Done]:
    """Wait for a task to end; yield all that have ended well. Where none ends, all are lost: the pool is stuck."""
    ended = wait(running, timeout=limits.timeout + PATIENCE, return_when=FIRST_COMPLETED).done
    if not ended:
        lost += [_Lost(task, hung=True, code=None) for task in running.values()]
        running.clear()
    for future in ended:
        outcome = _outcome(future, running.pop(future))
        if isinstance(outcome, _Lost):
            lost.append(outcome)
        else:
            yield outcome


def _outcome(future: Future[Done], task: Task) -> Done | _Lost:
    """Return what became of a task. Raises OSError where its report cannot be written: no other will be, either."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, TimeoutError):
        return _Lost(task, hung=True, code=None)
    if isinstance(error, OSError) and not isinstance(error, ProcessExpired):
        raise error
    return _Lost(task, hung=False, code=getattr(error, "exitcode", None))


def _again(tasks: Sequence[Task], setup: _PoolSetup, workers: int) -> Iterator[Done]:
    """Try tasks once more, in new processes."""
    if not tasks:
        return
    lost: list[_Lost] = []
    running: dict[Future[Done], Task] = {}
    with _pool(setup, min(workers, len(tasks))) as pool:
        for task in tasks:
            _schedule(pool, task, setup.limits, running, lost)
        while running:
            yield from _collected(running, setup.limits, lost)
    for one in lost:
        yield too_slow(one.task, setup.limits.timeout) if one.hung else crashed(one.task, one.code)
