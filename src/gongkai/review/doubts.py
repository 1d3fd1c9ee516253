"""What somebody has to look at in a report, most pressing first: failing checks, then cells that are open, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from gongkai.forms.model import Form
from gongkai.report import Report
from gongkai.review.model import CellView, CheckView, Doubt, Jump, TableView
from gongkai.review.names import Variables, names_of
from gongkai.review.states import MEANINGS

_OPEN = tuple(m.state for m in MEANINGS if m.doubtful and m.state != "contradicted")


def doubts_of(
    report: Report, tables: Iterable[TableView], checks: Iterable[CheckView], forms: tuple[Form, ...]
) -> tuple[Doubt, ...]:
    """Return every doubt of a report; errors before warnings."""
    tables = tuple(tables)
    cells = {view.number: view for table in tables for view in table.cells}
    failing = [c for c in checks if c.check.status == "fail"]
    failing.sort(key=lambda c: c.check.severity != "error")
    variables = names_of(report, forms)
    return (
        *(_of_check(check, [cells[number] for number in check.cells], variables) for check in failing),
        *(doubt for table in tables for doubt in _of_table(table, variables)),
    )


def _of_check(view: CheckView, cells: list[CellView], variables: Variables) -> Doubt:
    check = view.check
    return Doubt(
        state="contradicted"
        if any(cell.state == "contradicted" for cell in cells) and check.severity == "error"
        else None,
        zh=view.name.zh,
        en=view.name.en,
        id=check.id,
        message=check.message or f"{check.left} ≠ {check.right}",
        message_zh=check.message_zh or "",
        jumps=_jumps(cells, variables),
    )


def _of_table(table: TableView, variables: Variables) -> Iterator[Doubt]:
    if table.cells and all(view.state == "missing" for view in table.cells):
        # a list of two hundred cells would say no more
        first = Jump(table.cells[0], "第一格", "the first cell")
        yield Doubt(state="missing", zh=table.name, en=table.name_en, jumps=(first,), whole=True)
        return
    for state in _OPEN:
        open_cells = [view for view in table.cells if view.state == state]
        for row, group in groupby(open_cells, key=lambda view: view.cell.row):
            members = list(group)
            known = variables.get((table.key, row, members[0].cell.column))
            zh, en = (" / ".join(known.row.zh), " / ".join(known.row.en)) if known else (row, "")
            yield Doubt(state=state, zh=zh, en=en, jumps=_jumps(members, variables, rows=False))


def _jumps(cells: list[CellView], variables: Variables, *, rows: bool = True) -> tuple[Jump, ...]:
    """Name cells by what they do not share: their columns, their rows, or both."""
    several = rows and len({view.cell.row for view in cells}) > 1
    columns = not several or len({view.cell.column for view in cells}) > 1
    return tuple(Jump(view, *_name(view, variables, several, columns)) for view in cells)


def _name(view: CellView, variables: Variables, row: bool, column: bool) -> tuple[str, str]:
    known = variables.get((view.table, view.cell.row, view.cell.column))
    if known is None:
        keys = [key for key, wanted in ((view.cell.row, row), (view.cell.column, column)) if wanted]
        return " · ".join(keys), " · ".join(keys)
    parts = [labels for labels, wanted in ((known.row, row), (known.column, column)) if wanted]
    return " · ".join(part.zh[-1] for part in parts), " · ".join(part.en[-1] for part in parts)
