"""The list of reports as a script that the index loads: a page opened from disk may load scripts, but no JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

import msgspec

from gongkai.dataset.corrections import HEAD, Corrections
from gongkai.dataset.merging import Place, Side
from gongkai.forms.model import Form
from gongkai.forms.naming import RuleName
from gongkai.forms.variables import variables_of
from gongkai.messages.catalogue import Said, say
from gongkai.review.charts import named
from gongkai.review.decisions import fields_of
from gongkai.review.entries import Entry
from gongkai.review.heat import HeatTable
from gongkai.review.states import DOUBTFUL, State
from gongkai.show.values import plain

PART = 2000
"""Rows of the list in one script."""
NONE = "none"
_FIELDS = (
    *("id", "year", "agency", "title", "name", "form", "format", "status"),
    *("cells", "reported", "verified", "contradicted", "open", "corrected", "decided", "province", "failed"),
)
_REPORTED: tuple[State, ...] = ("verified", "contradicted", "unchecked")
_ESCAPES = MappingProxyType({ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def script(name: str, value: object) -> bytes:
    """Give ``value`` as a script that sets a constant; no character in it could end the script or a line."""
    text = msgspec.json.encode(value).decode("utf-8", "replace")
    return f"const {name} = {text.translate(_ESCAPES)};\n".encode()


def reports_script(
    entries: Iterable[Entry],
    provinces: Mapping[str, str],
    rules: Mapping[str, RuleName],
    tables: Sequence[HeatTable],
    count: int,
) -> bytes:
    """Give what the list is filtered by, how many parts its rows are in, and which part says in which reports a cell is doubtful."""
    found = {name: Counter[str]() for name in ("year", "province", "form", "format", "status", "check")}
    for entry in entries:
        found["year"][str(entry.year or NONE)] += 1
        found["province"][_plain(provinces.get(entry.report_id)) or NONE] += 1
        found["form"][entry.form or NONE] += 1
        found["format"][entry.format] += 1
        found["status"][entry.status] += 1
        found["check"].update(entry.failed)
    facets = {
        name: [(value, *_both(_facet(name, value, rules)), number) for value, number in sorted(counts.items())]
        for name, counts in found.items()
    }
    spots = {f"{table.form},{table.key}": number for number, table in enumerate(tables)}
    head = {"fields": _FIELDS, "facets": facets, "count": count, "parts": -(-count // PART), "spots": spots}
    return script("REPORTS", head)


def _facet(name: str, value: str, rules: Mapping[str, RuleName]) -> Said:
    if value == NONE:
        return say(f"list.no_{name}")
    if name == "check":
        return named(value, rules)
    return say(f"list.{value}") if name == "status" else Said(value, value)


def list_parts(
    entries: Iterable[Entry], provinces: Mapping[str, str], rules: Mapping[str, RuleName]
) -> Iterator[tuple[str, bytes]]:
    """Yield the rows of the list in parts, each a script of its own: what changes in one leaves the others as they are."""
    rows = (_row(entry, provinces.get(entry.report_id)) for entry in entries)
    for number, part in enumerate(iter(lambda: list(islice(rows, PART)), [])):
        yield f"list-{number}.js", _called("ROWS", number, part)


def spot_parts(entries: Iterable[Entry], tables: Sequence[HeatTable]) -> Iterator[tuple[str, bytes]]:
    """Yield, a script for each table, in which reports of the list each of its cells is doubtful."""
    numbers = {(table.form, table.key): number for number, table in enumerate(tables)}
    found: dict[int, dict[str, list[int]]] = {number: {} for number in numbers.values()}
    for place, entry in enumerate(entries):
        for (form, table, row, column), _ in entry.doubtful:
            if (number := numbers.get((form, table))) is not None:
                found[number].setdefault(f"{row},{column}", []).append(place)
    for number, spots in found.items():
        yield f"spots-{number}.js", _called("SPOTS", number, spots)


def _called(function: str, number: int, value: object) -> bytes:
    """Give a script that hands a value over."""
    text = msgspec.json.encode(value).decode("utf-8", "replace")
    return f"{function}({number}, {text.translate(_ESCAPES)});\n".encode()


def _both(said: Said) -> tuple[str, str]:
    return said.zh, said.en


def labels_script(forms: Iterable[Form]) -> bytes:
    """Give the labels of every cell of every form in both languages, by form, table, row and column."""
    labels = {
        f"{form.id},{table.key},{v.row.key},{v.column.key}": (v.label_zh, v.label_en)
        for form in forms
        for table in form.tables
        for v in variables_of(table)
    }
    return script("LABELS", labels)


def conflicts_script(conflicts: Mapping[Place, tuple[Side, ...]]) -> bytes:
    """Give what reviewers decided differently, cell by cell, each side with the file that it is from."""
    rows = [
        (*place, [(s.one.decided, s.one.reason, s.one.by, s.one.date, s.file) for s in sides])
        for place, sides in conflicts.items()
    ]
    return script("CONFLICTS", rows)


def sums_script(forms: Iterable[Form]) -> bytes:
    """Give the sums of every form, by form and check: both sides as terms of a sign, a row and a column, and how they compare."""
    sums = {
        f"{form.id},{table.key},{equation.id}": (
            [(sign, *key) for sign, key in equation.left],
            [(sign, *key) for sign, key in equation.right],
            equation.spec.compare,
        )
        for form in forms
        for table in form.tables
        for equation in table.equations
    }
    return script("SUMS", sums)


def decisions_script(corrections: Corrections, site: str) -> bytes:
    """Give every decision of ``corrections.csv`` as it stands there, and the name of the site for the browser's storage."""
    return script("CORRECTIONS", {"site": site, "fields": HEAD, "rows": list(fields_of(corrections))})


def _plain(text: str | None) -> str | None:
    return None if text is None else plain(text)


def _row(entry: Entry, province: str | None) -> tuple[object, ...]:
    states = entry.states
    return (
        *(
            entry.report_id,
            entry.year,
            *map(_plain, (entry.agency, entry.title, entry.name)),
            entry.form,
            entry.format,
            entry.status,
        ),
        sum(states.values()),
        sum(states.get(state, 0) for state in _REPORTED),
        states.get("verified", 0),
        states.get("contradicted", 0),
        sum(states.get(state, 0) for state in DOUBTFUL) - states.get("contradicted", 0),
        states.get("corrected", 0),
        entry.decided,
        _plain(province),
        entry.failed,
    )
