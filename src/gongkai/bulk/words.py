"""A test on bytes: whether a file can be a report at all, by the words of the forms in the encodings that Chinese pages have.

A crawl is millions of pages, so the test must cost no more than to unpack them: one search an encoding for the word that the subjects
of all titles of a family share (信息公开, 政务公开: 公开), and a look at the labels around each place where it stands. Only where that
word is as frequent as in a report are tags and blanks taken out and the labels searched again, for word processors break words with them.

Missed are a page whose labels are all broken and that has the word whole fewer than ``_MANY`` times, one whose words a script writes,
and one in Big5 that neither its head nor its server says is so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import Protocol

from msgspec import Struct

from gongkai.bulk.places import places
from gongkai.forms.load import packaged_forms
from gongkai.forms.model import Form
from gongkai.text.fold import traditional
from gongkai.text.numbering import strip_number

_LEAST = 2  # labels: a site's menu names the subject on every page, and at times one section, but no form's parts
_LABEL = 6  # characters; shorter ones stand in menus and news
_MANY = (
    8  # times that a report names its subject; the invented and published ones that were counted do so 13 to 63 times
)
_BETWEEN = re.compile(rb"<[^<>]*>|[ \t\r\n]+|\xe3\x80\x80|&nbsp;|&#160;")
"""What stands between the letters of a word that a page breaks. ``<`` and blanks are no part of a character in UTF-8, GB18030 or Big5."""


_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_BIG5 = "big5"
_NAMED_BIG5 = (b"big5", b"Big5", b"BIG5")  # cheaper than a copy of the page in small letters
_WRITTEN = re.compile(rb"&#(?:[0-9]{5}|[xX][0-9a-fA-F]{4});")
_ASCII = bytes(range(128))
_SAMPLE, _ENOUGH = 4096, 60  # bytes: twenty characters in UTF-8, which text in another encoding never is by chance
_LONGEST = 4  # bytes of a character that the end of the sample may cut


class _Needles(Struct, frozen=True):
    """The words of one family in one encoding: what is ``shared`` by all subjects, empty where nothing is, and labels that hold it.

    ``labels`` are patterns by how many bytes of them stand before the shared word.
    """

    shared: bytes
    labels: tuple[tuple[int, re.Pattern[bytes]], ...]


class _Words(Struct, frozen=True):
    """The words of all families: in UTF-8, GB18030, Big5, UTF-16, and as character references."""

    utf8: tuple[_Needles, ...]
    gb: tuple[_Needles, ...]
    big5: tuple[_Needles, ...]
    wide: tuple[_Needles, ...]
    written: tuple[_Needles, ...]


class ByteTest(Protocol):
    """Whether the text of a page, a mail or a table holds what a report has: two labels of a form, or a title and one."""

    def __call__(self, data: bytes, charset: str | None = None) -> bool:
        """``charset`` is what the server of a page named."""


def may_be_report(data: bytes, charset: str | None = None) -> bool:
    """Test for a report on one of the forms that come with the package."""
    return _passes(_packaged(), data, charset)


def byte_test(forms: tuple[Form, ...]) -> ByteTest:
    """Return the test for reports on ``forms``."""
    return partial(_passes, _words(forms))


@lru_cache(maxsize=1)
def _packaged() -> _Words:
    return _words(packaged_forms())


def _passes(words: _Words, data: bytes, charset: str | None = None) -> bool:
    first = _NOT_ASCII.search(data)
    if first is not None:
        known = _is_utf8(data[first.start() : first.start() + _SAMPLE])
        if known is not False and any(_holds(data, needles) for needles in words.utf8):
            return True
        if not known and any(_holds(data, needles) for needles in words.gb):
            return True
        if (
            not known
            and (_BIG5 in (charset or "") or any(data.find(one, 0, _SAMPLE) >= 0 for one in _NAMED_BIG5))
            and any(_holds(data, needles) for needles in words.big5)
        ):
            return True
    if data.find(b"\0", 0, _SAMPLE) >= 0 and any(_holds(data, needles) for needles in words.wide):
        return True
    return b"&" in data and _WRITTEN.search(data) is not None and any(_holds(data, one) for one in words.written)


def _is_utf8(sample: bytes) -> bool | None:
    """Whether text that begins with no ASCII is UTF-8; None where too little of it is there to tell."""
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start + _LONGEST <= len(sample):
            return False
    return True if len(sample.translate(None, _ASCII)) >= _ENOUGH else None


def _holds(data: bytes, needles: _Needles) -> bool:
    """Whether enough labels stand in ``data``, each around the shared word; broken ones where that is as frequent as in a report."""
    if not needles.shared:
        return len({found[0] for _, pattern in needles.labels for found in pattern.finditer(data)}) >= _LEAST
    count, enough = _around(data, needles)
    return enough or (count >= _MANY and _around(_BETWEEN.sub(b"", data), needles)[1])


def _around(data: bytes, needles: _Needles) -> tuple[int, bool]:
    """Return how often the shared word stands in ``data``, and whether enough labels stand around it, with which the count ends."""
    found: set[bytes] = set()
    count = 0
    for at in places(data, needles.shared):
        count += 1
        for before, pattern in needles.labels:
            if at >= before and (label := pattern.match(data, at - before)):
                found.add(label[0])
        if len(found) >= _LEAST:
            return count, True
    return count, False


def _words(forms: tuple[Form, ...]) -> _Words:
    families: dict[str, list[Form]] = {}
    for form in forms:
        families.setdefault(form.family, []).append(form)
    known = [_labels_of(members) for members in families.values()]
    every = [*known, *(other for words in known if (other := _in_traditional(*words)) is not None)]

    def made(words: Iterable[tuple[str, list[str]]], *encodings: Callable[[str], bytes]) -> tuple[_Needles, ...]:
        return tuple(_needles(*one, encode) for one in words for encode in encodings)

    return _Words(
        made(every, _encoder("utf-8")),
        made(known, _encoder("gb18030")),
        made(every[len(known) :], _encoder("big5")),
        made(known, _encoder("utf-16-le"), _encoder("utf-16-be")),
        made(known, *map(_references, ("&#{};", "&#x{:x};", "&#x{:X};"))),
    )


def _labels_of(forms: list[Form]) -> tuple[str, list[str]]:
    """Return what all subjects of a family share, and its labels that hold it, none of which holds another."""
    shared = _shared([s for form in forms for s in (form.spec.titles.subjects if form.spec.titles else ("",))])
    every = dict.fromkeys(label for form in forms for label in (*_labels(form), *_titles(form)) if shared in label)
    labels = [label for label in every if len(label) >= _LABEL]
    return shared, [one for one in labels if not any(other != one and other in one for other in labels)]


def _needles(shared: str, labels: Iterable[str], encode: Callable[[str], bytes]) -> _Needles:
    places: dict[int, list[bytes]] = {}
    for label in labels:
        before = len(encode(label.partition(shared)[0])) if shared else 0
        places.setdefault(before, []).append(re.escape(encode(label)))
    return _Needles(encode(shared), tuple((at, re.compile(b"|".join(places[at]))) for at in sorted(places)))


def _in_traditional(shared: str, labels: list[str]) -> tuple[str, list[str]] | None:
    """Return the words as a mirror in traditional characters has them; None where they are printed alike."""
    return None if traditional(shared) == shared else (traditional(shared), list(map(traditional, labels)))


def _encoder(name: str) -> Callable[[str], bytes]:
    return lambda text: text.encode(name, "ignore")


def _references(pattern: str) -> Callable[[str], bytes]:
    return lambda text: "".join(pattern.format(ord(char)) for char in text).encode()


def _shared(subjects: list[str]) -> str:
    """Return the longest text that all subjects have in common."""
    first = min(subjects, key=len, default="")
    parts = (first[i:j] for i in range(len(first)) for j in range(len(first), i, -1))
    return max((part for part in parts if all(part in subject for subject in subjects)), key=len, default="")


def _labels(form: Form) -> Iterator[str]:
    """Yield how the sections of a form are headed, the names of its tables and their rows."""
    for section in form.spec.sections:
        yield from map(strip_number, (section.label, *section.variants))
    for spec in form.spec.tables:
        yield from (spec.label, *spec.variants)
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
