"""One folder with every kind of source: every report once, with the same cells as alone, and everything accounted for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bulk.kinds import PACKED, alone, bsdtar, fill
from gongkai import pipeline
from gongkai.bulk.run import RunOptions, run
from gongkai.bulk.sources import survey
from gongkai.dataset.revise import load_report
from gongkai.dataset.writers import Summary
from gongkai.forms.load import load_forms

Made = tuple[Path, Summary, int, dict[str, bytes]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The dataset of the folder, its summary, how many sources there were, and the reports as files by themselves.

    Nothing reads pictures: what is on them is not the subject here, and takes seconds a page.
    """
    top, data = tmp_path_factory.mktemp("kinds"), alone()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gongkai.readers.pictured.available", lambda: None)
        patch.setattr("gongkai.readers.ocr.reader.available", lambda: None)
        patch.setenv("PATH", bsdtar(top / "bin", data))
        fill(top / "r", data)
        found, skipped = survey([top / "r"]).both
        return top, run(found, top / "d", load_forms(), options=RunOptions(skipped=skipped)), len(found), data


def listed(top: Path, name: str, *columns: str) -> list[tuple[str, ...]]:
    """Columns of one of the dataset's files, the paths as they are in the folder."""
    with (top / "d" / name).open(encoding="utf-8-sig", newline="") as stream:
        return [tuple(row[one].removeprefix(f"{top / 'r'}/") for one in columns) for row in csv.DictReader(stream)]


def test_every_source_is_accounted_for(made: Made):
    """Sources = reports (a compilation counted once) + repetitions + others + failures + what turned out to be passed over."""
    top, summary, sources, _ = made
    late = {path for path, _ in listed(top, "skipped.csv", "path", "reason")} & {"logo.png"}
    reports = summary.reports - summary.parts
    print(
        f"{sources} sources = {reports} reports + {summary.duplicates} repetitions + {summary.listed} others"
        f" + {summary.failures} failures + {len(late)} picture; {summary.skipped} passed over"
    )
    assert reports + summary.duplicates + summary.listed + summary.failures + len(late) == sources
    assert (summary.duplicates, summary.parts, summary.unaccounted) == (1, 1, 0)
    assert dict(listed(top, "failures.csv", "path", "error")) == {
        "empty.txt": "empty_source", "broken.pdf": "damaged_source", "locked.zip!a.txt": "encrypted_source",
    }  # fmt: skip


def test_what_is_passed_over_is_listed_with_its_reason(made: Made):
    """Parts of pages, files of systems, half downloads, shortcuts, data, pages of news, texts of mails, logos."""
    top, summary, _, _ = made
    rows = listed(top, "skipped.csv", "path", "reason", "count")
    assert {path.rpartition("!")[2].rpartition("/")[2] for path, _, _ in rows} == {
        "._x", "a.png", "正文.txt", "x.json", "Thumbs.db", ".DS_Store", "desktop.ini", "~$plain.docx", "half.docx.crdownload",
        "a.url", "logo.png", "w.warc.gz", "datapackage.json", "pages.jsonl",
    }  # fmt: skip
    assert all(reason for _, reason, _ in rows)
    assert sum(int(count) for *_, count in rows) == summary.skipped


def test_every_report_is_there_once(made: Made):
    """And nothing else but a text that is no report."""
    top, _, _, data = made
    first = "again.docx"  # the same content as plain.docx, and before it
    expected = {first if path == "plain.docx" else path for path in data} | {"two.html#1", "two.html#2", "note.txt"}
    assert sorted(path for (path,) in listed(top, "reports.csv", "path")) == sorted(expected)


def test_a_report_has_the_same_cells_as_alone(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """However it was packed, and whatever format of workbook or picture its tables are in."""
    monkeypatch.setattr("gongkai.readers.pictured.available", lambda: None)
    top, _, _, data = made
    ids = dict(listed(top, "reports.csv", "path", "report_id"))
    for path, content in data.items():
        name = path.removesuffix(Path(path).suffix) if path in PACKED else path.rpartition("!")[2].rpartition("/")[2]
        file = tmp_path / name.removesuffix(".gz")
        file.write_bytes(content)
        report = pipeline.extract(file)
        packed_up = load_report(top / "d", ids["again.docx" if path == "plain.docx" else path])
        assert packed_up.tables == report.tables, path
        assert (packed_up.agency, packed_up.year, packed_up.form.id) == (report.agency, report.year, report.form.id)
        assert report.form.id, path


def test_tables_that_nobody_could_read_are_said_to_be_pictures(made: Made):
    """In a Word file, a page and a workbook alike: the report is partial, its cells are unreadable, none is missing."""
    top, _, _, _ = made
    status = {path: (ident, state) for path, ident, state in listed(top, "reports.csv", "path", "report_id", "status")}
    for path in ("pictures.docx", "pictures.html", "pictures.xlsx"):
        ident, state = status[path]
        cells = [cell.status for table in load_report(top / "d", ident).tables.values() for cell in table.cells]
        assert (state, set(cells)) == ("partial", {"unreadable"})
