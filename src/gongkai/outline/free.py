"""Sections of a document that follows no form: by its own headings, as deep as they go, with keys of the printed order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from gongkai.outline.closing import split_closing
from gongkai.outline.contents import Contents, entry_of
from gongkai.outline.marks import Mark, mark_at
from gongkai.outline.passages import Passage
from gongkai.report import Section
from gongkai.text.fold import core, narrow

_MARK = 28  # letters within which a number or 第一部分 ends
_LONGEST = 60  # letters of a heading that has a line of its own
_CLAUSE = 26  # letters of a heading that runs into its text
_ENDS = regex.compile(r"[。；;，,、！!？?…](?:\s*)$")
_INSIDE = regex.compile(r"[。；;！!？?](?!\s*$)")
_COMMA = regex.compile(r"[，,]")
_STOP = regex.compile(r"[。：:]")
_LABELLED = regex.compile(r"[:：]\s*\S")
_FIGURE = regex.compile(r"[-+]?[\d,]*\d(?:\.\d+)?%?|[-—–/]")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_LISTED = 2  # the rank of an entry of the contents that is printed without its number: above 一、
_SUFFIX = 0.6  # of a contents line that a heading must repeat, where the line's beginning is its number
_TALLY = 0.7  # of the lines that are numbered alike in one run: below, they are the items of a list, some of them short
_SURE = 4
"""Ranks up to that of （一） are headings by their mark alone; deeper marks number the items of lists as well."""


class Heading(Struct, frozen=True):
    """A line that heads a section. ``order`` ranks it: the smaller, the further out; ``end`` is where text goes on in its own line."""

    at: int
    text: str
    order: tuple[int, int]
    end: int
    mark: Mark | None = None
    declared: int | None = None
    run_in: bool = False


class Node(Struct):
    """A section while it is put together."""

    key: str
    heading: Heading
    body: list[Passage]
    children: list[Node]

    def to_section(self, level: int = 1) -> Section:
        """Give the contract's shape."""
        text = "\n".join(p.text for p in self.body)
        children = tuple(child.to_section(level + 1) for child in self.children)
        return Section(key=self.key, heading=self.heading.text, level=level, text=text, children=children)

    def walk(self) -> Iterator[Node]:
        """Yield this section and those below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()


class FreeDivision(Struct, frozen=True):
    """A text by its own headings; ``front`` stands before the first."""

    front: tuple[Passage, ...]
    nodes: tuple[Node, ...]
    closing: tuple[Passage, ...]

    def key_at(self, block: int, passages: Sequence[Passage]) -> str | None:
        """The key of the section that block stands in."""
        found: str | None = None
        for node in (n for top in self.nodes for n in top.walk()):
            if passages[node.heading.at].block > block:
                break
            found = node.key
        return found


def divide_freely(passages: tuple[Passage, ...], start: int, contents: Contents, tables: Sequence[int]) -> FreeDivision:
    """Cut ``passages`` at their headings; those before ``start`` are title lines and head nothing."""
    headings = _consistent(list(_headings(passages, start, contents)), passages, tables)
    first = headings[0].at if headings else len(passages)
    front = tuple(p for i, p in enumerate(passages[:first]) if i not in contents.lines)
    nodes: list[Node] = []
    stack: list[Node] = []
    for n, heading in enumerate(headings):
        while stack and stack[-1].heading.order >= heading.order:
            stack.pop()
        sisters = stack[-1].children if stack else nodes
        key = f"{stack[-1].key}.{len(sisters) + 1}" if stack else f"s{len(sisters) + 1}"
        stop = headings[n + 1].at if n + 1 < len(headings) else len(passages)
        rest = passages[heading.at].rest(heading.end)
        body = [passages[i] for i in range(heading.at + 1, stop) if i not in contents.lines]
        node = Node(key, heading, [rest, *body] if rest else body, [])
        sisters.append(node)
        stack.append(node)
    closing: tuple[Passage, ...] = ()
    if stack:
        own, closing = split_closing(tuple(stack[-1].body))
        stack[-1].body = list(own)
    return FreeDivision(front, tuple(nodes), closing)


def _headings(passages: tuple[Passage, ...], start: int, contents: Contents) -> Iterator[Heading]:
    declared = Counter(p.level for i, p in enumerate(passages) if p.level and i >= start and i not in contents.lines)
    by_kind = _levels_of_kinds(passages, start)
    listed = set(contents.entries)
    for at in range(start, len(passages)):
        if at in contents.lines:
            continue
        passage = passages[at]
        mark = mark_of(passage)
        if passage.level is not None and len(passage.text) <= 2 * _LONGEST:
            yield Heading(at, passage.text.strip(), (passage.level, 0), len(passage.text), mark, passage.level)
        elif _is_row(passage):
            continue
        elif mark is not None and (end := _numbered_end(passage, mark)):
            base = by_kind.get(mark.kind, max(declared) + 1 if declared else 0)
            text = passage.text[:end].rstrip("。：: ")
            yield Heading(at, text, (base, mark.rank), end, mark, run_in=end < len(passage.text))
        elif mark is None and listed and _is_listed(passage, listed):
            yield Heading(at, passage.text.strip(), (0, _LISTED), len(passage.text))


def _is_row(passage: Passage) -> bool:
    """Whether a line ends in a figure that stands apart: a row of a table that was not read as one, and no heading."""
    last = passage.breaks[-1] if passage.breaks else 0
    ending = narrow(passage.text[last:]).strip()
    return last > 1 and _FIGURE.fullmatch(ending) is not None and _YEAR.fullmatch(ending) is None


def mark_of(passage: Passage) -> Mark | None:
    """The numbering of a line; a bare number counts where white space parted it from the words: 1 概述."""
    mark = mark_at(passage.text[:_MARK])
    seam = passage.breaks[0] if passage.breaks else 0
    if mark is None and 0 < seam <= 2 and passage.text[:seam].isdecimal():
        return Mark("digit", int(passage.text[:seam]), _SURE + 1, seam)
    return mark


def _levels_of_kinds(passages: tuple[Passage, ...], start: int) -> dict[str, int]:
    """The level that the source declares for headings of a kind of numbering, where it declares one at all."""
    found: dict[str, Counter[int]] = {}
    for passage in passages[start:]:
        mark = mark_of(passage) if passage.level else None
        if mark is not None and passage.level is not None:
            found.setdefault(mark.kind, Counter())[passage.level] += 1
    return {kind: levels.most_common(1)[0][0] for kind, levels in found.items()}


def _numbered_end(passage: Passage, mark: Mark) -> int:
    """Where a numbered heading ends in its line, 0 where the line is none: an item of a list, a sentence."""
    text = passage.text
    words = text[mark.end :].strip()
    if not words or not core(words):
        return 0
    folded = narrow(text)
    if len(text) <= _LONGEST and not _INSIDE.search(folded):
        ended = _ENDS.search(folded)
        labelled = _LABELLED.search(folded[mark.end :])
        if not ended and not labelled:
            return len(text)
        if (
            ended
            and not labelled
            and ended[0].strip() == "。"
            and len(words) <= 40
            and not _COMMA.search(folded)
            and mark.rank <= _SURE
        ):
            return len(text)
    stop = _STOP.search(folded, mark.end, mark.end + _CLAUSE)
    if stop and mark.rank <= _SURE and stop.end() < len(text) and stop.start() - mark.end >= 2:
        clause = folded[mark.end : stop.start()]
        return stop.end() if stop[0] == "。" and not _COMMA.search(clause) and mark.kind in ("han", "paren_han") else 0
    return 0


def _is_listed(passage: Passage, listed: set[str]) -> bool:
    """Whether a short line without a number is one of the contents' entries."""
    if len(passage.text) > _LONGEST or _ENDS.search(passage.text) or _LABELLED.search(passage.text):
        return False
    words = entry_of(passage.text)
    return words in listed or any(
        words.endswith(entry[-size:]) for entry in listed if (size := max(4, round(_SUFFIX * len(entry)))) <= len(entry)
    )


