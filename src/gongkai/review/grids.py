"""A report's tables as printed, beside their source: what is known of each figure, and the sums that fail."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report import Cell, GridFigure, PrintedGrid, Report
from gongkai.review.model import CellView, GridView, Slot, SumView
from gongkai.review.states import State
from gongkai.review.tables import printed_rows
from gongkai.show.grids import grid_layout
from gongkai.show.values import plain

_At = tuple[int, int]


def grids_of(report: Report, first: int) -> tuple[GridView, ...]:
    """Lay out the tables of ``report`` that no form claims; their figures are numbered on from ``first``."""
    views: list[GridView] = []
    for grid in report.grids:
        view = _view(grid, first)
        first += len(view.cells)
        views.append(view)
    return tuple(views)


def _view(grid: PrintedGrid, first: int) -> GridView:
    failing = {s.total for s in grid.sums if s.status == "fail"}
    held = {at for s in grid.sums if s.status == "pass" for at in (s.total, *s.parts)}
    sums = tuple(
        SumView(f"{grid.id}-{number}", _named(grid, s.total), s)
        for number, s in enumerate(grid.sums)
        if s.status == "fail"
    )
    touching: dict[_At, list[str]] = {}
    for each in sums:
        for at in (each.sum.total, *each.sum.parts):
            touching.setdefault(at, []).append(each.id)
    cells: dict[_At, CellView] = {}
    for figure in grid.cells:
        at = (figure.row, figure.column)
        state = _state(figure, at in failing, at in held)
        if state is not None:
            cells[at] = CellView(
                number=first + len(cells), table=grid.id, cell=_cell(grid, figure), state=state, text=plain(figure.text),
                checks=(), stop=False, warned=False, sums=tuple(touching.get(at, ())),
            )  # fmt: skip
    texts = {(f.row, f.column): plain(f.text) for f in grid.cells}
    return GridView(
        id=grid.id, caption=grid.caption or "", unit=grid.unit or "", section=grid.section or "",
        rows=tuple(_rows(grid, cells, texts)), cells=tuple(cells.values()), sums=sums,
        passed=sum(s.status == "pass" for s in grid.sums),
    )  # fmt: skip


def _state(figure: GridFigure, failing: bool, held: bool) -> State | None:
    """What is known of a figure, as of those of forms; None of words."""
    if figure.status == "text":
        return None
    if figure.status != "reported":
        return figure.status
    return "contradicted" if failing else "verified" if held else "unchecked"


def _cell(grid: PrintedGrid, figure: GridFigure) -> Cell:
    row, column = " / ".join(grid.rows[figure.row]), " / ".join(grid.columns[figure.column])
    status = figure.status if figure.status != "text" else "unreadable"
    return Cell(
        row=row, column=column, value=figure.value, raw=figure.text, unit=figure.unit, anchor=None, status=status,
        note=figure.note, source=figure.source,
    )  # fmt: skip


def _rows(grid: PrintedGrid, cells: dict[_At, CellView], texts: dict[_At, str]) -> Iterator[tuple[Slot, ...]]:
    for row in printed_rows(grid_layout(grid)):
        slots = []
        for box in row:
            at = (int(box.cell[0]), int(box.cell[1])) if box.cell else None
            slots.append(Slot(box, cells.get(at) if at else None, texts.get(at, "") if at else ""))
        yield tuple(slots)


def _named(grid: PrintedGrid, at: _At) -> str:
    return plain(" · ".join(filter(None, (" / ".join(grid.rows[at[0]]), " / ".join(grid.columns[at[1]])))))
