"""The forms that come with the package, and what is said of a form file that is wrong."""

from __future__ import annotations

import re

import pytest
import yaml

from gongkai.errors import FormError
from gongkai.forms.expression import terms_of
from gongkai.forms.load import load_form, load_forms, parse_form
from gongkai.forms.model import Form

FORM = """\
id: own
name: 附表
document: 试
signature: [数量]
sections:
  - {key: overview, label: 一、概述}
tables:
  - key: money
    label: 经费
    section: overview
    blocks:
      - stub: [项目]
        columns:
          - {key: planned, label: 预算数, unit: 万元, kind: money}
          - {key: spent, label: 决算数, unit: 万元, kind: money}
        rows:
          - {key: travel, label: 因公出国费}
          - {key: cars, label: 公务用车费}
          - {key: total, label: 合计}
checks:
  - {id: money.total, table: money, kind: subtotal, each: column, left: travel + cars, right: total}
narrative:
  - {id: said, pattern: '支出(?<n>\\d+)万元', cells: {n: money.total.spent}}
"""
COUNTS = {
    "gio-2021": {"active_disclosure": 10, "requests": 175, "reviews_litigation": 15},
    "gio-2019": {"active_disclosure": 22, "requests": 161, "reviews_litigation": 15},
}


def form(form_id: str) -> Form:
    return next(f for f in load_forms() if f.id == form_id)


@pytest.mark.parametrize("form_id", COUNTS)
def test_a_form_has_the_cells_of_the_official_one(form_id):
    """10 + 175 + 15 cells in the form in force, 22 + 161 + 15 in the one before; no cell twice."""
    tables = form(form_id).tables
    assert {t.key: len(t.slots) for t in tables} == COUNTS[form_id]
    for table in tables:
        assert len({(s.row, s.column) for s in table.slots}) == len(table.slots)


@pytest.mark.parametrize("form_id", COUNTS)
def test_a_form_has_six_sections_and_five_topics(form_id):
    """Both forms have the same section keys."""
    sections = form(form_id).spec.sections
    assert [s.key for s in sections] == [
        "overview",
        "active_disclosure",
        "requests",
        "reviews_litigation",
        "problems_improvements",
        "other_matters",
    ]
    assert len(sections[0].sections) == 5


def test_rows_and_columns_stand_in_print_order():
    """The seven applicants, and the rows around the groups, in the order in which they are printed."""
    table = form("gio-2021").table("requests")
    assert [s.column for s in table.slots[:7]] == [
        "natural_person",
        "business",
        "research",
        "nonprofit",
        "legal_service",
        "other",
        "total",
    ]
    rows = list(dict.fromkeys(s.row for s in table.slots))
    assert len(rows) == 25
    assert rows[:4] == ["received", "carried_over", "granted", "granted_in_part"]
    assert rows[-3:] == ["other_outcome.other", "outcomes_total", "carried_forward"]


def test_the_two_forms_differ_in_their_outcomes():
    """（六）其他处理 is one row in 2019 and three in 2021."""
    rows = {f: {s.row for s in form(f).table("requests").slots} for f in COUNTS}
    assert rows["gio-2019"] - rows["gio-2021"] == {"other_outcome"}
    assert rows["gio-2021"] - rows["gio-2019"] == {
        "other_outcome.correction_overdue",
        "other_outcome.fee_unpaid",
        "other_outcome.other",
    }


def test_units_and_kinds_are_those_of_the_form():
    """Fees are money in 万元, a change is signed, requests are counted in 件."""
    fees = next(s for s in form("gio-2021").table("active_disclosure").slots if s.row == "fees")
    assert (fees.column, fees.unit, fees.kind) == ("amount", "万元", "money")
    changes = {s.kind for s in form("gio-2019").table("active_disclosure").slots if s.column == "change"}
    assert changes == {"change"}
    assert {(s.unit, s.kind) for s in form("gio-2021").table("requests").slots} == {("件", "count")}


@pytest.mark.parametrize("form_id", COUNTS)
def test_every_row_and_column_has_an_english_name(form_id):
    """The codebook names every variable in two languages."""
    for table in form(form_id).spec.tables:
        for block in table.blocks:
            waiting = [*block.rows, *block.columns]
            while waiting:
                node = waiting.pop()
                assert node.label_en, node.label
                waiting += getattr(node, "rows", ()) + getattr(node, "columns", ())


# --- a form of one's own --------------------


def test_a_form_of_one_s_own_is_read(tmp_path):
    """A file outside the package gives a form like any other."""
    path = tmp_path / "own.yaml"
    path.write_text(FORM, encoding="utf-8")
    own = load_form(path)
    assert (own.id, len(own.table("money").slots)) == ("own", 6)
    assert {s.kind for s in own.table("money").slots} == {"money"}


@pytest.mark.parametrize(
    "text", ["", "just text", "[1, 2]", "\t", "id: own\n", "a: b: c", "id: !!python/object:os.system x"]
)
def test_what_is_no_form_at_all_is_refused(text):
    """An empty file, prose, a list or a file without its parts is one line too."""
    with pytest.raises(FormError) as caught:
        parse_form(text, "own.yaml")
    assert str(caught.value).startswith("own.yaml:")
    assert "\n" not in str(caught.value)


def test_a_form_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    """The message names the file."""
    picture = tmp_path / "form.yaml"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    for path in (picture, tmp_path / "none.yaml", tmp_path):
        with pytest.raises(FormError, match=re.escape(str(path))):
            load_form(path)


def test_packaged_forms_repeat_no_key():
    """YAML keeps the last of two equal keys in silence; none of the packaged files has any."""
    from importlib import resources

    for file in resources.files("gongkai.forms").iterdir():
        if file.name.endswith(".yaml"):
            _no_doubles(yaml.compose(file.read_text(encoding="utf-8")))


def _no_doubles(node):
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), keys
        for _, value in node.value:
            _no_doubles(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _no_doubles(value)


# --- sums --------------------


def test_a_sum_is_its_signed_terms():
    """``a + b - c.d + e.*`` has four."""
    assert [(t.sign, t.key) for t in terms_of("a + b - c.d + e.*")] == [(1, "a"), (1, "b"), (-1, "c.d"), (1, "e.*")]


def test_a_star_stands_for_every_key_that_begins_so():
    """``denied.*`` are the eight reasons and not 部分公开; a name without a star is only itself."""
    rows = tuple(dict.fromkeys(s.row for s in form("gio-2021").table("requests").slots))
    (star,) = terms_of("denied.*")
    assert len(star.select(rows)) == 8
    assert all(row.startswith("denied.") for row in star.select(rows))
    (plain,) = terms_of("granted")
    assert plain.select(rows) == ("granted",)


def test_a_key_may_be_a_number():
    """The rows of the form of 2014 are called 3.1 and 3.1.1."""
    assert [t.key for t in terms_of("3.1.1 + 3.1.2 - 3.1.a")] == ["3.1.1", "3.1.2", "3.1.a"]
