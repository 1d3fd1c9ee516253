"""Three datasets in every format: the fixtures', one of odd texts and figures, and an empty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset.formats.odd import ALL, write_odd
from gongkai.bulk.run import RunOptions, run
from gongkai.bulk.sources import find_sources
from gongkai.dataset.rows import Failure
from gongkai.dataset.settings import Settings
from gongkai.dataset.writers import write_dataset
from gongkai.forms.load import load_forms

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def fixtures_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of ``fixtures/``, in every format."""
    folder = tmp_path_factory.mktemp("fixtures") / "dataset"
    summary = run(find_sources([ROOT / "fixtures"]), folder, load_forms(), options=RunOptions(Settings(formats=ALL)))
    assert (summary.failures, summary.notices) == (0, ())
    return folder


@pytest.fixture(scope="session")
def odd_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of odd texts and figures, with a form of the user's own."""
    folder = tmp_path_factory.mktemp("odd") / "dataset"
    write_odd(folder)
    return folder


@pytest.fixture(scope="session")
def empty_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of which no source gave a report."""
    folder = tmp_path_factory.mktemp("empty") / "dataset"
    write_dataset([], [Failure("a.pdf", None, "encrypted_source", "needs a password")], load_forms(), folder, ALL)
    return folder
