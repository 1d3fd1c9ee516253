"""The search over open rows: which options stand in some solution of all sums together."""

from __future__ import annotations

from gongkai.tables.decide.reach import Room
from gongkai.tables.decide.search import Search
from gongkai.tables.reading import Option, Reading
from tables.test_decide_solve import ROWS, TABLE, certain, table, value

STEPS = 1_000_000


def open_row(key: str, *ways: str) -> Reading:
    """Return a row that may be read in several ways."""
    options: tuple[Option, ...] = tuple(tuple(map(value, way.split())) for way in ways)
    return Reading(line=ROWS[key], label=key, loose=options[0] if options else (), options=options)  # type: ignore[arg-type]


def search(readings: tuple[Reading, ...], *keys: str, steps: int = STEPS, wrong: frozenset = frozenset()) -> Search:
    """Return the search over the rows of ``keys``."""
    return Search(readings, [ROWS[key] for key in keys], TABLE, Room(steps), wrong)


def kept(found: dict[int, list[Option]] | None, key: str) -> list[str] | None:
    """Return the options that are kept of a row, as printed."""
    return None if found is None else [" ".join(v.text for v in option if v) for option in found[ROWS[key]]]


def readings(*ways: str, received: str = "3 0 0 0 0 0 3") -> tuple[Reading, ...]:
    """Return a table in which one row is open, and all that was received was granted."""
    return table(
        received=certain("received", received),
        granted=open_row("granted", *ways),
        outcomes_total=certain("outcomes_total", received),
    )


def test_only_options_that_close_every_sum_are_kept():
    """The row's own sum leaves two columns, the columns' sums one of them."""
    assert kept(search(readings("3 0 0 0 0 0 3", "0 3 0 0 0 0 3"), "granted").run(), "granted") == ["3 0 0 0 0 0 3"]


def test_where_nothing_closes_there_is_no_answer():
    """It is not the nearest option that is taken."""
    assert search(readings("2 0 0 0 0 0 2", "0 3 0 0 0 0 3"), "granted").run() is None


def test_two_rows_that_may_change_places_keep_both_options():
    """What no sum tells apart stays open."""
    ways = "1 0 0 0 0 0 1", "2 0 0 0 0 0 2"
    both = table(
        received=certain("received", "3 0 0 0 0 0 3"),
        granted=open_row("granted", *ways),
        granted_in_part=open_row("granted_in_part", *ways),
        outcomes_total=certain("outcomes_total", "3 0 0 0 0 0 3"),
    )
    found = search(both, "granted", "granted_in_part").run()
    assert kept(found, "granted") == kept(found, "granted_in_part") == list(ways)


def test_no_sum_is_asked_about_cells_that_are_wrong():
    """Without the sums of its cells the option that they contradict may stand."""
    ways = "3 0 0 0 0 0 3", "0 3 0 0 0 0 3"
    every = frozenset((line.key, slot.column) for line in TABLE.lines for slot in line.slots if line.key != "granted")
    assert kept(search(readings(*ways), "granted", wrong=every).run(), "granted") == list(ways)


def test_without_room_nothing_is_claimed_to_be_impossible():
    """What is bounded is work: an option is dropped only where there was room to see that it cannot stand."""
    ways = "3 0 0 0 0 0 3", "0 3 0 0 0 0 3"
    assert search(readings(*ways), "granted", steps=0).run() is None


def test_a_blank_and_a_zero_count_alike_and_are_two_readings():
    """Both are kept, for what is printed differs."""
    blank: Option = (value("3"), None, None, None, None, None, value("3"))
    zero = tuple(value(text) for text in "3000003")
    own = Reading(line=ROWS["granted"], label="granted", loose=(value("3"),), options=(zero, blank))
    mixed = tuple(own if each.label == "granted" else each for each in readings("3 0 0 0 0 0 3"))
    assert kept(search(mixed, "granted").run(), "granted") == ["3 0 0 0 0 0 3", "3 3"]


def test_the_checks_that_were_asked_are_known_by_their_ids():
    """Each of them speaks of the open row; a row that is certain everywhere asks none."""
    asked = search(readings("3 0 0 0 0 0 3"), "granted")
    equations = {equation.id: equation for equation in TABLE.equations}
    keys = {(slot.row, slot.column) for slot in TABLE.lines[ROWS["granted"]].slots}
    assert asked.used
    assert all(keys & {key for _, key in equations[i].left + equations[i].right} for i in asked.used)
    assert asked.tied == asked.crossed == frozenset({ROWS["granted"]})
