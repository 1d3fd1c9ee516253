"""What ``SOURCE...`` means."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gongkai.bulk.containers import MAX_BYTES
from gongkai.bulk.naming import printable
from gongkai.bulk.sources import Opener, find_sources
from gongkai.errors import DamagedSource, EncryptedSource, SourceError, UsageError


def paths(*arguments: object, **extra: Path) -> list[str]:
    return [source.path for source in find_sources([str(a) for a in arguments], **extra)]


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())


def test_a_folder_is_searched_all_the_way_down_and_sorted(here):
    """All files below a folder are sources, in the order of their paths."""
    touch(here, "r/b.txt", "r/a/z.docx", "r/a/deep/er/y.pdf", "r/C.html")
    assert paths("r") == ["r/C.html", "r/a/deep/er/y.pdf", "r/a/z.docx", "r/b.txt"]


def test_what_can_be_no_report_is_left_out_of_folders(here):
    """Hidden files, lock files, the system's own and data files are skipped; pictures and unknown endings are tried."""
    touch(here, "r/.hidden", "r/.git/x.txt", "r/~$a.docx", "r/Thumbs.db", "r/.DS_Store", "r/desktop.ini")
    touch(here, "r/a.truth.json", "r/t.CSV", "r/make.py", "r/a.png", "r/README", "r/b.md", "r/a.docx")
    assert paths("r") == ["r/README", "r/a.docx", "r/a.png", "r/b.md"]


def test_a_file_that_is_named_is_always_tried(here):
    """Naming a data file makes it a source."""
    touch(here, "a.json")
    assert paths("a.json") == ["a.json"]


def test_each_file_is_one_source(here):
    """A file that several arguments name is read once."""
    touch(here, "r/a.txt", "r/b.txt")
    assert paths("r", "r/a.txt", "./r/b.txt", here / "r") == ["r/a.txt", "r/b.txt"]


def test_globs_work_also_when_the_shell_does_not_expand_them(here):
    """``**`` goes down; a pattern that names an ending takes data files too; brackets in a real name are no pattern."""
    touch(here, "r/a.docx", "r/x/b.docx", "r/x/c.pdf", "r/d.json", "r/e[1].txt")
    assert paths("r/**/*.docx") == ["r/a.docx", "r/x/b.docx"]
    assert paths("r/*.json") == ["r/d.json"]
    assert paths("r/*") == ["r/a.docx", "r/e[1].txt", "r/x/b.docx", "r/x/c.pdf"]
    assert paths("r/e[1].txt") == ["r/e[1].txt"]


def test_no_source_is_wrong_use(here):
    """A name that is not there, a pattern that matches nothing and an empty folder are named."""
    (here / "empty").mkdir()
    for argument in ("nowhere.docx", "*.docx", "empty"):
        with pytest.raises(UsageError, match=argument.replace("*", r"\*")):
            find_sources([argument])


def test_links_in_a_circle_end(here):
    """A link to a folder above is not followed for ever, and no file comes twice."""
    touch(here, "r/a/x.txt")
    (here / "r/a/up").symlink_to(here / "r", target_is_directory=True)
    (here / "r/again").symlink_to(here / "r/a", target_is_directory=True)
    assert paths("r") == ["r/a/x.txt"]


def test_the_dataset_is_no_source(here):
    """The folder that is being written is left out."""
    touch(here, "r/a.txt", "r/dataset/x.txt", "r/dataset/json/y.txt")
    assert paths("r", exclude=Path("r/dataset")) == ["r/a.txt"]


def test_what_gongkai_wrote_is_no_source(here):
    """Another dataset, a review site, a trace: their pages would be counted as reports again."""
    touch(here, "r/a.html", "r/site/.gongkai-review", "r/site/index.html", "r/site/reports/0123456789abcdef.html")
    touch(here, "r/old/.gongkai/journal.sqlite", "r/old/CODEBOOK.md", "r/t/.gongkai-trace", "r/t/index.html")
    assert paths("r") == paths("r/**/*.html") == paths("r/*") == ["r/a.html"]
    with pytest.raises(UsageError, match="what gongkai wrote"):
        find_sources(["r/site"])
    assert paths("r/site/index.html") == ["r/site/index.html"]


