"""Tables that a report prints once for each of several units: one table, every row with the name of its unit."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import gongkai
from gongkai.cli import main
from gongkai.errors import FormError
from gongkai.forms.load import parse_form
from gongkai.printed.repeated import beside_label

FORM = """
id: schools
name: 学校经费公开
reading: printed
tables:
  - key: all_schools
    label: 全系统经费收支总表
    blocks:
      - columns: [{key: now, label: 本年数}, {key: before, label: 上年数}]
        rows: [{key: grant, label: 财政拨款}, {key: own, label: 事业收入}, {key: total, label: 合计}]
  - key: school
    label: 经费收支表
    variants: [学校经费收支表]
    repeats: {by: HOW, key: school_name, label: 学校}
    blocks:
      - columns: [{key: now, label: 本年数}, {key: before, label: 上年数}]
        rows: [{key: grant, label: 财政拨款}, {key: own, label: 事业收入}, {key: total, label: 合计}]
checks:
  - {id: s.total, table: school, kind: subtotal, each: column, left: grant + own, right: total}
across:
  - {id: s.all, left: school.total.now, right: all_schools.total.now}
"""
UNITS = (("第一中学", 10), ("第二中学", 23), ("实验小学", 35))
TITLE = "青岚县教育局2021年度学校经费公开"


def rows(size: int) -> list[tuple[str, int, int]]:
    """The rows of one unit."""
    return [("财政拨款", size, size + 1), ("事业收入", 2 * size, size), ("合计", 3 * size, 2 * size + 1)]


def table(size: int) -> str:
    """The same as a web page has it."""
    lines = (("项目", "本年数", "上年数"), *rows(size))
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{c}</td>' for c in line) + '</tr>' for line in lines)}</table>"


def page(above: str) -> bytes:
    """A report in which ``above`` stands over each unit's table, its name in the place of ``{}``."""
    parts = [f"{above.format(name)}{table(size)}" for name, size in UNITS]
    whole = f"<p>全系统经费收支总表</p>{table(68)}"
    return f"<h1>{TITLE}</h1><h2>一、总体情况</h2><p>情况良好。</p><h2>二、经费</h2>{whole}{''.join(parts)}".encode()


def read(data: bytes, how: str, name: str = "a.html") -> gongkai.Report:
    """Read a report whose units are named so."""
    return gongkai.extract(data, name=name, forms=(parse_form(FORM.replace("HOW", how), "f"),))


@pytest.mark.parametrize(
    ("how", "above"),
    [
        ("caption", "<p>{}经费收支表</p>"),
        ("caption", "<p>附表2-1 学校经费收支表（{}）</p>"),
        ("line", "<p>经费收支表</p><p>单位名称：{}　　单位：万元</p>"),
        ("heading", "<h3>（一）{}</h3><p>经费收支表</p>"),
    ],
)
def test_each_unit_has_its_rows_under_its_name(how: str, above: str):
    """Whatever names the units, each row of the one table has the name of its own, and sums are held unit by unit."""
    report = read(page(above), how)
    own = report.tables["school"]
    assert [(r.key, r.label, r.texts["school_name"]) for r in own.rows or ()][2:5] == [
        ("1.total", "合计", "第一中学"),
        ("2.grant", "财政拨款", "第二中学"),
        ("2.own", "事业收入", "第二中学"),
    ]
    assert [c.value for c in own.cells if c.row.endswith(".total") and c.column == "now"] == [30, 69, 105]
    assert {c.status for c in report.checks} == {"pass"}
    assert len([c for c in report.checks if c.table == "school"]) == 6
    assert report.verification.verified == 19


def test_sheets_name_units():
    """Each unit has a sheet of its name."""
    book = openpyxl.Workbook()
    for at, (name, size) in enumerate((("总表", 68), *UNITS)):
        sheet = book.active if not at else book.create_sheet(name)
        sheet.title = name
        for line in (("经费收支表" if at else "全系统经费收支总表",), ("项目", "本年数", "上年数"), *rows(size)):
            sheet.append(line)
    held = BytesIO()
    book.save(held)
    own = read(held.getvalue(), "sheet", "a.xlsx").tables["school"]
    assert [row.texts["school_name"] for row in own.rows or ()] == [name for name, _ in UNITS for _ in range(3)]


def test_a_sum_over_tables_adds_all_units_up():
    """The whole is held against the figures of all units, and a unit that does not fit breaks it."""
    wrong = page("<p>{}经费收支表</p>").replace(b"<td>105</td>", b"<td>106</td>")
    (check,) = (c for c in read(wrong, "caption").checks if c.id == "s.all")
    assert (check.status, check.left, check.right) == ("fail", 205, 204)


def test_a_dataset_has_a_column_for_the_unit(tmp_path: Path):
    """The table is a long file: one line a printed row, the unit's name before its figures."""
    (tmp_path / "a.html").write_bytes(page("<p>{}经费收支表</p>"))
    (tmp_path / "f.yaml").write_text(FORM.replace("HOW", "caption"), encoding="utf-8")
    done = CliRunner().invoke(
        main, ["extract", str(tmp_path / "a.html"), "-o", str(tmp_path / "d"), "--form", str(tmp_path / "f.yaml")]
    )
    assert done.exit_code == 0, done.output
    with (tmp_path / "d" / "school.csv").open(encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    assert [(line["school_name"], line["label"], line["now"]) for line in lines[:4]] == [
        ("第一中学", "财政拨款", "10"),
        ("第一中学", "事业收入", "20"),
        ("第一中学", "合计", "30"),
        ("第二中学", "财政拨款", "23"),
    ]
    assert "`school_name`" in (tmp_path / "d" / "CODEBOOK.md").read_text(encoding="utf-8")


def test_what_a_caption_says_beside_its_label_is_the_unit():
    """Numbers, years and brackets are no part of a name; without the label nothing is."""
    assert beside_label("附表2-1 2021年度第一中学经费收支表", ["经费收支表"]) == "第一中学"
    assert beside_label("经费收支表（第一中学）", ["经费收支表"]) == "第一中学"
    assert beside_label("经费收支表", ["经费收支表"]) == ""
    assert beside_label("第一中学", ["经费收支表"]) == ""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("by: HOW", "by: page", "repeats"),
        ("key: school_name", "key: now", "cannot name the column of the units"),
        ("key: school_name", "key: 学校", "cannot name the column of the units"),
        ("reading: printed\n", "", "only a form with `reading: printed` can have tables that repeat"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(old: str, new: str, message: str):
    """A wrong way of naming, a key that is taken, a form of fixed labels."""
    with pytest.raises(FormError, match=message) as told:
        parse_form(FORM.replace(old, new).replace("HOW", "caption"), "f.yaml")
    assert "f.yaml:1" in str(told.value)
