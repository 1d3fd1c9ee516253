"""Tables of LaTeX, org-mode and other markups come with their captions, their heads over their columns."""

from __future__ import annotations

import pytest

from gongkai import extract
from gongkai.readers.text.markup_tex import without_org, without_tex

_ORG = """#+TITLE: 青岚县水务局2023年供水统计公报
* 一、供水情况
#+CAPTION: 各厂供水量
| 水厂   | 2023年 | 2022年 |
|--------+--------+--------|
| 一水厂 |  120.5 |  118.2 |
| 二水厂 |   80.1 |   79.3 |
"""
_TEX = r"""\title{青岚县水务局2023年供水统计公报}
\section{一、供水情况}
\begin{table}
\caption{各厂供水量}
\begin{tabular}{lrr}
\toprule
水厂 & 2023年 & 2022年 \\ \midrule
一水厂 & \textbf{120.5} & 118.2 \\
二水厂 & 80.1 & 79.3 \\
\end{tabular}
\end{table}
"""
_ASCIIDOC = """= 青岚县水务局2023年供水统计公报

== 一、供水情况

.各厂供水量
[cols="1,1,1",options="header"]
|===
|水厂 |2023年 |2022年
|一水厂 |120.5 |118.2
|二水厂 |80.1 |79.3
|===
"""
_WIKI = """= 青岚县水务局2023年供水统计公报 =
== 一、供水情况 ==
{| class="wikitable"
|+ 各厂供水量
! 水厂 !! 2023年 !! 2022年
|-
| 一水厂 || 120.5 || 118.2
|-
| 二水厂 || 80.1 || 79.3
|}
"""


@pytest.mark.parametrize("text", [_ORG, _TEX, _ASCIIDOC, _WIKI], ids=["org", "tex", "asciidoc", "wiki"])
def test_a_table_of_any_markup_is_a_grid(text: str):
    """Caption, heads, labels and figures are those that the table prints; no mark is left in them."""
    report = extract(text.encode(), name="bulletin.txt")
    (grid,) = report.grids

    assert (report.title, grid.caption, grid.section) == ("青岚县水务局2023年供水统计公报", "各厂供水量", "s1")
    assert grid.columns == (("2023年",), ("2022年",))
    assert grid.rows == (("一水厂",), ("二水厂",))
    assert [cell.value for cell in grid.cells] == [120.5, 118.2, 80.1, 79.3]


def test_heads_of_latex_stand_over_the_columns_that_they_span():
    r"""``\multicolumn`` leaves as many cells as it spans."""
    lines = without_tex([r"水厂 & \multicolumn{2}{c}{供水量} \\", r"& 2023年 & 2022年 \\ \hline"])

    assert lines == ["| 水厂 | 供水量 |  |", "|  | 2023年 | 2022年 |"]


def test_cells_of_a_drawn_grid_that_reach_down_leave_their_places():
    """A cell that spans two lines of a drawn grid stands in the first of them, those beside it under their own corners."""
    text = """一、供水情况

+--------+-----------------+
| 水厂   | 供水量          |
|        +--------+--------+
|        | 2023年 | 2022年 |
+========+========+========+
| 一水厂 | 120.5  | 118.2  |
+--------+--------+--------+
| 二水厂 | 80.1   | 79.3   |
+--------+--------+--------+
"""
    (grid,) = extract(text.encode(), name="bulletin.txt").grids

    assert grid.columns == (("供水量", "2023年"), ("供水量", "2022年"))
    assert grid.rows == (("一水厂",), ("二水厂",))


def test_other_texts_stay_as_they_are():
    """One ampersand, or a star before a line, makes no markup."""
    lines = ["* 说明", "甲 & 乙", "| 甲 | 乙 |"]

    assert without_tex(lines) == lines
    assert without_org(lines) == lines
