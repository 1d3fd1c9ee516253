"""Web archives: the responses that may be reports are sources, all others are counted."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from pathlib import Path

import brotli
import pytest

from bulk.packs import members_of
from bulk.warcs import packed, record
from gongkai.bulk.containers.warcs import Warc
from gongkai.bulk.run import RunOptions, run
from gongkai.bulk.sources import Opener, survey
from gongkai.bulk.words import byte_test, may_be_report
from gongkai.errors import DamagedSource
from gongkai.forms.load import load_form, load_forms
from gongkai.report import Report
from gongkai.text.fold import traditional

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "fixtures/linjiang-market-2023.html").read_bytes()
NEWS = "<p>政府信息公开 要闻：本市召开会议</p>".encode()
HOST = "http://www.example.gov.cn"


@pytest.mark.parametrize("pack", [packed, lambda *records: b"".join(records)])
def test_responses_that_may_be_reports_are_sources(here, pack):
    """Plain or compressed; the rest is counted by its reason, in one row each."""
    (here / "a.warc.gz").write_bytes(
        pack(
            record(f"{HOST}/1.html", PAGE),
            *(record(f"{HOST}/n{i}.html", NEWS) for i in range(3)),
            record(f"{HOST}/s.css", b"p{}", head="Content-Type: text/css"),
            record(f"{HOST}/old.html", PAGE, status="302 Found", head=f"Location: {HOST}/1.html"),
            record(f"{HOST}/1.html", b"", kind="revisit"),
            record(f"{HOST}/2.docx", b"PK\x03\x04x", head="Content-Type: application/octet-stream"),
        )
    )
    found = survey(["a.warc.gz"])
    assert [(s.path, s.name, s.url, s.captured) for s in found.sources] == [
        (f"a.warc.gz#{HOST}/1.html", "1.html", f"{HOST}/1.html", "2024-02-01T08:00:00Z"),
        (f"a.warc.gz#{HOST}/2.docx", "2.docx", f"{HOST}/2.docx", "2024-02-01T08:00:00Z"),
    ]
    assert {(one.reason.split(" ")[0], one.reason.split(" ")[1], one.count) for one in found.skipped} == {
        ("a", "page", 3), ("furniture", "of", 1), ("a", "redirect", 1), ("a", "capture", 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("head", "pack"),
    [
        ("Content-Encoding: gzip", gzip.compress),
        ("Content-Encoding: br", brotli.compress),
        ("Transfer-Encoding: chunked", lambda data: b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)),
        (
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
            lambda data: b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(data, mtime=0)), gzip.compress(data, mtime=0)),
        ),
    ],
)
def test_bodies_come_out_as_their_server_meant_them(here, head, pack):
    """Neither compressed nor chunked."""
    (here / "a.warc").write_bytes(record(f"{HOST}/1.html", pack(PAGE), head=f"Content-Type: text/html\r\n{head}"))
    assert list(members_of("a.warc").values()) == [PAGE]


@pytest.mark.parametrize("pack", [packed, lambda *records: b"".join(records)])
@pytest.mark.parametrize("bombs", [1, 3])
def test_a_body_that_unpacks_without_end_costs_itself_only(pack, bombs):
    """It is counted, and the records after it are read as they are without it."""
    bomb = gzip.compress(bytes(3 * 2**20))
    head = "Content-Type: text/html\r\nContent-Encoding: gzip"
    evil = [record(f"{HOST}/b{i}.html", bomb, head=head) for i in range(bombs)]
    stream = io.BytesIO(pack(record(f"{HOST}/1.html", PAGE), *evil, record(f"{HOST}/2.html", PAGE + b" "), evil[0]))
    archive = Warc(stream, "a.warc", most=2**20)
    found = list(archive.members())
    assert [(one.url, one.passed, one.count) for one in found] == [
        (f"{HOST}/1.html", None, 1), (f"{HOST}/2.html", None, 1), (None, "larger than any report", bombs + 1),
    ]  # fmt: skip
    assert [archive.read(one.key, "a") for one in found[:2]] == [PAGE, PAGE + b" "]


def test_a_web_archive_in_a_zip_is_one_too(here):
    """As .wacz packs it, beside its index."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.warc.gz", packed(record(f"{HOST}/1.html", PAGE)))
        archive.writestr("pages/pages.jsonl", "{}")
        archive.writestr("datapackage.json", "{}")
        archive.writestr("indexes/index.cdx", "x")
    (here / "a.wacz").write_bytes(out.getvalue())
    assert members_of("a.wacz") == {f"a.wacz!archive/data.warc.gz#{HOST}/1.html": PAGE}


