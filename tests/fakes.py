"""A stand-in for the pipeline: what a file's bytes say decides what comes of it. Nothing of a document is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gongkai.errors import NotAReport
from gongkai.forms.model import Form
from gongkai.report import Report
from support import make_report


def fake_extract_bytes(
    data: bytes,
    name: str,
    *,
    path: str | None = None,
    forms: tuple[Form, ...] | None = None,
    converted: object = None,
    origin: object = None,
    watch: object = None,
) -> Report:
    """``bad`` gives NotAReport, ``boom`` a defect, anything else a report whose received requests are its length."""
    where = path or name
    if data.startswith(b"bad"):
        raise NotAReport(f"{where}: nothing in it is an annual report")
    if data.startswith(b"boom"):
        raise ZeroDivisionError("a defect")
    figures = {("requests", "received", "total"): len(data)}
    return make_report(figures, path=where, content=data)


def fake_extract(path: str | os.PathLike[str], *, forms: tuple[Form, ...] | None = None) -> Report:
    """Read the file and make of its bytes what ``fake_extract_bytes`` makes."""
    return fake_extract_bytes(Path(path).read_bytes(), Path(path).name, path=str(path))


@pytest.fixture
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stand-in in the pipeline's place."""
    monkeypatch.setattr("gongkai.pipeline.extract_bytes", fake_extract_bytes)
    monkeypatch.setattr(
        "gongkai.pipeline.extract_parts", lambda *words, **named: iter([fake_extract_bytes(*words, **named)])
    )
    monkeypatch.setattr("gongkai.pipeline.extract", fake_extract)
