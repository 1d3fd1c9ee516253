"""Many documents for programs: in order, bounded, never a traceback."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

import gongkai
from gongkai.processes.limits import Limits
from test_parts import A, B, page, report

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
PAGE = FIXTURES / "linjiang-market-2023.html"
TEXT = FIXTURES / "zhuxi-2022.txt"


@pytest.mark.parametrize("jobs", [0, 2])
def test_reports_and_failures_come_in_the_order_asked(jobs, tmp_path):
    """A path, bytes, an open file and what cannot be read give a report or a failure each, in their order."""
    sources = [
        TEXT,
        tmp_path / "nothing.docx",
        PAGE.read_bytes(),
        b"",
        io.BytesIO(TEXT.read_bytes()),
        tmp_path / "none",
    ]
    found = list(gongkai.extract_many(sources, jobs=jobs))
    assert [getattr(one, "agency", one) for one in found[:3:2]] == ["竹溪街道办事处", "临江区市场监督管理局"]
    assert [isinstance(one, gongkai.Failure) for one in found] == [False, True, False, True, False, True]
    assert found[1].path == str(tmp_path / "nothing.docx")
    assert found[3].error == "empty_source"
    assert found[4].report_id == found[0].report_id


@pytest.mark.parametrize("jobs", [0, 1])
def test_every_report_of_a_compilation_is_given(jobs):
    """One after the other in the place of their document, each with its number and its own figures."""
    whole = page(report(A), report(B))
    found = list(gongkai.extract_many([TEXT, whole, TEXT], jobs=jobs))
    alone = [gongkai.extract(page(report(one))) for one in (A, B)]
    assert [one.source.path for one in found[1:3]] == ["document 2#1", "document 2#2"]
    assert [one.agency for one in found[1:3]] == [one.agency for one in alone]
    assert [one.source.part for one in found[1:3]] == [1, 2]
    assert (len(found), found[0].report_id) == (4, found[3].report_id)


def test_documents_are_asked_for_as_reports_are():
    """Of an endless stream only as many documents are taken as are read ahead."""
    taken: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield TEXT.read_bytes()

    found = gongkai.extract_many(endless(), jobs=1, timeout=Limits().timeout)
    assert next(found).year == 2022
    assert len(taken) < 10
    found.close()


def test_bytes_and_open_files_are_read_like_files():
    """``extract`` takes a path, bytes or an open file; the name is that of the file, or the one that is given."""
    report = gongkai.extract(TEXT)
    with TEXT.open("rb") as stream:
        assert gongkai.extract(stream).source.name == TEXT.name
    named = gongkai.extract(TEXT.read_bytes(), name="年报.txt")
    assert (named.source.name, named.tables) == ("年报.txt", report.tables)


def test_a_report_comes_back_from_its_json():
    """``from_json`` gives the report that ``to_json`` wrote, and refuses what is none with words."""
    report = gongkai.extract(TEXT)
    assert gongkai.Report.from_json(report.to_json()) == report
    with pytest.raises(gongkai.UsageError, match="no report as JSON"):
        gongkai.Report.from_json("{}")


def test_a_report_is_drawn_as_text():
    """``to_text`` draws the tables as the form prints them."""
    assert "行政复议" in gongkai.extract(TEXT).to_text()
