"""The list of reports as a script that the index loads: a page opened from disk may load scripts, but no JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from gongkai.checks.naming import RuleName
from gongkai.dataset.corrections import HEAD, Corrections
from gongkai.dataset.merging import Place, Side
from gongkai.forms.model import Form
from gongkai.forms.variables import variables_of
from gongkai.messages.catalogue import Said
from gongkai.review.charts import named
from gongkai.review.decisions import fields_of
from gongkai.review.entries import Entry
from gongkai.review.states import DOUBTFUL, State
from gongkai.show.values import plain

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


def reports_script(entries: Iterable[Entry], provinces: Mapping[str, str], rules: Mapping[str, RuleName]) -> bytes:
    """Give the list; ``failed`` of a report are places in ``checks`` (id and name), ``provinces`` are by report."""
    entries = tuple(entries)
    checks = sorted({rule for entry in entries for rule in entry.failed})
    places = {rule: place for place, rule in enumerate(checks)}
    rows = [_row(e, provinces.get(e.report_id), [places[rule] for rule in e.failed]) for e in entries]
    return script(
        "REPORTS", {"fields": _FIELDS, "checks": [(rule, *_both(named(rule, rules))) for rule in checks], "rows": rows}
    )


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


def _row(entry: Entry, province: str | None, failed: Sequence[int]) -> tuple[object, ...]:
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
        failed,
    )
