"""LibreOffice as it fails: missing, sick, crashing, hanging. Each file's fate is its own, and nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from gongkai.errors import DamagedSource, EncryptedSource, MissingProgram, SourceError
from gongkai.readers import open_bytes, samples
from gongkai.readers.office.convert import Outcome, convert
from gongkai.readers.office.soffice import find_program, version
from gongkai.readers.samples import zipped
from readers.fake_soffice import FakeSoffice, rtf
from readers.ole_files import WORD_97, ole, word

GOOD = samples.word()
ODT = "application/vnd.oasis.opendocument.text"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSoffice:
    """A healthy stand-in; what conversions write goes to ``tmp_path / 'temporary'``."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return FakeSoffice(tmp_path).use(monkeypatch)


def told(outcomes: list[Outcome]) -> list[str]:
    """Return ``ok`` for a converted file, else the class of its error."""
    return ["ok" if outcome == GOOD else type(outcome).__name__ for outcome in outcomes]


def test_many_files_are_one_start(fake: FakeSoffice) -> None:
    """All in the order given; no file at all is no start."""
    assert convert([]) == []
    assert told(convert([rtf(f"{i}") for i in range(30)])) == ["ok"] * 30
    assert len(fake.starts) == 1


def test_only_names_of_our_own_reach_the_command_line(fake: FakeSoffice) -> None:
    """And an own profile, in a folder that is gone afterwards."""
    convert([rtf("1"), ("wps", word()), ("odt", b"<?xml version='1.0'?><office:document/>")])
    (line,) = fake.starts
    assert line.endswith("--outdir out in/00000.rtf in/00001.doc in/00002.fodt")
    assert f"-env:UserInstallation=file://{fake.folder}/temporary/gongkai-" in line
    assert list((fake.folder / "temporary").iterdir()) == []


@pytest.mark.parametrize(("how", "said"), [("CRASH", "crashes"), ("HANG", "did not finish"), ("HALF", "crashes")])
def test_a_file_that_ends_libreoffice_costs_itself_only(fake: FakeSoffice, how: str, said: str) -> None:
    """It is tried once more, alone; those behind it are converted together again."""
    outcomes = convert([rtf("1"), rtf("2"), rtf(how), rtf("4"), rtf("5")], patience=0.8)
    assert told(outcomes) == ["ok", "ok", "SourceError", "ok", "ok"]
    assert said in str(outcomes[2])
    assert len(fake.starts) == 3
    assert list((fake.folder / "temporary").iterdir()) == []


def test_several_bad_files_cost_themselves_only(fake: FakeSoffice) -> None:
    """First, in the middle, side by side and last."""
    outcomes = convert([rtf(text) for text in ("CRASH", "1", "CRASH", "HALF", "2", "SKIP", "3", "CRASH")])
    assert [told([outcome]) == ["ok"] for outcome in outcomes] == [False, True, False, False, True, False, True, False]


def test_a_crash_that_does_not_come_again_costs_nothing(fake: FakeSoffice) -> None:
    """The second try gives the file."""
    assert told(convert([rtf("1"), rtf("ONCE"), rtf("3")])) == ["ok"] * 3
    assert len(fake.starts) == 3


def test_what_hangs_is_ended_with_all_that_it_started(fake: FakeSoffice) -> None:
    """soffice is a script that starts the program proper."""
    began = time.monotonic()
    assert told(convert([rtf("HANG")], patience=0.5)) == ["SourceError"]
    assert time.monotonic() - began < 60
    assert is_gone(fake.folder / "child")


def is_gone(child: Path) -> bool:
    """Whether the process whose number stands in the file ends within a few seconds."""
    status = Path(f"/proc/{int(child.read_text())}/stat")
    for _ in range(200):
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_nothing_is_left_behind_by_a_run_that_is_killed(fake: FakeSoffice) -> None:
    """Not even by kill -9 while LibreOffice hangs."""
    code = "from gongkai.readers.office.convert import convert; convert([('rtf', b'{\\\\rtf1 HANG}')])"
    with subprocess.Popen([sys.executable, "-c", code]) as process:
        child = fake.folder / "child"
        for _ in range(600):
            if child.exists() and child.read_text():
                break
            time.sleep(0.05)
        process.kill()
    assert is_gone(child)


