"""An invented family of accounts: a form with open and optional rows, and reports of it as web pages."""

from __future__ import annotations

from collections.abc import Sequence

import gongkai
from gongkai.forms.load import parse_form
from gongkai.forms.model import Form

FORM = r"""
id: levies
name: 规费收支表
reading: printed
titles: {subjects: [规费收支]}
sections:
  - {key: money, label: 二、收支情况}
tables:
  - key: spending
    label: 规费支出明细表
    unit: 万元
    blocks:
      - columns:
          - {key: total, label: 合计, kind: money}
          - {key: basic, label: 基本支出, kind: money}
          - {key: project, label: 项目支出, kind: money}
        open: {code: '\d{3}|\d{5}'}
        rows: [{key: all, label: 合计}]
  - key: visits
    label: 规费征收情况表
    blocks:
      - columns: [{key: count, label: 件数, unit: 件}]
        rows:
          - {key: received, label: 受理}
          - {key: by_mail, label: 其中：信函受理, optional: true}
          - {key: closed, label: 办结}
checks:
  - {id: s.row, table: spending, kind: row_total, each: row, left: basic + project, right: total, tolerance: 0.01}
  - {id: s.levels, table: spending, kind: subtotal, each: column, left: children, right: parent, tolerance: 0.01}
  - {id: s.all, table: spending, kind: subtotal, each: column, left: top, right: all, tolerance: 0.01}
"""
SPENDING = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("201", "一般公共服务支出", "12.50", "10.00", "2.50"),
    ("20103", "政府办公厅事务", "12.50", "10.00", "2.50"),
    ("213", "农林水支出", "7.31", "4.20", "3.11"),
    ("21303", "水利", "7.31", "4.20", "3.11"),
    ("合计", "", "19.81", "14.20", "5.61"),
)
VISITS = (("项目", "件数"), ("受理", "31"), ("办结", "29"))
Rows = Sequence[Sequence[str]]


def form(text: str = FORM) -> Form:
    """The form of the family."""
    return parse_form(text, "levies.yaml")


def page(*tables: tuple[str, Rows], title: str = "芦川县水务局2023年度规费收支表") -> bytes:
    """A report as a web page: each table under its caption."""
    parts = [f"<h1>{title}</h1><h2>一、基本情况</h2><p>本局编制本表。</p><h2>二、收支情况</h2>"]
    for caption, rows in tables:
        lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        parts.append(f"<p>{caption}</p><table>{lines}</table>")
    return f"<html><body>{''.join(parts)}</body></html>".encode()


def read(
    *tables: tuple[str, Rows], own: Form | None = None, title: str = "芦川县水务局2023年度规费收支表"
) -> gongkai.Report:
    """Read a report of the family beside the packaged forms."""
    return gongkai.extract(page(*tables, title=title), name="a.html", forms=(*gongkai.load_forms(), own or form()))


def value(report: gongkai.Report, table: str, row: str, column: str) -> float | None:
    """One figure of a report, None where it has none there."""
    cells = report.tables[table].cells
    return next((c.value for c in cells if (c.row, c.column) == (row, column)), None)
