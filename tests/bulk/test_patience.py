"""A file whose storage does not answer is a failure in the time that was given; the run goes on."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from gongkai.bulk import sources
from gongkai.bulk.limits import Limits
from gongkai.bulk.patience import within
from gongkai.bulk.run import run
from gongkai.bulk.sources import Opener, find_sources
from gongkai.errors import MachineError, SourceError
from support import form_named


@pytest.mark.usefixtures("fake_pipeline")
def test_a_read_that_never_ends_costs_its_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It is said of it that its bytes did not come."""
    (tmp_path / "r").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / f"r/{name}.txt").write_bytes(name.encode())
    never, read = Event(), Opener.read
    monkeypatch.setattr(
        Opener, "read", lambda self, source: never.wait() if "b.txt" in source.path else read(self, source)
    )
    summary = run(find_sources([tmp_path / "r"]), tmp_path / "d", (form_named(),), engine=Limits(jobs=0, timeout=0.2))
    never.set()
    assert (summary.reports + summary.duplicates, summary.failures) == (2, 1)
    assert "did not come within 0.2 s" in (tmp_path / "d/failures.csv").read_text()


@pytest.mark.usefixtures("fake_pipeline")
def test_a_file_that_does_not_answer_when_sources_are_found_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Whether it is an archive cannot be told; it is not opened again, and the others are read."""
    (tmp_path / "r").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / f"r/{name}.txt").write_bytes(name.encode())
    never, first = Event(), sources._first_byte
    monkeypatch.setattr(sources, "_first_byte", lambda path: never.wait() if path.name == "b.txt" else first(path))
    found = sources.survey([tmp_path / "r"], patience=0.5).sources
    never.set()
    assert [one.problem is None for one in found] == [True, False, True]
    summary = run(found, tmp_path / "d", (form_named(),), engine=Limits(jobs=0))
    assert (summary.reports + summary.duplicates, summary.failures) == (2, 1)
    assert "did not come within 0.5 s" in (tmp_path / "d/failures.csv").read_text()


@pytest.mark.parametrize("error", [SourceError("a"), MachineError("a"), OSError(5, "a"), MemoryError()])
def test_what_is_raised_is_raised(error: Exception):
    """As if the wait were not there."""

    def fail() -> bytes:
        raise error

    with pytest.raises(type(error)):
        within(5, fail, "a")
    assert within(5, lambda: b"x", "a") == b"x"
