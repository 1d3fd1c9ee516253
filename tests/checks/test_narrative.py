"""Sentences that restate cells: what they say is compared, and never an error."""

from __future__ import annotations

import pytest

from gongkai.checks.narrative import check_narrative
from gongkai.errors import FormError
from gongkai.forms.schema import NarrativeSpec
from gongkai.report import Check, Section
from support import form_named, make_table

FORM = form_named()


def said(text: str, figures: dict[tuple[str, str, str], int | str | None], key: str = "overview") -> list[Check]:
    """Hold one section's text against tables with the given figures."""
    tables = {t.key: make_table(t, figures, 0) for t in FORM.tables}
    section = Section(key=key, heading=None, level=1, text=text)
    return list(check_narrative(FORM.spec.narrative, (section,), tables))


RECEIVED = ("requests", "received", "total")


def test_a_sentence_that_agrees_passes():
    """收到…申请12件 is the total of 本年新收."""
    (check,) = said("全年收到政府信息公开申请12件。", {RECEIVED: 12})
    assert (check.status, check.left, check.right, check.kind) == ("pass", 12, 12, "narrative")
    assert check.cells == (("received", "total"),)


def test_a_sentence_that_disagrees_is_a_warning():
    """Reports count wider in words than in tables; the message gives both."""
    (check,) = said("全年收到政府信息公开申请13件。", {RECEIVED: 12})
    assert (check.status, check.severity) == ("fail", "warning")
    assert "13" in check.message
    assert "12" in check.message


def test_new_requests_may_be_counted_with_those_carried_over():
    """Either sum is what the sentence may mean; where neither holds, the first one is told."""
    figures = {RECEIVED: 12, ("requests", "carried_over", "total"): 3}
    assert [c.status for c in said("全年受理政府信息公开申请15件。", figures)] == ["pass"]
    (check,) = said("全年受理政府信息公开申请14件。", figures)
    assert (check.status, check.right) == ("fail", 12)


@pytest.mark.parametrize("unknown", [None, "?"])
def test_a_cell_that_is_not_known_skips_the_sentence(unknown):
    """Nothing is compared with a cell that is missing or ambiguous."""
    (check,) = said("全年收到政府信息公开申请13件。", {RECEIVED: unknown})
    assert (check.status, check.right) == ("skipped", None)


def test_no_requests_means_nought():
    """未收到…申请 is held against 0."""
    assert [c.status for c in said("本年度未收到政府信息公开申请。", {RECEIVED: 0})] == ["pass"]
    assert [c.status for c in said("本年度未收到政府信息公开申请。", {RECEIVED: 2})] == ["fail"]


def test_width_and_blanks_change_nothing():
    """Full-width digits and blanks inside a sentence are folded."""
    (check,) = said("全年 收到政府信息公开申请 １２ 件。", {RECEIVED: 12})
    assert check.status == "pass"


def test_the_same_restatement_counts_once():
    """A report repeats itself; two equal sentences are one check, two different ones are two."""
    sentence = "全年收到政府信息公开申请12件。"
    assert len(said(sentence * 3, {RECEIVED: 12})) == 1
    assert len(said(f"{sentence}收到信息公开申请11件。", {RECEIVED: 12})) == 2


def test_a_sentence_in_another_section_is_not_looked_at():
    """Problems of the year before may be told with the year before's figures."""
    assert said("全年收到政府信息公开申请13件。", {RECEIVED: 12}, key="problems_improvements") == []


def test_children_are_looked_at_too():
    """依申请公开 is a subsection."""
    tables = {t.key: make_table(t, {RECEIVED: 12}, 0) for t in FORM.tables}
    child = Section(key="overview.on_request", heading=None, level=2, text="收到政府信息公开申请12件。")
    parent = Section(key="overview", heading=None, level=1, text="", children=(child,))
    assert [c.status for c in check_narrative(FORM.spec.narrative, (parent,), tables)] == ["pass"]


def test_carried_cases_are_told_apart():
    """上年结转 and 结转下年度 are other rows than 新收."""
    carried = {
        RECEIVED: 5,
        ("requests", "carried_over", "total"): 2,
        ("requests", "carried_forward", "total"): 1,
    }
    checks = said("新收到政府信息公开申请5件，上年结转2件，结转下年度1件。", carried)
    assert {(c.id, c.status) for c in checks} == {
        ("narrative.received", "pass"),
        ("narrative.carried_over", "pass"),
        ("narrative.carried_forward", "pass"),
    }


def test_text_without_figures_says_nothing():
    """No sentence, no check."""
    assert said("我局认真做好信息公开工作。", {}) == []


def own(pattern: str, text: str) -> list[Check]:
    """Hold a text against a pattern that a user wrote."""
    spec = NarrativeSpec(id="own", pattern=pattern, cells={"n": "requests.received.total"})
    tables = {t.key: make_table(t, {RECEIVED: 12}, 0) for t in FORM.tables}
    return list(check_narrative((spec,), (Section(key="overview", heading=None, level=1, text=text),), tables))


def test_a_group_of_a_users_pattern_that_is_empty_or_no_number_says_nothing():
    """An optional group may be left out, a group may hold words."""
    assert own(r"收到(?:申请(?<n>\d+)件)?", "收到来信。") == []
    assert own(r"收到(?<n>.)件", "收到十件。") == []


def test_a_users_pattern_that_takes_too_long_is_refused_by_name():
    """The form's error names the rule and what to do."""
    with pytest.raises(FormError, match=r"narrative own.*simpler"):
        own(r"(?:(?:a|aa)+)+(?<n>\d)", "a" * 60)


def test_a_number_is_held_against_its_cell_whole():
    """12 of 12.5 is no figure, and 1,212 is one."""
    assert [(c.status, c.left) for c in own(r"收到(?<n>\d+)", "收到12.5件")] == [("fail", 12.5)]
    assert [(c.status, c.left) for c in own(r"收到(?<n>\d+)", "收到1,212件")] == [("fail", 1212)]
    assert [(c.status, c.left) for c in own(r"收到(?<n>[\d.]+)", "收到12.0件")] == [("pass", 12)]
