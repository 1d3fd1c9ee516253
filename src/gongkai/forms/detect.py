"""Which form a report follows: judged by the labels of its tables, never by its headings, its year or what its preamble cites."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gongkai.forms.model import Form
from gongkai.report import FormMatch
from gongkai.text.fold import without_digits

_LEAST = 0.05  # of a form: less are words that tables of other families have, too


def detect(
    forms: tuple[Form, ...],
    found: Mapping[str, tuple[str, float]],
    words: str,
    whole: Mapping[str, float] = MappingProxyType({}),
) -> FormMatch:
    """Choose the form of a report.

    ``found`` gives for each table key the form that it follows and how far its labels are those printed (0 to 1); ``words`` are
    the folded words of all tables, in which the forms' decisive labels are looked for. ``whole`` gives the share of a table's printed
    rows that are whole rows of the form under all its heads: a few of them, and hardly another row, are the form's table, however
    many of its rows are left out.
    """
    if not found:
        return FormMatch(None, 0.0, ("no table of a known form was found",))
    scored = sorted(((_score(form, found, words), -i) for i, form in enumerate(forms)), reverse=True)
    score, position = scored[0]
    form = forms[-position]
    if score < _LEAST:
        rows = {key: (owner, max(fit, whole.get(key, 0.0))) for key, (owner, fit) in found.items()}
        score = _score(form, rows, words)
    if score < _LEAST:
        return FormMatch(
            None,
            round(score, 3),
            (f"too little of a known form's tables is printed ({', '.join(title_of(form, key) for key in found)})",),
        )
    return FormMatch(form.id, round(score, 3), tuple(_reasons(form, found, words)))


def _score(form: Form, found: Mapping[str, tuple[str, float]], words: str) -> float:
    """Half for the share of decisive labels that are printed, half for how well the tables are explained; a form without decisive
    labels is judged by its tables alone.
    """
    explained = sum(fit for owner, fit in found.values() if owner == form.id) / max(1, len(form.tables))
    if not form.signature:
        return max(0.0, explained)
    read = sum(without_digits(label) in words for label in form.signature) / len(form.signature)
    return max(0.0, (read + explained) / 2)


def _reasons(form: Form, found: Mapping[str, tuple[str, float]], words: str) -> list[str]:
    labels = [
        printed
        for printed, name in zip(form.spec.signature, form.signature, strict=True)
        if without_digits(name) in words
    ]
    reasons = [f"printed: {', '.join(labels)}"] if labels else []
    for key, (owner, fit) in found.items():
        reasons.append(f"table {title_of(form, key)} follows {owner} (its labels are {fit:.0%} of what is printed)")
    return reasons


def title_of(form: Form, key: str) -> str:
    """Name a table as the form prints it."""
    table = form.table(key)
    return table.spec.label if table else key
