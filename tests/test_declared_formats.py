"""A format is added by a module that reads or writes it and one declaration: nothing else has to be told."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

from gongkai.dataset.columns import REPORTS
from gongkai.readers.formats import FORMATS

_READER = '''
from collections.abc import Iterator

from gongkai.document import Document, Paragraph


def read(data: bytes) -> Iterator[Document]:
    """Read a file of the invented format: a line a paragraph."""
    lines = data.decode().splitlines()[1:]
    yield Document(blocks=tuple(Paragraph(text=line) for line in lines), reader="fake:lines")
'''
_WRITER = '''
from pathlib import Path

from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source


def make(source: Source, target: Path) -> Made:
    """Write the reports' numbers."""
    (target / "reports.fake").write_text("".join(f"{row[0]}\\n" for row in source.rows(source.tables[0])))
    return Made(("reports.fake",))
'''
_START = """
import sys

from gongkai.dataset.formats import declared
from gongkai.readers import formats
from gongkai.readers.content import begins

formats.FORMATS += (
    formats.Format(kind="fake", endings=(".fake",), name="invented files", content="an invented file", known=begins(b"FAKE!"),
                   module="fake_reader", sample=lambda: b"FAKE!\\n" + formats.samples.TEXT.encode()),
)
declared.FORMATS += (
    declared.Format(name="fake", files=r"\\w+\\.fake", description="reports.fake: numbers", module="fake_writer"),
)
from gongkai.cli import main

main(sys.argv[1:])
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run gongkai with two invented formats, in ``folder``."""
    for name, text in (("fake_reader", _READER), ("fake_writer", _WRITER), ("start", _START)):
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "start.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def write_report(folder: Path, name: str) -> None:
    """Write a report without tables in the invented format."""
    title = "云川县水务局2024年政府信息公开工作年度报告"
    headings = "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"
    (folder / name).write_text("\n".join(("FAKE!", title, *headings)), encoding="utf-8")


def test_a_declared_source_format_is_read_and_named(tmp_path: Path) -> None:
    """It is told by its content, read by its module, named in messages about names that lie, and tried by ``doctor``."""
    write_report(tmp_path, "report.fake")
    report = json.loads(run(tmp_path, "convert", "report.fake").stdout)
    assert (report["source"]["format"], report["source"]["reader"]) == ("fake", "fake:lines")
    assert report["agency"] == "云川县水务局"
    (tmp_path / "letter.pdf").write_text("FAKE!\n一封信", encoding="utf-8")
    assert "named .pdf, but its content is an invented file" in run(tmp_path, "convert", "letter.pdf").stderr
    (tmp_path / "other").write_bytes(bytes(range(1, 200)))
    assert "image" not in (said := run(tmp_path, "convert", "other").stderr)
    assert ", fake, pictures and, by `gongkai extract`, archives" in said
    assert "invented files" in run(tmp_path, "doctor").stdout


def test_a_declared_source_format_is_a_code_of_the_dataset(tmp_path: Path) -> None:
    """``reports.csv`` may name it: its code comes after those that were there before."""
    (tmp_path / "in").mkdir()
    write_report(tmp_path / "in", "report.fake")
    run(tmp_path, "extract", "in", "-o", "out", "--jobs", "0")
    with (tmp_path / "out/reports.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["format"] for row in csv.DictReader(stream)] == ["fake"]
    package = json.loads((tmp_path / "out/datapackage.json").read_text(encoding="utf-8"))
    (column,) = (f for f in package["resources"][0]["schema"]["fields"] if f["name"] == "format")
    known = next(c for c in REPORTS.columns if c.name == "format").codes
    assert column["constraints"]["enum"] == [*known, "fake"]


def test_a_declared_dataset_format_is_written_listed_and_dropped(tmp_path: Path) -> None:
    """The help and the codebook name it; a run without it leaves none of its files behind, and nobody else's is touched."""
    (tmp_path / "in").mkdir()
    write_report(tmp_path / "in", "report.fake")
    assert "reports.fake: numbers" in run(tmp_path, "export", "--help").stdout
    run(tmp_path, "extract", "in", "-o", "out", "--jobs", "0", "--formats", "fake")
    assert (tmp_path / "out/reports.fake").read_text(encoding="utf-8")
    assert ",fake`" in (tmp_path / "out/CODEBOOK.md").read_text(encoding="utf-8")
    (tmp_path / "out/mine.fake").write_text("a note", encoding="utf-8")
    assert (
        "dropped   formats fake"
        in run(tmp_path, "extract", "in", "-o", "out", "--jobs", "0", "--formats", "csv").stdout
    )
    assert [path.name for path in (tmp_path / "out").glob("*.fake")] == ["mine.fake"]


def test_no_two_formats_share_a_kind_or_an_ending() -> None:
    """Else a declaration would never be reached."""
    assert len({one.kind for one in FORMATS}) == len(FORMATS)
    endings = [ending for one in FORMATS for ending in one.endings]
    assert len({*endings}) == len(endings)
