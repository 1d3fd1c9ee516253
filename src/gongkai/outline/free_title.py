"""Title, agency and year of a document of any family, where no form says how its titles read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import regex
from msgspec import Struct

from gongkai.outline.closing import is_agency_line, is_place_line
from gongkai.outline.contents import Contents
from gongkai.outline.marks import mark_at
from gongkai.outline.metadata import is_page_head
from gongkai.outline.passages import Passage
from gongkai.outline.spans import is_school_year
from gongkai.outline.title import Title, clean_agency, year_of
from gongkai.outline.told import Fact
from gongkai.outline.vocabulary import AGENCY_ENDS, AGENCY_GLUE, NO_TITLE, PLACE_ENDS
from gongkai.text.dates import says_when
from gongkai.text.fold import core, narrow, one_line, squeeze
from gongkai.witness import Told

_LONGEST = 64  # letters
_LINES = 4  # a title is printed on at most
_FRONT = 12  # paragraphs of a cover
_LEAST_NAME = 5  # letters of an office; shorter pieces are a name that was set apart
_ROW = 3  # numbers that no year, month or number of a paper is: titles have one or two
_NUMBER = regex.compile(r"(?<![\d.,])\d[\d.,]*+(?!\d|\s*[年月日号期届次、.)）—–~至-])")
_STOP = regex.compile(r"[。；;！!？?，,]")
_YEAR = regex.compile(
    r"(?:19|20)\d\d(?:\s*[-—–~至/]\s*(?:(?:19|20)?\d\d))?\s*(?:学年度?|年度|年|财年)?"
    r"|[二][〇○零OO0一二三四五六七八九]{3}(?:年度|年)"
)
_BRACKETED = regex.compile(r"[(（][^()（）]*[)）]|【[^】]*】")
_LABELLED = regex.compile(
    r"(?:主管部门|编制部门|编制单位|填报单位|填报部门|发布单位|发布机构|单位名称|部门名称|编报单位|公开部门|公开单位|预算单位|部门)(?:\(公章\)|\(盖章\)|名称)?[:：]\s*(?P<name>[\p{Han}()（）]{3,30})"
)
_ENGLISH = regex.compile(
    r"(?P<name>(?:[A-Z][\w'’-]+\s+(?:of\s+|and\s+|for\s+|the\s+)?){1,7}(?:Council|Office|Bureau|Department|Commission|Authority|Agency|University|Ministry|Government|Committee|Administration|Trust|Board)(?:\s+(?:of|for)\s+(?:the\s+)?(?!(?:Annual|Report|Accounts|Statement|Budget|Financial|Information)\b)[A-Z][\w'’-]+(?:\s+(?!(?:Annual|Report|Accounts|Statements?|Budget|Financial|Final|Statistical|Information|Freedom)\b)[A-Z][\w'’-]+)*)?)"
)
_NOTE_MARK = regex.compile(r"\s*(?:\^?\{?[\[〔［]\^?[\d¹²³⁰-⁹]{1,2}[\]〕］]\}?|[¹²³⁰-⁹]{1,2}|[①-⑳]|\*{1,2})$")
_ANNEX = regex.compile(r"^附[件表][\d一二三四五六七八九十]{0,3}[:：.、]?\s*(?=.{6})")


class FreeTitle(Struct, frozen=True):
    """The title of a document, with its lines; ``start`` is the first passage that may head a section."""

    title: Title | None
    start: int


def find_title(passages: Sequence[Passage], contents: Contents, declared: str | None) -> FreeTitle:
    """Find the title at the head of a document, else what its metadata declares."""
    lines = _front(passages, contents)
    joined = _joined(passages, lines, declared)
    if joined is None:
        text = one_line(declared or "").strip()
        title = read_title(text, (), "metadata") if text and year_of(text) is not None else None
        return FreeTitle(title, 0)
    title = read_title(one_line("".join(_glued([passages[i].text.strip() for i in joined]))), joined)
    return FreeTitle(title, joined[-1] + 1)


def title_of_captions(captions: Iterable[str]) -> Title | None:
    """The first title of a table that names a year and what it is about: workbooks and single tables have no other."""
    return next(
        (read_title(one_line(text), (), "caption") for text in captions if len(text) <= _LONGEST and _is_whole(text)),
        None,
    )


def _front(passages: Sequence[Passage], contents: Contents) -> list[int]:
    """The lines that a title may stand in: short ones, before any sentence, number or table of contents."""
    found: list[int] = []
    first = next((i for i in range(len(passages)) if i not in contents.lines), 0)
    for at, passage in enumerate(passages[first : first + _FRONT], start=first):
        text = passage.text.strip()
        if at in contents.lines:
            break
        if len(_NUMBER.findall(text)) >= _ROW:
            # A row of a table without rules: programs that print sheets may put the title behind it. Its heads are none.
            heads = (
                n for n, i in enumerate(found) if passages[i].breaks and _YEAR.search(squeeze(passages[i].text)) is None
            )
            del found[next(heads, len(found)) :]
            continue
        if is_page_head(text) or text.lstrip("《(（【").startswith(NO_TITLE) or regex.search(r"[:：]", text):
            if found:
                break
            continue
        numbered = mark_at(text[:24])
        if numbered is not None and (passage.level is None or passage.level > 1) and not _YEAR.match(squeeze(text)):
            break
        if len(text) > _LONGEST or _STOP.search(narrow(text)):
            break
        other = passage.level is not None and found and passages[found[-1]].level != passage.level
        if other and not says_when(text, bracketed=True):
            break
        found.append(at)
    return found


def _joined(passages: Sequence[Passage], lines: list[int], declared: str | None) -> tuple[int, ...] | None:
    """The lines that together are the title: until it says which year, and of what."""
    if not lines:
        return None
    wanted = core(declared or "")
    for at in lines:
        if len(core(passages[at].text)) >= 6 and core(passages[at].text) in wanted and year_of(passages[at].text):
            return (at,)
    for first in range(len(lines)):
        own: list[int] = []
        for at in lines[first : first + _LINES]:
            if own and at != own[-1] + 1:
                break
            own.append(at)
            text = "".join(passages[i].text for i in own)
            if len(text) <= _LONGEST and _is_whole(text):
                after = own[-1] + 1
                if (
                    not year_of(text)
                    and after in lines
                    and _YEAR.fullmatch(squeeze(passages[after].text).strip("()（）"))
                ):
                    own.append(after)
                return tuple(own)
    lines = [at for at in lines if passages[at].level is not None or not _names_offices(passages[at])]
    if not lines:
        return None
    if passages[lines[0]].level == 1 or len(lines) == 1 or len(passages) > lines[0] + 1:
        return (lines[0],)
    return None


def _names_offices(passage: Passage) -> bool:
    """Whether a line names who publishes, and no publication: one office, or several set apart."""
    return is_agency_line(_names(passage)[0])


def _is_whole(text: str) -> bool:
    """Whether a title names a year, and something besides year and agency."""
    folded = squeeze(text)
    if _YEAR.search(folded) is None:
        return False
    rest = _BRACKETED.sub("", _YEAR.sub("|", folded))
    pieces = [piece for piece in rest.split("|") if piece]
    return any(len(piece) >= 2 and not (is_agency_line(piece) or is_place_line(piece)) for piece in pieces)


def _glued(lines: list[str]) -> list[str]:
    """Put a blank between lines of letters."""
    return [
        line if not n or not (line[:1].isascii() and lines[n - 1][-1:].isascii()) else f" {line}"
        for n, line in enumerate(lines)
    ]


def read_title(text: str, lines: tuple[int, ...] = (), by: Told = "title") -> Title:
    """Read agency and year out of a title that stands in some lines; a note's mark and the number of an annex are no part of it."""
    text = _ANNEX.sub("", _NOTE_MARK.sub("", text)) or text
    return Title(text, agency_in(text), _year(text), lines, by=by)


