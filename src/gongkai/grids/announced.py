"""Which sums the labels of a table announce: totals over rows and columns, parents over their codes and their items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from gongkai.grids.body import column_unit
from gongkai.grids.paths import Label, Path
from gongkai.grids.values import squeezed, words
from gongkai.text.numbering import strip_number

_NOT_ADDED = regex.compile(r".*(?:率|占比|比重|比例|比上年|同比|环比|增长|增速|增幅|增减|人均|平均|指数|均价|%|‰|±).*")

_SHARE = regex.compile(r"(?:.*(?:占比|比重|构成)|占.*(?:比例|%)).*|(?:share|percentageof).*", regex.IGNORECASE)


class Rule(Struct, frozen=True):
    """One line is the sum of others. ``choices`` are the sets of lines that it may be the sum of, the likeliest first; ``sure`` says that
    the labels leave no doubt that it is a sum.
    """

    total: int
    choices: tuple[tuple[int, ...], ...]
    sure: bool = True


def is_total(text: str) -> bool:
    """Whether a label is that of a total."""
    folded = squeezed(strip_number(text))
    return words().totals.fullmatch(folded) is not None or is_subtotal(text)


def _is_total_of(text: str) -> bool:
    """Whether a label is that of a total with its name: Total income."""
    return regex.match(r"total\s+\p{L}", text.strip(), regex.IGNORECASE) is not None


def is_subtotal(text: str) -> bool:
    """Whether a label is that of a subtotal: 小计."""
    folded = squeezed(strip_number(text))
    return words().subtotals.fullmatch(folded) is not None or folded.endswith("小计")


def is_among(text: str) -> bool:
    """Whether a label begins a list of some of the parts: 其中."""
    return words().among.match(squeezed(text)) is not None


def is_added(path: Path) -> bool:
    """Whether a column's figures may be added up: no rates, shares and growth."""
    return column_unit(path) not in ("%", "‰", "个百分点", "百分点") and not any(
        _NOT_ADDED.fullmatch(squeezed(text)) for text in path
    )


def is_share(path: Path) -> bool:
    """Whether a column's figures are shares of a whole, which make 100 together."""
    return any(_SHARE.fullmatch(squeezed(text)) for text in path)


def row_rules(labels: Sequence[Label]) -> Iterator[Rule]:
    """Yield the sums of rows, by their labels: 合计 over what stands above or below, parents over codes and items."""
    totals = [
        at for at, label in enumerate(labels) if label.own and (is_total(label.own[-1]) or _is_total_of(label.own[-1]))
    ]
    yield from _of_codes(labels, set(totals))
    yield from _of_items(labels, set(totals))
    for total in totals:
        choices = tuple(dict.fromkeys(c for c in _total_choices(labels, totals, total) if len(c) >= 1))
        if choices:
            yield Rule(total, choices, sure=not _is_total_of(labels[total].own[-1]))


def _of_codes(labels: Sequence[Label], totals: set[int]) -> Iterator[Rule]:
    codes = {at: label.code for at, label in enumerate(labels) if label.code and at not in totals}
    for at, code in codes.items():
        below = [i for i, other in codes.items() if other != code and other.startswith(code)]
        direct = [i for i in below if not any(codes[i] != codes[j] and codes[i].startswith(codes[j]) for j in below)]
        if direct and len(code) >= 2:
            yield Rule(at, (tuple(direct),))


def _of_items(labels: Sequence[Label], totals: set[int]) -> Iterator[Rule]:
    """Yield the rows that deeper ones follow: 一、 over 1. 2. 3.; items behind 其中 need not be all."""
    for at, label in enumerate(labels):
        below: list[int] = []
        for i in range(at + 1, len(labels)):
            if labels[i].depth <= label.depth or i in totals:
                break
            if labels[i].depth == label.depth + 1:
                below.append(i)
        if len(below) >= 2:
            yield Rule(at, (tuple(below),), sure=False)


def _outer(labels: Sequence[Label], rows: Sequence[int]) -> tuple[int, ...]:
    """The rows that are a part of no other among them: by depth, and by code."""
    codes = [labels[i].code for i in rows if labels[i].code]
    found = []
    for i in rows:
        code = labels[i].code
        inner = code and any(c != code and code.startswith(c) for c in codes)
        if labels[i].depth == 0 and not inner and not (labels[i].own and is_among(labels[i].own[-1])):
            found.append(i)
    return tuple(found)


def _total_choices(labels: Sequence[Label], totals: Sequence[int], at: int) -> Iterator[tuple[int, ...]]:
    lead = labels[at].path[:-1]
    group = [i for i, label in enumerate(labels) if i != at and label.path[: len(lead)] == lead] if lead else []
    if lead and group and len(labels[at].own) > 1:
        yield _outer(labels, [i for i in group if i not in totals])
    above, below = [i for i in totals if i < at], [i for i in totals if i > at]
    since = above[-1] if above else -1
    between = _outer(labels, list(range(since + 1, at)))
    if is_subtotal(labels[at].own[-1]):
        yield between
    elif above and between:
        yield (since, *between)
    subtotals = tuple(i for i in above if is_subtotal(labels[i].own[-1]))
    loose = _outer(labels, list(range(subtotals[-1] + 1, at))) if subtotals else ()
    yield (*subtotals, *(i for i in loose if i not in totals))
    yield _outer(labels, [i for i in range(at) if i not in totals])
    yield between
    if at == 0 or not _outer(labels, [i for i in range(at) if i not in totals]):
        yield _outer(labels, [i for i in range(at + 1, len(labels)) if i not in totals])
        yield _outer(labels, list(range(at + 1, below[0] if below else len(labels))))
        yield tuple(i for i in below if is_subtotal(labels[i].own[-1]))


def column_rules(heads: Sequence[Path]) -> Iterator[Rule]:
    """Yield the sums of columns, by their heads: 合计 over the heads that stand beside it, each by its own 小计 where it has one."""
    for total, path in enumerate(heads):
        for level, text in enumerate(path):
            if not is_total(text) or not is_added(path):
                continue
            tail = path[level + 1 :]
            groups: dict[str, list[int]] = {}
            for c, other in enumerate(heads):
                beside = len(other) > level and other[:level] == path[:level] and other[level] != text
                if beside and not is_total(other[level]) and not is_among(other[level]) and is_added(other):
                    groups.setdefault(other[level], []).append(c)
            parts = [c for own in groups.values() for c in _stand_for(heads, own, level + 1, tail)]
            same = tuple(c for c in parts if column_unit(heads[c]) == column_unit(path))
            if len(same) >= 2:
                yield Rule(total, (same,))


def _stand_for(heads: Sequence[Path], group: Sequence[int], level: int, tail: Path) -> list[int]:
    """The columns that stand for a group of heads: its own, its subtotal, or all below it, under the same lowest heads."""
    exact = [c for c in group if heads[c][level:] == tail]
    if exact:
        return exact[:1]
    alike = [c for c in group if not tail or heads[c][-len(tail) :] == tail]
    summed = [c for c in alike if len(heads[c]) > level and is_total(heads[c][level])]
    return summed[:1] or [c for c in alike if not any(is_among(text) for text in heads[c])]
