"""A dataset opened in Python."""

from __future__ import annotations

import pandas as pd
import pytest

import gongkai
from gongkai.dataset.rows import Failure
from gongkai.dataset.writers import write_dataset
from gongkai.errors import UsageError
from gongkai.report import Check, Comment
from support import form_named, make_report

FORMS = (form_named(),)


def test_frames_have_the_declared_types(tmp_path):
    """Counts are nullable integers, money floats, truth values booleans, dates dates, text strings."""
    check = Check(id="c", table="requests", kind="balance", severity="error", status="pass", left=1, right=1)
    figures = {("requests", "received", "total"): "/", ("active_disclosure", "fees", "amount"): 96171.6}
    write_dataset([make_report(figures, checks=(check,))], [], FORMS, tmp_path)
    data = gongkai.open_dataset(tmp_path)
    wide = data.table("requests")
    assert str(wide["received__total"].dtype) == "Int64"
    assert wide["received__total"].isna().all()
    assert wide["granted__total"].tolist() == [0]
    assert data.table("active_disclosure")["fees__amount"].tolist() == [96171.6]
    assert str(data.reports["year"].dtype) == "Int64"
    assert data.reports["published"].tolist() == [pd.Timestamp("2025-01-10")]
    assert str(data.checks["chose"].dtype) == "boolean"
    assert data.checks["chose"].tolist() == [False]
    assert str(data.cells["value"].dtype) == "Float64"


def test_column_names_are_free_of_the_byte_order_mark(tmp_path):
    """The first column is report_id, in every frame that has it."""
    write_dataset([make_report()], [], FORMS, tmp_path)
    data = gongkai.open_dataset(str(tmp_path))
    assert data.reports.columns[0] == "report_id"
    assert all(data.table(name).columns[0] in ("report_id", "path", "table") for name in data.names)


def test_text_comes_back_as_the_source_has_it(tmp_path):
    """The apostrophe that guards against formulas is taken away; words such as NA stay words."""
    comments = (Comment("NA", "=1+1", None), Comment(None, "'=x", "null"))
    report = make_report({("requests", "received", "total"): "-"}, comments=comments)
    write_dataset([report], [], FORMS, tmp_path)
    data = gongkai.open_dataset(tmp_path)
    assert data.comments["text"].tolist() == ["=1+1", "'=x"]
    assert data.comments["author"].tolist()[0] == "NA"
    assert data.comments["author"].isna().tolist() == [False, True]
    assert data.comments["section"].tolist()[1] == "null"
    raw = data.cells.set_index(["row", "column"])["raw"]
    assert raw["received", "total"] == "-"


def test_an_empty_dataset_opens(tmp_path):
    """Where every source failed the frames are empty, but typed and named."""
    write_dataset([], [Failure("a.pdf", None, "encrypted_source", "a.pdf: locked")], FORMS, tmp_path)
    data = gongkai.open_dataset(tmp_path)
    assert len(data.reports) == 0
    assert data.failures["error"].tolist() == ["encrypted_source"]
    assert len(data.codebook) == 200
    assert data.table("statistics").columns.tolist() == ["report_id", "agency_name", "year", "province_name"]


def test_a_report_comes_back_whole(tmp_path):
    """dataset.report gives the Report itself."""
    report = make_report({("requests", "received", "total"): 9})
    write_dataset([report], [], FORMS, tmp_path)
    data = gongkai.open_dataset(tmp_path)
    assert data.report(report.report_id) == report
    with pytest.raises(UsageError, match="has no report '\\.\\./x'"):
        data.report("../x")
    (tmp_path / "json" / f"{report.report_id}.json").unlink()
    with pytest.raises(UsageError, match=r"\.json: cannot be read: .*; run gongkai extract again"):
        data.report(report.report_id)


def test_a_folder_that_is_no_dataset_is_refused(tmp_path):
    """Opening anything else says what is wrong."""
    with pytest.raises(UsageError, match="is no dataset of gongkai"):
        gongkai.open_dataset(tmp_path)
    with pytest.raises(UsageError, match="is no dataset of gongkai"):
        gongkai.open_dataset(tmp_path / "nowhere")
    (tmp_path / "datapackage.json").write_text('{"gongkai": {}, "resources": [{"name": 1}]}')
    with pytest.raises(UsageError, match="is damaged"):
        gongkai.open_dataset(tmp_path)


def test_a_dataset_that_is_being_made_is_told_apart(tmp_path):
    """What a run remembers is there, its tables are not yet."""
    (tmp_path / ".gongkai").mkdir()
    with pytest.raises(UsageError, match="is not finished"):
        gongkai.open_dataset(tmp_path)


def test_an_unknown_or_lost_table_is_named(tmp_path):
    """A wrong table name lists the right ones; a lost file is named."""
    write_dataset([make_report()], [], FORMS, tmp_path)
    data = gongkai.open_dataset(tmp_path)
    with pytest.raises(UsageError, match="has no table 'request'; it has reports, cells"):
        data.table("request")
    (tmp_path / "cells.csv").unlink()
    with pytest.raises(UsageError, match=r"cells\.csv: cannot be read"):
        _ = data.cells
