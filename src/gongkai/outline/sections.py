"""From the chain of headings to the sections with their text, from the preamble to the closing."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from gongkai.document import Issue
from gongkai.forms.schema import SectionSpec
from gongkai.outline.chain import Choice, find_chain
from gongkai.outline.closing import split_closing, split_dated_closing
from gongkai.outline.heads import MARK, MAX_WHOLE, Head, head_shapes, mark_of
from gongkai.outline.passages import Passage
from gongkai.outline.subheads import find_subheads
from gongkai.outline.vocabulary import HEADING_ENDS
from gongkai.outline.wording import wording_of
from gongkai.report import Section
from gongkai.text.fold import core

PREAMBLE, CLOSING = "preamble", "closing"


class Part(Struct, frozen=True):
    """A section before it is given out: its heading, and the passages before its first subsection."""

    key: str
    head: Head | None
    block: int
    body: tuple[Passage, ...]
    children: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        """Yield this part and those below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        """Its own running text; paragraphs parted by line breaks."""
        return "\n".join(p.text for p in self.body)

    def to_section(self, level: int = 1) -> Section:
        """Give the contract's shape."""
        children = tuple(child.to_section(level + 1) for child in self.children)
        return Section(
            key=self.key, heading=self.head.text if self.head else None, level=level, text=self.text, children=children
        )


class Division(Struct, frozen=True):
    """A text cut into sections; ``front`` is all that stands before the first heading, titles and dates included."""

    front: tuple[Passage, ...]
    parts: tuple[Part, ...]
    closing: tuple[Passage, ...]
    issues: tuple[Issue, ...]


class _Start(Struct, frozen=True):
    head: Head
    spec: SectionSpec


def divide(passages: tuple[Passage, ...], specs: tuple[SectionSpec, ...], tables: Mapping[int, str]) -> Division:
    """Cut ``passages`` into the sections of ``specs``, or by their numbers alone where a form gives none."""
    if not passages:
        return Division((), (), (), tuple(_missing(specs, ())))
    known = specs or _numbered_specs(passages)
    chain = find_chain(passages, known, tables)
    starts = sorted((*_starts(chain, known), *_unknown(chain, passages)), key=lambda s: s.head.first)
    if not starts:
        return Division(passages, (), (), tuple(_missing(specs, ())))
    *bodies, (last, rest) = _bodies(starts, passages)
    rest, closing = split_dated_closing(rest)  # headings below a dated signature (附件, 相关链接) are the site's
    parts = [_part(start, body) for start, body in (*bodies, (last, rest))]
    if not closing:
        parts[-1], closing = _without_closing(parts[-1])
    front = _without_contents(passages[: starts[0].head.first], known)
    issues = (
        *_missing(specs, chain),
        *_misnumbered(chain, known),
        *_unexpected(starts, known),
        *(issue for part in parts for issue in _irregular(part)),
    )
    return Division(front, tuple(parts), closing, issues)


def _numbered_specs(passages: tuple[Passage, ...]) -> tuple[SectionSpec, ...]:
    """Stand-ins for a form: section.1 to section.N, as far as 一、二、三、 count in the text."""
    numbers = (mark_of(p.text[:MARK]) for p in passages if len(p.text) <= MAX_WHOLE)
    count = max((n.number for n in numbers if n and n.level == 1), default=0)
    return tuple(SectionSpec(key=f"section.{n}", label="") for n in range(1, min(count, 20) + 1))


def _starts(chain: tuple[Choice, ...], specs: tuple[SectionSpec, ...]) -> Iterator[_Start]:
    yield from (_Start(choice.head, specs[choice.spec]) for choice in chain)


def _unknown(chain: tuple[Choice, ...], passages: tuple[Passage, ...]) -> Iterator[_Start]:
    """Headings that no section of the form has, where their number fills a gap of the chain's or goes on behind it."""
    for at, choice in enumerate(chain):
        number = _top_number(choice.head)
        following = chain[at + 1].head if at + 1 < len(chain) else None
        limit = _top_number(following) if following else 100
        if number is None or limit is None:
            continue
        for place in range(choice.head.last + 1, following.first if following else len(passages)):
            mark = mark_of(passages[place].text[:MARK])
            if mark is None or mark.level != 1 or not mark.number == number + 1 < min(limit, 20):
                continue
            if head := _own_line(passages, place):
                number += 1
                yield _Start(head, SectionSpec(key=f"section.{number}", label=head.text))


def _top_number(head: Head | None) -> int | None:
    return head.number.number if head and head.number and head.number.level == 1 else None


def _own_line(passages: tuple[Passage, ...], place: int) -> Head | None:
    heads = head_shapes(passages, place, wording_of(()))
    head = next((h for h in heads if h.shape == "whole"), None)
    return head if head and head.words.endswith(HEADING_ENDS) else None


