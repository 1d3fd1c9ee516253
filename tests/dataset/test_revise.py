"""A dataset completed in place: its own forms, its list of reports, its checks."""

from __future__ import annotations

import csv
import io

import pytest

from gongkai.dataset.folder import MEMORY
from gongkai.dataset.frames import open_dataset
from gongkai.dataset.revise import dataset_forms, list_reports, load_report, replace_checks
from gongkai.dataset.rows import check_row
from gongkai.dataset.writers import write_dataset
from gongkai.errors import UsageError
from gongkai.forms.load import load_forms, packaged_forms, parse_form, with_own
from gongkai.report import Check
from support import make_report

OWN = """\
id: own
name: 经费统计表
tables:
  - key: money
    label: 经费
    blocks:
      - columns: [{key: spent, label: 决算数, unit: 万元, kind: money}]
        rows: [{key: travel, label: 因公出国费}, {key: total, label: 合计}]
"""
FORM = parse_form(OWN, "own.yaml")
CHECK = Check(
    id="a", table="requests", kind="row_total", severity="error", status="pass", left=1, right=1, message="=1"
)
LINK = Check(id="b", table="requests", kind="cross_year", severity="error", status="fail", left=1, right=2)


@pytest.fixture
def dataset(tmp_path):
    forms = with_own([FORM])
    reports = [
        make_report(path="a.txt", checks=(CHECK,)),
        make_report({("money", "total", "spent"): 12.5}, path="b.txt", form=FORM, agency="=甲局"),
    ]
    write_dataset(reports, [], forms, tmp_path / "d")
    return tmp_path / "d"


def test_a_dataset_keeps_the_user_s_own_forms(dataset):
    """They are in the description; packaged ones are not repeated there."""
    assert {form.id for form in dataset_forms(dataset)} == {*(form.id for form in packaged_forms()), "own"}
    assert dataset_forms(dataset)[-1].spec == FORM.spec


def test_a_dataset_of_packaged_forms_has_no_others(tmp_path):
    """Then its description says nothing of forms."""
    write_dataset([make_report()], [], load_forms(), tmp_path / "d")
    assert dataset_forms(tmp_path / "d") == packaged_forms()


def test_tables_of_one_s_own_form_are_wide_files_and_variables(dataset):
    """money.csv beside requests.csv, and every variable in the codebook."""
    opened = open_dataset(dataset)
    assert opened.table("money")["total__spent"].tolist() == [12.5]
    book = opened.codebook
    assert book[book["form"] == "own"]["label_zh"].tolist() == ["因公出国费 · 决算数", "合计 · 决算数"]


def test_the_list_of_reports_gives_back_the_source_s_own_text(dataset):
    """The apostrophe against formulas is taken away; years are numbers."""
    rows = {one.path: (one.agency, one.year, one.form) for one in list_reports(dataset)}
    assert rows == {"a.txt": ("青石县档案局", 2024, "gio-2021"), "b.txt": ("=甲局", 2024, "own")}


def test_checks_of_one_kind_are_replaced_and_others_untouched(dataset):
    """Twice the same gives the same bytes; nothing else in the file moves."""
    before = (dataset / "checks.csv").read_bytes()
    rows = [check_row("0" * 16, LINK)]
    replace_checks(dataset, "cross_year", rows)
    once = (dataset / "checks.csv").read_bytes()
    replace_checks(dataset, "cross_year", rows)
    assert (dataset / "checks.csv").read_bytes() == once
    assert once.startswith(before)
    found = list(csv.DictReader(io.StringIO(once.decode("utf-8-sig"))))
    assert [row["kind"] for row in found] == ["row_total", "cross_year"]
    replace_checks(dataset, "cross_year", [])
    assert (dataset / "checks.csv").read_bytes() == before
    assert [path.name for path in dataset.glob(".*") if path.name != MEMORY] == []


@pytest.mark.parametrize("damage", ["missing", "head", "row"])
def test_a_damaged_file_is_named(dataset, damage):
    """The message says which file, and what to do."""
    path = dataset / "checks.csv"
    text = path.read_text(encoding="utf-8-sig")
    if damage == "missing":
        path.unlink()
    else:
        path.write_text(
            {"head": text.replace("kind", "sort", 1), "row": text + "x,y\r\n"}[damage], encoding="utf-8-sig"
        )
    with pytest.raises(UsageError, match=r"checks\.csv: .*run gongkai extract again"):
        replace_checks(dataset, "cross_year", [])


def test_what_is_no_dataset_is_wrong_use(tmp_path):
    """An empty folder, and a report whose file is gone or broken."""
    with pytest.raises(UsageError, match="is no dataset"):
        dataset_forms(tmp_path)
    with pytest.raises(UsageError, match="run gongkai extract again"):
        load_report(tmp_path, "0" * 16)
    (tmp_path / "json").mkdir()
    (tmp_path / "json" / f"{'0' * 16}.json").write_text("{")
    with pytest.raises(UsageError, match="is damaged"):
        load_report(tmp_path, "0" * 16)
