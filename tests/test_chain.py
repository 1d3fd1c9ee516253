"""A random report, flattened by a random chain of harms, never gives a wrong value.

What a chain may do, and why none of it could mislead a careful reader, is told in ``scripts/corpus/chain.py``. The examples are the same
in every run; thousands of others: ``scripts/evaluate.py random-chain --reports 1000 --seed 5000 --show wrong --save FOLDER``, or
``pytest tests/test_chain.py --hypothesis-profile=hunt``.
"""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from corpus.chain import STEPS, run_chain, write_chain
from corpus.compare import compare
from corpus.truth import any_options, make_truth
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes

FORMS = {form.id: form for form in load_forms()}
CHAINS = st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=7, unique=True)
SLOW = [HealthCheck.too_slow]
settings.register_profile("hunt", deadline=None, derandomize=False, suppress_health_check=SLOW, max_examples=5000)
hunting = settings.get_current_profile_name() == "hunt"
pinned = (
    settings() if hunting else settings(deadline=None, derandomize=True, suppress_health_check=SLOW, max_examples=400)
)


@pinned
@given(form=st.sampled_from(sorted(FORMS)), seed=st.integers(0, 10**6), steps=CHAINS)
def test_no_chain_of_harms_gives_a_wrong_value(form, seed, steps):
    """Line breaks, lost marks, labels elsewhere, exchanged rows and columns, lost heads, a cut: what is reported was printed there."""
    truth = make_truth(seed, FORMS[form], **any_options(seed))
    try:
        report = extract_bytes(run_chain(truth, steps, seed).encode(), "report.txt")
    except SourceError:
        event("no report")
        return
    score = compare(truth, msgspec.to_builtins(report))
    event("all found" if score.right == score.cells else "some found" if score.right else "none found")
    assert [line for line in score.differences if line.startswith("WRONG")] == []


@pytest.mark.parametrize(
    ("form", "seed"),
    [
        ("gio-2019", 88055),  # rows of one group exchanged, all labels before all figures
        ("gio-2021", 300213),  # heads on one line, broken inside a name, columns exchanged
        ("gio-2021", 200213),  # a short label behind a figure in its cell, rows exchanged and joined
        ("gio-2014", 300241),  # cut off inside the label behind a figure
    ],
)
def test_what_once_gave_a_wrong_value_gives_none(form, seed):
    """Reports found by ``scripts/evaluate.py random-chain``."""
    truth = make_truth(seed, FORMS[form], **any_options(seed))
    score = compare(truth, msgspec.to_builtins(extract_bytes(write_chain(truth, Random(seed)).encode(), "report.txt")))
    assert [line for line in score.differences if line.startswith("WRONG")] == []
