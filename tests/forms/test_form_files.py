"""What is said of a form file of one's own: what is wrong and what to do, and what is seldom meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.dataset.columns import TABLES, all_files
from gongkai.errors import FormError
from gongkai.forms.load import check_file, load_forms, packaged_forms, parse_form, with_own
from gongkai.forms.problems import RESERVED

from .test_forms import FORM

REFERENCE = Path(__file__).parents[2] / "docs" / "form-files.md"
SMALLEST = next(
    text for text in re.findall(r"```yaml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL) if "id:" in text
)

WRONG = [
    ("kind: money}", "kind: monies}", 14, "one of change, count, money"),
    ("stub: [项目]", "stubs: [项目]", 12, "did you mean `stub`?"),
    ("  - {key: overview, label: 一、概述}", "  - {key: overview}", 6, "add `label: …`"),
    ("key: travel", "key: 1.1", 17, "put it in quotes"),
    ("key: travel", "key: yes", 17, "put it in quotes"),
    ("signature: [数量]", "signature: 数量", 4, "a list, such as [a, b]"),
    ("name: 附表", "name:", 2, "nothing is written here"),
    ("name: 附表", "name: 附表\nname: 表", 2, "stands twice"),
    ("key: money", "key: checks", 8, "another key"),
    ("key: money", "key: 经费", 8, "small letters"),
    ("key: planned", "key: plan__ned", 14, "cannot be a key"),
    ("key: spent", "key: planned", 15, "two columns"),
    ("section: overview", "section: nowhere", 10, "known are overview"),
    ("left: travel + cars", "left: travel and cars", 21, "is no sum"),
    ("each: column, ", "", 21, "each: row"),
    ("cells: {n: ", "cells: {m: ", 23, "no group (?<m>"),
    ("money.total.spent", "money.total.lost", 23, "names no cell"),
    ("  - {id: money.total,", "\t- {id: money.total,", None, "not with tabs"),
    ("label: 合计}", "label: 合计: 全部}", None, "quotes"),
    ("kind: money}", "kind: monies}", 14, "money"),
    ("id: own", "id: 7", 1, "put it in quotes"),
    ("stub: [项目]", "stubs: [项目]", 12, "stubs"),
    ("right: total", "right: sum", None, "sum"),
    ("table: money, kind: subtotal", "table: cash, kind: subtotal", None, "cash"),
    ("kind: subtotal", "kind: total", None, "subtotal"),
    ("{key: cars, ", "{key: travel, ", 18, "travel"),
    ("支出(?<n>", "支出((?<n>", None, "said"),
    ("label: 经费", "label: [经费", None, ""),
]


@pytest.mark.parametrize(("old", "new", "line", "advice"), WRONG)
def test_a_wrong_file_is_told_what_to_do(old, new, line, advice):
    """File, line and advice on one line for a person."""
    text = FORM.replace(old, new, 1)
    assert text != FORM
    with pytest.raises(FormError) as caught:
        parse_form(text, "own.yaml")
    message = str(caught.value)
    assert "\n" not in message
    assert advice in message
    found = re.match(r"own\.yaml:(\d+): ", message)
    assert found, message
    assert line is None or int(found[1]) == line


@pytest.mark.parametrize(
    "text", ["a: 2024-99-99", "a: \x07", "a: &a [*a]", "tables: &t [{key: a, label: b, blocks: *t}]"]
)
def test_odd_yaml_is_no_traceback(text):
    """Impossible dates, control characters and anchors in themselves are one line too."""
    with pytest.raises(FormError, match=r"^own\.yaml:\d+: "):
        parse_form(text, "own.yaml")


def oddities(text: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return [warning.removeprefix(f"{tmp_path}/") for warning in check_file(path)[1]]


ODD = [
    ("label: 公务用车费", "label: 一、因公出国费", "own.yaml:11: 2 rows read alike once folded"),
    ("label: 决算数", "label: 预算 数", "own.yaml:13: 2 columns read alike"),
    ("label: 合计}", "label: ——}", "holds no word"),
    ("signature: [数量]", "signature: [决算数, 数目]", "“数目” stands in no table"),
    ("id: own", "id: gio-2021", "takes its place"),
]


@pytest.mark.parametrize(("old", "new", "warning"), ODD)
def test_what_is_seldom_meant_is_warned_of(old, new, warning, tmp_path):
    """The form can be used; the warning names the line."""
    found = oddities(FORM.replace(old, new, 1), tmp_path)
    assert any(warning in line for line in found), found


def test_a_table_without_checks_and_a_check_without_cells_are_warned_of(tmp_path):
    """Neither is an error: figures are read, nothing is verified."""
    text = FORM.replace("each: column, left: travel + cars", "each: row, left: planned", 1).replace(
        "right: total", "right: spent"
    )
    assert not any("selects no cells" in line for line in oddities(text, tmp_path))
    blocks = """\
      - columns: [{key: other, label: 其他数}]
        rows: [{key: rest, label: 其余}]
"""
    text = text.replace("left: planned", "left: other").replace("checks:\n", f"{blocks}checks:\n")
    assert any("selects no cells" in line for line in oddities(text, tmp_path))
    without = text.partition("checks:\n")[0]
    assert any("has no check" in line for line in oddities(without, tmp_path))


def test_the_reference_s_smallest_form_works(tmp_path):
    """Whoever copies it from the page has a form that can be used."""
    assert oddities(SMALLEST, tmp_path) == ["own.yaml:1: " + NO_TITLES]


NO_TITLES = "there are no `titles`: title, agency and year are looked for under the form's `name` only"


def test_a_form_needs_no_sections():
    """A table that stands alone has no heading above it."""
    assert parse_form(SMALLEST, "own.yaml").spec.sections == ()


def test_reserved_table_keys_are_the_dataset_s_other_files():
    """A table's figures are a file under its key; the contract's files come first, and a reviewer's corrections.csv."""
    files = {file.name for file in all_files(load_forms())}
    assert files - set(TABLES) - {t.key for form in load_forms() for t in form.tables} | {"corrections"} == RESERVED


def test_own_forms_stand_beside_the_packaged_ones_or_in_their_place():
    """The same id replaces, another is added, the same twice is wrong."""
    own = parse_form(FORM, "own.yaml")
    other = parse_form(FORM.replace("id: own", "id: gio-2019"), "other.yaml")
    known = {form.id: form for form in with_own([own, other])}
    assert known["own"] is own
    assert known["gio-2019"] is other
    assert len(known) == len(packaged_forms()) + 1
    with pytest.raises(FormError, match="two form files have the id 'own'"):
        with_own([own, own])
