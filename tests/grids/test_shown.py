"""Tables as printed, shown: drawn, in Markdown, as CSV of their own and as frames."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from gongkai.cli import main
from gongkai.pipeline import extract_bytes
from gongkai.report import Report

PAGE = """<html><body><h1>砚溪县财政局2023年部门预算</h1><p>一、收入</p><p>本年收入如下。</p><p>表1 收入表</p><p>单位：万元</p>
<table><tr><th rowspan="2">项目</th><th colspan="2">预算数</th></tr><tr><th>上年</th><th>本年</th></tr>
<tr><td>财政拨款</td><td>10</td><td>12.5</td></tr><tr><td>其他|杂项</td><td>—</td><td>1</td></tr>
<tr><td>合计</td><td>10</td><td>99</td></tr></table></body></html>"""


@pytest.fixture(scope="module")
def form_report() -> Report:
    fixture = Path(__file__).parents[2] / "fixtures" / "yunxi-2023.docx"
    return extract_bytes(fixture.read_bytes(), fixture.name)


@pytest.fixture(scope="module")
def report() -> Report:
    """A report of no known form, with a total that is wrong."""
    return extract_bytes(PAGE.encode(), "budget.html")


def test_drawn_with_its_heads_and_the_sum_that_fails(report: Report):
    """The text draws heads over their columns, marks the total, and says what its parts add up to."""
    text = report.to_text()
    assert "表1收入表（万元）  [g1]" in text
    assert "预算数" in text
    assert "99!" in text
    assert "99 is printed, its 2 parts add up to 13.5" in text


def test_markdown_has_the_table_in_its_section(report: Report):
    """Headings, text, then the table under its caption, its pipes escaped."""
    from gongkai.show.markdown import report_markdown

    lines = report_markdown(report).split("\n\n")
    assert lines[:5] == [
        "# 砚溪县财政局2023年部门预算",
        "## 一、收入",
        "本年收入如下。",
        "**表1收入表**（单位：万元）",
        lines[4],
    ]
    assert lines[4].split("\n")[0] == "|  | 预算数 / 上年 | 预算数 / 本年 |"
    assert "| 其他\\|杂项 | — | 1 |" in lines[4]


def test_markdown_keeps_the_order_of_text_and_tables():
    """A table stands between the paragraphs between which it is printed; its caption is not said again below the same heading."""
    from gongkai.show.markdown import report_markdown

    rows = "<tr><td>项目</td><td>数</td></tr><tr><td>{}</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>"
    table = f"<table>{rows}</table>"
    page = (
        "<h1>砚溪县2023年情况</h1><h2>一、收入</h2><p>先说收入。</p>" + table.format("甲") + "<p>再说结余。</p>" + table.format("丙")
        + "<p>最后说明。</p><h2>二、附表</h2>" + table.format("丁")
    )  # fmt: skip
    lines = report_markdown(extract_bytes(page.encode(), "a.html")).split("\n\n")
    assert [line.split("\n")[2][2] if line[0] == "|" else line for line in lines[1:]] == [
        *("## 一、收入", "先说收入。", "甲", "再说结余。", "丙", "最后说明。", "## 二、附表", "丁")
    ]


def test_a_form_s_table_stands_in_its_section(form_report: Report):
    """In Markdown the tables of a known form stand behind the text of the sections of their names."""
    from gongkai.show.markdown import report_markdown

    text = report_markdown(form_report)
    heads = [line for line in text.split("\n") if line.startswith(("## ", "**"))]
    at = next(n for n, line in enumerate(heads) if line.startswith("## 三"))
    assert heads[at + 1].startswith("**")


def test_a_frame_has_labels_and_numbers(report: Report):
    """Columns carry the heads in levels; what is no number is NA."""
    frame = report.grids[0].to_frame()
    assert frame.columns.tolist() == [("预算数", "上年"), ("预算数", "本年")]
    assert frame.loc["财政拨款", ("预算数", "本年")] == 12.5
    assert pd.isna(frame.loc["其他|杂项", ("预算数", "上年")])


def test_each_table_may_be_a_file_of_its_own(tmp_path):
    """--tables writes them as printed, with a byte order mark; standard error says that no known form fits, and the status is 0."""
    source = tmp_path / "budget.html"
    source.write_text(PAGE, encoding="utf-8")
    done = CliRunner().invoke(main, ["convert", str(source), "-f", "csv", "--tables", str(tmp_path / "t")])
    assert done.exit_code == 0
    assert "no known form fits" in done.stderr
    assert "g1,0,1,财政拨款,预算数 / 本年,12.5,12.5,万元,reported" in done.stdout
    written = (tmp_path / "t" / "g1.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").split("\r\n")[:3] == [",预算数,预算数", ",上年,本年", "财政拨款,10,12.5"]
