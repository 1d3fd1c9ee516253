"""Labels as names: folded, without numbering and 其中, with years counted from the newest one that a table prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from gongkai.forms.model import names_of
from gongkai.grids.values import squeezed, words
from gongkai.text.fold import core, narrow
from gongkai.text.numbering import strip_number

Path = tuple[str, ...]
_YEAR = regex.compile(r"(?<!\d)(?:19[4-9]\d|20\d\d)(?=年)|^(?:19[4-9]\d|20\d\d)$")
_DIGITS = regex.compile(r"[\d.]+")
_COUNT = 3  # digits of a column's number; years have four
_REMARK = regex.compile(r"[（(].*$", regex.DOTALL)


def newest_year(paths: Iterable[Path]) -> int:
    """Return the newest year that heads name, 0 where none does."""
    return max((int(y) for path in paths for text in path for y in _YEAR.findall(squeezed(text))), default=0)


def uncounted(heads: Sequence[Path]) -> tuple[Path, ...]:
    """Drop the numbers that only count the columns, below their heads: 栏次 | 1 | 2 | 3.

    Where neighbours differ in nothing else the number is their name: 月份 over 7, 8, 9.
    """
    last = [squeezed(path[-1]) if path else "" for path in heads]
    counts = [int(text) for text in last if text.isdecimal() and len(text) <= _COUNT]
    counted = len(counts) >= 2 and counts == list(range(counts[0], counts[0] + len(counts)))
    if not counted or any(len(path) == 1 for path in heads):
        return tuple(heads)
    bare = tuple(path[:-1] if text.isdecimal() else path for path, text in zip(heads, last, strict=True))
    return tuple(heads) if any(one == other for one, other in pairwise(bare)) else bare


def with_years(text: str, newest: int) -> str:
    """Write the years of a head as form files do: ``N年度`` for the newest, ``N-1年度`` for the one before."""

    def relative(match: regex.Match[str]) -> str:
        ago = newest - int(match[0])
        return f"N-{ago}" if ago else "N"

    return _YEAR.sub(relative, squeezed(text)) if newest and _YEAR.search(squeezed(text)) else text


@lru_cache(maxsize=1 << 14)
def name_of(text: str, newest: int = 0) -> str:
    """Fold a printed label: no numbering, no 其中, no punctuation, years as ``N``."""
    return core(plain(with_years(text, newest)))


@lru_cache(maxsize=1 << 14)
def short_name(text: str, newest: int = 0) -> str:
    """Fold a printed label, without its remark in brackets."""
    return core(_REMARK.sub("", plain(with_years(text, newest))))


def plain(text: str) -> str:
    """Drop a label's numbering and 其中."""
    bare = strip_number(text.strip())
    among = words().among.match(narrow(bare.strip()))
    return strip_number(bare.strip()[among.end() :]) if among else bare


@lru_cache(maxsize=1 << 12)
def form_names(label: str, variants: Path = ()) -> frozenset[str]:
    """Return the folded names that a form's label may be printed as."""
    own = (name_of(text) for text in (label, *variants))
    return frozenset((*names_of(label, variants), *filter(None, own)))


def is_number(text: str) -> bool:
    """Whether a label is a line number or a code, with no word."""
    return _DIGITS.fullmatch(squeezed(text)) is not None


def own_label(path: Path) -> str:
    """The words of a row's label, line numbers and codes left out; its last piece where it has no word."""
    return next((text for text in reversed(path) if not is_number(text)), path[-1] if path else "")


def above(path: Path) -> Path:
    """The labels of the groups above a row's own label."""
    worded = [text for text in path if not is_number(text)]
    return tuple(worded[:-1])
