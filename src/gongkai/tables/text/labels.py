"""Finds a table's labels in flattened text, wherever line breaks, cell marks and figures cut them.

The words of a stretch of text are run together (without figures, white space and punctuation) and the form's labels are looked up
in them: exact occurrences first, as the best chain in print order; then long labels that stand out of order or twice; then, between
two labels that were found, the missing ones by likeness.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from rapidfuzz import fuzz

from gongkai.forms.model import Item, TableForm

_MANY = 40  # occurrences of one name that are looked at; more is noise
_DISTINCT = 4  # names this long stand for themselves anywhere in the table
_ALIKE = 70.0  # of 100: what a broken label keeps of its letters
_NUMERAL = 2  # letters of a row's number, which stands before its name
_LONGEST = 10_000  # letters; no template's table has more
_SHIFT = 2  # letters that a likeness may begin too late


class Span(Struct, frozen=True, gc=False, order=True):
    """Label ``item`` (index in the table's items) stands in ``words[start:end]``."""

    start: int
    end: int
    item: int
    exact: bool = True


def locate(words: str, table: TableForm) -> tuple[Span, ...]:
    """Return the spans of the table's labels in ``words``, by position; they do not overlap."""
    return _kept_spans(words, table) if len(words) < _LONGEST else _kept_spans.__wrapped__(words, table)


@lru_cache(maxsize=1 << 8)
def _kept_spans(words: str, table: TableForm) -> tuple[Span, ...]:
    """Find the labels; kept, for reports of one template have the same words, and each step asks again."""
    chain = _chain(list(_outermost(_occurrences(words, table.items))))
    spans = chain + list(_strays(words, table.items, chain)) + list(_repeated(words, chain))
    spans += list(_likenesses(words, table.items, sorted(spans)))
    return tuple(sorted(spans))


def rivalled(words: str, spans: Iterable[Span], table: TableForm) -> frozenset[int]:
    """Return the lines whose label may be another's: one of two that share a name is printed, and the labels around leave room for both."""
    shared = _shared(table)
    if not shared:
        return frozenset()
    ends = [Span(0, 0, -1), *spans, Span(len(words), len(words), len(table.items))]
    found = set()
    for before, span, after in zip(ends, ends[1:], ends[2:], strict=False):
        own = shared.get(words[span.start : span.end], ()) if span.exact else ()
        if any(before.item < item < after.item for item in own if item != span.item):
            found.add(table.items[span.item].line)
    return frozenset(line for line in found if line is not None)


@lru_cache(maxsize=1 << 6)
def _shared(table: TableForm) -> dict[str, tuple[int, ...]]:
    """Return the names that several rows have, each with their items."""
    owners: dict[str, list[int]] = {}
    for index, item in enumerate(table.items):
        for name in item.names if item.role == "row" else ():
            owners.setdefault(name, []).append(index)
    return {name: tuple(own) for name, own in owners.items() if len(own) > 1}


def _occurrences(words: str, items: tuple[Item, ...]) -> Iterator[Span]:
    for index, item in enumerate(items):
        seen: set[int] = set()
        for name in item.names:
            for start in _find_all(words, name):
                if start not in seen:
                    seen.add(start)
                    yield Span(start, start + len(name), index)


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """Leave out the names that are a part of another item's longer name where they stand: 其他 in 其他处理."""
    around = Span(0, 0, -1)
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.item)):
        if span.end > around.end:
            around = span
        elif span.item != around.item and (span.start, span.end) != (around.start, around.end):
            continue
        yield span


def _repeated(words: str, chain: Collection[Span]) -> Iterator[Span]:
    """Yield short labels that are printed once more right before or behind themselves, as a cell that spans columns is by some
    converters, each with its number.
    """
    taken = {span.start for span in chain}
    for span in chain:
        name = words[span.start : span.end]
        for number in range(_NUMERAL + 1) if len(name) < _DISTINCT else ():
            label = words[max(0, span.start - number) : span.end]
            for step in (-len(label), len(label)):
                start = span.start + step
                while start >= number and start not in taken and words.startswith(label, start - number):
                    taken.add(start)
                    yield Span(start, start + len(name), span.item)
                    start += step


def _find_all(words: str, name: str) -> Iterator[int]:
    start = words.find(name)
    for _ in range(_MANY):
        if start < 0:
            return
        yield start
        start = words.find(name, start + 1)


def _chain(candidates: list[Span]) -> list[Span]:
    """Return the heaviest sequence of spans that rises in both text and form; weight is characters.

    One pass by position; spans that have ended are kept as a staircase (item, weight), so that a look-up is a bisection.
    """
    candidates.sort()
    best: list[tuple[int, int | None]] = []  # weight of the best chain that ends here, and the span before
    items: list[int] = []
    stairs: list[tuple[int, int]] = []  # per items[k]: (weight, index), rising
    waiting = iter(sorted((s.end, i) for i, s in enumerate(candidates)))
    pending = next(waiting, None)
    for index, span in enumerate(candidates):
        while pending is not None and pending[0] <= span.start and pending[1] < index:
            _climb(items, stairs, candidates[pending[1]].item, best[pending[1]][0], pending[1])
            pending = next(waiting, None)
        step = bisect_left(items, span.item) - 1
        weight, before = stairs[step] if step >= 0 else (0, -1)
        best.append((weight + span.end - span.start, before if step >= 0 else None))
    return _trace(candidates, best)


