"""Waits for the disk only so long: a file on storage that does not answer would hold the whole run."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

from gongkai.errors import GongkaiError, SourceError


def within(seconds: float, read: Callable[[], bytes], path: str) -> bytes:
    """Return what ``read`` gives. Raises what it raises, and SourceError where it does not end in time; its thread is then left alone."""
    answers: SimpleQueue[bytes | GongkaiError | OSError | MemoryError | None] = SimpleQueue()
    Thread(target=_answer, args=(read, answers), daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except Empty:
        raise SourceError(f"{path}: its bytes did not come within {seconds:g} s; is its storage there?") from None
    if isinstance(found, bytes):
        return found
    raise found or SourceError(f"{path}: cannot be read")


def _answer(
    read: Callable[[], bytes], answers: SimpleQueue[bytes | GongkaiError | OSError | MemoryError | None]
) -> None:
    found: bytes | GongkaiError | OSError | MemoryError | None = None
    try:
        found = read()
    except (GongkaiError, OSError, MemoryError) as error:
        found = error
    finally:
        answers.put(found)
