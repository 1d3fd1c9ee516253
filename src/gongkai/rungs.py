"""Several readings of one file: a dearer one is made only where the cheaper leaves something open, and what they say is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from gongkai.document import Document, Paragraph
from gongkai.errors import UnsupportedFormat
from gongkai.forms.model import Form
from gongkai.report import Cell, Table
from gongkai.steps import Interpretation, checks_of, interpret
from gongkai.tables.decide.merge import agree, closed, merge
from gongkai.text.numerals import GETA
from gongkai.verdict import proved

Watch = Callable[[Interpretation], object]
"""What is told of each reading that was made."""


def climb(rungs: Iterator[Document], forms: tuple[Form, ...], watch: Watch | None = None) -> Interpretation:
    """Interpret the reader's documents, cheapest first, until one closes; of several take what is best in each.

    A reading closes where no page was left out, every cell has its place and no sum of the table fails. A failing sum may well be
    the publisher's own: where a second reading finds the same figures, they stand.
    """
    best: Interpretation | None = None
    agreed: frozenset[str] = frozenset()
    for document in rungs:
        current = interpret(document, forms)
        if watch is not None:
            watch(current)
        if best is None:
            best = current
        else:
            agreed |= _agreed(best, current)
            best = _combine(best, current, forms)
        if not best.document.unread and _is_closed(best, forms) and _failing(best) <= agreed:
            break
    if best is None:
        raise UnsupportedFormat("no reader gave anything")
    return best


def _is_closed(found: Interpretation, forms: tuple[Form, ...]) -> bool:
    form = next((form for form in forms if form.printed and form.id == found.form.id), None)
    if form is not None and _may_lack(form, found.tables):
        return False
    return bool(found.tables) and all(closed(table) for table in found.tables.values())


def _may_lack(form: Form, tables: Mapping[str, Table]) -> bool:
    """Whether a part that reports may lack is not there, or rows are open: a dearer reading may see what this one overlooked."""
    for table in form.tables:
        if table.key not in tables or table.open is not None:
            return True
        there = {(cell.row, cell.column) for cell in tables[table.key].cells}
        if any((slot.row, slot.column) not in there for slot in table.slots):
            return True
    return False


def _failing(found: Interpretation) -> frozenset[str]:
    """Return the tables of which a sum fails."""
    return frozenset(check.table for check in found.checks if check.status == "fail" and check.kind != "narrative")


def _agreed(first: Interpretation, second: Interpretation) -> frozenset[str]:
    return frozenset(key for key, table in first.tables.items() if agree(table, second.tables.get(key)))


def _combine(first: Interpretation, second: Interpretation, forms: tuple[Form, ...]) -> Interpretation:
    """Join the readings of two rungs, table by table; the running text is that of the rung whose tables are fuller."""
    if first.form.id is None or second.form.id is None:
        return max((first, second), key=_worth)
    if any(form.printed for form in forms if form.id in (first.form.id, second.form.id)):
        return max((first, second), key=_confirmed)
    if not first.rungs or not second.rungs:  # no table was read
        return max((first, second), key=_worth)
    tables = {key: _merged(first, second, key) for key in second.tables}
    fuller = any(tables[key].cells != table.cells for key, table in first.tables.items())
    base = second if fuller or len(second.document.unread) < len(first.document.unread) else first
    chose = {key: first.chose.get(key, frozenset()) | second.chose.get(key, frozenset()) for key in tables}
    chosen = next(form for form in forms if form.id == second.form.id)
    if covered := {key: found for key, table in tables.items() if (found := _covered(table, first, second, key))}:
        sure = proved(checks_of(forms, chosen, base.outline, tables, chose))
        tables = {key: _uncovered(key, table, covered.get(key, {}), sure) for key, table in tables.items()}
    return msgspec.structs.replace(
        base,
        tables=tables,
        checks=checks_of(forms, chosen, base.outline, tables, chose),
        reasons={key: _reason(key, tables[key], first, second) for key in first.reasons.keys() | second.reasons.keys()},
        chose=chose,
        rungs={key: _rungs(key, table, first, second) for key, table in tables.items()},
    )


def _merged(first: Interpretation, second: Interpretation, key: str) -> Table:
    """Join a table's readings; where one reading has not found it, the other's stands."""
    if key not in first.rungs or key not in first.tables:
        return second.tables[key]
    return merge(first.tables[key], second.tables[key]) if key in second.rungs else first.tables[key]


def _covered(table: Table, first: Interpretation, second: Interpretation, key: str) -> dict[tuple[str, str], Cell]:
    """Return the cells in which the file's own reading met signs that cannot be told, where a picture of the page gave a figure.

    A few of them are figures that something was drawn over, of which the picture shows a part; where most of a table is so, its font
    has no meaning, and the picture is all there is.
    """
    seen = {
        (c.row, c.column) for c in table.cells if c.status == "reported" and c.source.confidence is not msgspec.UNSET
    }
    own = [c for found in (first, second) if key in found.tables for c in found.tables[key].cells]
    marked = {
        (c.row, c.column): c for c in own if c.status == "unreadable" and c.source.confidence is msgspec.UNSET and c.raw
    }
    found = {cell: marked[cell] for cell in seen if cell in marked and GETA in (marked[cell].raw or "")}
    return found if 2 * len(found) < sum(c.status == "reported" for c in table.cells) else {}


def _uncovered(
    key: str, table: Table, covered: Mapping[tuple[str, str], Cell], sure: frozenset[tuple[str, str, str]]
) -> Table:
    """Leave those unreadable that no sum confirms."""
    doubted = {cell: was for cell, was in covered.items() if (key, *cell) not in sure}
    return msgspec.structs.replace(table, cells=tuple(doubted.get((c.row, c.column), c) for c in table.cells))


def _worth(found: Interpretation) -> tuple[bool, bool, bool, int, int, int, int]:
    """Rank the readings of a file of which one at least has no table of a form: tables as printed before running text that swallowed
    them, a reading that knows where words stand before one that does not, cells of a grid before figures that only stand below each
    other, and figures under more of their labels before the same ones under fewer.
    """
    under = [(grid, grid.columns[cell.column]) for grid in found.grids for cell in grid.cells]
    ruled = sum(bool(path) for grid, path in under if all(part.table is not None for part in grid.parts))
    paths = [path for _, path in under]
    labels = sum(len(grid.rows[cell.row]) for grid in found.grids for cell in grid.cells) + sum(map(len, paths))
    return (
        found.form.id is not None,
        bool(found.rungs),
        found.document.placed,
        ruled,
        sum(map(bool, paths)),
        labels,
        _amount(found.document),
    )


def _confirmed(found: Interpretation) -> tuple[int, int]:
    """Rank two readings of tables as printed, which are taken whole: by the sums that hold and those that fail, then by figures."""
    outcomes = [check.status for check in found.checks if check.kind != "narrative"]
    figures = sum(cell.status == "reported" for table in found.tables.values() for cell in table.cells)
    return outcomes.count("pass") - outcomes.count("fail"), figures


def _amount(document: Document) -> int:
    return sum(len(block.text) for block in document.blocks if isinstance(block, Paragraph))


def _reason(key: str, table: Table, first: Interpretation, second: Interpretation) -> str:
    """Say why cells are open in a joined table: as the readings say, or because these contradict each other."""
    reasons = {found.reasons[key] for found in (first, second) if found.reasons.get(key)}
    open_before = {
        (c.row, c.column) for found in (first, second) for c in found.tables[key].cells if c.status == "ambiguous"
    }
    if any(c.status == "ambiguous" and (c.row, c.column) not in open_before for c in table.cells):
        reasons.add("two readings of the page contradict each other")
    return "; ".join(sorted(reasons))


def _rungs(key: str, table: Table, first: Interpretation, second: Interpretation) -> tuple[str, ...]:
    """Return the readings from which the cells of a joined table are."""
    names: dict[str, None] = {}
    for found in (first, second):
        own = found.tables.get(key)
        if own is not None and any(
            a.status != "missing" and a == b for a, b in zip(own.cells, table.cells, strict=False)
        ):
            names |= dict.fromkeys(found.rungs.get(key, ()))
    return tuple(names)
