"""The same work on the workers of a dask cluster that is there already. They get bytes and give bytes; only the client writes.

Each thread of a dask worker has one guarded process (``guard``): a file that crashes or hangs costs neither the worker nor its
neighbours. A worker that is lost gives its batch to another one; a batch that loses several is parted, to find the file that did it.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from uuid import uuid4

from gongkai.bulk.guard import ReadTask, WorkerSetup
from gongkai.bulk.worker import Done, Read, Setting, Task, crashed, kept, read
from gongkai.errors import UsageError
from gongkai.processes.limits import Limits

if TYPE_CHECKING:
    from distributed import Client, Future

    from gongkai.bulk.containers.warcs import Listed
    from gongkai.bulk.ranges import Look, Mapper, Part
    from gongkai.bulk.run import Engine

INSTALL = "pip install 'gongkai[cluster]'"
_PATIENCE = 8.0  # seconds for the scheduler to answer
_PAUSE = 0.1  # seconds between looks whether it is there again
_BATCH, _BATCH_BYTES = 50, 16 * 2**20
_AHEAD = 2  # batches for each thread of the cluster
_STOPPED = "the cluster does not go on: {}; what was read is kept, the same command goes on"
_LOST = _STOPPED.format("the connection to its scheduler is lost")
_Batch = Sequence[Task]


def connected(scheduler: str, limits: Limits, read_task: ReadTask = read) -> Engine:
    """Return an engine that reads on the cluster of ``scheduler``, whose workers are asked now. Raises UsageError."""
    if find_spec("distributed") is None:
        raise UsageError(f"--engine dask needs what is not installed here: {INSTALL}")
    client = _client(scheduler)
    return partial(_run, client=client, limits=limits, read_task=read_task)


def mapper_of(engine: Engine) -> Mapper:
    """Return what looks through parts of web archives on the cluster of an engine of ``connected``; its workers have to see the files."""
    client = cast(Any, engine).keywords["client"]

    def mapped(look: Look, parts: Sequence[Part]) -> Iterable[Listed | None]:
        with _reached():
            return cast(Iterable["Listed | None"], client.gather(client.map(look, parts, pure=False)))

    return mapped


def _client(scheduler: str) -> Client:
    from distributed import Client  # noqa: PLC0415

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    for name in ("distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    _await_answer(scheduler)
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        raise _no_scheduler(scheduler, " ".join(str(error).split())) from error
    _compare(client, scheduler)
    return client


def _await_answer(scheduler: str) -> None:
    """Refuse a port that takes connections and says nothing, on which a client would wait without end. Raises UsageError."""
    where = urlsplit(scheduler)
    if where.scheme != "tcp" or where.hostname is None or where.port is None:
        return  # others say nothing before they are spoken to
    try:
        with socket.create_connection((where.hostname, where.port), _PATIENCE) as connection:
            answered = bool(connection.recv(1))  # a scheduler greets who connects
    except OSError as error:
        raise _no_scheduler(scheduler, error.strerror or str(error)) from error
    if not answered:
        raise _no_scheduler(scheduler, "the connection is closed without a word")


def _no_scheduler(scheduler: str, said: str) -> UsageError:
    return UsageError(f"{scheduler}: no dask scheduler answers there ({said}); is it running, is this its address?")


def _compare(client: Client, scheduler: str) -> None:
    """Refuse a cluster on which other versions of gongkai would read. Raises UsageError."""
    here = _here()
    with _reached():
        found = client.run(version, "gongkai", on_error="return")
    for worker, there in found.items():
        if there != here:
            what = f"gongkai {there}" if isinstance(there, str) else "no gongkai"
            client.close()
            raise UsageError(
                f"{scheduler}: the worker {worker} has {what}, here is gongkai {here}; install the same on both"
            )


def _here() -> str:
    return version("gongkai")


def _run(
    tasks: Iterable[Task], setting: Setting, *, client: Client, limits: Limits, read_task: ReadTask
) -> Generator[Done]:
    """Yield what became of each task, its report's file being in its place."""
    from distributed import as_completed  # noqa: PLC0415

    with _closed(client), _setup_known(client, WorkerSetup(read_task, setting.forms, limits)) as name:
        submit = partial(client.submit, work, name, pure=False)
        batches = _batches(tasks)
        first = tuple(islice(batches, _places(client)))
        with _reached():
            running = {submit(batch): batch for batch in first}
            queue = as_completed(list(running), loop=client.loop)
        while running:
            with _reached():
                future = next(queue, None)
                if future is None:
                    raise UsageError(_LOST)
                batch = running.pop(future)
                found, again = _outcome(future, batch)
            yield from (kept(one, setting.folder) for one in found)
            more = (*again, *islice(batches, max(0, _places(client) - len(running) - len(again))))
            with _reached():
                future.release()
                begun = {submit(each): each for each in more}
                queue.update(begun)
            running |= begun


