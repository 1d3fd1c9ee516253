"""Form files that cannot be used as they stand: one line with file, line and what to do; no command ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli import main

FORM = r"""
id: schools
name: 学校经费公开
reading: printed
titles: {subjects: [学校经费公开]}
sections:
  - {key: money, label: 二、经费}
tables:
  - key: all_schools
    label: 全系统经费收支总表
    blocks:
      - columns: [{key: now, label: 本年数, kind: money}, {key: before, label: 上年数, optional: true}]
        rows: [{key: own, label: 事业收入}, {key: total, label: 合计}]
  - key: school
    label: 经费收支表
    repeats: {by: caption, key: school_name, label: 学校}
    blocks:
      - columns: [{key: now, label: 本年数}]
        rows: [{key: own, label: 事业收入}, {key: total, label: 合计}]
  - key: items
    label: 支出明细表
    blocks:
      - columns: [{key: amount, label: 金额, kind: money}]
        open: {code: '\d{3}|\d{5}'}
        rows: [{key: all, label: 合计}]
checks:
  - {id: i.levels, table: items, kind: subtotal, each: column, left: children, right: parent}
  - {id: i.all, table: items, kind: subtotal, each: column, left: top, right: all}
across:
  - {id: s.all, left: school.total.now, right: all_schools.total.now}
narrative:
  - {id: said, sections: [money], pattern: '共(?<n>\d+)元', cells: {n: all_schools.total.now}}
"""


def told(text: str, folder: Path, *command: str) -> tuple[int, str]:
    """What a command says of a form file, and its exit status."""
    file = folder / "f.yaml"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, [*command, str(file)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_the_form_is_fine(tmp_path: Path):
    """Tables that a sum over tables speaks for need no check of their own."""
    status, said = told(FORM, tmp_path, "forms", "check")
    assert status == 0
    assert "table 'all_schools' has no check" not in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("by: caption", "by: page", "it must be one of caption, heading, line, sheet"),
        ("{by: caption, key: school_name, label: 学校}", "caption", "this must be keys and values, not text"),
        ("{by: caption, key: school_name, label: 学校}", "{key: x}", "the key `by` is missing"),
        ("optional: true", "optional: maybe", "this must be true or false, not text"),
        ("left: school.total.now", "left: school.total", "'school.total' names no cell"),
        ("left: school.total.now", "left: items.201.price", "'items.201.price' names no cell"),
        ("left: children,", "left: children + all,", "`children` and `parent` stand alone"),
        ("left: top,", "left: children,", "`children` and `parent` stand alone"),
        ("subjects: [学校经费公开]", "subjects: []", "`titles` need a subject"),
        ("id: s.all", "id: i.all", "the key 'i.all' stands twice in `across`"),
        ("sections: [money]", "sections: [moni]", "no section has the key 'moni'; known are"),
        ("label: 支出明细表", "label: ''", "table 'items' needs a label"),
    ],
)
def test_what_would_never_be_read_is_refused(old: str, new: str, said: str, tmp_path: Path):
    """Checking, drawing and reading say the same line: file, line, what is wrong."""
    assert old in FORM
    text = FORM.replace(old, new, 1)
    page = tmp_path / "a.txt"
    page.write_text("学校经费公开\n\n一、总体情况\n良好。\n", encoding="utf-8")
    for command in (("forms", "check"), ("forms", "show"), ("convert", str(page), "--form")):
        status, output = told(text, tmp_path, *command)
        assert status == 2
        assert said in output
        assert "f.yaml:" in output
        assert len(output.strip().splitlines()) == 1
