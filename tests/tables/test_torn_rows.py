"""Rows that lost their labels, near labels that lost their rows: whatever is read is where it was printed."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from corpus.compare import compare
from gongkai.pipeline import extract_bytes
from gongkai.tables.text.labels import locate
from gongkai.tables.text.stretch import take_apart
from gongkai.tables.text.torn_rows import doubted_labels
from tables.build import forms, printed, truth_of
from tables.test_text_steps import fragments

_ROW = 4  # bars of a row of the table of requests, at least


def torn(text: str, rng: Random) -> str:
    """Move labels of some rows of a Markdown table to lines of their own, above or below, or lose them."""
    lines = []
    for line in text.splitlines():
        cells = line.split("|")
        label = next((c.strip() for c in cells if c.strip()), "")
        way = rng.choice(("kept", "kept", "above", "below", "lost"))
        if len(cells) < _ROW or "---" in line or way == "kept":
            lines.append(line)
            continue
        bare = line.replace(label, "", 1)
        lines += {"above": [f"| {label} |", bare], "below": [bare, f"| {label} |"], "lost": [bare]}[way]
    return "\n".join(lines)


@pytest.mark.parametrize("flavour", ["markdown-row", "row-padded", "tab-cells"])
@pytest.mark.parametrize("seed", range(12))
def test_rows_whose_labels_were_torn_off_keep_no_place_without_proof(flavour, seed):
    """A label above, below, or gone: a figure comes out where it was printed, or as ambiguous."""
    truth = truth_of(seed, narrative="none")
    text = torn(printed(truth, flavour).decode(), Random(seed))
    score = compare(truth, msgspec.to_builtins(extract_bytes(text.encode(), "report.txt")))
    assert score.wrong == 0, [line for line in score.differences if "WRONG" in line]


TABLE = forms()["gio-2021"].table("requests")
assert TABLE is not None
WHOLE = "| 一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"
LAST = "| 8.属于行政查询事项 | 0 | 0 | 0 | 0 | 0 | 4 | 4 |"
LABELS = ("| 1.属于国家秘密 |", "| 2.其他法律行政法规禁止公开 |")
BARE = ("| 2 | 0 | 0 | 0 | 0 | 0 | 2 |", "| 3 | 0 | 0 | 0 | 0 | 0 | 3 |")


def doubted(*rows):
    """Return the labels that are doubted in marked rows between two whole ones."""
    stretch = take_apart(fragments("\n".join((WHOLE, *rows, LAST)), marked=True), TABLE)
    found = doubted_labels(stretch, TABLE, locate(stretch.words, TABLE))
    return sorted(TABLE.items[span.item].names[0] for span in found)


def test_labels_and_rows_that_take_turns_belong_together():
    """Label, row, label, row from one whole row to the next: no other reading has a row for each label."""
    assert doubted(LABELS[0], BARE[0], LABELS[1], BARE[1]) == []


@pytest.mark.parametrize(
    "rows",
    [
        (BARE[0], LABELS[0], BARE[1], LABELS[1]),
        (LABELS[0], BARE[0], BARE[1], LABELS[1]),
        (LABELS[0], LABELS[1], BARE[0]),
        (BARE[0], LABELS[0], BARE[1]),
    ],
    ids=["labels below", "both ways", "a row too few", "a label too few"],
)
def test_labels_that_do_not_take_turns_with_rows_are_doubted(rows):
    """Each row may be that of the label above it or of the one below."""
    assert doubted(*rows) == sorted(
        name for name in ("属于国家秘密", "其他法律行政法规禁止公开") if any(name in row for row in rows)
    )


def test_whole_rows_are_never_doubted():
    """A group's label and blank rows between them change nothing."""
    assert doubted("| （三）不予公开 |", "|  |  |  |") == []
