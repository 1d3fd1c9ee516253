"""What the project reads out of its own corpus may not become less."""

import json

import pytest

from corpus.evaluation import evaluate, flavours
from evaluate import FLOOR, FLOOR_SEEDS
from gongkai.forms.load import load_forms

PINNED = json.loads(FLOOR.read_text(encoding="utf-8"))


@pytest.mark.parametrize("flavour", list(flavours()), ids=lambda f: f.name)
def test_a_flavour_keeps_its_floor(flavour):
    """No value is wrong, and as many cells and sections come back as when the floor was pinned."""
    tally = evaluate(load_forms(), FLOOR_SEEDS, [flavour]).tallies[flavour.name]
    reached = tally.floor()
    assert tally.counts["wrong"] == 0, tally.lines
    assert tally.counts["failed"] == 0, tally.lines
    assert {name: reached[name] >= floor for name, floor in PINNED[flavour.name].items()} == dict.fromkeys(
        reached, True
    )
