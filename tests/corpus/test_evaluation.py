"""The evaluation itself: chains that are fair, spoils that are counted by what they change, tallies that add up."""

from random import Random

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chain import STEPS, draw_chain, run_chain
from corpus.chain_tables import swap_columns
from corpus.draft import Draft
from corpus.evaluation import evaluate, flavours, measure_power
from corpus.flavour import AIMS
from corpus.flow import flow
from corpus.grid import PrintedTable, grid
from corpus.power import SPOILS, power, power_table
from corpus.truth import any_options, make_truth
from gongkai.forms.load import load_forms

FORMS = load_forms()
GIO_2021 = next(form for form in FORMS if form.id == "gio-2021")
SEEDS = st.integers(0, 10**6)
WHOLE = sorted(set(STEPS) - {"cut_short", "widen_digits"})


def numbers_in(text):
    """Every number of a text, in any order."""
    return sorted(regex.findall(r"\d+", text))


def drafted(*tables):
    """A draft of tables typed in a test, the first row of each its heads."""
    return Draft(parts=tuple(headed(table) for table in tables))


def headed(text):
    table = grid(text)
    cells = [
        type(c)(row=c.row, column=c.column, text=c.text, role="head" if c.row == 0 else c.role, key=key(c))
        for c in table.cells
    ]
    return PrintedTable(tuple(cells), table.width)


def key(cell):
    return (f"row {cell.row}", f"column {cell.column}") if cell.role == "value" else None


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, steps=st.lists(st.sampled_from(WHOLE), max_size=6, unique=True))
def test_a_chain_loses_breaks_and_joins_no_number(seed, steps):
    """The text holds the numbers of the untouched one, each as it was, page numbers and lost labels aside."""
    truth = make_truth(seed, GIO_2021, **{**any_options(seed), "labels": "official"})
    kept = [s for s in steps if s not in ("number_pages", "wrap_prose", "lose_heads", "swallow_groups")]
    assert numbers_in(run_chain(truth, kept, seed)) == numbers_in(run_chain(truth, (), seed))


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS)
def test_the_same_source_of_chance_gives_the_same_chain(seed):
    """Chains are drawn and run from their seed alone."""
    truth = make_truth(1, GIO_2021)
    names = draw_chain(Random(seed))
    assert names == draw_chain(Random(seed))
    assert set(names) <= set(STEPS)
    assert run_chain(truth, names, seed) == run_chain(truth, names, seed)


def test_exchanged_columns_take_their_heads_along():
    """Each figure stands below the head that it stood below before."""
    draft = swap_columns(drafted("信息 | 制发 | 废止\n规章 | 1 | 2\n文件 | 3 | 4"), Random(1))
    (table,) = draft.parts
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["信息", "废止", "制发"],
        ["规章", "2", "1"],
        ["文件", "4", "3"],
    ]
    assert draft.fixed


def test_columns_of_different_groups_are_never_exchanged():
    """结果维持 stands three times in the last table: exchanged between its groups nobody could tell."""
    truth = make_truth(1, GIO_2021, profile="city")
    for seed in range(40):
        draft = swap_columns(Draft(parts=flow(truth)), Random(seed))
        (table,) = [p for p in draft.parts if isinstance(p, PrintedTable) and p.width == 15]
        keys = [cell.key[0] for cell in table.cells if cell.key]
        assert keys == ["review"] * 5 + ["litigation_direct"] * 5 + ["litigation_after_review"] * 5


def test_heads_that_tell_of_exchanged_columns_stay():
    """Neither lost nor moved afterwards."""
    truth = make_truth(1, GIO_2021, profile="city")
    once = run_chain(truth, ["swap_columns"], 5)
    assert run_chain(truth, ["swap_columns", "lose_heads", "shuffle_heads"], 5) == once


def test_a_figure_and_a_label_that_begins_with_a_digit_never_touch():
    """Rows are joined without a mark only where the label begins with something else."""
    truth = make_truth(1, GIO_2021, profile="city")
    for seed in range(20):
        text = run_chain(truth, ["loose_separators", "join_rows", "glue_labels"], seed)
        assert not regex.search(r"\d1\.属于国家秘密", text)


def test_a_spoil_among_zeros_alone_is_counted_apart():
    """Rows and columns of zeros may be exchanged: no sum can notice, nor does anybody lose anything."""
    counts = power(make_truth(1, GIO_2021, profile="zeros"), GIO_2021, Random(1))
    assert counts["rows swapped: requests", "only zeros"] == 3
    assert counts["rows swapped: requests", "spoiled"] == 0
    assert counts["digit changed: requests", "spoiled"] == 3


def test_a_changed_digit_in_a_table_with_sums_is_always_noticed():
    """By the sums and in the report that is read back."""
    counts = power(make_truth(2, GIO_2021, profile="city"), GIO_2021, Random(2))
    for table in ("requests", "reviews_litigation"):
        name = f"digit changed: {table}"
        assert counts[name, "spoiled"] == counts[name, "noticed by sums"] == counts[name, "noticed in report"] == 3


def test_the_power_is_printed_a_line_a_spoil_and_table():
    """Tables without a sum too."""
    lines = power_table(measure_power([GIO_2021], [3])).splitlines()
    assert len(lines) == 1 + len(SPOILS) * len(GIO_2021.tables)


@pytest.mark.parametrize("flavour", list(flavours()), ids=lambda flavour: flavour.name)
def test_every_flavour_has_a_kind_with_an_aim(flavour):
    """Or is known to have none."""
    assert flavour.kind in AIMS


def test_two_processes_count_what_one_counts(tmp_path):
    """In the same order."""
    chosen = [flavour for flavour in flavours() if flavour.name in ("html", "plain-rows")]
    one, two = (evaluate(FORMS, range(2), chosen, jobs, tmp_path) for jobs in (1, 2))
    assert [(n, t.counts, t.fields, t.lines) for n, t in one.tallies.items()] == [
        (n, t.counts, t.fields, t.lines) for n, t in two.tallies.items()
    ]


def test_cells_are_counted_apart_for_reports_with_blank_cells():
    """A report that prints every cell has nothing to lose where blanks are dropped."""
    chosen = [flavour for flavour in flavours() if flavour.name == "docx"]
    counts = evaluate([GIO_2021], range(6), chosen).tallies["docx"].counts
    assert counts["filled cells"] + counts["gappy cells"] == counts["cells"]
    assert min(counts["filled cells"], counts["gappy cells"]) > 0
