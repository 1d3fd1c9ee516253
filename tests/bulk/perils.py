"""What a file may do to the process that reads it. Functions in the place of ``perform``: the task's bytes say which."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from gongkai.bulk.worker import Done, Read, Setting, Task
from gongkai.dataset.rows import Failure
from gongkai.forms.model import Form


def peril(task: Task, setting: Setting) -> Done:
    """Do what the bytes say; well, if nothing else is said."""
    return peril_read(task, setting.forms).done


def peril_read(task: Task, _forms: tuple[Form, ...]) -> Read:
    """Do what the bytes say; nothing is to be kept."""
    what = task.data.decode()
    if what.startswith("once ") and _is_new(Path(what.removeprefix("once "))):
        os._exit(3)
    if what.startswith("hang "):
        Path(what.removeprefix("hang ")).touch()
        _hang()
    if what in PERILS:
        PERILS[what]()
    return Read(Done(task.path, task.key, None, Failure(task.path, None, "well", str(os.getpid())), 0.0), b"")


def _is_new(mark: Path) -> bool:
    known = mark.exists()
    mark.touch()
    return not known


def _hang() -> None:
    while True:
        time.sleep(60)


def _spin() -> None:
    while True:
        pass


def _deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _hang()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_parent() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    _hang()


def _eat() -> None:
    held = []
    while True:
        held.append(bytearray(2**24))


def _fail() -> None:
    raise ValueError("by a defect of the worker itself")


PERILS = {
    "hang": _hang,
    "spin": _spin,
    "deaf": _deaf,
    "exit": lambda: os._exit(3),
    "sys.exit": lambda: sys.exit("enough"),
    "die": _die,
    "kill parent": _kill_parent,
    "eat": _eat,
    "fail": _fail,
}
