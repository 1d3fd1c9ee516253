"""Jobs over worker processes. A batch that brings its process down is done again one by one, then without the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as Late

import msgspec
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from gongkai.processes.workers import worker_pool
from gongkai.review.worker import Job, Setting, Written, without_sources, write_pages

Settle = Callable[[], object]
"""Prepares a new worker process: what it may take, how it ends."""
_Future = ProcessFuture[tuple[Written, ...]]
BATCH = 8  # reports a task; one that brings its process down costs the others a second try
_SECONDS = 60  # for one report
_AHEAD = 4  # batches waiting for each worker
_DOWN = (ProcessExpired, Late, MemoryError)


def run(jobs: tuple[Job, ...], setting: Setting, workers: int, settle: Settle) -> Iterator[Written]:
    """Yield what became of each job, in the order of the jobs.

    Raises UsageError where the dataset is damaged, and what ``worker_pool`` raises.
    """
    batches = [jobs[i : i + BATCH] for i in range(0, len(jobs), BATCH)]
    waiting: list[tuple[tuple[Job, ...], _Future]] = []
    with worker_pool(workers, settle) as pool:
        for batch in batches:
            waiting.append((batch, _schedule(pool, batch, setting)))
            if len(waiting) > workers * _AHEAD:
                yield from _settled(pool, *waiting.pop(0), setting)
        for batch, future in waiting:
            yield from _settled(pool, batch, future, setting)


def _schedule(pool: ProcessPool, batch: tuple[Job, ...], setting: Setting) -> _Future:
    return pool.schedule(write_pages, args=(batch, setting), timeout=_SECONDS * len(batch))


def _settled(pool: ProcessPool, batch: tuple[Job, ...], future: _Future, setting: Setting) -> tuple[Written, ...]:
    try:
        done: tuple[Written, ...] = future.result()
    except _DOWN:
        return tuple(_alone(pool, job, setting) for job in batch)
    return done


def _alone(pool: ProcessPool, job: Job, setting: Setting) -> Written:
    try:
        done: tuple[Written, ...] = _schedule(pool, (job,), setting).result()
    except _DOWN:
        unmarked = msgspec.structs.replace(job, mark="")  # so that the next run tries again
        done = _schedule(pool, (unmarked,), without_sources(setting)).result()
    return done[0]
