"""The outline of a document that follows no form: its own sections, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongkai.document import Document, Paragraph
from gongkai.outline.contact import find_contact
from gongkai.outline.contents import find_contents
from gongkai.outline.free import FreeDivision, divide_freely
from gongkai.outline.free_title import (
    FreeTitle,
    agency_below,
    find_title,
    is_only_place,
    labelled_agency,
    read_title,
    school_year,
    title_of_captions,
    year_ended,
)
from gongkai.outline.metadata import find_agency, find_dating, find_published, is_page_head
from gongkai.outline.notes import set_aside
from gongkai.outline.outline import Outline
from gongkai.outline.passages import Passage, read_passages
from gongkai.outline.sections import CLOSING, PREAMBLE
from gongkai.outline.wrapped_title import with_whole_title
from gongkai.report import Comment, Note, Section


def read_free_outline(document: Document, tables: Mapping[int, str], captions: Sequence[str] = ()) -> Outline:
    """Read the outline of any document; ``tables`` are the blocks that belong to tables, ``captions`` their titles."""
    aside = set_aside(document, tables)
    document = aside.document
    passages = read_passages(with_whole_title(document.blocks), tables, figures=True)
    contents = find_contents(passages)
    head = find_title(passages, contents, document.title)
    division = divide_freely(passages, head.start, contents, sorted(tables))
    titled = set(head.title.passages) if head.title else set()
    if (head.title is None or head.title.year is None) and (captioned := title_of_captions(captions)):
        head = FreeTitle(captioned, head.start)
        titled = set()
    elif head.title is None and captions and tables and (not passages or min(tables) < passages[0].block):
        head = FreeTitle(read_title(captions[0]), 0)  # a table and little else: its caption is above all text
    preamble = tuple(
        p
        for i, p in enumerate(passages[: _first(division, passages)])
        if i not in titled and i not in contents.lines and not is_page_head(p.text)
    )
    closing = division.closing
    sections = _sections(division, preamble, closing)
    before = "\n".join(p.text for p in preamble)
    opening = next((n.to_section().text for top in division.nodes for n in top.walk() if n.body), "")
    titles = [head.title] if head.title else []
    dating = find_dating(titles, before, opening)
    period = dating.period or (school_year(head.title.text) if head.title else None)
    period = period or next(filter(None, map(year_ended, (head.title.text if head.title else "", before))), None)
    own = head.title.agency if head.title else None
    strong = own if not is_only_place(own) else None
    labelled = labelled_agency(b.text for b in document.blocks if isinstance(b, Paragraph))
    below = agency_below(passages, head.start) if head.title else None
    signed = strong or find_agency((), closing, "", "")
    agency = signed or labelled or below or own or find_agency((), (), before, opening)
    return Outline(
        sections=sections,
        title=head.title.text if head.title else None,
        agency=agency,
        year=dating.year,
        period=period,
        published=find_published(closing, division.front, document.published),
        contact=find_contact(before, opening),
        processing_fee=None,
        comments=tuple(Comment(r.author, r.text, division.key_at(r.block, passages)) for r in document.remarks),
        notes=tuple(Note(n.mark, n.text, division.key_at(n.block, passages)) for n in aside.notes),
        issues=dating.issues,
        starts=tuple(_starts(division, passages, bool(preamble))),
    )


def _starts(division: FreeDivision, passages: tuple[Passage, ...], preamble: bool) -> Iterator[tuple[int, str]]:
    if preamble:
        yield 0, PREAMBLE
    yield from ((passages[n.heading.at].block, n.key) for top in division.nodes for n in top.walk())


def _first(division: FreeDivision, passages: tuple[Passage, ...]) -> int:
    return division.nodes[0].heading.at if division.nodes else len(passages)


def _sections(
    division: FreeDivision, preamble: tuple[Passage, ...], closing: tuple[Passage, ...]
) -> tuple[Section, ...]:
    return (
        *((_plain(PREAMBLE, preamble),) if preamble else ()),
        *(node.to_section() for node in division.nodes),
        *((_plain(CLOSING, closing),) if closing else ()),
    )


def _plain(key: str, passages: tuple[Passage, ...]) -> Section:
    return Section(key=key, heading=None, level=1, text="\n".join(p.text for p in passages))
