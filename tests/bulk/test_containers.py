"""Containers of files: archives in archives, mails, and what is made to do harm."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import mailbox
import os
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from bulk.packs import members_of, sevened, tarred, zipped
from gongkai.bulk.containers import rars
from gongkai.bulk.sources import Opener, survey
from gongkai.errors import DamagedSource, EncryptedSource, SourceError, UnsupportedFormat, UsageError

LABELS = (
    "政府信息公开 一、总体情况 收到和处理政府信息公开申请情况 政府信息公开行政复议、行政诉讼情况 其他需要报告的事项"
)


def passed(name: str) -> dict[str, str]:
    return {one.path: one.reason for one in survey([name]).skipped}


TWO = {"年报/甲.txt": b"1", "乙.txt": b"22"}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.tar", lambda d: d),
        ("a.tar.gz", gzip.compress),
        ("a.tgz", gzip.compress),
        ("a.tar.bz2", bz2.compress),
        ("a.tar.xz", lzma.compress),
        ("a", gzip.compress),
    ],
)
def test_tar_archives_are_folders(here, name, pack):
    """Plain or compressed, whatever they are called; nothing is unpacked beside them."""
    (here / name).write_bytes(pack(tarred(TWO)))
    assert members_of(name) == {f"{name}!乙.txt": b"22", f"{name}!年报/甲.txt": b"1"}
    assert [path.name for path in here.iterdir()] == [name]


def test_tar_archives_compressed_by_zstd_are_folders(here):
    """By the standard library or its backport."""
    zstd = pytest.importorskip("backports.zstd")
    (here / "a.tar.zst").write_bytes(zstd.compress(tarred(TWO)))
    assert len(members_of("a.tar.zst")) == 2


def test_names_in_a_tar_of_a_chinese_windows_are_read(here):
    """GBK bytes, as GNU tar keeps them."""
    (here / "a.tar").write_bytes(tarred({"档案局年报.txt": b"1"}, "gbk"))
    assert list(members_of("a.tar")) == ["a.tar!档案局年报.txt"]


def test_7z_archives_are_folders(here):
    """Solid or not, each member comes out as it was packed in."""
    (here / "a.7z").write_bytes(sevened(TWO))
    assert members_of("a.7z") == {"a.7z!乙.txt": b"22", "a.7z!年报/甲.txt": b"1"}


def test_archives_in_archives_are_opened_to_any_sensible_depth(here):
    """A path names every container on the way."""
    inner = zipped({"x/tar.tgz": gzip.compress(tarred({"s.7z": sevened({"报告.txt": b"1"}), "b.txt": b"2"}))})
    (here / "a.zip").write_bytes(zipped({"in.zip": inner, "c.txt": b"3"}))
    assert members_of("a.zip") == {
        "a.zip!c.txt": b"3",
        "a.zip!in.zip!x/tar.tgz!b.txt": b"2",
        "a.zip!in.zip!x/tar.tgz!s.7z!报告.txt": b"1",
    }


def test_sources_may_be_read_in_any_order(here):
    """The opener finds its way from any member to any other."""
    (here / "a.zip").write_bytes(
        zipped({f"{i}.zip": zipped({"x.zip": zipped({"1.txt": b"%d" % i})}) for i in range(3)})
    )
    (here / "b.tar").write_bytes(tarred({"1.txt": b"b"}))
    sources = survey(["a.zip", "b.tar"]).sources
    with Opener() as opener:
        assert [opener.read(sources[i]) for i in (2, 0, 3, 1, 0)] == [b"2", b"0", b"b", b"1", b"0"]


def test_encrypted_members_are_read_with_their_password(here):
    """Without it they say so; the right one of several is found."""
    (here / "a.7z").write_bytes(sevened({"a.txt": b"1"}, "秘密"))
    with pytest.raises(EncryptedSource, match="--password"):
        members_of("a.7z")
    assert members_of("a.7z", passwords=("falsch", "秘密")) == {"a.7z!a.txt": b"1"}


def test_mails_hold_what_is_attached_to_them(here):
    """Attachments are sources; the mail's own text only where it may be a report, and a mail in it is a container too."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "年报", "a@example.cn", "b@example.cn"
    mail.set_content("请查收附件")
    mail.add_attachment(b"1", maintype="application", subtype="octet-stream", filename="报告.docx")
    mail.add_attachment(zipped({"二.txt": b"2"}), maintype="application", subtype="zip", filename="a.zip")
    inner = EmailMessage()
    inner["Subject"], inner["From"], inner["To"] = "x", "a@example.cn", "b@example.cn"
    inner.set_content(f"<p>{LABELS}</p>", subtype="html")
    mail.add_attachment(inner)
    (here / "m.eml").write_bytes(mail.as_bytes())
    found = members_of("m.eml")
    assert [path.removeprefix("m.eml!") for path in found] == ["3.eml!正文.html", "a.zip!二.txt", "报告.docx"]
    assert passed("m.eml") == {"m.eml!正文.txt": "the text of a mail, which holds no words of a report"}


