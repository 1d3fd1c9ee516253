"""The one declaration of every file and column of a dataset; CSV heads, data package and frames all follow it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import get_args

import msgspec

from gongkai.dataset.files import AGENCY_NAME, PROVINCE_NAME, REPORT_ID, WHO, YEAR, Column, File, Type
from gongkai.dataset.grid_files import EXTRA, GRID_CELLS, GRIDS, OTHERS
from gongkai.dataset.long_tables import long_file
from gongkai.dataset.stata_names import stata_names
from gongkai.document import Severity
from gongkai.forms.model import Form
from gongkai.forms.variables import Variable, merge_variables
from gongkai.readers.formats import reported_kinds
from gongkai.report import AgencyLevel, Anchor, CellStatus, CheckKind, CheckStatus, Level
from gongkai.verdict import Verdict
from gongkai.witness import Told

TABLES = ("active_disclosure", "requests", "reviews_litigation", "statistics")
"""The wide tables that the output contract promises in every dataset, even where no report has them."""


ABOUT = ("agency", "agency_level", "province_name", "division_code", "division_name", "year", "form", "status")
"""The columns of reports.csv, where they are there, that a view puts beside a report's figures."""


_TABLE = Column("table", "string", "表的键名", "key of the table")
_ROW = Column("row", "string", "行的键名", "key of the row")
_COLUMN = Column("column", "string", "列的键名", "key of the column")
_PATH = Column(
    "path", "string", "来源文件（压缩包内为 包!成员）", "source file (archive!member inside an archive)", True
)
_SHA256 = Column("sha256", "string", "文件的 SHA-256", "SHA-256 of the file")
_SEVERITY = Column(
    "severity", "string", "严重程度：info、warning、error", "info, warning or error", codes=get_args(Severity)
)
_MESSAGE = Column("message", "string", "说明（英文）", "what it is about, for people")
_MESSAGE_ZH = Column("message_zh", "string", "说明（中文）", "the same in Chinese; empty where another program speaks")

