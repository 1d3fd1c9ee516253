"""Names of any bytes are text, no two sources have one path, and one odd name costs no run."""

from __future__ import annotations

import csv
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.bulk.journal import Journal
from gongkai.bulk.naming import located, printable, told_apart
from gongkai.bulk.run import run
from gongkai.bulk.sources import find_sources
from support import form_named

FORMS = (form_named(),)
OFFICES = ("财政局", "教育局", "卫健委", "公安局")


def gbk(text: str) -> str:
    """Return a file name as an archive of a Chinese Windows leaves it on another system."""
    return os.fsdecode(text.encode("gb18030"))


def paths() -> list[str]:
    return [source.path for source in find_sources(["r"])]


def test_names_that_are_no_utf8_are_gb18030(here: Path):
    """Each name by itself: a folder may be of one kind and its files of the other."""
    (here / "r").mkdir()
    for office in OFFICES:
        (here / "r" / gbk(office)).mkdir()
        (here / "r" / gbk(office) / "报告.txt").write_text(office)
        (here / "r" / f"{gbk(office)}.txt").write_text(f"{office}.txt")
    found = paths()
    assert sorted(found) == sorted([f"r/{o}/报告.txt" for o in OFFICES] + [f"r/{o}.txt" for o in OFFICES])
    for path in found:
        file = located(here, path)
        assert file is not None
        assert file.read_text() in path
    assert located(here, "r/无.txt") is None


def test_bytes_of_no_encoding_are_text_all_the_same(here: Path):
    """They print alike, and are told apart."""
    (here / "r").mkdir()
    for odd in (b"\xff\xff.txt", b"\xff\xfe.txt", b"\xff.txt"):
        (here / "r" / os.fsdecode(odd)).write_bytes(odd)
    found = paths()
    assert len(set(found)) == 3
    assert all(path.encode().endswith(b".txt") for path in found)


def test_two_members_of_one_name_are_two_sources(here: Path):
    """A number tells them apart, before the ending; one that bears that name already keeps it."""
    (here / "r").mkdir()
    with zipfile.ZipFile(here / "r/x.zip", "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for name in ("a.txt", "a.txt", "/a.txt", "a (2).txt", "b", "b"):
            archive.writestr(name, f"{name}{len(archive.namelist())}")
    (here / "r/x.zip!a.txt").write_text("beside")
    assert sorted(paths()) == sorted(
        f"r/x.zip!{name}" for name in ("a.txt", "a (2).txt", "a (3).txt", "a (4).txt", "a (5).txt", "b", "b (2)")
    )


@given(st.lists(st.sampled_from(["a", "a.txt", "a (2).txt", "x!a.txt", "x!a (2).txt", "x/", "x!/", "a (2) (2).txt"])))
def test_no_path_comes_twice(listed: list[str]):
    """Whatever the names are; what comes once keeps its name."""
    told = list(told_apart(listed))
    assert len(set(told)) == len(listed)
    assert all(own == path for own, path in zip(told, listed, strict=True) if listed.count(path) == 1)


@given(st.binary(min_size=1, max_size=12))
def test_any_bytes_are_a_name(raw: bytes):
    """Text that UTF-8 can write comes of them; UTF-8 stays itself."""
    shown = printable(os.fsdecode(raw))
    shown.encode()
    assert printable(shown) == shown


def test_surrogates_that_are_no_bytes_are_a_name_too():
    """As a name from another system may hold them."""
    assert printable("a\ud800b") == "a?b"


@pytest.mark.usefixtures("fake_pipeline")
class TestRuns:
    """Every source is accounted for."""

    def test_names_that_print_alike_cost_no_run(self, here: Path):
        """Each gives its report; a second run reads nothing again."""
        (here / "r").mkdir()
        for number, office in enumerate(OFFICES):
            (here / "r" / f"{gbk(office)}.txt").write_bytes(b"x" * (number + 1))
        for number, odd in enumerate((b"\xff\xff.txt", b"\xff\xfe.txt")):
            (here / "r" / os.fsdecode(odd)).write_bytes(b"x" * (number + 10))
        for _ in range(2):
            summary = run(find_sources(["r"]), here / "d", FORMS)
            assert (summary.reports, summary.duplicates, summary.failures, summary.unaccounted) == (6, 0, 0, 0)

    def test_a_source_that_is_lost_on_the_way_is_a_failure(self, here: Path, monkeypatch: pytest.MonkeyPatch):
        """By whatever defect: the dataset is written, and names it."""
        (here / "r").mkdir()
        for number in range(3):
            (here / f"r/{number}.txt").write_bytes(b"x" * (number + 1))
        note = Journal.note
        monkeypatch.setattr(
            Journal, "note", lambda self, entry, *packed: note(self, entry, *(packed if "1" not in entry.path else ()))
        )
        summary = run(find_sources(["r"]), here / "d", FORMS)
        assert (summary.reports, summary.failures, summary.unaccounted) == (2, 1, 0)
        with (here / "d/failures.csv").open(encoding="utf-8-sig", newline="") as stream:
            assert [(row["path"], row["error"]) for row in csv.DictReader(stream)] == [("r/1.txt", "internal_error")]

    def test_sums_that_do_not_close_are_told_on_a_dataset_that_is_written(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ):
        """What was read is not withheld."""
        (here / "r").mkdir()
        (here / "r/a.txt").write_bytes(b"x")
        (here / "r/b.txt").write_bytes(b"x")
        monkeypatch.setattr(Journal, "repetitions", lambda _: iter(()))
        summary = run(find_sources(["r"]), here / "d", FORMS)
        assert (summary.reports, summary.unaccounted) == (1, 1)
        assert (here / "d/datapackage.json").is_file()
