"""A test on bytes: whether a file can be a report at all, by the words of the forms in the encodings that Chinese pages have.

A crawl is millions of pages, so the test must cost no more than to unpack them: one search for the word that the subjects of all titles
share (信息公开, 政务公开: 公开), and a look at the labels around each place where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from gongkai.forms.load import load_forms
from gongkai.forms.model import Form
from gongkai.text.numbering import strip_number

_LEAST = 2  # labels: a site's menu names the subject on every page, and at times one section, but no form's parts
_LABEL = 6  # characters; shorter ones stand in menus and news
_AROUND = 24  # characters before and after the shared word in which a label stands


class _Needles(Struct, frozen=True):
    """The words of the forms in one encoding: ``shared`` by all subjects, empty where nothing is, and ``labels`` that hold it."""

    shared: bytes
    labels: tuple[bytes, ...]
    around: int


def may_be_report(data: bytes, forms: tuple[Form, ...] | None = None) -> bool:
    """Whether the text of a page, a mail or a table holds what a report has: two labels of a form, or a title and one."""
    plain, wide, written = _needles(load_forms() if forms is None else forms)
    if any(_holds(data, needles) for needles in plain):
        return True
    if b"\0" in data[:4096] and any(_holds(data, needles) for needles in wide):
        return True
    return b"&#" in data and any(_holds(data, needles) for needles in written)


def _holds(data: bytes, needles: _Needles) -> bool:
    found: set[bytes] = set()
    at = data.find(needles.shared)
    while at >= 0:
        window = data[max(0, at - needles.around) : at + needles.around] if needles.shared else data
        found.update(label for label in needles.labels if label not in found and label in window)
        if len(found) >= _LEAST:
            return True
        at = data.find(needles.shared, at + len(needles.shared)) if needles.shared else -1
    return False


@lru_cache(maxsize=4)
def _needles(forms: tuple[Form, ...]) -> tuple[tuple[_Needles, ...], tuple[_Needles, ...], tuple[_Needles, ...]]:
    """Return the words in encodings of one or more bytes, in those with NULs between, and as character references."""
    shared = _shared([s for form in forms for s in (form.spec.titles.subjects if form.spec.titles else ("",))])
    every = dict.fromkeys(label for form in forms for label in (*_labels(form), *_titles(form)) if shared in label)
    labels = [label for label in every if len(label) >= _LABEL]
    apart = [one for one in labels if not any(other != one and other in one for other in labels)]

    def made(encode: Callable[[str], bytes]) -> _Needles:
        return _Needles(encode(shared), tuple(map(encode, apart)), len(encode("公")) * _AROUND)

    return (
        (made(lambda text: text.encode("utf-8")), made(lambda text: text.encode("gb18030"))),
        (made(lambda text: text.encode("utf-16-le")), made(lambda text: text.encode("utf-16-be"))),
        tuple(made(_references(pattern)) for pattern in ("&#{};", "&#x{:x};", "&#x{:X};")),
    )


def _references(pattern: str) -> Callable[[str], bytes]:
    return lambda text: "".join(pattern.format(ord(char)) for char in text).encode()


def _shared(subjects: list[str]) -> str:
    """Return the longest text that all subjects have in common."""
    first = min(subjects, key=len, default="")
    parts = (first[i:j] for i in range(len(first)) for j in range(len(first), i, -1))
    return max((part for part in parts if all(part in subject for subject in subjects)), key=len, default="")


def _labels(form: Form) -> Iterator[str]:
    """Yield how the sections of a form are headed, and the rows of its tables."""
    for section in form.spec.sections:
        yield from map(strip_number, (section.label, *section.variants))
    for table in form.tables:
        yield from (strip_number(line.label).partition("（")[0] for line in table.lines)


def _titles(form: Form) -> Iterable[str]:
    """Yield what the titles of a form's reports say; the shorter words for them (年报) stand in menus."""
    titles = form.spec.titles
    ends = [end for end in titles.ends if len(end) >= 4] if titles else []
    return (
        f"{subject}{work}{end}"
        for subject in (titles.subjects if titles else ())
        for work in ("", "工作")
        for end in ends
    )
