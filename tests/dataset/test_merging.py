"""Decisions of several reviewers are laid together: nothing is lost, and nothing on which they differ holds."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gongkai.dataset.corrections import HEAD, NAME, read_corrections
from gongkai.dataset.merging import CONFLICTS, conflicts_of, merge
from gongkai.errors import UsageError

ID = "0123456789abcdef"


def line(
    value: str, by: str, column: str = "total", row: str = "received", date: str = "2025-01-02"
) -> tuple[str, ...]:
    return (ID, "requests", row, column, value, "", by, date)


def state(value: str, by: str, date: str) -> tuple[str, ...]:
    return (ID, "", "", "review", value, "", by, date)


def write(path: Path, *lines: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([HEAD, *lines])
    return path


def held(folder: Path) -> set[tuple[str, ...]]:
    """Every line of both files, without the name of the file it is from."""
    found = set()
    for name in (NAME, CONFLICTS):
        if (folder / name).exists():
            with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
                found |= {tuple(row[: len(HEAD)]) for row in list(csv.reader(stream))[1:]}
    return found


def test_what_reviewers_agree_on_is_in_the_file(tmp_path):
    """Lines that say the same figure are kept, each with its reviewer; one that says the very same in every field is kept once,
    where it stood last: the last word about a cell stays the last.
    """
    one = write(tmp_path / "a.csv", line("5", "李"), line("7", "李", "other"))
    two = write(tmp_path / "b.csv", line("5", "王"), line("5", "李"))
    done = merge(tmp_path, [one, two])
    assert (done.added, done.conflicts) == (3, {})
    assert [(d.column, d.value, d.by) for d in read_corrections(tmp_path)[ID]] == [
        ("other", 7, "李"),
        ("total", 5, "王"),
        ("total", 5, "李"),
    ]


def test_what_they_differ_about_stands_side_by_side(tmp_path):
    """None of it holds, the dataset's own word among it; none is lost; other cells are merged."""
    own = line("4", "张")
    write(tmp_path / NAME, own)
    one = write(tmp_path / "a.csv", line("5", "李"), line("7", "李", "other"))
    two = write(tmp_path / "b.csv", line("6", "王"))
    done = merge(tmp_path, [one, two])
    assert [(s.one.value, s.one.by, s.file) for sides in done.conflicts.values() for s in sides] == [
        (4, "张", NAME),
        (5, "李", "a.csv"),
        (6, "王", "b.csv"),
    ]
    assert [d.column for d in read_corrections(tmp_path)[ID]] == ["other"]
    assert held(tmp_path) == {own, line("5", "李"), line("7", "李", "other"), line("6", "王")}


def test_a_conflict_stays_until_somebody_decides(tmp_path):
    """Another merge keeps it; a decision about the cell settles it."""
    merge(tmp_path, [write(tmp_path / "a.csv", line("5", "李")), write(tmp_path / "b.csv", line("6", "王"))])
    merge(tmp_path, [write(tmp_path / "c.csv", line("1", "赵", "other"))])
    assert list(conflicts_of(tmp_path)) == [(ID, "requests", "received", "total")]
    write(tmp_path / NAME, line("6", "主任"))
    assert conflicts_of(tmp_path) == {}


def test_how_far_a_review_has_come_is_no_conflict(tmp_path):
    """The latest word holds."""
    one = write(tmp_path / "a.csv", state("signed off", "李", "2025-02-01"))
    two = write(tmp_path / "b.csv", state("in work", "王", "2025-01-01"))
    assert merge(tmp_path, [one, two]).conflicts == {}
    assert read_corrections(tmp_path)[ID][-1].text == "signed off"


def test_a_file_with_a_mistake_changes_nothing(tmp_path):
    """The line is named, and the dataset's file is as it was."""
    write(tmp_path / NAME, line("4", "张"))
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(UsageError, match=r"b\.csv: line 2: 'viele' is no number"):
        merge(tmp_path, [write(tmp_path / "b.csv", line("viele", "王"))])
    with pytest.raises(UsageError, match="cannot be read"):
        merge(tmp_path, [tmp_path / "none.csv"])
    assert (tmp_path / NAME).read_bytes() == before
    assert not (tmp_path / CONFLICTS).exists()
