"""Whether a document belongs to a form's family though no table of the form is in it, and why a document of no form has none.

By its title, or by headings worded like the form's: a number in the right place, or words that any report has, are no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.forms.model import Form, names_of
from gongkai.forms.publications import Other
from gongkai.outline.outline import Outline
from gongkai.report import FormMatch
from gongkai.text.fold import core, squeeze
from gongkai.text.numbering import strip_number

_TELLING = 4  # characters that a heading shares with what the family's titles are about: 政府信息, not 总体情况
_HEADINGS = 2  # one alone may be worded alike in any report


def is_kin(forms: tuple[Form, ...], outline: Outline, other: Other | None) -> bool:
    """Whether the title, or two headings and more, are those of a form's family; another kind of publication is none of it."""
    if other is not None and other.foreign:
        return False
    title = squeeze(outline.title or "")
    if any(subject in title for form in forms for subject in _subjects(form)):
        return True
    printed = {core(strip_number(section.heading or "")) for section in outline.sections if section.level == 1}
    return any(len(printed & set(_telling(form))) >= _HEADINGS for form in forms)


def is_titled(form: Form, title: str | None) -> bool:
    """Whether a title is about what the titles of the form's family are about; a form that says nothing of titles takes any."""
    return form.spec.titles is None or any(subject in squeeze(title or "") for subject in _subjects(form))


def _subjects(form: Form) -> tuple[str, ...]:
    return tuple(map(squeeze, form.spec.titles.subjects if form.spec.titles else (form.spec.name,)))


def _telling(form: Form) -> Iterable[str]:
    """The names of the form's sections that speak of what its titles speak of."""
    pieces = {s[i : i + _TELLING] for s in _subjects(form) for i in range(len(s) - _TELLING + 1)}
    for section in form.spec.sections:
        for name in names_of(section.label, section.variants):
            if any(piece in name for piece in pieces):
                yield name


def unfitting(form: FormMatch, forms: tuple[Form, ...]) -> FormMatch:
    """Say of a document of no form's family that none of the known ones fits."""
    names = ", ".join(f.id for f in forms)
    reason = f"no known form fits ({names}): neither title nor headings nor tables are worded like theirs"
    return FormMatch(None, form.score, (*form.reasons, reason))
