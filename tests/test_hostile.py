"""Files made to hurt lie among good ones: each ends as a report or as a failure that says why, and the good ones are as without them."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from msgspec import Struct

from corpus.to_text import to_text
from corpus.truth import make_truth
from gongkai.bulk.naming import printable
from hostile.content import pages, pdfs, pictures, texts
from hostile.packages import archives, containers, other_packages, word_files
from support import form_named

ROOT = Path(__file__).parent.parent
FORM = form_named()
TRUTH = make_truth(1, FORM)
TIMEOUT = 12
# No connection leaves the run, and whoever tries is written down.
GUARD = """
import os, socket
def refused(self, *where):
    with open(os.environ["GONGKAI_TRIED"], "a") as stream:
        stream.write(f"{where}\\n")
    raise OSError("no network")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refused
"""
BYTES = os.fsdecode(b"\xb1\xa8\xb8\xe6\xff.txt")
LINKS = {
    **{"zero.txt": "/dev/zero", "random.pdf": "/dev/urandom", "input.txt": "/dev/stdin", "tty.html": "/dev/tty"},
    **{"nothing.docx": "/nowhere", "self.docx": "self.docx", "memory.txt": "/proc/self/mem", "here": "."},
}
ERRORS = {
    *("empty_source", "unknown_format", "damaged_source", "encrypted_source", "unsupported_format", "missing_program"),
    *("not_a_report", "source_error", "timeout", "crash", "out_of_memory"),
}


class Ran(Struct, frozen=True):
    """One run over everything."""

    folder: Path
    sources: Path
    before: set[str]
    process: subprocess.CompletedProcess[str]
    failures: dict[str, dict[str, str]]
    reports: dict[str, dict[str, str]]


def good_text(seed: int, line: str = "") -> str:
    return f"{to_text(make_truth(seed, FORM), 'tab-rows', Random(1))}\n{line}\n"


def good_files() -> Iterator[tuple[str, bytes]]:
    for path in sorted((ROOT / "fixtures").iterdir()):
        if path.is_file():
            yield f"good-{path.name}", path.read_bytes()
    yield "good.txt", good_text(1).encode()


def cut_files() -> Iterator[tuple[str, bytes]]:
    """Yield good files that end too early."""
    rng = Random(5)
    for name, data in good_files():
        for number in range(3):
            yield f"cut-{number}-{name}", data[: rng.randrange(1, len(data))]


def told_files() -> Iterator[tuple[str, bytes]]:
    """Yield reports whose names or words mean something to a shell, a spreadsheet or a browser."""
    formula = '=HYPERLINK("http://192.0.2.1","x")'
    lines = to_text(TRUTH, "tab-rows", Random(1)).split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("一、")) + 1
    for number, word in enumerate(
        (formula, "+1+1", "-2+3|cmd", "@SUM(A1)", "<script>alert(1)</script>", "\t=1", "'=1")
    ):
        yield f"told-{number}.txt", "\n".join([*lines[:at], word, *lines[at:]]).encode()
    names = (
        "=cmd|' -C calc'!A0.txt",
        "@SUM(1).txt",
        "+1.txt",
        "-rf",
        "--help.txt",
        "new\nline.txt",
        "tab\t.txt",
        "<b>.txt",
        "a" * 246 + ".txt",
        "$(id).txt",
        "%n%s.txt",
        "报告 .txt",
    )
    for number, name in enumerate(names):
        yield name, good_text(1, f"第{number}号").encode()


def special_files(folder: Path) -> None:
    """Make what is no file: pipes, sockets, devices, links."""
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.relpath(folder / "socket.txt"))
    for name, target in LINKS.items():
        (folder / f"link-{name}").symlink_to(target)
    (folder / "inside").mkdir()
    (folder / "inside/up").symlink_to("..")
    (folder / "loop-a").symlink_to("loop-b")
    (folder / "loop-b").symlink_to("loop-a")
    (folder / BYTES).write_bytes(good_text(1, "GBK").encode())
    locked = folder / "locked.txt"
    locked.write_bytes(good_text(1, "locked").encode())
    locked.chmod(0)


def hostile_files() -> Iterator[tuple[str, bytes]]:
    yield from word_files()
    yield from other_packages()
    yield from archives(good_text(2).encode())
    yield from containers()
    yield from pages()
    yield from texts()
    yield from pictures()
    yield from pdfs()
    yield from cut_files()
    yield from told_files()


def listing(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def extract(sources: Path, dataset: Path, around: Path) -> subprocess.CompletedProcess[str]:
    for name in ("home", "tmp", "guard", "cwd"):
        (around / name).mkdir(parents=True, exist_ok=True)
    (around / "guard/sitecustomize.py").write_text(GUARD)
    places = {"HOME": "home", "TMPDIR": "tmp", "PYTHONPATH": "guard", "GONGKAI_TRIED": "tried"}
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        **{k: str(around / v) for k, v in places.items()},
    }
    command = [sys.executable, "-m", "gongkai", "extract", str(sources), "-o", str(dataset)]
    options = ["-j", "2", "--timeout", str(TIMEOUT), "--memory", "2048", "--log", str(around / "log")]
    alone = (
        ["unshare", "-n"]
        if shutil.which("unshare")
        and not subprocess.run(["unshare", "-n", "true"], check=False, capture_output=True).returncode
        else []
    )
    return subprocess.run(
        [*alone, *command, *options],
        env=environment,
        cwd=around / "cwd",
        text=True,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Run over the good files, then over the same folder with everything else in it."""
    folder = tmp_path_factory.mktemp("hostile")
    sources = folder / "r"
    sources.mkdir()
    for name, data in good_files():
        (sources / name).write_bytes(data)
    extract(sources, folder / "good", folder / "around")
    for name, data in hostile_files():
        (sources / name).write_bytes(data)
    special_files(sources)
    before = listing(sources)
    process = extract(sources, folder / "d", folder / "around")
    failures = {
        row["path"].removeprefix("'").removeprefix(f"{sources}/"): row for row in rows(folder / "d/failures.csv")
    }
    reports = {row["path"].removeprefix(f"{sources}/"): row for row in rows(folder / "d/reports.csv")}
    return Ran(folder, sources, before, process, failures, reports)


