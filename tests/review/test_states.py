"""What is known of each cell, and what of it somebody has to look at."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from gongkai import extract
from gongkai.forms.naming import kind_said, rule_of, rules_named
from gongkai.report import CellStatus, CheckKind
from gongkai.review.doubts import doubts_of
from gongkai.review.states import MEANINGS, states_of
from gongkai.review.tables import tables_of
from gongkai.verdict import Verdict
from review.helpers import check
from support import form_named, make_report

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
FORMS = (form_named(),)


@pytest.mark.parametrize("name", ["linjiang-market-2023.html", "bailu-2024.docx", "yanshan-education-2024.txt"])
def test_the_states_are_those_that_the_report_counts(name: str):
    """The numbers of verified, contradicted and unchecked cells are those of ``verification``."""
    report = extract(FIXTURES / name)
    counts = Counter(states_of(report).values())
    found = report.verification
    assert (counts["verified"], counts["contradicted"], counts["unchecked"]) == (
        found.verified,
        found.contradicted,
        found.unchecked,
    )
    assert counts.total() == found.cells


def test_every_state_and_every_kind_of_check_has_a_name_in_both_languages():
    """No state is told by its colour alone: each has a sign of its own."""
    assert {m.state for m in MEANINGS} == {*get_args(Verdict), *get_args(CellStatus)} - {"reported"}
    assert len({m.sign for m in MEANINGS}) == len(MEANINGS)
    assert all(m.zh and m.en and m.explained_zh and m.explained_en for m in MEANINGS)
    assert all(kind_said(kind).zh and kind_said(kind).en for kind in get_args(CheckKind))


def test_failing_errors_come_first_then_warnings_then_open_cells_row_by_row():
    """What is most pressing stands on top; cells of one row stand together."""
    figures = {("requests", "granted", "natural_person"): "?", ("requests", "granted", "total"): "?"}
    warning = check("narrative.received", severity="warning", kind="narrative")
    report = make_report({**figures, ("requests", "carried_over", "other"): "x"}, checks=(warning, check()))
    tables, checks = tables_of(report, report.checks, FORMS)
    doubts = doubts_of(report, tables, checks, FORMS)
    assert [(d.state, d.id, len(d.jumps)) for d in doubts] == [
        ("contradicted", "requests.row_total.received", 2),
        (None, "narrative.received", 2),
        ("ambiguous", "", 2),
        ("unreadable", "", 1),
    ]
    assert [jump.zh for jump in doubts[2].jumps] == ["自然人", "总计"]


def test_a_table_that_was_not_found_is_one_doubt_and_one_stop():
    """Two hundred lines would say no more than one."""
    report = make_report(rest=None)
    tables, checks = tables_of(report, (), FORMS)
    doubts = doubts_of(report, tables, checks, FORMS)
    assert [(d.state, d.whole, len(d.jumps)) for d in doubts] == [("missing", True, 1)] * 3
    assert [sum(view.stop for view in table.cells) for table in tables] == [1, 1, 1]


def test_a_failing_warning_leaves_the_state_and_marks_the_cell():
    """What contradicts nothing does not change how far a cell is confirmed, but is not passed over either."""
    report = make_report(checks=(check("requests.carried.total", severity="warning", kind="cross_year"),))
    tables, _ = tables_of(report, report.checks, FORMS)
    marked = [view for table in tables for view in table.cells if view.warned]
    assert [(view.cell.row, view.state, view.stop) for view in marked] == [("received", "unchecked", True)] * 2


def test_the_rules_of_checks_are_found_by_the_longest_id():
    """``requests.row_total.received`` is a check of the rule ``requests.row_total``."""
    rules = rules_named(FORMS)
    assert rule_of("requests.row_total.received", rules) == "requests.row_total"
    assert rule_of("a.b.c", ("a", "a.b")) == "a.b"
    assert rule_of("unknown.rule", rules) == "unknown.rule"
