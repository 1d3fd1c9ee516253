"""Containers made to do harm, of every format, under lowered limits: each costs itself only, and what lies beside it is read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from bulk.packs import sevened, tarred, zipped
from bulk.warcs import packed, record
from gongkai.bulk.run import RunOptions, run
from gongkai.bulk.sources import survey
from gongkai.dataset.writers import Summary
from gongkai.forms.load import load_forms
from gongkai.readers import wrapped

GOOD = (Path(__file__).parents[2] / "fixtures" / "zhuxi-2022.txt").read_bytes()
MEGA = 2**20
NOUGHT = bytes(6 * MEGA)
MANY = {f"{number}.txt": b"" for number in range(300)}
LEADING_OUT = (
    "/etc/evil.txt",
    "../../evil.txt",
    "..\\..\\evil.txt",
    "C:\\evil.txt",
    "a\u202etxt.b.txt",
    "a/" * 200 + "evil.txt",
)


@pytest.fixture(autouse=True)
def lowered(monkeypatch: pytest.MonkeyPatch):
    """Limits that small files reach."""
    home = "gongkai.bulk.containers."
    for module in ("base", "sevenzips"):
        monkeypatch.setattr(f"{home}{module}.RATIO_MATTERS_FROM", MEGA)
        monkeypatch.setattr(f"{home}{module}.MAX_RATIO", 20)
    for module in ("zips", "tars", "sevenzips"):
        monkeypatch.setattr(f"{home}{module}.MAX_MEMBERS", 200)
    monkeypatch.setattr(f"{home}mails._MOST_PARTS", 100)
    monkeypatch.setattr(f"{home}mails._MOST_MAILS", 100)
    monkeypatch.setattr("gongkai.bulk.members._MOST_CONTAINERS", 50)
    monkeypatch.setattr("gongkai.bulk.members._MOST_BYTES", 20 * MEGA)
    monkeypatch.setattr(wrapped.unwrapped, "__defaults__", (MEGA,))


def mail(attached: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "x", "a@example.cn", "b@example.cn"
    message.set_content("x")
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def box(attached: dict[str, bytes]) -> bytes:
    return b"\n".join(b"From a@example.cn Mon Jan 1 00:00:00 2024\n" + mail({n: d}) for n, d in attached.items())


def web(members: dict[str, bytes]) -> bytes:
    head = "Content-Type: application/octet-stream\r\nContent-Encoding: gzip"
    return packed(*(record(f"http://a.cn/{name}", gzip.compress(data), head=head) for name, data in members.items()))


def wacz(members: dict[str, bytes]) -> bytes:
    return zipped({"archive/a.warc.gz": web(members), "datapackage.json": b"{}"})


def zstd(data: bytes) -> bytes:
    return pytest.importorskip("backports.zstd").compress(data)


PACKS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": lambda members: gzip.compress(tarred(members)),
    "a.tar.bz2": lambda members: bz2.compress(tarred(members)),
    "a.tar.xz": lambda members: lzma.compress(tarred(members)),
    "a.tar.zst": lambda members: zstd(tarred(members)),
    "a.7z": sevened,
    "a.eml": mail,
    "a.mbox": box,
    "a.warc.gz": web,
    "a.wacz": wacz,
}


def made(folder: Path, **files: bytes) -> tuple[Summary, set[str]]:
    """Make a dataset of the files and a good report; return what came of it, and the paths of its reports."""
    sources = folder / "r"
    sources.mkdir()
    for name, data in {**files, "good.txt": GOOD}.items():
        (sources / name).write_bytes(data)
    before = sorted(folder.parent.rglob("evil*"))
    found, skipped = survey([sources]).both
    summary = run(found, folder / "d", load_forms(), options=RunOptions(skipped=skipped))
    assert summary.unaccounted == 0
    assert sorted(folder.parent.rglob("evil*")) == before
    assert not Path("/etc/evil.txt").exists()
    reports = (folder / "d" / "reports.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    return summary, {line.split(",")[1].removeprefix(f"{sources}/") for line in reports}


@pytest.mark.parametrize("name", PACKS)
def test_a_bomb_costs_itself_only(tmp_path: Path, name: str):
    """What unpacks to absurdly more than its size, in an archive of every kind."""
    summary, reports = made(tmp_path, **{name: PACKS[name]({"bomb.txt": NOUGHT, "in.zip": zipped({"b.txt": NOUGHT})})})
    assert (reports, summary.reports) == ({"good.txt"}, 1)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd])
def test_a_packed_file_that_unpacks_without_end_is_one_failure(tmp_path: Path, pack: Callable[[bytes], bytes]):
    """A text that came compressed by itself."""
    summary, reports = made(tmp_path, **{"bomb.txt.x": pack(NOUGHT)})
    assert (reports, summary.failures) == ({"good.txt"}, 1)


@pytest.mark.parametrize("name", PACKS)
def test_members_without_number_cost_their_container_only(tmp_path: Path, name: str):
    """More than one container may hold: it is refused whole, or each of its empty files fails by itself."""
    summary, reports = made(tmp_path, **{name: PACKS[name](MANY)})
    assert (reports, summary.reports) == ({"good.txt"}, 1)


@pytest.mark.parametrize("name", PACKS)
def test_names_that_lead_out_lead_nowhere(tmp_path: Path, name: str):
    """Absolute paths, steps upwards, drives, signs that turn a name round: nothing is written, and each is read where it is.

    Of a 7z those that its library refuses are passed over, and the others are read.
    """
    data = {other: GOOD + b"%d" % number for number, other in enumerate(LEADING_OUT)}
    refused = 0
    if name == "a.7z":  # py7zr writes no steps upwards
        data = {other.replace("..", "").lstrip("/"): text for other, text in data.items()}
        refused = 2
    summary, reports = made(tmp_path, **{name: PACKS[name](data)})
    assert (summary.failures, len(reports)) == (0, len(LEADING_OUT) - refused + 1)


def test_links_are_passed_over(tmp_path: Path):
    """In zip archives as programs of Unix pack them, and in tars: they are no texts that hold a path."""
    out, link = io.BytesIO(), zipfile.ZipInfo("evil.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    tar, info = io.BytesIO(), tarfile.TarInfo("evil.txt")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(fileobj=tar, mode="w") as archive:
        archive.addfile(info)
    summary, reports = made(tmp_path, **{"a.zip": out.getvalue(), "a.tar": tar.getvalue()})
    assert (reports, summary.failures, summary.skipped) == ({"good.txt"}, 0, 2)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.7z", "a.eml", "a.mbox"])
def test_archives_that_fan_out_end(tmp_path: Path, name: str):
    """Ten in each of ten in each of ten, all alike, as an archive that holds itself gives them: only so many are opened."""
    data = PACKS[name]({"x.txt": b"x"})
    for _ in range(3):
        data = PACKS[name]({f"{number}.{name[2:]}": data for number in range(10)})
    summary, reports = made(tmp_path, **{name: data})
    assert (reports, summary.reports) == ({"good.txt"}, 1)


def test_names_that_lie_are_told_by_what_is_inside(tmp_path: Path):
    """A report called an archive, an archive called a report, a program called both."""
    lies = {
        "a.zip": GOOD + b"1",
        "b.tar.gz": GOOD + b"2",
        "c.docx": zipped({"in.txt": GOOD + b"3"}),
        "d.warc.gz": GOOD + b"4",
    }
    summary, reports = made(tmp_path, **lies, **{"e.eml": b"MZ" + bytes(99), "f.7z": b"\x7fELF" + bytes(99)})
    assert reports == {"good.txt", "a.zip", "b.tar.gz", "c.docx!in.txt", "d.warc.gz"}
    assert summary.failures == 2


def test_a_rar_whose_program_gives_without_end_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What is unpacked is counted while it comes, and the program is ended."""
    program = tmp_path / "bin" / "bsdtar"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec cat /dev/zero\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    summary, reports = made(tmp_path, **{"a.rar": b"Rar!\x1a\x07\x01\x00" + bytes(99)})
    assert (reports, summary.failures) == ({"good.txt"}, 1)
