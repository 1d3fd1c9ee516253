"""Which possible headings are the sections': the best chain of them in the form's order (dynamic programming).

Wording weighs most, then the right number, then what stands between two headings: text, and the section's own table.
So a slipped number, the same words inside section one and a table of contents before the text are all survived.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from gongkai.forms.schema import SectionSpec
from gongkai.outline.heads import MAX_WHOLE, Head, head_shapes
from gongkai.outline.passages import Passage
from gongkai.outline.vocabulary import HEADING_ENDS
from gongkai.outline.wording import EXACT, Wording, wording_of

_PER_SECTION = 24  # candidates kept for a section; a longer chain costs the square of it
_SHAPE = {"whole": 0.0, "pair": -0.5, "stop": -1.0, "break": -1.0, "glued": -1.5}
_SURE = 85.0  # of 100; below it a head that is cut from a longer text names nothing
_STEMMED = _SURE
"""A telling word (问题, 诉讼) in a numbered heading weighs as much as a wording that is nearly the form's."""
_MAX_STEMMED = 30  # letters of a head whose ending alone is the form's
_CONTENT, _OWN_TABLE, _FOREIGN_TABLE = 1.5, 3.0, -2.0
_CONTENTS_LINE = -4.0  # points; the same heading below outweighs it, and a lone one is kept


class Choice(Struct, frozen=True):
    """A possible heading taken for the section with index ``spec``."""

    spec: int
    head: Head
    score: float


class Ground(Struct, frozen=True):
    """What stands between headings: ``tables`` maps the index of a section to the blocks of its table, in order."""

    passages: tuple[Passage, ...]
    tables: Mapping[int, tuple[int, ...]]
    others: tuple[int, ...]

    def between(self, first: Head | None, second: Head | None, spec: int | None) -> float:
        """Score the stretch from one heading to the next for the section ``spec`` it would be (None: before all)."""
        start = self.passages[first.last].block if first else -1
        stop = self.passages[second.first].block if second else math.inf
        held = [index for index, blocks in self.tables.items() if _any_in(blocks, start, stop)]
        score = sum(_OWN_TABLE if index == spec else _FOREIGN_TABLE for index in held)
        return score + (_CONTENT if first and self._content(first, second, bool(held), start, stop) else 0.0)

    def _content(self, first: Head, second: Head | None, held: bool, start: int, stop: float) -> bool:
        if held or _any_in(self.others, start, stop) or first.end < len(self.passages[first.last].text):
            return True
        return (second.first if second else len(self.passages)) > first.last + 1


def _any_in(blocks: Sequence[int], start: int, stop: float) -> bool:
    at = bisect.bisect_right(blocks, start)
    return at < len(blocks) and blocks[at] < stop


def find_chain(
    passages: tuple[Passage, ...], specs: tuple[SectionSpec, ...], tables: Mapping[int, str]
) -> tuple[Choice, ...]:
    """Give the best increasing chain of headings; sections without one are left out."""
    ground = _ground(passages, specs, tables)
    choices = _choices(passages, specs)
    chain = _best(choices, ground)
    # Where sections are numbered 一、二、 a （三） with a section's words but another's number is a subsection.
    slipped = sum(_slipped(choice) for choice in chain)
    if slipped and sum(_top(choice) for choice in chain) >= slipped:
        return _best([choice for choice in choices if not _slipped(choice)], ground)
    return chain


def _top(choice: Choice) -> bool:
    return choice.head.number is not None and choice.head.number.level == 1


def _slipped(choice: Choice) -> bool:
    """Whether both the kind of mark and the number are not the section's."""
    number = choice.head.number
    return number is not None and number.level > 1 and number.number != choice.spec + 1


def _ground(passages: tuple[Passage, ...], specs: tuple[SectionSpec, ...], tables: Mapping[int, str]) -> Ground:
    index = {spec.key: at for at, spec in enumerate(specs)}
    known: dict[int, list[int]] = {}
    for block, key in sorted(tables.items()):
        if key in index:
            known.setdefault(index[key], []).append(block)
    others = tuple(block for block, key in sorted(tables.items()) if key not in index)
    return Ground(passages, {at: tuple(blocks) for at, blocks in known.items()}, others)


def _choices(passages: tuple[Passage, ...], specs: tuple[SectionSpec, ...]) -> list[Choice]:
    wording = wording_of(specs)
    heads = [head for at in range(len(passages)) for head in head_shapes(passages, at, wording)]
    likeness = wording.likeness(head.words for head in heads if _worth_asking(head, wording))
    found: dict[int, list[Choice]] = {at: [] for at in range(len(specs))}
    for head in heads:
        likes = _stronger(likeness.get(head.words, {}), _by_stem(head, wording))
        for spec in likes.keys() | _by_number(head, len(specs)):
            if (score := _score(head, spec, likes.get(spec, 0.0), elsewhere=bool(likes))) > 0:
                found[spec].append(Choice(spec, head, score + 1e-3 * head.first / len(passages)))
    return _strongest(found.values())


