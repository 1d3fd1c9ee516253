"""Tables that a report prints once for each of several units: alike in all but their figures and what names the unit.

Sister tables are alike, too: 本年支出 and 上年支出. They are named alike in all reports; units hardly ever are, and where a line
above says 单位名称 nothing else can be meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from msgspec import structs

from gongkai.agencies.words import words
from gongkai.forms.schema import By, RepeatsSpec
from gongkai.learning.cluster import rows_alike, shared
from gongkai.learning.sample import Seen
from gongkai.printed.repeated import beside_label, sheet_of
from gongkai.text.fold import core

_HEADS, _ROWS = 0.9, 0.6  # of the labels that the tables of two units share; tuned on invented families
_KNOWN = 0.3  # of the names of units that more than two reports have: more, and they are names of sister tables
_PAIR = 2  # reports of one office among ten
_LEAST = 2  # reports in which a table repeats
_LETTERS = 2  # of a caption beside a unit's name; fewer tell nothing


def with_units(tables: Sequence[Seen]) -> tuple[list[Seen], dict[int, tuple[Seen, ...]]]:
    """Return the tables with one for all units of each report, under the caption that they share, and by the identity of its figures the
    other ones of its report.
    """
    several = _not_once(tables)
    groups = [group for number in dict.fromkeys(s.report for s in tables) for group in _alike(several, number)]
    kept: list[Seen] = list(tables)
    rest: dict[int, tuple[Seen, ...]] = {}
    for family in _families(groups):
        found = _named(family)
        if found is None:
            continue
        by, label = found
        for group in family:
            first = max(group, key=lambda seen: len(seen.rows))
            spec = RepeatsSpec(by=by)
            one = structs.replace(first, caption=label or first.caption, own_caption=True, repeats=spec)
            kept = [one if seen is first else seen for seen in kept if seen is first or seen not in group]
            rest[id(one.figures)] = tuple(seen for seen in group if seen is not first)
        kept = [_alone(seen, family[0][0], label) for seen in kept]
    return kept, rest


def _not_once(tables: Sequence[Seen]) -> list[Seen]:
    """The tables but for those that many reports have under one caption, each once: 总表 beside the tables of its units is none of them."""
    often = Counter((seen.report, core(seen.caption)) for seen in tables)
    having = Counter(caption for _, caption in often)
    size = len({seen.report for seen in tables})
    most = {caption: max(n for (_, c), n in often.items() if c == caption) for caption in having}
    once = {
        caption for caption, n in having.items() if caption and most[caption] == 1 and n > max(_PAIR, _KNOWN * size)
    }
    return [seen for seen in tables if core(seen.caption) not in once]


def _alone(seen: Seen, like: Seen, label: str) -> Seen:
    """A table like those of units in a report that has one unit, under their caption."""
    alone = (
        label and seen.repeats is None and _are_alike(seen, like) and beside_label(seen.grid.caption or "", (label,))
    )
    return structs.replace(seen, caption=label, own_caption=True) if alone else seen


def _are_alike(one: Seen, other: Seen) -> bool:
    return shared(one.head_stems, other.head_stems) >= _HEADS and rows_alike(one, other) >= _ROWS


def _alike(tables: Sequence[Seen], number: int) -> list[list[Seen]]:
    """The groups of tables of one report that are alike."""
    groups: list[list[Seen]] = []
    for seen in (seen for seen in tables if seen.report == number and seen.rows):
        own = next((group for group in groups if _are_alike(group[0], seen)), None)
        if own is None:
            groups.append([seen])
        else:
            own.append(seen)
    return [group for group in groups if len(group) > 1]


def _families(groups: Sequence[list[Seen]]) -> list[list[list[Seen]]]:
    """Put the groups of different reports together that are alike."""
    families: list[list[list[Seen]]] = []
    for group in groups:
        own = next((f for f in families if _are_alike(f[0][0], group[0]) and f[-1][0].report != group[0].report), None)
        if own is None:
            families.append([group])
        else:
            own.append(group)
    return [family for family in families if len(family) >= _LEAST]


def _named(family: Sequence[Sequence[Seen]]) -> tuple[By, str] | None:
    """What names the units, and the caption that they share; None where nothing does, or where they are sister tables."""
    captions = [seen.caption for group in family for seen in group]
    label = shared_label(captions)
    named: list[tuple[By, Callable[[Seen], str]]] = [
        ("line", lambda seen: seen.grid.office or ""),
        ("caption", lambda seen: beside_label(seen.grid.caption or "", (label,)) if label else ""),
        ("sheet", lambda seen: sheet_of(seen.grid)),
        ("heading", lambda seen: seen.section),
    ]
    for by, name_of in named:
        names = [[name_of(seen) for seen in group] for group in family]
        told = all(all(own) and len(set(own)) == len(own) for own in names)
        if told and (by == "line" or not _are_sisters(names)):
            return by, label if by == "caption" else _one_caption(captions)
    return None


def _are_sisters(names: Sequence[Sequence[str]]) -> bool:
    """Whether most names come again in report after report."""
    often = Counter(name for own in names for name in set(own))
    known = sum(count > _PAIR for count in often.values())
    return known > _KNOWN * len(often) or len(often) == len(names[0])


def _one_caption(captions: Sequence[str]) -> str:
    """The caption that all have, "" where they differ."""
    return captions[0] if len(set(captions)) == 1 else ""


def shared_label(captions: Iterable[str]) -> str:
    """What captions share at one end, cut where a unit's name ends; "" where that is nothing."""
    said = ["".join(caption.split()) for caption in captions]
    if len(said) < _LEAST or "" in said:
        return ""
    head = _beginning(said)
    tail = _beginning([text[::-1] for text in said])[::-1]
    if len(head) > len(tail):
        return head.rstrip("(（-—:：") if len(head) > _LETTERS else ""
    endings = tuple(words().kinds)
    for start in range(len(tail) - _LETTERS):
        rests = [text.removesuffix(tail[start:]) for text in said]
        if all(rest.endswith(endings) for rest in rests):
            return tail[start:]
    return tail if len(tail) > _LETTERS else ""


def _beginning(texts: Sequence[str]) -> str:
    """The letters that all texts begin with."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    return "".join(letters[0] for letters in same)
