"""A machine that fails: one line, the right exit status, and the same command goes on when that is mended."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from corpus.to_text import to_text
from corpus.truth import make_truth
from support import form_named

FULL = Path("/dev/full")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three small reports."""
    folder = tmp_path_factory.mktemp("r")
    for number in range(3):
        text = to_text(make_truth(number, form_named()), "tab-rows", Random(number))
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def gongkai(
    *words: object, before: Callable[[], object] | None = None, **more: object
) -> subprocess.CompletedProcess[str]:
    """Run the command; ``before`` is done in its process first."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *map(str, words)],
        preexec_fn=before,
        text=True,
        check=False,
        **streams,  # type: ignore[call-overload]
    )


def closing(*descriptors: int) -> Callable[[], None]:
    return lambda: [os.close(one) for one in descriptors] and None


def one_line(said: str) -> bool:
    return said.startswith("gongkai: ") and said.count("\n") == 1 and "Traceback" not in said


def is_whole(folder: Path) -> bool:
    return (folder / "datapackage.json").is_file() and (folder / "reports.csv").read_bytes().count(b"\r\n") == 4


def test_no_room_for_files(reports: Path, tmp_path: Path):
    """The limit of a file's size stands for a disk that fills: exit status 3, and nothing is lost."""

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    failed = gongkai("extract", reports, "-o", tmp_path / "d", "-j0", before=narrow)
    assert (failed.returncode, one_line(failed.stderr)) == (3, True), failed.stderr
    assert gongkai("extract", reports, "-o", tmp_path / "d", "-j0").returncode == 0
    assert is_whole(tmp_path / "d")


@pytest.mark.parametrize(("descriptors", "jobs"), [(8, 0), (12, 0), (16, 1), (24, 1), (40, 1)])
def test_few_descriptors(reports: Path, tmp_path: Path, descriptors: int, jobs: int):
    """It works, or says what is wanting."""

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

    tried = gongkai("extract", reports, "-o", tmp_path / "d", "-q", f"-j{jobs}", before=narrow)
    assert tried.returncode == 0 or (tried.returncode in (2, 3) and one_line(tried.stderr)), tried.stderr
    assert tried.returncode != 0 or is_whole(tmp_path / "d")


@pytest.mark.parametrize("closed", [(1,), (0, 1, 2)])
def test_closed_streams(reports: Path, tmp_path: Path, closed: tuple[int, ...]):
    """No file comes in the place of a stream that is closed; the dataset is whole."""
    tried = gongkai(
        "extract",
        reports,
        "-o",
        tmp_path / "d",
        f"-j{len(closed) - 1}",
        before=closing(*closed),
        stdout=None,
        stderr=None,
    )
    assert tried.returncode == 0
    assert is_whole(tmp_path / "d")
    assert gongkai("convert", reports / "0.txt", before=closing(*closed), stdout=None, stderr=None).returncode == 0


@pytest.mark.skipif(not FULL.exists(), reason="this system has no full device")
@pytest.mark.parametrize("words", [("convert", "0.txt"), ("forms", "list"), ("--help",)])
def test_output_that_finds_no_room(reports: Path, words: tuple[str, ...]):
    """What cannot be printed is told, in one line, with exit status 3."""
    with FULL.open("w") as full:
        tried = gongkai(*(reports / word if word.endswith("txt") else word for word in words), stdout=full)
    assert (tried.returncode, one_line(tried.stderr)) == (3, True), tried.stderr


def test_a_reader_that_has_had_enough(reports: Path):
    """A pipe that is closed at the other end is no reason for words."""
    ours, theirs = os.pipe()
    os.close(ours)
    tried = gongkai("convert", reports / "0.txt", stdout=theirs)
    os.close(theirs)
    assert "Traceback" not in tried.stderr
    assert "gongkai:" not in tried.stderr


def test_no_shared_memory(reports: Path, tmp_path: Path):
    """Where workers cannot start it says how to do without them."""
    (tmp_path / "sitecustomize.py").write_text(
        "import _multiprocessing\ndef refused(*_, **__):\n    raise OSError(38, 'Function not implemented')\n"
        "_multiprocessing.SemLock = type('SemLock', (), {'__init__': refused, 'SEM_VALUE_MAX': 2**31 - 1})\n"
    )
    narrow = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    tried = gongkai("extract", reports, "-o", tmp_path / "d", "-j2", env=narrow)
    assert tried.returncode == 0 or (
        tried.returncode in (2, 3) and one_line(tried.stderr) and "--jobs 0" in tried.stderr
    ), tried.stderr
    assert gongkai("extract", reports, "-o", tmp_path / "d", "-j0", env=narrow).returncode == 0


@pytest.mark.parametrize("name", ["x" * 5000, "r/" * 3000, "nul\0"[:3] + "\ud800"])
def test_names_that_no_file_can_have(tmp_path: Path, name: str):
    """One line."""
    tried = gongkai(
        "extract",
        os.fsencode(name.replace("\ud800", "\udcff")).decode("utf-8", "surrogateescape"),
        "-o",
        tmp_path / "d",
    )
    assert (tried.returncode, one_line(tried.stderr)) == (2, True), tried.stderr


def may_mount() -> bool:
    """Whether this user may have mounts of his own: root outside of most containers may."""
    return shutil.which("unshare") is not None and not subprocess.run(["unshare", "-m", "true"], check=False).returncode


@pytest.mark.skipif(not may_mount(), reason="who runs this may not mount")
def test_a_file_system_that_may_only_be_read(reports: Path, tmp_path: Path):
    """Each command that writes says so in one line; what only reads reads. Nothing of the dataset is changed."""
    dataset = tmp_path / "d"
    assert gongkai("extract", reports, "-o", dataset, "-j0").returncode == 0
    before = {path: path.read_bytes() for path in dataset.rglob("*") if path.is_file()}
    writing = [
        ("extract", reports, "-o", dataset, "-j0", "--force"),
        ("extract", reports, "-o", tmp_path / "new", "-j1"),
        ("convert", reports / "0.txt", "-o", tmp_path / "0.json"),
        ("convert", reports / "0.txt", "--tables", tmp_path / "t"),
        *(("review", dataset, "-j1"), ("panel", dataset), ("export", dataset, "--formats", "xlsx")),
    ]
    reading = [("convert", reports / "0.txt"), ("status", dataset)]
    mount = f'mount --bind "{tmp_path}" "{tmp_path}" && mount -o remount,ro,bind "{tmp_path}" && "$@"'
    for words in (*writing, *reading):
        command = ["unshare", "-m", "sh", "-c", mount, "sh", sys.executable, "-m", "gongkai", *map(str, words)]
        tried = subprocess.run(command, capture_output=True, text=True, check=False)
        assert tried.returncode == (0 if words in reading else 2), (words, tried.stderr)
        assert words in reading or (one_line(tried.stderr) and "Read-only file system" in tried.stderr)
    assert before == {path: path.read_bytes() for path in dataset.rglob("*") if path.is_file()}
