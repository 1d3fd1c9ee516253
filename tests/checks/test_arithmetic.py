"""The sums of a form, held against cells made by hand."""

from __future__ import annotations

import pytest

from gongkai.checks.arithmetic import check_table
from gongkai.forms.equations import Equation, equations_of
from gongkai.forms.schema import CheckSpec
from gongkai.report import Check, Table
from support import form_named, make_table

FORM = form_named()
REQUESTS = FORM.table("requests")
APPLICANTS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other", "total")


def requests(rest: int | None = 0, **rows: list[int | str | None]) -> Table:
    """Make the second table; ``rows`` gives the seven cells of a row (``__`` for ``.``)."""
    figures = {
        ("requests", row.replace("__", "."), column): value
        for row, values in rows.items()
        for column, value in zip(APPLICANTS, values, strict=True)
    }
    return make_table(REQUESTS, figures, rest)


def checks_of(table: Table) -> dict[str, Check]:
    return {c.id: c for c in check_table(REQUESTS.equations, table)}


def received(*values: int | str | None) -> Check:
    return checks_of(requests(received=list(values)))["requests.row_total.received"]


def test_every_row_and_column_has_its_checks():
    """25 row totals, seven subtotals and seven balances."""
    kinds = [c.kind for c in checks_of(requests()).values()]
    assert (kinds.count("row_total"), kinds.count("subtotal"), kinds.count("balance")) == (25, 7, 7)
    assert {c.status for c in checks_of(requests()).values()} == {"pass"}


def test_a_total_that_holds_passes_with_both_sides():
    """1 + 2 + 3 is 6."""
    check = received(1, 2, 3, 0, 0, 0, 6)
    assert (check.status, check.left, check.right, check.message) == ("pass", 6, 6, "")


def test_a_total_that_does_not_hold_fails_and_says_so():
    """The message names the sum, what it gives and what is printed."""
    check = received(1, 2, 3, 0, 0, 0, 7)
    assert (check.status, check.left, check.right, check.severity) == ("fail", 6, 7, "error")
    assert "6" in check.message
    assert "7" in check.message
    assert "\n" not in check.message


def test_a_check_names_its_cells_left_and_right():
    """Seven cells of one row, the total last."""
    assert received(1, 0, 0, 0, 0, 0, 1).cells == tuple(("received", column) for column in APPLICANTS)


@pytest.mark.parametrize("nothing", ["", "/", "-"])
def test_a_blank_or_struck_out_cell_counts_as_nought(nothing):
    """5 and six empty cells are 5."""
    assert received(5, nothing, nothing, nothing, nothing, nothing, 5).status == "pass"
    assert received(5, nothing, nothing, nothing, nothing, nothing, 6).status == "fail"


@pytest.mark.parametrize("unknown", [None, "?", "见附件"])
def test_a_cell_that_is_missing_ambiguous_or_unreadable_skips_the_check(unknown):
    """Nothing is said of a sum of which a part is not known."""
    for values in ((1, unknown, 0, 0, 0, 0, 1), (1, 0, 0, 0, 0, 0, unknown)):
        check = received(*values)
        assert (check.status, check.left, check.right, check.message) == ("skipped", None, None, "")


@pytest.mark.parametrize("nothing", ["", "/"])
def test_a_total_that_is_not_printed_skips_the_check(nothing):
    """Parts without a total are held against nothing."""
    assert received(1, 2, 0, 0, 0, 0, nothing).status == "skipped"
    assert received(0, 0, 0, 0, 0, 0, nothing).status == "skipped"
    assert received(*[nothing] * 7).status == "skipped"


def test_only_the_total_filled_in_is_no_error():
    """Reports that fill in only 总计 are not contradicted by their blanks."""
    assert received("", "", "", "", "", "", 9).status == "skipped"


def test_a_total_that_is_not_printed_counts_as_nothing_else_either():
    """A blank （七）总计 over figures is left out of the balance too."""
    table = requests(received=[3, 0, 0, 0, 0, 0, 3], granted=[3, 0, 0, 0, 0, 0, 3], outcomes_total=[""] * 7)
    checks = checks_of(table)
    assert checks["requests.subtotal.natural_person"].status == "skipped"
    assert checks["requests.balance.natural_person"].status == "skipped"


def test_the_balance_is_that_of_the_form():
    """New and old requests are those settled and those carried on, for every applicant."""
    good = requests(
        received=[4, 0, 0, 0, 0, 0, 4],
        carried_over=[1, 0, 0, 0, 0, 0, 1],
        granted=[3, 0, 0, 0, 0, 0, 3],
        outcomes_total=[3, 0, 0, 0, 0, 0, 3],
        carried_forward=[2, 0, 0, 0, 0, 0, 2],
    )
    assert {c.status for c in checks_of(good).values()} == {"pass"}
    bad = requests(received=[4, 0, 0, 0, 0, 0, 4])
    assert checks_of(bad)["requests.balance.natural_person"].status == "fail"
    assert checks_of(bad)["requests.balance.total"].left == 4


def test_one_wrong_cell_breaks_its_row_and_its_column():
    """A single misread figure shows twice."""
    failing = [c for c in checks_of(requests(denied__inquiry=[0, 0, 1, 0, 0, 0, 0])).values() if c.status == "fail"]
    assert [c.id for c in failing] == ["requests.row_total.denied.inquiry", "requests.subtotal.research"]
    assert all(("denied.inquiry", "research") in c.cells for c in failing)


def spec(**fields: str) -> tuple[Equation, ...]:
    """Make a check of one's own over single cells of the second table."""
    own = CheckSpec(id="own", table="requests", kind="inequality", **fields)  # type: ignore[arg-type]
    return tuple(equations_of(own, [(slot.row, slot.column) for slot in REQUESTS.slots], REQUESTS.called))


@pytest.mark.parametrize(("left", "right", "status"), [(2, 3, "pass"), (3, 3, "pass"), (4, 3, "fail")])
def test_an_inequality_allows_less(left, right, status):
    """``<=`` fails only where the left side is more."""
    table = requests(received=[left, 0, 0, 0, 0, 0, right])
    one = spec(left="received.natural_person", right="received.total", compare="<=")
    assert [c.status for c in check_table(one, table)] == [status]


def test_a_sum_may_take_away_and_pair_single_cells():
    """Without ``each`` a check names rows and columns."""
    table = requests(received=[5, 0, 0, 0, 0, 0, 3], granted=[2, 0, 0, 0, 0, 0, 0])
    one = spec(left="received.natural_person - granted.natural_person", right="received.total")
    (check,) = check_table(one, table)
    assert (check.id, check.status, check.left, check.right) == ("own", "pass", 3, 3)


def test_money_adds_up_in_spite_of_binary_fractions():
    """0.1 + 0.2 is 0.3."""
    table = requests(received=[0.1, 0.2, 0, 0, 0, 0, 0.3])  # type: ignore[list-item]
    assert checks_of(table)["requests.row_total.received"].status == "pass"


def test_a_check_that_chose_between_readings_says_so():
    """It is marked, so that nothing counts it as a confirmation."""
    name = "requests.row_total.received"
    marked = {c.id for c in check_table(REQUESTS.equations, requests(), frozenset({name})) if c.chose}
    assert marked == {name}
