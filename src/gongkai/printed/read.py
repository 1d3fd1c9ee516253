"""From the tables of a document as printed to those of a form: every figure keeps its place, what the form does not know goes to extra."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec
from msgspec import UNSET, Struct

from gongkai.forms.model import Form, TableForm
from gongkai.grids.torn_rows import is_torn
from gongkai.grids.values import in_brackets
from gongkai.printed.assign import Fit, assign
from gongkai.printed.heads import Leaf, leaves_of
from gongkai.printed.lines import rows_of
from gongkai.printed.names import own_label
from gongkai.printed.repeated import prefixed, rows_of_unit, unit_of
from gongkai.printed.torn import names_in, rejoined, without_torn
from gongkai.report import Anchor, Cell, FormMatch, GridFigure, PrintedGrid, Table
from gongkai.table_rows import ExtraRow, TableRow
from gongkai.text.fold import squeeze

UNTOLD = "two rows with one name, or the pieces of a row that a page end tore, cannot be told apart"
"""Why a cell of a form read as printed is ambiguous."""
_FAMILY = 0.5  # of a form's tables, where the title does not say that the report is of its family
_ALONE = 0.7  # how well the one table of a form must fit then


class Reading(Struct, frozen=True):
    """The tables of one form in a document; ``used`` are the indices of the printed tables that they were read from."""

    tables: dict[str, Table]
    found: frozenset[str]
    used: frozenset[int]
    form: FormMatch


def read_printed(form: Form, grids: Sequence[PrintedGrid], headings: Sequence[str], title: str | None) -> Reading:
    """Read a form's tables from printed ones; the match has no id where too little of the form is there."""
    names = names_in(form)
    grids = [without_torn(rejoined(grid, names), names) for grid in grids]
    fits = assign(form, grids, headings)
    found = {key: [f for f in fits if f.table.key == key] for key in dict.fromkeys(f.table.key for f in fits)}
    tables: dict[str, Table] = {}
    for table in form.tables:
        if table.key in found:
            own = found[table.key]
            several = table.spec.repeats is not None
            tables[table.key] = _repeated(table, own, grids, headings) if several else _table(table, own, grids)
        elif not table.spec.optional:
            tables[table.key] = _absent(table)
    return Reading(tables, frozenset(found), frozenset(f.grid for f in fits), _match(form, found, title))


def _match(form: Form, found: dict[str, list[Fit]], title: str | None) -> FormMatch:
    needed = max(1, len([t for t in form.tables if not t.spec.optional]))
    score = min(1.0, sum(max(f.worth for f in fits) for fits in found.values()) / needed)
    said = squeeze(title or "")
    subjects = [squeeze(s) for s in (form.spec.titles.subjects if form.spec.titles else (form.spec.name,))]
    named = any(s and s in said for s in subjects)
    called = [key for key, fits in found.items() if any(_is_called(f) for f in fits)]
    enough = len(called) >= max(2, _FAMILY * needed) if len(form.tables) > 1 else score >= _ALONE
    if not found or not (named or enough):
        return FormMatch(None, round(score, 3), ())
    reasons = [f"the title names {form.spec.name}"] if named else []
    reasons += [
        f"table {fits[0].table.spec.label} is printed ({max(f.worth for f in fits):.0%} of its labels)"
        for fits in found.values()
    ]
    return FormMatch(form.id, round(score, 3), tuple(reasons))


def _is_called(fit: Fit) -> bool:
    """Whether a caption names the table wholly; beside the label of one that repeats it names the unit."""
    return fit.called >= (1 if fit.table.spec.repeats is not None else 2)


def _absent(table: TableForm) -> Table:
    cells = tuple(Cell(row=s.row, column=s.column, unit=s.unit or table.spec.unit) for s in table.slots)
    return Table(form=table.form, cells=cells, rows=() if table.open is not None else UNSET)


def _repeated(table: TableForm, fits: Sequence[Fit], grids: Sequence[PrintedGrid], headings: Sequence[str]) -> Table:
    """Put the printed tables of all units below each other, each row with the name of its unit."""
    cells: list[Cell] = []
    rows: list[TableRow] = []
    extra: list[ExtraRow] = []
    for number, fit in enumerate(fits, 1):
        block, grid = _Block(fit, grids[fit.grid]), grids[fit.grid]
        name = unit_of(table.spec, grid, headings[fit.grid])
        cells += prefixed(number, block.cells())
        if table.spec.repeats is not None:
            rows += rows_of_unit(number, block.rows(), table.spec.repeats, name)
        extra += block.extra()
    numbered = tuple(msgspec.structs.replace(row, ordinal=n) for n, row in enumerate(rows, 1))
    return Table(form=table.form, cells=tuple(cells), extra=tuple(extra), rows=numbered)


def _table(table: TableForm, fits: Sequence[Fit], grids: Sequence[PrintedGrid]) -> Table:
    """Put the blocks of one table together, in form order; an open table in printed order."""
    own = {fit.block: _Block(fit, grids[fit.grid]) for fit in fits}
    cells: list[Cell] = []
    rows: list[TableRow] = []
    for index, _ in enumerate(table.spec.blocks):
        if index in own:
            cells += own[index].cells()
            rows += own[index].rows()
        else:
            cells += [
                Cell(row=s.row, column=s.column, unit=s.unit or table.spec.unit)
                for line in table.lines
                if line.block == index
                for s in line.slots
            ]
    extra = tuple(chain.from_iterable(own[index].extra() for index in sorted(own)))
    numbered = tuple(msgspec.structs.replace(row, ordinal=n) for n, row in enumerate(rows, 1))
    return Table(form=table.form, cells=tuple(cells), extra=extra, rows=numbered if table.open is not None else UNSET)


