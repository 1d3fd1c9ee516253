"""The journal: damage of any kind costs a reading at most, and a file that another program holds is left alone."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import threading
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai import extract
from gongkai.bulk.corrected import packed_from
from gongkai.bulk.journal import NAME, Entry, Journal
from gongkai.bulk.run import run
from gongkai.bulk.sources import find_sources
from gongkai.bulk.store import TABLES
from gongkai.dataset.columns import all_files, families_of
from gongkai.dataset.packed import pack_report, report_bytes
from gongkai.dataset.rows import Failure
from gongkai.errors import MachineError, UsageError
from gongkai.forms.load import load_forms
from gongkai.report import Report
from support import form_named

from .test_resume import tree

FORMS = (form_named(),)
FILES = 12
DAMAGES = int(os.environ.get("GONGKAI_DAMAGES", "25"))
"""How many damaged journals are tried."""


@pytest.fixture
def archive(tmp_path: Path, fake_pipeline: None) -> Path:
    """A dozen sources with a repetition and failures, and their dataset beside."""
    folder = tmp_path / "r"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:02}.txt").write_bytes(b"bad" if number == 3 else b"x" * (number % 9 + 1))
    run(find_sources([folder]), tmp_path / "d", FORMS)
    return folder


def spoilt(data: bytes, rng: random.Random) -> bytes:
    """Return the bytes with a page, a few bytes or the end of them gone wrong."""
    match rng.randrange(4):
        case 0:
            at = rng.randrange(max(1, len(data) // 4096)) * 4096
            return data[:at] + rng.randbytes(4096) + data[at + 4096 :]
        case 1:
            at = rng.randrange(max(1, len(data) // 4096)) * 4096
            return data[:at] + bytes(4096) + data[at + 4096 :]
        case 2:
            return data[: rng.randrange(len(data))]
        case _:
            many = bytearray(data)
            for _ in range(rng.choice((1, 4, 60))):
                many[rng.randrange(len(many))] ^= 1 << rng.randrange(8)
            return bytes(many)


def test_damage_anywhere_costs_a_reading_at_most(archive: Path, tmp_path: Path):
    """A page, a row, a flipped bit, a cut: the same command gives the same dataset, byte for byte, without a word of complaint."""
    before = tree(tmp_path / "d")
    file = tmp_path / "d/.gongkai" / NAME
    rng = random.Random(5)
    for _ in range(DAMAGES):
        file.write_bytes(spoilt(file.read_bytes(), rng))
        summary = run(find_sources([archive]), tmp_path / "d", FORMS)
        assert (summary.unaccounted, tree(tmp_path / "d")) == (0, before)


@pytest.mark.parametrize("table", list(TABLES))
def test_a_single_row_that_is_damaged_costs_no_reading(archive: Path, tmp_path: Path, table: str):
    """A report is packed from its own file, an entry made from the packed report; nothing is read, and the dataset is the same."""
    before, read = (
        tree(tmp_path / "d"),
        _read_after(f"update {table} set key = 'nothing' where path like '%05.txt'", archive),
    )
    assert (read, tree(tmp_path / "d")) == ([], before)
    assert _read_after("select 1", archive) == []


def test_a_damaged_row_whose_report_was_edited_costs_its_source_only(archive: Path, tmp_path: Path):
    """The file no longer fits its digest: the source is read anew, and what somebody wrote is kept aside."""
    before = tree(tmp_path / "d")
    with sqlite3.connect(tmp_path / "d/.gongkai" / NAME) as db:
        (name,) = db.execute("select report_id from packed_reports where path like '%05.txt'").fetchone()
    (tmp_path / f"d/json/{name}.json").write_text("{}")
    assert _read_after("delete from packed_reports where path like '%05.txt'", archive) == ["05.txt"]
    (tmp_path / f"d/json/{name}.json.edited").unlink()
    assert tree(tmp_path / "d") == before


def test_a_source_of_which_no_row_is_left_is_read_again(archive: Path):
    """And no other."""
    lost = "delete from packed_reports where path like '%05.txt'", "delete from entries where path like '%05.txt'"
    assert _read_after(lost[0], archive, lost[1]) == ["05.txt"]


def _read_after(damage: str, archive: Path, *more: str) -> list[str]:
    """Damage the journal of the dataset beside the sources, run again, and return the names of what was read."""
    dataset = archive.with_name("d")
    with sqlite3.connect(dataset / ".gongkai" / NAME) as db:
        for one in (damage, *more):
            db.execute(one)
    read = []
    run(find_sources([archive]), dataset, FORMS, lambda step: read.append(step.path) if step.done else None)
    return [Path(path).name for path in read]


def test_whole_rows_of_a_damaged_file_are_kept(tmp_path: Path):
    """They are found from both ends of the table."""
    with Journal(tmp_path) as journal:
        for number in range(400):
            journal.note(Entry(f"{number:03}", "key", None, Failure(f"{number:03}", None, "bad", "x" * 100)))
    data = bytearray((tmp_path / NAME).read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = bytes(4096)
    (tmp_path / NAME).write_bytes(data)
    with Journal(tmp_path) as journal:
        kept = [number for number in range(400) if journal.entry(f"{number:03}")]
    assert kept[0] == 0
    assert kept[-1] == 399
    assert 200 < len(kept) < 400
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_journal_that_another_program_holds_is_waited_for(tmp_path: Path):
    """And opened when it is let go."""
    with Journal(tmp_path) as journal:
        journal.note(Entry("a", "key", "0" * 16, None))
    other = sqlite3.connect(tmp_path / NAME, isolation_level=None, check_same_thread=False)
    other.execute("pragma locking_mode = exclusive")
    other.execute("begin exclusive")
    threading.Timer(0.5, other.close).start()
    with Journal(tmp_path) as journal:
        assert journal.entry("a") is not None


def test_a_journal_that_stays_held_is_refused_and_kept(tmp_path: Path):
    """It is no damage: nothing is deleted."""
    with Journal(tmp_path) as journal:
        journal.note(Entry("a", "key", "0" * 16, None))
    other = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    other.execute("pragma locking_mode = exclusive")
    other.execute("begin exclusive")
    with pytest.raises(UsageError, match="held by another program"):
        Journal(tmp_path, patience=0.1)
    other.close()
    with Journal(tmp_path) as journal:
        assert journal.entry("a") is not None


def test_a_journal_that_cannot_be_made_is_a_fault_of_the_machine(tmp_path: Path):
    """In words."""
    (tmp_path / NAME).mkdir()
    with pytest.raises((MachineError, UsageError), match="cannot be written"):
        Journal(tmp_path)


_FIELD = st.none() | st.integers(-5, 2**40) | st.text(max_size=5) | st.binary(max_size=20)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    layout=st.sampled_from([0, 1, 3, 5, 6, 6, 6, 7, 99]),
    columns=st.lists(
        st.sampled_from(["path", "key", "report_id", "failure", "files", "packed", "mark", "sum", "later"]),
        unique=True,
        min_size=1,
    ),
    rows=st.lists(st.lists(_FIELD, min_size=9, max_size=9), max_size=4),
)
def test_journals_of_other_versions_are_taken_or_begun_anew(
    archive: Path, tmp_path: Path, layout: int, columns: list[str], rows: list[list[object]]
):
    """Earlier or later ones, with other columns, with rows that nobody wrote: the dataset is the same."""
    before = tree(tmp_path / "d")
    file = tmp_path / "d/.gongkai" / NAME
    file.unlink()
    db = sqlite3.connect(file)
    for table in TABLES:
        db.execute(f"create table {table} ({', '.join(columns)})")
        db.executemany(
            f"insert into {table} values ({', '.join('?' * len(columns))})", [row[: len(columns)] for row in rows]
        )
    db.execute(f"pragma user_version = {layout}")
    db.commit()
    db.close()
    run(find_sources([archive]), tmp_path / "d", FORMS)
    assert tree(tmp_path / "d") == before


@pytest.mark.parametrize(
    "name", ["yunxi-2023.docx", "linjiang-market-2023.html", "zhuxi-2022.txt", "heming-water-2022.ofd"]
)
def test_a_packed_from_a_reports_own_file_is_the_one_that_was_written(name: str):
    """Every line of every table, every count: what is made anew is what a reading gives."""
    report = extract(Path(__file__).parents[2] / "fixtures" / name)
    again = packed_from(
        lambda _: msgspec.json.decode(report_bytes(report), type=Report), load_forms(), [report.report_id]
    )
    assert again == pack_report(report, all_files(load_forms()), families_of(load_forms()))


def test_settling_costs_as_much_as_there_are_sources(tmp_path: Path):
    """Ten times as many sources, some of them repetitions of failures, take about ten times the steps of SQLite, not a hundred times."""
    few, many = (settled(tmp_path / str(count), count) for count in (300, 3000))
    assert many < 20 * few


def settled(folder: Path, count: int) -> int:
    """Settle so many sources; return the steps that it took, in hundreds."""
    folder.mkdir()
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    with Journal(folder) as journal:
        paths = [f"{number}.txt" for number in range(count)]
        for number, path in enumerate(paths):
            digest = hashlib.sha256(str(number % (count * 9 // 10)).encode()).hexdigest()
            failed = Failure(path, digest, "damaged", "it is cut short") if number % 20 == 0 else None
            first = journal.is_first(digest, path)
            journal.note(
                Entry(path, "key", None, failed) if first and failed else Entry(path, "key", digest[:16], None)
            )
        journal._db.set_progress_handler(step, 100)
        journal.settle(paths)
        journal._db.set_progress_handler(None, 0)
        again = journal.entry(paths[count * 9 // 10])
    assert again is not None
    assert again.failure is not None
    assert again.failure.error == "damaged"
    return steps
