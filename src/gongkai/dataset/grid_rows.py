"""A report's rows in the files of what no form defines."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.dataset.rows import Row
from gongkai.report import Report

JOIN = " / "
"""What joins the labels of a path."""


def grid_rows(report: Report) -> Iterator[Row]:
    """Give the rows of ``grids.csv``."""
    for grid in report.grids:
        passed = sum(check.status == "pass" for check in grid.sums)
        sizes = (len(grid.rows), len(grid.columns), len(grid.cells))
        about = (grid.caption, grid.unit, grid.section)
        yield (report.report_id, grid.id, *about, *sizes, passed, len(grid.sums) - passed)


def grid_cell_rows(report: Report) -> Iterator[Row]:
    """Give the rows of ``grid_cells.csv``."""
    for grid in report.grids:
        rows, columns = [JOIN.join(path) for path in grid.rows], [JOIN.join(path) for path in grid.columns]
        for c in grid.cells:
            place = (grid.id, c.row, c.column, rows[c.row], columns[c.column])
            yield (report.report_id, *place, c.value, c.text, c.unit, c.status)


def extra_rows(report: Report) -> Iterator[Row]:
    """Give the rows of ``extra.csv``."""
    for key, table in report.tables.items():
        for row in table.extra:
            yield (report.report_id, key, row.label, JOIN.join(map(str, row.values)))


def other_rows(report: Report) -> Iterator[Row]:
    """Give the row of ``others.csv``, for a document of no known form."""
    if report.status == "other":
        source = report.source
        about = (report.title, report.agency, report.year, len(report.grids), "; ".join(report.form.reasons))
        yield (report.report_id, source.path, source.sha256, source.format, *about)
