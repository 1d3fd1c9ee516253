"""Subsections of one section: named by the form's words where it has any, else by their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from gongkai.forms.schema import SectionSpec
from gongkai.outline.heads import MARK, Head, head_shapes, mark_of, run_on, without_ordinal
from gongkai.outline.passages import Passage
from gongkai.outline.vocabulary import HEADING_ENDS
from gongkai.outline.wording import Wording, wording_of
from gongkai.text.fold import core

_FUZZY = 86.0  # of 100: one letter of eight may differ
_DEEPEST = 4  # （1）: as a slipped mark it stands before （二）
_MAX_NAMED = 24  # letters of a subhead that the form names
_MAX_WORDS = 32  # letters of one that it does not
_FIGURE = regex.compile(
    r"\d\s*(?:余|多)?\s*(?:件|条|次|人|个|篇|期|份|万|元|%|％)|[我本](?:局|县|市|区|镇|乡|街道|单位|机关|办|委|院)"
)
_SURE_ENDS = (
    "情况",
    "措施",
    "问题",
    "方面",
    "事项",
    "打算",
    "计划",
    "举措",
)  # a seam behind these parts a heading from its text
_ENUMERATED = regex.compile(
    r"[一二三四五六七八九十]{1,2}(?:是|则|要)(?!否)"
)  # points of a text, whatever a converter made of them
_JOINED = regex.compile(r"[、，,]|和|以及|及")
_LIST_ITEM = regex.compile(r"[；;，,、]\s*$")


class Subhead(Struct, frozen=True):
    """A heading of level two; ``key`` is unique in the report."""

    key: str
    head: Head


class _Candidate(Struct, frozen=True):
    head: Head
    names: tuple[int, ...]

    @property
    def level(self) -> int | None:
        return self.head.number.level if self.head.number else None

    @property
    def number(self) -> int | None:
        return self.head.number.number if self.head.number else None


def find_subheads(body: tuple[Passage, ...], spec: SectionSpec) -> tuple[Subhead, ...]:
    """Find the subsections in the passages of one section, in printed order."""
    wording = wording_of(spec.sections)
    candidates = list(_with_glued(body, list(_candidates(body, wording)), wording))
    return tuple(_keyed(_kept(candidates), spec))


def _candidates(body: tuple[Passage, ...], wording: Wording) -> Iterator[_Candidate]:
    taken = -1
    for at in range(len(body)):
        if at <= taken:
            continue
        shapes = list(head_shapes(body, at, wording))
        found = _named(shapes, wording) or _numbered(shapes, body)
        if found:
            taken = found.head.last
            yield found


def _with_glued(body: tuple[Passage, ...], found: list[_Candidate], wording: Wording) -> Iterator[_Candidate]:
    """Yield the subheads with those that run into their text, which only the next ones that count on tell from a sentence."""
    own = {at: each for each in found for at in range(each.head.first, each.head.last + 1)}
    loose = [
        _Candidate(head, wording.names.get(head.words, ())[:1])
        for at in range(len(body))
        if (head := run_on(body, at, wording)) is not None and (at not in own or _is_sentence(own[at].head, head, body))
    ]
    glued = [each for each in found if each.head.shape == "glued"] + loose
    counted = {(each.level, each.number) for each in glued if each.number is not None}
    sure = {
        each.head.first: each
        for each in loose
        if each.number is not None and not counted.isdisjoint({(each.level, each.number + step) for step in (-1, 1)})
    }
    yield from sorted(
        [*(c for c in found if c.head.first not in sure), *sure.values()], key=lambda each: each.head.first
    )


def _is_sentence(taken: Head, glued: Head, body: tuple[Passage, ...]) -> bool:
    """Whether what was taken up to a stop goes on, behind the words of a heading, as a sentence: it has parts, or is all the text."""
    if taken.shape == "stop":
        return _JOINED.search(taken.text, len(glued.text)) is not None
    following = body[taken.last + 1] if taken.last + 1 < len(body) else None
    alone = following is None or _same_mark(taken, following)
    ended = taken.shape == "whole" and body[taken.last].text.endswith("。")
    return ended and (alone or _JOINED.search(taken.text, len(glued.text)) is not None)


def _named(shapes: Sequence[Head], wording: Wording) -> _Candidate | None:
    """Take the shape whose words are a subsection's, the closest first."""
    for words_of in (lambda head: head.words, lambda head: without_ordinal(head.words)):
        for head in shapes:
            if names := wording.names.get(words_of(head)):
                return _Candidate(head, names[:1]) if _parted(head) else None
    marked = [head for head in shapes if head.shape in {"whole", "stop"} and (head.number or head.level)]
    seamed = list(filter(_ends_at_seam, shapes))
    for head in (*(h for h in seamed if h.shape == "glued"), *marked, *seamed):
        if names := _like(head, wording):
            return _Candidate(head, names)
    return None


