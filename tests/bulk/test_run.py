"""From sources to a dataset, whatever is in them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gongkai.bulk.run import Step, run
from gongkai.bulk.sources import find_sources
from gongkai.errors import UsageError
from support import form_named

FORMS = (form_named(),)
pytestmark = pytest.mark.usefixtures("fake_pipeline")


def failures(folder: Path) -> list[dict[str, str]]:
    with (folder / "failures.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_sources_are_reports_repetitions_and_failures(tmp_path):
    """Every source is accounted for: it is a report, a repetition of one, or a failure."""
    for name, data in {"a": b"one", "b": b"one", "c": b"three", "d": b"bad", "e": b"boom"}.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    sources = find_sources([tmp_path])
    steps: list[Step] = []
    summary = run(sources, tmp_path / "d", FORMS, steps.append)
    assert (summary.reports, summary.duplicates, summary.failures) == (2, 1, 2)
    assert len(steps) == len(sources) == 5


def test_a_failure_says_which_file_and_why(tmp_path):
    """failures.csv names file, content, error and what to do, the file once; a defect of ours costs its file only."""
    (tmp_path / "d.txt").write_bytes(b"bad")
    (tmp_path / "e.txt").write_bytes(b"boom")
    (tmp_path / "f.txt").symlink_to(tmp_path / "nothing")
    run(find_sources([tmp_path]), tmp_path / "d", FORMS)
    first, second, third = failures(tmp_path / "d")
    assert first["error"] == "not_a_report"
    assert len(first["sha256"]) == 64
    assert first["message"]
    assert not any(row["path"] in row["message"] for row in (first, second, third))
    assert second["error"] == "internal_error"
    assert "ZeroDivisionError: a defect" in second["message"]
    assert (third["error"], third["sha256"]) == ("source_error", "")


def test_a_strange_folder_is_refused_before_anything_is_read(tmp_path):
    """The dataset's folder is looked at first."""
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "d").mkdir()
    (tmp_path / "d/mine.txt").write_text("mine")
    steps: list[Step] = []
    with pytest.raises(UsageError):
        run(find_sources([tmp_path / "a.txt"]), tmp_path / "d", FORMS, steps.append)
    assert steps == []
