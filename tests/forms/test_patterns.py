"""Patterns of a user's form are tried within bounds, wherever the form has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli import main
from gongkai.errors import FormError
from gongkai.forms.patterns import is_code, sentences
from printed.build import FORM

ENDLESS = r"(?:(?:1|11)+)+x"


def test_what_matches_is_given():
    """As the regex module does, the first matches only."""
    assert is_code(r"\d{3}|\d{5}", "20101")
    assert not is_code(r"\d{3}", "2010")
    assert [found[0] for found in sentences(r"\d", "12345", 2, "own")] == ["1", "2"]


def test_a_pattern_that_does_not_end_is_refused_by_name():
    """Whose it is and what to do, in one sentence."""
    with pytest.raises(FormError, match=r"^open rows with .*one label; make it simpler$"):
        is_code(ENDLESS, "1" * 60)
    with pytest.raises(FormError, match=r"^narrative own: .*one section; make it simpler$"):
        list(sentences(ENDLESS, "1" * 60, 2, "own"))


@pytest.mark.parametrize(("language", "words"), [("en", "make it simpler"), ("zh", "请写得简单些")])
def test_codes_of_open_rows_cannot_hang_a_run(tmp_path: Path, language: str, words: str):
    """One line in the language that is asked for, and no traceback."""
    form, page = tmp_path / "form.yaml", tmp_path / "a.html"
    form.write_text(FORM.replace(r"'\d{3}|\d{5}'", f"'{ENDLESS}'"), encoding="utf-8")
    row = "<tr><td>{}</td><td>{}</td><td>1</td><td>1</td><td>0</td></tr>"
    head = (
        row.replace("td", "th")
        .format("科目编码", "科目名称")
        .replace("<th>1</th><th>1</th><th>0</th>", "<th>合计</th><th>基本支出</th><th>项目支出</th>")
    )
    rows = head + row.format("", "合计") + row.format("1" * 60, "其他")
    page.write_text(
        f"<html><h1>某局2024年规费收支</h1><h2>二、收支情况</h2><p>规费支出明细表</p><p>单位：万元</p><table>{rows}</table>",
        encoding="utf-8",
    )
    tried = CliRunner().invoke(main, ["--lang", language, "convert", str(page), "--form", str(form)])
    assert tried.exit_code in (1, 2), tried.output
    assert ENDLESS in tried.output
    assert words in tried.output