def test_a_file_that_is_passed_over_is_damaged(fake: FakeSoffice) -> None:
    """LibreOffice goes on with the next; the file is not tried again."""
    outcomes = convert([rtf("1"), rtf("SKIP"), rtf("3")])
    assert told(outcomes) == ["ok", "DamagedSource", "ok"]
    assert "cannot open it" in str(outcomes[1])
    assert len(fake.starts) == 1


@pytest.mark.parametrize("each", [":", "exit 1", "kill -9 $$"])
def test_a_libreoffice_that_converts_nothing_is_told_from_bad_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, each: str
) -> None:
    """A small file of our own is tried before files are blamed; the run is not spent on starts."""
    fake = FakeSoffice(tmp_path, each).use(monkeypatch)
    outcomes = convert([rtf(f"{i}") for i in range(20)])
    assert set(told(outcomes)) == {"MissingProgram"}
    assert "converts nothing" in str(outcomes[0])
    assert len(fake.starts) == 2


def test_without_libreoffice_the_message_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, and a code of its own for failures.csv."""
    monkeypatch.delenv("GONGKAI_SOFFICE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    (outcome,) = convert([rtf("1")])
    assert isinstance(outcome, MissingProgram)
    assert "apt-get install libreoffice-writer" in str(outcome)
    assert outcome.code == "missing_program"
    monkeypatch.setenv("GONGKAI_SOFFICE", str(tmp_path / "nothing"))
    assert "GONGKAI_SOFFICE" in str(convert([rtf("1")])[0])
    assert find_program() is None


def test_a_program_that_does_not_answer_has_no_version(tmp_path: Path) -> None:
    """Asking for it is bounded in time."""
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nexec sleep 60\n")
    script.chmod(0o755)
    assert version(str(script), seconds=0.3) is None
    script.write_text("#!/bin/sh\necho 'LibreOffice 9.8.7.6 abc'\n")
    assert version(str(script)) == "9.8.7.6"


MANIFEST = "META-INF/manifest.xml"
REFUSED = {
    "password": (("doc", word(0x0300)), EncryptedSource, "password"),
    "password of a wps": (("wps", word(0x0100)), EncryptedSource, "password"),
    "odt password": (
        ("odt", zipped({"mimetype": ODT, MANIFEST: "<manifest:encryption-data/>", "content.xml": "x"})),
        EncryptedSource,
        "password",
    ),
    "odt without text": (("odt", zipped({"mimetype": ODT, MANIFEST: "<m/>"})), DamagedSource, "content.xml"),
    "odt cut": (("odt", zipped({"mimetype": ODT, MANIFEST: "<m/>", "content.xml": "x"})[:-9]), DamagedSource, "cut"),
    "no table stream": (("doc", ole(WordDocument=WORD_97 + bytes(6) + b"\0\2")), DamagedSource, "broken"),
    "no Word in it": (("doc", ole(WordDocument=b"something else")), DamagedSource, "first bytes"),
    "cut": (("doc", word()[:6000]), DamagedSource, "cut short"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_seen_before_libreoffice_makes_something_of_it(fake: FakeSoffice, name: str) -> None:
    """It converts anything, half a file too: what cannot be right never reaches it."""
    file, kind, said = REFUSED[name]
    first, second = convert([file, rtf("1")])
    assert type(first) is kind
    assert said in str(first)
    assert second == GOOD
    assert "00000" not in fake.starts[0]


def test_a_converted_file_is_not_converted_again(fake: FakeSoffice) -> None:
    """What a batch gave before is read, and what it failed with is raised; the reader is named after both."""
    opened = open_bytes(rtf("1")[1], "a.rtf", GOOD)
    assert next(iter(opened.documents)).reader == "rtf:libreoffice"
    with pytest.raises(DamagedSource, match="earlier"):
        next(iter(open_bytes(rtf("1")[1], "a.rtf", DamagedSource("earlier")).documents))
    assert fake.starts == []
    assert next(iter(open_bytes(rtf("1")[1], "a.rtf").documents)).reader == "rtf:libreoffice"
    assert len(fake.starts) == 1


def test_errors_are_source_errors() -> None:
    """So that a run lists the file and goes on."""
    assert issubclass(MissingProgram, SourceError)
