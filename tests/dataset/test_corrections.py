"""A reviewer's decisions in corrections.csv, laid over a dataset where that is asked for."""

from __future__ import annotations

import csv
import json
import os
from random import Random

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.to_text import to_text
from corpus.truth import make_truth
from gongkai.cli import main
from gongkai.dataset.corrections import HEAD, correction_rows, read_corrections
from gongkai.errors import UsageError
from support import form_named, make_report

ROW, TOTAL = "received", "total"


@pytest.fixture
def work(tmp_path):
    """A source of which one total is printed wrong, its dataset, and what was printed."""
    truth = make_truth(3, form_named(), profile="city")
    cells = truth.tables["requests"]
    right = cells[ROW, TOTAL].value
    text = to_text(truth, "tab-rows", Random(1))
    line = next(line for line in text.splitlines() if line.startswith("一、本年新收政府信息公开申请数量"))
    spoiled = text.replace(line, line.replace(f"\t{right}", f"\t{right + 5}"))
    assert spoiled != text
    (tmp_path / "a.txt").write_text(spoiled, encoding="utf-8")
    extract(tmp_path)
    return tmp_path, right


def extract(folder, *options):
    result = CliRunner().invoke(main, ["extract", str(folder / "a.txt"), "-o", str(folder / "d"), "-j", "0", *options])
    assert result.exit_code == 0, result.output
    return result.output