def test_what_is_no_file_is_a_failure_not_a_hang(here):
    """A dead link and a pipe are sources that cannot be read."""
    (here / "r").mkdir()
    (here / "r/dead.docx").symlink_to(here / "nothing")
    os.mkfifo(here / "r/pipe")
    found = find_sources(["r"])
    assert [s.path for s in found] == ["r/dead.docx", "r/pipe"]
    for source in found:
        with Opener() as opener, pytest.raises(SourceError, match="no regular file"):
            opener.read(source)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_locked_folder_is_a_failure(here):
    """A folder that cannot be opened is reported, not passed over."""
    touch(here, "r/a.txt", "r/locked/b.txt")
    (here / "r/locked").chmod(0)
    try:
        assert paths("r") == ["r/a.txt", "r/locked"]
    finally:
        (here / "r/locked").chmod(0o700)


def test_names_in_any_bytes_can_be_written():
    """A file name that is no UTF-8 becomes text that is."""
    printable(os.fsdecode(b"r/\xb1\xa8.txt")).encode("utf-8")
    assert printable("报告.txt") == "报告.txt"


def test_names_are_text_whatever_encoding_the_machine_has(tmp_path):
    """Where file names are ASCII or GBK, an archive's member with a Chinese name is found under it."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("报告.txt", "x")
    code = "from gongkai.bulk.sources import find_sources; print(ascii(find_sources(['a.zip'])[0].path))"
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ascii("a.zip!报告.txt")


class GbkInfo(zipfile.ZipInfo):
    """A member whose name is written in GBK, without the UTF-8 flag."""

    def _encodeFilenameFlags(self):  # noqa: N802  (zipfile's own name)
        return self.filename.encode("gbk"), 0


def make_zip(path: Path, members: dict[str, bytes], gbk: bool = False) -> None:
    """Write an archive; ``gbk`` writes the names as Chinese Windows does, without the UTF-8 flag."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = GbkInfo(name) if gbk else zipfile.ZipInfo(name)
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)


def test_members_of_an_archive_are_sources(here):
    """A zip is a folder: members are read as bytes, the system's own and data files left out, nothing unpacked."""
    make_zip(here / "r.zip", {"b/two.txt": b"2", "a.txt": b"1", "__MACOSX/._a.txt": b"x", "t.json": b"{}", "b/": b""})
    found = find_sources(["r.zip"])
    assert [(s.path, s.name) for s in found] == [("r.zip!a.txt", "a.txt"), ("r.zip!b/two.txt", "two.txt")]
    with Opener() as opener:
        assert [opener.read(s) for s in found] == [b"1", b"2"]
    assert [p.name for p in here.iterdir()] == ["r.zip"]


def test_members_outside_the_archive_s_own_folder_are_sources(here):
    """A path that steps upwards is read like any other, for nothing is unpacked; hidden folders stay left out."""
    make_zip(here / "r.zip", {"../a.txt": b"1", "x/../../b.txt": b"2", "./c.txt": b"3", "../.git/d.txt": b"4"})
    found = find_sources(["r.zip"])
    assert [s.path for s in found] == ["r.zip!../a.txt", "r.zip!./c.txt", "r.zip!x/../../b.txt"]
    with Opener() as opener:
        assert [opener.read(s) for s in found] == [b"1", b"3", b"2"]


@pytest.mark.parametrize("gbk", [True, False])
def test_chinese_names_in_archives_are_read(here, gbk):
    """Names in GBK without the UTF-8 flag come out right, and so do names with it."""
    make_zip(here / "r.zip", {"二〇二四年/档案局年报.txt": b"1"}, gbk=gbk)
    assert paths("r.zip") == ["r.zip!二〇二四年/档案局年报.txt"]


def test_an_archive_inside_a_folder_is_opened_too(here):
    """Archives are found in folders and by patterns."""
    (here / "r/x").mkdir(parents=True)
    make_zip(here / "r/x/a.ZIP", {"1.txt": b"1"})
    assert paths("r") == paths("r/**/*.ZIP") == ["r/x/a.ZIP!1.txt"]


