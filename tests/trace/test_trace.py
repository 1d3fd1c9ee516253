"""`gongkai convert --trace`: every stage of one document as files to look at."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from gongkai.cli import main

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
STAGES = ("blocks", "outline", "facts", "alignment", "readings", "cells", "checks")


def trace(source, folder):
    """Convert with a trace; the report goes to standard output as ever."""
    return CliRunner().invoke(main, ["convert", str(source), "--trace", str(folder)])


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", ["zhuxi-2022.txt", "yunxi-2023.docx", "yunxi-2024.html", "chengzhou-2024.pdf"])
def test_every_stage_of_every_reading_is_written(name, tmp_path):
    """A folder for each reading, a file for each stage, none of them empty; the report is the same as without."""
    done = trace(FIXTURES / name, tmp_path / "t")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert report == json.loads(CliRunner().invoke(main, ["convert", str(FIXTURES / name)]).stdout)
    (reading,) = (path for path in (tmp_path / "t").iterdir() if path.name.startswith("1-"))
    assert reading.name == f"1-{report['source']['reader'].replace(':', '-')}"
    assert all(rows(reading / f"{stage}.csv") for stage in STAGES)
    found = {(r["table"], r["row"], r["column"]): r["value"] for r in rows(reading / "cells.csv")}
    told = {(key, c["row"], c["column"]): c["value"] for key, t in report["tables"].items() for c in t["cells"]}
    assert {key: float(value) for key, value in found.items() if value} == {
        key: value for key, value in told.items() if value is not None
    }
    index = (tmp_path / "t/index.html").read_text(encoding="utf-8")
    assert all(f"{reading.name}/{stage}.csv" in index for stage in STAGES)


def test_readings_show_which_line_a_row_was_aligned_with(tmp_path):
    """The printed label beside the form's, each figure with its column and what decided it."""
    trace(FIXTURES / "zhuxi-2022.txt", tmp_path)
    found = {(r["table"], r["label_of_the_form"]): r for r in rows(tmp_path / "1-txt-cells/readings.csv")}
    received = next(r for (table, label), r in found.items() if table == "requests" and label.startswith("一、"))
    assert received["label_as_printed"].startswith("一、本年新收")
    assert "natural_person=0 (label)" in received["placed"]
    assert float(received["fit"]) > 0.9
    given = [r["given_to"] for r in rows(tmp_path / "1-txt-cells/alignment.csv")]
    assert {"", "requests", "active_disclosure", "reviews_litigation"} <= set(given)


def test_a_page_shows_its_lines_and_figures_over_its_picture(tmp_path):
    """The drawing is well-formed; each figure's box has its name and raw text."""
    trace(FIXTURES / "chengzhou-2024.pdf", tmp_path)
    drawing = ElementTree.parse(tmp_path / "1-pdf-text/page-2.svg").getroot()
    name = "{http://www.w3.org/2000/svg}"
    (picture,) = drawing.iter(f"{name}image")
    assert (tmp_path / "1-pdf-text" / picture.get("href")).resolve().is_file()
    titles = {title.text for title in drawing.iter(f"{name}title")}
    assert any(text.startswith("requests received total: ") for text in titles)
    assert len(list(drawing.iter(f"{name}rect"))) > 300


def test_a_report_that_is_read_twice_has_two_readings(tmp_path):
    """Where a sum fails the ruled tables are read, too; both readings can be compared."""
    trace(FIXTURES / "wangchuan-2023.pdf", tmp_path)
    readings = sorted(path.name for path in tmp_path.iterdir() if path.name[0].isdigit())
    report = json.loads((tmp_path / "report.json").read_bytes())
    asked_again = any(issue["code"] == "table_rung" for issue in report["issues"])
    assert readings == (["1-pdf-text", "2-pdf-geometry"] if asked_again else ["1-pdf-text"])


def test_an_earlier_trace_is_replaced_and_anything_else_is_left_alone(tmp_path):
    """Nothing of the earlier document stays; a folder with other things is refused."""
    trace(FIXTURES / "chengzhou-2024.pdf", tmp_path / "t")
    assert trace(FIXTURES / "zhuxi-2022.txt", tmp_path / "t").exit_code == 0
    assert sorted(p.name for p in (tmp_path / "t").iterdir()) == [
        ".gongkai-trace",
        "1-txt-cells",
        "index.html",
        "pages",
        "report.json",
    ]
    assert not list((tmp_path / "t/pages").iterdir())
    (tmp_path / "t/2024-notes").mkdir()
    (tmp_path / "t/2024-notes/a.txt").write_text("mine")
    (tmp_path / "none.txt").write_text("12345")
    assert trace(tmp_path / "none.txt", tmp_path / "t").exit_code == 1
    assert sorted(p.name for p in (tmp_path / "t").iterdir()) == [".gongkai-trace", "2024-notes", "pages"]
    assert (tmp_path / "t/2024-notes/a.txt").is_file()
    (tmp_path / "other").mkdir()
    (tmp_path / "other/notes.txt").write_text("mine")
    done = trace(FIXTURES / "zhuxi-2022.txt", tmp_path / "other")
    assert done.exit_code == 2
    assert "holds something else" in done.stderr


def test_what_a_report_says_does_no_harm(tmp_path):
    """Names and texts are escaped, formulas guarded."""
    source = tmp_path / "a<script>alert(1)<.txt"
    text = (FIXTURES / "zhuxi-2022.txt").read_bytes().decode("gb18030")
    source.write_text(
        text.replace("一、总体情况", "一、总体情况\r\n=HYPERLINK(1)\r\n<script>alert(2)</script>", 1), encoding="utf-8"
    )
    assert trace(source, tmp_path / "t").exit_code == 0
    assert "<script" not in (tmp_path / "t/index.html").read_text(encoding="utf-8")
    texts = [r["text"] for r in rows(tmp_path / "t/1-txt-cells/blocks.csv")]
    assert "'=HYPERLINK(1)" in texts


@pytest.mark.parametrize(
    ("language", "said", "unsaid"), [("zh", "正文的章节", "the sections"), ("en", "the sections", "正文的章节")]
)
def test_the_page_of_a_trace_speaks_the_language_that_was_asked_for(tmp_path, language, said, unsaid):
    """What each file holds, and what is marked on the pages."""
    words = ["--lang", language, "convert", str(FIXTURES / "zhuxi-2022.txt"), "--trace", str(tmp_path / "t")]
    assert CliRunner().invoke(main, words).exit_code == 0
    page = (tmp_path / "t/index.html").read_text(encoding="utf-8")
    assert said in page
    assert unsaid not in page