REPORTS = File(
    "reports",
    "每行一份报告",
    "one row per report",
    (
        REPORT_ID,
        _PATH,
        _SHA256,
        Column("format", "string", "文件的实际格式", "what the content is, whatever the name says",
               codes=reported_kinds()),
        Column("form", "string", "所依格式", "the official form that its tables follow; empty where none fits"),
        Column("agency", "string", "报告机关", "who reports"),
        YEAR,
        Column("title", "string", "标题", "title as printed, on one line"),
        Column("published", "date", "发布或落款日期", "date that it is signed or published with"),
        Column("cells_reported", "integer", "有数字的单元格数", "cells with a printed number"),
        Column("cells_verified", "integer", "其中经勾稽核实的", "of these, confirmed by labels and a passing check"),
        Column("cells_contradicted", "integer", "其中与勾稽不符的", "of these, touched by a failing check"),
        Column("checks_passed", "integer", "通过的勾稽", "checks that hold"),
        Column("checks_failed", "integer", "不通过的勾稽", "checks that do not hold"),
        Column("status", "string", "complete 完整、partial 部分、other 非已知格式、failed 未能读出", "complete: form known, every cell "
               "decided; partial: some missing, ambiguous or unreadable; other: no known form fits, sections and grids are as "
               "printed, if any; failed: pages that could not be read",
               codes=("complete", "partial", "other", "failed")),
        AGENCY_NAME,
        Column("agency_level", "string", "机关类别：政府按行政层级，其他机关按性质",
               "what it is: the level of a government, the kind of another body", codes=get_args(AgencyLevel)),
        Column("agency_level_from", "string", "机关类别的依据", "what decided agency_level"),
        Column("division_code", "string", "所属行政区划代码（GB/T 2260，报告年度有效）；不确定者为空",
               "division that it belongs to, GB/T 2260 as of the year reported on; empty where not certain"),
        Column("division_name", "string", "所属行政区划全称", "full name of the division"),
        Column("division_level", "string", "所属行政区划层级", "province, city (prefecture) or county", codes=get_args(Level)),
        Column("division_from", "string", "区划代码的依据", "what decided the division: name, and with it title, contact, "
               "preamble or closing"),
        Column("province_code", "string", "所属省级行政区划代码", "code of its province; known more often than the division"),
        PROVINCE_NAME,
        Column("url", "string", "网页存档中的网址", "address, where it is from a web archive"),
        Column("captured", "string", "网页存档的抓取时间", "when it was fetched, where it is from a web archive"),
        Column("family", "string", "报告所属的格式族", "family of the form: forms that replaced each other share one"),
        *(Column(f"{name}_from", "string", f"{zh}的依据", f"what said the {name}", codes=get_args(Told))
          for name, zh in (("title", "标题"), ("agency", "机关名称"), ("year", "报告年度"))),
    ),
    ("report_id",),
)  # fmt: skip
CELLS = File(
    "cells",
    "每行一个单元格",
    "one row per cell that the form defines",
    (
        REPORT_ID,
        _TABLE,
        _ROW,
        _COLUMN,
        Column("value", "number", "数值，仅当 status 为 reported 或 corrected",
               "the number, where status is reported or corrected"),
        Column("status", "string", "reported 有数、blank 空白、not_applicable 不适用、unreadable 非数字、"
               "ambiguous 归属不定、missing 未见、corrected 已更正",
               "reported, blank, not_applicable, unreadable, ambiguous, missing or corrected", True, get_args(CellStatus)),
        Column("raw", "string", "原文字符", "the source's own characters"),
        Column("note", "string", "数字旁的附注", "what stands in the cell beside the number"),
        Column("unit", "string", "单位：格中所印，否则为格式所定", "the unit printed in the cell, else the form's; nothing is converted"),
        Column("anchor", "string", "位置依据：label 标签、grid 表格、order 次序",
               "what its place was decided by: label, grid or order", codes=get_args(Anchor)),
        Column("verdict", "string", "verified 已核实、contradicted 与勾稽不符、unchecked 未核，仅当 status 为 reported",
               "how far the number is confirmed, where status is reported: verified, contradicted or unchecked",
               codes=get_args(Verdict)),
        Column("implied", "integer", "勾稽推定为零：凡满足勾稽的填法，此格均为零或空白", "0 where the cell is open, and every "
               "solution of the table's sums has zero or a blank there"),
        Column("at_least", "number", "勾稽推定的下限（空白计零）", "least number that a solution of the sums has in the open cell"),
        Column("at_most", "number", "勾稽推定的上限", "greatest number that a solution of the sums has in the open cell"),
    ),
    ("report_id", "table", "row", "column"),
)  # fmt: skip
SECTIONS = File(
    "sections",
    "每行一节正文，按原文顺序，子节紧随其后",
    "one row per section of running text, in printed order, subsections after their parent",
    (
        REPORT_ID,
        Column("key", "string", "节的键名", "key of the section", True),
        Column("heading", "string", "标题原文", "heading as printed"),
        Column("level", "integer", "层级", "level, 1 for the six sections"),
        Column("text", "string", "正文，段落以换行分隔", "running text, paragraphs separated by line feeds"),
    ),
)
CHECKS = File(
    "checks",
    "每行一条勾稽",
    "one row per rule held against the figures",
    (
        REPORT_ID,
        Column("id", "string", "勾稽编号", "which rule, and on which row or column", True),
        _TABLE,
        Column("kind", "string", "种类", "row_total, subtotal, balance, inequality, narrative or cross_year", codes=get_args(CheckKind)),
        _SEVERITY,
        Column("status", "string", "pass 通过、fail 不通过、skipped 未判", "pass, fail or skipped", codes=get_args(CheckStatus)),
        Column("chose", "boolean", "是否参与选定读法", "whether it helped to choose between readings"),
        Column("left", "number", "左边之和", "left side"),
        Column("right", "number", "右边之和", "right side"),
        Column(
            "cells", "string", "涉及的单元格，row__column，以空格分隔", "its cells, row__column, separated by spaces"
        ),
        _MESSAGE,
        _MESSAGE_ZH,
    ),
)  # fmt: skip
COMMENTS = File(
    "comments",
    "每行一条遗留批注",
    "one row per reviewer's comment that was left in the file",
    (
        REPORT_ID,
        Column("author", "string", "批注者", "who wrote it"),
        Column("text", "string", "批注内容", "what it says"),
        Column("section", "string", "所在节", "key of the section that it hangs in"),
    ),
)
DUPLICATES = File(
    "duplicates",
    "每行一个内容重复的来源",
    "one row per source whose content is that of another one",
    (REPORT_ID, _PATH, Column("read", "string", "实际读取的来源", "the source that was read", True)),
)
CORRECTED = File(
    "corrected",
    "每行一条人工更正（来自 corrections.csv）",
    "one row per decision of a reviewer in corrections.csv",
    (
        Column("report_id", "string", "报告编号", "report that it is about, which the dataset may not have", True),
        _TABLE,
        _ROW,
        _COLUMN,
        Column("value", "number", "更正后的数值，空为无数字", "the value decided on; empty where there is no number"),
        Column("printed_value", "number", "原读数值", "the value as it was read"),
        Column("printed_status", "string", "原状态", "the status as it was read"),
        Column("printed_raw", "string", "原文字符", "the source's own characters"),
        Column("outcome", "string", "applied 已采用、not_asked_for 未要求采用、confirmed 确认原读数值、"
               "superseded 被后一条取代、no_such_report 无此报告、"
               "no_such_cell 无此单元格",
               "applied, not_asked_for (without --corrected), confirmed (it is what was read), superseded by a later line, "
               "no_such_report or no_such_cell", True),
        Column("reason", "string", "理由", "why"),
        Column("by", "string", "更正人", "who decided"),
        Column("date", "string", "日期", "when"),
        Column("text", "string", "更正后的文字：机关、年度、省份、发布日期", "what was decided about a fact: agency, year, province, "
               "published (table and row are empty)"),
    ),
)  # fmt: skip
ISSUES = File(
    "issues",
    "每行一个须知问题",
    "one row per thing that a person should know about a report",
    (
        REPORT_ID,
        Column("code", "string", "问题代码", "code of the issue", True),
        _SEVERITY,
        _MESSAGE,
        Column("location", "string", "位置", "where"),
        _MESSAGE_ZH,
    ),
)
FAILURES = File(
    "failures",
    "每行一个未得出报告的来源",
    "one row per source that gave no report",
    (_PATH, _SHA256, Column("error", "string", "错误代码", "code of the error", True), _MESSAGE, _MESSAGE_ZH),
)
SKIPPED = File(
    "skipped",
    "每行一个见到而未读取的文件",
    "one row per thing that was found and not read: system files, data files, parts of saved pages, pages of web archives",
    (
        _PATH,
        Column("reason", "string", "未读取的原因", "why it was passed over", True),
        Column("count", "integer", "所代表的文件数", "how many files the row stands for", True),
    ),
)
CODEBOOK = File(
    "codebook",
    "每行一个变量（某格式的一个单元格）",
    "one row per variable: a cell of a form",
    (
        _TABLE,
        _ROW,
        _COLUMN,
        Column("label_zh", "string", "中文标签（格式原文）", "labels as the official form prints them"),
        Column("label_en", "string", "英文标签", "labels in English"),
        Column("unit", "string", "单位", "unit"),
        Column("form", "string", "格式", "id of the form"),
        Column("variable", "string", "宽表中的列名", "its column in the wide table", True),
        Column("stata", "string", "Stata 变量名", "its name in Stata", True),
    ),
    ("form", "table", "row", "column"),
)


