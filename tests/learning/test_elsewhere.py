"""Figures that stand twice: in two tables, and in the reports of two years."""

from __future__ import annotations

from decimal import Decimal

import gongkai
from gongkai.forms.schema import SectionSpec
from gongkai.learning.elsewhere import learn_across, learn_links
from gongkai.learning.sentences import learn_sentences
from gongkai.learning.spots import Filled, Spot
from gongkai.report import Report
from printed.build import VISITS, page

INCOME: Spot = ("income", "total", "amount")
SPENT: Spot = ("spent", "total", "amount")
OTHER: Spot = ("spent", "staff", "amount")
LABELS = {INCOME: ("收入合计", "金额"), SPENT: ("支出合计", "金额"), OTHER: ("人员", "金额")}


def report(agency: str = "甲山县水务局", year: int = 2020) -> Report:
    """A report of an agency on a year; its own tables are not looked at."""
    own = page(("规费征收情况表", VISITS), title=f"{agency}{year}年度规费收支报告")
    return gongkai.extract(own, name="a.html", forms=())


def filled(*values: tuple[Spot, str], agency: str = "甲山县水务局", year: int = 2020) -> Filled:
    """A report with these figures."""
    return Filled(report(agency, year), {spot: Decimal(value) for spot, value in values})


def test_totals_that_are_the_same_in_two_tables_are_found_once_for_each_pair():
    """Both are called totals, three different figures agree; a third cell with the same figures adds no second rule."""
    reports = [filled((INCOME, n), (SPENT, n), (OTHER, n)) for n in ("1203.50", "887.25", "4410.00")]
    (found,) = learn_across(reports, LABELS)
    assert (found.spec.left, found.spec.right) == ("income.total.amount", "spent.total.amount")
    assert (found.spec.tolerance, found.said) == (0.0, "confirmed by 3 reports")


def test_totals_that_are_rounded_in_one_table_have_a_tolerance():
    """A cent apart is the same total."""
    pairs = [("1203.50", "1203.51"), ("887.25", "887.25"), ("4410.00", "4409.99")]
    (found,) = learn_across([filled((INCOME, a), (SPENT, b)) for a, b in pairs], LABELS)
    assert found.spec.tolerance == 0.02


def test_small_figures_that_agree_are_chance():
    """1, 2 and 3 twice prove nothing, nor does one figure in all reports, nor figures that mostly differ."""
    for pairs in (
        [("1", "1"), ("2", "2"), ("3", "3")],
        [("1203.50", "1203.50")] * 5,
        [("1203.50", "1203.50"), ("887.25", "887.25"), ("4410.00", "4410.00"), ("5", "8"), ("3", "9")],
    ):
        assert not list(learn_across([filled((INCOME, a), (SPENT, b)) for a, b in pairs], LABELS))


def test_cells_that_no_label_calls_a_total_are_not_compared():
    """The same figure in two ordinary cells is no rule."""
    reports = [filled((OTHER, n), (("income", "gift", "amount"), n)) for n in ("1203.50", "887.25", "4410.00")]
    assert not list(learn_across(reports, LABELS | {("income", "gift", "amount"): ("捐赠", "金额")}))


def test_what_the_next_year_takes_over_is_found_by_rows():
    """Of reports of one agency on years that follow each other; those of others, or years apart, say nothing."""
    left, taken = ("t", "left", "n"), ("t", "taken", "n")
    pairs = [(who, before, 100 + 37 * n) for n, (who, before) in enumerate((w, 2019) for w in "甲乙丙丁")]
    reports = [
        one
        for who, year, n in pairs
        for one in (
            filled((left, str(n)), (taken, "9"), agency=f"{who}山县水务局", year=year),
            filled((left, str(n * 3)), (taken, str(n)), agency=f"{who}山县水务局", year=year + 1),
        )
    ]
    (found,) = learn_links(reports)
    assert (found.spec.hands_on, found.spec.takes_over, found.spec.each) == ("left", "taken", "column")
    apart = [one for at, one in enumerate(reports) if at % 2 == 0]
    assert not list(learn_links(apart))


def test_two_sentences_in_the_same_words_restate_no_cell():
    """小计共 stands before two figures of one section: which of them another report has cannot be told, so neither is a rule."""
    spec = SectionSpec(key="s", label="一、情况")
    said = [(1203, 88), (887, 41), (4410, 97)]

    def learned(*, both: bool):
        reports = []
        for one, other in said:
            text = f"<h2>一、情况</h2><p>本年小计共{one}件。</p>" + (f"<p>本年小计共{other}件。</p>" if both else "")
            data = page(("规费征收情况表", VISITS), title="甲山县水务局2020年度规费收支报告")
            read = gongkai.extract(data.replace(b"</h1>", f"</h1>{text}".encode(), 1), name="a.html", forms=())
            reports.append(Filled(read, {INCOME: Decimal(one), SPENT: Decimal(other)}))
        return list(learn_sentences(reports, (spec,), {spot: row for spot, (row, _) in LABELS.items()}))

    assert [sentence.spec.cells for sentence in learned(both=False)] == [{"n": "income.total.amount"}]
    assert learned(both=True) == []
