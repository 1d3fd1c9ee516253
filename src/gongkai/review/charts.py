"""The collection's pictures as rows of bars, ready to be drawn as SVG; lengths in units of the drawing, figures beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from gongkai.dataset.measures import Measures
from gongkai.forms.naming import RuleName
from gongkai.messages.catalogue import Said
from gongkai.review.entries import Entry
from gongkai.review.states import DOUBTFUL, MEANINGS, State
from gongkai.text.numerals import Number

WIDTH = 200.0  # of the longest bar
_MOST_CHECKS = 12  # rows of a chart
_SERIES = 8  # colours that the style sheet tells apart


class Bar(Struct, frozen=True):
    """A part of a row: where it begins, how long it is, how it looks (``kind``: a state or a series) and what it says."""

    x: float
    width: float
    kind: str
    zh: str
    en: str


class Row(Struct, frozen=True, kw_only=True):
    """One row of a picture; ``link`` is a filter of the list, such as ``year=2023``."""

    zh: str
    en: str
    bars: tuple[Bar, ...]
    text: str
    link: str = ""


class Totals(Struct, frozen=True, kw_only=True):
    """What a collection holds; ``doubtful`` counts reports, ``open`` cells that are ambiguous, unreadable or missing."""

    reports: int
    agencies: int
    doubtful: int
    cells: int
    verified: int
    contradicted: int
    open: int


class Key(Struct, frozen=True):
    """An entry of a legend."""

    kind: str
    zh: str
    en: str


class Chart(Struct, frozen=True, kw_only=True):
    """One picture; ``tall`` where the names of its rows are sentences and stand above their bars."""

    id: str
    zh: str
    en: str
    note_zh: str = ""
    note_en: str = ""
    rows: tuple[Row, ...]
    keys: tuple[Key, ...] = ()
    tall: bool = False


def charts_of(
    entries: Iterable[Entry], measures: Measures, rules: Mapping[str, RuleName], *, corrected: bool = False
) -> tuple[Chart, ...]:
    """Draw up every picture but the heat map; the ``entries`` are gone through several times.

    ``corrected``: where figures are what reviewers decided.
    """
    return (
        _coverage(entries),
        _shares(entries),
        _failures(entries, rules),
        _requests(entries, measures, corrected),
        _outcomes(entries, measures),
    )


def totals_of(entries: Iterable[Entry]) -> Totals:
    """Count what a collection holds."""
    states: Counter[State] = Counter()
    agencies: set[str | None] = set()
    reports = doubtful = 0
    for entry in entries:
        states.update(entry.states)
        agencies.add(entry.agency)
        reports += 1
        doubtful += bool(entry.doubtful or entry.failed)
    return Totals(
        reports=reports,
        agencies=len(agencies - {None}),
        doubtful=doubtful,
        cells=states.total(),
        verified=states["verified"],
        contradicted=states["contradicted"],
        open=sum(states[state] for state in DOUBTFUL) - states["contradicted"],
    )


def year_name(year: int | None) -> tuple[str, str]:
    """Name a year; a report may have none."""
    return ("年度不明", "no year") if year is None else (str(year), str(year))


def grouped(number: float) -> str:
    """Write a number with its thousands apart."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def _coverage(entries: Iterable[Entry]) -> Chart:
    years: dict[int | None, Counter[str]] = {}
    for entry in entries:
        years.setdefault(entry.year, Counter())[entry.format] += 1
    formats = Counter[str]()
    for counts in years.values():
        formats += counts
    names = [name for name, _ in formats.most_common()]
    kinds = {name: f"series{min(index, _SERIES - 1)}" for index, name in enumerate(names)}
    most = max((counts.total() for counts in years.values()), default=1)
    rows = [
        _row(
            year,
            [(kinds[n], n, n, years[year][n]) for n in names if years[year][n]],
            most,
            grouped(years[year].total()),
        )
        for year in _ordered(years)
    ]
    keys = tuple(Key(kinds[name], name, name) for name in names)
    return Chart(
        id="coverage", zh="报告数：按年度与文件格式", en="Reports by year and format", rows=tuple(rows), keys=keys
    )


