"""The files of what no form defines: tables as printed, rows that a form does not know, documents that are left out."""

from __future__ import annotations

from typing import get_args

from gongkai.dataset.files import REPORT_ID, Column, File
from gongkai.report import CellStatus

_GRID = Column("grid", "string", "表的编号，按原文顺序", "id of the table: g1, g2, … in printed order", True)

GRIDS = File(
    "grids",
    "每行一张不属于任何已知格式的表",
    "one row per table that no known form claims",
    (
        REPORT_ID,
        _GRID,
        Column("caption", "string", "表题原文", "title above or below it, as printed"),
        Column("unit", "string", "单位原文", "unit that is printed above or in it"),
        Column("section", "string", "所在节的键名", "key of the section that it stands in"),
        Column("rows", "integer", "数据行数", "rows of figures"),
        Column("columns", "integer", "数据列数", "columns of figures"),
        Column("cells", "integer", "单元格数", "cells of figures and words"),
        Column("sums_passed", "integer", "成立的合计", "sums that hold"),
        Column("sums_failed", "integer", "不成立的合计", "sums that its labels announce and that do not hold"),
    ),
    ("report_id", "grid"),
)
GRID_CELLS = File(
    "grid_cells",
    "每行一个单元格（不属于任何已知格式的表）",
    "one row per cell of a table that no known form claims",
    (
        REPORT_ID,
        _GRID,
        Column("row", "integer", "行号，从 0 起", "row, from 0", True),
        Column("column", "integer", "列号，从 0 起", "column, from 0", True),
        Column("row_label", "string", "行标签，由外到内以 / 相连", "labels of the row, outermost first, joined by /"),
        Column(
            "column_label", "string", "列标签，由外到内以 / 相连", "labels of the column, outermost first, joined by /"
        ),
        Column("value", "number", "数值，仅当 status 为 reported", "the number, where status is reported"),
        Column("text", "string", "原文字符", "the characters as printed"),
        Column("unit", "string", "单位：格中、列头、行、表所印", "the unit that cell, head, row or table prints"),
        Column(
            "status",
            "string",
            "同 cells.csv，文字为 text",
            "as in cells.csv; text where words stand in the cell",
            True,
            (*get_args(CellStatus), "text"),
        ),
    ),
    ("report_id", "grid", "row", "column"),
)
EXTRA = File(
    "extra",
    "每行一条格式中没有的原文表行",
    "one row per printed row that the form does not know",
    (
        REPORT_ID,
        Column("table", "string", "表的键名", "key of the table", True),
        Column("label", "string", "行标签原文", "label of the row as printed"),
        Column("values", "string", "各格原文，以 / 相连", "its cells as printed, joined by /"),
    ),
)
OTHERS = File(
    "others",
    "每行一份未收入的、不属于已知格式的文件（--others list）",
    "one row per document of no known form that was left out (--others list)",
    (
        REPORT_ID,
        Column("path", "string", "来源文件", "source file", True),
        Column("sha256", "string", "文件的 SHA-256", "SHA-256 of the file"),
        Column("format", "string", "文件的实际格式", "what the content is"),
        Column("title", "string", "标题", "title as printed"),
        Column("agency", "string", "发文机关", "who reports"),
        Column("year", "integer", "年度", "the year reported on"),
        Column("grids", "integer", "表数", "how many tables are in it"),
        Column("reasons", "string", "不属于已知格式的理由", "why no known form fits"),
    ),
    ("report_id",),
)
