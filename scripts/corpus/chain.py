"""Flattens a report by a random chain of harms that converters, crawlers and people do to tables.

A step is fair only if a careful human reader with the form beside him could not be misled into another figure than the printed one:
a row's label and its figures stay together, or, where labels come first, every row's figures are a line of their own in the form's
order. Therefore no step breaks a figure, joins two, drops the mark between a figure and a digit, parts a row from its label where
rows can't be told, prints a bare number between cells, or leaves out the heads of exchanged columns. What such a chain makes
undecidable (dropped blanks, lost heads) may be missed; a *wrong* value is never the chain's fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from types import MappingProxyType

from corpus import chain_tables as tables
from corpus import chain_text as texts
from corpus.draft import Draft, Step
from corpus.flow import flow
from corpus.model import Truth

STEPS: Mapping[str, Step] = MappingProxyType(
    {
        step.__name__: step
        for step in (
            tables.break_inside,
            tables.space_labels,
            tables.widen_digits,
            tables.swallow_groups,
            tables.lose_heads,
            tables.shuffle_heads,
            tables.exchange_rows,
            tables.swap_columns,
            texts.visible_separators,
            texts.loose_separators,
            texts.drop_blanks,
            texts.glue_labels,
            texts.glue_heads,
            texts.join_rows,
            texts.move_labels,
            texts.break_runs,
            texts.wrap_prose,
            texts.number_pages,
            texts.move_table,
            texts.cut_short,
        )
    }
)


def run_chain(truth: Truth, names: Iterable[str], seed: int | float) -> str:
    """Take ``truth`` through the named steps, in that order, and print it; each step draws from a source of its own."""
    draft = Draft(parts=flow(truth))
    for name in names:
        draft = STEPS[name](draft, Random(f"{seed} {name}"))
    return texts.print_draft(draft, Random(f"{seed} print"))


def draw_chain(rng: Random) -> tuple[str, ...]:
    """Draw two to seven steps in random order."""
    return tuple(rng.sample(sorted(STEPS), rng.randint(2, 7)))


def write_chain(truth: Truth, rng: Random) -> str:
    """Flatten ``truth`` by a chain drawn from ``rng``."""
    return run_chain(truth, draw_chain(rng), rng.random())
