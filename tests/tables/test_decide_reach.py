"""Sums that are tied together, over rows with several choices each."""

from itertools import product
from random import Random

from gongkai.tables.decide.reach import Room, tied

ENOUGH = 1_000_000


def by_trying(start, rows):
    """Return the vectors that stand in some solution, found by trying all of them."""
    kept = {key: set() for key in rows}
    for chosen in product(*rows.values()):
        if all(sum(column) == 0 for column in zip(start, *chosen, strict=True)):
            for key, vector in zip(rows, chosen, strict=True):
                kept[key].add(vector)
    return kept if all(kept.values()) else None


def test_a_vector_is_kept_only_where_a_whole_solution_has_it():
    """What is kept is what trying every combination keeps, for sums of either sign."""
    rng = Random(5)
    for _ in range(60):
        rows = {
            key: tuple({tuple(rng.randint(-3, 4) for _ in range(3)) for _ in range(rng.randint(1, 4))})
            for key in range(rng.randint(1, 5))
        }
        start = tuple(-sum(column) for column in zip(*(rng.choice(v) for v in rows.values()), strict=True))
        assert tied(start, rows, Room(ENOUGH)) == by_trying(start, rows)


def test_rows_that_never_meet_leave_nothing():
    """Two sums that no single choice closes together have no solution, though each of them has one."""
    assert tied((0, 0), {0: ((1, 0), (0, 1)), 1: ((-1, -1), (-2, -2))}, Room(ENOUGH)) is None


def test_money_is_added_without_rounding_errors():
    """Tenths add up to what is printed."""
    assert tied((-0.3,), {0: ((0.1,), (0.5,)), 1: ((0.2,), (0.4,))}, Room(ENOUGH)) == {0: {(0.1,)}, 1: {(0.2,)}}


def test_work_is_bounded():
    """Where there is too little room to tell, nothing is left out."""
    rows = {i: tuple((2**i * n,) for n in range(4)) for i in range(10)}
    assert tied((-7,), rows, Room(10)) == {key: frozenset(vectors) for key, vectors in rows.items()}
