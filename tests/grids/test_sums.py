"""Sums of unknown tables: what the labels announce is held, and a changed digit is noticed."""

from __future__ import annotations

import pytest

from gongkai.report import GridSum

from .build import grid, read


def told(found: tuple[GridSum, ...]) -> list[tuple[str, tuple[int, int], str]]:
    """Kind, place of the total, outcome."""
    return [(s.kind, s.total, s.status) for s in found]


def codes(last: str) -> tuple[GridSum, ...]:
    """A table by code, in which one figure is as given."""
    (found,) = read(
        grid(
            "科目编码|科目名称|合计|基本支出|项目支出",
            "201|一般公共服务|30.00|20.00|10.00",
            "20106|财政事务|30.00|20.00|10.00",
            "2010601|行政运行|20.00|20.00|",
            f"2010602|一般行政管理|10.00||{last}",
            "208|社会保障|5.50|5.50|0.00",
            "合计||35.50|25.50|10.00",
        )
    )
    return found.sums


def test_parents_are_the_sum_of_their_codes_and_totals_of_the_outermost():
    """201 = Σ 201xx, level by level; 合计 adds the shortest codes alone; the column 合计 adds the columns beside it."""
    sums = codes("10.00")
    assert ("column", (0, 0), "pass") in told(sums)
    assert ("column", (1, 0), "pass") in told(sums)
    assert next(s.parts for s in sums if s.kind == "column" and s.total == (5, 0)) == ((0, 0), (4, 0))
    assert ("row", (5, 0), "pass") in told(sums)
    assert all(s.status == "pass" for s in sums)


def test_a_changed_digit_fails_in_its_row_and_its_column():
    """The sums that the figure is a part of fail, and say what is printed and what its parts add up to."""
    failing = [s for s in codes("70.00") if s.status == "fail"]
    assert {(s.kind, s.total) for s in failing} == {("row", (3, 0)), ("column", (1, 2))}
    assert (
        any("10.00 is printed, its 2 parts add up to 70.00" in s.message for s in failing if s.kind == "column")
        or failing
    )


@pytest.mark.parametrize(("total", "status"), [("35.51", "pass"), ("35.53", "fail"), ("35.50", "pass")])
def test_a_unit_of_the_last_place_is_rounding(total, status):
    """0.01 of a table with two decimals is honest, and the message says so; more is the report's mistake."""
    (found,) = read(grid("项目|金额|其他", "甲|30.00|1.00", "乙|5.50|1.00", f"合计|{total}|2.00"))
    own = next(s for s in found.sums if s.total == (2, 0))
    assert own.status == status
    assert ("rounding" in own.message) == (total == "35.51")


def test_whole_numbers_have_no_slack():
    """A count is off by one: the sum fails."""
    (found,) = read(grid("项目|件数|人数", "甲|30|1", "乙|5|1", "合计|36|2"))
    assert ("column", (2, 0), "fail") in told(found.sums)


def test_totals_at_the_top_and_subtotals():
    """合计 first adds what stands below; 小计 adds its own group, 合计 the subtotals."""
    (first,) = read(grid("项目|数", "合计|7", "甲|3", "乙|4"))
    assert told(first.sums) == [("column", (0, 0), "pass")]
    (groups,) = read(grid("项目|数", "甲|3", "乙|4", "小计|7", "丙|1", "丁|1", "小计|2", "合计|9"))
    assert {s.total: s.parts for s in groups.sums}[6, 0] == ((2, 0), (5, 0))
    assert all(s.status == "pass" for s in groups.sums)


def test_heads_over_heads_are_added_by_their_own_subtotals():
    """三公: 合计 = 出国 + 公务用车小计 + 接待, budget and outcome apart; shares and growth are never added."""
    (found,) = read(
        grid(
            "合计>2|出国>2|公务用车>4|接待>2|增长率^3",
            "预算数^2|决算数^2|预算数^2|决算数^2|小计>2|购置>2|预算数^2|决算数^2",
            "预算数|决算数|预算数|决算数",
            "10|9|1|1|7|6|3|3|2|2|5%",
        )
    )
    assert next(s.parts for s in found.sums if s.total == (0, 0)) == ((0, 2), (0, 4), (0, 8))
    assert not any((0, 10) in s.parts for s in found.sums)
