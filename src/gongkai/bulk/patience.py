"""Waits only so long for what the run's own process does: storage that does not answer, or an archive made to be unpacked for hours,
would hold the whole run.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

from msgspec import Struct

from gongkai.errors import GongkaiError, SourceError
from gongkai.readers.patient import TooLong, stop

_T = TypeVar("_T")
BYTES = "its bytes did not come within {} s; is what gives them there? else allow more with --timeout"
LISTING = "what is in it could not be listed within {} s; unpack it first, or allow more with --timeout"
MEMBER = "was not unpacked within {} s; unpack its archive first, or allow more with --timeout"
FOLDER = "this folder did not answer within {} s; is its storage there? else allow more with --timeout"
_PORTION = 100 * 2**20  # bytes; a web archive of so many is listed in two seconds, one that is packed in ten


def for_size(seconds: float, size: int) -> float:
    """Return how many seconds a container of so many bytes may take: those for a file, and as many more for each full 100 MB."""
    return seconds * (1 + size // _PORTION)


class TooLate(SourceError):
    """What was waited for did not come in time."""

    @property
    def code(self) -> str:
        """That of any source that cannot be read."""
        return "source_error"


class _Found(Struct, Generic[_T], frozen=True):
    value: _T


_Answer = _Found[_T] | GongkaiError | OSError | MemoryError


def within(seconds: float, read: Callable[[], _T], path: str, late: str = BYTES) -> _T:
    """Return what ``read`` gives. Raises what it raises, and TooLate where it does not end in time: its thread is stopped where it is
    at work, and left alone where it waits.

    ``late`` says so, with the seconds.
    """
    answers: SimpleQueue[_Answer[_T]] = SimpleQueue()
    thread = Thread(target=_answer, args=(read, answers), daemon=True)
    thread.start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        if thread.ident is not None:
            stop(thread.ident)
        raise TooLate(f"{path}: {late.format(f'{seconds:g}')}") from None
    if isinstance(answer, _Found):
        return answer.value
    raise answer


def _answer(read: Callable[[], _T], answers: SimpleQueue[_Answer[_T]]) -> None:
    answer: _Answer[_T] = SourceError("cannot be read")
    try:
        answer = _Found(read())
    except (GongkaiError, OSError, MemoryError) as error:
        answer = error
    except TooLong:  # nobody waits for the answer
        pass
    finally:
        answers.put(answer)