class _Block:
    """One printed table read as one block."""

    def __init__(self, fit: Fit, grid: PrintedGrid) -> None:
        self._fit, self._grid = fit, grid
        self._spec = fit.table.spec.blocks[fit.block]
        self._figures = {(f.row, f.column): f for f in grid.cells}
        self._unit = fit.table.spec.unit

    def cells(self) -> list[Cell]:
        if self._spec.across:
            return self._across()
        named, open_rows = self._fit.lines.named, self._fit.lines.open
        if self._spec.open is not None:
            keys = {at: row.key for at, row in named.items()} | {at: row.key for at, row in open_rows.items()}
            there = [self._row(at, keys[at]) for at in sorted(keys)]
            return list(chain.from_iterable(there))
        at_of = {row.key: at for at, row in named.items()}
        lines = [line for line in self._fit.table.lines if line.block == self._fit.block]
        optional = {row.key for row in rows_of(self._spec) if row.optional}
        return list(
            chain.from_iterable(
                self._row(at_of.get(line.key), line.key)
                for line in lines
                if line.key in at_of or line.key not in optional
            )
        )

    def _row(self, at: int | None, key: str) -> list[Cell]:
        spec = self._fit.lines.named[at].spec if at is not None and at in self._fit.lines.named else None
        return [
            self._cell(at, column, leaf, key, spec.unit if spec else None)
            for column, leaf in self._columns()
            if leaf.kind != "text"
        ]

    def _across(self) -> list[Cell]:
        at = 0 if len(self._grid.rows) == 1 else None
        return [self._cell(at, column, leaf, leaf.row or "", None) for column, leaf in self._columns()]

    def _columns(self) -> list[tuple[int | None, Leaf]]:
        """Every column of the form with the printed one that it is; optional ones that are absent are left out."""
        from_key = {(leaf.row, leaf.key): column for column, leaf in self._fit.heads.leaves.items()}
        leaves = leaves_of(self._spec)
        return [
            (from_key.get((leaf.row, leaf.key)), leaf)
            for leaf in leaves
            if (leaf.row, leaf.key) in from_key or not leaf.optional
        ]

    def _cell(self, at: int | None, column: int | None, leaf: Leaf, key: str, unit: str | None) -> Cell:
        unit = unit or leaf.unit or self._unit
        figure = self._figures.get((at, column)) if at is not None and column is not None else None
        if figure is None or column is None:
            empty = (
                self._spec.across and column is not None and not self._grid.rows
            )  # its one line is there, with nothing in it
            return Cell(row=key, column=leaf.key, unit=unit, status="blank" if empty else "missing")
        if at in self._fit.lines.unsure or (at is not None and is_torn(self._grid.rows[at])):
            return Cell(row=key, column=leaf.key, unit=unit, status="ambiguous", source=figure.source)
        if self._fit.table.spec.brackets == "negative":
            figure = negative_of(figure)
        return _read(figure, key, leaf.key, unit, self._fit.heads.anchors[column])

    def rows(self) -> list[TableRow]:
        """The rows of an open table, words beside their figures among them."""
        found: dict[int, TableRow] = dict(self._fit.lines.open)
        for at, row in self._fit.lines.named.items():
            found[at] = TableRow(key=row.key, ordinal=0, label=own_label(self._grid.rows[at]))
        return (
            [msgspec.structs.replace(found[at], texts=self._texts(at)) for at in sorted(found)]
            if self._spec.open is not None or self._fit.table.spec.repeats is not None
            else []
        )

    def _texts(self, at: int) -> dict[str, str]:
        return {
            leaf.key: self._figures[at, column].text
            for column, leaf in self._columns()
            if leaf.kind == "text" and column is not None and (at, column) in self._figures
        }

    def extra(self) -> Iterable[ExtraRow]:
        if self._spec.across:
            return
        for at in self._fit.lines.unknown:
            values = tuple(
                self._figures[at, c].text for c in range(len(self._grid.columns)) if (at, c) in self._figures
            )
            if any(values):
                yield ExtraRow(own_label(self._grid.rows[at]), values)


def negative_of(figure: GridFigure) -> GridFigure:
    """A figure alone in brackets as the negative one that it is where a form says so."""
    value = in_brackets(figure.text) if figure.value is None and figure.status != "ambiguous" else None
    return figure if value is None else msgspec.structs.replace(figure, value=value, status="reported")


def _read(figure: GridFigure, row: str, column: str, unit: str | None, anchor: Anchor) -> Cell:
    status = "unreadable" if figure.status == "text" else figure.status
    return Cell(
        row=row,
        column=column,
        value=figure.value,
        raw=figure.text or None,
        unit=figure.unit or unit,
        anchor=anchor,
        status=status,
        note=figure.note,
        source=figure.source,
    )
