"""Archives, mails and web archives made to cost: each costs itself only, and ends in what it holds or in a reason.

Seconds and memory of each are measured by ``scripts/bench_costs.py``; ``GONGKAI_COSTS=1`` reads the largest here, too.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from bulk.warcs import record as sound
from corpus.held import read_all
from corpus.hostile_held import HELD, MB, pax_without_end, quoted, record, sparse, zipped
from gongkai.bulk.containers.tars import Tar
from gongkai.bulk.containers.warcs import Warc
from gongkai.bulk.naming import told_apart
from gongkai.bulk.opener import Opener
from gongkai.bulk.sources import survey
from gongkai.errors import DamagedSource, NotAReport, SourceError
from gongkai.readers.content import Content

PAGE = (Path(__file__).parents[2] / "fixtures/yunxi-2024.html").read_bytes()
LONG = {
    *(
        "mail parts",
        "mails in mails of lines",
        "mail bundles of lines",
        "mail heads",
        "mail lines",
    ),
    *(
        "large mail",
        "gzip streams",
        "xz streams",
        "7z solid",
        "warc members",
        "chunks of one",
        "tar pax",
        "zip list",
        "zip list as docx",
    ),
    *("warc head", "warc head line", "warc http head", "chunk line", "tar sparse", "mail bundles", "tar long name"),
}
"""Files of tens of megabytes, or that take seconds."""
LENGTHS = (0, 1, 400, 10**6, 10**12, 2**63 - 1, 2**64, -1, "", "x", "1e9")


@pytest.mark.parametrize("name", HELD if "GONGKAI_COSTS" in os.environ else [name for name in HELD if name not in LONG])
def test_what_is_made_to_cost_ends_in_words(name: str):
    """Loops, lies, lists and nests without end: members are given, or the cause is told."""
    called, make = HELD[name]
    try:
        read_all(make(), called)
    except SourceError as error:
        assert str(error)
        assert "\n" not in str(error)


def test_members_that_lie_in_each_other_are_refused():
    """A few hundred kilobytes that would unpack to terabytes, whichever way they overlap."""
    with pytest.raises(DamagedSource, match="lie over each other"):
        read_all(quoted(200, 2**20), "a.zip")


def test_a_list_of_members_without_end_is_not_parsed(monkeypatch: pytest.MonkeyPatch):
    """Neither an archive's nor a document's: how long it is stands at the archive's end."""
    many = zipped({f"{number}.txt": b"" for number in range(3000)})
    monkeypatch.setattr("gongkai.bulk.containers.zips._LISTED", 2**16)
    monkeypatch.setattr("gongkai.readers.wary.PACKAGE_LIST", 2**16)
    with pytest.raises(SourceError, match="too many files"):
        read_all(many, "a.zip")
    with pytest.raises(NotAReport, match="list of parts"):
        assert Content(many).members


def test_holes_of_a_tar_are_not_read():
    """A member that is a hole of 190 MB costs nothing; one with a small hole is read."""
    with pytest.raises(SourceError, match="times its size"):
        Tar(io.BytesIO(sparse(2)), "a.tar").read(0, "a.tar!0.txt")
    assert Tar(io.BytesIO(sparse(1, 5000)), "a.tar").read(0, "a.tar!0.txt") == bytes(4999) + b"x"


def test_long_names_of_a_tar_are_read():
    """As long as any path may be, in both ways of writing them; a name of megabytes is refused."""
    for kind in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=kind) as archive:
            archive.addfile(tarfile.TarInfo("政府/" * 600 + "a.txt"), io.BytesIO())
        (member,) = Tar(out, "a.tar").members()
        assert member.name == "政府/" * 600 + "a.txt"
        assert Counter(one.path[-6:] for one in listed(out.getvalue(), "a.tar")) == {"/a.txt": 1}
    with pytest.raises(SourceError, match="no end"):
        Tar(io.BytesIO(gzip.decompress(pax_without_end(2 * MB))), "a.tar")


def listed(data: bytes, name: str):
    Path(name).write_bytes(data)
    return survey([name]).sources


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder to stand in."""
    monkeypatch.chdir(tmp_path)


def test_a_hundred_thousand_members_of_one_name_are_told_apart():
    """By a number each; where the work grows with their square, this test takes an hour."""
    names = list(told_apart(["a.zip!a.txt"] * 100_000))
    assert (names[0], names[1], names[-1]) == ("a.zip!a.txt", "a.zip!a (2).txt", "a.zip!a (100000).txt")
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "compressed"])
@pytest.mark.parametrize("length", LENGTHS)
def test_a_record_that_lies_about_its_length_costs_itself(length: int | str, pack):
    """Neither what is cut nor what holds another record is taken for a page; those before and behind it are read, and it is said."""
    one, two = (sound(f"http://a.example/{number}.html", PAGE + b" " * number) for number in (1, 2))
    found = listed(b"".join(map(pack, (one, record(PAGE, length), two))), "a.warc")
    assert [source.url for source in found if source.problem is None] == [
        "http://a.example/1.html",
        "http://a.example/2.html",
    ]
    assert [type(source.problem) for source in found if source.problem is not None] == [DamagedSource]
    with Opener() as opener:
        assert [opener.read(source).rstrip() for source in found if source.problem is None] == [PAGE.rstrip()] * 2


def test_records_without_empty_lines_at_the_end_of_an_archive_are_whole():
    """Some writers leave them away, or write one."""
    for tail in (b"", b"\r\n", b"\n\n"):
        whole = sound("http://a.example/1.html", PAGE).removesuffix(b"\r\n\r\n") + tail
        assert [one.url for one in Warc(io.BytesIO(whole), "a.warc").members()] == ["http://a.example/1.html"]
        assert [one.url for one in Warc(io.BytesIO(gzip.compress(whole)), "a.warc").members()] == [
            "http://a.example/1.html"
        ]
