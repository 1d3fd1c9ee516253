"""What is wrong in a form file is said in the reader's language, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from click.testing import CliRunner

from gongkai.cli import main
from printed.build import FORM

_NAMES = regex.compile(r"`[^`]*`|'[^']*'|\$[\w.\[\]]*|\S*levies\.yaml\S*|\[a, b\]")
_ENGLISH = regex.compile(r"[a-z]+ [a-z]+ [a-z]+", regex.IGNORECASE)
WRONG = {
    "unknown key": ("    label: 规费支出明细表", "    lable: 规费支出明细表"),
    "missing key": ("    label: 规费支出明细表\n", ""),
    "twice": ("name: 规费收支表", "name: 规费收支表\nname: 规费收支表"),
    "a choice": ("reading: printed", "reading: painted"),
    "text for a list": ("subjects: [规费收支]", "subjects: 规费收支"),
    "nothing": (
        "    blocks:\n      - columns:\n          - {key: total",
        "    blocks:\n    ignored:\n          - {key: total",
    ),
    "a number for text": ("label: 规费支出明细表", "label: 2024"),
    "no such key": ("left: basic + project", "left: basic + projects"),
    "no such table": ("table: spending, kind: row_total", "table: spendings, kind: row_total"),
    "no sum": ("left: basic + project", "left: basic plus project"),
    "a key of nobody": ("{key: basic", "{key: .basic"),
    "two keys": ("{key: basic", "{key: total"),
    "a table's key": ("key: visits", "key: 受理"),
    "another file": ("key: visits", "key: reports"),
    "a section": ("{key: money, label", "{key: preamble, label"),
    "a pattern": (r"'\d{3}|\d{5}'", r"'(\d{3}|\d{5}'"),
    "no rows": ("        open: {code: '\\d{3}|\\d{5}'}\n        rows: [{key: all, label: 合计}]\n", ""),
    "not printed": ("reading: printed\n", ""),
    "the tolerance": ("right: total, tolerance: 0.01", "right: total, tolerance: -1"),
    "children beside others": ("left: children, right: parent", "left: children + all, right: parent"),
    "no subject": ("subjects: [规费收支]", "subjects: []"),
    "no yaml": ("titles: {", "titles: {{{"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_form_file_is_told_in_chinese(name: str, tmp_path: Path):
    """In English with file and line; in Chinese with the same line, and English only in names and in what is quoted."""
    before, after = WRONG[name]
    assert before in FORM
    path = tmp_path / "levies.yaml"
    path.write_text(FORM.replace(before, after), encoding="utf-8")
    said = {
        language: CliRunner().invoke(main, ["--lang", language, "forms", "check", str(path)])
        for language in ("en", "zh")
    }
    assert [tried.exit_code for tried in said.values()] == [2, 2]
    lines = [regex.findall(r"levies\.yaml:(\d+)", tried.output) for tried in said.values()]
    assert lines[0] == lines[1] != []
    assert regex.search(r"\p{Han}", said["zh"].output)
    assert not _ENGLISH.search(_NAMES.sub("", said["zh"].output)), said["zh"].output