def _worth_asking(head: Head, wording: Wording) -> bool:
    """Whether to look the words up; what is cut at a seam must bear a known name exactly."""
    if head.shape in {"break", "glued"}:
        return head.words in wording.names
    return 2 <= len(head.words) <= MAX_WHOLE


def _by_stem(head: Head, wording: Wording) -> dict[int, float]:
    """The section of which a marked line of its own holds a telling word; none where it holds those of two."""
    marked = head.level is not None or (head.number is not None and head.number.level == 1)
    if not marked or head.shape == "break" or len(head.words) > _MAX_STEMMED:
        return {}
    found = wording.stemmed(head.words)
    return {found[0]: _STEMMED} if len(found) == 1 else {}


def _stronger(likes: dict[int, float], others: dict[int, float]) -> dict[int, float]:
    return {spec: max(likes.get(spec, 0.0), others.get(spec, 0.0)) for spec in likes.keys() | others.keys()}


def _by_number(head: Head, count: int) -> set[int]:
    """The section that the number alone would make it."""
    right = head.number is not None and head.number.level == 1 and head.number.number <= count
    return {head.number.number - 1} if right and head.number else set()


def _strongest(found: Iterable[list[Choice]]) -> list[Choice]:
    """Bound the work on a text full of headings: keep the strongest of each section, in reading order."""
    kept = [c for choices in found for c in sorted(choices, key=lambda c: -c.score)[:_PER_SECTION]]
    return sorted(kept, key=lambda c: (c.head.first, c.head.last, c.spec))


def _score(head: Head, spec: int, likeness: float, elsewhere: bool) -> float:
    """Score one heading for one section; 0 or less is no candidate."""
    number = _number_score(head, spec)
    words = _words_score(head, likeness, right=number >= 4)
    if words == 0.0 and not (number >= 4 and not elsewhere and _may_be_unknown(head)):
        return 0.0
    if words == 0.0:
        return 2.5
    declared = 1.0 if head.level is not None else 0.0
    return words + number + declared + _SHAPE[head.shape] + (_CONTENTS_LINE if head.contents else 0.0)


def _number_score(head: Head, spec: int) -> float:
    if head.number is None:
        return 0.0
    right = head.number.number == spec + 1
    levels = {1: (4.0, 1.0), 2: (0.0, -3.0)}
    return levels.get(head.number.level, (1.0, -2.0))[0 if right else 1]


def _words_score(head: Head, likeness: float, right: bool) -> float:
    if likeness >= EXACT:
        # Without a number, words on one line with text are a heading only where a stop or a seam parts them.
        return 10.0 if head.number or head.shape in {"whole", "pair"} else 5.0
    if head.shape in {"break", "glued"} or (head.shape != "whole" and likeness < _SURE):
        return 0.0
    if likeness >= 80:
        return 5.0 + (likeness - 80) / 5
    return 2.0 + (likeness - 70) / 5 if likeness and right else 0.0


def _may_be_unknown(head: Head) -> bool:
    """Whether a rightly numbered line of its own reads like a heading, though no form has its words."""
    return head.shape == "whole" and head.words.endswith(HEADING_ENDS) and len(head.words) <= 30


def _best(choices: list[Choice], ground: Ground) -> tuple[Choice, ...]:
    """Find the chain of highest score; ties go to the later heading, for contents come before the text."""
    if not choices:
        return ()
    best: list[tuple[float, int | None]] = []
    for at, choice in enumerate(choices):
        arrivals = [(ground.between(None, choice.head, None), None)] + [
            (best[earlier][0] + ground.between(other.head, choice.head, other.spec), earlier)
            for earlier, other in enumerate(choices[:at])
            if other.spec < choice.spec and other.head.last < choice.head.first
        ]
        score, before = max(arrivals, key=lambda a: (a[0], -1 if a[1] is None else a[1]))
        best.append((score + choice.score, before))
    ends = [score + ground.between(choices[at].head, None, choices[at].spec) for at, (score, _) in enumerate(best)]
    chain: list[Choice] = []
    step: int | None = max(range(len(ends)), key=lambda at: ends[at])
    while step is not None:
        chain.append(choices[step])
        step = best[step][1]
    return tuple(reversed(chain))
