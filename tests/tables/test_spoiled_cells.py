"""One cell that cannot be read, in any flavour: no other cell of its row is moved by it."""

import pytest

from corpus.to_text import FLAVOURS

from .build import GRIDS, change, printing, read, truth_of, wrong

MARKED = sorted(name for name, style in FLAVOURS.items() if style.kind == "blanks kept")
SPOILED = ["?", "12.", "**", "#", "〃", "若干", "3/5", "1 2", "见附件"]
CELL = ("unavailable.not_held", "research")


@pytest.mark.parametrize("text", SPOILED)
@pytest.mark.parametrize("flavour", [*GRIDS, *MARKED])
def test_a_cell_that_cannot_be_read_moves_no_other(flavour, text):
    """What is printed there is no number; all others are given as printed, or not at all."""
    truth = truth_of(31, profile="typical")
    found = wrong(truth, read(change(truth, "requests", printing(CELL, text)), flavour))
    assert [line for line in found if ".".join(CELL) not in str(line)] == []
