"""Labels that recur, in the order in which they are printed, each with the reports that have it and with its variants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from rapidfuzz import fuzz

Name = tuple[str, ...]
"""A path of folded labels, and how many of that name stood before it in the same table: the last piece."""
_VARIANT = 72  # of 100: 行政申诉数 and 行政申诉、举报数 are one label; tuned on the annexes of one province


class Item(Struct, frozen=True):
    """A label of the form: ``names`` are what it is printed as, folded, the commonest first; ``reports`` those that have it."""

    names: tuple[Name, ...]
    reports: frozenset[int]


def numbered(names: Sequence[tuple[str, ...]]) -> list[Name]:
    """Tell names that stand twice in a table apart."""
    seen: Counter[tuple[str, ...]] = Counter()
    found: list[Name] = []
    for name in names:
        found.append((*name, str(seen[name])))
        seen[name] += 1
    return found


def merged(lists: Sequence[tuple[int, Sequence[Name]]], size: int, stems: Mapping[str, str]) -> list[Item]:
    """Join the labels of all reports into one order; ``lists`` are pairs of a report and its labels, ``size`` is how many there are,
    ``stems`` gives for a label what it is without its remark in brackets.
    """
    order: list[Name] = []
    reports: dict[Name, set[int]] = {}
    for report, names in sorted(lists, key=lambda pair: -len(pair[1])):
        before = -1
        for name in names:
            reports.setdefault(name, set()).add(report)
            if name in order:
                before = max(before, order.index(name))
            else:
                before += 1
                order.insert(before, name)
    return _with_variants([Item((name,), frozenset(reports[name])) for name in order], size, stems)


def _with_variants(items: list[Item], size: int, stems: Mapping[str, str]) -> list[Item]:
    """Join labels that stand beside each other and are one in two wordings."""
    found: list[Item] = []
    for item in items:
        near = [
            i for i, other in enumerate(found[-3:], max(0, len(found) - 3)) if _is_variant(item, other, size, stems)
        ]
        if near:
            other = found[near[-1]]
            first, second = sorted((other, item), key=lambda i: -len(i.reports))
            found[near[-1]] = Item((*first.names, *second.names), other.reports | item.reports)
        else:
            found.append(item)
    return found


def _is_variant(item: Item, other: Item, size: int, stems: Mapping[str, str]) -> bool:
    """Whether no report has both, and their names say that they are one: they differ in a remark in brackets, or all reports have one of
    them and they read alike.
    """
    one, two = item.names[0], other.names[0]
    if item.reports & other.reports or not one[-2] or not two[-2] or (one[:-2], one[-1]) != (two[:-2], two[-1]):
        return False
    if stems.get(one[-2], one[-2]) == stems.get(two[-2], two[-2]):
        return True
    return len(item.reports | other.reports) == size and fuzz.ratio(one[-2], two[-2]) >= _VARIANT
