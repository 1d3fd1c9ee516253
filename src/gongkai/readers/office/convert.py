"""Old Office files to docx: many in one start of LibreOffice, each file's fate its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from threading import Event

from gongkai.errors import DamagedSource, MissingProgram, SourceError
from gongkai.readers.office.check import problem_of, suffix_of
from gongkai.readers.office.soffice import PACKAGE, VARIABLE, Ending, Start, find_program, start

PATIENCE = 60.0
"""Seconds that LibreOffice may take over one file; its own start counts with the first."""
_OTHERWISE = "save it as .docx with the program that made it"
_MISSING = f"needs LibreOffice, which is not installed here: apt-get install {PACKAGE}"
_MISNAMED = f"needs LibreOffice, but what the environment variable {VARIABLE} names is no program"
_SICK = f"LibreOffice is there, but converts nothing on this machine: install {PACKAGE} again, or {_OTHERWISE}"
_PROBE = ("rtf", rb"{\rtf1\ansi gongkai\par}")
_PROBE_KEY = 0  # the file whose conversion shows that LibreOffice works

Outcome = bytes | SourceError
_File = tuple[str, bytes]


def convert(files: Sequence[tuple[str, bytes]], patience: float = PATIENCE, stop: Event | None = None) -> list[Outcome]:
    """Convert files, each given as its kind (``doc``, ``wps``, ``rtf``, ``odt``) and bytes; the result has their order.

    A file that makes LibreOffice crash or hang costs itself only: the start that it spoilt is repeated without it.
    Raises CancelledError soon after ``stop`` is set.
    """
    problems = [problem_of(kind, data) for kind, data in files]
    sound = {
        i: (suffix_of(*file), file[1])
        for i, (file, problem) in enumerate(zip(files, problems, strict=True))
        if not problem
    }
    done = _convert(sound, patience, stop) if sound else {}
    return [problem or done[i] for i, problem in enumerate(problems)]


def works(patience: float = PATIENCE) -> bool:
    """Whether LibreOffice is there and converts a small file."""
    program = find_program()
    return program is not None and _PROBE_KEY in start(program, {_PROBE_KEY: _PROBE}, patience).found


def _convert(files: dict[int, _File], patience: float, stop: Event | None) -> dict[int, Outcome]:
    program = find_program()
    if program is None:
        return {key: MissingProgram(_MISNAMED if os.environ.get(VARIABLE) else _MISSING) for key in files}
    done: dict[int, Outcome] = {}
    left = files
    while left:
        begun = start(program, left, patience, stop)
        done |= begun.found
        if not done and not works(patience):
            return {key: MissingProgram(_SICK) for key in files}
        if len(left) == 1:
            done = {**{key: _refusal(begun.ending, patience) for key in left}, **done}
            break
        passed, left = _passed_and_left(left, begun)
        done |= {key: _refusal("well", patience) for key in passed}
        if left:
            first, *others = left
            done[first] = _alone(program, left[first], patience, stop)
            left = {key: left[key] for key in others}
    return done


def _passed_and_left(files: dict[int, _File], begun: Start) -> tuple[list[int], dict[int, _File]]:
    """Part the files that a start left out: those that it passed over, and those that it may not have come to."""
    last = max(begun.found, default=-1)
    missed = [key for key in files if key not in begun.found]
    behind = [key for key in missed if key > last]
    if begun.ending == "well" and len(behind) == 1:
        return missed, {}
    return [key for key in missed if key < last], {key: files[key] for key in behind}


def _alone(program: str, file: _File, patience: float, stop: Event | None) -> Outcome:
    """Convert once more, alone, the file at which a start ended."""
    begun = start(program, {_PROBE_KEY: file}, patience, stop)
    return begun.found.get(_PROBE_KEY) or _refusal(begun.ending, patience)


def _refusal(ending: Ending, patience: float) -> SourceError:
    if ending == "hang":
        return SourceError(f"LibreOffice did not finish it within {patience:.0f} s; {_OTHERWISE}")
    if ending == "crash":
        return SourceError(f"LibreOffice crashes on it; {_OTHERWISE}")
    return DamagedSource(f"LibreOffice cannot open it: it is cut short or broken; get a sound copy, or {_OTHERWISE}")
