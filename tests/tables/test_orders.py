"""Text that does not print figures behind their labels: which layouts it may have, and which its sums choose."""

from __future__ import annotations

from gongkai.document import NOWHERE
from gongkai.tables.fragments import flow, pieces_of
from gongkai.tables.reading import Placed, Reading, Value
from gongkai.tables.text.labels import locate
from gongkai.tables.text.orders import choose, loosen, other_layouts
from gongkai.tables.text.owners import share_out
from gongkai.tables.text.stretch import take_apart
from gongkai.text.numerals import read_figure
from tables.build import forms
from tables.drawing import drawn

TABLE = forms()["gio-2021"].table("requests")


def layouts(text):
    """Return the other layouts of drawn lines, each as the figures of each label in print order."""
    stretch = take_apart(flow(pieces_of(drawn(text))), TABLE)
    owned = share_out(stretch, TABLE, locate(stretch.words, TABLE)).owned
    found = other_layouts(stretch, TABLE, owned)
    return [[" ".join(token.text for token in layout[row]) for row in sorted(layout)] for layout in found]


def readings(total):
    """Return a table all of whose rows are read: one received and one granted, ``total`` the granted row's sum."""
    figures = {"received": "1 0 0 0 0 0 1", "granted": f"1 0 0 0 0 0 {total}", "outcomes_total": "1 0 0 0 0 0 1"}
    made = []
    for index, line in enumerate(TABLE.lines):
        texts = figures.get(line.key, "0 0 0 0 0 0 0").split()
        placed = tuple(Placed(i, Value(t, read_figure(t), NOWHERE), "label") for i, t in enumerate(texts))
        made.append(Reading(line=index, label=line.label, placed=placed))
    return tuple(made)


ROWS = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"


def test_figures_behind_their_labels_have_no_other_layout():
    """Nothing speaks for one."""
    assert layouts(f"{ROWS[0]}\n1 0 0 0 0 0 1\n{ROWS[1]}\n2 0 0 0 0 0 2") == []


def test_figures_before_each_label_may_be_its_own():
    """Figures stand before the first label and none behind the last."""
    found = layouts(f"1 0 0 0 0 0 1\n{ROWS[0]}\n2 0 0 0 0 0 2\n{ROWS[1]}")
    assert found[0] == ["1 0 0 0 0 0 1", "2 0 0 0 0 0 2"]


def test_the_layout_whose_sums_close_is_believed():
    """Its figures are marked as chosen."""
    chosen = choose([readings(1), readings(2)], TABLE)
    assert all(reading.chose for reading in chosen)
    assert chosen[0].placed


def test_where_none_or_several_close_no_figure_has_a_place():
    """The figures stay with their rows."""
    for tried in ([readings(2)], [readings(1), readings(1)]):
        left = choose(tried, TABLE)
        assert not any(reading.placed for reading in left)
        assert len(left[0].loose) == 7


def test_loosened_figures_say_why():
    """A row of no line has no place to lose."""
    assert "which label" in loosen(readings(1)[0]).reason
    strange = Reading(line=None, label="其他事项")
    assert loosen(strange) is strange
