"""The script that measures what sums prove: what it calls free is free."""

from __future__ import annotations

from corpus.options import any_options
from corpus.truth import make_truth
from implied import counted, free_cells
from support import form_named, make_report

SPARSE = 4105  # a seed whose report prints no zero


def test_a_zero_is_free_where_another_table_prints_the_same_text():
    """Each is a zero in truth; of a report whose cells are all printed none is."""
    form = form_named("gio-2021")
    truth = make_truth(SPARSE, form, **any_options(SPARSE))
    free = set(free_cells(truth, form))
    assert len(free) > 20
    assert all(not truth.tables[table][key].value for table, key in free)
    full = make_truth(1, form, profile="city", blanks=0.0, slashes=0.0)
    assert set(free_cells(full, form)) == set()


def test_open_zeros_are_implied_free_or_missed():
    """Cells of tables without sums are not asked for."""
    form = form_named("gio-2021")
    truth = make_truth(SPARSE, form, **any_options(SPARSE))
    report = make_report({(table, *key): "?" for table, cells in truth.tables.items() for key in cells})
    free = frozenset(free_cells(truth, form))
    counts = counted(truth, report, frozenset({"requests", "reviews_litigation"}), free)
    assert counts["open zeros"] == counts["free"] + counts["missed"] > counts["free"] > 0
    assert counts["implied"] == counts["contradicted"] == 0
