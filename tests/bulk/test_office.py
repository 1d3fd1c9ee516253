"""Old Office files of a run: LibreOffice starts once for many, and each source is still a report or a failure of its own."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from bulk.test_sources import touch
from corpus.to_docx import to_docx
from corpus.truth import make_truth
from gongkai.bulk.office import BATCH, with_conversions
from gongkai.bulk.run import run
from gongkai.bulk.sources import Opener, Source, find_sources
from gongkai.bulk.worker import Task
from readers.fake_soffice import FakeSoffice, rtf
from support import form_named

FORM = form_named()
GOOD = to_docx(make_truth(1, FORM))


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSoffice:
    """LibreOffice's stand-in, in a folder beside the sources."""
    (tmp_path / "fake").mkdir()
    (tmp_path / "r").mkdir()
    return FakeSoffice(tmp_path / "fake", good=GOOD).use(monkeypatch)


def write(path: Path, text: str) -> None:
    path.write_bytes(rtf(text)[1])


def failures(folder: Path) -> dict[str, str]:
    with (folder / "failures.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {Path(row["path"]).name: row["error"] for row in csv.DictReader(stream)}


def test_a_run_starts_libreoffice_once_for_many(tmp_path: Path, fake: FakeSoffice) -> None:
    """The report is that of the original file, and files of other formats between them do not matter."""
    for number in range(5):
        write(tmp_path / f"r/{number}.rtf", f"{number}")
        (tmp_path / f"r/{number}.txt").write_text(f"{number}")
    summary = run(find_sources([tmp_path / "r"]), tmp_path / "d", (FORM,))
    assert (summary.reports, summary.failures) == (5, 5)
    assert len(fake.starts) == 1
    data = rtf("3")[1]
    source = json.loads((tmp_path / f"d/json/{hashlib.sha256(data).hexdigest()[:16]}.json").read_bytes())["source"]
    assert (source["name"], source["bytes"], source["format"]) == ("3.rtf", len(data), "rtf")
    assert (source["sha256"], source["reader"]) == (hashlib.sha256(data).hexdigest(), "rtf:libreoffice")


def tasks(folder: Path) -> list[Task]:
    with Opener() as opener:
        return [Task(s.path, s.name, "", opener.read(s)) for s in find_sources([folder])]


def test_files_come_in_batches(tmp_path: Path, fake: FakeSoffice) -> None:
    """One start of LibreOffice for so many; every task comes once."""
    for number in range(BATCH + 3):
        write(tmp_path / f"r/{number:03}.rtf", f"{number}")
    found = list(with_conversions(tasks(tmp_path / "r")))
    assert sorted(task.name for task in found) == sorted(path.name for path in (tmp_path / "r").iterdir())
    assert all(task.converted == GOOD for task in found)
    assert len(fake.starts) == 2


def test_each_file_is_read_once(tmp_path: Path, fake: FakeSoffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of files that need no conversion only the first bytes are looked at ahead."""
    for number in range(4):
        write(tmp_path / f"r/{number}.rtf", f"{number}")
        (tmp_path / f"r/{number}.txt").write_text("x")
    read: list[str] = []
    whole = Opener.read

    def counted(self: Opener, source: Source) -> bytes:
        read.append(source.name)
        return whole(self, source)

    monkeypatch.setattr(Opener, "read", counted)
    run(find_sources([tmp_path / "r"]), tmp_path / "d", (FORM,))
    assert sorted(read) == sorted(path.name for path in (tmp_path / "r").iterdir())
    assert len(fake.starts) == 1


def test_a_bad_file_is_one_failure(tmp_path: Path, fake: FakeSoffice) -> None:
    """Its neighbours in the batch are reports."""
    for name, text in (("a", "1"), ("b", "CRASH"), ("c", "SKIP"), ("d", "4")):
        write(tmp_path / f"r/{name}.rtf", text)
    summary = run(find_sources([tmp_path / "r"]), tmp_path / "d", (FORM,))
    assert (summary.reports, summary.failures) == (2, 2)
    assert failures(tmp_path / "d") == {"b.rtf": "source_error", "c.rtf": "damaged_source"}
    assert fake.starts


def test_members_of_archives_are_converted_too(tmp_path: Path, fake: FakeSoffice) -> None:
    """Beside files, in the same start."""
    with zipfile.ZipFile(tmp_path / "r/a.zip", "w") as archive:
        archive.writestr("年报/一.doc", rtf("1")[1])
        archive.writestr("年报/二.txt", "x")
    write(tmp_path / "r/b.rtf", "2")
    found = {task.name: task.converted is not None for task in with_conversions(tasks(tmp_path / "r"))}
    assert found == {"一.doc": True, "二.txt": False, "b.rtf": True}
    assert len(fake.starts) == 1


def test_what_cannot_be_opened_is_left_to_the_worker(tmp_path: Path, fake: FakeSoffice) -> None:
    """An empty file and a broken container need no start."""
    touch(tmp_path, "r/a.txt")
    (tmp_path / "r/c.doc").write_bytes(b"")
    (tmp_path / "r/d.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more")
    assert [task.converted for task in with_conversions(tasks(tmp_path / "r"))] == [None] * 3
    assert fake.starts == []


def test_without_libreoffice_each_file_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are read all the same."""
    monkeypatch.setenv("GONGKAI_SOFFICE", str(tmp_path / "nothing"))
    (tmp_path / "r").mkdir()
    write(tmp_path / "r/a.rtf", "1")
    (tmp_path / "r/b.docx").write_bytes(GOOD)
    summary = run(find_sources([tmp_path / "r"]), tmp_path / "d", (FORM,))
    assert (summary.reports, summary.failures) == (1, 1)
    assert failures(tmp_path / "d") == {"a.rtf": "missing_program"}