def rows(folder, name):
    with (folder / "d" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def decide(folder, *decisions, encoding="utf-8-sig"):
    with (folder / "d/corrections.csv").open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        writer.writerows(decisions)


def cell(folder):
    return next(r for r in rows(folder, "cells") if (r["row"], r["column"]) == (ROW, TOTAL))


def test_a_correction_is_listed_and_shown_only_where_that_is_asked_for(work):
    """Without --corrected the dataset says what was printed; with it value and status change, raw does not."""
    folder, right = work
    report_id = rows(folder, "reports")[0]["report_id"]
    before = (folder / "d/cells.csv").read_bytes()
    decide(folder, (report_id, "requests", ROW, TOTAL, right, "加总得出", "王某", "2025-03-01"))
    assert "1 decision of corrections.csv listed, not shown" in extract(folder)
    assert (folder / "d/cells.csv").read_bytes() == before
    assert [r["outcome"] for r in rows(folder, "corrected")] == ["not_asked_for"]
    assert "1 decision of corrections.csv shown" in extract(folder, "--corrected")
    assert (cell(folder)["value"], cell(folder)["status"], cell(folder)["raw"]) == (
        str(right),
        "corrected",
        str(right + 5),
    )
    assert rows(folder, "requests")[0][f"{ROW}__{TOTAL}"] == str(right)
    (listed,) = rows(folder, "corrected")
    assert (listed["outcome"], listed["value"], listed["printed_value"]) == ("applied", str(right), str(right + 5))
    assert (listed["reason"], listed["by"], listed["date"]) == ("加总得出", "王某", "2025-03-01")
    extract(folder, "--no-corrected")
    assert (folder / "d/cells.csv").read_bytes() == before


def test_sums_are_held_against_the_corrected_figures(work):
    """What failed because of the printed figure passes, and the rest of the row is verified; the report's JSON stays."""
    folder, right = work
    report_id = rows(folder, "reports")[0]["report_id"]
    whole = (folder / f"d/json/{report_id}.json").read_bytes()
    check = next(c for c in json.loads(whole)["checks"] if c["id"].endswith(f"row_total.{ROW}"))
    assert check["status"] == "fail"
    decide(folder, (report_id, "requests", ROW, TOTAL, right, "", "", ""))
    extract(folder, "--corrected")
    found = {c["id"]: c["status"] for c in rows(folder, "checks")}
    assert found[check["id"]] == "pass"
    verdicts = {
        r["column"]: r["verdict"] for r in rows(folder, "cells") if r["row"] == ROW and r["table"] == "requests"
    }
    assert verdicts.pop(TOTAL) == ""
    assert set(verdicts.values()) == {"verified"}
    assert (folder / f"d/json/{report_id}.json").read_bytes() == whole


def test_what_says_what_was_read_confirms_it(work):
    """A reviewer who finds the printed figure as it was read changes nothing: a wrong sum stays the report's own."""
    folder, right = work
    report_id = rows(folder, "reports")[0]["report_id"]
    before = (folder / "d/cells.csv").read_bytes()
    decide(folder, (report_id, "requests", ROW, TOTAL, right + 5, "原文如此", "王某", "2025-03-01"))
    assert "1 decision of corrections.csv: what was read is right" in extract(folder, "--corrected")
    assert (folder / "d/cells.csv").read_bytes() == before
    assert [r["outcome"] for r in rows(folder, "corrected")] == ["confirmed"]
    assert cell(folder)["verdict"] == "contradicted"


def test_what_cannot_be_applied_is_listed_with_the_reason(work):
    """Another dataset's report, a cell that the form does not have, an earlier decision about the same cell."""
    folder, _ = work
    report_id = rows(folder, "reports")[0]["report_id"]
    decide(
        folder,
        ("0123456789abcdef", "requests", ROW, TOTAL, 1, "", "", ""),
        (report_id, "requests", "nothing", TOTAL, 1, "", "", ""),
        (report_id, "requests", ROW, TOTAL, 1, "", "", ""),
        (report_id, "requests", ROW, TOTAL, "", "空白", "", ""),
        encoding="gb18030",
    )
    said = extract(folder, "--corrected")
    assert (
        f"unknown   2 decisions of corrections.csv: there is no such report or cell here, listed in {folder / 'd/corrected.csv'}"
        in said
    )
    outcomes = [r["outcome"] for r in rows(folder, "corrected")]
    assert outcomes == ["no_such_report", "no_such_cell", "superseded", "applied"]
    assert (cell(folder)["value"], cell(folder)["status"]) == ("", "corrected")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("report_id,table\n1,2\n", "its first line lacks row, column, value"),
        (f"{','.join(HEAD)}\nx,requests,a,b,many,,,\n", "line 2: 'many' is no number"),
        (f"{','.join(HEAD)}\nx,requests,a,b,nan,,,\n", "line 2: 'nan' is no number"),
        (f'{",".join(HEAD)}\nx,requests,a,b,"3,5",,,\n', "line 2: '3,5' is no number"),
        (f"{','.join(HEAD)}\nx,requests,a,b,1e30,,,\n", "line 2: '1e30' is no number"),
        (f"{','.join(HEAD)}\nx,requests,a,b,22件,,,\n", "line 2: '22件' is no number"),
        (f"{','.join(HEAD)}\nx,requests,a,b,/,,,\n", "line 2: '/' is no number"),
        (f"{','.join(HEAD)}\nx,,a,b,1,,,\n", "line 2: table must not be empty"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path, text, message):
    """Before anything is read."""
    (tmp_path / "corrections.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_corrections(tmp_path)


def test_numbers_may_be_written_as_a_spreadsheet_does(tmp_path):
    """Thousands in groups, decimals, empty lines, columns in another order."""
    text = 'value,row,column,table,report_id\n"1,234",a,b,t,x\n\n12.5,a,c,t,x\n-5.0,a,d,t,x\n,,,,\n'
    (tmp_path / "corrections.csv").write_text(text, encoding="utf-8")
    values = [one.value for one in read_corrections(tmp_path)["x"]]
    assert values == [1234, 12.5, -5]
    assert [type(value) for value in values] == [int, float, int]
    assert read_corrections(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    "line", ["0123456789abcdef,requests,received,total", "0123456789abcdef,requests,received,total,5"]
)
def test_a_line_that_is_cut_short_is_an_error_that_names_it(tmp_path, line):
    """An empty value says that there is no number: a line without one must not say so by accident."""
    whole = "0123456789abcdef,requests,received,other,,,,"
    (tmp_path / "corrections.csv").write_text(f"{','.join(HEAD)}\n{whole}\n\n{line}\n")
    with pytest.raises(UsageError, match=r"line 4 has . fields, the first line has 8; it is cut short"):
        read_corrections(tmp_path)


def test_fields_that_no_column_is_for_are_an_error(tmp_path):
    """A comma in a reason that is not in quotes would part it."""
    (tmp_path / "corrections.csv").write_text(
        f"{','.join(HEAD)}\n{'0' * 16},requests,received,total,5,it says 5, not 6,me,2025-01-01\n"
    )
    with pytest.raises(UsageError, match="line 2 has 9 fields"):
        read_corrections(tmp_path)


def test_a_quote_that_is_never_closed_is_an_error(tmp_path):
    """It would take all lines after it into one field."""
    (tmp_path / "corrections.csv").write_text(
        f'{",".join(HEAD)}\n{"0" * 16},requests,received,total,5,"it says 5,me,\nmore,lines\n'
    )
    with pytest.raises(UsageError, match="is no CSV"):
        read_corrections(tmp_path)


def test_a_pipe_or_a_device_is_refused(tmp_path):
    """To read it would wait for ever, or never end."""
    path = tmp_path / "corrections.csv"
    os.mkfifo(path)
    with pytest.raises(UsageError, match="no regular file"):
        read_corrections(tmp_path)
    path.unlink()
    path.symlink_to("/dev/zero")
    with pytest.raises(UsageError, match="no regular file"):
        read_corrections(tmp_path)


def test_many_decisions_about_one_report_are_no_labour(tmp_path):
    """Thirty thousand are read and judged in a second; where the work grows with their square, this test takes half a minute."""
    decisions = "".join(f"{'0' * 16},requests,{ROW},{TOTAL},{number},,,\n" for number in range(30_000))
    (tmp_path / "corrections.csv").write_text(f"{','.join(HEAD)}\n{decisions}")
    decided = read_corrections(tmp_path)["0" * 16]
    listed = list(correction_rows(decided, make_report(), asked_for=True))
    assert [row[8] for row in listed[-2:]] == ["superseded", "applied"]


_FIELD = st.text(alphabet=st.sampled_from("0a,\"\n\r\t;='５ \ufeff\u0000"), max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=60)
    | st.lists(
        st.lists(st.sampled_from(["0" * 16, "requests", ROW, TOTAL, "5", ""]) | _FIELD, max_size=9), max_size=4
    ).map(lambda lines: "\n".join(map(",".join, [list(HEAD), *lines])).encode())
)
def test_any_file_is_read_or_refused_in_words(tmp_path, data):
    """And no decision is made of a line that has not all fields."""
    (tmp_path / "corrections.csv").write_bytes(data)
    try:
        found = read_corrections(tmp_path)
    except UsageError as error:
        assert "corrections.csv" in str(error)
        return
    for one in (one for decided in found.values() for one in decided):
        assert all((one.report_id, one.table, one.row, one.column))
