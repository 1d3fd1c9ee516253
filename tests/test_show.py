"""A report in the terminal, in the notebook and as frames, as its form is printed."""

from __future__ import annotations

import msgspec
import pandas as pd
import pytest

from gongkai.document import Issue
from gongkai.errors import UsageError
from gongkai.report import Check, Report, Section
from gongkai.show import report_html, report_text, table_frame
from gongkai.show.drawing import draw
from gongkai.show.layout import layout_of
from gongkai.show.width import text_width, wrap
from gongkai.table_rows import ExtraRow
from support import form_named, make_report

FAILING = Check(
    id="requests.row_total.received", table="requests", kind="row_total", severity="error", status="fail",
    left=15, right=12, cells=(("received", "total"), ("received", "business")), message="15 ≠ 12",
)  # fmt: skip


def unknown_form(report: Report) -> Report:
    """The same report as read under a form of the user's own that is not at hand."""
    tables = {key: msgspec.structs.replace(table, form="mine") for key, table in report.tables.items()}
    return msgspec.structs.replace(report, tables=tables)


def test_frame_has_the_forms_header_tree():
    """Columns carry the printed heads, outermost first; rows their groups."""
    frame = make_report({("requests", "denied.inquiry", "business"): 4}).to_frame("requests")
    assert frame.shape == (25, 7)
    assert frame.columns.nlevels == frame.index.nlevels == 3
    row = ("三、本年度办理结果", "（三）不予公开", "8.属于行政查询事项")
    assert frame.loc[row, ("申请人情况", "法人或其他组织", "商业企业")] == 4
    assert frame["申请人情况"]["法人或其他组织"].columns.tolist()[:2] == ["商业企业", "科研机构"]
    assert frame.index[0] == ("一、本年新收政府信息公开申请数量", "", "")


def test_frame_values_are_nullable_numbers():
    """Counts are Int64, money Float64; what is not reported is NA, never 0."""
    figures = {
        ("requests", "received", "total"): "",
        ("requests", "received", "other"): "/",
        ("active_disclosure", "fees", "amount"): 12.5,
    }
    report = make_report(figures)
    frame = table_frame(report, "requests")
    assert {str(dtype) for dtype in frame.dtypes} == {"Int64"}
    assert pd.isna(frame.iloc[0, 6])
    assert pd.isna(frame.iloc[0, 5])
    assert frame.iloc[0, 0] == 0
    disclosure = table_frame(report, "active_disclosure")
    assert disclosure.loc[("第二十条第（八）项", "行政事业性收费"), "本年收费金额（单位：万元）"] == 12.5
    assert str(disclosure["本年收费金额（单位：万元）"].dtype) == "Float64"
    assert pd.isna(disclosure.loc[("第二十条第（一）项", "规章"), "本年处理决定数量"])


def test_rows_across_stay_in_the_head():
    """复议 and 诉讼 stand side by side above one line of figures, as printed."""
    frame = make_report({("reviews_litigation", "litigation_direct", "pending"): 2}).to_frame("reviews_litigation")
    assert frame.shape == (1, 15)
    assert frame["行政诉讼"]["未经复议直接起诉"]["尚未审结"].tolist() == [2]


def test_frame_of_an_unknown_form_falls_back_to_keys():
    """A report read with a form that is not at hand still gives a frame."""
    frame = unknown_form(make_report({("requests", "granted", "total"): 5})).to_frame("requests")
    assert frame.loc["granted", "total"] == 5
    assert frame.shape == (25, 7)


def test_frame_of_an_absent_table_is_wrong_use():
    """The message lists the tables that are there."""
    with pytest.raises(UsageError, match="its tables: active_disclosure, requests, reviews_litigation"):
        make_report().to_frame("statistics")
    with pytest.raises(UsageError, match="no form fits"):
        make_report(known=False).to_frame("requests")


def test_text_shows_each_kind_of_cell():
    """Blank is empty, ambiguous ?, missing ·, contradicted !, the rest as printed; a legend explains what is used."""
    figures = {
        ("requests", "received", "natural_person"): "",
        ("requests", "received", "business"): 15,
        ("requests", "received", "research"): "/",
        ("requests", "received", "nonprofit"): "?",
        ("requests", "received", "legal_service"): None,
        ("requests", "received", "other"): "见附件",
        ("requests", "received", "total"): 12,
    }
    text = report_text(make_report(figures, checks=(FAILING,)))
    line = next(line for line in text.splitlines() if "一、本年新收" in line)
    assert [cell.strip() for cell in line.strip("│").split("│")[1:]] == ["", "15!", "/", "?", "·", "“见附件”", "12!"]
    assert "! touched by a check that fails" in text
    assert "error: Requests received and handled: 15 ≠ 12" in text
    assert "touched by" not in report_text(make_report())


