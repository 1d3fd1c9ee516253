"""Documents of no known form come back as they were printed."""

from __future__ import annotations

import pytest

from corpus.others.evaluation import evaluate_others


@pytest.mark.parametrize("name", ["docx", "html", "md", "tabs", "pipes"])
def test_invented_documents_come_back_whole(name):
    """Every cell under its labels, every section, title, agency and year, in every format that the project prints itself."""
    line = list(evaluate_others(range(1), [name], show=False))[-1]
    assert line.split()[1:5] == ["100.00%", "0.00%", "100.00%", "100.00%"]
