"""What programs that ask in words are told; with the protocol where its library is installed."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import structs

from gongkai import extract
from gongkai.asking import answers
from gongkai.cli import asking, main
from gongkai.errors import SourceError, UsageError
from gongkai.forms.load import load_form, load_forms
from gongkai.report import Proved

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
NAME = "muyang-resources-2024.txt"
ANY = {"table": None, "row": None, "column": None, "verdict": None}
TOTAL = ANY | {"table": "requests", "row": "received", "column": "total"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A dataset of one report, one of whose sums does not hold."""
    work = tmp_path_factory.mktemp("asked")
    text = (FIXTURES / NAME).read_text(encoding="utf-8")
    (work / "reports").mkdir()
    (work / "reports" / NAME).write_text(text, encoding="utf-8")
    made = CliRunner().invoke(main, ["extract", str(work / "reports"), "-o", str(work / "dataset"), "--jobs", "0"])
    assert made.exit_code == 0, made.output
    return work / "dataset"


def the_report(folder: Path) -> str:
    (found,) = answers.reports(folder, None, None, 0, 50)["reports"]
    return found["report_id"]


def test_a_figure_comes_with_verdict_and_place(folder):
    """And under the label that the form prints."""
    (cell,) = answers.cells(folder, the_report(folder), TOTAL, 0, 50)["cells"]
    kept = json.loads((folder / "json" / f"{the_report(folder)}.json").read_text(encoding="utf-8"))
    (printed,) = [c for c in kept["tables"]["requests"]["cells"] if (c["row"], c["column"]) == ("received", "total")]
    assert (cell["value"], cell["as_printed"], cell["status"]) == (printed["value"], printed["raw"], printed["status"])
    assert cell["verdict"] == "verified"
    assert cell["place"]["line"] == printed["source"]["line"]
    assert "总计" in cell["label"]


def test_reports_are_found_by_a_part_of_the_name_and_the_year(folder):
    """What fits neither is not listed."""
    (found,) = answers.reports(folder, None, 2024, 0, 50)["reports"]
    assert answers.reports(folder, found["agency"][:2], None, 0, 50)["total"] == 1
    assert answers.reports(folder, "没有这样的机关", None, 0, 50)["total"] == 0
    assert answers.reports(folder, None, 1999, 0, 50)["reports"] == []


def test_an_answer_is_bounded_and_says_where_to_go_on(folder):
    """All pages together are the whole, each cell once; more than the bound is refused."""
    found, offset = [], 0
    while offset is not None:
        one = answers.cells(folder, the_report(folder), ANY, offset, 70)
        found, offset = found + one["cells"], one["next_offset"]
    keys = {(c["table"], c["row"], c["column"]) for c in found}
    assert len(keys) == len(found) == one["total"] > 100
    for offset, limit in ((0, answers.MOST + 1), (0, 0), (-1, 5)):
        with pytest.raises(UsageError, match="limit 1 to 200"):
            answers.cells(folder, the_report(folder), ANY, offset, limit)


def test_a_sum_that_does_not_hold_is_told(tmp_path):
    """With both sides; the figures in it are contradicted."""
    lines = (FIXTURES / NAME).read_text(encoding="utf-8")
    before = answers.converted(FIXTURES, NAME, TOTAL, 0, 50)
    assert before["failing_sums"] == []
    (cell,) = before["cells"]
    at = cell["place"]["line"] - 1
    changed = lines.splitlines()
    assert str(cell["value"]) in changed[at]
    changed[at] = (str(cell["value"] + 1)).join(changed[at].rsplit(str(cell["value"]), 1))
    (tmp_path / "wrong.txt").write_text("\n".join(changed), encoding="utf-8")
    wrong = answers.converted(tmp_path, "wrong.txt", TOTAL, 0, 50)
    assert wrong["failing_sums"]
    assert [c["verdict"] for c in wrong["cells"]] == ["contradicted"]


def test_only_files_below_the_folder_are_read(tmp_path):
    """Neither a way out of it nor a link nor an id that is a path leads elsewhere."""
    inside = tmp_path / "in"
    inside.mkdir()
    shutil.copy(FIXTURES / NAME, tmp_path / "out.txt")
    (inside / "link.txt").symlink_to(tmp_path / "out.txt")
    for file in ("../out.txt", "link.txt", str(tmp_path / "out.txt")):
        with pytest.raises(UsageError, match="not below the folder"):
            answers.converted(inside, file, ANY, 0, 50)
    with pytest.raises(UsageError, match="no such file"):
        answers.converted(inside, "gone.txt", ANY, 0, 50)
    with pytest.raises(UsageError, match="is no report_id"):
        answers.cells(tmp_path, "../../etc/x", ANY, 0, 50)


