"""The same report in every format that archives hold gives the same cells."""

from __future__ import annotations

from functools import cache
from random import Random

import msgspec
import pytest

from corpus.compare import Score, compare
from corpus.formats import formats
from corpus.model import Truth
from gongkai.pipeline import extract_bytes
from tables.build import truth_of

FLAVOURS = {flavour.name: flavour for flavour in formats()}
BORN_DIGITAL = sorted(name for name, flavour in FLAVOURS.items() if flavour.kind == "born digital")
PICTURES = sorted(name for name, flavour in FLAVOURS.items() if flavour.kind == "pictures")
ENOUGH = 0.98
"""The share of printed figures that a scan must give; none may be wrong."""


@cache
def truth() -> Truth:
    """Invent the report."""
    return truth_of(seed=11, fee="some", title="two")


def score_of(name: str) -> Score:
    """Print the report in a format and read it back."""
    flavour = FLAVOURS[name]
    data = flavour.write(truth(), Random(0))
    assert data is not None
    return compare(truth(), msgspec.to_builtins(extract_bytes(data, f"report{flavour.extension}")))


@pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")
@pytest.mark.needs("chromium", "chromium", "chromium-browser")
def test_every_format_can_be_printed_here():
    """What is not printed is not tried."""
    assert {"doc", "docx", "html", "mhtml", "odt", "page-pdf", "pdf", "rtf", "wps"} <= set(FLAVOURS)
    assert {"png", "scan-150", "scan-200", "tiff"} <= set(FLAVOURS)


@pytest.mark.parametrize("name", BORN_DIGITAL)
def test_every_figure_comes_out_of_every_format(name: str):
    """All of them, none wrong, blank cells as blank."""
    score = score_of(name)
    assert (score.right, score.wrong, score.statuses_right) == (score.cells, 0, score.statuses), score.differences


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_gives_nearly_all_figures_and_no_wrong_one(name: str):
    """What is not certain is unreadable."""
    pytest.importorskip("rapidocr")
    score = score_of(name)
    assert score.wrong == 0, score.differences
    assert score.right >= ENOUGH * score.cells, score.differences
