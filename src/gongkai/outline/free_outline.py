"""The outline of a document that follows no form: its own sections, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from gongkai.document import Document, Paragraph
from gongkai.outline.contact import find_contact
from gongkai.outline.contents import find_contents
from gongkai.outline.free import FreeDivision, divide_freely
from gongkai.outline.free_facts import FrontMatter, find_agency, find_time
from gongkai.outline.free_title import FreeTitle, find_title, read_title, title_of_captions
from gongkai.outline.metadata import evidence_of, find_published, is_page_head
from gongkai.outline.notes import set_aside
from gongkai.outline.outline import Outline
from gongkai.outline.passages import Passage, read_passages
from gongkai.outline.sections import CLOSING, PREAMBLE
from gongkai.outline.title import Title
from gongkai.outline.wrapped_title import with_whole_title
from gongkai.report import Comment, Note, Section
from gongkai.text.fold import core


def read_free_outline(document: Document, tables: Mapping[int, str], captions: Sequence[str] = ()) -> Outline:
    """Read the outline of any document; ``tables`` are the blocks that belong to tables, ``captions`` their titles."""
    aside = set_aside(document, tables)
    document = aside.document
    passages = read_passages(with_whole_title(document.blocks), tables, figures=True)
    contents = find_contents(passages)
    head = find_title(passages, contents, document.title)
    division = divide_freely(passages, head.start, contents, sorted(tables))
    if head.title is None or (head.title.year is None and not _is_text(passages, head.start, tables)):
        head = FreeTitle(_of_captions(captions, passages, tables, head.title) or head.title, head.start)
    titled = set(head.title.passages) if head.title else set()
    preamble = tuple(
        p
        for i, p in enumerate(passages[: _first(division, passages)])
        if i not in titled and i not in contents.lines and not is_page_head(p.text)
    )
    closing = division.closing
    sections = _sections(division, preamble, closing)
    before = "\n".join(p.text for p in preamble)
    opening = next((n.to_section().text for top in division.nodes for n in top.walk() if n.body), "")
    fields = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    below = passages[head.start :] if head.title else ()
    heads = FrontMatter(head.title, below, preamble, fields, captions, document.title)
    agency, dating = find_agency(heads, closing, before, opening), find_time(heads, before, opening)
    return Outline(
        sections=sections,
        title=head.title.text if head.title else None,
        agency=agency.value if agency else None,
        year=dating.year.value if dating.year else None,
        period=dating.period.value if dating.period else None,
        published=find_published(closing, division.front, document.published),
        contact=find_contact(before, opening),
        processing_fee=None,
        comments=tuple(Comment(r.author, r.text, division.key_at(r.block, passages)) for r in document.remarks),
        notes=tuple(Note(n.mark, n.text, division.key_at(n.block, passages)) for n in aside.notes),
        issues=dating.issues,
        starts=tuple(_starts(division, passages, bool(preamble))),
        paragraphs=tuple(_paragraphs(division, preamble)),
        evidence=evidence_of(head.title, agency, dating, passages, document.blocks),
    )


def _is_text(passages: Sequence[Passage], start: int, tables: Mapping[int, str]) -> bool:
    """Whether sentences stand between the title and the first table: what stands there then is a text, else a table with a name over it."""
    before = (p.text for p in passages[start:] if not tables or p.block < min(tables))
    return any("。" in text for text in before)


def _of_captions(
    captions: Sequence[str], passages: Sequence[Passage], tables: Mapping[int, str], printed: Title | None
) -> Title | None:
    """The title of a document that is tables and little else: a caption that says so, or one that stands above all text."""
    above = captions and tables and (not passages or min(tables) < passages[0].block)
    found = title_of_captions(captions)
    if found is not None and printed is not None and core(printed.text) in core(found.text):
        return structs.replace(found, passages=printed.passages)  # the printed title with the year that stands below it
    return found or (read_title(captions[0], (), "caption") if above else None)


def _starts(division: FreeDivision, passages: tuple[Passage, ...], preamble: bool) -> Iterator[tuple[int, str]]:
    if preamble:
        yield 0, PREAMBLE
    yield from ((passages[n.heading.at].block, n.key) for top in division.nodes for n in top.walk())


def _paragraphs(division: FreeDivision, preamble: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    """Yield the first block of each paragraph of a section's text, with the section."""
    yield from ((p.block, PREAMBLE) for p in preamble)
    yield from ((p.block, node.key) for top in division.nodes for node in top.walk() for p in node.body)


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
