"""What sums refuse: heads that they contradict, and figures that may be published wrong."""

from __future__ import annotations

from gongkai.document import NOWHERE
from gongkai.tables.decide.faults import faults_of, suspects_of
from gongkai.tables.decide.refuse import refuse_contradicted, refuse_exchanged
from gongkai.tables.reading import Placed, Reading, Value
from gongkai.text.numerals import read_figure
from tables.build import forms

TABLE = forms()["gio-2021"].table("requests")


def row(line, text, order=range(7), **facts):
    """Return a row whose figures, as printed, stand in the slots of ``order``."""
    placed = tuple(
        Placed(slot, Value(t, read_figure(t), NOWHERE), "label") for slot, t in zip(order, text.split(), strict=True)
    )
    return Reading(line=line, label="", placed=placed, **facts)


TURNED = (6, 1, 2, 3, 4, 5, 0)


def test_heads_that_a_sum_contradicts_are_refused():
    """The sum holds in the form's order and fails in that of the heads: no row below them keeps its places."""
    left = refuse_contradicted([row(0, "2 1 0 0 0 0 3", TURNED), row(1, "0 0 0 0 0 0 0", TURNED)], TABLE)
    assert not any(reading.placed for reading in left)
    assert [len(reading.loose) for reading in left] == [7, 7]
    assert "heads" in left[0].reason


def test_heads_that_another_row_confirms_are_kept():
    """A row that closes in the order of the heads, and is not the form's, speaks for them."""
    rows = [row(0, "2 1 0 0 0 0 3", TURNED), row(1, "3 1 0 0 0 0 2", TURNED)]
    assert refuse_contradicted(rows, TABLE) == tuple(rows)


def test_a_wrong_sum_in_the_forms_own_order_is_kept_as_published():
    """No other order closes it."""
    rows = (row(0, "2 1 0 0 0 0 4"),)
    assert refuse_contradicted(rows, TABLE) == rows


def test_figures_that_changed_places_by_their_units_are_refused():
    """Money where the form counts projects, a mere number under the amount: a converter printed the row in another order."""
    table = forms()["gio-2019"].table("active_disclosure")
    line = next(i for i, each in enumerate(table.lines) if each.key == "procurement")
    kept, left = (refuse_exchanged([row(line, text, range(2))], table)[0] for text in ("6项 251000元", "251000元 6"))
    assert (len(kept.placed), len(left.placed), len(left.loose)) == (2, 0, 2)
    assert "unit" in left.reason


def test_a_whole_row_whose_sum_fails_is_under_suspicion():
    """Only rows whose figures were run together are."""
    assert suspects_of([row(0, "2 1 0 0 0 0 4", whole=True), row(1, "2 1 0 0 0 0 4")], TABLE) == (0,)
    assert suspects_of([row(0, "2 1 0 0 0 0 3", whole=True)], TABLE) == ()


def test_each_figure_of_a_suspected_row_may_be_the_wrong_one():
    """With three suspected rows nearly anything adds up, so nothing is assumed."""
    rows = [row(i, "2 1 0 0 0 0 4", whole=True) for i in range(3)]
    assert len(list(faults_of(rows, TABLE, (0,)))) == 7
    assert list(faults_of(rows, TABLE, (0, 1, 2))) == []