def test_text_names_who_and_when():
    """The report's facts stand above the tables, issues below."""
    issue = Issue(code="odd", severity="warning", message="look here", location="page 3")
    text = report_text(make_report(issues=(issue,), extra=(ExtraRow("其他", ("3", "4")),)))
    assert text.startswith("青石县档案局2024年政府信息公开工作年度报告\n")
    assert "2024-01-01 to 2024-12-31" in text
    assert "warning: odd: look here (page 3)" in text
    assert "also printed: 其他: 3 4" in text
    assert text.index("agency") < text.index("┌") < text.index("warning: odd")


def test_drawing_is_aligned_and_fits():
    """Every line of a table is equally wide, at most 118 columns, Chinese counted as two."""
    form = form_named()
    for table in form.tables:
        lines = draw(layout_of(table), {})
        assert len({text_width(line) for line in lines}) == 1, table.key
        assert text_width(lines[0]) <= 118, table.key
        assert lines[0][0] + lines[0][-1] + lines[-1][0] + lines[-1][-1] == "┌┐└┘"


def test_drawing_holds_every_label_and_every_figure():
    """Nothing printed on the form is lost in the drawing, and each cell is there once."""
    form = form_named()
    for table in form.tables:
        layout = layout_of(table)
        assert [box.cell for box in layout.boxes if box.cell] == [(s.row, s.column) for s in table.slots]
        covered = [
            (r, c)
            for b in layout.boxes
            for r in range(b.row, b.row + b.row_span)
            for c in range(b.column, b.column + b.column_span)
        ]
        assert len(covered) == len(set(covered)) == layout.rows * layout.columns, "no gap, no overlap"
        labels = {box.text for box in layout.boxes}
        assert {item.label for item in table.items if item.role != "stub"} <= labels


def test_large_figures_stay_on_one_line():
    """A figure is never broken, however long."""
    text = report_text(make_report({("reviews_litigation", "review", "total"): 123456789012}))
    assert "123456789012" in text


def test_colour_is_only_on_request():
    """Escape sequences come with colour=True alone, and around doubtful cells alone."""
    report = make_report({("requests", "received", "total"): "?"})
    assert "\x1b" not in report_text(report)
    assert report_text(report, colour=True).count("\x1b[") == 2


def test_text_from_the_source_cannot_steer_the_terminal():
    """Control characters in what was read never reach the terminal."""
    report = make_report({("requests", "received", "total"): "\x1b[2J\x07x"}, agency="甲\x1b]0;y\x07\u202e")
    text = report_text(report)
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert "\u202e" not in text


def test_text_of_an_unknown_form_shows_keys():
    """Where the form is not at hand the keys stand in its labels' place."""
    text = report_text(unknown_form(make_report()))
    assert "denied.state_secret" in text
    assert "┌" in text


def test_wrap_counts_columns():
    """Chinese takes two columns; a closing mark does not begin a line; nothing is lost."""
    assert wrap("商业企业", 8) == ["商业企业"]
    assert wrap("社会公益组织", 8) == ["社会公益", "组织"]
    assert wrap("甲乙丙，丁", 6) == ["甲乙", "丙，丁"]
    assert wrap("本年新制作数量", 12) == ["本年新制作", "数量"]
    assert wrap("", 4) == [""]


def test_html_escapes_what_comes_from_the_source():
    """Text of a report is text in a notebook, whatever it holds."""
    evil = "<script>alert('x')</script>"
    sections = (Section(key="overview", heading=evil, level=1, text=evil),)
    report = make_report(
        {("requests", "received", "total"): evil},
        agency=evil,
        sections=sections,
        issues=(Issue(code="x", severity="info", message=evil),),
        extra=(ExtraRow(evil, (evil,)),),
        path=f"r/{evil}.txt",
    )
    html = report._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 5


def test_a_report_is_one_line_at_the_prompt():
    """Who, when, which form and how much was read; not its two hundred cells."""
    assert repr(make_report(agency="青石县档案局")) == (
        "<gongkai.Report '青石县档案局' 2024: gio-2021, complete, 200 of 200 cells reported>"
    )
    made = make_report(path="r/a.txt")
    form = msgspec.structs.replace(made.form, id=None)
    nameless = msgspec.structs.replace(made, form=form, agency=None, title=None, year=None)
    assert repr(nameless).startswith("<gongkai.Report 'a.txt' of an unknown year: no form, other")


def test_html_has_the_forms_spans():
    """The notebook's table has the spans of the form, and marks what is contradicted."""
    html = report_html(make_report(checks=(FAILING,)))
    assert '<th rowspan="22" colspan="1"' in html
    assert "touched by a check that fails" in html
    assert html.count("<table") == html.count("</table>") == 3


def test_report_without_tables_is_shown():
    """A report that no form fits still shows what is known of it."""
    report = make_report(known=False)
    assert "none fits" in report_text(report)
    assert "no form fits" in report_html(report)
