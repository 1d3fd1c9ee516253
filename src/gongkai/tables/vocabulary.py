"""Everything that the known forms print in one table, folded for look-up.

Several forms may share a table key (``requests`` of gio-2019 and gio-2021); a vocabulary joins them, so that a table is found before
it is known which form it follows.
"""

from __future__ import annotations

from functools import lru_cache
from operator import add

import regex
from msgspec import Struct
from rapidfuzz import fuzz

from gongkai.forms.model import Form, Item, TableForm, names_of
from gongkai.text.fold import core, without_digits
from gongkai.text.numbering import strip_number

_REMARK = regex.compile(r"[(（]")
_WORDY = 4  # a name this long does not turn up in other words by chance
_MOSTLY = 0.6  # of a cell's letters are the label that it begins with
_LONGEST = 20_000  # characters of a line; no table is so long
_PIECES = 6  # heads side by side on a line, each cut off at the end of its narrow cell
_NEARLY = 85  # of 100: one wrong character of seven passes (86), one of six does not (83)
_HALF = 2  # letters; more of a head are no other word
_BEGUN = 4  # words that each begin a head, side by side: no sentence is like that
_WIDEST = 400  # characters of a line with so many heads
_KIN = 0.3  # half of the neighbours are a label's where all of the text is, however short the labels; fewer where most of it is


