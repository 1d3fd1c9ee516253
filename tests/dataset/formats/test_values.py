"""Every format holds what the CSV files hold, cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset.formats.odd import ALL, ODD_TEXTS, write_odd
from dataset.formats.reading import EXCEL_LONGEST, READERS, csv_tables
from gongkai.dataset.writers import write_dataset
from gongkai.forms.load import load_forms
from gongkai.report import Comment
from support import make_report

DATASETS = ("fixtures_dataset", "odd_dataset", "empty_dataset")
CASES = [(dataset, reader) for dataset in DATASETS for reader in READERS]
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)


def as_held(value: object, reader: str) -> object:
    """Give a value as a format must hold it.

    Excel cuts a text at 32,767 UTF-16 units, and what looks like XlsxWriter's mark-up gets a blank behind it; in Stata a zero byte
    would end a text.
    """
    if not isinstance(value, str):
        return value
    if reader.startswith("dta"):
        return value.replace("\0", "\ufffd")
    if reader != "xlsx":
        return value
    cut = value.encode("utf-16-le")[: 2 * EXCEL_LONGEST].decode("utf-16-le", errors="ignore")
    return f"{cut} " if cut.startswith("<r>") and cut.endswith("</r>") else cut


@pytest.mark.parametrize(("dataset", "reader"), CASES)
def test_every_cell_of_every_table_is_that_of_the_csv_file(dataset, reader, request):
    """Types, text without the apostrophe, codes, dates and nulls come back the same, but for what a format cannot hold."""
    folder: Path = request.getfixturevalue(dataset)
    expected = csv_tables(folder)
    found = READERS[reader](folder)
    assert found.keys() == expected.keys()
    for name, rows in expected.items():
        assert found[name] == [[as_held(value, reader) for value in row] for row in rows], name


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=40))
def test_any_text_comes_back_as_the_source_has_it(tmp_path_factory, texts):
    """Whatever stands in a comment stands in every format, without an apostrophe before it."""
    folder = tmp_path_factory.mktemp("any") / "dataset"
    report = make_report(comments=tuple(Comment(None, text, None) for text in texts), known=False)
    write_dataset([report], [], load_forms(), folder, ALL)
    for reader, read in READERS.items():
        expected = [as_held(text, reader) for text in texts]
        assert [row[2] for row in read(folder)["comments"]] == expected, reader


@pytest.mark.parametrize("dataset", DATASETS)
def test_reports_jsonl_holds_every_report_whole(dataset, request):
    """A report a line, as json/ has it, in the order of reports.csv."""
    folder: Path = request.getfixturevalue(dataset)
    lines = (folder / "reports.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    ids = [row[0] for row in csv_tables(folder)["reports"]]
    assert [json.loads(line) for line in lines] == [
        json.loads((folder / "json" / f"{report_id}.json").read_bytes()) for report_id in ids
    ]


def test_the_odd_texts_are_really_there(odd_dataset):
    """The dataset that is compared holds each text that a format might spoil."""
    assert tuple(row[2] for row in csv_tables(odd_dataset)["comments"]) == ODD_TEXTS


def test_the_same_reports_give_the_same_bytes(odd_dataset, tmp_path):
    """No format holds the time or the place at which it was made."""
    write_odd(tmp_path / "again")
    files = sorted(path.relative_to(odd_dataset) for path in odd_dataset.rglob("*") if path.is_file())
    assert len(files) > 30
    assert [f for f in files if (odd_dataset / f).read_bytes() != (tmp_path / "again" / f).read_bytes()] == []
