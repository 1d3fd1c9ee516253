"""A program that uses gongkai hears what it does, by the standard library's loggers; one that does not listen hears nothing."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai import extract_many
from gongkai.bulk.run import run
from gongkai.bulk.sources import find_sources
from gongkai.forms.load import load_forms
from gongkai.logs import logger

FIXTURE = Path(__file__).parent.parent / "fixtures/muyang-resources-2024.txt"


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what a library of an earlier test may have done: configuring logging disables every logger that is there."""
    for name in ("gongkai", "gongkai.run", "gongkai.many"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)


def test_a_run_tells_of_its_begin_each_source_and_its_end(tmp_path, caplog):
    """What gave no report is a warning, with its code and what is wrong."""
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    with caplog.at_level(logging.INFO, logger="gongkai"):
        run(find_sources([FIXTURE, tmp_path / "broken.pdf"]), tmp_path / "d", load_forms())
    found = [(record.name, record.levelname) for record in caplog.records]
    assert sorted(found) == [("gongkai.run", "INFO")] * 3 + [("gongkai.run", "WARNING")]
    assert caplog.messages[0].startswith("2 sources to")
    assert caplog.messages[-1].startswith("1 reports, 1 failures")
    assert any("broken.pdf: damaged_source: the PDF cannot be opened" in message for message in caplog.messages)


def test_many_documents_tell_of_each(caplog):
    """Those that were read and those that were not."""
    with caplog.at_level(logging.INFO, logger="gongkai"):
        list(extract_many([FIXTURE, b"%PDF-1.4 and no more"], jobs=0))
    assert [record.levelname for record in caplog.records if record.name == "gongkai.many"] == ["INFO", "WARNING"]


def test_nobody_who_does_not_listen_hears_anything():
    """No line on standard error, not even a warning."""
    code = "from gongkai import extract_many; print(len(list(extract_many([b'%PDF-1.4 no more'], jobs=0))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_a_logger_is_silent_until_somebody_listens(capfd: pytest.CaptureFixture[str]):
    """Not even a warning reaches standard error, however often the logger is asked for."""
    for _ in range(2):
        logger("read").warning("nothing to hear")
    assert capfd.readouterr().err == ""
    assert logger("read").name == "gongkai.read"