def _year(text: str) -> int | None:
    return None if is_school_year(text) else year_of(text)


def agency_in(title: str) -> str | None:
    """Who reports, by a title: what stands before the year and is an office, else the office that the rest begins with."""
    if english := _ENGLISH.search(title):
        return " ".join(english["name"].split()).removeprefix("The ")
    folded = regex.sub(r"^[关關]于(?:印发|公布|发布|公开)?", "", _BRACKETED.sub("", squeeze(title)).lstrip("《"))
    year = _YEAR.search(folded)
    pieces = [folded[: year.start()], folded[year.end() :]] if year else [folded]
    for piece in pieces:
        if piece and (name := _leading_agency(piece, whole=year is not None and piece is pieces[0])):
            return name
    return None


def _first_of_several(text: str) -> str:
    """The first of the offices of one place that a title names without a sign between them: 青岚市教育局青岚市财政局."""
    for end in range(4, min(len(text), 32)):
        rest = text[end:]
        again = text[:end].endswith(AGENCY_ENDS) and rest[:2] == text[:2]
        if again and any(rest[:size].endswith(AGENCY_ENDS) for size in range(_LEAST_NAME, min(len(rest), 32) + 1)):
            return text[:end]
    return text


def _leading_agency(text: str, whole: bool) -> str | None:
    """The longest beginning of ``text`` that is the name of an office; a place stands for its government only where it is all."""
    text = _first_of_several(text)
    if whole and (is_agency_line(text) or is_place_line(text)):
        return clean_agency(text)
    for end in range(min(len(text), 32), 3, -1):
        name, rest = text[:end], text[end:]
        if name.endswith(AGENCY_ENDS) and not rest.startswith(AGENCY_GLUE.get(name[-1], ("\0",))):
            return clean_agency(name)
    return None


def agency_below(below: Sequence[Passage]) -> Fact[str] | None:
    """The office that stands in a line of its own right below the title; the first of several that share the line."""
    names = ((name, passage.text) for passage in below[:2] for name in _names(passage))
    return next(
        (Fact(found, "cover", text) for name, text in names if is_agency_line(name) and (found := clean_agency(name))),
        None,
    )


def _names(passage: Passage) -> list[str]:
    """The names on a line: parted by blanks where the first is an office and the others are as long as one."""
    text = passage.text
    names = [squeeze(text[a:b]) for a, b in pairwise((0, *passage.breaks, len(text)))]
    several = len(names) > 1 and is_agency_line(names[0]) and min(map(len, names)) >= _LEAST_NAME
    return names if several else [squeeze(text)]


def is_only_place(name: str | None) -> bool:
    """Whether a name is that of a place, not of an office."""
    return name is not None and name.endswith(PLACE_ENDS) and not name.endswith(AGENCY_ENDS)


def labelled_agency(texts: Iterable[str]) -> Fact[str] | None:
    """The office that a cover or a table names behind 编制单位： and the like."""
    for text in texts:
        if len(text) <= 120 and (match := _LABELLED.search(narrow(text).replace(" ", ""))):
            name = clean_agency(match["name"].strip("()（）"))
            if name and (name.endswith(AGENCY_ENDS) or is_place_line(name)):
                return Fact(name, "cover", match[0])
    return None