def test_an_archive_cut_short_gives_what_it_holds_and_one_failure(here):
    """What comes before the cut is read."""
    whole = packed(record(f"{HOST}/1.html", PAGE), record(f"{HOST}/2.html", PAGE + b" "))
    (here / "a.warc.gz").write_bytes(whole[:-900])
    found = survey(["a.warc.gz"]).sources
    with Opener() as opener:
        failed = [source for source in found if source.problem is not None]
        good = [opener.read(source) for source in found if source.problem is None]
        assert good[0] == PAGE
        for source in failed:
            with pytest.raises(DamagedSource, match=r"a\.warc\.gz"):
                opener.read(source)
    assert len(good) + len(failed) == 2


def test_reports_of_a_web_archive_say_where_they_are_from(here):
    """Address and date stand in the report and in reports.csv; the same page twice is one report."""
    again = record(f"{HOST}/copy.html", PAGE)
    (here / "a.warc.gz").write_bytes(packed(record(f"{HOST}/1.html", PAGE), again, record(f"{HOST}/n.html", NEWS)))
    found, skipped = survey(["a.warc.gz"]).both
    summary = run(found, here / "d", load_forms(), options=RunOptions(skipped=skipped))
    assert (summary.reports, summary.duplicates, summary.failures, summary.skipped) == (1, 1, 0, 1)
    with (here / "d/reports.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["url"], row["captured"]) == (f"{HOST}/1.html", "2024-02-01T08:00:00Z")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_the_test_on_bytes_knows_the_encodings_of_pages(encoding):
    """A report passes it in each; a page that only names the subject in its menu does not."""
    text = PAGE.decode("utf-8")
    assert may_be_report(text.encode(encoding, "replace"))
    assert not may_be_report(NEWS.decode().encode(encoding))


def test_the_charset_that_a_server_named_goes_with_the_page(here):
    """A Big5 page that does not name its own is read by the head of its response, with the cells of the page in UTF-8."""
    text = traditional(PAGE.decode()).replace("utf-8", "")
    head = "Content-Type: text/html; charset=Big5"
    (here / "a.warc.gz").write_bytes(packed(record(f"{HOST}/1.html", text.encode("big5", "ignore"), head=head)))
    found = survey(["a.warc.gz"]).sources
    assert [one.charset for one in found] == ["big5"]
    run(found, here / "d", load_forms())
    (report,) = (Report.from_json(file.read_bytes()) for file in (here / "d/json").glob("*.json"))
    assert report.source.encoding == "big5"
    assert len(report.tables) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("between", ["\n", "</span><span lang=EN-US>", "&nbsp;"])
def test_words_that_a_page_breaks_are_found(encoding, between):
    """Word processors break them with tags and ends of lines; a menu that names the subject as often is no report all the same."""
    words = re.sub("(信息公开)(工作|申请|行政)|(年度)(报告)", rf"\1\3{between}\2\4", PAGE.decode())
    broken = re.sub("主动公开|收到和处理|不予公开", lambda found: between.join(found[0]), words)
    assert may_be_report(broken.encode(encoding, "replace"))
    assert not may_be_report(("<li>政府<b>信息公开</b>指南</li>" * 30).encode(encoding))


def test_mirrors_in_traditional_characters_are_found():
    """In UTF-8, and in Big5 where the page says so."""
    page = traditional(PAGE.decode())
    assert may_be_report(page.encode())
    assert may_be_report(re.sub("(?i)utf-8", "big5", page).encode("big5", "ignore"))


def test_reports_on_a_form_of_ones_own_are_looked_for(here):
    """And others are not; without, those of every packaged family are."""
    form = load_form("final-accounts")
    page = "<p>第一部分 部门概况</p><p>收入支出决算总表</p><p>一般公共预算财政拨款支出决算表</p>".encode()
    (here / "a.warc.gz").write_bytes(packed(record(f"{HOST}/1.html", page), record(f"{HOST}/2.html", PAGE)))
    assert byte_test((form,))(page)
    assert [one.name for one in survey(["a.warc.gz"], forms=(form,)).sources] == ["1.html"]
    assert [one.name for one in survey(["a.warc.gz"]).sources] == ["1.html", "2.html"]


def test_the_test_on_bytes_knows_character_references():
    """Pages may write every character as &#…;."""
    assert may_be_report("".join(f"&#{ord(c)};" if c > "\x7f" else c for c in PAGE.decode()).encode())
