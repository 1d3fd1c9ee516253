"""The dataset describes itself, and the description is true."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import msgspec
import pytest

from gongkai.dataset.columns import all_files
from gongkai.dataset.rows import Failure
from gongkai.dataset.writers import write_dataset
from gongkai.forms.model import Form, compile_form
from gongkai.forms.schema import ColumnSpec, RowSpec
from gongkai.forms.variables import merge_variables, variables_of
from support import form_named, make_report

FORMS = (form_named(),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    figures = {("active_disclosure", "fees", "amount"): 12.5, ("requests", "received", "total"): 3}
    write_dataset([make_report(figures)], [Failure("x", None, "empty_source", "empty")], FORMS, tmp_path)
    return tmp_path


def resources(folder: Path) -> dict[str, dict]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def test_each_header_equals_its_schema(folder):
    """Every CSV file is described, and its header is the list of its fields."""
    described = resources(folder)
    assert {r["path"] for r in described.values()} == {path.name for path in folder.glob("*.csv")}
    for resource in described.values():
        with (folder / resource["path"]).open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream))
        assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_every_column_is_described_in_both_languages(folder):
    """Every column has a type, a Chinese title and an English description."""
    for resource in resources(folder).values():
        for field in resource["schema"]["fields"]:
            assert field["type"] in ("string", "integer", "number", "boolean", "date")
            assert field["title"]
            assert field["description"]


def test_it_is_a_tabular_data_package(folder):
    """The description follows Frictionless Data Package v1."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    assert "apostrophe" in package["description"]
    for resource in package["resources"]:
        assert resource["profile"] == "tabular-data-resource"
        assert resource["encoding"] == "utf-8"
        assert resource["schema"]["missingValues"] == [""]


def test_keys_hold(folder):
    """Primary keys are unique and foreign keys point to reports."""
    described = resources(folder)
    assert described["reports"]["schema"]["primaryKey"] == ["report_id"]
    for resource in described.values():
        with (folder / resource["path"]).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        keys = [tuple(row[name] for name in resource["schema"].get("primaryKey", [])) for row in rows]
        assert not resource["schema"].get("primaryKey") or len(set(keys)) == len(rows)
        refers = "report_id" in (rows[0] if rows else {}) and resource["name"] != "reports"
        assert not refers or resource["schema"]["foreignKeys"][0]["reference"]["resource"] == "reports"


def test_money_is_a_number_and_a_count_an_integer(folder):
    """The types are those of the form's cells."""
    fields = {f["name"]: f["type"] for r in resources(folder).values() for f in r["schema"]["fields"]}
    assert fields["fees__amount"] == "number"
    assert fields["received__total"] == "integer"


def test_a_count_printed_with_decimals_makes_its_column_a_number(tmp_path):
    """The description stays true where a report prints decimals in a count."""
    write_dataset([make_report({("requests", "received", "total"): 1.5})], [], FORMS, tmp_path)
    fields = {f["name"]: f["type"] for f in resources(tmp_path)["requests"]["schema"]["fields"]}
    assert fields["received__total"] == "number"
    assert fields["granted__total"] == "integer"


def test_codebook_has_every_cell_of_every_form(folder):
    """codebook.csv explains all 200 cells in Chinese and English."""
    with (folder / "codebook.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["table", "row", "column", "label_zh", "label_en", "unit", "form", "variable", "stata"]
    assert len(rows) == 200
    row = next(r for r in rows if (r["row"], r["column"]) == ("denied.state_secret", "business"))
    assert row["label_zh"] == (
        "三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密 · 申请人情况 / 法人或其他组织 / 商业企业"
    )
    assert row["label_en"].endswith("Denied / State secret · Applicants / Legal persons and other organisations / "
                                    "Commercial enterprises")  # fmt: skip
    assert (row["unit"], row["form"]) == ("件", "gio-2021")
    assert {r["unit"] for r in rows if r["row"] == "fees"} == {"万元"}


def test_variables_stand_in_the_order_of_the_forms_cells():
    """Variables and slots are the same cells in the same order, rows across included."""
    for table in FORMS[0].tables:
        assert [(v.row.key, v.column.key) for v in variables_of(table)] == [(s.row, s.column) for s in table.slots]


def changed(row: RowSpec, column: ColumnSpec, at: int) -> Form:
    """The form with one more row and one more column of requests at ``at``, under another id."""
    spec = form_named().spec
    requests = next(t for t in spec.tables if t.key == "requests")
    block = requests.blocks[0]
    block = msgspec.structs.replace(
        block,
        rows=(*block.rows[:at], row, *block.rows[at:]),
        columns=(*block.columns[:at], column, *block.columns[at:]),
    )
    tables = (msgspec.structs.replace(requests, blocks=(block,)),)
    return compile_form(msgspec.structs.replace(spec, id="other", tables=tables))


@pytest.mark.parametrize(("at", "rows", "columns"), [(1, 1, 7), (0, 0, 0)])
def test_columns_of_two_forms_are_joined_in_form_order(at, rows, columns):
    """What only the second form has stands beside its neighbours there, row by row."""
    other = changed(RowSpec(key="new", label="新"), ColumnSpec(key="extra", label="另"), at)
    merged = merge_variables((*FORMS, other), "requests")
    assert len(merged) == 26 * 8
    assert list(dict.fromkeys(v.row.key for v in merged)).index("new") == rows
    for row in ("received", "new", "carried_forward"):
        assert [v.column.key for v in merged if v.row.key == row].index("extra") == columns
    places = [v.row.key for v in merged]
    assert all(places.count(key) == 8 and places[places.index(key) + 7] == key for key in set(places))


def test_a_cell_of_two_forms_is_one_column_with_the_first_forms_labels():
    """Forms that share all cells give the wide table of one."""
    assert merge_variables((*FORMS, *FORMS), "requests") == merge_variables(FORMS, "requests")


def test_each_file_is_declared_once():
    """No two files share a name, no two columns of a file do."""
    files = all_files(FORMS)
    assert len({file.name for file in files}) == len(files)
    for file in files:
        assert len({column.name for column in file.columns}) == len(file.columns)
