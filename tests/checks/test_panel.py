"""Reports of one agency held against each other from year to year, as their forms say."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.checks.histories import histories
from gongkai.checks.panel import Link, differences, link_years
from gongkai.forms.load import load_forms
from gongkai.report import Filed
from support import Figures, form_named, make_report, make_table

FORMS = load_forms()


def report(year: int, figures: Figures, *, form: str = "gio-2021", path: str = "", rest: int | None = 0):
    """A report on ``year`` whose other cells are ``rest``."""
    made = make_report(figures, form=form_named(form), path=path or f"{year}.txt", rest=rest)
    return msgspec.structs.replace(made, year=year)


def forward(number: float | str | None, column: str = "total"):
    return {("requests", "carried_forward", column): number}


def over(number: float | str | None, column: str = "total"):
    return {("requests", "carried_over", column): number}


def outcome(links: tuple[Link, ...], check_id: str):
    """Status, left and right of one check."""
    (link,) = [link for link in links if link.check.id == check_id]
    return link.check.status, link.check.left, link.check.right


def carried(earlier: Figures, later: Figures, **options):
    links = link_years([report(2022, earlier, **options)], [report(2023, later, **options)], FORMS)
    return outcome(links, "requests.carried.total")


def test_what_is_carried_forward_is_carried_over_for_each_column():
    """Seven columns, the earlier year left, the later right; kind cross_year, an error where it fails."""
    links = link_years([report(2022, forward(5))], [report(2023, over(5))], FORMS)
    rows = [link.check for link in links if link.check.id.startswith("requests.carried.")]
    assert len(rows) == 7
    assert {(check.kind, check.severity, check.status) for check in rows} == {("cross_year", "error", "pass")}
    assert outcome(links, "requests.carried.total") == ("pass", 5, 5)


def test_a_difference_fails_and_names_both_reports_and_years():
    """The check belongs to the later report, and its cells are that report's."""
    before, after = report(2022, forward(5)), report(2023, over(4))
    (link,) = [x for x in link_years([before], [after], FORMS) if x.check.status == "fail"]
    assert (link.report_id, link.earlier_id) == (after.report_id, before.report_id)
    assert link.check.cells == (("carried_over", "total"),)
    assert f"held against {before.report_id} (2022)" in link.check.message
    assert link.check.message.endswith(
        "Total: in 2022 Carried forward to the next year 5, but in 2023 Requests carried over from the previous year 4"
    )
    assert str(link.check.message_zh).endswith(
        "总计：2022 年结转下年度继续办理 5，而2023 年上年结转政府信息公开申请数量 4"
    )


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (forward("/"), over(0), ("pass", 0, 0)),
        (forward("/"), over(3), ("fail", 0, 3)),
        (forward(3), over(""), ("fail", 3, 0)),
        (forward("?"), over(3), ("skipped", None, None)),
        (forward(3), over(None), ("skipped", None, None)),
        (forward("约三件"), over(3), ("skipped", None, None)),
    ],
)
def test_blank_counts_as_nothing_and_the_undecided_skips(earlier, later, expected):
    """A blank or struck cell of a row that was filled in is 0; what is not certain is held against nothing."""
    assert carried(earlier, later) == expected


def test_a_total_left_blank_over_its_parts_is_not_zero():
    """The parts were filled in and the total was not: it is not printed."""
    assert carried({**forward(5, "business"), **forward("")}, over(5)) == ("skipped", None, None)


def test_a_row_left_blank_altogether_is_not_printed():
    """Nobody filled it in; it says nothing about what was carried forward."""
    columns = {s.column for s in form_named().table("requests").slots}
    blank = {("requests", "carried_forward", column): "" for column in columns}
    assert carried(blank, over(5)) == ("skipped", None, None)


def test_documents_in_force_follow_from_the_year_before_as_a_warning():
    """in_force + issued - repealed is the next year's in_force; honest reports may miss it."""
    key = ("active_disclosure", "normative_documents")
    before = report(2022, {(*key, "in_force"): 40})
    after = report(2023, {(*key, "issued"): 3, (*key, "repealed"): 1, (*key, "in_force"): 41})
    links = link_years([before], [after], FORMS)
    (failing,) = [link.check for link in links if link.check.status == "fail"]
    assert (failing.id, failing.severity) == ("active_disclosure.in_force.normative_documents", "warning")
    assert (failing.left, failing.right) == (42, 41)
    assert "3 - Repealed this year 1 = 2" in failing.message
    assert "本年废止件数 1 = 2" in failing.message_zh


def test_forms_are_crossed_where_both_declare_the_same_check():
    """2020 on the form of 2019, 2021 on that of 2021: requests are carried, documents in force have no predecessor."""
    links = link_years([report(2020, forward(5), form="gio-2019")], [report(2021, over(5))], FORMS)
    assert {link.check.id.rpartition(".")[0] for link in links} == {"requests.carried"}
    assert outcome(links, "requests.carried.total") == ("pass", 5, 5)