def _climb(items: list[int], stairs: list[tuple[int, int]], item: int, weight: int, index: int) -> None:
    step = bisect_left(items, item + 1) - 1
    if step >= 0 and stairs[step][0] >= weight:
        return
    at = bisect_left(items, item)
    end = at
    while end < len(items) and stairs[end][0] <= weight:
        end += 1
    items[at:end], stairs[at:end] = [item], [(weight, index)]


def _trace(candidates: list[Span], best: list[tuple[int, int | None]]) -> list[Span]:
    at = max(range(len(best)), key=lambda i: best[i][0], default=None)
    chain: list[Span] = []
    while at is not None:
        chain.append(candidates[at])
        at = best[at][1]
    return chain[::-1]


def _strays(words: str, items: tuple[Item, ...], chain: Iterable[Span]) -> Iterator[Span]:
    """Yield long row labels that stand outside the chain: out of order, or printed a second time."""
    taken = bytearray(len(words))
    for span in chain:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    named = [(name, i) for i, item in enumerate(items) if item.role == "row" for name in item.names]
    owners = {name: [i for n, i in named if n == name] for name, _ in named}
    for name in sorted(owners, key=len, reverse=True):
        if len(name) < _DISTINCT or len(owners[name]) > 1:
            continue
        for start in _find_all(words, name):
            if not any(taken[start : start + len(name)]):
                taken[start : start + len(name)] = b"\1" * len(name)
                yield Span(start, start + len(name), owners[name][0])


def _likenesses(words: str, items: tuple[Item, ...], found: list[Span]) -> Iterator[Span]:
    """Yield missing row labels that nearly stand in the text between their neighbours in the form.

    Of rows with one name all must stand there, or none is told from the others.
    """
    seen = {span.item for span in found}
    ends = [Span(0, 0, -1), *found, Span(len(words), len(words), len(items))]
    for before, after in pairwise(ends):
        gap = words[before.end : after.start]
        missing = [i for i in range(before.item + 1, after.item) if i not in seen and items[i].role in ("row", "group")]
        if len(gap) < _DISTINCT or len(gap) > 400:
            continue
        position = 0
        hits: dict[str, list[Span]] = {}
        for index in missing:
            name = items[index].names[0]
            hit = _nearly(name, gap, position, _longer(name, items))
            if hit is not None and not _is_liker_another(name, gap, hit, items):
                hits.setdefault(name, []).append(Span(before.end + hit[0], before.end + hit[1], index, exact=False))
                position = hit[1]
        named = Counter(items[index].names[0] for index in missing)
        yield from (span for name, spans in hits.items() if len(spans) == named[name] for span in spans)


def _is_liker_another(name: str, text: str, hit: tuple[int, int], items: tuple[Item, ...]) -> bool:
    """Whether what stands in ``text`` is as much another row's label: of a label that lost its beginning, half may be another's."""
    found = text[max(0, hit[0] - _SHIFT) : hit[1] + _SHIFT]
    score = fuzz.partial_ratio(name, found)
    others = {item.names[0] for item in items if item.role in ("row", "group")} - {name}
    return any(len(other) >= _DISTINCT and fuzz.partial_ratio(other, found, score_cutoff=score) for other in others)


def _is_likelier(longer: str, score: float, text: str) -> bool:
    """Whether a longer name stands in ``text`` at least as well as the shorter one that it ends with does, by ``score``."""
    return fuzz.partial_ratio(longer, text) >= score


def _longer(name: str, items: tuple[Item, ...]) -> frozenset[str]:
    """Return what stands before ``name`` in longer names that end with it: 不 before 同意公开答复数."""
    return frozenset(
        other.removesuffix(name) for item in items for other in item.names if other.endswith(name) and other != name
    )


def _nearly(name: str, text: str, start: int, before: frozenset[str]) -> tuple[int, int] | None:
    """Return where ``text`` holds something like ``name`` behind ``start``, or None; never where it ends a longer name.

    Both directions count: half a label is not the label.
    """
    gap = text[start:]
    if len(name) < _DISTINCT or len(gap) < _DISTINCT:
        return None
    hit = fuzz.partial_ratio_alignment(name, gap, score_cutoff=_ALIKE)
    if hit is None:
        return None
    at, end = start + hit.dest_start, start + hit.dest_end
    if any(
        _is_likelier(longer + name, hit.score, text[max(start, at - len(longer) - _SHIFT) : end]) for longer in before
    ):
        return _nearly(name, text[:at], start, before) or _nearly(name, text, end, before)
    if hit.src_end - hit.src_start < len(name):  # the text is shorter than the label: compare the whole label
        return (at, end) if fuzz.ratio(name, text[at:end]) >= _ALIKE else None
    return at, end
