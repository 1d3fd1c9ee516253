"""How many figures must agree before a rule is believed: the more were tried, the more."""

from __future__ import annotations

from decimal import Decimal

from gongkai.learning.chance import needed, proves, weight
from gongkai.learning.tried import allowed, tried_on

WIDE = [Decimal(n) for n in (311, 4207, 958)]
SMALL = [Decimal(n) for n in (1, 2, 3)]


def test_large_figures_prove_more_than_small_ones():
    """12.50 is 1250 of its units; what agrees within a slack proves less, and nought proves nothing."""
    assert weight(Decimal("12.50")) == weight(Decimal(1250)) > weight(Decimal(12))
    assert weight(Decimal("12.50"), Decimal("0.02")) < weight(Decimal("12.50"))
    assert weight(Decimal(0)) == 0


def test_the_more_rules_are_tried_the_more_figures_must_agree():
    """Three figures of three digits are enough among thousands, three of one digit never; a figure that comes again proves nothing new."""
    assert proves(WIDE, 5_000)
    assert not proves(SMALL, 1)
    assert not proves([Decimal(311)] * 9, 1_000)
    assert needed(1) < needed(1_000)


def test_a_sum_of_small_figures_needs_more_lines():
    """1 + 1 = 2 in three reports is chance among a thousand sums; larger figures, or ten different lines, are none."""
    parts = [(1, "a"), (1, "b")]

    def tried(*pairs: tuple[int, int]):
        lines = [{"x": {"a": Decimal(a), "b": Decimal(b), "c": Decimal(a + b)}} for a, b in pairs]
        return tried_on("c", parts, lines)

    assert not tried((1, 1), (1, 2), (2, 1)).holds(1_000)
    assert tried((120, 31), (405, 26), (77, 630)).holds(1_000)
    assert tried(*((n, n + 3) for n in range(1, 11))).holds(1_000)


def test_rounding_of_many_parts_is_bounded_by_what_it_does():
    """Half a unit for each figure at most; of forty parts far less, and nothing among whole numbers."""
    cents = [Decimal("1.25")]
    assert allowed(cents, 2) == Decimal("0.01")
    assert allowed(cents, 3) == Decimal("0.02")
    assert allowed(cents, 40) == Decimal("0.08")
    assert allowed([Decimal(7)], 40) == 0