def test_the_table_s_own_form_counts_not_the_report_s():
    """A report of one form with a table of another is checked by what the table's form declares."""
    hybrid = report(2021, {})
    old = make_table(form_named("gio-2019").table("active_disclosure"), {}, 0)
    hybrid = msgspec.structs.replace(hybrid, tables={**hybrid.tables, "active_disclosure": old})
    links = link_years([hybrid], [report(2022, {})], FORMS)
    assert {link.check.id.rpartition(".")[0] for link in links} == {"requests.carried"}


def test_two_reports_on_the_year_before_that_differ_are_held_against_nothing():
    """Nobody can say which is right; where they agree the check stands once."""
    twice = [report(2022, forward(5), path="a"), report(2022, forward(6), path="b")]
    links = link_years(twice, [report(2023, over(5))], FORMS)
    assert outcome(links, "requests.carried.total") == ("skipped", None, None)
    assert outcome(links, "requests.carried.business") == ("pass", 0, 0)


def test_reports_of_no_form_are_held_against_nothing():
    """They have no figures."""
    unknown = msgspec.structs.replace(make_report(known=False), year=2022)
    assert link_years([unknown], [report(2023, over(5))], FORMS) == ()


def test_differences_are_decided_cells_that_say_other_things():
    """An undecided cell is no difference; a blank beside a number is one."""
    first = report(2022, {**forward(5), **over("?")})
    second = report(2022, {**forward(6), **over(1)})
    assert [(key, a.value, b.value) for key, a, b in differences(first, second)] == [
        (("requests", "carried_forward", "total"), 5, 6)
    ]


def test_the_same_digits_of_another_unit_are_a_difference():
    """70487元 and 70487万元 say other things; what says no number has no unit."""
    amount, empty = (make_report({("active_disclosure", "fees", "amount"): value}) for value in (70487, ""))
    assert differences(amount, _in_yuan(amount)) != ()
    assert differences(empty, _in_yuan(empty)) == ()


def _in_yuan(made):
    table = made.tables["active_disclosure"]
    cells = tuple(msgspec.structs.replace(c, unit="元") if c.row == "fees" else c for c in table.cells)
    return msgspec.structs.replace(made, tables={"active_disclosure": msgspec.structs.replace(table, cells=cells)})


# --- whose report, which year --------------------


def filed(agency: str | None, year: int | None, form: str | None = "gio-2021", path: str = "x"):
    return Filed(f"{agency}{year}{path}", path, agency, year, form)


def test_an_agency_is_one_whatever_blanks_and_width_its_name_has():
    """Two printings of a name are one history; other names are others."""
    found = histories(
        [filed("云溪县财政局（本级）", 2021), filed("云溪县 财政局(本级)", 2022), filed("云溪县", 2022)], FORMS
    )
    assert sorted(len(history.years) for history in found) == [1, 2]


def test_bodies_of_one_name_in_several_places_are_apart():
    """By the division that each is of; what is of none for certain is paired with neither."""
    of = {2021: "320106", 2022: "320302", 2023: None}
    listed = [Filed(f"{y}", "x", "鼓楼区司法局", y, "gio-2021", "鼓楼区司法局", code) for y, code in of.items()]
    assert [list(history.years) for history in histories(listed, FORMS)] == [[2023], [2021], [2022]]
    listed = [
        Filed(f"{y}", "x", "硚口区政府", y, "gio-2021", "硚口区人民政府", code)
        for y, code in ((1, "420104"), (2, None))
    ]
    assert [list(history.years) for history in histories(listed, FORMS)] == [[1, 2]]


def test_missing_years_are_gaps_and_repeated_ones_duplicates():
    """Only between the first year and the last."""
    (history,) = histories(
        [filed("甲局", y, path=p) for y, p in ((2018, "a"), (2021, "b"), (2021, "c"), (2022, "d"))], FORMS
    )
    assert (history.gaps, history.duplicates) == ((2019, 2020), (2021,))


def test_reports_without_agency_or_year_are_left_out():
    """They cannot be paired with anything."""
    assert histories([filed(None, 2021), filed("甲局", None)], FORMS) == ()


def test_another_family_of_reports_is_another_history():
    """A report of a family of its own is no duplicate; one of no known form joins the only family there is."""
    found = histories(
        [filed("甲局", 2021), filed("甲局", 2021, "own"), filed("乙局", 2020, None), filed("乙局", 2021)], FORMS
    )
    assert [history.duplicates for history in found] == [(), (), ()]
    assert sorted(len(history.years) for history in found) == [1, 1, 2]
