"""Agency, year and period of a document of any family: title, cover, preamble, signature, and what the file declares, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex
from msgspec import Struct

from gongkai.outline.free_title import agency_below, is_only_place, labelled_agency, read_title, title_of_captions
from gongkai.outline.metadata import Dating, find_dating, named_in, signed_by
from gongkai.outline.passages import Passage
from gongkai.outline.spans import spans_in, year_ended
from gongkai.outline.title import Title, year_of
from gongkai.outline.told import Fact
from gongkai.report import Period
from gongkai.text.fold import core, one_line, squeeze

_COVER_LINE = 40  # letters; what is longer is a sentence
_FIELDS = 40  # lines of a document among which its cover's fields stand
_COVER_YEAR = regex.compile(
    r"[(（]?(?:20\d\d|二[〇○零OO0一二三四五六七八九]{3})年度[)）]?"
    r"|(?:\p{Han}{0,4}年度|\p{Han}{0,2}年份|报告期|(?:统计|报告|报表|数据|所属)(?:期间?|时间|时段|周期))[:：](?:20\d\d)(?:年.{0,16})?"
)


class FrontMatter(Struct, frozen=True):
    """What stands at the head of a document: its title, the lines below it, those up to the first section, and what the file declares."""

    title: Title | None
    below: Sequence[Passage]
    cover: Sequence[Passage]
    fields: Sequence[str]
    captions: Sequence[str]
    declared: str | None


def find_agency(head: FrontMatter, closing: Iterable[Passage], before: str, opening: str) -> Fact[str] | None:
    """Who reports; a place that the title names stands for its government only where nobody else is named."""
    own = _of_title(head.title)
    if own is not None and not is_only_place(own.value):
        return own
    labelled = labelled_agency(head.fields)
    below = agency_below(head.below)
    found = labelled or below or named_in(before, "") or signed_by(closing) or own or named_in("", opening)
    return found or _of_title(_declared(head))


def _of_title(title: Title | None) -> Fact[str] | None:
    return Fact(title.agency, title.by, title.text) if title is not None and title.agency else None


def find_time(head: FrontMatter, before: str, opening: str) -> Dating:
    """Which year is reported on, and from when to when: title and cover before the text, captions and the file behind it."""
    printed = [title for title in (head.title, *_covers(head)) if title is not None]
    dating = find_dating([title for title in printed if title.year][:1], before, opening)
    behind = [title for title in (title_of_captions(head.captions), _declared(head)) if title is not None]
    year = dating.year or next((Fact(t.year, t.by, t.text) for t in behind if t.year), None)
    return Dating(year, dating.period or next(_spans((*printed, *behind), before), None), dating.issues)


def _covers(head: FrontMatter) -> Iterator[Title]:
    """Yield the lines of the cover and the fields that name a year."""
    lines = [passage.text for passage in head.cover if len(passage.text) <= _COVER_LINE]
    for line in (*lines, *head.fields[:_FIELDS]):
        if _COVER_YEAR.fullmatch(squeeze(line)):
            yield Title(line, None, year_of(line), by="cover")


def _declared(head: FrontMatter) -> Title | None:
    """The file's own title where it is the printed one with more words: others are left over from the file that it was made of."""
    printed = core(head.title.text) if head.title is not None else ""
    text = one_line(head.declared or "").strip()
    return read_title(text, (), "metadata") if printed and printed in core(text) else None


def _spans(titles: Iterable[Title], before: str) -> Iterator[Fact[Period]]:
    for title in titles:
        yield from (Fact(period, title.by, words) for period, words in spans_in(title.text))
    if (ended := year_ended(before)) is not None:
        yield Fact(ended[0], "preamble", ended[1])
