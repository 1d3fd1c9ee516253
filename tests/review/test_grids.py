"""Tables as printed on the pages of reports: beside their source, with what their sums say."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.pipeline import extract_bytes
from gongkai.report import Report
from gongkai.review.grids import grids_of

from .helpers import dataset_of, site_of


def other(last: str = "30") -> Report:
    """A document of no known form with one table whose total may be wrong."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>"
        for row in (("事项", "数量", "说明"), ("甲", "10", "新"), ("乙", "20", ""), ("合计", last, ""))
    )
    page = (
        f"<html><body><h1>某县民政局2024年统计</h1><p>表1 办件表</p><p>单位：件</p><table>{rows}</table></body></html>"
    )
    return extract_bytes(page.encode(), "table.html")


def page_of(folder: Path, report: Report) -> str:
    site_of(dataset_of(folder / "data", [report]), folder / "site")
    return (folder / "site" / "reports" / f"{report.report_id}.html").read_text(encoding="utf-8")


def test_figures_are_numbered_on_and_words_are_not():
    """Figures and blanks of tables as printed are cells with a state, behind those of forms; words are shown as words."""
    (view,) = grids_of(other(), 7)
    assert [cell.number for cell in view.cells] == [7, 8, 9, 10, 11]
    assert [cell.state for cell in view.cells] == ["verified", "verified", "blank", "verified", "blank"]
    assert [slot.text for row in view.rows for slot in row if slot.box.cell and slot.view is None] == ["新"]
    assert (view.caption, view.unit, view.passed) == ("表1办件表", "件", 1)


def test_a_total_that_its_parts_contradict_is_marked():
    """The printed total is contradicted, its parts are not; the sum is told below the table, and cells refer to it."""
    (view,) = grids_of(other("31"), 0)
    assert [(c.text, c.state) for c in view.cells if c.text] == [
        ("10", "unchecked"),
        ("20", "unchecked"),
        ("31", "contradicted"),
    ]
    assert [each.name for each in view.sums] == ["合计 · 数量"]
    assert {c.sums for c in view.cells if c.text} == {("g1-0",)}


def test_a_page_holds_the_table_under_its_caption(tmp_path: Path):
    """Caption, heads and figures stand on the report's page; what says that there are no tables does not."""
    page = page_of(tmp_path, other("31"))
    assert "表1办件表" in page
    assert re.search(r'<td id="c\d+" class="g contradicted"[^>]*data-row="合计" data-column="数量"[^>]*>31<', page)
    assert 'id="kg1-0"' in page
    assert "因此没有表格" not in page
