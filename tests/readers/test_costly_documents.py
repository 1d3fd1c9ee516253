"""Documents and pages made to cost: each ends in a report or in words.

Seconds and memory of each are measured by ``scripts/bench_costs.py``; ``GONGKAI_COSTS=1`` reads those that take seconds here, too.
"""

from __future__ import annotations

import os

import pytest

from corpus.hostile_documents import DOCUMENTS
from gongkai.errors import SourceError
from gongkai.pipeline import extract_bytes

LONG = {
    *("page of divs", "page of open divs", "page of notes", "styles of rules", "styles of steps", "styles of has"),
    *("styles of neighbours", "styles of comments", "styles of marks", "styles of numbers", "styles of nots"),
    *("styles of sums", "styles of brackets", "styles of media", "page of tables side by side", "styles in styles"),
    *("docx runs", "ofd composites", "ofd composites in a circle", "ofd composites wide", "ofd texts", "xlsx sheets"),
    *("xlsx formats", "xlsx far cells", "rtf deep", "odt deep", "odt sections", "docx of a png", "page of a png"),
    *("ofd picture", "pdf of a picture", "xlsx strings"),
}
"""Those that take more than half a second to write and to read, and those that LibreOffice is asked for."""


@pytest.mark.parametrize(
    "name", DOCUMENTS if "GONGKAI_COSTS" in os.environ else [name for name in DOCUMENTS if name not in LONG]
)
def test_what_is_made_to_cost_ends_in_a_report_or_in_words(name: str):
    """Nests, circles, repeats and lies: no traceback, and no empty success."""
    called, make = DOCUMENTS[name]
    try:
        report = extract_bytes(make(), called)
    except SourceError as error:
        assert str(error).startswith(called)
    else:
        assert report.sections or report.grids or report.preamble or report.issues
