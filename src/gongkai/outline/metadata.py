"""Who reports, on which year and period, and when it was published; None rather than a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import regex
from msgspec import Struct

from gongkai.document import Block, Issue
from gongkai.outline.closing import is_agency_line, is_place_line
from gongkai.outline.passages import Passage
from gongkai.outline.title import Title, clean_agency
from gongkai.outline.title_words import DISCLOSURE, TitleWords
from gongkai.outline.told import Fact, witness
from gongkai.outline.vocabulary import AGENCY_DEEDS, AGENCY_ENDS
from gongkai.report import Period
from gongkai.text.dates import DateRange, find_date, find_ranges, only_date, split_final_date
from gongkai.text.fold import narrow, squeeze
from gongkai.witness import Told, Witnesses

LEAD = 3000
"""How many characters of the preamble and of section one may speak of the report itself."""
_ENDS = "|".join(sorted(AGENCY_ENDS, key=len, reverse=True))
_DEEDS = "|".join(AGENCY_DEEDS)
_FIRST_WORDS = 500  # letters; a year that is named later may be any
_WHO = r"(?<agency>\p{Han}[\p{Han}()]{2,30}?)"
_OFFICE = regex.compile(rf"联系[:：]?{_WHO}办公室")
_OPENING = regex.compile(rf"^(?:20\d\d)年(?:度|以来)?[,，]?(?<agency>\p{{Han}}{{2,24}}?(?:{_ENDS}))[,，]?(?={_DEEDS})")
_OPENING_YEAR = regex.compile(r"^(20\d\d)年(?:度|以来)?[,，]?")
_QUOTED = regex.compile(r"《[^《》]{0,80}》|〔[^〔〕]{0,12}〕")
_SPAN_WORDS = regex.compile(r"统计|期限|时间|范围|数据|自|从|报告期|截至|截止")
_STATED = regex.compile(r"(?:发布|公布|公开|成文|发文|生成|印发|更新|录入)?(?:日期|时间)[:：]?\s*(?=[\d二])")
_NOT_STATED = regex.compile(r"有效|失效|废止|实施|截止")
_MAX_HEAD = 320  # letters of the lines that a site prints above a report


class _Patterns(Struct, frozen=True):
    """What the running text says of the report itself, in the words of its family."""

    preamble: tuple[regex.Pattern[str], ...]
    work_year: regex.Pattern[str]
    report_year: regex.Pattern[str]


@lru_cache(maxsize=32)
def _patterns(words: TitleWords) -> _Patterns:
    year = rf"(20\d\d)年度?[^,，。;；]{{0,24}}(?:{words.phrase})"
    return _Patterns(
        (
            regex.compile(rf"由{_WHO}(?:负责|组织)?(?:编制|编写|根据|按照|依据|依照)"),
            regex.compile(rf"(?:公布|发布|编制|现将|公开)了?{_WHO}(?:20\d\d)年度?(?:{words.phrase})"),
            regex.compile(rf"(?:公布|发布|编制|现将|公开)了?(?:20\d\d)年度?{_WHO}(?:{words.phrase})"),
        ),
        regex.compile(year),
        regex.compile(year + r"[^,，。;；]{0,8}(?:报告|年报)"),
    )


class Dating(Struct, frozen=True):
    """The year reported on and the printed period."""

    year: Fact[int] | None
    period: Fact[Period] | None
    issues: tuple[Issue, ...] = ()


def evidence_of(
    title: Title | None, agency: Fact[str] | None, dating: Dating, passages: Sequence[Passage], blocks: Sequence[Block]
) -> Witnesses:
    """Give the evidence of what was found, with its places."""
    return Witnesses(
        title=witness(Fact(title.text, title.by, title.text), passages, blocks) if title else None,
        agency=witness(agency, passages, blocks),
        year=witness(dating.year, passages, blocks),
        period=witness(dating.period, passages, blocks),
    )


def find_agency(
    titles: Sequence[Title], closing: Iterable[Passage], preamble: str, opening: str, words: TitleWords = DISCLOSURE
) -> Fact[str] | None:
    """Look in the titles, the signature, the preamble and the first sentence of section one, in this order."""
    from_title = next((Fact(title.agency, title.by, title.text) for title in titles if title.agency), None)
    return from_title or signed_by(closing) or named_in(preamble, opening, words)


def agency_conflict(agency: str | None, preamble: str, opening: str, words: TitleWords = DISCLOSURE) -> Iterable[Issue]:
    """Tell where the preamble names another body than the one that was taken; a short form of one name is no other body."""
    named = named_in(preamble, opening, words)
    if agency and named and not _same_body(squeeze(agency), squeeze(named.value)):
        message = f"the report is taken for that of {agency}, its text speaks of {named.value}"
        yield Issue(code="agency_conflict", severity="warning", message=message, location="preamble")


def _same_body(one: str, other: str) -> bool:
    """Whether the characters of the shorter name stand in the longer one in their order: 县财政局 and 青岚县财政局."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def signed_by(closing: Iterable[Passage]) -> Fact[str] | None:
    """The office that the signature names."""
    for passage in closing:
        dated = split_final_date(passage.text)
        name = squeeze(dated[0] if dated else passage.text)
        if is_agency_line(name) or is_place_line(name):
            agency = clean_agency(name)
            return Fact(agency, "signature", passage.text) if agency else None
    return None


