"""Tables as printed, made ready for drawing, for Markdown, for CSV and as pandas frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gongkai.forms.model import Form
from gongkai.messages.catalogue import said, say
from gongkai.messages.language import Language
from gongkai.report import GridFigure, PrintedGrid, Report
from gongkai.show.layout import Box, Layout
from gongkai.show.values import Mark, Shown, View, plain, views_of

if TYPE_CHECKING:
    import pandas as pd

_LONGEST = 60  # letters of a cell in a terminal
Lines = list[list[str]]


def grid_views(report: Report, language: Language = "en") -> tuple[View, ...]:
    """Make every table as printed ready for drawing; a total that its parts contradict is marked."""
    return tuple(_view(grid, language) for grid in report.grids)


def _view(grid: PrintedGrid, language: Language) -> View:
    name = plain(grid.caption or say("text.no_caption").in_(language))
    unit = f"（{plain(grid.unit)}）" if grid.unit and grid.unit not in name else ""
    failing = {s.total for s in grid.sums if s.status == "fail"}
    cells = {(str(c.row), str(c.column)): _shown(c, failing) for c in grid.cells}
    sums = tuple(
        (say("text.sum").in_(language), _said(grid, s.total, said(s.message, language)))
        for s in grid.sums
        if s.status == "fail"
    )
    return View(grid.id, f"{name}{unit}", grid_layout(grid), cells, sums)


def _said(grid: PrintedGrid, total: tuple[int, int], message: str) -> str:
    return plain(f"{' / '.join(grid.rows[total[0]])} · {' / '.join(grid.columns[total[1]])}: {message}")


def _shown(cell: GridFigure, failing: set[tuple[int, int]]) -> Shown:
    text = plain(cell.text)
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    if (cell.row, cell.column) in failing:
        return Shown(f"{text}!", "contradicted")
    mark: Mark | None = {"unreadable": "unreadable", "ambiguous": "ambiguous"}.get(cell.status)  # type: ignore[assignment]
    return Shown(text, mark)


def grid_layout(grid: PrintedGrid) -> Layout:
    """Lay a table out: a head that stands over neighbours once, a group's label once beside its rows."""
    deep = max((len(path) for path in grid.columns), default=0) or 1
    wide = max((len(path) for path in grid.rows), default=0)
    boxes = [Box(row=0, column=c, row_span=deep, role="head") for c in range(wide)]
    boxes += _heads(grid.columns, deep, wide)
    boxes += _labels(grid.rows, deep, wide)
    boxes += [
        Box(row=deep + r, column=wide + c, role="value", cell=(str(r), str(c)))
        for r in range(len(grid.rows))
        for c in range(len(grid.columns))
    ]
    return Layout(tuple(boxes), deep + len(grid.rows), wide, len(grid.columns))


def _heads(paths: Sequence[tuple[str, ...]], deep: int, left: int) -> Iterator[Box]:
    for level in range(deep):
        for start, stop in _runs(paths, level):
            path = paths[start]
            if level < len(path) or (level == 0 and not path):
                tall = deep - level if level + 1 >= len(path) else 1
                text = plain(path[level]) if path else ""
                yield Box(
                    row=level, column=left + start, row_span=tall, column_span=stop - start, text=text, role="head"
                )


def _labels(paths: Sequence[tuple[str, ...]], top: int, wide: int) -> Iterator[Box]:
    for level in range(wide):
        for start, stop in _runs(paths, level):
            path = paths[start]
            if level < len(path) or (level == 0 and not path):
                across = wide - level if level + 1 >= len(path) else 1
                text = plain(path[level]) if path else ""
                yield Box(
                    row=top + start, column=level, row_span=stop - start, column_span=across, text=text, role="label"
                )


def _runs(paths: Sequence[tuple[str, ...]], level: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of neighbours that share their labels down to ``level`` and go on below it; others stand alone."""
    start = 0
    for at in range(1, len(paths) + 1):
        shared = at < len(paths) and len(paths[start]) > level + 1 and len(paths[at]) > level + 1
        if not (shared and paths[at][: level + 1] == paths[start][: level + 1]):
            yield start, at
            start = at


def grid_lines(grid: PrintedGrid) -> Lines:
    """Return a table as lines of cells, as printed: its heads, then its rows, labels first; a label of several rows on each of them."""
    deep = max((len(path) for path in grid.columns), default=0) or 1
    wide = max((len(path) for path in grid.rows), default=0)
    lines = [
        ["" for _ in range(wide)] + [path[level] if level < len(path) else "" for path in grid.columns]
        for level in range(deep)
    ]
    lines += [[*path, *[""] * (wide - len(path) + len(grid.columns))] for path in grid.rows]
    for cell in grid.cells:
        lines[deep + cell.row][wide + cell.column] = cell.text
    return lines


def view_lines(view: View) -> Lines:
    """Return a form's table as lines of cells; what spans several places stands in the first."""
    lines = [[""] * view.layout.columns for _ in range(view.layout.rows)]
    for box in view.layout.boxes:
        shown = view.cells.get(box.cell) if box.cell is not None else None
        lines[box.row][box.column] = shown.text if shown is not None else box.text
    return lines


def printed_tables(report: Report, forms: tuple[Form, ...] | None = None) -> dict[str, Lines]:
    """Return each table as lines of cells, as printed: those of a form under their keys, others under their ids."""
    views = {view.key: view_lines(view) for view in views_of(report, forms)}
    return views | {grid.id: grid_lines(grid) for grid in report.grids}


def grid_frame(grid: PrintedGrid) -> pd.DataFrame:
    """Return a table as a pandas frame: numbers where numbers are printed, words as text, ``<NA>`` elsewhere.

    Rows and columns carry the printed labels, outermost first; shorter paths are padded with ``""``.
    """
    import pandas as pd  # noqa: PLC0415  (half a second to import)

    values: dict[tuple[int, int], object] = {
        (c.row, c.column): c.value if c.value is not None else c.text if c.status == "text" and c.text else pd.NA
        for c in grid.cells
    }
    data = [[values.get((r, c), pd.NA) for c in range(len(grid.columns))] for r in range(len(grid.rows))]
    frame = pd.DataFrame(data, index=_index(grid.rows), columns=_index(grid.columns))
    return frame.convert_dtypes()


def _index(paths: Sequence[tuple[str, ...]]) -> pd.Index:
    import pandas as pd  # noqa: PLC0415

    depth = max((len(path) for path in paths), default=1) or 1
    padded = [(*path, *[""] * (depth - len(path))) for path in paths]
    return (
        pd.MultiIndex.from_tuples(padded)
        if depth > 1 and padded
        else pd.Index([path[0] for path in padded], dtype="object")
    )
