"""These tests run without reading any document, but for those that say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_pipeline

__all__ = ["fake_pipeline"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, so that paths are relative."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
