"""What archives hold that nobody thought of: mails in archives, names in raw bytes, folders of browsers, documents of Apple's."""

from __future__ import annotations

import base64
import csv
from email.message import EmailMessage
from pathlib import Path

import pytest

from bulk.packs import members_of, zipped
from gongkai.bulk.run import RunOptions, run
from gongkai.bulk.sources import survey
from gongkai.forms.load import load_forms

TEXT = (Path(__file__).parents[2] / "fixtures/zhuxi-2022.txt").read_bytes()
PAGE = (Path(__file__).parents[2] / "fixtures/linjiang-market-2023.html").read_bytes()


def test_an_archive_in_a_mail_in_an_archive_is_opened_again(here: Path):
    """A mail with hardly a head is known by its name, on the way to its members, too."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@b.cn", "年报"
    mail.set_content("见附件")
    mail.add_attachment(zipped({"r.txt": TEXT}), maintype="application", subtype="zip", filename="年报.zip")
    (here / "z.zip").write_bytes(zipped({"mail.eml": mail.as_bytes()}))
    assert members_of("z.zip") == {"z.zip!mail.eml!年报.zip!r.txt": TEXT}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("head", ['Content-Disposition: attachment; filename="', 'Content-Type: text/plain; name="'])
def test_the_name_of_an_attachment_may_stand_in_raw_bytes(here: Path, encoding: str, head: str):
    """Programs that know nothing of encoded words write it so, and it is read in either encoding."""
    part = head.encode() + "年度报告.txt".encode(encoding) + b'"\r\nContent-Transfer-Encoding: base64\r\n'
    start = (
        b"From: a@b.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    )
    (here / "m.eml").write_bytes(start + part + b"\r\n" + base64.encodebytes(TEXT) + b"\r\n--b--\r\n")
    assert members_of("m.eml") == {"m.eml!年度报告.txt": TEXT}


@pytest.mark.parametrize("packed", [False, True])
def test_whatever_a_browser_puts_beside_a_page_is_a_part_of_it(here: Path, *, packed: bool):
    """Browsers rename scripts, Word writes kinds of its own; a document among them is a source all the same."""
    parts = ("a.js.下载", "b.css", "image001.wmz", "themedata.thmx", "oledata.mso", "data.iwa", "c.jpg")
    held = {f"r_files/{name}": b"x" for name in parts} | {"r.html": PAGE, "r_files/附件.docx": b"PK"}
    if packed:
        (here / "r.zip").write_bytes(zipped(held))
    else:
        for name, data in held.items():
            (here / "r" / name).parent.mkdir(parents=True, exist_ok=True)
            (here / "r" / name).write_bytes(data)
    found = survey(["r.zip" if packed else "r"])
    assert {one.path.rpartition("/")[2].rpartition("!")[2] for one in found.sources} == {"r.html", "附件.docx"}
    assert {one.path.rpartition("/")[2] for one in found.skipped} == set(parts)


@pytest.mark.parametrize("member", ["Index/Document.iwa", "Index.zip", "index.apxl"])
def test_a_document_of_apple_s_is_one_failure(here: Path, member: str):
    """It is a zip archive, but none of files; what to do stands in its line."""
    (here / "n.numbers").write_bytes(
        zipped({member: b"\0", "preview.jpg": b"\xff\xd8", "Metadata/Properties.plist": b"x"})
    )
    found, skipped = survey(["n.numbers"]).both
    run(found, here / "d", load_forms(), options=RunOptions(skipped=skipped))
    with (here / "d/failures.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["path"], row["error"]) == ("n.numbers", "unknown_format")
    assert row["message"].startswith("a document of Numbers, Pages or Keynote; export it as .xlsx, .docx or PDF")
    assert row["message_zh"].startswith("Numbers、Pages 或 Keynote 文档；请导出为 .xlsx、.docx 或 PDF")


def test_a_failure_is_told_in_the_same_words_each_time(here: Path):
    """Neither a place in memory nor a temporary folder stands in them: datasets of the same sources have the same bytes."""
    (here / "a.gif").write_bytes(b"GIF89a" + bytes(20))
    (here / "b.rar").write_bytes(b"Rar!\x1a\x07\x00" + bytes(100))
    for name in ("one", "two"):
        found, _ = survey(["a.gif", "b.rar"]).both
        run(found, here / name, load_forms())
    said = [(here / name / "failures.csv").read_text(encoding="utf-8-sig") for name in ("one", "two")]
    assert said[0] == said[1]
    assert " at 0x" not in said[0]