def test_messages_of_outlook_hold_what_is_attached_to_them(here, monkeypatch):
    """Attachments by their long names ([MS-OXMSG])."""
    streams = {
        ("__properties_version1.0",): b"x",
        ("__attach_version1.0_#00000000", "__substg1.0_3707001F"): "报告.docx".encode("utf-16-le"),
        ("__attach_version1.0_#00000000", "__substg1.0_37010102"): b"1",
    }

    class Ole:
        def __init__(self, data: bytes) -> None: ...
        def __enter__(self) -> Ole:
            return self

        def __exit__(self, *_: object) -> None: ...
        def listdir(self) -> list[tuple[str, ...]]:
            return list(streams)

        def exists(self, name: list[str]) -> bool:
            return tuple(name) in streams

        def openstream(self, name: list[str]) -> io.BytesIO:
            return io.BytesIO(streams[tuple(name)])

    monkeypatch.setattr("gongkai.bulk.containers.mails.olefile.OleFileIO", Ole)
    (here / "m.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    assert members_of("m.msg") == {"m.msg!报告.docx": b"1"}


def test_a_rar_says_what_to_install(here, monkeypatch):
    """Where no program of the system unpacks it."""
    monkeypatch.setattr(rars.shutil, "which", lambda _: None)
    (here / "a.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(99))
    with pytest.raises(UnsupportedFormat, match="libarchive"):
        members_of("a.rar")


def test_a_rar_is_unpacked_by_bsdtar(here, monkeypatch):
    """bsdtar writes a tar of it, which is read as any other."""
    (here / "bin").mkdir()
    (here / "made.tar").write_bytes(tarred(TWO))
    (here / "bin/bsdtar").write_text(f"#!/bin/sh\ncat '{here / 'made.tar'}'\n")
    (here / "bin/bsdtar").chmod(0o755)
    monkeypatch.setenv("PATH", f"{here / 'bin'}{os.pathsep}{os.environ['PATH']}")
    (here / "a.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(99))
    assert members_of("a.rar") == {"a.rar!乙.txt": b"22", "a.rar!年报/甲.txt": b"1"}


def test_what_is_passed_over_is_listed_with_its_reason(here):
    """System files, data and links are no sources; a table with a report's words is one, whatever its ending."""
    members = {
        "__MACOSX/._a.docx": b"x", "~$a.docx": b"x", "t.json": b"{}", "t.csv": b"1,2", "r.csv": LABELS.encode("gb18030"),
    }  # fmt: skip
    (here / "a.zip").write_bytes(zipped(members))
    assert list(members_of("a.zip")) == ["a.zip!r.csv"]
    assert passed("a.zip") == {
        "a.zip!__MACOSX/._a.docx": "a temporary or system file",
        "a.zip!~$a.docx": "a temporary or system file",
        "a.zip!t.json": "a data file",
        "a.zip!t.csv": "a data file",
    }


@pytest.mark.parametrize("folder", ["页_files", "页.files"])
@pytest.mark.parametrize("packed", [True, False])
def test_the_parts_of_a_saved_page_are_no_sources(here, folder, packed):
    """Pictures and frames beside a saved page belong to it; documents there, and frames that hold the report, do not."""
    files = {
        "r/页.html": b"<p>1", f"r/{folder}/a.png": b"x", f"r/{folder}/ad.html": b"<p>x", f"r/{folder}/附件.docx": b"x",
        f"r/{folder}/frame.html": LABELS.encode(),
    }  # fmt: skip
    if packed:
        (here / "r.zip").write_bytes(zipped(files))
    else:
        for name, data in files.items():
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            (here / name).write_bytes(data)
    found = survey(["r.zip" if packed else "r"])
    assert {Path(source.path).name for source in found.sources} == {"frame.html", "附件.docx", "页.html"}
    assert {Path(one.path).name: one.reason for one in found.skipped} == dict.fromkeys(
        ("a.png", "ad.html"), "a part of a saved page"
    )


def test_links_and_paths_in_a_tar_lead_nowhere(here):
    """Links and devices are passed over; absolute paths and steps upwards are names like any other."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("l", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        for name in ("/etc/a.txt", "../../b.txt"):
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    (here / "a.tar").write_bytes(out.getvalue())
    assert list(members_of("a.tar")) == ["a.tar!../../b.txt", "a.tar!etc/a.txt"]
    assert passed("a.tar") == {
        "a.tar!l": "a link in an archive", "a.tar!h": "a link in an archive", "a.tar!d": "no regular file in an archive",
    }  # fmt: skip


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_of_a_tar_is_not_unpacked(here, pack):
    """What unpacks to absurdly more than its size ends as one failure."""
    (here / "a.tar.x").write_bytes(pack(tarred({"a.txt": bytes(40 * 2**20)})))
    with pytest.raises(SourceError, match="times its size"):
        members_of("a.tar.x")


def test_a_bomb_of_a_7z_is_not_unpacked(here):
    """Its members are refused before they are unpacked."""
    (here / "a.7z").write_bytes(sevened({"a.txt": bytes(40 * 2**20)}))
    with pytest.raises(SourceError, match="absurdly more"):
        members_of("a.7z")


def test_archives_without_end_cost_themselves_only(here):
    """Beyond some depth nothing is opened; what lies beside is read."""
    data = zipped({"x.txt": b"1"})
    for _ in range(12):
        data = zipped({"n.zip": data})
    (here / "a.zip").write_bytes(zipped({"deep.zip": data, "b.txt": b"2"}))
    found = survey(["a.zip"]).sources
    with Opener() as opener:
        assert opener.read(found[0]) == b"2"
        with pytest.raises(SourceError, match="without end"):
            opener.read(found[1])
    assert len(found) == 2


@pytest.mark.parametrize("name", ["a.tar.gz", "a.7z", "a.zip", "a.eml", "a.tar"])
def test_an_archive_cut_short_is_one_failure(here, name):
    """It is a source that fails, and says which."""
    whole = {"a.tar.gz": gzip.compress(tarred({"a.txt": os.urandom(9000)})), "a.7z": sevened({"a.txt": os.urandom(9000)}),
             "a.zip": zipped({"a.txt": os.urandom(9000)}), "a.tar": tarred({"a.txt": os.urandom(9000)})}  # fmt: skip
    (here / name).write_bytes(
        whole.get(name, b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b")[:5000]
    )
    try:
        found = survey([name]).sources
    except UsageError:
        return  # a mail of nothing
    with Opener() as opener, pytest.raises(DamagedSource, match=name):
        for source in found:
            opener.read(source)


def test_an_archive_that_is_damaged_inside_another_is_one_failure(here):
    """One that is only stored is read where it lies, and its damage shows when it is searched."""
    with zipfile.ZipFile("a.zip", "w") as archive:  # stored
        archive.writestr("b.zip", zipped({"c.txt": b"c" * 5000}))
        archive.writestr("d.txt", b"d")
    data = bytearray(Path("a.zip").read_bytes())
    data[80] ^= 0xFF  # in the middle of b.zip
    Path("a.zip").write_bytes(data)
    found = {one.path: one.problem for one in survey(["a.zip"]).sources}
    assert str(found["a.zip!b.zip"]).startswith("a.zip!b.zip: is damaged inside its archive")
    assert found["a.zip!d.txt"] is None


def test_pictures_that_a_mail_shows_stand_in_its_text(here):
    """What its page names by a number (cid:) is put there; the picture is no source of its own."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "年报", "a@example.cn", "b@example.cn"
    mail.set_content("x")
    mail.add_alternative(f'<p>{LABELS}</p><img src="cid:p%31@x"><img src="cid:other">', subtype="html")
    mail.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<p1@x>", filename="p.png")
    (here / "m.eml").write_bytes(mail.as_bytes())
    ((path, data),) = members_of("m.eml").items()
    assert (path, b'src="data:image/png;base64,iVBORw=="' in data, b"cid:other" in data) == (
        "m.eml!正文.html",
        True,
        True,
    )
    assert passed("m.eml") == {"m.eml!p.png": "a picture of a mail's own text"}


def test_a_box_of_mails_gives_every_mail(here):
    """Each is a container of its own; a line of text that begins with From parts none."""
    box = mailbox.mbox(here / "in.mbox")
    for number in (1, 2):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Message-ID"] = "a@example.cn", "b@example.cn", f"<{number}@example.cn>"
        mail.set_content("见附件\n\nFrom here on: 2024 nothing\n")
        mail.add_attachment(b"%d" % number, maintype="application", subtype="octet-stream", filename=f"{number}.docx")
        box.add(mail)
    box.flush()
    assert members_of("in.mbox") == {"in.mbox!1.eml!1.docx": b"1", "in.mbox!2.eml!2.docx": b"2"}


def test_shortcuts_and_downloads_that_broke_off_are_passed_over(here):
    """Half a report is none; the index of a packed web archive is data."""
    names = ("a.url", "b.lnk", "c.docx.crdownload", "d.pdf.part", "indexes/index.cdx.gz", "e.txt")
    (here / "a.zip").write_bytes(zipped(dict.fromkeys(names, b"x")))
    assert list(members_of("a.zip")) == ["a.zip!e.txt"]
    assert set(passed("a.zip").values()) == {
        "a shortcut to an address or a file", "a download that was not finished", "a data file",
    }  # fmt: skip
