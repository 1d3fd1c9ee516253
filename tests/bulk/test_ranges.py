"""Large web archives in parts: what comes out is what one pass gives."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from bulk.warcs import packed, record
from gongkai.bulk import ranges
from gongkai.bulk.containers.warcs import Span, Warc
from gongkai.bulk.sources import survey

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "fixtures/linjiang-market-2023.html").read_bytes()
WEB = "http://a.example.cn"
Pack = Callable[..., bytes]


def plain(*records: bytes) -> bytes:
    return b"".join(records)


def archive(pack: Pack, *more: bytes) -> bytes:
    """Forty responses: news, reports, redirects, pictures and captures that repeat."""
    said = []
    for number in range(10):
        said += [
            record(f"{WEB}/{number}.html", f"<p>要闻{number}".encode() * 50),
            record(f"{WEB}/r{number}.html", PAGE + b"<!-- %d -->" % number),
            record(f"{WEB}/p{number}.png", bytes(99), head="Content-Type: image/png"),
            record(f"{WEB}/{number}.html", b"", kind="revisit" if number % 2 else "metadata"),
        ]
    return pack(*said, *more)


def listed(file: Path, least: int) -> list | None:
    whole = ranges.gone_through(file, None, map, least)
    return None if whole is None else whole.members


@pytest.mark.parametrize("pack", [packed, plain])
@pytest.mark.parametrize("parts", [2, 3, 7, 40])
def test_parts_give_what_one_pass_gives(tmp_path: Path, pack: Pack, parts: int):
    """Members in their order with all that is known of them, and the counts of what is passed over."""
    file = tmp_path / "a.warc"
    file.write_bytes(archive(pack))
    with file.open("rb") as stream:
        assert listed(file, file.stat().st_size // parts) == list(Warc(stream, "a").members())


@pytest.mark.parametrize("pack", [packed, plain])
def test_wherever_an_archive_is_parted_no_record_is_lost_or_doubled(tmp_path: Path, pack: Pack):
    """At every seventh byte of two records and what lies between them."""
    file = tmp_path / "a.warc"
    data = pack(*(record(f"{WEB}/{n}.html", PAGE[:300] + "政府信息公开".encode()) for n in range(2)))
    file.write_bytes(data)
    with file.open("rb") as stream:
        warc = Warc(stream, "a")
        whole = ranges._joined([warc.listed(Span())])
        for at in range(1, len(data), 7):
            assert ranges._joined([warc.listed(Span(0, at)), warc.listed(Span(at))]) == whole, at


def test_an_archive_in_an_archive_is_not_parted_inside(tmp_path: Path):
    """A body that is a web archive itself, not compressed any further, gives no records: one pass is made instead."""
    inner = archive(packed)
    file = tmp_path / "a.warc"
    for data in (plain(record(f"{WEB}/a", archive(plain))), gzip.compress(record(f"{WEB}/a", inner), 0)):
        file.write_bytes(data)
        with file.open("rb") as stream:
            whole = list(Warc(stream, "a").members())
        for least in (len(data) // 2, len(data) // 5):
            assert listed(file, least) in (whole, None)


def test_a_file_that_is_another_one_there_is_looked_through_here(tmp_path: Path):
    """A worker of a cluster that sees no such file, or one of another size or beginning, gives nothing."""
    file = tmp_path / "a.warc"
    file.write_bytes(archive(packed))
    least = file.stat().st_size // 3

    def elsewhere(look: ranges.Look, parts: list[ranges.Part]) -> list:
        file.write_bytes(archive(packed, record(f"{WEB}/x", b"x")))
        return list(map(look, parts))

    assert ranges.gone_through(file, None, elsewhere, least) is None


def test_a_survey_by_parts_finds_the_same_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Paths, addresses and dates; several processes do it."""
    (tmp_path / "a.warc.gz").write_bytes(archive(packed))
    monkeypatch.setattr(ranges.gone_through, "__defaults__", (1 << 14,))
    once, parted = (survey([tmp_path], mapper=mapper) for mapper in (None, ranges.here(2)))
    assert parted == once
    assert len(parted.sources) == 10
