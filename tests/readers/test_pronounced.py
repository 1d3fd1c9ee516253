"""The pronunciation that a page prints behind every character is no part of its text."""

from __future__ import annotations

from random import Random

import pytest
import regex

from corpus.to_text import to_text
from gongkai.document import Document, Mark, Paragraph, Place
from gongkai.readers.pronounced import without_pronunciation
from tables.build import read_html, read_text, score, truth_of

_SOUNDS = ("bào", "gào", "nián", "xìn", "xī", "de", "gōng", "kāi", "shēn", "qǐng")


def _spelt(text: str) -> str:
    """Print a syllable behind every Chinese character."""
    rng = Random(1)
    return regex.sub(r"\p{Han}", lambda match: f"{match[0]}({rng.choice(_SOUNDS)})", text)


@pytest.mark.parametrize("style", ["tab-cells", "plain-rows", "row-padded", "blank-line-gaps"])
def test_a_report_is_read_as_if_no_syllable_was_printed(style: str) -> None:
    """Figures, sections, title and agency are those of the text without pronunciation."""
    truth = truth_of(8)
    plain = score(truth, read_text(to_text(truth, style, Random(0))))
    spelt = score(truth, read_text(_spelt(to_text(truth, style, Random(0)))))
    assert (spelt.right, spelt.wrong, spelt.sections_right, spelt.fields) == (
        plain.right,
        0,
        plain.sections_right,
        plain.fields,
    )


def test_the_places_of_figures_move_along() -> None:
    """What stands behind a syllable that was taken away keeps its own place."""
    place = Place(page=2)
    text = "报(bào)告(gào)" * 10 + "12"
    block = Paragraph(text=text, marks=(Mark(len(text) - 2, len(text), place),))
    seen = without_pronunciation(Document(blocks=(block,), reader="text")).blocks[0]
    assert isinstance(seen, Paragraph)
    assert seen.text == "报告" * 10 + "12"
    assert seen.locate(20, 22) == place


def test_single_words_in_brackets_stay() -> None:
    """A rare character whose reading is explained once, and units in brackets, are text."""
    report = read_html("<p>龘（dá）字、面积（km）和网站（web）的说明。</p>")
    assert "龘（dá）" in str(report.sections)
