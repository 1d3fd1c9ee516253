"""The steps of the outline, in order: passages, sections, then what the report says of itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from gongkai.document import Document, Issue
from gongkai.forms.schema import SectionSpec
from gongkai.outline.chrome import without_foot, without_head
from gongkai.outline.contact import find_contact
from gongkai.outline.embedded import split_embedded
from gongkai.outline.fee import FEE_SECTION, find_fee
from gongkai.outline.metadata import (
    agency_conflict,
    evidence_of,
    find_agency,
    find_dating,
    find_published,
    is_page_head,
)
from gongkai.outline.notes import set_aside
from gongkai.outline.passages import Passage, read_passages
from gongkai.outline.sections import CLOSING, PREAMBLE, Division, Part, divide, key_at
from gongkai.outline.title import Title, find_titles, title_from
from gongkai.outline.title_words import DISCLOSURE, TitleWords
from gongkai.report import Comment, Contact, Note, Period, ProcessingFee, Section
from gongkai.witness import Witnesses


class Outline(Struct, frozen=True, kw_only=True):
    """All of a report but its figures; ``sections`` in printed order, with preamble and closing where they exist."""

    sections: tuple[Section, ...]
    title: str | None
    agency: str | None
    year: int | None
    period: Period | None
    published: str | None
    contact: Contact
    processing_fee: ProcessingFee | None
    comments: tuple[Comment, ...]
    notes: tuple[Note, ...]
    issues: tuple[Issue, ...]
    starts: tuple[tuple[int, str], ...] = ()
    paragraphs: tuple[tuple[int, str], ...] = ()
    evidence: Witnesses = Witnesses()

    def section_at(self, block: int) -> str | None:
        """The key of the section that a block of the text stands in; ``starts`` are the first blocks of all sections, in order."""
        return next((key for start, key in reversed(self.starts) if start <= block), None)

    def places(self) -> Callable[[int], tuple[str | None, int]]:
        """Return what tells of a block the section that it stands in, and how many paragraphs of its text stand before; ``paragraphs``
        are (block, section).
        """
        blocks: dict[str, list[int]] = {}
        for at, key in sorted(self.paragraphs):
            blocks.setdefault(key, []).append(at)

        def place_of(block: int) -> tuple[str | None, int]:
            section = self.section_at(block)
            return section, 0 if section is None else bisect_left(blocks.get(section, []), block)

        return place_of


def read_outline(
    document: Document, specs: tuple[SectionSpec, ...], tables: Mapping[int, str], words: TitleWords = DISCLOSURE
) -> Outline:
    """Read the outline of ``document`` against a form's sections; ``words`` are those of its titles.

    ``tables`` maps the index of each block that belongs to a table to the table's key ("" for an unknown table).
    """
    aside = set_aside(document, tables)
    document = aside.document
    passages = split_embedded(read_passages(document.blocks, tables), specs)
    division = divide(passages, specs, tables)
    titles = find_titles(division.front, words)
    declared = title_from(document.title, words)
    known = [*titles, *([declared] if declared else [])]
    preamble = _preamble(division, titles)
    sections = _Sections(division, preamble=bool(preamble))
    before = "\n".join(p.text for p in preamble)
    opening = _opening(division.parts)
    dating = find_dating(known, before, opening, words)
    title = known[0] if known else None
    who = find_agency(known, division.closing, before, opening, words)
    agency, year = who.value if who else None, dating.year.value if dating.year else None
    return Outline(
        sections=_sections(division, preamble),
        title=title.text if title else None,
        agency=agency,
        year=year,
        period=dating.period.value if dating.period else None,
        published=find_published(division.closing, division.front, document.published),
        contact=find_contact(before, opening),
        processing_fee=find_fee(_last_matters(division.parts), year),
        comments=tuple(Comment(r.author, r.text, sections.at(r.block)) for r in document.remarks),
        notes=tuple(Note(n.mark, n.text, sections.at(n.block)) for n in aside.notes),
        issues=(
            *division.issues,
            *dating.issues,
            *agency_conflict(agency, before, opening, words),
            *_absent(title.text if title else None, agency, year),
        ),
        starts=tuple(_starts(division, preamble)),
        paragraphs=tuple(_paragraphs(division, preamble)),
        evidence=evidence_of(title, who, dating, passages, document.blocks),
    )


def _starts(division: Division, preamble: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    if preamble:
        yield 0, PREAMBLE
    yield from ((part.block, part.key) for top in division.parts for part in top.walk())
    if division.closing:
        yield division.closing[0].block, CLOSING


def _paragraphs(division: Division, preamble: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    """Yield the first block of each paragraph of a section's text, with the section."""
    yield from ((p.block, PREAMBLE) for p in preamble)
    yield from ((p.block, part.key) for top in division.parts for part in top.walk() for p in part.body)
    yield from ((p.block, CLOSING) for p in division.closing)


def _preamble(division: Division, titles: Sequence[Title]) -> tuple[Passage, ...]:
    """What stands before the first section but is neither title nor date."""
    titled = {at for title in titles for at in title.passages}
    untitled = tuple(p for at, p in enumerate(division.front) if at not in titled)
    kept = (p for p in without_head(untitled) if not is_page_head(p.text))
    return tuple(rest for p in kept if (rest := _without_title(p, titles)) is not None)


def _without_title(passage: Passage, titles: Sequence[Title]) -> Passage | None:
    """Take the title from the head of a longer line."""
    length = max((len(t.text) for t in titles if not t.passages and passage.text.startswith(t.text)), default=0)
    return passage.rest(length) if length else passage


def _opening(parts: Sequence[Part]) -> str:
    """The beginning of the first section: its own text, or that of its first subsection where it has none."""
    return next((p.text for p in parts[0].walk() if p.body), "") if parts else ""


def _last_matters(parts: Sequence[Part]) -> Part | None:
    """The section that reports the fee, or the last one where its heading was not found."""
    return next((part for part in parts if part.key == FEE_SECTION), parts[-1] if parts else None)


def _sections(division: Division, preamble: Sequence[Passage]) -> tuple[Section, ...]:
    return (
        *_plain(PREAMBLE, preamble),
        *(part.to_section() for part in division.parts),
        *_plain(CLOSING, without_foot(division.closing)),
    )


def _plain(key: str, passages: Sequence[Passage]) -> Iterator[Section]:
    if passages:
        yield Section(key=key, heading=None, level=1, text="\n".join(p.text for p in passages))


class _Sections:
    """Tells which section a block stands in."""

    def __init__(self, division: Division, *, preamble: bool) -> None:
        self._parts = division.parts
        self._end = division.closing[0].block if division.closing else None
        self._before = PREAMBLE if preamble else None

    def at(self, block: int) -> str | None:
        """Return the key of the section that holds block ``block``."""
        if self._end is not None and block >= self._end:
            return CLOSING
        return key_at(self._parts, block) or self._before


def _absent(title: str | None, agency: str | None, year: int | None) -> Iterator[Issue]:
    """Tell what a reader of the dataset would look for in vain."""
    if title is None:
        yield Issue(code="title_missing", severity="info", message="no title of a report was found")
    if agency is None:
        yield Issue(code="agency_missing", severity="warning", message="nothing says for certain who reports")
    if year is None:
        yield Issue(
            code="year_missing", severity="warning", message="nothing says for certain which year is reported on"
        )
