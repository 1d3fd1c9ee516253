"""What no form defines in a dataset: grids, their cells, unknown rows, documents that are left out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gongkai.bulk.run import RunOptions, run
from gongkai.bulk.sources import find_sources
from gongkai.dataset.settings import Settings
from gongkai.forms.load import load_forms
from gongkai.processes.limits import Limits

BUDGET = """<html><body><h1>砚溪县财政局2023年部门预算</h1><p>一、收入</p><p>表1 收入表</p><p>单位：万元</p>
<table><tr><th rowspan="2">项目</th><th colspan="2">预算数</th></tr><tr><th>上年</th><th>本年</th></tr>
<tr><td>财政拨款</td><td>10</td><td>12.5</td></tr><tr><td>其他</td><td>—</td><td>1</td></tr></table></body></html>"""
FORMS = load_forms()


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a CSV file of a dataset."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one document of no known form."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "budget.html").write_text(BUDGET, encoding="utf-8")
    return tmp_path / "in"


def test_a_document_of_no_known_form_is_kept_with_its_grids(source: Path, tmp_path: Path):
    """It is a report with the status other; each cell stands under the labels that are printed, with its unit."""
    run(find_sources([source]), tmp_path / "out", FORMS, engine=Limits(0))
    (report,) = rows(tmp_path / "out", "reports.csv")
    assert (report["form"], report["status"], report["agency"], report["year"]) == ("", "other", "砚溪县财政局", "2023")
    (grid,) = rows(tmp_path / "out", "grids.csv")
    assert (grid["grid"], grid["caption"], grid["unit"], grid["section"]) == ("g1", "表1收入表", "万元", "s1")
    assert (grid["rows"], grid["columns"], grid["cells"]) == ("2", "2", "4")
    cells = rows(tmp_path / "out", "grid_cells.csv")
    assert [(c["row_label"], c["column_label"], c["value"], c["status"]) for c in cells] == [
        ("财政拨款", "预算数 / 上年", "10", "reported"),
        ("财政拨款", "预算数 / 本年", "12.5", "reported"),
        ("其他", "预算数 / 上年", "", "not_applicable"),
        ("其他", "预算数 / 本年", "1", "reported"),
    ]
    assert rows(tmp_path / "out", "others.csv") == []


def test_it_may_be_left_out_and_listed(source: Path, tmp_path: Path):
    """With others=list it stands in others.csv with the reasons, and in no other table; the sum of the sources closes."""
    summary = run(
        find_sources([source]), tmp_path / "out", FORMS, engine=Limits(0), options=RunOptions(Settings(others="list"))
    )
    assert (summary.reports, summary.listed, summary.unaccounted) == (0, 1, 0)
    assert rows(tmp_path / "out", "reports.csv") == rows(tmp_path / "out", "grid_cells.csv") == []
    (other,) = rows(tmp_path / "out", "others.csv")
    assert (other["title"], other["grids"]) == ("砚溪县财政局2023年部门预算", "1")
    assert "no known form fits" in other["reasons"]
