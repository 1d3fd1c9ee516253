"""What is printed a second time at one place is found, and nothing else, however much of it there is."""

from __future__ import annotations

from random import Random

import pytest

from gongkai.document import BBox
from gongkai.readers.pages.places import Places, at_one_place


def boxes(count: int, sizes: tuple[float, ...], seed: int) -> list[BBox]:
    """Boxes of some sizes anywhere on a small page, so that many meet."""
    anywhere = Random(seed)
    made = []
    for _ in range(count):
        x, y, size = anywhere.uniform(-90, 90), anywhere.uniform(-90, 90), anywhere.choice(sizes)
        made.append((x, y, x + size * anywhere.random(), y + size))
    return made


@pytest.mark.parametrize("sizes", [(9.0,), (0.0, 9.0), (0.001, 1.0, 9.0, 12.0, 900.0), (8.0, 16.0, 32.0)])
def test_a_net_finds_what_a_look_at_all_finds(sizes: tuple[float, ...]):
    """Large boxes among small ones and the other way round; those that were found are told by their positions."""
    for seed in range(4):
        places, before = Places(), list[BBox]()
        for at, box in enumerate(boxes(400, sizes, seed)):
            expected = [first for first, other in enumerate(before) if at_one_place(box, other)]
            assert sorted(places.before("1", box)) == expected
            assert places.holds("1", box) == bool(expected)
            assert not places.holds("2", box)
            places.add("1", box, at)
            before.append(box)
