"""Invented documents of no known form come back with every figure under its labels, in all formats without pages."""

from __future__ import annotations

from random import Random

import pytest

from corpus.others.evaluation import figures_of, folded
from corpus.others.kinds import KINDS
from corpus.others.printing import PRINTERS
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes


@pytest.mark.parametrize("kind", ["facts", "teachers", "town", "continued", "trend"])
@pytest.mark.parametrize("name", sorted(PRINTERS))
def test_shapes_that_were_seen_in_print_come_back(kind: str, name: str):
    """Facts in pairs, heads of four levels, counted columns, a second caption （续）, signs, percent: all figures in place."""
    suffix, printer = PRINTERS[name]
    other = KINDS[kind](Random(f"{kind}7"))
    report = extract_bytes(printer(other), f"{kind}{suffix}", forms=load_forms())
    wanted = {
        (folded(row), folded(column), text)
        for printed in other.all_tables()
        for half in printed.halves
        for row, column, text in half.cells()
    }
    assert {each for grid in report.grids for each in figures_of(grid)} == wanted
