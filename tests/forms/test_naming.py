"""What checks are called by people: in the labels of their form, never by their ids."""

from __future__ import annotations

import regex

from gongkai.forms.load import load_local, packaged_forms
from gongkai.forms.naming import check_named, rule_of, rules_named
from support import form_named

FORMS = (*packaged_forms(), *load_local())
RULES = rules_named(FORMS)
_KEY = regex.compile(r"[a-z0-9]+[._][a-z0-9_.]+")
_CHINESE = regex.compile(r"\p{Han}")


def test_every_rule_of_every_form_has_a_name_without_a_key():
    """Sums, sentences, sums over tables and from year to year, in both languages."""
    for form in FORMS:
        spec = form.spec
        for rule in (*spec.checks, *spec.panel, *spec.across, *spec.narrative):
            name = RULES[rule.id].whole
            assert _CHINESE.search(name.zh), rule.id
            assert not _KEY.search(name.zh + name.en), name


def test_a_rule_says_what_is_held_against_what():
    """Long sums by their first and last parts."""
    name = RULES["reviews.row_total"].whole
    assert name.zh == "政府信息公开行政复议、行政诉讼情况：行合计（结果维持 + … + 尚未审结 = 总计）"
    assert name.en == "Reconsideration and litigation: row total (Decision upheld + … + Pending = Total)"


def test_a_check_names_its_row_too():
    """The row or the column that it speaks of comes first; of an unknown rule the kind is left."""
    table = form_named("gio-2021").table("reviews_litigation")
    assert check_named("reviews.row_total.review", "row_total", table, RULES).zh.startswith("行政复议：行合计（")
    assert check_named("somebody.else", "balance", None, RULES).zh == "勾稽平衡"
    assert rule_of("reviews.row_total.review", RULES) == "reviews.row_total"
