"""How much agreeing figures prove: that a rule holds by chance must be unlikely even among all rules that were tried.

A figure of n units agrees with another one by chance once in n + 1 times. Decimal places count as units: 12.50 is 1250 of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import log10

_SURE = 2.0  # decimal places: one rule in a hundred learned forms may hold by chance


def weight(figure: Decimal, slack: Decimal = Decimal(0)) -> float:
    """How much one figure proves that agrees within ``slack``, as a power of ten."""
    places = max(0, -int(figure.as_tuple().exponent))
    return max(0.0, log10(1 + float(abs(figure).scaleb(places))) - log10(1 + 2 * float(slack.scaleb(places))))


def proves(figures: Iterable[Decimal], tried: int) -> bool:
    """Whether different figures that agree are enough among ``tried`` rules."""
    return sum(weight(figure) for figure in set(figures)) >= needed(tried)


def needed(tried: int) -> float:
    """What figures must prove together where so many rules were tried."""
    return _SURE + log10(max(1, tried))
