"""The sums that labels such as 合计 suggest, as lines for a form file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.forms.schema import BlockSpec, ColumnSpec, FormSpec, RowSpec, TableSpec
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number

_TOTALS = ("合计", "总计", "小计", "共计", "总数")


def suggestions(spec: FormSpec) -> Iterator[str]:
    """Yield a line for each column and row that is labelled as the total of its neighbours."""
    for table in spec.tables:
        yield from _of_table(table)


def _of_table(table: TableSpec) -> Iterator[str]:
    seen: set[str] = set()
    for block in table.blocks:
        for kind, each, left, right in (*_row_totals(block), *_subtotals(block)):
            name = f"{table.key}.{kind}"
            count = sum(1 for line in seen if line.startswith(f"{name}:"))
            line = f"each: {each}, left: {left}, right: {right}"
            if f"{name}:{line}" not in seen and not any(known.endswith(line) for known in seen):
                seen.add(f"{name}:{line}")
                number = f"_{count + 1}" if count else ""
                yield f"{{id: {name}{number}, table: {table.key}, kind: {kind}, {line}}}"


_Sum = tuple[str, str, str, str]


def _row_totals(block: BlockSpec) -> Iterator[_Sum]:
    yield from (("row_total", "row", left, right) for left, right in _totals(block.columns))


def _subtotals(block: BlockSpec) -> Iterator[_Sum]:
    if not block.across:
        yield from (("subtotal", "column", left, right) for left, right in _totals(block.rows))


def _totals(nodes: Sequence[ColumnSpec] | Sequence[RowSpec]) -> Iterator[tuple[str, str]]:
    """Yield (parts, total) for each node that is labelled as a total; its parts are all leaves beside it."""
    for node in nodes:
        if node.key is not None and _is_total(node.label):
            parts = [key for other in nodes if other is not node for key in _parts(other)]
            if len(parts) > 1:
                yield " + ".join(parts), node.key
        yield from _totals(_below(node))


def _parts(node: ColumnSpec | RowSpec) -> Iterator[str]:
    """Yield what a total beside ``node`` adds up: its own figure, or its total's, or all its leaves."""
    if node.key is not None:
        if not _is_total(node.label):
            yield node.key
        return
    below = _below(node)
    totals = [child.key for child in below if child.key is not None and _is_total(child.label)]
    if totals:
        yield totals[0]
        return
    for child in below:
        yield from _parts(child)


def _below(node: ColumnSpec | RowSpec) -> Sequence[ColumnSpec] | Sequence[RowSpec]:
    return node.columns if isinstance(node, ColumnSpec) else node.rows


def _is_total(label: str) -> bool:
    return core(strip_number(label)).startswith(_TOTALS)
