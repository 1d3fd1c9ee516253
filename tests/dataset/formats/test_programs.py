"""The dataset opens in the programs that people use."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
from click.testing import CliRunner

from dataset.formats.odd import ODD_TEXTS
from gongkai.cli import main

UTF8 = "--infilter=Text - txt - csv (StarCalc):44,34,76"
AGENCY = "白鹭镇人民政府"


@pytest.mark.parametrize("dataset", ["fixtures_dataset", "odd_dataset", "empty_dataset"])
def test_it_is_a_valid_data_package(dataset, request):
    """frictionless finds nothing wrong: types, keys, codes, required columns."""
    report = frictionless.Package(str(request.getfixturevalue(dataset) / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert len(report.tasks) > 10


def calc(source: Path, to: str, folder: Path) -> None:
    """Open a file in LibreOffice Calc and save it as another kind.

    Its import dialog proposes UTF-8 for a file with a byte order mark; without a screen the encoding must be said.
    """
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    reading = [UTF8] if source.suffix == ".csv" else []
    command = ["localc", profile, "--headless", *reading, "--convert-to", to, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.needs("libreoffice-calc", "localc")
def test_calc_shows_the_csv_file_in_chinese(fixtures_dataset, tmp_path):
    """A double click on reports.csv shows Chinese, in its own column."""
    calc(fixtures_dataset / "reports.csv", "ods", tmp_path)
    with zipfile.ZipFile(tmp_path / "reports.ods") as archive:
        content = archive.read("content.xml").decode()
    assert f"<text:p>{AGENCY}</text:p>" in content
    assert "<text:p>report_id</text:p>" in content


@pytest.mark.needs("libreoffice-calc", "localc")
def test_calc_opens_the_workbook(odd_dataset, fixtures_dataset, tmp_path):
    """Every sheet opens with Chinese intact; what looks like a formula stays text."""
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    calc(fixtures_dataset / "dataset.xlsx", every_sheet, tmp_path)
    reports = pd.read_csv(tmp_path / "dataset-reports.csv", dtype=str)
    expected = pd.read_csv(fixtures_dataset / "reports.csv", dtype=str)
    pd.testing.assert_frame_equal(reports, expected)
    assert "空格" in (tmp_path / "dataset-说明 README.csv").read_text(encoding="utf-8")
    calc(odd_dataset / "dataset.xlsx", every_sheet, tmp_path)
    texts = pd.read_csv(tmp_path / "dataset-comments.csv", dtype=str, keep_default_na=False)["text"].tolist()
    assert texts[: ODD_TEXTS.index("\tindented")] == list(ODD_TEXTS[: ODD_TEXTS.index("\tindented")])


def test_the_workbook_is_laid_out_to_be_read(fixtures_dataset):
    """It opens on an overview; one head row that is frozen and filters, labels as notes on it, a codebook, and what to know."""
    book = openpyxl.load_workbook(fixtures_dataset / "dataset.xlsx")
    assert book.sheetnames[:4] == ["总览 Overview", "说明 README", "reports", "active_disclosure"]
    assert not {"cells", "checks", "sections", "grid_cells"} & {*book.sheetnames}
    assert book.sheetnames[-1] == "codebook"
    sheet = book["requests"]
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet["E1"].comment.text.startswith("一、本年新收政府信息公开申请数量")
    published = book["reports"]["I2"]
    assert (published.is_date, published.number_format) == (True, "yyyy-mm-dd")


def test_the_lines_of_the_codebook_work(fixtures_dataset, monkeypatch):
    """What CODEBOOK.md says for pandas and DuckDB opens the files as they are, text with line breaks too."""
    monkeypatch.chdir(fixtures_dataset)
    page = (fixtures_dataset / "CODEBOOK.md").read_text(encoding="utf-8")
    pandas_csv = 'pd.read_csv("requests.csv", encoding="utf-8-sig", dtype={"report_id": str})'
    pandas_parquet = 'pd.read_parquet("parquet/requests.parquet")'
    duck_csv = "from read_csv('requests.csv', types = {'report_id': 'varchar'}, sample_size = -1)"
    duck_parquet = "from 'parquet/requests.parquet'"
    assert all(f"`{line}`" in page for line in (pandas_csv, pandas_parquet, duck_csv, duck_parquet))
    ids = set(pd.read_csv("reports.csv", dtype=str)["report_id"])
    frames = [eval(line) for line in (pandas_csv, pandas_parquet)]
    frames += [duckdb.sql(line).df() for line in (duck_csv, duck_parquet)]
    for frame in frames:
        assert frame.columns[0] == "report_id"
        assert set(frame["report_id"]) == ids
        assert frame["received__total"].sum() == frames[0]["received__total"].sum() > 0
    sections = len(pd.read_csv("sections.csv"))
    assert duckdb.sql("select count(*) from read_csv('sections.csv')").fetchall() == [(sections,)]
    assert duckdb.sql("select count(*) from 'parquet/sections.parquet'").fetchall() == [(sections,)]


def test_the_line_for_duckdb_keeps_decimals_that_come_late(tmp_path, monkeypatch, fixtures_dataset):
    """A column that is whole for longer than DuckDB's sample is not rounded: that happens without a word."""
    monkeypatch.chdir(tmp_path)
    page = (fixtures_dataset / "CODEBOOK.md").read_text(encoding="utf-8")
    lines = [f"{i:016d},3" for i in range(30_000)]
    Path("requests.csv").write_text("\n".join(["report_id,fees__amount", *lines, "97e10,7.5\n"]), encoding="utf-8")
    (line,) = [part for part in page.split("`") if part.startswith("from read_csv(")]
    assert duckdb.sql(f"select max(fees__amount) {line}").fetchall() == [(7.5,)]