def test_a_form_of_the_user_s_own_is_read_by():
    """With it a file's cells are given, without it only its tables as printed."""
    own = FIXTURES.parent / "docs/own-form"
    forms = (*load_forms(), load_form(own / "rule-of-law.yaml"))
    known = answers.converted(own, "qinglan-2023.docx", ANY, 0, 50, forms)
    assert (known["form"], known["cells"] != []) == ("rule-of-law", True)
    assert answers.converted(own, "qinglan-2023.docx", ANY, 0, 50)["form"] is None
    done = CliRunner().invoke(main, ["mcp", str(own), "--form", str(own / "rule-of-law.yaml")])
    assert (done.exit_code, "--root" in done.stderr) == (2, True)


def test_what_gives_no_report_is_said_in_words(tmp_path):
    """With the file's name."""
    (tmp_path / "empty.pdf").write_bytes(b"")
    with pytest.raises(SourceError, match=r"empty\.pdf: the file is empty"):
        answers.converted(tmp_path, "empty.pdf", ANY, 0, 50)


def test_without_the_library_the_command_says_what_to_install(monkeypatch, tmp_path):
    """And without anything to answer about what it needs."""
    monkeypatch.setattr(asking, "find_spec", lambda _name: None)
    said = CliRunner().invoke(main, ["--lang", "en", "mcp", "--root", str(tmp_path)])
    assert (said.exit_code, "pip install 'gongkai[mcp]'" in said.output) == (2, True)
    said = CliRunner().invoke(main, ["--lang", "en", "mcp"])
    assert (said.exit_code, "name a DATASET" in said.output) == (2, True)


def test_the_protocol_gives_the_same_answers(folder):
    """A client lists the tools, all of which only read, and asks; what is wrong comes back in words, not as a crash."""
    mcp = pytest.importorskip("mcp", reason="the extra gongkai[mcp] is not installed")
    from gongkai.asking.server import make_server

    async def talk() -> tuple[list, list]:
        async with mcp.Client(make_server(folder, FIXTURES)) as client:
            tools = (await client.list_tools()).tools
            calls = (
                ("list_reports", {"year": 2024}),
                ("get_cells", {"report_id": the_report(folder), "verdict": "verified", "limit": 3}),
                ("get_failing_sums", {"report_id": the_report(folder)}),
                ("convert_file", {"file": NAME, "table": "requests", "limit": 2}),
                ("get_cells", {"report_id": "nonsense"}),
            )
            return tools, [await client.call_tool(name, arguments) for name, arguments in calls]

    tools, found = asyncio.run(talk())
    assert {tool.name for tool in tools} == {"list_reports", "get_cells", "get_failing_sums", "convert_file"}
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    listed, cells, failing, converted, wrong = found
    assert listed.structured_content["reports"][0]["report_id"] == the_report(folder)
    assert [c["verdict"] for c in cells.structured_content["cells"]] == ["verified"] * 3
    assert failing.structured_content == {"failing_sums": [], "total": 0, "next_offset": None}
    assert (converted.structured_content["year"], len(converted.structured_content["cells"])) == (2024, 2)
    assert wrong.is_error
    assert "is no report_id" in wrong.content[0].text


def test_the_command_answers_over_standard_input_and_output():
    """As a program starts it: a file is read, and nothing but the protocol stands on standard output."""
    mcp = pytest.importorskip("mcp", reason="the extra gongkai[mcp] is not installed")

    async def talk() -> object:
        words = ["-m", "gongkai", "mcp", "--root", str(FIXTURES)]
        started = mcp.StdioServerParameters(command=sys.executable, args=words, env=dict(os.environ))
        async with mcp.Client(mcp.stdio_client(started)) as client:
            return await client.call_tool("convert_file", {"file": NAME, "limit": 1})

    assert asyncio.run(talk()).structured_content["year"] == 2024


def test_what_sums_prove_stands_beside_an_open_cell():
    """Never in its place: the value stays empty."""
    report = extract(FIXTURES / NAME)
    table = report.tables["requests"]
    cell = structs.replace(table.cells[0], value=None, status="ambiguous")
    proved = (Proved(cell.row, cell.column, 0, 3),)
    table = structs.replace(table, cells=(cell, *table.cells[1:]), proved=proved)
    report = structs.replace(report, tables={"requests": table})
    first, second, *_ = answers.cell_answers(report, load_forms(), ())
    assert (first["value"], first["sums_prove"]) == (None, {"at_least": 0, "at_most": 3})
    assert "sums_prove" not in second
