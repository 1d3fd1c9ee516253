"""One start of LibreOffice over many files, in a folder of its own, bounded in time, memory and what it may write."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Literal

from msgspec import Struct

from gongkai.readers.office.profile import write_profile

VARIABLE = "GONGKAI_SOFFICE"
PACKAGE = "libreoffice-writer"
MAX_RESULT = 200 * 2**20  # bytes, as of any file
_PROGRAMS = ("soffice", "libreoffice")
_FILTER = "docx:MS Word 2007 XML"
_FLAGS = ("--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck")
# Seconds of work, blocks of 512 bytes a file, KiB of memory. The subshell waits for the end of its input, which is the end
# of this process, and then ends all that was started: nothing is left behind even by what is killed.
_LIMITED = """ulimit -t 900; ulimit -f 800000; ulimit -v 8000000
exec 3<&0
(cat <&3; kill -KILL 0) >/dev/null &
exec "$0" "$@" 3<&- </dev/null"""
_LOOK = 0.5  # seconds between two looks at what has been written

Ending = Literal["well", "crash", "hang"]


class Start(Struct, frozen=True):
    """What one start gave: the converted files by key, and how it ended."""

    found: dict[int, bytes]
    ending: Ending


def find_program() -> str | None:
    """Return the path of LibreOffice: that of the environment variable GONGKAI_SOFFICE, else one on the PATH."""
    named = os.environ.get(VARIABLE)
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _PROGRAMS)), None)


def start(program: str, files: Mapping[int, tuple[str, bytes]], patience: float, stop: Event | None = None) -> Start:
    """Convert ``files`` (key to suffix and bytes) to docx, in this order.

    ``patience`` is how many seconds may pass without another file being finished. Raises CancelledError when ``stop`` is set meanwhile.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        names = [_write(folder / "in", key, *file) for key, file in files.items()]
        (folder / "out").mkdir()
        task = ("--convert-to", _FILTER, "--outdir", "out", *names)
        ending = _run([program, write_profile(folder / "profile"), *_FLAGS, *task], folder, patience, stop)
        results = {key: _result(folder / "out" / f"{key:05}.docx") for key in files}
        return Start({key: data for key, data in results.items() if data is not None}, ending)


def version(program: str, seconds: float = 20) -> str | None:
    """Return what LibreOffice says of its version, None where it does not answer."""
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as name:
        said = Path(name) / "said"
        try:
            with said.open("wb") as stream:
                process = _begin(
                    [program, write_profile(Path(name) / "profile"), "--version"], Path(name), stream.fileno()
                )
        except OSError:
            return None
        with suppress(subprocess.TimeoutExpired), _ended(process):
            process.wait(seconds)
        words = said.read_text(encoding="utf-8", errors="replace").split()
    return next((word for word in words if word[:1].isdigit()), None)


def _write(folder: Path, key: int, suffix: str, data: bytes) -> str:
    """Write one file under a name of our own; return that name, seen from the folder above."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{key:05}.{suffix}"
    path.write_bytes(data)
    return f"{folder.name}/{path.name}"


def _run(words: list[str], folder: Path, patience: float, stop: Event | None) -> Ending:
    """Run until it ends, or has not written another file for ``patience`` seconds."""
    try:
        process = _begin(words, folder, subprocess.DEVNULL)
    except OSError:
        return "crash"
    with _ended(process):
        return _watch(process, folder / "out", patience, stop)


def _begin(words: list[str], folder: Path, output: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["/bin/sh", "-c", _LIMITED, *words], cwd=folder, env=_environment(folder),
        start_new_session=True, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _watch(process: subprocess.Popen[bytes], out: Path, patience: float, stop: Event | None) -> Ending:
    written, since = 0, time.monotonic()
    while time.monotonic() - since < patience:
        try:
            return "crash" if process.wait(min(_LOOK, patience)) else "well"
        except subprocess.TimeoutExpired:
            if stop is not None and stop.is_set():
                raise CancelledError from None
            count = sum(1 for _ in out.iterdir())
            written, since = (count, time.monotonic()) if count > written else (written, since)
    return "hang"


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End the whole group afterwards: ``soffice`` is a script that starts the program proper."""
    try:
        yield
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin:
            process.stdin.close()


def _environment(folder: Path) -> dict[str, str]:
    """Give the program a home of its own and no display."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    home = str(folder)
    return {**kept, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _result(path: Path) -> bytes | None:
    """Return a converted file; one that a crash left half written is none."""
    with suppress(OSError):
        if path.stat().st_size <= MAX_RESULT and zipfile.is_zipfile(path):
            return path.read_bytes()
    return None
