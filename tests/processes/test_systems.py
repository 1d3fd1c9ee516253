"""Other systems than Linux, and disks that are not this machine's own, simulated where they are not at hand."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from errno import ENOLCK
from pathlib import Path

import pytest

from gongkai.bulk.lock import locked
from gongkai.bulk.store import NAME, opened
from gongkai.errors import UsageError
from gongkai.processes import systems

SCRIPT = """
import sys
for name in ("fcntl", "resource"):
    sys.modules[name] = None
from gongkai.cli import main
import gongkai.cli.extracting, gongkai.bulk.pool
main(["extract", sys.argv[1], "-o", sys.argv[2], "-j", "0", "-q"])
"""
FIXTURE = Path(__file__).resolve().parents[2] / "fixtures/muyang-resources-2024.txt"
MOUNT = "36 35 98:0 / {} rw,noatime master:1 - {} server:/share rw\n"


def test_nothing_that_only_unix_has_is_needed(tmp_path):
    """With fcntl and resource out of reach a dataset is made all the same."""
    words = [sys.executable, "-c", SCRIPT, str(FIXTURE), str(tmp_path / "d")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "d/reports.csv").is_file()


@pytest.fixture
def mounted(tmp_path, monkeypatch):
    """Let a folder seem to lie on a file system of some kind."""

    def mount(kind: str, *, inner: str | None = None) -> Path:
        lines = MOUNT.format("/", "ext4") + MOUNT.format(tmp_path.resolve(), kind)
        lines += MOUNT.format(tmp_path.resolve() / "inner", inner) if inner else ""
        (tmp_path / "mounts").write_text(lines, encoding="utf-8")
        monkeypatch.setattr(systems, "MOUNTS", tmp_path / "mounts")
        return tmp_path

    return mount


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_the_journal_needs_no_shared_memory_on_a_network(kind, mounted):
    """There is no write-ahead log then, a second program is kept out, and what was written is there afterwards."""
    folder = mounted(kind)
    with closing(opened(folder / NAME)) as db:
        assert db.execute("pragma journal_mode").fetchone() == ("delete",)
        with db:
            db.execute("insert into entries values ('a', 'k', null, null, null, 1)")
        assert not (folder / f"{NAME}-wal").exists()
        with pytest.raises(UsageError, match="is held by another program"):
            opened(folder / NAME, 0.1)
    with closing(sqlite3.connect(folder / NAME)) as db:
        assert db.execute("select path from entries").fetchall() == [("a",)]


def test_a_local_disk_below_a_network_counts_as_local(mounted):
    """The innermost mount decides; where the system tells nothing, a path is local."""
    folder = mounted("nfs", inner="xfs")
    assert (systems.file_system(folder), systems.file_system(folder / "inner/x")) == ("nfs", "xfs")
    assert systems.is_remote(folder)
    assert not systems.is_remote(folder / "inner/x")
    (folder / "mounts").unlink()
    assert not systems.is_remote(folder)


def test_a_file_system_without_locks_is_refused_in_words(mounted, monkeypatch):
    """Two runs could write the same dataset there."""
    folder = mounted("davfs")
    (folder / "d/.gongkai").mkdir(parents=True)

    def refuse(_stream: object) -> bool:
        raise OSError(ENOLCK, "No locks available")

    monkeypatch.setattr("gongkai.bulk.lock.hold", refuse)
    with pytest.raises(UsageError, match="davfs keeps no locks"), locked(folder / "d/.gongkai"):
        pass