def test_every_file_ends_as_a_report_or_with_a_clear_cause(ran: Ran):
    """No defect of ours, no traceback, one line a failure; sources are reports, repetitions and failures."""
    assert ran.process.returncode == 1, ran.process.stderr
    assert ran.process.stderr == ""
    assert {row["error"] for row in ran.failures.values()} <= ERRORS, [
        row for row in ran.failures.values() if row["error"] not in ERRORS
    ]
    assert all(row["message"] and "Traceback" not in row["message"] for row in ran.failures.values())


def test_nothing_is_lost(ran: Ran):
    """Each file of the folder that may be a report is accounted for."""
    settled = {
        *ran.failures,
        *ran.reports,
        *(row["path"].removeprefix(f"{ran.sources}/") for row in rows(ran.folder / "d/duplicates.csv")),
        *(row["path"].removeprefix(f"{ran.sources}/") for row in rows(ran.folder / "d/skipped.csv")),
    }
    names = {printable(path.name) for path in ran.sources.iterdir()}
    missed = {
        name for name in names if name not in settled and not any(path.startswith(f"{name}!") for path in settled)
    }
    assert missed <= {"link-here", "ignored.zip", "inside"}
    assert len(names) > 150


def test_good_files_are_as_without_the_others(ran: Ran):
    """Byte for byte."""
    for path in (ran.folder / "good/json").iterdir():
        assert (ran.folder / "d/json" / path.name).read_bytes() == path.read_bytes()
    assert len(rows(ran.folder / "good/reports.csv")) == len(list(good_files()))


def test_nothing_is_written_elsewhere_and_nobody_is_called(ran: Ran):
    """Nothing but the dataset and the log; home and temporary files are empty; no connection was tried."""
    assert listing(ran.folder / "around") == {"home", "tmp", "guard", "guard/sitecustomize.py", "cwd", "log"}
    assert {path.name for path in ran.folder.iterdir()} == {"r", "good", "d", "around"}
    assert listing(ran.sources) == ran.before


def test_entities_and_links_bring_in_no_file(ran: Ran):
    """No report holds what stands in another file of the machine."""
    for path in (ran.folder / "d/json").iterdir():
        assert ":/bin/" not in path.read_text(encoding="utf-8")


def test_no_cell_of_a_csv_begins_a_formula(ran: Ran):
    """A text cell that begins with = + - @ has an apostrophe before it."""
    csv.field_size_limit(1 << 24)  # the text of a hostile page is longer than the module's own limit
    for path in (ran.folder / "d").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream):
                for cell in row:
                    assert not cell.startswith(("=", "@", "\t", "\r")), (path, cell)
                    assert not cell.startswith(("+", "-")) or cell.lstrip("+-").replace(".", "").isdigit(), (path, cell)


def test_names_stand_in_the_dataset_as_text(ran: Ran):
    """Whatever bytes, signs or line breaks they are made of."""
    names = ["new\nline.txt", "--help.txt", "-rf", "<b>.txt", "names.zip!../../outside.txt", "names.zip!new\nline.txt"]
    assert set(names) <= set(ran.reports)
    assert printable(BYTES) in ran.reports
