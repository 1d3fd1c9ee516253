"""What explains the dataset: Stata's names, the codebook, the schema of a report."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from gongkai.cli import main
from gongkai.dataset.codebook import codebook_text
from gongkai.dataset.columns import all_files, stata_names_of
from gongkai.dataset.stata_names import LONGEST, stata_names
from gongkai.forms.load import load_forms
from gongkai.forms.model import compile_form
from support import form_named

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("received__total", "received__total"),
        ("denied.state_secret__business", "denied_state_secret__business"),
        ("denied.state_secret__natural_person", "denied_state_sec__natural_person"),
        ("denied.security_stability__legal_service", "denied_security__legal_service"),
        ("1.2.1__count", "v1_2_1__count"),
        ("double", "double_"),
        ("str8", "str8_"),
        ("会议__件数", "会议__件数"),
    ],
)
def test_a_name_in_stata_follows_the_rule(name, short):
    """What fits stays whole; of the rest the beginnings of row and column stay."""
    assert stata_names([name]) == {name: short}


def test_names_that_would_be_alike_are_told_apart():
    """The earlier one keeps the name, the later one gets six digits of its own."""
    names = [
        "very_long_row_name_one__natural_person",
        "very_long_row_name_two__natural_person",
        "very_long_row_na__natural_person",
    ]
    first, second, third = stata_names(names).values()
    assert third == "very_long_row_na__natural_person", "it need not be cut"
    assert len({first, second, third}) == 3
    assert stata_names(names[:1])[names[0]] == third


@given(st.lists(st.text(min_size=1, max_size=60), unique=True))
def test_names_in_stata_are_valid_and_unique(names):
    """Whatever a user calls rows and columns."""
    short = stata_names(names)
    assert list(short) == names
    assert len(set(short.values())) == len(names)
    for name in short.values():
        assert len(name) <= LONGEST
        assert name.isidentifier() or not name.isascii()
        assert not name[0].isdigit()


def test_packaged_forms_need_no_digits_in_their_names():
    """Every variable of the official forms has a name that can be read."""
    names = stata_names_of(load_forms())
    assert all(stata_names([name]) == {name: short} for (_, name), short in names.items())


def test_the_codebook_explains_every_file_column_and_variable(fixtures_dataset):
    """CODEBOOK.md names them all, in Chinese and English, and what null and the apostrophe mean."""
    page = (fixtures_dataset / "CODEBOOK.md").read_text(encoding="utf-8")
    for file in all_files(load_forms()):
        assert f"### `{file.path}`" in page
        wide = "__" in file.columns[-1].name
        for column in file.columns[:4] if wide else file.columns:
            assert f"| `{column.name}` | {column.type} | {column.zh} | {column.en} |" in page
    codebook = pd.read_csv(fixtures_dataset / "codebook.csv", dtype=str, keep_default_na=False)
    for row in codebook.itertuples():
        assert f"| `{row.variable}` | `{row.stata}` | {row.label_zh} | {row.label_en} | {row.unit} |" in page
    for status in ("reported", "blank", "not_applicable", "unreadable", "ambiguous", "missing", "complete", "skipped"):
        assert f"| `{status}` |" in page
    assert "空单元格是缺失，不是 0" in page
    assert "take one apostrophe away" in page


def test_labels_of_a_form_of_ones_own_are_no_html():
    """What somebody calls a form or a row is shown as it is written."""
    form = form_named()
    table = form.tables[0].spec
    label = "<img src=x onerror=alert(1)>|甲"
    blocks = tuple(replace(b, rows=tuple(replace(row, label=label) for row in b.rows)) for b in table.blocks)
    own = compile_form(
        replace(form.spec, id="own", name="<b>乙</b>", tables=(replace(table, blocks=blocks, label=label),))
    )
    page = codebook_text(all_files((own,)), (own,))
    assert "<img" not in page
    assert "<b>" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;\\|甲" in page


def test_the_codebook_leads_from_a_variable_to_its_columns(fixtures_dataset):
    """codebook.csv begins with the contract's columns; ``variable`` is a column of the wide table."""
    codebook = pd.read_csv(fixtures_dataset / "codebook.csv", dtype=str)
    assert list(codebook) == ["table", "row", "column", "label_zh", "label_en", "unit", "form", "variable", "stata"]
    for table, rows in codebook.groupby("table"):
        assert set(rows["variable"]) == set(pd.read_csv(fixtures_dataset / f"{table}.csv").columns[4:])


def test_the_schema_in_the_repository_is_what_the_command_prints():
    """docs/report.schema.json is the schema of this version: make it anew with ``gongkai schema > docs/report.schema.json``."""
    printed = CliRunner().invoke(main, ["schema"]).stdout
    assert (ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("dataset", ["fixtures_dataset", "odd_dataset"])
def test_every_report_of_a_dataset_follows_the_schema(dataset, request):
    """The reports' own files and the lines of reports.jsonl are valid."""
    folder: Path = request.getfixturevalue(dataset)
    validator = jsonschema.Draft202012Validator(
        json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    )
    reports = [path.read_bytes() for path in (folder / "json").iterdir()]
    reports += (folder / "reports.jsonl").read_bytes().split(b"\n")[:-1]
    assert len(reports) >= 4
    for report in reports:
        validator.validate(json.loads(report))
