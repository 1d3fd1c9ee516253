"""Ends work in Python that takes too much of the processor: a library that parses files in Python can be made to do so for hours."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread, get_ident
from time import process_time

_LOOK = 0.25  # seconds between two looks at the clock
_STEPS = 1000  # of Python: an exception that was asked for comes before the next one or two


class TooLong(BaseException):
    """Work has taken more than it may; no ``Exception``, for a library that is working catches those."""


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Raise TooLong in the work inside once the process has used so many seconds of the processor more; what other threads use counts.

    It is raised between two steps of Python: a single call into C ends first.
    """
    ended, raised, thread = Event(), Event(), get_ident()
    watch = Thread(target=_watch, args=(ended, raised, process_time() + seconds, thread), daemon=True)
    watch.start()
    delivered = False
    try:
        yield
    except TooLong:
        delivered = True
        raise
    finally:
        ended.set()
        watch.join()
        if raised.is_set() and not delivered:
            _take_late()


def _take_late() -> None:
    """Take what was asked for too late. It is never taken back: CPython 3.11 would look for it for ever in a program that is traced."""
    try:
        for _ in range(_STEPS):
            pass
    except TooLong:
        pass


def stop(thread: int) -> None:
    """Raise TooLong in another thread, by its ``ident``, before its next step of Python; a wait for the disk ends first."""
    _raise_in(thread, TooLong)


def _watch(ended: Event, raised: Event, until: float, thread: int) -> None:
    while not ended.wait(_LOOK):
        if process_time() > until:
            raised.set()
            _raise_in(thread, TooLong)
            return


def _raise_in(thread: int, error: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
