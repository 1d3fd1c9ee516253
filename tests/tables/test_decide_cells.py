"""From readings to cells, and of two readings of one table one."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.document import NOWHERE
from gongkai.report import Cell, Table
from gongkai.tables.decide.cells import cells_of, with_proved
from gongkai.tables.decide.merge import agree, closed, merge
from gongkai.tables.reading import Placed, Reading, Value
from gongkai.text.numerals import read_figure
from tables.build import forms

TABLE = forms()["gio-2021"].table("requests")


def value(text):
    """Return a figure without a place."""
    return Value(text, read_figure(text), NOWHERE)


def reading(placed, loose="", line=0):
    """Return a reading of a line: figures by slot, and loose ones."""
    own = tuple(Placed(slot, value(text), "label") for slot, text in placed.items())
    return Reading(line=line, label="", placed=own, loose=tuple(map(value, loose.split())))


def first(*readings):
    """Return the statuses and values of the first three cells of the table."""
    return [(cell.status, cell.value) for cell in cells_of(readings, TABLE).cells[:3]]


def test_a_slot_has_its_figure_and_one_without_a_trace_is_missing():
    """Every cell of the form is there."""
    assert first(reading({0: "5", 1: "-"})) == [("reported", 5), ("not_applicable", None), ("missing", None)]
    assert len(cells_of((), TABLE).cells) == len(TABLE.slots)


def test_loose_figures_make_the_open_slots_ambiguous():
    """Those that have a place keep it."""
    assert first(reading({0: "5"}, loose="7")) == [("reported", 5), ("ambiguous", None), ("ambiguous", None)]


def test_two_readings_of_a_slot_must_be_the_same():
    """Equal figures are one; different ones are ambiguous, and so is a place that loose figures of another row of this line contest."""
    assert first(reading({0: "5"}), reading({0: "5"}))[0] == ("reported", 5)
    assert first(reading({0: "5"}), reading({0: "6"}))[0] == ("ambiguous", None)
    assert first(reading({0: "5"}), reading({}, loose="6"))[0] == ("ambiguous", None)


def test_a_row_of_no_line_is_kept_beside_the_table():
    """With its label and its figures as printed."""
    strange = msgspec.structs.replace(reading({}, loose="3 4", line=None), label="其他事项")
    (extra,) = cells_of((strange,), TABLE).extra
    assert (extra.label, extra.values) == ("其他事项", ("3", "4"))


def test_bounds_are_kept_of_ambiguous_cells_alone():
    """What is read needs no proof."""
    table = cells_of((reading({0: "5"}, loose="7"),), TABLE)
    keys = [(cell.row, cell.column) for cell in table.cells]
    proved = with_proved(table, {keys[0]: (0, 9), keys[1]: (2, 4)}).proved
    assert [(p.row, p.column) for p in proved] == [keys[1]]
    assert with_proved(table, {}) is table


# --- two readings of one table ------------------------------------------------------------------------------------------


def table(text, form="gio-2021"):
    """Draw a table of one row: a figure, ``?`` ambiguous, ``_`` missing."""
    status = {"?": "ambiguous", "_": "missing"}
    cells = tuple(
        Cell(
            row="row",
            column=str(i),
            status=status.get(t, "reported"),
            value=None if t in status else int(t),
            anchor="label",
        )
        for i, t in enumerate(text.split())
    )
    return Table(form=form, cells=cells)


def drawn(made):
    """Draw it again."""
    marks = {"ambiguous": "?", "missing": "_"}
    return " ".join(marks.get(cell.status, str(cell.value)) for cell in made.cells)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("1 2 3", "1 2 3", "1 2 3"),
        ("1 _ 3", "1 2 3", "1 2 3"),
        ("1 2 _", "1 2 _", "1 2 _"),
        ("1 2 3", "1 9 3", "1 ? 3"),
        ("1 2 3", "1 ? 3", "1 2 3"),
    ],
    ids=["the same", "fuller", "missing in both", "contradicted", "open in one"],
)
def test_two_readings_are_one(one, other, both):
    """What one lacks the other gives; what they contradict each other on is ambiguous, whichever comes first."""
    assert drawn(merge(table(one), table(other))) == both
    assert drawn(merge(table(other), table(one))) == both


def test_of_two_forms_the_fuller_reading_stands():
    """Their cells are not the same, so nothing is joined; of equals the second is taken."""
    assert drawn(merge(table("1 2"), table("3 _", form="other"))) == "1 2"
    assert drawn(merge(table("1 2"), table("3 4", form="other"))) == "3 4"


def test_readings_agree_on_every_cell_or_not_at_all():
    """Of one form, and with the same status."""
    assert agree(table("1 2"), table("1 2"))
    assert not agree(table("1 2"), table("1 ?"))
    assert not agree(table("1 2"), table("1 2", form="other"))
    assert not agree(table("1 2"), None)


def test_a_table_is_closed_where_labels_placed_every_cell():
    """An open cell, or one that order alone placed, may gain by a dearer reading."""
    whole = table("1 2")
    assert closed(whole)
    assert not closed(table("1 ?"))
    by_order = tuple(msgspec.structs.replace(cell, anchor="order") for cell in whole.cells)
    assert not closed(msgspec.structs.replace(whole, cells=by_order))
