"""A test on bytes: whether a file can be a report at all, by the words of the forms in the encodings that Chinese pages have."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from gongkai.forms.load import load_forms
from gongkai.forms.model import Form
from gongkai.text.numbering import strip_number

_LEAST = 2  # labels: a site's menu names the subject on every page, and at times one section, but no form's parts
_LABEL = 4  # characters; shorter labels stand in any text


class _Needles(Struct, frozen=True):
    """The words of the forms in one encoding: the subjects of their titles, and labels of sections and tables."""

    subjects: tuple[bytes, ...]
    labels: tuple[bytes, ...]


def may_be_report(data: bytes, forms: tuple[Form, ...] | None = None) -> bool:
    """Whether the text of a page, a mail or a table holds what a report has: a subject of its title, and labels of a form."""
    for needles in _needles(load_forms() if forms is None else forms):
        if any(subject in data for subject in needles.subjects):
            hits = 0
            for label in needles.labels:
                hits += label in data
                if hits >= _LEAST:
                    return True
    return False


@lru_cache(maxsize=4)
def _needles(forms: tuple[Form, ...]) -> tuple[_Needles, ...]:
    subjects = dict.fromkeys(s for form in forms for s in (form.spec.titles.subjects if form.spec.titles else ()))
    labels = dict.fromkeys(label for form in forms for label in _labels(form) if len(label) >= _LABEL)
    free = any(form.spec.titles is None for form in forms)
    least = min(subjects, key=len, default="")
    short = [s for s in subjects if not any(o != s and o in s for o in subjects)] or [least]
    encoders = (
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-16-le"),
        lambda text: "".join(f"&#{ord(c)};" for c in text).encode(),
        lambda text: "".join(f"&#x{ord(c):x};" for c in text).encode(),
        lambda text: "".join(f"&#x{ord(c):X};" for c in text).encode(),
    )
    return tuple(
        _Needles((b"",) if free else tuple(map(encode, short)), tuple(map(encode, labels))) for encode in encoders
    )


def _labels(form: Form) -> Iterable[str]:
    """Yield labels that parts of a form have: its sections' bodies, and of each table the first words of its rows and columns."""
    for section in form.spec.sections:
        yield strip_number(section.label)
    for table in form.tables:
        for line in table.lines[:6]:
            yield strip_number(line.label).partition("（")[0]
