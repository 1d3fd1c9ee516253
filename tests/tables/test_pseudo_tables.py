"""Text of a page that a converter cut into the cells of tables that are none, and heads that narrow cells broke."""

from __future__ import annotations

import pytest

from gongkai.tables.fragments import pieces_of
from gongkai.tables.mend.pseudo import put_lines_together
from tables.build import printed, read_text, statuses_of, truth_of
from tables.drawing import drawn, same, shown

ROWS = """
| 一、本年新收政府信息公开申请数量 | | 91 209 | 188 163 | 141 | 153 945 |
| 二、上年结转政府信息公开申请数量 | | 0 0 | 0 0 | 0 | 0 0 |
| （一）予以公开 | | 2 0 | 0 0 | 0 | 0 2 |
"""


def put(text):
    """Do the mend alone on marked cells."""
    return tuple(put_lines_together(pieces_of(drawn(text, marked=True)), ()))


def test_rows_whose_cells_hold_several_figures_are_lines():
    """Cells with several figures are no cells: the row is read as a line of the page."""
    assert shown(put(ROWS)).splitlines()[0] == "一、本年新收政府信息公开申请数量  91 209  188 163  141  153 945"


@pytest.mark.parametrize(
    "text",
    ["| 规章 | 12 340 | 1 250 | 3 000 |", "| 规章 | 1 2 | 3 | 4 |", "| 规章 | 12（10） | 3（2） | 4（4） |"],
    ids=["thousands", "one cell alone", "last year's figures"],
)
def test_a_real_table_stays_one(text):
    """Thousands parted by a blank, a single slip and figures in brackets are no sign of a page's text."""
    assert same(put(text), text)


def test_a_few_slips_in_a_large_table_are_no_sign_of_a_pages_text():
    """Three cells with two figures among forty: the marks between all the others still say what stands where."""
    rows = [f"| 第{i}项 | {i} | 1{i} | 2{i} | 3{i} |" for i in range(10)]
    text = "\n".join([*rows[:3], *(row.replace("| 1", "| 8 1") for row in rows[3:6]), *rows[6:]])
    assert same(put(text), text)


LEAVES = "商业企业 科研机构 社会公益组织 法律服务机构 其他"


def read_under(heads):
    """Read a report a row a line, with these lines in the place of the heads of the columns."""
    text = printed(truth_of(profile="typical"), "plain-rows").decode()
    assert LEAVES in text
    return read_text(text.replace(LEAVES, "\n".join(heads)))


@pytest.mark.parametrize(
    "heads",
    [
        ("商业企 社会公 科研机 法律服 其他", "业 益组织 构 务机构"),
        ("自然 商 社会 科 法律 其 总计", "人 业 公 研 服 他"),
    ],
    ids=["halves", "single characters"],
)
def test_broken_heads_in_another_order_tell_it(heads):
    """No sum sees columns that changed places: the beginnings of heads that share a line say where each figure belongs."""
    truth = truth_of(profile="typical")
    report = read_under(heads)
    cells = {(c.row, c.column): c.value for c in report.tables["requests"].cells}
    printed_as = {"business": "business", "nonprofit": "research", "research": "nonprofit"}
    for row in {row for row, _ in truth.tables["requests"]}:
        for under, printed_at in printed_as.items():
            assert cells[row, under] in (truth.tables["requests"][row, printed_at].value, None)
    assert any(cells[row, "nonprofit"] for row, _ in cells)


def test_broken_heads_in_the_forms_order_are_read():
    """Heads that narrow cells broke, in the form's order, are no reason to doubt."""
    report = read_under(("商业企 科研机 社会公 法律服 其他", "业 构 益组织 务机构"))
    assert statuses_of(report, "requests") == {"reported"}