def _shares(entries: Iterable[Entry]) -> Chart:
    years: dict[int | None, Counter[str]] = {}
    for entry in entries:
        years.setdefault(entry.year, Counter()).update(entry.states)
    rows = []
    for year in _ordered(years):
        counts, total = years[year], years[year].total()
        parts = [(m.state, m.zh, m.en, counts[m.state]) for m in reversed(MEANINGS) if counts[m.state]]
        share = f"{100 * counts['verified'] / total:.1f}%" if total else "–"
        rows.append(_row(year, parts, max(1, total), share))
    seen = {state for counts in years.values() for state in counts}
    keys = tuple(Key(m.state, m.zh, m.en) for m in reversed(MEANINGS) if m.state in seen)
    return Chart(
        id="shares",
        zh="单元格的核实情况",
        en="How far the cells are confirmed",
        note_zh="右侧为已核实的比例。",
        note_en="On the right, the share that is verified.",
        rows=tuple(rows),
        keys=keys,
    )


def _failures(entries: Iterable[Entry], rules: Mapping[str, RuleName]) -> Chart:
    counts = Counter(rule for entry in entries for rule in entry.failed)
    most = max(counts.values(), default=1)
    rows = tuple(
        Row(
            zh=named(rule, rules).zh,
            en=named(rule, rules).en,
            bars=(_bar(0, n, most, "contradicted", grouped(n), grouped(n)),),
            text=grouped(n),
            link=f"check={rule}",
        )
        for rule, n in counts.most_common(_MOST_CHECKS)
    )
    return Chart(
        id="failures",
        zh="不成立的勾稽关系：报告数",
        en="Checks that fail, by number of reports",
        rows=rows,
        tall=True,
    )


def named(rule: str, rules: Mapping[str, RuleName]) -> Said:
    """Say what a rule is called; one that no form declares has its id only."""
    return rules[rule].whole if rule in rules else Said(rule, rule)


def _requests(entries: Iterable[Entry], measures: Measures, corrected: bool) -> Chart:
    key = measures.requests.key
    years: Counter[int | None] = Counter()
    for entry in entries:
        years[entry.year] += entry.sums.get(key, 0)  # type: ignore[assignment]
    most = max(1, *years.values()) if years else 1
    zh, en = measures.requests.zh, measures.requests.en
    how_zh, how_en = (
        ("按更正后的数字相加", "Added up as corrected") if corrected else ("按报告所载相加", "Added up as printed")
    )
    rows = tuple(_row(year, [("series0", zh, en, years[year])], most, grouped(years[year])) for year in _ordered(years))
    return Chart(
        id="requests",
        zh=f"{zh}总数：按年度",
        en=f"{en}, by year",
        note_zh=f"{how_zh}；上级政府的报告可能已包含所属部门。",
        note_en=f"{how_en}; a government's report may include its departments'.",
        rows=rows,
    )


def _outcomes(entries: Iterable[Entry], measures: Measures) -> Chart:
    sums: dict[str, Number] = dict.fromkeys((m.key for m in measures.outcomes), 0)
    for entry in entries:
        for key in sums:
            sums[key] += entry.sums.get(key, 0)
    most, total = max(1, *sums.values()), sum(sums.values())
    rows = tuple(
        Row(
            zh=m.zh,
            en=m.en,
            bars=(_bar(0, sums[m.key], most, "series0", m.zh, m.en),),
            text=f"{grouped(sums[m.key])} ({100 * sums[m.key] / total:.1f}%)" if total else "0",
        )
        for m in measures.outcomes
    )
    return Chart(id="outcomes", zh="申请的办理结果", en="Outcomes of the requests", rows=rows)


def _ordered(years: Mapping[int | None, object]) -> list[int | None]:
    return sorted(years, key=lambda year: (year is None, -(year or 0)))


def _row(year: int | None, parts: Iterable[tuple[str, str, str, float]], most: float, text: str) -> Row:
    bars: list[Bar] = []
    x = 0.0
    for kind, zh, en, number in parts:
        bars.append(_bar(x, number, most, kind, f"{zh} {grouped(number)}", f"{en} {grouped(number)}"))
        x += bars[-1].width
    zh, en = year_name(year)
    return Row(zh=zh, en=en, bars=tuple(bars), text=text, link=f"year={year if year is not None else 'none'}")


def _bar(x: float, number: float, most: float, kind: str, zh: str, en: str) -> Bar:
    return Bar(round(x, 2), round(WIDTH * max(0.0, number) / most, 2), kind, zh, en)
