"""The unit that is printed counts before the form's; sums hold between figures of one unit only."""

from __future__ import annotations

import re

import pytest

from corpus.to_html import to_html
from gongkai.document import Grid, GridCell
from gongkai.forms.load import load_forms
from gongkai.tables.decide.cells import cells_of as blank_table
from gongkai.tables.fragments import Solid
from gongkai.tables.printed_units import with_printed_units
from tables.build import cells_of, printed, read_html, read_text, truth_of

FEE = ("active_disclosure", "fees", "amount")
HEAD = "本年收费金额（单位：万元）"


def fee_under(head: str, amount: str = "", above: str = ""):
    """Print a report whose fees stand under ``head``, and read the cell and the codes of the issues."""
    page = to_html(truth_of(3))
    assert HEAD in page
    start = page.index(HEAD)
    row = page.index("行政事业性收费", start)
    rest = re.sub(r">\d[\d.]*<", f">{amount}<", page[row:], count=1) if amount else page[row:]
    page = page[:start] + head + page[start + len(HEAD) : row] + rest
    if above:
        table = page.rindex("<table", 0, start)
        page = page[:table] + f"<p>{above}</p>" + page[table:]
    report = read_html(page)
    return cells_of(report)[FEE], {issue.code for issue in report.issues}


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        (HEAD, "万元"),
        ("本年收费金额", "万元"),
        ("本年收费金额（单位：元）", "元"),
        ("本年收费金额(元)", "元"),
        ("本年收费金额（亿元）", "亿元"),
        ("本年收费金额（金额单位：千元）", "千元"),
        ("本年收费金额（单位：个）", "万元"),
        ("本年收费金额<br>单位：元", "元"),
        ("本年收费金额，单位：千元", "千元"),
        ("本年收费金额（单位：千<br>元）", "千元"),
        ("本年收费金额（单位：万美元）", "万美元"),
    ],
)
def test_the_head_says_the_unit(head, unit):
    """Where it says none, or one of another kind, the form does."""
    cell, issues = fee_under(head)
    assert cell.status == "reported"
    assert (cell.unit, "unit_differs" in issues) == (unit, unit != "万元")


def test_a_unit_in_a_cell_of_its_own_belongs_to_the_head_above_or_the_label_beside_it():
    """Whichever it stands next to."""
    form = next(form for form in load_forms() if form.id == "gio-2021")
    table = form.table("active_disclosure")
    assert table is not None
    for cells in (("本年收费金额", "元", "7"), ("行政事业性收费", "元", "7")):
        column = cells[0] == "本年收费金额"
        made = tuple(
            GridCell(row=at if column else 0, column=0 if column else at, text=text) for at, text in enumerate(cells)
        )
        found = with_printed_units(blank_table((), table), table, (Solid(Grid(cells=made), 0),), "")
        assert {c.unit for c in found.cells if c.row == "fees"} == {"元"}


def test_the_line_above_the_table_says_the_unit_where_the_head_says_none():
    """The nearest print counts."""
    assert fee_under("本年收费金额", above="单位：元")[0].unit == "元"
    assert fee_under(HEAD, above="单位：元")[0].unit == "万元"


def test_blank_lines_between_the_unit_and_its_table_count_for_nothing():
    """Markdown sets an empty head and a rule of dashes between both."""
    truth = truth_of(3)
    text = printed(truth, "markdown-row").decode()
    first = "| 第二十条第（一）项 |"
    text = text.replace(first, f"\n单位：元\n\n|  |  |\n|---|---|\n{first}", 1).replace(HEAD, "本年收费金额")
    assert cells_of(read_text(text))[FEE].unit == "元"


def test_the_sign_of_the_yuan_is_a_unit():
    """¥128 is in 元, whatever the head says of the others."""
    cell, issues = fee_under(HEAD, amount="¥128")
    assert (cell.value, cell.unit, "unit_differs" in issues) == (128, "元", True)