def test_the_workbook_opens_on_the_reports_with_their_totals(fixtures_dataset):
    """Who, when, requests received and what became of them: what the tables hold, nothing where a cell of a sum is not certain."""
    book = openpyxl.load_workbook(fixtures_dataset / "dataset.xlsx", read_only=True)
    head, *rows = book["总览 Overview"].values
    names = [str(one).split("\n")[1] for one in head]
    assert names[:5] == ["Agency", "Year", "Province", "Requests received", "Granted"]
    found = pd.DataFrame(rows, columns=names).set_index("Report")
    wide = pd.read_csv(fixtures_dataset / "requests.csv", dtype={"report_id": str}).set_index("report_id")
    for report_id, row in wide.iterrows():
        assert found.loc[report_id, "Agency"] == row["agency_name"]
        if pd.notna(row["received__total"]):
            assert found.loc[report_id, "Requests received"] == row["received__total"]
        denied = row[[name for name in wide.columns if name.startswith("denied.") and name.endswith("__total")]]
        assert pd.isna(found.loc[report_id, "Denied"]) or found.loc[report_id, "Denied"] == denied.sum()
    assert found["Denied"].notna().sum() > 3
    assert set(found["Status"]) <= {"complete", "partial", "other", "failed"}


def test_a_report_s_id_in_the_workbook_leads_to_its_review_page(fixtures_dataset):
    """Where gongkai review writes it, beside the workbook."""
    sheet = openpyxl.load_workbook(fixtures_dataset / "dataset.xlsx")["总览 Overview"]
    links = {row[-1].value: row[-1].hyperlink.target.replace("\\", "/") for row in sheet.iter_rows(min_row=2)}
    assert links == {report_id: f"review/reports/{report_id}.html" for report_id in links}
    assert len(links) > 10


def test_heads_are_the_forms_own_words_where_that_is_asked_for(fixtures_dataset, tmp_path):
    """In Parquet, in Excel and in labelled/*.csv; the dataset's CSV has keys, and figures are the same."""
    folder = shutil.copytree(fixtures_dataset, tmp_path / "d")
    words = ["export", str(folder), "--formats", "labelled,xlsx", "--labels", "en"]
    assert CliRunner().invoke(main, words).exit_code == 0
    keyed = pd.read_csv(folder / "requests.csv", dtype={"report_id": str})
    labelled = pd.read_csv(folder / "labelled/requests.csv", dtype={"Report": str})
    parquet = pd.read_parquet(folder / "parquet/requests.parquet")
    sheet = next(
        openpyxl.load_workbook(folder / "dataset.xlsx", read_only=True)["requests"].iter_rows(values_only=True)
    )
    assert list(labelled.columns) == list(parquet.columns) == list(sheet)
    assert list(labelled.columns[:4]) == ["Report", "Agency", "Year", "Province"]
    assert labelled.to_numpy(dtype=str).tolist() == keyed.to_numpy(dtype=str).tolist()
    assert list(keyed.columns[:2]) == ["report_id", "agency_name"]


