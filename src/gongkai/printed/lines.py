"""Which row of a form each printed row is: in the form's order first, then by names that only one row has; the rest may be open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex
from msgspec import Struct

from gongkai.forms.patterns import is_code
from gongkai.forms.schema import BlockSpec, OpenSpec, RowSpec
from gongkai.grids.values import squeezed
from gongkai.printed.names import Path, above, form_names, is_number, name_of, own_label, short_name
from gongkai.table_rows import TableRow

_CODED = regex.compile(r"(?P<code>\d[\d.]*)\s*(?P<label>\D.*)", regex.DOTALL)


class Row(Struct, frozen=True):
    """A row that a form names."""

    key: str
    names: frozenset[str]
    parents: tuple[frozenset[str], ...]
    spec: RowSpec
    optional: bool


class Lines(Struct, frozen=True):
    """``named`` gives the form's row of printed ones, ``open`` the open rows; ``unsure`` are printed rows that may be one of two rows with
    one name; ``unknown`` are those that the form does not know. ``fit`` is 0 to 1.
    """

    named: dict[int, Row]
    open: dict[int, TableRow]
    unsure: frozenset[int]
    unknown: tuple[int, ...]
    fit: float


def rows_of(block: BlockSpec) -> tuple[Row, ...]:
    """Return the rows that a block names, in order."""
    return tuple(_rows(block.rows, (), optional=False)) if not block.across else ()


def _rows(specs: Sequence[RowSpec], parents: tuple[frozenset[str], ...], *, optional: bool) -> list[Row]:
    found: list[Row] = []
    for spec in specs:
        names, may_lack = form_names(spec.label, spec.variants), optional or spec.optional
        if spec.key is not None:
            found.append(Row(spec.key, names, parents, spec, may_lack))
        found += _rows(spec.rows, (*parents, names), optional=may_lack)
    return found


def match_lines(printed: Sequence[Path], block: BlockSpec) -> Lines:
    """Match printed rows with those of a block."""
    rows = rows_of(block)
    if not any(printed) and len(printed) == 1 and len(rows) == 1 and block.open is None:
        return Lines({0: rows[0]}, {}, frozenset(), (), 1.0)
    scores = [[_score(path, row) for row in rows] for path in printed]
    pairs = _aligned(scores) if rows else {}
    pairs |= _strays(scores, pairs)
    named = {at: rows[i] for at, i in pairs.items()}
    rest = [at for at in range(len(printed)) if at not in named]
    open_rows = _open(printed, rest, block.open) if block.open is not None else {}
    unknown = tuple(at for at in rest if at not in open_rows)
    needed = [row for row in rows if not row.optional]
    hit = len([row for row in needed if row in named.values()])
    most = max(len(needed) + len(open_rows) + len(unknown), 1)
    fit = (hit + len(open_rows)) / most if printed else 0.5
    return Lines(named, open_rows, _unsure(printed, rows, named), unknown, fit)


def _score(path: Path, row: Row) -> float:
    label = own_label(path)
    full, short = name_of(label), short_name(label)
    if not full or not ({full, short} & row.names):
        return 0.0
    over = [{name_of(t), short_name(t)} for t in above(path)]
    shared = sum(any(names & parent for names in over) for parent in row.parents)
    return (2.0 if full in row.names else 1.5) + 0.5 * shared


def _aligned(scores: Sequence[Sequence[float]]) -> dict[int, int]:
    """Pair printed rows with the form's so that the order of both is kept and most names agree."""
    height, width = len(scores), len(scores[0]) if scores else 0
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for at in range(height - 1, -1, -1):
        for i in range(width - 1, -1, -1):
            take = best[at + 1][i + 1] + scores[at][i] if scores[at][i] else 0.0
            best[at][i] = max(take, best[at + 1][i], best[at][i + 1])
    pairs: dict[int, int] = {}
    at = i = 0
    while at < height and i < width:
        if scores[at][i] and best[at][i] == best[at + 1][i + 1] + scores[at][i]:
            pairs[at] = i
            at, i = at + 1, i + 1
        elif best[at][i] == best[at + 1][i]:
            at += 1
        else:
            i += 1
    return pairs


def _strays(scores: Sequence[Sequence[float]], pairs: dict[int, int]) -> dict[int, int]:
    """Pair what stands out of order, where a name is that of one row only on both sides."""
    free = set(range(len(scores[0]) if scores else 0)) - set(pairs.values())
    found: dict[int, int] = {}
    for at, own in enumerate(scores):
        which = [i for i, score in enumerate(own) if score]
        rivals = [other for other, s in enumerate(scores) if which and s[which[0]]]
        if at not in pairs and len(which) == 1 and which[0] in free and rivals == [at]:
            found[at] = which[0]
    return found


def _unsure(printed: Sequence[Path], rows: Sequence[Row], named: dict[int, Row]) -> frozenset[int]:
    """The printed rows whose name several rows of the form have, or several printed ones, not all of which are there."""
    known = Counter(name for row in rows for name in row.names)
    shown = Counter(name_of(own_label(path)) for path in printed)
    unsure: set[int] = set()
    for at, row in named.items():
        name = name_of(own_label(printed[at]))
        alike = [other for other in rows if name in other.names]
        if max(known[name], shown[name]) < 2 or known[name] == shown[name]:
            continue
        over = [{name_of(t), short_name(t)} for t in above(printed[at])]
        told = [r for r in alike if r.parents and any(n & r.parents[-1] for n in over)]
        if not (len(alike) > 1 and told == [row] and shown[name] <= len(alike)):
            unsure.add(at)
    return frozenset(unsure)


def _open(printed: Sequence[Path], rest: Sequence[int], spec: OpenSpec) -> dict[int, TableRow]:
    found: dict[int, TableRow] = {}
    taken: Counter[str] = Counter()
    for at in rest:
        path = printed[at]
        code, label = code_of(path, spec) if spec.code else ("", _list_label(path, spec))
        if (spec.code and not code) or not (label or code):
            continue
        name = code or str(len(found) + 1)
        taken[name] += 1
        key = name if taken[name] == 1 else f"{name}.{taken[name]}"
        found[at] = TableRow(key=key, ordinal=0, code=code, label=label, level=_level(path, code, spec))
    return found


def _list_label(path: Path, spec: OpenSpec) -> str:
    worded = [text for text in path if not is_number(text)]
    return worded[-1] if spec.level == "printed" and worded else " / ".join(worded) or (path[-1] if path else "")


def _level(path: Path, code: str, spec: OpenSpec) -> int:
    if code and spec.level != "printed":
        return next((n for n, one in enumerate(spec.code.split("|"), 1) if is_code(one, code)), 1)
    return max(1, len([text for text in path if not is_number(text)])) if spec.level == "printed" else 1


def code_of(path: Path, spec: OpenSpec) -> tuple[str, str]:
    """Return the code and the words of a row, "" where its code is none of the form's: in one piece, in several, or before the words."""
    pieces: list[str] = []
    for text in path:
        if is_number(text):
            pieces.append(squeezed(text))
        elif pieces:
            break
    label = own_label(path)
    if not pieces and (match := _CODED.fullmatch(label.strip())):
        pieces, label = [match["code"]], match["label"].strip()
    for start in range(len(pieces)):
        own = pieces[start:]
        whole = "".join(piece if i == 0 or len(piece) > 1 else f"0{piece}" for i, piece in enumerate(own))
        if is_code(spec.code, whole):
            return whole, "" if is_number(label) else label
    return "", label
