"""What is known of a cell, as the pages say it: a name in two languages, a sign, and whether somebody has to look."""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct

from gongkai.report import CellStatus, Report
from gongkai.verdict import Verdict, verdicts_of

State = Verdict | CellStatus
"""Of a reported cell the verdict, of any other its status."""
CellId = tuple[str, str, str]
"""Table, row and column of a cell."""


class Meaning(Struct, frozen=True):
    """How a state is shown. ``sign`` stands beside the figure: no state is told by its colour alone."""

    state: State
    sign: str
    zh: str
    en: str
    explained_zh: str
    explained_en: str
    doubtful: bool = False


DECIDED = "✎"
"""The sign of a reviewer's decision."""
MEANINGS = (
    Meaning("contradicted", "≠", "不符", "contradicted", "有勾稽关系不成立", "a sum over it does not hold", True),
    Meaning("ambiguous", "?", "不定", "ambiguous", "有数字，但归属不能确定", "printed, but not certain where", True),
    Meaning(
        "unreadable", "※", "非数", "unreadable", "有内容，但不是数字", "something is printed that is no number", True
    ),
    Meaning("missing", "∅", "未见", "missing", "来源文件中没有找到", "no trace of it in the source", True),
    Meaning("unchecked", "–", "未核", "unchecked", "没有勾稽关系可以核实", "read; no sum confirms it"),
    Meaning("verified", "✓", "核实", "verified", "标签与勾稽关系都已核实", "confirmed by its labels and a sum"),
    Meaning(
        "corrected",
        DECIDED,
        "更正",
        "corrected",
        "由审核人更正，原文见详情",
        "a reviewer decided; what is printed is kept",
    ),
    Meaning("blank", "□", "空白", "blank", "单元格为空", "the cell is there and empty"),
    Meaning("not_applicable", "/", "不适用", "not applicable", "填写为不适用", "printed as not applicable"),
)
"""Every state, the most doubtful first."""
MEANING = MappingProxyType({meaning.state: meaning for meaning in MEANINGS})
DOUBTFUL = frozenset(meaning.state for meaning in MEANINGS if meaning.doubtful)


def states_of(report: Report) -> dict[CellId, State]:
    """Say of every cell what is known of it: of a reported one the verdict, of any other its status."""
    verdicts = verdicts_of(report.tables, report.checks)
    return {
        (key, c.row, c.column): verdicts.get((key, c.row, c.column), c.status)
        for key, table in report.tables.items()
        for c in table.cells
    }
