"""Pictures of pages in archives: what a page shows is another member or another record, and is looked up there."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bulk.warcs import packed, record
from corpus.to_pictured import Part, pieces
from gongkai.bulk import ranges
from gongkai.bulk.containers import captures
from gongkai.bulk.containers.captures import RECORD, Captures, noted
from gongkai.bulk.near import pictures_of
from gongkai.bulk.run import run
from gongkai.bulk.sources import Opener, survey
from gongkai.forms.load import load_forms
from gongkai.report import Report

ROOT = Path(__file__).parents[2]
REPORT = (ROOT / "fixtures/linjiang-market-2023.html").read_bytes()
HOST = "http://www.example.gov.cn"
DAY = "2024-02-01T08:00:00Z"


def png(shade: int, width: int = 400) -> bytes:
    """A picture of noise, so that it does not pack."""
    buffer = io.BytesIO()
    Image.effect_noise((width, 300), shade).save(buffer, "PNG")
    return buffer.getvalue()


def page(*addresses: str, head: str = "") -> bytes:
    """A report's page with pictures."""
    shown = "".join(f'<img src="{one}">' for one in addresses)
    return REPORT.replace(b"<head>", f"<head>{head}".encode(), 1).replace(b"</body>", f"{shown}</body>".encode(), 1)


def image(url: str, body: bytes, date: str = DAY) -> bytes:
    return record(url, body, head="Content-Type: image/png").replace(DAY.encode(), date.encode())


def found(*names: str) -> dict[str, dict[str, bytes]]:
    """The pictures of each page of some archives, by the addresses that the page has for them."""
    with Opener() as opener:
        sources = survey(names or ["."]).sources
        return {one.path: dict(pictures_of(one, opener.read(one), opener.read)) for one in sources}


@pytest.mark.parametrize("pack", [packed, lambda *records: b"".join(records)])
def test_what_a_page_shows_is_looked_up_by_its_address(here: Path, pack):
    """Relative, absolute, by https, escaped or not, late (data-src), before the page or after it; from its base where it names one."""
    a, b, c, d = (png(shade) for shade in (10, 30, 50, 70))
    late = page("../img/a.png?x=1&amp;y=2", "/图/b.png").replace(
        b"</body>", f'<img data-src="//{HOST[7:]}/c.png"></body>'.encode()
    )
    based = page("d.png", head='<base href="/deep/er/">')
    (here / "a.warc").write_bytes(
        pack(
            image(f"{HOST}/img/a.png?x=1&y=2", a), record(f"{HOST}/r/1.html", late), image(f"{HOST}/%E5%9B%BE/b.png", b),
            image(f"https://{HOST[7:]}/c.png", c), record(f"{HOST}/2.html", based), image(f"{HOST}/deep/er/d.png", d),
        )
    )  # fmt: skip
    assert found("a.warc") == {
        f"a.warc#{HOST}/r/1.html": {"../img/a.png?x=1&y=2": a, "/图/b.png": b, f"//{HOST[7:]}/c.png": c},
        f"a.warc#{HOST}/2.html": {"d.png": d},
    }


def test_of_several_captures_the_one_nearest_in_time_is_shown(here: Path):
    """A page shows what one who replays the archive sees."""
    old, new = png(10), png(50)
    (here / "a.warc.gz").write_bytes(
        packed(image(f"{HOST}/a.png", old, "2023-02-01T08:00:00Z"), record(f"{HOST}/1.html", page("a.png")),
               image(f"{HOST}/a.png", new, "2024-01-30T08:00:00Z"))
    )  # fmt: skip
    assert list(found("a.warc.gz").values()) == [{"a.png": new}]


def test_a_capture_that_repeats_another_address_gives_that_ones_picture(here: Path):
    """A revisit record holds no picture and says whose it is."""
    one = png(10)
    again = image(f"{HOST}/again.png", b"").replace(b"WARC-Type: response", b"WARC-Type: revisit")
    again = again.replace(b"WARC-Date", f"WARC-Refers-To-Target-URI: {HOST}/a.png\r\nWARC-Date".encode(), 1)
    (here / "a.warc.gz").write_bytes(
        packed(image(f"{HOST}/a.png", one), again, record(f"{HOST}/1.html", page("again.png")))
    )
    assert list(found("a.warc.gz").values()) == [{"again.png": one}]


