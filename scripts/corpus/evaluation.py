"""Prints generated reports in every flavour, reads them back and counts what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

import msgspec
from msgspec import Struct

from corpus.chain import write_chain
from corpus.compare import compare
from corpus.flavour import Flavour
from corpus.model import Truth
from corpus.options import any_options
from corpus.own_ways import own_ways
from corpus.power import power
from corpus.shown import to_shown_html
from corpus.shown_text import to_shown_docx, to_shown_markdown
from corpus.tally import Tally
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import FLAVOURS, to_text
from corpus.truth import make_truth
from gongkai.errors import SourceError
from gongkai.forms.model import Form
from gongkai.pipeline import extract_bytes

Result = TypeVar("Result")


def flavours() -> Iterator[Flavour]:
    """Yield every flavour that the project makes itself."""
    yield Flavour("docx", ".docx", _docx, "blanks kept")
    yield Flavour("html", ".html", _html, "blanks kept")
    yield Flavour("html-shown", ".html", _shown_html, "shown otherwise")
    yield Flavour("docx-shown", ".docx", to_shown_docx, "shown otherwise")
    yield Flavour("markdown-shown", ".md", _shown_markdown, "shown otherwise")
    for name, style in FLAVOURS.items():
        yield Flavour(name, ".txt", partial(_text, name), style.kind)
    yield Flavour("random-chain", ".txt", _chained, "figures harmed")
    yield from own_ways()


def _docx(truth: Truth, _: Random) -> bytes:
    return to_docx(truth)


def _html(truth: Truth, _: Random) -> bytes:
    return to_html(truth).encode()


def _shown_html(truth: Truth, rng: Random) -> bytes:
    return to_shown_html(truth, rng).encode()


def _shown_markdown(truth: Truth, rng: Random) -> bytes:
    return to_shown_markdown(truth, rng).encode()


def _text(name: str, truth: Truth, rng: Random) -> bytes:
    return to_text(truth, name, rng).encode()


def _chained(truth: Truth, rng: Random) -> bytes:
    return write_chain(truth, rng).encode()


class Outcome(Struct, frozen=True):
    """One evaluation: a tally a flavour."""

    tallies: dict[str, Tally]


def evaluate(
    forms: Iterable[Form], seeds: Iterable[int], chosen: Iterable[Flavour], jobs: int = 1, save: Path | None = None
) -> Outcome:
    """Read ``seeds`` generated reports a form in each flavour, with ``jobs`` processes; the order of what comes out is fixed.

    Inputs that gave a wrong value are kept in the folder ``save``, each with its truth and what differs.
    """
    kept = tuple(chosen)
    tallies = {flavour.name: Tally() for flavour in kept}
    for parts in _each(partial(_read_all, kept, save), forms, seeds, jobs):
        for name, tally in parts.items():
            tallies[name].join(tally)
    return Outcome(tallies)


def measure_power(forms: Iterable[Form], seeds: Iterable[int], jobs: int = 1) -> Counter[tuple[str, str]]:
    """Spoil figures of ``seeds`` reports a form and count which were noticed; see ``corpus.power``."""
    return sum(_each(_power, forms, seeds, jobs), Counter())


def _each(
    work: Callable[[Form, int], Result], forms: Iterable[Form], seeds: Iterable[int], jobs: int
) -> Iterator[Result]:
    """Do ``work`` for each seed of each form and yield the results in that order."""
    numbers: Sequence[int] = tuple(seeds)
    pairs = [(form, seed) for form in forms for seed in numbers]
    if jobs < 2 or len(pairs) < 2:
        yield from (work(form, seed) for form, seed in pairs)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(work, *zip(*pairs, strict=True), chunksize=1)


def _read_all(chosen: tuple[Flavour, ...], save: Path | None, form: Form, seed: int) -> dict[str, Tally]:
    truth = make_truth(seed, form, **any_options(seed))
    return {flavour.name: _try_all(truth, (form.id, seed), flavour, save) for flavour in chosen}


def _power(form: Form, seed: int) -> Counter[tuple[str, str]]:
    return power(make_truth(seed, form, **any_options(seed)), form, Random(seed))


def _try_all(truth: Truth, drawn: tuple[str, int], flavour: Flavour, save: Path | None) -> Tally:
    """Write and read a report, drawn for a form with a seed, as often as its flavour asks for."""
    tally = Tally()
    for time in range(flavour.times):
        name = f"{drawn[0]} {drawn[1]}" + (f".{time}" if time else "")
        tally.join(_try(truth, name, flavour, save))
    return tally


def _try(truth: Truth, seed: str, flavour: Flavour, save: Path | None) -> Tally:
    tally = Tally()
    data = flavour.write(truth, Random(seed))
    if data is None:
        tally.counts["unwritten"] += 1
        return tally
    try:
        report = msgspec.to_builtins(extract_bytes(data, f"report{flavour.extension}"))
    except SourceError as error:
        tally.counts["failed"] += 1
        tally.lines.append(f"    {seed}: no report: {error}")
        return tally
    tally.add(seed, truth, compare(truth, report), report)
    if save and tally.counts["wrong"]:
        _save(truth, data, save / f"{flavour.name} {seed}{flavour.extension}", tally)
    return tally


def _save(truth: Truth, data: bytes, path: Path, tally: Tally) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_suffix(".truth.json").write_text(truth.to_json(), encoding="utf-8")
    path.with_suffix(".differences").write_text("\n".join(tally.lines) + "\n", encoding="utf-8")
