"""What agencies do to the form's tables of their own accord: a table for each of two years, a column of their own between the form's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from random import Random
from types import MappingProxyType

import msgspec

from corpus.flavour import Flavour
from corpus.grid import PrintedTable
from corpus.model import Truth
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import FLAVOURS, to_text
from corpus.truth import make_truth
from gongkai.forms.load import load_forms

Change = Callable[[Truth, Random], Truth]
_CAPTIONS = ("{y}年{t}", "表{n}　{y}年度{t}", "{y}年度", "（{n}）{y}年情况", "{t}（{y}年）")
_TITLES = {"requests": "收到和处理政府信息公开申请情况"}


def two_years(truth: Truth, rng: Random) -> Truth:
    """Print each table twice, under captions that name the year and the year before, in either order.

    The caption of the report's own table is a line of its section's text then, which the truth does not know.
    """
    form = next(form for form in load_forms() if form.id == truth.form)
    past = make_truth(f"{rng.random()} past", form, profile="city")
    pattern, this_first = rng.choice(_CAPTIONS), rng.random() < 0.5
    twice: dict[str, tuple[str | PrintedTable, ...]] = {}
    for key, layout in truth.layouts.items():
        title = _TITLES.get(key, "数据统计")
        both = [
            (pattern.format(y=truth.year - back, t=title, n=1 + (back == this_first)), table)
            for back, table in ((0, layout), (1, past.layouts[key]))
        ]
        twice[key] = tuple(part for pair in (both if this_first else both[::-1]) for part in pair)
    return msgspec.structs.replace(truth, twice=twice)


def own_ways() -> Iterator[Flavour]:
    """Yield a flavour for each of these ways in Word, in HTML, and in a style of text that keeps blank cells."""
    for name, change in _WAYS.items():
        yield Flavour(f"{name}-docx", ".docx", partial(_docx, change), "blanks kept")
        yield Flavour(f"{name}-html", ".html", partial(_html, change), "blanks kept")
        yield Flavour(f"{name}-text", ".txt", partial(_text, change), "blanks kept")


def _docx(change: Change, truth: Truth, rng: Random) -> bytes:
    return to_docx(change(truth, rng))


def _html(change: Change, truth: Truth, rng: Random) -> bytes:
    return to_html(change(truth, rng)).encode()


def _text(change: Change, truth: Truth, rng: Random) -> bytes:
    style = rng.choice([name for name, style in FLAVOURS.items() if style.kind == "blanks kept"])
    return to_text(change(truth, rng), style, rng).encode()


_WAYS: Mapping[str, Change] = MappingProxyType({"two-years": two_years})
