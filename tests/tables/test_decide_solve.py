"""Open rows of a table, decided by all its sums at once."""

from __future__ import annotations

from gongkai.document import NOWHERE
from gongkai.tables.decide.solve import bounds_of, solve
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.decide.ways import options_of
from gongkai.tables.reading import Placed, Reading, Value
from gongkai.text.numerals import read_figure
from tables.build import forms

TABLE = forms()["gio-2021"].table("requests")
ROWS = {line.key: index for index, line in enumerate(TABLE.lines)}


def value(text):
    """Return a figure without a place."""
    return Value(text, read_figure(text), NOWHERE)


def certain(key, figures):
    """Return a row all of whose figures have their place."""
    placed = tuple(Placed(slot, value(text), "label") for slot, text in enumerate(figures.split()))
    return Reading(line=ROWS[key], label=key, placed=placed)


def loose(key, figures, *, glued=False):
    """Return a row whose blanks are gone, or whose figures ran together."""
    values = tuple(map(value, figures.split()))
    line = TABLE.lines[ROWS[key]]
    if glued:
        values = tuple(Value(v.text, v.printed, v.place, glued=True) for v in values)
    options = options_of(values, line, totals_of(TABLE), glued=glued, full=glued)
    return Reading(line=ROWS[key], label=key, loose=values, options=options, whole=glued)


def table(**rows):
    """Return the readings of a table of which all other rows are zero."""
    named = {key.replace("__", "."): reading for key, reading in rows.items()}
    zeros = {key: certain(key, "0 0 0 0 0 0 0") for key in ROWS if key not in named}
    return tuple(named.get(key) or zeros[key] for key in ROWS)


def figures(solved, key):
    """Return what was decided in a row, by column."""
    reading = next(r for r in solved.readings if r.label == key)
    return {TABLE.lines[ROWS[key]].slots[p.slot].column: p.value.text for p in reading.placed}


def test_the_other_rows_tell_the_column():
    """3 and 3 are the natural persons' and the total, where the columns of all other rows say so."""
    readings = table(
        received=certain("received", "3 0 0 0 0 0 3"),
        granted=loose("granted", "3 3"),
        outcomes_total=certain("outcomes_total", "3 0 0 0 0 0 3"),
    )
    assert figures(solve(readings, TABLE), "granted") == {"natural_person": "3", "total": "3"}


def test_what_no_sum_tells_stays_open_between_bounds():
    """Two rows that could change places leave both open; what all solutions have in common bounds their cells."""
    readings = table(
        received=certain("received", "1 1 0 0 0 0 2"),
        granted=loose("granted", "1 1"),
        granted_in_part=loose("granted_in_part", "1 1"),
        outcomes_total=certain("outcomes_total", "1 1 0 0 0 0 2"),
    )
    solved = solve(readings, TABLE)
    assert figures(solved, "granted") == {"total": "1"}
    bounds = bounds_of(solved.readings, TABLE)
    assert bounds["granted", "natural_person"] == (0, 1)
    assert bounds["granted", "research"] == (0, 0)


def test_a_row_whose_published_total_is_wrong_is_cut_by_the_columns():
    """No cut of 12000005 adds up; the sums of the columns say that 12 and zeros are printed, and 5 for their total."""
    readings = table(
        received=certain("received", "12 0 0 0 0 0 12"),
        granted=loose("granted", "12000005", glued=True),
        outcomes_total=certain("outcomes_total", "12 0 0 0 0 0 12"),
    )
    assert list(figures(solve(readings, TABLE), "granted").values()) == ["12", "0", "0", "0", "0", "0", "5"]


def test_a_table_that_nothing_closes_stays_open():
    """Where more is wrong than one figure, no row is cut."""
    readings = table(
        received=certain("received", "99 7 0 0 0 0 106"),
        granted=loose("granted", "12000005", glued=True),
        outcomes_total=certain("outcomes_total", "44 44 0 0 0 0 88"),
    )
    assert figures(solve(readings, TABLE), "granted") == {}
