"""How far figures are confirmed: by labels and by a passing sum, never by one of them alone."""

from __future__ import annotations

import pytest

from gongkai.report import Cell, Check, Table, Verification
from gongkai.verdict import verify

CELLS = (("received", "natural_person"), ("received", "total"))


def table(*, anchor: str | None = "label", statuses: tuple[str, str] = ("reported", "reported")) -> dict[str, Table]:
    cells = tuple(
        Cell(row=row, column=column, value=1 if s == "reported" else None, anchor=anchor, status=s)  # type: ignore[arg-type]
        for (row, column), s in zip(CELLS, statuses, strict=True)
    )
    return {"requests": Table(form="gio-2021", cells=cells)}


def check(status: str = "pass", kind: str = "row_total", severity: str = "error", chose: bool = False) -> Check:
    return Check(
        id="one",
        table="requests",
        kind=kind,
        severity=severity,
        status=status,
        chose=chose,
        cells=CELLS,  # type: ignore[arg-type]
    )


def counts(tables: dict[str, Table], *checks: Check) -> tuple[int, int, int]:
    got = verify(tables, checks)
    assert got.verified + got.contradicted + got.unchecked == got.reported
    return got.verified, got.contradicted, got.unchecked


@pytest.mark.parametrize("anchor", ["label", "grid"])
def test_a_placed_cell_under_a_passing_sum_is_verified(anchor):
    """Both the labels and the sum speak for it."""
    assert counts(table(anchor=anchor), check()) == (2, 0, 0)


def test_a_cell_placed_by_order_alone_is_not_verified():
    """Sums cannot tell two swapped columns apart."""
    assert counts(table(anchor="order"), check()) == (0, 0, 2)


def test_a_sum_that_chose_the_reading_does_not_confirm_it():
    """It would confirm itself."""
    assert counts(table(), check(chose=True)) == (0, 0, 2)


def test_a_failing_sum_contradicts_all_its_cells():
    """Whichever of them is wrong, none of them is confirmed by another check."""
    assert counts(table(), check("fail")) == (0, 2, 0)
    assert counts(table(), check("fail"), check()) == (0, 2, 0)


@pytest.mark.parametrize("kind", ["narrative", "cross_year"])
def test_a_sentence_neither_confirms_nor_contradicts(kind):
    """A warning is no contradiction, and a sentence no sum."""
    assert counts(table(), check("fail", kind, "warning")) == (0, 0, 2)
    assert counts(table(), check("pass", kind, "warning")) == (0, 0, 2)


def test_a_skipped_check_says_nothing():
    """Cells under skipped sums are unchecked."""
    assert counts(table(), check("skipped")) == (0, 0, 2)


@pytest.mark.parametrize("status", ["blank", "missing", "ambiguous", "unreadable", "not_applicable"])
def test_only_reported_cells_are_counted(status):
    """A cell without a figure is a cell, and nothing more."""
    got = verify(table(statuses=("reported", status)), (check(),))
    assert got == Verification(cells=2, reported=1, verified=1, contradicted=0, unchecked=0)


def test_a_check_of_another_table_touches_nothing_here():
    """Rows of one name stand in more than one table."""
    other = Check(id="x", table="reviews_litigation", kind="row_total", severity="error", status="fail", cells=CELLS)
    assert counts(table(), other) == (0, 0, 2)
