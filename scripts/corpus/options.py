"""What may be asked of an invented report."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Literal

from msgspec import Struct

from corpus.figures import Cell, Number, Profile

Labels = Literal["official", "half_width", "spaced", "broken", "comma_numbers", "remarks", "variants"]


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Shares are 0 to 1 of cells: ``blanks`` and ``slashes`` of zeros, ``notes`` and ``units`` of figures above zero.

    ``errors`` counts published totals that are wrong; ``omit`` and ``extra`` count subsections; ``pinned`` fixes cells
    (for consecutive years); ``agency`` is (name, how it calls itself), ``place`` what its address begins with.
    """

    agency: tuple[str, str] | None = None
    year: int | None = None
    pinned: Mapping[Cell, Number] = {}
    profile: Profile = "typical"
    blanks: float = 0.0
    slashes: float = 0.0
    notes: float = 0.0
    units: float = 0.0
    errors: int = 0
    thousands: bool = False
    labels: Labels = "official"
    skewed: bool = False
    headings: Literal["official", "variants"] = "official"
    inline_subheads: bool = False
    misnumber: bool = False
    omit: int = 0
    extra: int = 0
    merge: bool = False
    preamble: Literal["before", "inside"] = "before"
    period: bool = True
    contact: bool = True
    place: str = ""
    title: Literal["one", "two", "none"] = "one"
    release_line: bool = False
    signature: bool = True
    chinese_date: bool = False
    comment: bool = False
    fee: Literal["none", "zero", "some"] = "zero"
    narrative: Literal["restates", "none", "contradicts"] = "restates"


def any_options(seed: int) -> dict[str, Any]:
    """Draw options as mixed as published reports are: most print a 0 in every cell, four in ten leave some blank.

    They are for ``make_truth(seed, form, **any_options(seed))``.
    """
    rng = Random(f"options {seed}")
    profile = rng.choice(("zeros", "sparse", "sparse", "typical", "typical", "city"))
    return {
        "profile": profile,
        "blanks": rng.choice((0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.05, 0.1, 0.5, 1.0)),
        "slashes": rng.choice((0.0, 0.0, 0.0, 0.1, 0.5)),
        "notes": 0.02 if _once_in(rng, 8) else 0.0,
        "units": 0.5 if _once_in(rng, 8) else 0.0,
        "errors": rng.choice((0, 0, 0, 1, 2)) if profile != "zeros" else 0,  # nobody miscounts zeros
        "thousands": _once_in(rng, 8),
        "labels": rng.choice(
            ("official", "official", "half_width", "spaced", "broken", "comma_numbers", "remarks", "variants")
        ),
        "skewed": _once_in(rng, 8),
        "headings": rng.choice(("official", "variants")),
        "inline_subheads": _once_in(rng, 3),
        "misnumber": _once_in(rng, 8),
        "omit": rng.choice((0, 0, 0, 1, 2)),
        "extra": rng.choice((0, 0, 0, 1)),
        "merge": _once_in(rng, 8),
        "preamble": "inside" if _once_in(rng, 8) else "before",
        "period": not _once_in(rng, 8),
        "contact": not _once_in(rng, 3),
        "title": rng.choice(("one", "one", "two", "none")),
        "release_line": _once_in(rng, 3),
        "signature": not _once_in(rng, 3),
        "chinese_date": _once_in(rng, 8),
        "comment": _once_in(rng, 8),
        "fee": rng.choice(("none", "zero", "some")),
        "narrative": rng.choice(("restates", "restates", "none", "contradicts")),
    }


def _once_in(rng: Random, times: int) -> bool:
    return rng.randrange(times) == 0