@contextmanager
def _reached() -> Iterator[None]:
    """Tell a person, where a call of the client finds its scheduler gone: that may show in any of them, as one of several errors."""
    try:
        yield
    except (OSError, RuntimeError, CancelledError) as error:
        raise UsageError(_LOST) from error


@contextmanager
def _closed(client: Client) -> Iterator[None]:
    """Close the client at the end; where its connection is lost meanwhile, closing it may fail, and nothing is left to be closed."""
    try:
        yield
    finally:
        with suppress(RuntimeError, OSError, CancelledError):
            client.close()


def _places(client: Client) -> int:
    """Return how many batches may wait: enough for all threads of the workers that there are now."""
    with _reached():
        threads = sum(client.nthreads().values())
    return _AHEAD * max(2, int(threads))


def _batches(tasks: Iterable[Task]) -> Iterator[_Batch]:
    batch: list[Task] = []
    for task in tasks:
        batch.append(task)
        if len(batch) >= _BATCH or sum(one.size for one in batch) > _BATCH_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch


def _is_connected(client: Client) -> bool:
    """Whether a client has its scheduler, or has it again soon: on a busy machine a connection may break though both ends are there."""
    last = time.monotonic() + _PATIENCE
    while client.status == "connecting" and time.monotonic() < last:
        time.sleep(_PAUSE)
    return bool(client.status == "running")


def _outcome(future: Future, batch: _Batch) -> tuple[Sequence[Read], Sequence[_Batch]]:
    """Return what was read, and the batches to be tried again. Raises UsageError where the cluster is of no use any more."""
    from distributed import KilledWorker  # noqa: PLC0415

    error = future.exception() if future.status == "error" else None
    if future.status == "finished":
        return future.result(), ()
    if future.status == "cancelled" and _is_connected(future.client):
        return (), [batch]  # it went down with a worker, or with a connection that is there again
    if not isinstance(error, KilledWorker):
        said = " ".join(str(error).split())
        raise UsageError(_STOPPED.format(said) if error else _LOST)
    if len(batch) > 1:
        return (), [[task] for task in batch]
    return [Read(crashed(batch[0], None), b"")], ()


@contextmanager
def _setup_known(client: Client, setup: WorkerSetup) -> Iterator[str]:
    """Give all workers, those that come later too, what every batch needs; yield its name."""
    from gongkai.bulk.cluster_plugin import Guards  # noqa: PLC0415

    name = f"gongkai-{uuid4().hex}"
    with _reached():
        client.register_plugin(Guards(setup, _here()), name)
    try:
        yield name
    finally:
        with suppress(OSError, RuntimeError, CancelledError):  # the scheduler may be gone
            client.unregister_worker_plugin(name)


def work(name: str, batch: _Batch) -> list[Read]:
    """Read a batch on a worker."""
    from distributed import get_worker  # noqa: PLC0415

    guards = cast(Any, get_worker().plugins[name])
    with guards.one() as guard:
        return [guard.read(task) for task in batch]
