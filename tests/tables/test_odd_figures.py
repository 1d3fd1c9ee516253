"""What stands in a value cell and is no figure of the form: it gives no value, and shifts no other."""

from __future__ import annotations

import pytest

from gongkai.document import Place
from gongkai.tables.fragments import Fragment
from gongkai.tables.tokens import tokens_of
from tables.build import cells_of, change, printing, read, truth_of, wrong

ODD = [
    "3/5",
    "12(5)3",
    "12(五)",
    "12%",
    "2024-1-5",
    "10:30",
    "1.2.3",
    "0/",
    "/0",
    "12-",
    "约 5",
]
RESEARCH = ("denied.state_secret", "research")


def tokens(line: str) -> list[object]:
    """Read a line of plain text: words as they are, figures as their values or statuses."""
    found = tokens_of((Fragment(text=line, place=Place(), block=0, before="line"),))
    return [
        t.text.strip() if t.printed is None else t.printed.status if t.printed.value is None else t.printed.value
        for t in found
    ]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize(
    "flavour", ["docx", "html", "tab-rows", "row-no-pad", "one-line-spaces", "plain-rows", "dropped-blanks"]
)
def test_an_odd_figure_gives_no_value(flavour, text):
    """Neither its first part nor its last."""
    truth = truth_of(21)
    report = read(change(truth, "requests", printing(RESEARCH, text)), flavour)
    assert wrong(truth, report) == []
    assert cells_of(report)["requests", *RESEARCH].value is None


UNREADABLE = "unreadable"
LINES = [
    ("规章 12% 0 3", ["规章", UNREADABLE, 0, 3]),
    ("政府集中采购0509,048.59", ["政府集中采购0509,048.59"]),
    ("规章 3/5 0 1", ["规章", UNREADABLE, 0, 1]),
    ("规章 12(5) 3（2） 0", ["规章", 12, 3, 0]),
    ("规章 5〓 〓 〓5 0", ["规章", UNREADABLE, UNREADABLE, UNREADABLE, 0]),
    ("规章 3¹ 12* 3① 12注1 40件³ 12[1]", ["规章", 3, 12, 3, 12, 40, 12]),
    ("规章 3①行政规范性文件 0", ["规章", 3, "①行政规范性文件", 0]),
    ("规章 约5 约 5 0", ["规章", UNREADABLE, UNREADABLE, 0]),
    ("规章 0/ /0 /", ["规章", UNREADABLE, UNREADABLE, "not_applicable"]),
    ("规章 22（其中修订 16 件） 3", ["规章", 22, 3]),
    ("规章 增10 -8 251000元 3 件 〇 ○ O", ["规章", 10, -8, 251000, 3, 0, 0, 0]),
    ("规章 不适用 无此项 — //", ["规章", *["not_applicable"] * 4]),
    ("本年增/减 10", ["本年增/减", 10]),
    ("本年增/减10", ["本年增/", UNREADABLE]),
    ("规章-8", ["规章", UNREADABLE]),
    ("0 (1) 属于国家秘密 0", [0, "(1) 属于国家秘密", 0]),
    ("1 0 1. 属于国家秘密", [1, 0, "1. 属于国家秘密"]),
    ("- 规章 0", ["- 规章", 0]),
    ("舆情计 1 次） 次 37", ["舆情计 1 次） 次", 37]),
    ("- 3 -", []),
    ("第3页", []),
    ("3/12", [UNREADABLE]),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_a_line_is_taken_apart_by_one_grammar_of_figures(line, expected):
    """Figures, what cannot be read, what does not apply, words, and page numbers, which are none of these."""
    assert tokens(line) == expected


def test_cells_that_cannot_be_read_are_not_one_cell_because_they_look_alike():
    """Two signs for what cannot be read stand for two figures; the figures behind them keep their columns."""
    row = ("unavailable.not_held", ["0", "〓", "〓", "0", "0", "1", "3"])
    columns = ("natural_person", "business", "research", "nonprofit", "legal_service", "other", "total")
    truth = truth_of(5)
    for column, text in zip(columns, row[1], strict=True):
        truth = change(truth, "requests", printing((row[0], column), text))
    cells = cells_of(read(truth, "row-padded"))
    found = [cells["requests", row[0], c].value for c in columns]
    assert found == [0, None, None, 0, 0, 1, 3]
