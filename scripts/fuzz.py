"""Spoilt files for every reader: each must end as a report or as a reason, in bounded time and memory, never in a traceback.

Time is the processor's, so that a busy machine finds no faults. Of PDFs one in twenty is read with OCR, which takes most of the time
and is no reader of PDFs; pictures always are.

scripts/fuzz.py --minutes 60            all targets in turn; exit status 1 where something was found
scripts/fuzz.py docx pdf --minutes 5 --seed 7
scripts/fuzz.py --keep found/           writes what was found there, one file and its traceback each

A file is read in a guarded process, as by a worker of ``gongkai extract``. Of faults that end in the same line one is kept.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random

from corpus.held import read_all
from corpus.mutate import mutated
from corpus.seeds import seeds
from corpus.seeds_held import CONTAINERS
from gongkai.bulk.guard import Guard, WorkerSetup
from gongkai.bulk.worker import Done, Read, Task
from gongkai.dataset.rows import Failure
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms
from gongkai.forms.model import Form
from gongkai.pipeline import extract_bytes
from gongkai.processes.limits import Limits

TIMEOUT, MEMORY, GROWTH = 20.0, 2048, 1024
_HANGS = 300.0  # seconds by the clock, after which it is no busy machine any more
_FAULTS = frozenset({"traceback", "slow", "timeout", "crash", "out_of_memory", "grew"})
_OCR, _SEES = "rapidocr", 20
_OFFICE = (b"\xd0\xcf\x11\xe0", b"{\\rtf")  # LibreOffice is another program, and takes seconds a file
_SAID = 30.0  # seconds between two lines that say how far it is


def tried(task: Task, forms: tuple[Form, ...]) -> Read:
    """Read one file; what became of it stands as a failure's code, with the traceback where there is one."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    code, said = "report", ""
    _see(task.key == "image" or zlib.crc32(task.data) % _SEES == 0)
    try:
        converted = SourceError("not converted here") if task.data.startswith(_OFFICE) else None
        if task.key in CONTAINERS:
            code = "report" if read_all(task.data, task.name) else "no_report"
        else:
            extract_bytes(task.data, task.name, forms=forms, converted=converted)
    except SourceError as error:
        code, said = error.code, str(error)
    except MemoryError:
        code, said = "out_of_memory", traceback.format_exc()
    except Exception:  # whatever it is, it is what is looked for
        code, said = "traceback", traceback.format_exc()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    if grown > GROWTH and code not in _FAULTS:
        code, said = "grew", f"{grown} MB"
    took = time.process_time() - begun
    if took > TIMEOUT and code not in _FAULTS:
        code, said = "slow", f"{took:.0f} s"
    return Read(Done(task.path, task.key, None, Failure(task.path, None, code, said), 0.0), b"")


def _see(wanted: bool) -> None:
    """Let readers find what reads pictures, or not: a module that is None in ``sys.modules`` is not there."""
    if not wanted:
        sys.modules[_OCR] = None  # type: ignore[assignment]
    elif sys.modules.get(_OCR, True) is None:
        del sys.modules[_OCR]


def main() -> None:
    """Fuzz for so long, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(seeds())}; all without")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    known = {name: files for name, files in seeds().items() if not asked.targets or name in asked.targets}
    found = fuzz(known, asked.minutes * 60, asked.seed, asked.keep)
    sys.exit(1 if found else 0)


def fuzz(targets: Mapping[str, list[tuple[str, bytes]]], seconds: float, seed: int, keep: Path | None) -> set[str]:
    """Try spoilt files of all targets in turn; return the last lines of what went wrong."""
    import fuzz as this  # by this name the guarded process finds it

    guard = Guard(WorkerSetup(this.tried, load_forms(), Limits(1, _HANGS, MEMORY)))
    tally: dict[str, Counter[str]] = {name: Counter() for name in targets}
    found: set[str] = set()
    ends, says = time.monotonic() + seconds, time.monotonic() + _SAID
    try:
        while time.monotonic() < ends:
            for target, files in targets.items():
                rng = Random(f"{seed}:{target}:{tally[target].total()}")
                name, data = rng.choice(files)
                spoilt = mutated(data, rng.choice(files)[1], rng)
                failure = guard.read(Task(name, name, target, spoilt)).done.failure
                assert failure is not None
                tally[target][failure.error] += 1
                if failure.error in _FAULTS:
                    _note(target, name, spoilt, failure, found, keep)
            if time.monotonic() > says:
                _say(tally, found)
                says = time.monotonic() + _SAID
    finally:
        guard.close()
    _say(tally, found)
    return found


def _note(target: str, name: str, data: bytes, failure: Failure, found: set[str], keep: Path | None) -> None:
    lines = [line.strip() for line in failure.message.splitlines() if line.strip()]
    places = [line for line in lines if line.startswith("File ") and "gongkai" in line]
    what = f"{failure.error} {places[-1] if places else target} {lines[-1][:60] if lines else ''}"
    if what in found:
        return
    found.add(what)
    print(f"FOUND {target}: {what}", flush=True)
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        stem = f"{target}-{len(found)}"
        (keep / f"{stem}{Path(name).suffix}").write_bytes(data)
        (keep / f"{stem}.said").write_text(failure.message)


def _say(tally: Mapping[str, Counter[str]], found: set[str]) -> None:
    total = sum(counts.total() for counts in tally.values())
    each = "; ".join(f"{name} {counts.total()} ({counts['report']} reports)" for name, counts in tally.items())
    print(f"{total} inputs, {len(found)} faults: {each}", flush=True)


if __name__ == "__main__":
    main()
