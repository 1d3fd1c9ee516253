"""How much memory a file's reading took: Linux tells the most that a process held, and forgets it when it is asked to (man 5 proc)."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_FORGET, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")
_PEAK = b"VmHWM:"


def begin_peak() -> None:
    """Forget what this process held before."""
    with suppress(OSError):
        _FORGET.write_bytes(b"5")


def peak_memory() -> int | None:
    """Return the most megabytes that this process has held since ``begin_peak``; None where the system does not tell."""
    with suppress(OSError, ValueError):
        _, _, rest = _STATUS.read_bytes().partition(_PEAK)
        return int(rest.split(None, 1)[0]) // 1024 if rest else None
    return None