def named_in(preamble: str, opening: str, words: TitleWords = DISCLOSURE) -> Fact[str] | None:
    """The office that the running text says reports."""
    # The preamble may be printed behind the first heading: section one's first words are searched like it.
    before, first = squeeze(preamble[:LEAD]), squeeze(opening[:_FIRST_WORDS])
    patterns = _patterns(words).preamble
    found: list[tuple[Told, regex.Match[str] | None]] = [("preamble", pattern.search(before)) for pattern in patterns]
    found += [("opening", pattern.search(first)) for pattern in patterns]
    found += [("opening", _OPENING.search(squeeze(paragraph[:120]))) for paragraph in opening.split("\n", 3)[:3]]
    for by, match in found:
        if match is not None and (name := clean_agency(match["agency"])):
            return Fact(name, by, match[0])
    office = _OFFICE.search(before)
    # 某某局办公室 is the office of that agency; 某某人民政府办公室 may report for itself.
    name = clean_agency(office["agency"]) if office and not office["agency"].endswith("政府") else None
    return Fact(name, "preamble", office[0]) if office and name else None


def find_dating(titles: Sequence[Title], preamble: str, opening: str, words: TitleWords = DISCLOSURE) -> Dating:
    """Find year and period; the title's year stands against the period's, and the difference is told."""
    found = _period(preamble[:LEAD], opening[:LEAD])
    span = found.value if found else None
    period = (
        Fact(Period(span.start.isoformat(), span.end.isoformat()), found.by, found.text) if found and span else None
    )
    within = (
        Fact(span.start.year, found.by, found.text) if found and span and span.start.year == span.end.year else None
    )
    titled = next((Fact(title.year, title.by, title.text) for title in titles if title.year), None)
    year = titled or within or _told_year(preamble[:LEAD], opening, _patterns(words))
    return Dating(year, period, tuple(_conflicts(titles, titled.value if titled else None, span)))


def _period(preamble: str, opening: str) -> Fact[DateRange] | None:
    """The first range of dates that the preamble gives, or that section one gives with words about its figures."""
    places: tuple[tuple[Told, str], ...] = (("preamble", preamble), ("opening", opening))
    for by, text in places:
        for found in find_ranges(text):
            free = by == "preamble" and (found.end - found.start).days > 300
            if free or _SPAN_WORDS.search(text[max(0, found.at - 30) : found.at]):
                return Fact(found, by, text[found.at : found.end_at])
    return None


def _told_year(preamble: str, opening: str, patterns: _Patterns) -> Fact[int] | None:
    """The one year whose disclosure the preamble speaks of, else the year that section one opens with."""
    starts = [_OPENING_YEAR.match(squeeze(paragraph[:60])) for paragraph in opening.split("\n", 3)[:3]]
    told: tuple[tuple[Told, Iterable[regex.Match[str]]], ...] = (
        ("preamble", patterns.work_year.finditer(_QUOTED.sub("", squeeze(preamble)))),
        ("opening", patterns.report_year.finditer(_QUOTED.sub("", squeeze(opening[:_FIRST_WORDS])))),
        ("opening", filter(None, starts)),
    )
    for by, matches in told:
        found = list(matches)
        if found:
            same = len({match[1] for match in found}) == 1
            return Fact(int(found[0][1]), by, found[0][0]) if same else None
    return None


def _conflicts(titles: Sequence[Title], titled: int | None, found: DateRange | None) -> Iterable[Issue]:
    if titled and found and not found.start.year <= titled <= found.end.year:
        message = f"the title names {titled}, the period runs from {found.start} to {found.end}"
        yield Issue(code="year_conflict", severity="warning", message=message, location="preamble")
    years = sorted({title.year for title in titles if title.year})
    if len(years) > 1:
        message = f"the printed titles name different years: {', '.join(map(str, years))}"
        yield Issue(code="year_conflict", severity="warning", message=message, location="title")
    if found and (found.start, found.end) != (date(found.start.year, 1, 1), date(found.start.year, 12, 31)):
        yield Issue(
            code="period_unusual", severity="info", message=f"the period runs from {found.start} to {found.end}"
        )


def find_published(closing: Sequence[Passage], front: Sequence[Passage], declared: str | None) -> str | None:
    """The last date of the signature, else the date that stands near the title, else what the file declares."""
    signed = [found for p in closing if (found := _signature_date(p.text))]
    near = [found for p in front if (found := _signature_date(p.text))]
    stated = [found for p in (*front, *closing) if (found := _stated_date(p.text))]
    given = find_date(declared) if declared else None
    found = next(iter([*signed[-1:], *stated[:1], *near[:1], *filter(None, [given])]), None)
    return found.isoformat() if found else None


def _signature_date(text: str) -> date | None:
    dated = split_final_date(text) if len(text) <= 60 else None
    whole = only_date(text)
    return whole or (dated[1] if dated and is_agency_line(dated[0]) else None)


def _stated_date(text: str) -> date | None:
    """The date behind 发布日期： or 日期：, in a line of the page's head."""
    if len(text) > _MAX_HEAD:
        return None
    folded = narrow(text)
    match = next(
        (m for m in _STATED.finditer(folded) if not _NOT_STATED.search(folded[max(0, m.start() - 4) : m.end()])), None
    )
    return find_date(folded[match.end() : match.end() + 24]) if match else None


def is_page_head(text: str) -> bool:
    """Whether a line before the text only dates it or says where it stands on its site."""
    return only_date(text) is not None or (len(text) <= 120 and "。" not in text and _stated_date(text) is not None)
