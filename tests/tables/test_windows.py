"""Which cells of a padded row are its values. A row is drawn with ``_`` for a blank cell."""

from __future__ import annotations

from gongkai.document import NOWHERE
from gongkai.tables.reading import Value
from gongkai.tables.windows import Padded, windows
from gongkai.text.numerals import BLANK, read_figure


def row(text, width=3, merged=0):
    """Return a drawn row of ``width`` columns."""
    values = tuple(Value("", BLANK, NOWHERE) if t == "_" else Value(t, read_figure(t), NOWHERE) for t in text.split())
    return Padded(values, width, "row", merged)


def cells(*rows):
    """Return which cells are the values of each row."""
    return [window.cells for window in windows(rows)]


def test_a_row_of_its_own_length_is_its_values():
    """Blanks among them are values too."""
    assert cells(row("1 _ 3")) == [(0, 1, 2)]


def test_padding_is_blank():
    """A window of neighbours is the only one outside which nothing is printed."""
    assert cells(row("_ 1 2 3")) == [(1, 2, 3)]
    assert cells(row("1 2 3 _ _")) == [(0, 1, 2)]


def test_one_row_alone_may_leave_the_padding_open():
    """Two figures in three columns and four cells may stand in either window."""
    assert cells(row("_ 1 2 _")) == [None]


def test_rows_of_one_kind_are_padded_alike():
    """What a row leaves open, the full rows decide."""
    full = row("4 5 6 _")
    assert cells(full, full, full, row("_ 1 2 _")) == [(0, 1, 2)] * 4


def test_blanks_behind_the_figures_alone_may_be_a_lost_cell():
    """In a table without other blanks the padding may have been made good for it, so not even the sums are asked."""
    full = row("_ 4 5 6")
    found = windows([full, full, full, row("_ 1 2 _")])
    assert [window.hopeless for window in found] == [False, False, False, True]


def test_a_row_that_lost_a_cell_is_not_asked():
    """Where blanks are printed and a row is shorter than its columns, no sum tells which cell is gone."""
    found = windows([row("1 _ 3"), row("1 2")])
    assert [window.hopeless for window in found] == [False, True]
    assert found[1].cells is None


def test_rows_of_all_lengths_are_given_up():
    """Where hardly two rows are of one length, cells were lost all over."""
    rows = [row("1 _ 3"), row("1 _ 3 4"), row("1 2 3 4 5"), row("1"), row("1 2 3 4 5 6")]
    assert all(window.hopeless and window.cells is None for window in windows(rows))