def _bodies(starts: list[_Start], passages: tuple[Passage, ...]) -> Iterator[tuple[_Start, tuple[Passage, ...]]]:
    """Yield each start with its passages, the rest of the heading's own line first."""
    for at, start in enumerate(starts):
        stop = starts[at + 1].head.first if at + 1 < len(starts) else len(passages)
        rest = passages[start.head.last].rest(start.head.end)
        body = passages[start.head.last + 1 : stop]
        if at + 1 < len(starts):
            body = _without_repeats(body, starts[at + 1].head)
        yield start, ((rest, *body) if rest else body)


def _without_repeats(body: tuple[Passage, ...], following: Head) -> tuple[Passage, ...]:
    """Drop a heading that is printed twice in a row: the second one was chosen."""
    while body and core(body[-1].text) == core(following.text):
        body = body[:-1]
    return body


def _part(start: _Start, body: tuple[Passage, ...]) -> Part:
    subheads = find_subheads(body, start.spec)
    first = subheads[0].head.first if subheads else len(body)
    children: list[Part] = []
    for at, sub in enumerate(subheads):
        stop = subheads[at + 1].head.first if at + 1 < len(subheads) else len(body)
        rest = body[sub.head.last].rest(sub.head.end)
        own = body[sub.head.last + 1 : stop]
        children.append(Part(sub.key, sub.head, sub.head.block, (rest, *own) if rest else own))
    return Part(start.spec.key, start.head, start.head.block, body[:first], tuple(children))


def _without_closing(part: Part) -> tuple[Part, tuple[Passage, ...]]:
    """Take signature and date from the end of the last section's last text."""
    if part.children:
        *others, last = part.children
        shorter, closing = _without_closing(last)
        return Part(part.key, part.head, part.block, part.body, (*others, shorter)), closing
    body, closing = split_closing(part.body)
    return Part(part.key, part.head, part.block, body), closing


def _without_contents(front: tuple[Passage, ...], specs: tuple[SectionSpec, ...]) -> tuple[Passage, ...]:
    """Drop a table of contents: three or more headings in a row before the first section."""
    names = wording_of(specs).names
    listed = [any(h.words in names for h in head_shapes(front, at, wording_of(()))) for at in range(len(front))]
    runs = [at for at in range(len(front)) if listed[at]]
    if len(runs) < 3 or runs[-1] - runs[0] > 3 * len(runs):
        return front
    return tuple(
        p for at, p in enumerate(front) if not runs[0] <= at <= runs[-1] and core(p.text) not in {"目录", "目次"}
    )


def _missing(specs: Iterable[SectionSpec], chain: tuple[Choice, ...]) -> Iterator[Issue]:
    found = {choice.spec for choice in chain}
    for at, spec in enumerate(specs):
        if at not in found:
            message = f"no heading like {spec.label} was found"
            yield Issue(code="section_missing", severity="warning", message=message, location=spec.key)


def _misnumbered(chain: tuple[Choice, ...], specs: tuple[SectionSpec, ...]) -> Iterator[Issue]:
    for choice in chain:
        number = choice.head.number
        if number is not None and (number.level, number.number) != (1, choice.spec + 1):
            message = f"the heading is printed {choice.head.text}, where the form has {specs[choice.spec].label}"
            yield Issue(code="heading_misnumbered", severity="info", message=message, location=specs[choice.spec].key)


def _unexpected(starts: list[_Start], specs: tuple[SectionSpec, ...]) -> Iterator[Issue]:
    known = {spec.key for spec in specs}
    for start in starts:
        if start.spec.key not in known:
            message = f"the form has no section like {start.head.text}"
            yield Issue(code="section_unknown", severity="info", message=message, location=start.spec.key)


def _irregular(part: Part) -> Iterator[Issue]:
    """Tell of subsections whose numbers do not count, or whose marks are not of one kind."""
    numbers = [child.head.number for child in part.children if child.head and child.head.number]
    if any((n.number, n.level) != (at, numbers[-1].level) for at, n in enumerate(numbers, start=1)):
        printed = ", ".join(child.head.text[:8] for child in part.children if child.head)
        message = f"the subsections do not count from one: {printed}"
        yield Issue(code="heading_misnumbered", severity="info", message=message, location=part.key)


def key_at(parts: Iterable[Part], block: int) -> str | None:
    """The key of the (sub)section that a block lies in, None before the first heading."""
    flat = [(p.block, p.key) for part in parts for p in part.walk()]
    at = bisect.bisect_right([start for start, _ in flat], block)
    return flat[at - 1][1] if at else None
