"""A pool of worker processes, for whoever needs one: reports, parts of an archive, review pages.

Workers are spawned, not forked: this process has threads, and what libraries hold in it is not theirs. They know no Ctrl-C, and none is
left behind, however the work in them ends.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import contextmanager

from pebble import ProcessPool

from gongkai.errors import MachineError, UsageError
from gongkai.processes.limits import interrupts_held

PATIENCE = 60.0
"""Seconds for a worker to start on a machine that does other work, too."""


@contextmanager
def worker_pool(
    count: int, begin: Callable[..., object], *given: object, tasks: int = 0, ways_out: str = ""
) -> Iterator[ProcessPool]:
    """Open a pool of ``count`` workers, each of which begins with ``begin(*given)`` and is replaced after so many ``tasks`` (0: never).

    When it is left, its workers are stopped at once. Raises MachineError or UsageError where none starts; ``ways_out`` says what to do.
    """
    context = multiprocessing.get_context("spawn")
    others = frozenset(multiprocessing.active_children())  # of the program that calls us: they are none of ours
    pool = ProcessPool(max_workers=count, max_tasks=tasks, context=context, initializer=begin, initargs=given)
    hint = f"; {ways_out}" if ways_out else ""
    try:
        try:
            with interrupts_held():
                begun = pool.schedule(_nothing)
        except (OSError, RuntimeError) as error:  # no descriptors, no semaphores, no processes
            reason = f" ({' '.join(str(error).split())})" if str(error) else ""
            raise MachineError(f"no worker process starts on this machine{reason}{hint}") from error
        if wait([begun], timeout=PATIENCE).not_done or begun.exception():
            raise UsageError(f"no worker process starts on this machine{hint}")
        yield pool
    finally:
        for worker in frozenset(multiprocessing.active_children()) - others:
            worker.kill()  # one that is only starting would complain of what is taken away below it
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _nothing() -> None:
    """Be the first task: who does it can do others."""
