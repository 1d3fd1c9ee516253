"""``gongkai doctor``: works means that a file was read just now; what is wanting is named with how to get it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import main
from gongkai.errors import DamagedSource
from gongkai.readers import selftest
from gongkai.readers.formats import FORMATS
from gongkai.readers.sniff import sniff
from readers.fake_soffice import FakeSoffice


@pytest.fixture(autouse=True)
def _rar(monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks RAR archives is there."""
    monkeypatch.setattr("gongkai.bulk.containers.rars.program", lambda: "bsdtar")


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSoffice:
    """LibreOffice's stand-in, healthy."""
    return FakeSoffice(tmp_path).use(monkeypatch)


def doctor(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *arguments])


def states() -> dict[str, str]:
    found = json.loads(doctor("--json").stdout)
    return {reader["name"].partition(" ")[0]: reader["state"] for reader in found["readers"]}


@pytest.mark.usefixtures("fake")
def test_every_format_has_a_line() -> None:
    """All that the readers take, each tried on a sample of its own."""
    result = doctor()
    assert result.exit_code == 0
    for name in (
        "Word files (.docx",
        "web pages",
        ".mht",
        "plain text",
        "PDF with",
        "scans",
        "pictures",
        "OFD",
        "WPS",
        "zip",
    ):
        assert name in result.stdout
    found = json.loads(doctor("--json").stdout)
    assert {"gongkai", "python", "readers"} == found.keys()
    formats = {name for reader in found["readers"] for name in reader["formats"]}
    assert formats == {one.kind for one in FORMATS} | {"rar"}


def test_the_samples_are_what_they_are_called() -> None:
    """Told by their content, delimited tables by their name too."""
    assert all(sniff(one.sample(), f"a{one.endings[0]}") == one.kind for one in FORMATS if one.sample)


def test_libreoffice_is_really_started(fake: FakeSoffice) -> None:
    """Once to convert a file."""
    assert states()["old"] == "works"
    assert sum("--convert-to" in line for line in fake.starts) == 1


@pytest.mark.usefixtures("fake")
def test_what_unpacks_rar_archives_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no program of the system does, it says what to install, and all else works."""
    monkeypatch.setattr("gongkai.bulk.containers.rars.program", lambda: None)
    result = doctor()
    assert result.exit_code == 0
    assert "To read RAR archives:\n  sudo apt install libarchive-tools" in result.stdout


def test_a_missing_libreoffice_is_optional_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit status stays 0; the Debian package and what is lost are said."""
    monkeypatch.setenv("GONGKAI_SOFFICE", str(tmp_path / "nothing"))
    result = doctor()
    assert result.exit_code == 0
    assert "MISSING" in result.stdout
    assert "To read old Word, WPS, RTF and OpenDocument files:\n  apt-get install libreoffice-writer" in result.stdout


def test_a_sick_libreoffice_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there, but nothing comes out of it."""
    FakeSoffice(tmp_path, ":").use(monkeypatch)
    result = doctor()
    assert result.exit_code == 0
    assert "BROKEN" in result.stdout
    assert "converts nothing" in result.stdout


@pytest.mark.usefixtures("fake")
def test_the_extra_for_pictures_is_looked_for_and_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it both its lines say what to install."""
    monkeypatch.setattr("gongkai.readers.ocr.reader.available", lambda: None)
    result = doctor()
    assert (result.exit_code, result.stdout.count("MISSING")) == (0, 2)
    assert "gongkai[ocr]" in result.stdout
    monkeypatch.setattr("gongkai.readers.ocr.reader.available", lambda: "rapidocr 9")
    assert states()["pictures"] == "installed"


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("error", [DamagedSource("no good"), ImportError("no module lxml"), None])
def test_a_reader_that_does_not_read_is_broken(monkeypatch: pytest.MonkeyPatch, error: Exception | None) -> None:
    """A fault, a library that is not there, a document without the sample's text: exit status 1, and what to do."""
    whole = selftest.reader_for

    def reader_for(kind: str) -> object:
        if kind != "ofd":
            return whole(kind)
        if error is not None:
            raise error
        return lambda _: iter(())

    monkeypatch.setattr(selftest, "reader_for", reader_for)
    result = doctor()
    assert result.exit_code == 1
    assert result.stdout.count("BROKEN") == 1
    assert (str(error) if error else "without its text") in result.stdout
    assert "To read OFD:\n  pip install" in result.stdout