def test_archives_of_one_crawl_show_each_others_pictures(here: Path):
    """Crawlers begin a new file every gigabyte, in a folder or inside a .wacz."""
    one, two = png(10), png(30)
    (here / "c").mkdir()
    (here / "c/1.warc.gz").write_bytes(packed(record(f"{HOST}/1.html", page("1.png"))))
    (here / "c/2.warc.gz").write_bytes(packed(image(f"{HOST}/1.png", one)))
    with zipfile.ZipFile(here / "c/w.wacz", "w") as archive:
        archive.writestr("archive/1.warc.gz", packed(record(f"{HOST}/2.html", page("2.png") + b" ")))
        archive.writestr("archive/2.warc.gz", packed(image(f"{HOST}/2.png", two)))
    assert found("c") == {
        f"c/1.warc.gz#{HOST}/1.html": {"1.png": one},
        f"c/w.wacz!archive/1.warc.gz#{HOST}/2.html": {"2.png": two},
    }


def test_pages_saved_with_their_folder_find_it_in_an_archive(here: Path):
    """Pictures are looked for below the page's own folder only, as on the disk."""
    one = png(10)
    with zipfile.ZipFile(here / "a.zip", "w") as archive:
        archive.writestr(
            "年报/r.html",
            page("r_files/1.png", "./r_files/%E5%9B%BE.png", "../other.png", "/r_files/1.png", "http://a/1.png"),
        )
        archive.writestr("年报/r_files/1.png", one)
        archive.writestr("年报/r_files/图.png", one + b" ")
        archive.writestr("other.png", one + b"  ")
    assert found("a.zip")["a.zip!年报/r.html"] == {"r_files/1.png": one, "./r_files/%E5%9B%BE.png": one + b" "}


def test_a_page_made_to_do_harm_costs_no_time(here: Path):
    """Tags that never end, ten thousand addresses and addresses that are none hide no picture that is there."""
    one = png(10)
    evil = (
        page(*(f"{n}.png" for n in range(10_000)), "http://[", "\\\\x\\y") + b'<img "' * 100_000 + b"<base " * 100_000
    )
    (here / "a.warc.gz").write_bytes(packed(record(f"{HOST}/1.html", evil), image(f"{HOST}/5.png", one)))
    assert list(found("a.warc.gz").values()) == [{"5.png": one}]


def test_pictures_beyond_the_bound_are_counted(here: Path, monkeypatch: pytest.MonkeyPatch):
    """Memory is bounded, and what is not looked up is said."""
    monkeypatch.setattr(captures, "MOST", 1)
    index = Captures()
    two = noted(f"{HOST}/1.png", DAY, 5) + noted(f"{HOST}/2.png", DAY, 7)
    assert (index.add(two, 0), index.add(two, 1)) == (1, 2)
    assert index.find(f"{HOST}/1.png", DAY) is not None
    assert index.find(f"{HOST}/2.png", DAY) is None
    (here / "a.warc.gz").write_bytes(
        packed(record(f"{HOST}/1.html", page("1.png")), *(image(f"{HOST}/{n}.png", png(n)) for n in (1, 2)))
    )
    (late,) = (one for one in survey(["a.warc.gz"]).skipped if "after the first" in one.reason)
    assert late.count == 1


def test_parts_find_the_pictures_that_one_pass_finds(here: Path):
    """The pictures are the same, whatever process or worker went through which part."""
    records = [
        x
        for n in range(8)
        for x in (image(f"{HOST}/{n}.png", png(n + 10)), record(f"{HOST}/{n}.html", page(f"{7 - n}.png")))
    ]
    (here / "a.warc.gz").write_bytes(packed(*records))
    whole, parted = (ranges.gone_through(here / "a.warc.gz", None, map, least) for least in (1 << 40, 1 << 14))
    assert whole is None
    assert parted is not None
    assert len(parted.pictures) == 8 * RECORD.size
    once = survey(["a.warc.gz"])
    (archive,) = {id(one.near): one.near for one in once.sources}.values()
    assert sum(map(len, archive.captures.shares)) == 8 * (RECORD.size + 4)