def test_a_word_document_is_no_archive(here):
    """A document that is a zip inside stays one source, even when it is named .zip."""
    for name in ("a.docx", "b.zip"):
        make_zip(here / name, {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert paths("a.docx", "b.zip") == ["a.docx", "b.zip"]


def test_a_broken_archive_is_one_failure(here):
    """An archive that cannot be opened is a source that fails."""
    (here / "r.zip").write_bytes(b"PK\x03\x04 nothing more")
    (source,) = find_sources(["r.zip"])
    with Opener() as opener, pytest.raises(DamagedSource, match=r"r\.zip"):
        opener.read(source)


def test_a_damaged_member_costs_only_itself(here):
    """A member whose checksum is wrong fails; its neighbour is read."""
    with zipfile.ZipFile(here / "r.zip", "w") as archive:
        archive.writestr("a.txt", b"aaaaaaaa")
        archive.writestr("b.txt", b"bbbbbbbb")
    data = (here / "r.zip").read_bytes()
    (here / "r.zip").write_bytes(data.replace(b"aaaaaaaa", b"aaaaXaaa"))
    first, second = find_sources(["r.zip"])
    with Opener() as opener:
        with pytest.raises(DamagedSource, match=r"r\.zip!a\.txt"):
            opener.read(first)
        assert opener.read(second) == b"bbbbbbbb"


def test_a_member_with_a_password_fails_clearly(here):
    """An encrypted member says so."""
    make_zip(here / "r.zip", {"a.txt": b"secret"})
    data = bytearray((here / "r.zip").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    (here / "r.zip").write_bytes(data)
    (source,) = find_sources(["r.zip"])
    with Opener() as opener, pytest.raises(EncryptedSource, match="password"):
        opener.read(source)


def test_a_bomb_is_not_unpacked(here):
    """A member that unpacks to absurdly more than its size is refused before it is read."""
    make_zip(here / "r.zip", {"a.txt": bytes(16 * 2**20)})
    (source,) = find_sources(["r.zip"])
    with Opener() as opener, pytest.raises(SourceError, match="times its size"):
        opener.read(source)


def test_a_huge_file_is_not_read(here):
    """A file above the limit is refused by its size alone."""
    with (here / "a.txt").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    (source,) = find_sources(["a.txt"])
    with Opener() as opener, pytest.raises(SourceError, match="larger than 200 MB"):
        opener.read(source)


def test_a_large_member_is_not_read(here):
    """A member that says it is larger than the limit is refused, whatever it really holds."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"small")
    data = bytearray(buffer.getvalue())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", MAX_BYTES + 1)
    (here / "r.zip").write_bytes(data)
    (source,) = find_sources(["r.zip"])
    with Opener() as opener, pytest.raises(SourceError, match="larger than 200 MB"):
        opener.read(source)


@pytest.mark.parametrize("name", ["r.txt", "r.docx", "r", "r.pdf"])
def test_an_archive_is_one_whatever_its_name(here, name):
    """Its first bytes and its members decide."""
    make_zip(here / name, {"a.txt": b"1", "b.docx": b"2"})
    assert paths(name) == [f"{name}!a.txt", f"{name}!b.docx"]


@pytest.mark.parametrize(
    "member", ["[Content_Types].xml", "word/document.xml", "word\\document.xml", "OFD.xml", "mimetype"]
)
@pytest.mark.parametrize("name", ["r.zip", "r.txt", "r.docx"])
def test_a_document_that_is_a_zip_inside_is_one_source(here, name, member):
    """Word, OFD and OpenDocument files stay whole under any name."""
    make_zip(here / name, {member: b"<x/>", "other.xml": b"<x/>"})
    assert paths(name) == [name]


def test_half_a_document_is_a_document(here):
    """What begins like a zip but is cut short is no archive unless its name says so."""
    make_zip(here / "whole.zip", {"word/document.xml": b"<x/>" * 99})
    data = (here / "whole.zip").read_bytes()[:60]
    for name in ("cut.docx", "cut.txt"):
        (here / name).write_bytes(data)
    assert paths("cut.docx", "cut.txt") == ["cut.docx", "cut.txt"]


def test_a_pipe_called_zip_is_not_waited_for(here):
    """Only regular files are looked into."""
    os.mkfifo(here / "p.zip")
    assert paths("p.zip") == ["p.zip"]


def test_the_first_bytes_of_a_source(here):
    """Of files and of members of archives; nothing where they cannot be had, for reading will say why."""
    make_zip(here / "r.zip", {"a.txt": b"12345"})
    touch(here, "b.txt")
    (here / "c.txt").symlink_to(here / "nothing")
    with Opener() as opener:
        assert [opener.head(source, 3) for source in find_sources(["r.zip", "b.txt", "c.txt"])] == [b"b.t", b"", b"123"]
