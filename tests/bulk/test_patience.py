"""A file whose storage does not answer is a failure in the time that was given; the run goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event
from types import MappingProxyType

import pytest

from gongkai.bulk import sources
from gongkai.bulk.containers.base import Member
from gongkai.bulk.containers.zips import Zip
from gongkai.bulk.patience import for_size, within
from gongkai.bulk.run import run
from gongkai.bulk.sources import Opener, find_sources
from gongkai.errors import MachineError, SourceError
from gongkai.processes.limits import Limits
from support import form_named

from .packs import sevened, tarred, zipped
from .warcs import packed, record


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


MAIL = b"From: a@b\nMessage-ID: <1>\nSubject: c\nMIME-Version: 1.0\n\nd"
ARCHIVES: Mapping[str, bytes] = MappingProxyType(
    {
        ".zip": zipped({"a.txt": b"a"}),
        ".tar": tarred({"a.txt": b"a"}),
        ".7z": sevened({"a.txt": b"a"}),
        ".eml": MAIL,
        ".warc.gz": packed(record("http://a/b", b"c")),
    }
)


@pytest.mark.usefixtures("fake_pipeline")
@pytest.mark.parametrize("kind", list(ARCHIVES))
def test_an_archive_that_is_listed_without_end_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    """Zip, tar, 7z, mail, web archive: it is said of it that its members did not come, and the work on it is ended."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / f"b{kind}").write_bytes(ARCHIVES[kind])
    (tmp_path / "r/a.txt").write_bytes(b"a")
    opened, begun, ended = sources.open_container, Event(), Event()

    def without_end(*given: object) -> object:
        container = opened(*given)
        return container if container is None else _Endless(begun, ended)

    monkeypatch.setattr(sources, "open_container", without_end)
    found = sources.survey([tmp_path / "r"], patience=0.2).sources
    assert ended.wait(60) or not begun.is_set()  # on a busy machine it may not even have begun
    summary = run(found, tmp_path / "d", (form_named(),), engine=Limits(jobs=0))
    assert (summary.reports, summary.failures) == (1, 1)
    assert "could not be listed within 0.2 s" in (tmp_path / "d/failures.csv").read_text()


class _Endless:
    """A container whose list of members does not end; ``begun`` is set by whoever asks, ``ended`` once nobody asks any more."""

    def __init__(self, begun: Event, ended: Event) -> None:
        self.begun, self.ended = begun, ended

    def members(self) -> Iterator[Member]:
        number = 0
        try:
            self.begun.set()
            while True:
                number = (number + 1) % 9
        finally:
            self.ended.set()
        yield Member(number, "a.txt")

    def close(self) -> None:
        pass


@pytest.mark.usefixtures("fake_pipeline")
def test_members_that_are_unpacked_without_end_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Each costs its time; after three of one archive the others are not waited for. What lies elsewhere is read."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r/b.zip").write_bytes(zipped({f"{number}.txt": b"%d" % number for number in range(6)}))
    (tmp_path / "r/c.zip").write_bytes(zipped({"x.txt": b"x"}))
    read, never = Zip.read, Event()

    def without_end(self: Zip, key: int, path: str) -> bytes:
        return read(self, key, path) if "c.zip" in path else never.wait() and b""

    monkeypatch.setattr(Zip, "read", without_end)
    summary = run(find_sources([tmp_path / "r"]), tmp_path / "d", (form_named(),), engine=Limits(jobs=0, timeout=0.2))
    never.set()
    said = (tmp_path / "d/failures.csv").read_text()
    assert (summary.reports, summary.failures, summary.unaccounted) == (1, 6, 0)
    assert said.count("was not unpacked within 0.2 s") == 3
    assert said.count("lies in an archive of which 3 members were not unpacked in time") == 3


def test_a_large_archive_may_take_longer():
    """As many seconds more for each hundred megabytes: a web archive of two gigabytes is read through to be listed."""
    assert for_size(60, 2**20) == 60
    assert for_size(60, 2**31) == 60 * 21


def test_work_that_is_given_up_is_ended():
    """It would take the processor from the rest of the run."""
    ended = Event()

    def work() -> None:
        try:
            while True:
                sum(range(100))
        finally:
            ended.set()

    with pytest.raises(SourceError, match=r"^a: its bytes did not come within 2 s") as raised:
        within(2, work, "a")
    assert raised.value.code == "source_error"
    assert ended.wait(60)