def _ends_at_seam(head: Head) -> bool:
    """Whether a numbered heading, parted from its text by a seam or by nothing at all, ends in words that end headings."""
    level = head.number.level if head.number is not None else _DEEPEST + 1
    return level <= _DEEPEST and head.shape in {"break", "glued"} and head.words.endswith(_SURE_ENDS)


def _parted(head: Head) -> bool:
    """Whether known words are set off from text; without a number a seam alone is not enough."""
    return head.number is not None or head.shape in {"whole", "pair", "stop"}


def _like(head: Head, wording: Wording) -> tuple[int, ...]:
    if len(head.words) > _MAX_NAMED or _FIGURE.search(head.text):
        return ()
    # Parted at 、 first: 依申请公开、政府信息管理 must not be read as 依申请公开政府信息.
    parts = [wording.contained(core(part)) for part in _JOINED.split(head.text)]
    if contained := tuple(sorted({name for part in parts for name in part})):
        return contained
    likes = wording.likeness([head.words])[head.words]
    name = max(likes, key=lambda at: likes[at], default=None)
    return (name,) if name is not None and likes[name] >= _FUZZY else wording.stemmed(head.words)


def _numbered(shapes: Sequence[Head], body: tuple[Passage, ...]) -> _Candidate | None:
    for head in shapes:
        if _ends_at_seam(head):
            return _Candidate(head, ())
    for head in shapes:
        marked = head.number is not None or (head.level is not None and head.shape == "whole")
        if head.shape in {"whole", "stop"} and marked and _reads_like_heading(head, body):
            return _Candidate(head, ())
    return None


def _reads_like_heading(head: Head, body: tuple[Passage, ...]) -> bool:
    """A short clause without figures; a line of its own is no item of a list, a sentence only if text follows."""
    text = body[head.last].text
    if (
        _ENUMERATED.match(head.text)
        or not 2 <= len(head.words) <= _MAX_WORDS
        or _FIGURE.search(head.text)
        or head.contents
    ):
        return False
    if head.shape == "stop":
        return True
    if _LIST_ITEM.search(text):
        return False
    following = body[head.last + 1] if head.last + 1 < len(body) else None
    return text[-1] not in "。：:" or (following is not None and not _same_mark(head, following))


def _same_mark(head: Head, passage: Passage) -> bool:
    number = mark_of(passage.text[:MARK])
    return bool(number and head.number and number.level == head.number.level)


def _kept(candidates: list[_Candidate]) -> list[_Candidate]:
    """Keep one level of marks, what the form's words name on any level, and a first item that has a slipped mark."""
    base = _base_level(candidates)
    known = {name for c in candidates if c.level == base for name in c.names}
    kept: list[_Candidate] = []
    for at, candidate in enumerate(candidates):
        named = bool(candidate.names) and not known.issuperset(candidate.names)
        declared = candidate.level is None and not candidate.names
        if candidate.level == base or named or declared or _slipped(candidates, at, base, bool(kept)):
            kept.append(candidate)
            known.update(candidate.names if candidate.level != base else ())
    return kept


def _slipped(candidates: list[_Candidate], at: int, base: int | None, begun: bool) -> bool:
    """（1） before （二）: the number fits, the kind of mark does not."""
    following = next((c for c in candidates[at + 1 :] if c.level == base), None)
    number = candidates[at].number
    return not begun and base is not None and number == 1 and following is not None and following.number == 2


def _base_level(candidates: list[_Candidate]) -> int | None:
    levels = Counter(c.level for c in candidates if c.level is not None)
    named = Counter(c.level for c in candidates if c.level is not None and c.names)
    if levels[2] or not levels:
        return 2
    if named or any(c.names for c in candidates):
        return named.most_common(1)[0][0] if named else None
    base = min(levels)
    sisters = [c for c in candidates if c.level == base]
    counted = [c.number for c in sisters] == list(range(1, len(sisters) + 1))
    alone = len(sisters) == 1 and not sisters[0].head.words.endswith(HEADING_ENDS)
    return base if counted and not alone else None


def _keyed(kept: list[_Candidate], spec: SectionSpec) -> Iterator[Subhead]:
    used: set[str] = set()
    for ordinal, candidate in enumerate(kept, start=1):
        key = "+".join(spec.sections[name].key for name in candidate.names)
        if not key or key in used:
            key = _free(spec.key, candidate.number or ordinal, ordinal, used)
        used.add(key)
        yield Subhead(key, candidate.head)


def _free(parent: str, number: int, ordinal: int, used: set[str]) -> str:
    """The printed number, else the ordinal, else the next that no sister bears."""
    tries = [number, *range(ordinal, ordinal + len(used) + 2)]
    return next(key for n in tries if (key := f"{parent}.{n}") not in used)
