"""Lays the decisions of several reviewers together: what they agree on goes into ``corrections.csv``, what not stands side by side."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from gongkai.dataset.corrections import HEAD, NAME, Correction, read_corrections, read_rows
from gongkai.dataset.decided import alone, fields_of, line_of, refuse_other_columns, write_lines
from gongkai.dataset.delimited import decoded, table_of
from gongkai.dataset.rows import guard, unguard
from gongkai.errors import UsageError

CONFLICTS = "conflicts.csv"
"""What reviewers decided differently, a line each, and which file it is from; no table shows it until somebody decides again."""
CONFLICT_HEAD = (*HEAD, "file")
Place = tuple[str, str, str, str]
"""Report, table, row and column."""


class Side(Struct, frozen=True):
    """One decision, and the file that it is from."""

    one: Correction
    file: str


class Merged(Struct, frozen=True):
    """What came of it: how many decisions are new in the file, and the cells that reviewers decided differently."""

    added: int
    conflicts: dict[Place, tuple[Side, ...]]


def merge(folder: Path, files: Iterable[Path]) -> Merged:
    """Merge files like ``corrections.csv`` into that of a dataset, whole or not at all. Raises UsageError, MachineError.

    Two decisions about one cell conflict where the last words of two files say different things. Then every line about the cell goes
    to ``conflicts.csv``, those of the dataset's own file too: no line is lost, and none holds until somebody decides again.
    """
    with alone(folder):
        refuse_other_columns(folder)
        own = [Side(one, NAME) for one in _in_order(read_corrections(folder).values())]
        sides = [*own, *_open_before(folder, own), *(side for path in files for side in _sides(path))]
        places: dict[Place, list[Side]] = {}
        for side in sides:
            places.setdefault(place_of(side.one), []).append(side)
        conflicts = {place: _once(found) for place, found in places.items() if _differ(found)}
        kept = _kept([side for side in sides if place_of(side.one) not in conflicts])
        lines = [[*line_of(side.one), guard(side.file)] for found in conflicts.values() for side in found]
        write_lines(folder / CONFLICTS, CONFLICT_HEAD, lines)
        write_lines(folder / NAME, HEAD, map(line_of, kept))
        before = {tuple(fields_of(side.one)) for side in own}
        return Merged(sum(tuple(fields_of(one)) not in before for one in kept), conflicts)


def conflicts_of(folder: Path) -> dict[Place, tuple[Side, ...]]:
    """Return what reviewers decided differently and nobody has decided since. Raises UsageError where the file is damaged."""
    own = [Side(one, NAME) for one in _in_order(read_corrections(folder).values())]
    found: dict[Place, list[Side]] = {}
    for side in _open_before(folder, own):
        found.setdefault(place_of(side.one), []).append(side)
    return {place: tuple(sides) for place, sides in found.items()}


def place_of(one: Correction) -> Place:
    """Return what a decision is about."""
    return one.report_id, *one.cell


def _in_order(decided: Iterable[tuple[Correction, ...]]) -> list[Correction]:
    return sorted((one for each in decided for one in each), key=lambda one: one.line)


def _sides(path: Path) -> list[Side]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    return [Side(one, path.name) for one in read_rows(path, decoded(path, data))]


def _open_before(folder: Path, own: list[Side]) -> list[Side]:
    """Return the conflicts of earlier merges that nobody has settled: a decision about the cell settles it."""
    path = folder / CONFLICTS
    if not path.exists():
        return []
    text = decoded(path, path.read_bytes())
    files = [unguard(row[-1]) for _, row in table_of(path, text).rows]
    settled = {place_of(side.one) for side in own}
    found = zip(read_rows(path, text), files, strict=False)
    return [Side(one, file) for one, file in found if place_of(one) not in settled]


def _differ(sides: list[Side]) -> bool:
    """Whether the last words of the files differ; how far a review has come is no conflict, it goes on."""
    last = {side.file: side.one.decided for side in sides}
    return len(set(last.values())) > 1 and not sides[0].one.is_state


def _once(sides: Iterable[Side]) -> tuple[Side, ...]:
    """Leave out lines that say the very same in every field, but for the last of them: a last word stays one."""
    return tuple({tuple(fields_of(side.one)): side for side in reversed(list(sides))}.values())[::-1]


def _kept(sides: list[Side]) -> list[Correction]:
    """Return every line once; of several about the state of a review the latest comes last."""
    lines = [side.one for side in _once(sides)]
    states = sorted((one for one in lines if one.is_state), key=lambda one: one.date)
    return [*(one for one in lines if not one.is_state), *states]
