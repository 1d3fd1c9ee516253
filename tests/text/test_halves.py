"""Pages in two columns are known by their lines of prose."""

from __future__ import annotations

from gongkai.text.halves import half_at, halves_of


def _lines(left: float, wide: float, count: int = 8) -> list[tuple[float, float, float, float]]:
    return [(left, 100 + 15 * n, left + wide, 113 + 15 * n) for n in range(count)]


def test_two_columns_of_lines_side_by_side_are_halves():
    """Left and right are told with their sides; what runs over both is of neither."""
    halves = halves_of([*_lines(34, 240), *_lines(320, 240)], 595)

    assert halves == ((34, 274), (320, 560))
    assert half_at((320, 100, 400, 113), halves) == (320, 560)
    assert half_at((34, 100, 500, 113), halves) is None


def test_lines_below_each_other_are_no_halves():
    """A page of full lines, short lines below each other, or few lines in one column, has one column."""
    assert halves_of(_lines(34, 520), 595) is None
    assert halves_of([*_lines(34, 240), *_lines(320, 240, 3)], 595) is None
    assert (
        halves_of([*_lines(34, 240), *[(x0, y0 + 400, x1, y1 + 400) for x0, y0, x1, y1 in _lines(320, 240)]], 595)
        is None
    )
