"""Which cell of a grid's row stands under which head. Heads are drawn as slots, ``?`` for one that the form does not know."""

from __future__ import annotations

from gongkai.document import GridCell
from gongkai.tables.grid.heads import GridHeads, HeadCell
from gongkai.tables.grid.pairs import certain_pairs, has_strays, pairs_of, value_of


def heads(text, *, spans=True):
    """Return heads side by side from grid column 1 on; ``_`` is one that is an empty cell."""
    slots = tuple(None if t in "?_" else int(t) for t in text.split())
    cells = tuple(HeadCell(i + 1, i + 2, ("" if t == "_" else t,)) for i, t in enumerate(text.split()))
    return GridHeads(slots, cells if spans else (), frozenset(s for s in slots if s is not None))


def cells(text):
    """Return cells side by side from grid column 1 on; ``5<`` is two columns wide, ``_`` blank."""
    made, column = [], 1
    for word in text.split():
        span = 1 + word.count("<")
        made.append(GridCell(row=0, column=column, text=word.strip("<_"), column_span=span))
        column += span
    return made


def pairs(head, row, **how):
    """Return (slot, text) pairs, or None."""
    found = pairs_of(cells(row), heads(head, **how), 3)
    return None if found is None else [(slot, cell.text) for slot, cell in found]


def test_as_many_cells_as_heads_pair_in_order():
    """What stands under a head that the form does not know is no value of it."""
    assert pairs("1 0 2", "7 8 9") == [(1, "7"), (0, "8"), (2, "9")]
    assert pairs("0 ? 1 2", "7 0 8 9") == [(0, "7"), (1, "8"), (2, "9")]


def test_where_the_order_of_heads_is_unknown_nothing_pairs():
    """Not even a row as long as the heads."""
    assert pairs_of(cells("7 8 9"), GridHeads(None, (), frozenset()), 3) is None


def test_wide_cells_stand_under_one_head_or_the_row_is_open():
    """A figure under two known heads belongs to neither for certain; nor do those of a row that does not reach as far as its heads."""
    assert pairs("0 1 2", "7< 9") is None
    assert pairs("0 1 2", "7 8") is None


def test_without_spans_the_padding_is_blank():
    """The only window outside which all is blank."""
    assert pairs("0 1 2", "_ 7 8 9", spans=False) == [(0, "7"), (1, "8"), (2, "9")]
    assert pairs("0 1 2", "_ 7 8 _", spans=False) is None


def test_a_figure_under_an_empty_head_strays():
    """Then only whole rows of the table are certain."""
    assert has_strays(cells("7 5 8 9"), heads("0 _ 1 2"))
    assert not has_strays(cells("7 _ 8 9"), heads("0 _ 1 2"))
    assert certain_pairs(cells("7 5 8 9"), heads("0 _ 1 2"), 3) is None
    assert certain_pairs(cells("7 _ 8 9"), heads("0 _ 1 2"), 3) is not None
    assert certain_pairs(cells("7 _ _ 9"), heads("0 _ 1 2"), 3) is None


def test_a_cell_is_the_value_that_it_prints():
    """Without the white space around it."""
    value = value_of(GridCell(row=0, column=0, text=" 12\n"))
    assert (value.text, value.printed.value, value.printed.status) == ("12", 12, "reported")
