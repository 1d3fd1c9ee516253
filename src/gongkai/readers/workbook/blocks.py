"""From sheets to blocks: tables parted by blank rows and by headings become grids, what stands over and under them paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongkai.document import Block, Grid, GridCell, Paragraph, Place
from gongkai.readers.bounds import MERGED, refuse_many
from gongkai.readers.workbook.parting import Shown, parts_of
from gongkai.readers.workbook.sheet import Sheet, SheetCell, Span, address


def shown_of(sheet: Sheet) -> Shown:
    """Take out what is hidden; what is merged over hidden rows or columns shrinks with them. Raises NotAReport."""
    row_at, column_at = _shift(sheet.hidden_rows), _shift(sheet.hidden_columns)
    refuse_many(sum(height * width for *_, height, width in sheet.merged), MERGED, "places under merged cells")
    cells = {(cell.row, cell.column): cell for cell in sheet.cells}
    merged: dict[tuple[int, int], Span] = {}
    covered: set[tuple[int, int]] = set()
    moved: dict[tuple[int, int], SheetCell] = {}
    for top, left, height, width in sheet.merged:
        lines = [row for row in range(top, top + height) if row not in sheet.hidden_rows]
        slots = [column for column in range(left, left + width) if column not in sheet.hidden_columns]
        anchor = cells.pop((top, left), None)
        for inner in _under((top, left, height, width), cells):
            del cells[inner]  # what stands under a merged cell is not shown
        if not lines or not slots:
            continue
        row, column = row_at(lines[0]), column_at(slots[0])
        merged[row, column] = (row, column, len(lines), len(slots))
        covered |= {(row + i, column + j) for i in range(len(lines)) for j in range(len(slots))} - {(row, column)}
        if anchor is not None:
            moved[row, column] = anchor
    for (row, column), cell in cells.items():
        if row not in sheet.hidden_rows and column not in sheet.hidden_columns:
            moved[row_at(row), column_at(column)] = cell
    rows: dict[int, dict[int, SheetCell]] = {}
    for (row, column), cell in sorted(moved.items()):
        if cell.text.strip():
            rows.setdefault(row, {})[column] = cell
    return Shown(rows, merged, frozenset(covered))


def _under(span: Span, cells: Mapping[tuple[int, int], SheetCell]) -> list[tuple[int, int]]:
    """Return the cells that lie in a span, looked for among whichever are fewer, its places or the cells."""
    top, left, height, width = span
    if height * width < len(cells):
        every = ((row, column) for row in range(top, top + height) for column in range(left, left + width))
        return [place for place in every if place in cells]
    return [place for place in cells if top <= place[0] < top + height and left <= place[1] < left + width]


class _Shift:
    """Where a row or column stands once the hidden ones are taken out."""

    def __init__(self, hidden: frozenset[int]) -> None:
        self._hidden = sorted(hidden)

    def __call__(self, index: int) -> int:
        return index - sum(1 for one in self._hidden if one < index) if self._hidden else index


def _shift(hidden: frozenset[int]) -> _Shift:
    return _Shift(hidden)


def blocks_of(sheet: Sheet, first_table: int) -> Iterator[Block]:
    """Yield the paragraphs and grids of a sheet; tables are numbered from ``first_table``."""
    for text in sheet.floating:
        yield Paragraph(text=text)
    shown = shown_of(sheet)
    table = first_table
    for region in _regions(shown):
        for part in parts_of(region, shown):
            if len(part) == 1 and len(shown.rows[part[0]]) == 1:
                yield _paragraph(next(iter(shown.rows[part[0]].values())), sheet.name)
            else:
                yield _grid(part, shown, sheet.name, table)
                table += 1


def _regions(shown: Shown) -> Iterator[list[int]]:
    """Yield the rows between blank rows; a row that a merged cell reaches into is none."""
    reached = {row for row, _ in shown.covered}
    region: list[int] = []
    for row in sorted(shown.rows.keys() | reached):
        if region and row != region[-1] + 1:
            yield [r for r in region if r in shown.rows]
            region = []
        region.append(row)
    yield [r for r in region if r in shown.rows]


def _paragraph(cell: SheetCell, sheet: str) -> Paragraph:
    return Paragraph(text=cell.text.strip(), place=Place(address=address(sheet, cell.row, cell.column)))


def _grid(rows: list[int], shown: Shown, sheet: str, table: int) -> Grid:
    """Make a grid of the rectangle that the rows' cells span, blank cells among them."""
    held = [(row, column) for row in rows for column in shown.rows[row]]
    spans = [shown.merged.get(place, (*place, 1, 1)) for place in held]
    left, right = min(c for _, c in held), max(c + width for _, c, _, width in spans)
    top = rows[0]
    bottom = max(row + height for row, _, height, _ in spans)
    cells: list[GridCell] = []
    for row in range(top, bottom):
        line = shown.rows.get(row, {})
        for column in range(left, right):
            if (row, column) not in shown.covered:
                _, _, height, width = shown.merged.get((row, column), (row, column, 1, 1))
                cells.append(
                    GridCell(
                        row=row - top, column=column - left, row_span=min(height, bottom - row),
                        column_span=min(width, right - column),
                        text=line[column].text if column in line else "",
                        place=_place(line.get(column), (row - top, column - left), sheet, table),
                        set_in=2.0 * line[column].indent if column in line else 0.0,
                    )
                )  # fmt: skip
    return Grid(cells=tuple(cells), place=Place(table=table))


def _place(cell: SheetCell | None, slot: tuple[int, int], sheet: str, table: int) -> Place:
    if cell is None:
        return Place(table=table, cell=slot)
    return Place(table=table, cell=slot, address=address(sheet, cell.row, cell.column))
