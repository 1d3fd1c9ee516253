"""From a cluster of printed tables to a block of the form: columns, rows that recur, open rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import structs

from gongkai.forms.schema import Kind
from gongkai.grids.values import in_brackets
from gongkai.learning.cluster import Cluster
from gongkai.learning.keys import Keys
from gongkai.learning.labels import Item, merged, numbered
from gongkai.learning.model import Block, Node
from gongkai.learning.sample import ANY_CODE, Seen
from gongkai.printed.lines import code_of
from gongkai.printed.names import Path, name_of, own_label, short_name

_ALWAYS, _SOME = 1.0, 0.2
"""The share of the reports that have a part of the form that must be there, and one that may be; what one report has is chance."""
_CODED = 0.5  # of the rows begin with a code of three digits and more
_FIXED = 0.8  # of the reports have a row that stands fixed among open ones
_LISTED = 0.6  # rows a report that hardly another has, from which rows are open ones; an office may report on two years
_PAIR = 2  # reports of one office among ten
_OPEN = 0.7  # of the rows that are not fixed are printed in few reports; tuned on invented families
_SHARES = ("%", "‰")
NO_FIGURE = ""
"""The unit of a column in which no report has a figure."""


def learn_block(cluster: Cluster, keys: Callable[[str], Keys]) -> tuple[Block, list[str]]:
    """Learn one block, and say what was left out."""
    remarks: list[str] = []
    columns = _columns(cluster, keys("c"), remarks)
    code, fixed = _rows(cluster, remarks)
    rows = _row_nodes(cluster, fixed, keys("r"), columns)
    said = _codes_said(cluster) if code else "a list: hardly a row recurs" if code == "" else ""
    return Block(columns=columns, rows=rows, code=code, said=said), remarks


def evidence(item: Item, cluster: Cluster) -> str:
    """Say in how many of the reports with the table a label is printed, nothing where it is in all."""
    if len(item.reports) == len(cluster.reports):
        return ""
    return f"in {len(item.reports)} of {len(cluster.reports)} reports"


def _kept(item: Item, cluster: Cluster) -> bool:
    size = len(cluster.reports)
    return len(item.reports) >= max(min(2, size), _SOME * size)


# --- columns -------------------------------------------------------------------------------------------------------------


def _columns(cluster: Cluster, keys: Keys, remarks: list[str]) -> tuple[Node, ...]:
    size = len(cluster.reports)
    stems = {name_of(path[-1]): short_name(path[-1]) for seen in cluster.members for path in seen.heads if path}
    items = merged([(seen.report, numbered(seen.head_names)) for seen in cluster.members], size, stems)
    kept = [item for item in items if _kept(item, cluster)]
    remarks += [
        f"column “{item.names[0][-2]}” is left out: it is {evidence(item, cluster)}"
        for item in items
        if item not in kept
    ]
    paths: list[tuple[Path, Node]] = []
    for item in kept:
        printed = [path for seen in cluster.members for path in _printed(seen, item)]
        path = Counter(printed).most_common(1)[0][0]
        unit, kind = _unit_and_kind(cluster, item)
        others = (
            tuple(dict.fromkeys(p[-1] for p in printed if p and name_of(p[-1]) != name_of(path[-1]))) if path else ()
        )
        label = path[-1] if path else "数值"
        node = Node(
            label=label, key=keys.make(label), variants=others, unit=unit, kind=kind,
            optional=len(item.reports) < size, said=evidence(item, cluster),
        )  # fmt: skip
        paths.append((path[:-1], node))
    return nested(paths)


def nested(paths: Sequence[tuple[Path, Node]]) -> tuple[Node, ...]:
    """Put nodes under the groups that lead to them, neighbours in one group together."""
    found: list[Node] = []
    index = 0
    while index < len(paths):
        lead, node = paths[index]
        if not lead:
            found.append(node)
            index += 1
            continue
        end = index
        while end < len(paths) and paths[end][0][:1] == lead[:1]:
            end += 1
        children = nested([(path[1:], child) for path, child in paths[index:end]])
        found.append(Node(label=lead[0], children=children))
        index = end
    return tuple(found)


def _printed(seen: Seen, item: Item) -> list[Path]:
    names = numbered(seen.head_names)
    return [path for path, name in zip(seen.heads, names, strict=True) if name in item.names]


def _unit_and_kind(cluster: Cluster, item: Item) -> tuple[str | None, Kind]:
    figures = [
        figure
        for seen in cluster.members
        for column, name in enumerate(numbered(seen.head_names))
        if name in item.names
        for (_, c), figure in seen.figures.items()
        if c == column
    ]
    units = {f.unit for f in figures if f.value is not None}
    negative = [value for f in figures if f.value is None and (value := in_brackets(f.text)) is not None]
    words = sum(f.status == "text" for f in figures) - len(negative)
    values = [*(f.value for f in figures if f.value is not None), *negative]
    kind: Kind = "count"
    if words > len(values):
        kind = "text"
    elif any(isinstance(v, float) or "." in f.text for f in figures if (v := f.value) is not None):
        kind = "money"
    elif any(v < 0 for v in values):
        kind = "change"
    return (next(iter(units)) if len(units) == 1 else None if units else NO_FIGURE), kind


# --- rows ----------------------------------------------------------------------------------------------------------------


def _rows(cluster: Cluster, remarks: list[str]) -> tuple[str | None, list[Item]]:
    """Tell the rows that stand fixed, and whether others are open: the pattern of their codes, "" for a list, None for none."""
    size = len(cluster.reports)
    coded = [code_of((*path,), ANY_CODE)[0] for seen in cluster.members for path in seen.grid.rows]
    is_coded = bool(coded) and sum(map(bool, coded)) >= _CODED * len(coded)
    named = [
        (
            seen.report,
            numbered(
                [path for at, path in enumerate(seen.row_paths) if path[-1] and not (is_coded and _has_code(seen, at))]
            ),
        )
        for seen in cluster.members
    ]
    stems = {name_of(label): short_name(label) for seen in cluster.members for label in map(own_label, seen.rows)}
    items = merged(named, size, stems)
    if is_coded:
        return pattern_of(filter(None, coded)), [i for i in items if len(i.reports) >= _FIXED * size]
    kept = [item for item in items if _kept(item, cluster)]
    if _is_list(items, size):
        return "", [item for item in items if len(item.reports) >= _FIXED * size]
    remarks += [
        f"row “{item.names[0][-2]}” is left out: it is {evidence(item, cluster)}" for item in items if item not in kept
    ]
    return None, kept


def _is_list(items: Sequence[Item], size: int) -> bool:
    """Whether most rows that are not in all reports are in a few only: names of projects, or the office itself in its one row."""
    free = [item for item in items if len(item.reports) < _FIXED * size]
    rare = [item for item in free if len(item.reports) <= max(_PAIR, _SOME * size)]
    often = sum(len(item.reports) for item in rare) >= _OPEN * sum(len(item.reports) for item in free)
    return size >= _PAIR + 1 and len(rare) >= _LISTED * size and often


def _has_code(seen: Seen, at: int) -> bool:
    return bool(code_of(seen.grid.rows[at], ANY_CODE)[0])


def pattern_of(codes: object) -> str:
    """Return the pattern of codes, one alternative a level: by their lengths, or by the points in them."""
    every = set(codes)  # type: ignore[call-overload]
    if any("." in code for code in every):
        return "|".join(r"\d+" + r"\.\d+" * depth for depth in sorted({code.count(".") for code in every}))
    return "|".join(rf"\d{{{length}}}" for length in sorted({len(code) for code in every}))


def _codes_said(cluster: Cluster) -> str:
    codes = [{c for path in seen.grid.rows if (c := code_of(path, ANY_CODE)[0])} for seen in cluster.members]
    every, common = set().union(*codes), set.intersection(*codes) if codes else set()
    return f"{len(every)} codes in {len(codes)} reports, {len(common)} of them in all"


def _row_nodes(cluster: Cluster, items: Sequence[Item], keys: Keys, columns: Sequence[Node]) -> tuple[Node, ...]:
    size = len(cluster.reports)
    if not items and all(not any(seen.row_names) for seen in cluster.members):
        return (Node(label=cluster.caption or "合计", key=keys.make("合计"), said="one line without a label"),)
    no_units = all(not node.unit for node in leaves(columns))
    nodes: list[tuple[Path, Node]] = []
    for item in items:
        places = [(seen, at) for seen in cluster.members for at in _places(seen, item)]
        printed = Counter(seen.rows[at] for seen, at in places)
        labels = Counter(own_label(path) for path in printed.elements())
        label = labels.most_common(1)[0][0]
        others = tuple(text for text in labels if name_of(text) != name_of(label))
        units = {f.unit for seen, at in places for (r, _), f in seen.figures.items() if r == at and f.value is not None}
        node = Node(
            label=label, key=keys.make(label), variants=others,
            unit=next(iter(units)) if no_units and len(units) == 1 else None,
            optional=len(item.reports) < _ALWAYS * size or _lacks(cluster, item), said=evidence(item, cluster),
        )  # fmt: skip
        groups = Counter(seen.groups(at) for seen, at in places)
        nodes.append((groups.most_common(1)[0][0], node))
    return nested(nodes)


def _lacks(cluster: Cluster, item: Item) -> bool:
    """Whether the table of a further unit is without a row."""
    return any(not _places(seen, item) for seen in cluster.others)


def _places(seen: Seen, item: Item) -> list[int]:
    return [at for at, name in enumerate(numbered(seen.row_paths)) if name in item.names]


def leaves(nodes: Sequence[Node]) -> list[Node]:
    """The nodes with keys, in order."""
    return [leaf for node in nodes for leaf in ((node,) if node.key else ()) + tuple(leaves(node.children))]


def with_one_unit(blocks: Sequence[Block]) -> tuple[str | None, tuple[Block, ...]]:
    """Return the unit that all columns with figures share, and the blocks without it; None where they do not."""
    units = {
        node.unit
        for block in blocks
        for node in leaves(block.columns)
        if node.unit != NO_FIGURE and node.kind != "text"
    }
    shares = {unit for unit in units if unit in _SHARES}
    if len(units - shares) != 1 or None in units:
        return None, tuple(blocks)
    (unit,) = units - shares
    return unit, tuple(structs.replace(b, columns=tuple(_without(n, str(unit)) for n in b.columns)) for b in blocks)


def _without(node: Node, unit: str) -> Node:
    children = tuple(_without(child, unit) for child in node.children)
    return structs.replace(node, unit=None if node.unit == unit else node.unit, children=children)
