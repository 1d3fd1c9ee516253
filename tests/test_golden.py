"""Whole reports, as they were read when somebody last looked at them (``tests/golden/README.md``)."""

from __future__ import annotations

import json

import pytest

from corpus.compare import compare
from corpus.model import truth_from_json
from update_golden import FIXTURES, NAMES, committed, differences, golden_of, to_text


@pytest.mark.parametrize("name", NAMES)
def test_a_fixture_reads_as_it_did(name):
    """Every key of the report is as committed; ``scripts/update_golden.py`` prints and accepts changes."""
    assert list(differences(committed(name), golden_of(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_file_holds_no_wrong_value(name):
    """A golden file was generated: it is held against the truth that the fixture was made from."""
    truth = truth_from_json((FIXTURES / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    score = compare(truth, committed(name))
    assert (score.right, score.wrong) == (score.cells, 0)


def test_differences_name_the_place_and_both_values():
    """A line for each changed value, a missing key, a list of another length."""
    old = {"a": 1, "b": [1, {"c": 2}], "d": [1]}
    new = {"a": 1, "b": [1, {"c": 3}], "d": [1, 2], "e": None}
    assert list(differences(old, new)) == ["$.b[1].c: 2 -> 3", "$.d: [1] -> [1, 2]"]


def test_a_golden_file_is_json_again():
    """The layout with a cell a line changes nothing."""
    report = {
        "title": "甲",
        "tables": {"t": {"form": "f", "cells": [{"v": 1}], "extra": []}},
        "checks": [{"id": "x"}, {}],
    }
    assert json.loads(to_text(report)) == report