def test_resources_are_pages_too_and_what_a_crawler_noted_is_not(here: Path):
    """Programs that pack folders write resources, without a server's words; others write the text of each page once more."""
    resource = (
        b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-02-01T08:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    )
    (here / "a.warc.gz").write_bytes(
        b"".join(
            gzip.compress(resource % (url, len(REPORT), REPORT)) for url in (f"{HOST}/1.html".encode(), b"urn:text:x")
        )
    )
    assert list(found("a.warc.gz")) == [f"a.warc.gz#{HOST}/1.html"]


@pytest.fixture(scope="session")
def parts() -> list[Part]:
    """A report whose tables are pictures."""
    return list(pieces((ROOT / "fixtures/chengzhou-2024.pdf").read_bytes(), 150))


def crawled(parts: list[Part]) -> bytes:
    """A web archive of a page that shows its tables, a logo and a picture that nobody captured."""
    lines = [one if isinstance(one, str) else f'<img src="/upload/{at}.png">' for at, one in enumerate(parts)]
    text = "".join(f"<p>{line}</p>" for line in [*lines, '<img src="/logo.png">'])
    return packed(
        record(f"{HOST}/1.html", f"<html><head><meta charset=utf-8></head><body>{text}</body></html>".encode()),
        *(image(f"{HOST}/upload/{at}.png", one[0]) for at, one in enumerate(parts) if not isinstance(one, str)),
        image(f"{HOST}/logo.png", png(10, 50)),
    )


def test_without_ocr_the_tables_of_a_crawled_page_are_unreadable(here: Path, parts: list[Part], monkeypatch):
    """Each with its place, and nothing is said of the logo; once pictures can be read, the page is read anew."""
    monkeypatch.setattr("gongkai.readers.pictured.available", lambda: None)
    monkeypatch.setattr("gongkai.bulk.run.available", lambda: None)
    (here / "a.warc.gz").write_bytes(crawled(parts))
    sources = survey(["a.warc.gz"]).sources
    run(sources, here / "d", load_forms())
    (report,) = (Report.from_json(file.read_bytes()) for file in (here / "d/json").glob("*.json"))
    assert {cell.status for table in report.tables.values() for cell in table.cells} == {"unreadable"}
    said = [one.message for one in report.issues if one.code == "table_is_picture"]
    assert said
    assert all("after “" in one for one in said)
    monkeypatch.setattr("gongkai.bulk.run.available", lambda: "x")
    read: list[str] = []
    run(sources, here / "d", load_forms(), lambda step: read.append(step.path) if step.done else None)
    assert read == [f"a.warc.gz#{HOST}/1.html"]


def test_tables_of_a_crawled_page_are_read_from_its_pictures(here: Path, parts: list[Part]):
    """At their places, with the cells of the PDF that they were drawn from, none wrong."""
    pytest.importorskip("rapidocr")
    (here / "a.warc.gz").write_bytes(crawled(parts))
    (here / "b.pdf").write_bytes((ROOT / "fixtures/chengzhou-2024.pdf").read_bytes())
    run(survey(["."]).sources, here / "d", load_forms())
    with (here / "d/cells.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells: dict[str, dict[tuple[str, ...], tuple[str, str]]] = {}
        for row in csv.DictReader(stream):
            key = (row["table"], row["row"], row["column"])
            cells.setdefault(row["report_id"], {})[key] = (row["value"], row["status"])
    one, other = cells.values()
    same = sum(one[key] == other[key] for key in one)
    assert same >= 0.97 * len(one)
    assert all("unreadable" in (one[key][1], other[key][1]) for key in one if one[key] != other[key])