def families_of(forms: Iterable[Form]) -> dict[str, str]:
    """Return the family of each form, by its id."""
    return {form.id: form.family for form in forms}


def families_shown(forms: tuple[Form, ...], written: Collection[str]) -> tuple[Form, ...]:
    """Return the forms of the families that have a report with a table among ``written``; those of the first where none has."""
    seen = {form.family for form in forms if any(table.key in written for table in form.tables)}
    return tuple(form for form in forms if form.family in (seen or {forms[0].family}))


def tables_left_out(forms: tuple[Form, ...], shown: Iterable[Form]) -> frozenset[str]:
    """Return the keys of the tables that only families without a report have."""
    return frozenset(t.key for f in forms for t in f.tables) - {t.key for form in shown for t in form.tables}


def table_keys(forms: Iterable[Form]) -> tuple[str, ...]:
    """Return the keys of the wide tables: the contract's, then those of the user's own forms."""
    return tuple(dict.fromkeys((*TABLES, *(t.key for form in forms for t in form.tables))))


def wide_file(forms: tuple[Form, ...], table: str) -> File:
    """Declare the wide file of one table: who reports and on what, then one column a cell, over the union of the forms' cells."""
    if any(found.open is not None for form in forms if (found := form.table(table)) is not None):
        return long_file(forms, table)
    variables = merge_variables(forms, table)
    label = next((t.spec.label for f in forms for t in f.tables if t.key == table), table)
    return File(
        table,
        f"{label}：每行一份有此表的报告，每列一个单元格，未填报者为空",
        "one row per report that has this table, one column per cell; empty where the cell is not reported",
        (REPORT_ID, *WHO, *(_wide_column(v) for v in variables)),
        ("report_id",),
    )


def _wide_column(variable: Variable) -> Column:
    unit = f" [{variable.unit}]" if variable.unit else ""
    kind: Type = "number" if variable.kind == "money" else "integer"
    return Column(variable.name, kind, variable.label_zh + unit, variable.label_en + unit, unit=variable.unit)


@lru_cache(maxsize=8)
def all_files(forms: tuple[Form, ...]) -> tuple[File, ...]:
    """Return every file of a dataset in the order of the contract."""
    wide = tuple(wide_file(forms, key) for key in table_keys(forms))
    reports = _with_codes(REPORTS, "form", tuple(form.id for form in forms))
    printed = (GRIDS, GRID_CELLS, EXTRA)
    about = (COMMENTS, ISSUES, DUPLICATES, CORRECTED, OTHERS, FAILURES, SKIPPED, CODEBOOK)
    return (reports, CELLS, *wide, *printed, SECTIONS, CHECKS, *about)


def stata_names_of(forms: tuple[Form, ...]) -> dict[tuple[str, str], str]:
    """Return what Stata calls each column of the wide tables, by table and column."""
    files = [wide_file(forms, key) for key in table_keys(forms)]
    named = ((file.name, stata_names(column.name for column in file.columns)) for file in files)
    return {(table, name): short for table, names in named for name, short in names.items()}


def _with_codes(file: File, name: str, codes: tuple[str, ...]) -> File:
    """Give a column of a file its codes, where these are known only now."""
    columns = (msgspec.structs.replace(c, codes=codes) if c.name == name else c for c in file.columns)
    return msgspec.structs.replace(file, columns=tuple(columns))
