"""Old Office files of a run: LibreOffice starts once for many, beside the workers, and their tasks follow when it is done."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from msgspec import structs

from gongkai.bulk.worker import Task
from gongkai.errors import SourceError
from gongkai.readers.formats import office_kinds
from gongkai.readers.locked import unlocked
from gongkai.readers.office.convert import PATIENCE, convert
from gongkai.readers.sniff import sniff

__all__ = ["PATIENCE", "with_conversions"]
BATCH = 50
"""Files of one start: it takes as long as ten files, and what a crash spoils is done again."""
_BATCH_BYTES = 64 * 2**20  # files wait in memory for their batch
_MOST_WAITING = 2  # batches that are held in memory
_MAGICS = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_OPENDOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_HEAD = 128  # bytes; enough for the marks that tell formats apart
_Old = tuple[str, Task]


def with_conversions(tasks: Iterable[Task], patience: float = PATIENCE) -> Generator[Task]:
    """Yield all tasks; those of old Office files when their batch has been converted, later than others.

    ``patience`` is how many seconds LibreOffice may take over one file.
    """
    batch: list[_Old] = []
    waiting: deque[Future[list[Task]]] = deque()
    with _thread() as (thread, stop):
        for task in tasks:
            kind = _office_kind(task)
            if kind is None:
                yield task
            else:
                batch.append((kind, task))
            if _is_full(batch):
                waiting.append(thread.submit(converted, batch, patience, stop))
                batch = []
            while waiting and (waiting[0].done() or len(waiting) > _MOST_WAITING):
                yield from waiting.popleft().result()
        waiting.append(thread.submit(converted, batch, patience, stop))
        while waiting:
            yield from waiting.popleft().result()


@contextmanager
def _thread() -> Iterator[tuple[ThreadPoolExecutor, Event]]:
    """Open a thread for conversions; where the run ends early, the one that is going on ends, too."""
    thread, stop = ThreadPoolExecutor(1, thread_name_prefix="libreoffice"), Event()
    try:
        yield thread, stop
    finally:
        stop.set()
        thread.shutdown(cancel_futures=True)


def converted(batch: Sequence[_Old], patience: float = PATIENCE, stop: Event | None = None) -> list[Task]:
    """Convert the files of some tasks, each given with its kind, in one start of LibreOffice."""
    opened = [(kind, task, _unlocked(task)) for kind, task in batch]
    files = [(kind, data) for kind, _, data in opened if isinstance(data, bytes)]
    results = iter(convert(files, patience, stop) if files else [])
    return [
        structs.replace(task, converted=next(results) if isinstance(data, bytes) else data) for _, task, data in opened
    ]


def _unlocked(task: Task) -> bytes | SourceError:
    try:
        return unlocked(task.data, task.passwords)
    except SourceError as error:
        return error


def _is_full(batch: Sequence[_Old]) -> bool:
    return len(batch) >= BATCH or sum(len(task.data) for _, task in batch) > _BATCH_BYTES


def _office_kind(task: Task) -> str | None:
    """Return the kind of a file that LibreOffice has to convert; None for others and for what cannot be told."""
    head = task.data[:_HEAD]
    if not (head.lstrip().startswith(_MAGICS) or (head.startswith(b"PK") and _OPENDOCUMENT in head)):
        return None
    try:
        kind = sniff(task.data, task.name)
    except SourceError:
        return None
    return kind if kind in office_kinds() else None
