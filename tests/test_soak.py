"""The long run that scripts/soak makes, made short: what it writes is told apart and accounted for, and a loss ends it."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

import soak
from corpus import watched
from corpus.mixed import Expected, write_mixed
from corpus.watched import Held
from gongkai.bulk.run import run
from gongkai.bulk.sources import find_sources
from gongkai.forms.load import load_forms
from gongkai.processes.limits import Limits

MB = 2**20


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Expected]:
    """Thirty reports in batches of five: three batches are loose, three lie in archives of each kind."""
    folder = tmp_path_factory.mktemp("mixed") / "r"
    return folder, write_mixed(folder, 30, batch=5)


def test_all_that_was_written_is_found(written: tuple[Path, Expected], tmp_path: Path):
    """Reports, repetitions and failures, in five formats, loose and in archives, and nothing else."""
    folder, expected = written
    sources = find_sources([folder])
    summary = run(sources, tmp_path / "d", load_forms(), engine=Limits(0))
    assert expected == Expected(30, 6, 6, 5)
    assert len(sources) == expected.sources == 42
    assert (summary.reports, summary.duplicates, summary.failures, summary.unaccounted) == (30, 6, 6, 0)
    with (tmp_path / "d/reports.csv").open(encoding="utf-8-sig") as stream:
        formats = Counter(row["format"] for row in csv.DictReader(stream))
    assert set(formats) >= {"docx", "html", "txt", "csv"}
    assert len({source.path.rpartition(".")[2] for source in sources} & {"docx", "html", "txt", "md", "csv"}) == 5


def test_a_run_that_finds_less_than_was_written_ends_in_words(written: tuple[Path, Expected], tmp_path: Path):
    """No figure is printed for such a run."""
    folder, expected = written
    more = Expected(expected.reports + 1, expected.repetitions, expected.failures, expected.archives)
    with pytest.raises(SystemExit, match="was written"):
        soak._run(folder, tmp_path / "d", 0, more)


def test_memory_is_told_by_the_quarter():
    """The most of each quarter of the reading, of all and of the largest worker; the writing of the tables is none of them."""
    seen = [
        Held(1.0, 5 * MB),
        Held(2.0, 4 * MB, (2 * MB, MB)),
        Held(5.0, 6 * MB),
        Held(11.0, 9 * MB),
        Held(19.0, 8 * MB, (), MB),
    ]
    run = soak.Run(Expected(16_000), 0, 24.0, 20.0, 4.0, [*seen, Held(21.0, 99 * MB)])
    whole, parts, most = soak._told_memory(run, 2)
    assert "7, 6, 9, 9 MB at most in the quarters" in whole
    assert whole.endswith("NOT as aimed")
    assert "5, 6, 9, 8 MB in the run's own process, 2, 0, 0, 0 in the largest worker" in parts
    assert "99 MB at most at all" in most


def test_a_run_too_short_for_a_verdict_says_so():
    """A worker that is young grows, so a quarter must hold a whole life of each."""
    run = soak.Run(Expected(4000), 0, 24.0, 20.0, 4.0, [Held(1.0, 5 * MB), Held(19.0, 8 * MB)])
    assert "0.25 lives of a worker: too few to tell" in soak._told_memory(run, 2)[0]


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")
def test_a_short_soak_prints_its_accounts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The line of the sources, and memory in four quarters."""
    monkeypatch.setattr(sys, "argv", ["soak", "--reports", "40", "--jobs", "1", "--no-speed"])
    monkeypatch.setattr(watched, "_LOOK", 0.1)  # the run takes some seconds only
    soak.main()
    printed = capsys.readouterr().out
    assert "42 = 40 reports + 1 repetitions + 1 failures + 0 unaccounted for; 0 archives" in printed
    assert re.search(r"^memory +(\d+, ){3}[1-9]\d* MB at most in the quarters", printed, re.MULTILINE)
