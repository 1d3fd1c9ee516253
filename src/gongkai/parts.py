"""Several reports in one document: a compilation, a page with two years. They are parted at their titles, where that is certain.

A title parts where it names another body or another year than the one before, and where sections of a form stand again after it. A running
head names the same ones, a list of links has no sections after its titles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import msgspec
import regex
from msgspec import Struct

from gongkai.document import Document, Footnote, Grid, Issue, Paragraph, Picture, Remark
from gongkai.forms.model import Form, names_of
from gongkai.outline.title import MAX_TITLE, read_title
from gongkai.outline.title_words import TitleWords, title_words
from gongkai.text.fold import core, one_line
from gongkai.text.numbering import strip_number

_LEAST_SECTIONS = 2  # that stand in both, for one alone may be named anywhere
_REPEATED = 3  # sections twice without a title between: two reports all the same
_MOST_LEADING = 2  # lines above a title that belong to it: a file number, an agency
_MOST_BROKEN = 8  # letters of a title's end on a line of its own: 工作年度报告, and a bracket
_LEADING = regex.compile(rf"[\p{{Han}}\d〇○（）() ]{{2,{MAX_TITLE}}}")
_DATED = regex.compile(r"\d{1,2}日|日$")


_Hung = TypeVar("_Hung", Remark, Footnote, Picture)


class _Cut(Struct, frozen=True):
    """Where a report begins, and whose it is."""

    start: int
    agency: str | None
    year: int | None


def parts_of(document: Document, forms: tuple[Form, ...]) -> tuple[Document, ...]:
    """Return the reports of a document, each as a document of its own; the document itself where it holds one."""
    cuts = list(_cuts(document, title_words(forms, None)))
    if len(cuts) < 2:
        return (document,)
    places = _places(document, _names(forms))
    kept = [cuts[0]]
    for cut, end in zip(cuts[1:], [*(c.start for c in cuts[2:]), len(document.blocks)], strict=True):
        before = _sections(places, kept[-1].start, cut.start)
        if len(before & _sections(places, cut.start, end)) >= _LEAST_SECTIONS and _differ(kept[-1], cut):
            kept.append(cut)
        elif not before:
            kept[-1] = msgspec.structs.replace(cut, start=kept[-1].start)
    if len(kept) < 2:
        return (document,)
    starts = [0, *(cut.start for cut in kept[1:]), len(document.blocks)]
    return tuple(_part(document, start, end) for start, end in pairwise(starts))


def unparted(document: Document, forms: tuple[Form, ...]) -> Issue | None:
    """Say that a document seems to hold several reports that no title parts: sections of a form stand in it twice."""
    names = _names(forms)
    seen: set[str] = set()
    again: set[str] = set()
    for index, name in _headings(document, 0, len(document.blocks), names):
        if index + 1 < len(document.blocks) and not _heading(document, index + 1, names):
            (again if name in seen else seen).add(name)
    if len(again) < _REPEATED:
        return None
    message = f"{len(again)} sections stand in it twice: it may hold several reports; no date is given, for it may be another's"
    return Issue(code="several_reports", severity="warning", message=message)


def _cuts(document: Document, words: TitleWords) -> Iterator[_Cut]:
    """Yield the titles among the paragraphs, with the lines before them that name body or year."""
    for index in range(len(document.blocks)):
        text, start = _title_at(document, index, words)
        if not text:
            continue
        title = read_title(text, words)
        while (title.agency is None or title.year is None) and index - start < _MOST_LEADING and start > 0:
            above = _leading(document, start - 1)
            if not above or _DATED.search(above):
                break
            start -= 1
            text = above + text
            title = read_title(text, words)
        if title.agency is not None or title.year is not None:
            yield _Cut(start, title.agency, title.year)


def _title_at(document: Document, index: int, words: TitleWords) -> tuple[str, int]:
    """Return the title that ends with a paragraph, and where it begins: in the line above where the page was too narrow for its last
    letters. The text is empty where no title ends.
    """
    block = document.blocks[index]
    if not isinstance(block, Paragraph) or len(block.text) > MAX_TITLE:
        return "", index
    text = one_line(block.text)
    if words.ends_title(text):
        return text, index
    above = _leading(document, index - 1) if index and len(text) <= _MOST_BROKEN else ""
    return (above + text, index - 1) if above and words.ends_title(above + text) else ("", index)


def _leading(document: Document, index: int) -> str:
    """Return a paragraph that may be a line of a title; nothing where it is none."""
    block = document.blocks[index]
    text = one_line(block.text) if isinstance(block, Paragraph) else ""
    return text if _LEADING.fullmatch(text) else ""


def _differ(first: _Cut, second: _Cut) -> bool:
    """Whether two titles name different bodies or years; what one does not name is no difference."""
    agencies = first.agency and second.agency and first.agency != second.agency
    return bool(agencies or (first.year and second.year and first.year != second.year))


@lru_cache(maxsize=8)
def _names(forms: tuple[Form, ...]) -> dict[str, str]:
    """Return the keys of the forms' sections by what heads them."""
    every = ((name, section.key) for form in forms for section in form.spec.sections
             for name in names_of(section.label, section.variants))  # fmt: skip
    return dict(every)


def _heading(document: Document, index: int, names: dict[str, str]) -> str | None:
    block = document.blocks[index]
    if isinstance(block, Grid) or len(block.text) > MAX_TITLE:
        return None
    return names.get(core(strip_number(block.text)))


def _headings(document: Document, start: int, end: int, names: dict[str, str]) -> Iterator[tuple[int, str]]:
    for index in range(start, end):
        if name := _heading(document, index, names):
            yield index, name


def _places(document: Document, names: dict[str, str]) -> dict[str, list[int]]:
    """Return where each section is headed, in order: titles without end are looked at between, each once."""
    found: dict[str, list[int]] = {}
    for index, name in _headings(document, 0, len(document.blocks), names):
        found.setdefault(name, []).append(index)
    return found


def _sections(places: Mapping[str, Sequence[int]], start: int, end: int) -> set[str]:
    return {name for name, at in places.items() if bisect_left(at, start) < bisect_left(at, end)}


def _part(document: Document, start: int, end: int) -> Document:
    """Return a stretch of a document; what the whole declares of itself (its title, its date) is not the part's."""

    def inside(hung: tuple[_Hung, ...]) -> tuple[_Hung, ...]:
        return tuple(msgspec.structs.replace(one, block=one.block - start) for one in hung if start <= one.block < end)

    return msgspec.structs.replace(
        document, blocks=document.blocks[start:end], remarks=inside(document.remarks), title=None, published=None,
        footnotes=inside(document.footnotes), pictures=inside(document.pictures),
    )  # fmt: skip