def _consistent(headings: list[Heading], passages: tuple[Passage, ...], tables: Sequence[int]) -> list[Heading]:
    """Drop what only numbers the items of a list: lines of which most in one run are sentences, and marks of a deep kind of which most
    have no text between them.
    """
    items = _items(headings, passages)
    kept = [h for h in headings if h.at not in items]
    for kind in {h.mark.kind for h in headings if h.mark is not None and h.declared is None and h.mark.rank > _SURE}:
        own = [h for h in kept if h.mark is not None and h.mark.kind == kind and h.declared is None]
        outer = [h for h in kept if h not in own]
        if not _is_heading_kind(own, kept, passages, tables):
            kept = outer
    return kept


def _items(headings: list[Heading], passages: tuple[Passage, ...]) -> set[int]:
    """The headings that stand in a run of equally numbered lines of which most are none."""
    own = {h.at: h for h in headings}
    runs: dict[str, list[int]] = {}
    items: set[int] = set()
    for at, passage in enumerate(passages):
        mark = mark_of(passage) if passage.opens and not _is_row(passage) else None
        if mark is None or passage.level is not None:
            continue
        outer = [kind for kind, run in runs.items() if mark_of(passages[run[-1]]).rank > mark.rank]  # type: ignore[union-attr]
        for kind in (*(outer if at in own else ()), *((mark.kind,) if mark.number == 1 else ())):
            items |= _failing(runs.pop(kind, []), own)
        runs.setdefault(mark.kind, []).append(at)
    for run in runs.values():
        items |= _failing(run, own)
    return items


def _failing(run: list[int], own: dict[int, Heading]) -> set[int]:
    """A heading that text follows on its own line is one only where all of its run are headings."""
    kept = {at for at in run if at in own}
    run_in = any(own[at].run_in for at in kept)
    return kept if kept and len(kept) < (1.0 if run_in else _TALLY) * len(run) else set()


def _is_heading_kind(
    own: list[Heading], kept: list[Heading], passages: tuple[Passage, ...], tables: Sequence[int]
) -> bool:
    places = {h.at: n for n, h in enumerate(kept)}
    bodied = 0
    for heading in own:
        n = places[heading.at]
        following = kept[n + 1] if n + 1 < len(kept) else None
        stop = following.at if following else len(passages)
        deeper = following is not None and following.order > heading.order
        last = passages[following.at].block if following else 1 << 30
        tabled = any(passages[heading.at].block < table < last for table in tables)
        bodied += stop > heading.at + 1 or deeper or tabled
    return bodied > 0.6 * len(own)
