"""The statistics table of 2014: one column, rows keyed by their printed numbers."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from corpus.compare import compare
from corpus.options import any_options
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import FLAVOURS, to_text
from corpus.truth import make_truth
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes

FORM = next(form for form in load_forms() if form.id == "gio-2014")
KEPT = sorted(name for name, style in FLAVOURS.items() if style.kind in ("blanks kept", "blanks dropped"))


def scored(truth, data, name):
    """Read a printed report and hold it against its truth."""
    return compare(truth, msgspec.to_builtins(extract_bytes(data, name)))


def test_the_table_has_58_value_rows_and_the_contracts_keys():
    """Headings without a value are no cells; rows under 其中 without a number carry letters."""
    keys = [slot.row for slot in FORM.tables[0].slots]
    assert len(keys) == len(set(keys)) == 58
    assert {"1.1", "1.1.a", "3.3.4.f", "4", "8.3.2", "9.3"} <= set(keys)
    assert not {"1", "1.2", "2", "3", "8", "9"} & set(keys)


@pytest.mark.parametrize("seed", range(3))
def test_word_and_html_give_every_cell(seed):
    """The unit column between label and figure is no value."""
    truth = make_truth(seed, FORM, profile="city", blanks=0.2)
    for data, name in ((to_docx(truth), "r.docx"), (to_html(truth).encode(), "r.html")):
        result = scored(truth, data, name)
        assert (result.right, result.wrong, result.fields["form"]) == (result.cells, 0, True)


@pytest.mark.parametrize("flavour", KEPT)
def test_flattened_tables_give_nearly_every_cell_and_none_wrong(flavour):
    """A row holds one figure; what a page breaks may stay open."""
    for seed in range(3):
        truth = make_truth(seed, FORM, **any_options(seed))
        result = scored(truth, to_text(truth, flavour, Random(seed)).encode(), "r.txt")
        assert result.wrong == 0
        assert result.right >= 0.9 * result.cells


def test_sums_and_bounds_of_the_table_are_checked():
    """3.1 is the sum of its parts; an item in several channels counts once, so 1.1 may be less than the sum of 1.2 and not more."""
    truth = make_truth(5, FORM, profile="city")
    report = extract_bytes(to_docx(truth), "r.docx")
    kinds = {check.id: (check.kind, check.status) for check in report.checks if check.table == "statistics"}
    assert kinds["statistics.3.1.count"] == ("subtotal", "pass")
    assert kinds["statistics.le.1.1.count"] == ("inequality", "pass")
    assert len(kinds) == 11
