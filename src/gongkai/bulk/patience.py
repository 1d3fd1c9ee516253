"""Waits for the disk only so long: a file on storage that does not answer would hold the whole run."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

from msgspec import Struct

from gongkai.errors import GongkaiError, SourceError

_T = TypeVar("_T")
BYTES = "its bytes did not come within {} s; is what gives them there? else allow more with --timeout"
FOLDER = "this folder did not answer within {} s; is its storage there? else allow more with --timeout"


class _Found(Struct, Generic[_T], frozen=True):
    value: _T


_Answer = _Found[_T] | GongkaiError | OSError | MemoryError


def within(seconds: float, read: Callable[[], _T], path: str, late: str = BYTES) -> _T:
    """Return what ``read`` gives. Raises what it raises, and SourceError where it does not end in time; its thread is then left alone.

    ``late`` says so, with the seconds.
    """
    answers: SimpleQueue[_Answer[_T]] = SimpleQueue()
    Thread(target=_answer, args=(read, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise SourceError(f"{path}: {late.format(f'{seconds:g}')}") from None
    if isinstance(answer, _Found):
        return answer.value
    raise answer


def _answer(read: Callable[[], _T], answers: SimpleQueue[_Answer[_T]]) -> None:
    answer: _Answer[_T] = SourceError("cannot be read")
    try:
        answer = _Found(read())
    except (GongkaiError, OSError, MemoryError) as error:
        answer = error
    finally:
        answers.put(answer)