def test_parquet_is_typed_and_labelled(fixtures_dataset):
    """Counts are whole numbers, dates dates; labels and units stand beside the names."""
    reports = pq.read_schema(fixtures_dataset / "parquet" / "reports.parquet")
    assert (str(reports.field("year").type), str(reports.field("published").type)) == ("int64", "date32[day]")
    requests = pq.read_schema(fixtures_dataset / "parquet" / "requests.parquet")
    field = requests.field("received__natural_person")
    assert str(field.type) == "int64"
    assert field.metadata[b"label_zh"].decode().startswith("一、本年新收政府信息公开申请数量 · 申请人情况 / 自然人")
    assert field.metadata[b"label_en"].decode().startswith("Requests newly received this year")
    assert field.metadata[b"unit"].decode() == "件"
    written = pq.ParquetFile(fixtures_dataset / "parquet" / "cells.parquet").metadata.row_group(0).column(1)
    assert written.compression == "ZSTD"
    assert "RLE_DICTIONARY" in written.encodings


def test_stata_sees_labels_codes_and_dates(fixtures_dataset):
    """Variable labels are Chinese, coded columns labelled numbers in an order that stays, dates days."""
    cells, about = pyreadstat.read_dta(str(fixtures_dataset / "stata" / "cells.dta"))
    assert about.column_names_to_labels["raw"] == "原文字符"
    assert about.variable_value_labels["status"][1] == "reported"
    assert about.variable_value_labels["status"][6] == "missing"
    assert set(cells["status"]) <= set(range(1, 7))
    reports, about = pyreadstat.read_dta(str(fixtures_dataset / "stata" / "reports.dta"))
    assert about.variable_value_labels["form"] == {1: "gio-2021", 2: "gio-2019", 3: "gio-2014"}
    assert about.original_variable_types["published"] == "%tdCCYY-NN-DD"
    assert AGENCY in reports["agency"].tolist()
    codebook = pd.read_csv(fixtures_dataset / "codebook.csv", dtype=str)
    requests = codebook[codebook["table"] == "requests"].drop_duplicates("variable")
    names = pd.read_stata(fixtures_dataset / "stata" / "requests.dta").columns[4:]
    columns = pd.read_csv(fixtures_dataset / "requests.csv").columns[4:]
    assert dict(zip(requests["variable"], requests["stata"], strict=True)) == dict(zip(columns, names, strict=True))


@contextmanager
def datasette(*arguments: str) -> Iterator[http.client.HTTPConnection]:
    """Start Datasette on a free port of this machine, and stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", *arguments, "-h", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, "it ended"
                time.sleep(0.1)
        yield http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    finally:
        process.terminate()
        process.wait(60)


def fetched(connection: http.client.HTTPConnection, path: str) -> str:
    """Fetch a page."""
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, text
    return text


def test_datasette_opens_the_database(fixtures_dataset):
    """With no set-up it shows tables and views with agency and year; with metadata.json Chinese titles."""
    with datasette(str(fixtures_dataset / "dataset.sqlite")) as server:
        rows = json.loads(fetched(server, "/dataset/requests_by_report.json?_shape=array&year=2023"))
        assert {row["year"] for row in rows} == {2023}
        assert all(row["agency"] for row in rows)
        assert "cells_contradicted" in fetched(server, "/dataset")
    with datasette(str(fixtures_dataset / "dataset.sqlite"), "-m", str(fixtures_dataset / "metadata.json")) as server:
        page = fetched(server, "/dataset/reports")
        assert "每行一份报告" in page
        assert AGENCY in page
