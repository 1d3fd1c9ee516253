"""The database: keys, indexes, views."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pandas as pd
import pytest

from dataset.formats.odd import write_odd
from gongkai.cli import main
from gongkai.dataset.writers import write_dataset
from gongkai.forms.load import load_forms
from support import make_report


@pytest.fixture
def db(fixtures_dataset):
    with closing(sqlite3.connect(f"file:{fixtures_dataset / 'dataset.sqlite'}?mode=ro", uri=True)) as connection:
        yield connection


def test_keys_hold_and_are_declared(db):
    """Every table that tells of reports refers to them; nothing refers to nowhere."""
    assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert db.execute("pragma foreign_key_check").fetchall() == []
    ((_, _, to, here, there, *_),) = db.execute("pragma foreign_key_list(checks)").fetchall()
    assert (to, here, there) == ("reports", "report_id", "report_id")
    keys = [name for _, name, _, _, _, place in db.execute("pragma table_info(cells)") if place]
    assert keys == ["report_id", "table", "row", "column"]


@pytest.mark.parametrize(
    "question",
    [
        "select * from checks where report_id = 'x'",
        "select * from reports where agency = 'x'",
        "select * from reports where year = 2023",
        "select * from cells where \"table\" = 'requests' and \"row\" = 'received'",
        "select * from requests_by_report where agency = 'x'",
    ],
)
def test_common_questions_use_an_index(db, question):
    """No common question reads a table from end to end."""
    plan = [row[3] for row in db.execute(f"explain query plan {question}")]
    assert plan
    assert all(step.startswith("SEARCH") for step in plan), plan


def test_a_view_puts_agency_and_year_beside_the_figures(db, fixtures_dataset):
    """The number of requests by year is one line."""
    found = db.execute("select year, sum(received__total) from requests_by_report group by year order by year")
    wide = pd.read_csv(fixtures_dataset / "requests.csv")
    assert dict(found.fetchall()) == wide.groupby("year")["received__total"].sum().to_dict()


def test_verified_and_contradicted_cells_are_views(db):
    """They hold as many cells as reports.csv counts."""
    for verdict in ("verified", "contradicted"):
        (cells,) = db.execute(f"select count(*) from cells_{verdict}").fetchone()
        assert (cells,) == db.execute(f"select sum(cells_{verdict}) from reports").fetchone()
        assert cells > 0


def test_a_form_of_ones_own_has_its_table_and_view(tmp_path):
    """Its figures stand beside agency and year, too."""
    write_odd(tmp_path / "d")
    with closing(sqlite3.connect(tmp_path / "d" / "dataset.sqlite")) as own:
        views = {name for (name,) in own.execute("select name from sqlite_master where type = 'view'")}
        codebook = own.execute('select distinct "table" from codebook').fetchall()
    assert {f"{table}_by_report" for (table,) in codebook} <= views


def test_a_damaged_file_is_named(tmp_path):
    """Rows that break the keys are an error with the file's name, no half-filled database."""
    write_dataset([make_report()], [], load_forms(), tmp_path)
    with (tmp_path / "reports.csv").open("ab") as stream:
        stream.write((tmp_path / "reports.csv").read_bytes().splitlines(keepends=True)[1])
    from click.testing import CliRunner

    result = CliRunner().invoke(main, ["export", str(tmp_path), "--formats", "sqlite"])
    assert result.exit_code == 2
    assert "reports.csv: breaks its own keys" in result.stderr
    assert not (tmp_path / "dataset.sqlite").exists()
