"""A run may be stopped at any moment and started again: the dataset is the same, and nothing is read twice."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import to_text
from corpus.truth import make_truth
from gongkai.bulk.journal import NAME, Journal
from gongkai.bulk.lock import locked
from gongkai.bulk.pool import Limits
from gongkai.bulk.run import Step, run
from gongkai.bulk.sources import find_sources
from gongkai.errors import UsageError
from support import form_named

FORMS = (form_named(),)
ROUNDS = int(os.environ.get("GONGKAI_KILLS", "6"))
"""How often the long run is killed; 20 and 300 files take three minutes."""
FILES = 15 * ROUNDS


def tree(folder: Path) -> dict[str, bytes]:
    """Return all of a dataset but what it remembers."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".gongkai" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def read_count(folder: Path, dataset: Path) -> int:
    """Run and return how many sources were read."""
    steps: list[Step] = []
    run(find_sources([folder]), dataset, FORMS, steps.append)
    return sum(step.done is not None for step in steps)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of a few sources; two of them hold the same."""
    folder = tmp_path / "r"
    folder.mkdir()
    for name, data in {"a": b"one", "b": b"two2", "c": b"one", "d": b"bad", "e": b"boom"}.items():
        (folder / f"{name}.txt").write_bytes(data)
    return folder


@pytest.mark.usefixtures("fake_pipeline")
class TestMemory:
    """What is read again, and what is not."""

    def test_what_was_read_is_not_read_again(self, archive: Path, tmp_path: Path):
        """Nor what failed for what it is; a defect of ours is tried again."""
        assert read_count(archive, tmp_path / "d") == 4
        before = tree(tmp_path / "d")
        assert read_count(archive, tmp_path / "d") == 1
        assert tree(tmp_path / "d") == before

    def test_what_has_changed_is_read_again(self, archive: Path, tmp_path: Path):
        """The dataset is that of the files as they are now."""
        read_count(archive, tmp_path / "d")
        (archive / "b.txt").write_bytes(b"another")
        assert read_count(archive, tmp_path / "d") == 2
        read_count(archive, tmp_path / "fresh")
        assert tree(tmp_path / "d") == tree(tmp_path / "fresh")

    def test_what_is_gone_is_dropped_and_told(self, archive: Path, tmp_path: Path):
        """Of two sources of one content the other one takes its place."""
        read_count(archive, tmp_path / "d")
        (archive / "a.txt").unlink()
        summary = run(find_sources([archive]), tmp_path / "d", FORMS)
        assert (summary.reports, summary.duplicates, summary.removed) == (2, 0, 1)
        read_count(archive, tmp_path / "fresh")
        assert tree(tmp_path / "d") == tree(tmp_path / "fresh")

    def test_force_reads_everything(self, archive: Path, tmp_path: Path):
        """Whatever is remembered."""
        read_count(archive, tmp_path / "d")
        steps: list[Step] = []
        run(find_sources([archive]), tmp_path / "d", FORMS, steps.append, force=True)
        assert sum(step.done is not None for step in steps) == 4

    def test_a_report_whose_file_is_lost_is_read_again(self, archive: Path, tmp_path: Path):
        """The memory alone is not enough."""
        read_count(archive, tmp_path / "d")
        before = tree(tmp_path / "d")
        next((tmp_path / "d/json").iterdir()).unlink()
        assert read_count(archive, tmp_path / "d") == 2
        assert tree(tmp_path / "d") == before

    def test_a_damaged_memory_costs_time_only(self, archive: Path, tmp_path: Path):
        """Everything is read anew."""
        read_count(archive, tmp_path / "d")
        before = tree(tmp_path / "d")
        (tmp_path / "d/.gongkai" / NAME).write_bytes(b"no database" * 500)
        assert read_count(archive, tmp_path / "d") == 4
        assert tree(tmp_path / "d") == before

    def test_repetitions_are_listed(self, archive: Path, tmp_path: Path):
        """duplicates.csv names the source, and the one that was read; what repeats a failure fails like it."""
        (archive / "f.txt").write_bytes(b"bad")
        summary = run(find_sources([archive]), tmp_path / "d", FORMS)
        assert (summary.reports, summary.duplicates, summary.failures) == (2, 1, 3)
        with (tmp_path / "d/duplicates.csv").open(encoding="utf-8-sig", newline="") as stream:
            (row,) = csv.DictReader(stream)
        assert (Path(row["path"]).name, Path(row["read"]).name) == ("c.txt", "a.txt")
        with (tmp_path / "d/failures.csv").open(encoding="utf-8-sig", newline="") as stream:
            assert [Path(row["path"]).name for row in csv.DictReader(stream)] == ["d.txt", "e.txt", "f.txt"]

    def test_two_runs_on_one_dataset(self, archive: Path, tmp_path: Path):
        """The second stops, and says who writes."""
        read_count(archive, tmp_path / "d")
        with locked(tmp_path / "d/.gongkai"), pytest.raises(UsageError, match=f"process {os.getpid()}"):
            run(find_sources([archive]), tmp_path / "d", FORMS)

    def test_a_journal_of_another_layout_is_begun_anew(self, tmp_path: Path):
        """A later version of gongkai may have written it."""
        with Journal(tmp_path) as journal:
            journal._db.execute("pragma user_version = 99")
        with Journal(tmp_path) as journal:
            assert journal.entry("a") is None


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many sources of several formats, some of them broken."""
    folder = tmp_path_factory.mktemp("mixed")
    rng = random.Random(7)
    for number in range(FILES):
        truth = make_truth(number % 12, FORMS[0])
        if number % 5 == 0:
            (folder / f"{number:03}.docx").write_bytes(to_docx(truth)[: None if number % 10 else 900])
        elif number % 5 == 1:
            (folder / f"{number:03}.html").write_bytes(f"<!-- {number} -->{to_html(truth)}".encode())
        else:
            text = to_text(truth, "tab-rows", rng)
            (folder / f"{number:03}.txt").write_bytes(f"{text}\n\n第{number}号\n".encode())
    return folder


def command(sources: Path, dataset: Path) -> list[str]:
    return [sys.executable, "-m", "gongkai", "extract", str(sources), "-o", str(dataset), "-q", "-j", "2"]


def test_a_run_that_is_killed_goes_on(mixed: Path, tmp_path: Path):
    """The whole process group is killed at random moments; in the end the dataset is byte for byte that of an unbroken run."""
    assert subprocess.run(command(mixed, tmp_path / "whole"), check=False).returncode == 1
    rng = random.Random(1)
    for _ in range(ROUNDS):
        process = subprocess.Popen(command(mixed, tmp_path / "d"), start_new_session=True)
        time.sleep(rng.uniform(0.2, 2.5))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert subprocess.run(command(mixed, tmp_path / "d"), check=False).returncode == 1
    assert tree(tmp_path / "d") == tree(tmp_path / "whole")


def test_workers_give_the_same_dataset(mixed: Path, tmp_path: Path):
    """However many there are."""
    run(find_sources([mixed]), tmp_path / "none", FORMS)
    run(find_sources([mixed]), tmp_path / "two", FORMS, engine=Limits(jobs=2))
    assert tree(tmp_path / "none") == tree(tmp_path / "two")
