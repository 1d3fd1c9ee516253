"""Spoilt files of every format end as a report or as a reason; ``scripts/fuzz.py`` goes on for as long as one likes."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest

from corpus.held import read_all
from corpus.mutate import mutated
from corpus.seeds import seeds
from corpus.seeds_held import CONTAINERS
from gongkai.errors import SourceError
from gongkai.pipeline import extract_bytes

INPUTS = int(os.environ.get("GONGKAI_FUZZ", "6"))
"""Spoilt files a format."""
_SLOW = frozenset({"pdf"})  # what is missing on a page is looked for in its picture


@pytest.mark.parametrize("target", sorted(seeds()))
def test_spoilt_files_are_read_or_refused(target: str):
    """In words, whatever was spoilt: a tag, a number, a member of a package, a packed stream."""
    files = seeds()[target]
    for number in range(INPUTS if target not in _SLOW else max(1, INPUTS // 6)):
        rng = Random(f"{target}:{number}")
        name, data = rng.choice(files)
        spoilt = mutated(data, rng.choice(files)[1], rng)
        try:
            if target in CONTAINERS:
                read_all(spoilt, name)
            else:
                extract_bytes(
                    spoilt, name, converted=None if data[:2] in (b"PK", b"<?") else SourceError("not converted here")
                )
        except SourceError as error:
            assert str(error), number


def test_what_is_spoilt_is_spoilt_in_the_same_way_again():
    """By the number alone, so that what was found can be found again;"""
    for target, files in seeds().items():
        name, data = files[0]
        twice = [mutated(data, data, Random(f"{target}:{name}")) for _ in range(2)]
        assert twice[0] == twice[1]


def test_what_is_spoilt_is_still_read_often_enough():
    """Most spoilt files get as far as the reader: they are no noise."""
    found: Counter[bool] = Counter()
    data = dict(seeds()["html"])["gio-2021.html"]
    for number in range(20):
        spoilt = mutated(data, data, Random(number))
        try:
            found[extract_bytes(spoilt, "a.html").form.id is not None] += 1
        except SourceError:
            found[False] += 1
    assert found[True] >= 10
