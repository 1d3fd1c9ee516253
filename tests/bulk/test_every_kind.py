"""One folder with every kind of source: every report once, with the same cells as alone, and everything accounted for."""

from __future__ import annotations

import csv
import gzip
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest

from bulk.test_containers import sevened, tarred, zipped
from bulk.warcs import packed, record
from gongkai import pipeline
from gongkai.bulk.run import RunOptions, run
from gongkai.bulk.sources import survey
from gongkai.dataset.revise import load_report
from gongkai.dataset.writers import Summary
from gongkai.forms.load import load_forms
from test_parts import A, B, page, report

ROOT = Path(__file__).parents[2]
FIXTURES, CASES = ROOT / "fixtures", ROOT / "tests" / "cases"
PLAIN = {
    "plain.docx": FIXTURES / "bailu-2024.docx",
    "z.zip!in.zip!报告.docx": FIXTURES / "fengqiao-health-2021.docx",
    "t.tar.gz!年报/m.txt": FIXTURES / "muyang-resources-2024.txt",
    "s.7z!q.txt": FIXTURES / "qinglan-justice-2023.txt",
    "mail.eml!s.txt": FIXTURES / "songling-office-2023.txt",
    "w.warc.gz#http://a.example.cn/l.html": FIXTURES / "linjiang-market-2023.html",
    "saved.html": FIXTURES / "yunxi-2024.html",
    "page.mhtml": FIXTURES / "bailu-2021.mhtml",
    "o.ofd": FIXTURES / "heming-water-2022.ofd",
    "z.txt.gz": FIXTURES / "zhuxi-2022.txt",
    "b.xlsx": CASES / "one-sheet-xlsx" / "input.xlsx",
    "r.csv": CASES / "table-csv" / "input.csv",
}
"""Each report by its path in the folder, and the file that it is alone."""


def fill(folder: Path) -> None:
    """Write the folder: each report in its container, and beside them what is no report."""
    data = {path: file.read_bytes() for path, file in PLAIN.items()}
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "年报", "a@example.cn", "b@example.cn"
    mail.set_content("见附件")
    mail.add_attachment(data["mail.eml!s.txt"], maintype="application", subtype="octet-stream", filename="s.txt")
    news = [record(f"http://a.example.cn/{i}.html", f"<p>要闻{i}".encode()) for i in range(3)]
    url = "w.warc.gz#http://a.example.cn/l.html"
    (folder / "saved_files").mkdir(parents=True)
    files = {
        **{name: data[name] for name in ("plain.docx", "saved.html", "page.mhtml", "o.ofd", "b.xlsx", "r.csv")},
        "z.zip": zipped({"in.zip": zipped({"报告.docx": data["z.zip!in.zip!报告.docx"]}), "__MACOSX/._x": b"x"}),
        "t.tar.gz": gzip.compress(tarred({"年报/m.txt": data["t.tar.gz!年报/m.txt"]})),
        "s.7z": sevened({"q.txt": data["s.7z!q.txt"]}),
        "mail.eml": mail.as_bytes(),
        "w.warc.gz": packed(news[0], record(url.partition("#")[2], data[url]), *news[1:]),
        "z.txt.gz": gzip.compress(data["z.txt.gz"]),
        "two.html": page(report(A), report(B)),
        "saved_files/a.png": b"x",
        "again.docx": data["plain.docx"],
        "note.txt": "会议通知：请各单位于周五前报送材料。".encode(),
        "empty.txt": b"",
        "x.json": b"{}",
        "Thumbs.db": b"x",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary, int]:
    """The dataset of the folder, its summary, and how many sources there were."""
    top = tmp_path_factory.mktemp("kinds")
    fill(top / "r")
    found, skipped = survey([top / "r"]).both
    return top, run(found, top / "d", load_forms(), options=RunOptions(skipped=skipped)), len(found)


def reports(top: Path) -> dict[str, str]:
    """The ids of the dataset's reports by their paths in the folder."""
    with (top / "d/reports.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["path"].removeprefix(f"{top / 'r'}/"): row["report_id"] for row in csv.DictReader(stream)}


def test_every_source_is_accounted_for(made):
    """Sources = reports (a compilation counted once) + repetitions + failures; what was passed over is counted beside them."""
    _, summary, sources = made
    assert (summary.duplicates, summary.failures, summary.parts, summary.unaccounted) == (1, 1, 1, 0)
    assert summary.reports - summary.parts + summary.listed + summary.duplicates + summary.failures == sources
    assert summary.skipped == 3 + len(("._x", "a.png", "正文.txt", "x.json", "Thumbs.db"))


def test_every_report_is_there_once(made):
    """And nothing else but a text that is no report."""
    top, _, _ = made
    first = "again.docx"  # the same content as plain.docx, and before it
    expected = {first if path == "plain.docx" else path for path in PLAIN}
    assert set(reports(top)) == expected | {"two.html#1", "two.html#2", "note.txt"}


def test_a_report_has_the_same_cells_as_alone(made, tmp_path):
    """However it was packed."""
    top, _, _ = made
    ids = reports(top)
    for path, file in PLAIN.items():
        alone = pipeline.extract(shutil.copy(file, tmp_path / file.name))
        packed_up = load_report(top / "d", ids["again.docx" if path == "plain.docx" else path])
        assert packed_up.tables == alone.tables, path
        assert (packed_up.agency, packed_up.year, packed_up.form.id) == (alone.agency, alone.year, alone.form.id)