class Vocabulary(Struct, frozen=True, eq=False):
    """The labels of one table key over all forms. ``rows``, ``heads`` are folded names; ``soup`` all of them, parted by
    ``|``; ``headings`` those of the report's sections, at which no table goes on. ``names`` are (grade, name) of those that other text
    may hold, long ones first (法人或其他组织 before 其他), and of one length rows before heads; ``pairs`` the pairs of neighbours in all of
    them; ``telling`` those of rows and heads that are too long to stand in other text by accident, ``told`` the rows among them;
    ``longest`` the heads, long ones first.
    """

    key: str
    section: str
    tables: tuple[TableForm, ...]
    rows: frozenset[str]
    heads: frozenset[str]
    soup: str
    headings: frozenset[str]
    across: bool
    names: tuple[tuple[int, str], ...]
    pairs: frozenset[str]
    telling: tuple[str, ...]
    longest: tuple[str, ...]
    told: tuple[str, ...]

    def strength(self, text: str) -> int:
        """Grade a fragment of text: 3 holds a row's name, 2 a head's or group's, 1 may be a piece of a label, 0 none of these."""
        return _strength(self, text) if len(text) <= _LONGEST else 0

    def begins_heads(self, text: str) -> bool:
        """Whether heads stand side by side on a line, each cut off at the end of its narrow cell: as they begin (商 社会 科 法律), or as
        some go on while others begin (维持 纠正 结果 总计).
        """
        words = [word for word in map(core, text.split()) if word] if len(text) <= _WIDEST else []
        if len(words) < _BEGUN:
            return False
        begun = {head for word in words for head in self.heads if head.startswith(word)}
        return len(begun) >= _BEGUN and all(word in self.soup for word in words)

    def heads_cut_off(self, text: str) -> int:
        """Count the words of a line that are the beginnings of heads side by side, cut off too late to be those of other words (结果维)."""
        words = [word for word in map(core, text.split()) if len(word) > _HALF and word not in self.heads]
        return (
            sum(any(head.startswith(word) for head in self.heads) for word in words) if self.begins_heads(text) else 0
        )

    def rows_in(self, text: str) -> frozenset[str]:
        """Return the row names that ``text`` holds, the whole of it or long enough to be no accident."""
        name = core(strip_number(text))
        if name in self.rows:
            return frozenset((name,))
        return frozenset([row for row in self.told if row in name])

    def labels_in(self, text: str) -> int:
        """Count the different labels that stand in ``text`` (folded): rows and heads, and each column that repeats."""
        return max(sum(map(text.__contains__, self.telling)), self.heads_in(text) // 2)

    def heads_in(self, text: str) -> int:
        """Count the heads that ``text`` holds, however it is broken into lines; one that stands three times counts three."""
        return _heads_in(self, core(text)) if len(text) <= _WIDEST else _heads_in.__wrapped__(self, core(text))


@lru_cache(maxsize=8)
def vocabularies(forms: tuple[Form, ...]) -> tuple[Vocabulary, ...]:
    """Return one vocabulary a table key, in the forms' order."""
    grouped: dict[str, list[TableForm]] = {}
    headings: set[str] = set()
    for form in forms:
        headings.update(name for section in form.spec.sections for name in names_of(section.label, section.variants))
        for table in form.tables:
            grouped.setdefault(table.key, []).append(table)
    return tuple(_vocabulary(key, tuple(tables), frozenset(headings)) for key, tables in grouped.items())


def _vocabulary(key: str, tables: tuple[TableForm, ...], headings: frozenset[str]) -> Vocabulary:
    items: list[Item] = [item for table in tables for item in table.items]
    rows = frozenset(name for i in items if i.role == "row" for name in i.names)
    heads = frozenset(name for i in items if i.role != "row" for name in i.names)
    soup = "|".join(dict.fromkeys(core(i.label) for i in items)) + "|" + "|".join(sorted(rows | heads))
    soup += "|" + "|".join(
        {slot.unit for table in tables for slot in table.slots if slot.unit}
    )  # a column of its own, on some forms
    across = all(block.spec.across for table in tables for block in table.blocks)
    names = [(3, name) for name in rows] + [(2, name) for name in heads]
    names = sorted(((grade, name) for grade, name in names if len(name) >= 2), key=lambda g: (-len(g[1]), -g[0], g[1]))
    pairs = frozenset(soup[i : i + 2] for i in range(len(soup)))
    walls = headings - rows - heads
    telling = tuple(name for name in sorted(rows | heads) if len(name) >= _WORDY)
    longest = tuple(sorted(sorted(heads), key=len, reverse=True))
    told = tuple(name for name in telling if name in rows)
    section = tables[0].spec.section
    return Vocabulary(
        key, section, tables, rows, heads, soup, walls, across, tuple(names), pairs, telling, longest, told
    )


@lru_cache(maxsize=1 << 15)
def _strength(vocabulary: Vocabulary, text: str) -> int:
    """Grade a fragment: most are asked for again by each step, and by the next report."""
    name, whole, bare = _folded(text)
    grade = _grade(vocabulary, name, whole)
    if bare != name and bare in vocabulary.rows:
        return max(grade, _grade(vocabulary, bare, bare))
    return grade or int(vocabulary.begins_heads(text))


@lru_cache(maxsize=1 << 12)
def _heads_in(vocabulary: Vocabulary, text: str) -> int:
    """Count the heads in a folded text; a long head that holds a short one counts once."""
    rest, count = text, 0
    for head in vocabulary.longest:
        if head in rest:
            count += rest.count(head)
            rest = rest.replace(head, "|")
    return count


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> tuple[str, str, str]:
    """Fold a text without its number, the whole text, and what stands before its first bracket without its number."""
    name = core(strip_number(text))
    return (
        name,
        core(text),
        core(strip_number(_REMARK.split(text, maxsplit=1)[0])) if "(" in text or "（" in text else name,
    )


@lru_cache(maxsize=65536)
def _grade(vocabulary: Vocabulary, name: str, whole: str) -> int:
    words = without_digits(name)
    if not words:
        return 0
    for grade, names in ((2, vocabulary.heads), (3, vocabulary.rows)):
        if words in names or name in names:
            return grade
    if words in vocabulary.soup or whole in vocabulary.soup:
        return 1
    return _grade_mixed(vocabulary, words) if _is_kin(vocabulary, words) else 0


def _is_kin(vocabulary: Vocabulary, words: str) -> bool:
    """Whether enough neighbours in a text are neighbours in labels for it to hold some: quick, and never too strict."""
    pairs = sum(map(vocabulary.pairs.__contains__, map(add, words, words[1:])))
    return pairs >= _KIN * (len(words) - 1)


def _grade_mixed(vocabulary: Vocabulary, words: str) -> int:
    """Grade text that is more than one label: it counts if labels make up all of it, or long ones most of it, or if it is nearly one."""
    rest = words
    best = best_long = 0
    for grade, name in vocabulary.names:
        if name in rest:
            rest = rest.replace(name, "")
            best = max(best, grade)
            best_long = max(best_long, grade if len(name) >= _WORDY else 0)
    if best and not rest:
        return best
    if best_long and len(rest) <= max(2, (1 - _MOSTLY) * len(words)):
        return best_long
    if _is_pieced(vocabulary, words):
        return 1
    if len(words) >= _WORDY + 2 and fuzz.partial_ratio(words, vocabulary.soup, score_cutoff=_NEARLY):
        return 1
    return 0


def _is_pieced(vocabulary: Vocabulary, words: str) -> bool:
    """Whether text is made of a few pieces of labels alone, as where a line holds the end of one head and the beginning of the next."""
    for _ in range(_PIECES):
        end = next((n for n in range(min(len(words), len(vocabulary.soup)), 1, -1) if words[:n] in vocabulary.soup), 0)
        words = words[end:]
        if not words or not end:
            return not words
    return False
