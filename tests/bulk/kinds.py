"""One folder of every kind of source: each report in a container or a format of its own, and beside them what is no report."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import mailbox
import os
from email.message import EmailMessage
from pathlib import Path

import openpyxl
from PIL import Image

from bulk.hand_made import Rows, xlsb, xlsm
from bulk.packs import locked, sevened, tarred, zipped
from bulk.warcs import packed, record
from corpus.sources import converted
from corpus.to_pictured import as_docx, as_html, as_xlsx, pieces
from test_parts import A, B, page, report

ROOT = Path(__file__).parents[2]
FIXTURES, CASES = ROOT / "fixtures", ROOT / "tests" / "cases"
WEB = "http://a.example.cn"
PLAIN = {
    "plain.docx": "bailu-2024.docx",
    "z.zip!in.zip!报告.docx": "fengqiao-health-2021.docx",
    "t.tar.gz!年报/m.txt": "muyang-resources-2024.txt",
    "s.7z!q.txt": "qinglan-justice-2023.txt",
    "mail.eml!s.txt": "songling-office-2023.txt",
    f"w.warc.gz#{WEB}/l.html": "linjiang-market-2023.html",
    "saved.html": "yunxi-2024.html",
    "page.mhtml": "bailu-2021.mhtml",
    "o.ofd": "heming-water-2022.ofd",
    "z.txt.gz": "zhuxi-2022.txt",
}
"""Reports of ``fixtures`` by their paths in the folder; each is there once, so that none is a repetition of another."""
PACKED = {"b.txt.bz2": bz2.compress, "x.txt.xz": lzma.compress}
_NAMES = "甲乙丙丁戊己庚辛"


def rows() -> Rows:
    """The tables of a report, as rows of a sheet."""
    with (CASES / "table-csv" / "input.csv").open(encoding="gb18030", newline="") as stream:
        return [[int(value) if value.isdecimal() else value for value in row] for row in csv.reader(stream)]


def alone() -> dict[str, bytes]:
    """Return each report of the folder as a file by itself, by its path in the folder."""
    found = {path: (FIXTURES / name).read_bytes() for path, name in PLAIN.items()}
    found |= _workbooks() | _pictured()
    text = (FIXTURES / "zhuxi-2022.txt").read_text(encoding="gb18030")
    own = iter(_NAMES)  # a report that differs from the others by its agency's name alone
    for path in (
        *PACKED,
        "box.mbox!1.eml!1.txt",
        "box.mbox!2.eml!2.txt",
        "r.rar!r.txt",
        f"a.wacz!archive/a.warc.gz#{WEB}/w.txt",
    ):
        found[path] = text.replace("竹溪", f"{next(own)}溪").encode()
    return found


def _workbooks() -> dict[str, bytes]:
    cells = rows()
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    xlsx = (CASES / "one-sheet-xlsx" / "input.xlsx").read_bytes()
    plain = (CASES / "table-csv" / "input.csv").read_bytes()
    tabs = "\n".join("\t".join(map(str, row)) for row in cells).encode()
    made = {"b.xlsx": xlsx, "m.xlsm": xlsm(out.getvalue()), "s.xlsb": xlsb(cells), "r.csv": plain, "r.tsv": tabs}
    old = {"c.xls": (xlsx, "xls"), "c.ods": (xlsx, "ods"), "w.et": (out.getvalue(), "xls")}
    written = {name: converted(data, ".xlsx", target) for name, (data, target) in old.items()}
    return made | {name: data for name, data in written.items() if data}  # as far as LibreOffice is there


def _pictured() -> dict[str, bytes]:
    """Reports whose tables are pictures."""
    parts = list(pieces((FIXTURES / "chengzhou-2024.pdf").read_bytes(), 72))
    return {"pictures.docx": as_docx(parts), "pictures.html": as_html(parts).encode(), "pictures.xlsx": as_xlsx(parts)}


def fill(folder: Path, data: dict[str, bytes]) -> None:
    """Write the folder: each report of ``data`` in its container, and beside them what is no report."""
    (folder / "saved_files").mkdir(parents=True)
    for name, content in (_containers(data) | _others(data)).items():
        (folder / name).write_bytes(content)
    box = mailbox.mbox(folder / "box.mbox")
    for number in (1, 2):
        box.add(_mail(f"{number}.txt", data[f"box.mbox!{number}.eml!{number}.txt"], f"<{number}@example.cn>"))
    box.flush()
    box.close()


def _containers(data: dict[str, bytes]) -> dict[str, bytes]:
    news = [record(f"{WEB}/{i}.html", f"<p>要闻{i}".encode()) for i in range(3)]
    crawl = packed(news[0], record(f"{WEB}/l.html", data[f"w.warc.gz#{WEB}/l.html"]), *news[1:])
    page_of_text = data[f"a.wacz!archive/a.warc.gz#{WEB}/w.txt"]
    collected = packed(record(f"{WEB}/w.txt", page_of_text, head="Content-Type: text/plain; charset=utf-8"))
    plain = {name: content for name, content in data.items() if "!" not in name and "#" not in name}
    return (
        plain
        | {name: pack(data[name]) for name, pack in PACKED.items()}
        | {
            "z.zip": zipped({"in.zip": zipped({"报告.docx": data["z.zip!in.zip!报告.docx"]}), "__MACOSX/._x": b"x"}),
            "t.tar.gz": gzip.compress(tarred({"年报/m.txt": data["t.tar.gz!年报/m.txt"]})),
            "s.7z": sevened({"q.txt": data["s.7z!q.txt"]}),
            "mail.eml": _mail("s.txt", data["mail.eml!s.txt"], "<0@example.cn>").as_bytes(),
            "r.rar": b"Rar!\x1a\x07\x01\x00" + bytes(99),
            "w.warc.gz": crawl,
            "a.wacz": zipped({"archive/a.warc.gz": collected, "datapackage.json": b"{}", "pages/pages.jsonl": b"{}"}),
            "z.txt.gz": gzip.compress(data["z.txt.gz"]),
            "two.html": page(report(A), report(B)),
        }
    )


def _others(data: dict[str, bytes]) -> dict[str, bytes]:
    """What gives no report: repetitions, locks, what is broken, what belongs to a page, to a system, to a program."""
    logo = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(logo, "PNG")
    return {
        "again.docx": data["plain.docx"],
        "locked.zip": locked({"a.txt": data["z.txt.gz"]}, "word"),
        "broken.pdf": b"%PDF-1.4 nothing",
        "empty.txt": b"",
        "note.txt": "会议通知：请各单位于周五前报送材料。".encode(),
        "logo.png": logo.getvalue(),
        "saved_files/a.png": b"x",
        "x.json": b"{}",
        **dict.fromkeys(
            ("Thumbs.db", ".DS_Store", "desktop.ini", "~$plain.docx", "half.docx.crdownload", "a.url"), b"x"
        ),
    }


def bsdtar(folder: Path, data: dict[str, bytes]) -> str:
    """Make a program that unpacks the folder's RAR archive, as no free program makes one; return a search path with it."""
    folder.mkdir()
    (folder / "made.tar").write_bytes(tarred({"r.txt": data["r.rar!r.txt"]}))
    (folder / "bsdtar").write_text(f"#!/bin/sh\ncat '{folder / 'made.tar'}'\n")
    (folder / "bsdtar").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def _mail(name: str, content: bytes, number: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"], mail["Message-ID"] = "年报", "a@example.cn", "b@example.cn", number
    mail.set_content("见附件")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail
