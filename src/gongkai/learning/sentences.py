"""Sentences that restate a cell: the same words around a figure in several reports, and the same cell has that figure in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import regex

from gongkai.forms.schema import NarrativeSpec, SectionSpec
from gongkai.learning.chance import proves
from gongkai.learning.model import LearnedSentence
from gongkai.learning.spots import Filled, Spot, name_of_spot
from gongkai.printed.sections import keys_of
from gongkai.report import Section
from gongkai.text.fold import core, squeeze

_FIGURE = regex.compile(r"(?<![\d.,])(?P<n>\d+(?:,\d{3})*(?:\.\d+)?)(?![\d.]|,\d)")
_BEFORE = regex.compile(r"[^,.;:!?。、()\d]{2,24}$")
_BEHIND = regex.compile(r"[^,.;:!?。、()\d]{0,6}")
_LEAST = 3  # reports with different figures: two may agree by chance
_EITHER = 2  # cells with the same figure in all reports: the sentence may restate either
_MOST = 12  # sentences of one form, the best confirmed first
Words = tuple[str, str, str]
"""The key of a section, what stands before a figure and behind it."""


def learn_sentences(
    reports: Sequence[Filled], sections: Sequence[SectionSpec], labels: Mapping[Spot, str]
) -> Iterator[LearnedSentence]:
    """Yield the sentences that recur with the figure of one cell; ``labels`` say what row and column are called."""
    said: dict[Words, dict[int, Decimal]] = {}
    twice: set[Words] = set()
    for number, filled in enumerate(reports):
        keys = keys_of(filled.report.sections, sections)
        for words, figure in _figures(filled.report.sections, keys):
            if said.setdefault(words, {}).setdefault(number, figure) != figure:
                twice.add(words)  # two sentences in the same words: which of them a report has cannot be told
    found: list[LearnedSentence] = []
    for words, figures in said.items():
        spots = _spots(reports, figures, words, labels)
        if spots and words not in twice:
            confirmed = sum(reports[n].figures.get(spots[0]) == figure for n, figure in figures.items())
            found.append(_sentence(words, spots, confirmed, len(figures), len(found)))
    yield from sorted(found, key=lambda one: -one.confirmed)[:_MOST]


def _figures(sections: Sequence[Section], keys: Mapping[str, str]) -> Iterator[tuple[Words, Decimal]]:
    for section in sections:
        text = squeeze(section.text)
        for match in _FIGURE.finditer(text):
            before, behind = _BEFORE.search(text[: match.start()]), _BEHIND.match(text, match.end())
            if before is not None and behind is not None and section.key in keys:
                yield (keys[section.key], before[0], behind[0]), Decimal(match["n"].replace(",", ""))
        yield from _figures(section.children, keys)


def _spots(
    reports: Sequence[Filled], figures: Mapping[int, Decimal], words: Words, labels: Mapping[Spot, str]
) -> tuple[Spot, ...]:
    """The cell that has the figure in all reports; of several that whose labels the sentence names, else both where they are two."""
    if len({figure for figure in figures.values() if figure}) < _LEAST:
        return ()
    shared = set.intersection(*(
        {spot for spot, value in reports[number].figures.items() if value == figure} | _absent(reports[number], labels)
        for number, figure in figures.items()
    ))  # fmt: skip
    agreeing = {s: {figures[n] for n in figures if reports[n].figures.get(s)} for s in shared}
    sure = [s for s, own in agreeing.items() if len(own) >= _LEAST and proves(own, len(labels))]
    said = core(words[1] + words[2])
    named = [s for s in sure if core(labels.get(s, "")) and core(labels[s]) in said]
    best = named if len(named) == 1 else sure
    return tuple(sorted(best)) if len(best) <= _EITHER else ()


def _absent(filled: Filled, labels: Mapping[Spot, str]) -> set[Spot]:
    return {spot for spot in labels if spot not in filled.figures}


def _sentence(words: Words, spots: Sequence[Spot], confirmed: int, size: int, number: int) -> LearnedSentence:
    section, before, behind = words
    pattern = f"{regex.escape(before)}(?<n>\\d[\\d,]*(?:\\.\\d+)?){regex.escape(behind)}"
    spec = NarrativeSpec(
        id=f"said.{spots[0][0]}.{number + 1}",
        pattern=pattern,
        cells={"n": " or ".join(map(name_of_spot, spots))},
        sections=(section,),
    )
    return LearnedSentence(
        spec=spec, confirmed=confirmed, said=f"the figure of the cell in {confirmed} of {size} reports"
    )
