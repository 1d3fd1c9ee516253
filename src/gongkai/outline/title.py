"""The title, and what it says: who reports, and on which year."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from msgspec import Struct

from gongkai.outline.closing import is_agency_line, is_place_line
from gongkai.outline.passages import Passage
from gongkai.outline.vocabulary import DISCLOSURE, NO_AGENCY, NO_TITLE, PRONOUNS, REPORT_ENDS
from gongkai.text.fold import narrow, one_line, squeeze

MAX_TITLE = 64
_MAX_LINES = 3
_FIRST_PASSAGES = 60
_PHRASE = "|".join(DISCLOSURE)
_ENDS = "|".join(REPORT_ENDS)
_TITLE = regex.compile(rf"(?:{_PHRASE})[^,;:]{{0,16}}?(?:{_ENDS})(?:\([^()]{{0,12}}\))?$")
_NO_PART = regex.compile(r"[。;；!?>》|{}@/\\]|\.(?:pdf|docx?|wps|xlsx?|ofd|html?)|https?:", regex.IGNORECASE)
_YEAR = regex.compile(r"(?<!\d)(20\d\d)(?!\d)(?:年度|年)?")
_HAN_YEAR = regex.compile(r"([二][〇○零OO0一二三四五六七八九]{3})(?:年度|年)")
_ONLY_YEAR = regex.compile(r"\(?(?:20\d\d|二[〇○零OO0一二三四五六七八九]{3})(?:年度|年)\)?")
_HAN_DIGIT = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
_BRACKETED = regex.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_SITE = regex.compile(r"^.{2,24}?(?:门户网站|政府网站|官方网站|政府网|官网)(?!络|站|管|建)")
_NAME = regex.compile(r"[\p{Han}()·、]{2,40}")
_LEFT = regex.compile(r"^(?:[关關]于(?:印发|公布|发布)?|附件\d*[:：]?)|[的之]$")
_START = regex.compile(rf"(?:{_PHRASE}|政务?府?信?息?公?开?)$")
_SITE_SEAM = regex.compile(r"\s*[-_|—–]+\s*")


class Title(Struct, frozen=True):
    """A title on one line as printed, with what can be read from it; ``passages`` are the indices of its lines."""

    text: str
    agency: str | None
    year: int | None
    passages: tuple[int, ...] = ()

    @property
    def worth(self) -> int:
        """A title that says both who and which year is the best one."""
        return 2 * (self.agency is not None) + 2 * (self.year is not None) + ("政府信息公开" in self.text)


def find_titles(front: Sequence[Passage]) -> list[Title]:
    """Give the titles among the lines before the first heading, the best first; of equals the later one."""
    titles = [title for at in range(min(len(front), _FIRST_PASSAGES)) if (title := _title_at(front, at))]
    return sorted(titles, key=lambda t: (t.worth, t.passages), reverse=True)


def title_from(text: str | None) -> Title | None:
    """Read a title from what a file's metadata or a page's head declares; other pieces of it are a site's name."""
    pieces = [one_line(piece) for piece in (text, *_SITE_SEAM.split(text))] if text else []
    return next((read_title(p) for p in pieces if p and _may_be_part(p) and _ends_title(p)), None)


def read_title(text: str, passages: tuple[int, ...] = ()) -> Title:
    """Take a line that is a title apart."""
    return Title(text.strip(), agency_of_title(text), year_of(text), passages)


def _title_at(front: Sequence[Passage], at: int) -> Title | None:
    """Read the title that ends in line ``at``, with the lines before it that it needs."""
    led = _led_title(front[at], at)
    if led or not _may_be_part(front[at].text):
        return led
    text, lines = front[at].text, [at]
    if not _ends_title(text):
        joined = _joined(front, at)
        if joined is None:
            return None
        text, lines = joined
    while len(lines) < _MAX_LINES and lines[0] > 0 and _may_lead(front[lines[0] - 1].text, text):
        lines.insert(0, lines[0] - 1)
        text = front[lines[0]].text + text
    following = front[at + 1].text if at + 1 < len(front) else ""
    if year_of(text) is None and _ONLY_YEAR.fullmatch(squeeze(following)):
        text, lines = text + following, [*lines, at + 1]
    return read_title(text, tuple(lines)) if len(text) <= MAX_TITLE else None


def _joined(front: Sequence[Passage], at: int) -> tuple[str, list[int]] | None:
    """Two or three lines that only together end as a title does (…2023年度政府 | 信息公开工作年度报告)."""
    text, lines = front[at].text, [at]
    while lines[0] > 0 and len(lines) < _MAX_LINES and _may_be_part(front[lines[0] - 1].text):
        lines.insert(0, lines[0] - 1)
        text = front[lines[0]].text + text
        if _ends_title(text):
            return text, lines
    return None


def _led_title(passage: Passage, at: int) -> Title | None:
    """A title at the head of a longer line, set off by white space that the folding took away."""
    for seam in passage.breaks:
        head = passage.text[:seam].strip()
        if seam < len(passage.text) and _may_be_part(head) and _ends_title(head) and not _ends_title(passage.text):
            return read_title(head)
    return None


def _may_be_part(text: str) -> bool:
    folded = narrow(text)
    return len(text) <= MAX_TITLE and not _NO_PART.search(folded) and not text.lstrip("《(（【").startswith(NO_TITLE)


def _ends_title(text: str) -> bool:
    return _TITLE.search(squeeze(text)) is not None


def _may_lead(line: str, rest: str) -> bool:
    """Whether ``line`` belongs before ``rest``: it gives the agency or year that the rest lacks, or half the phrase."""
    if not _may_be_part(line) or _ends_title(line):
        return False
    bare = _HAN_YEAR.sub("", _YEAR.sub("", _BRACKETED.sub("", squeeze(line))))
    if not bare:
        return year_of(rest) is None
    if agency_of_title(rest) is not None:
        return False
    half = _START.search(squeeze(line))
    return (
        is_agency_line(bare)
        or is_place_line(bare)
        or (bare.endswith("人民") and rest.startswith("政府"))
        or (half is not None and squeeze(rest).startswith(("信息公开", "公开", "政府信息公开")))
    )


def year_of(text: str) -> int | None:
    """The year that a title or an opening names; None where it names two."""
    folded = squeeze(text)
    years = {int(m[1]) for m in _YEAR.finditer(folded)} | {_han_year(m[1]) for m in _HAN_YEAR.finditer(folded)}
    return years.pop() if len(years) == 1 else None


def _han_year(digits: str) -> int:
    return int("".join(str(_HAN_DIGIT.get(char, 0)) for char in digits))


def agency_of_title(text: str) -> str | None:
    """Who reports: the title without the year, up to the first 政府信息公开 (人民 keeps its 政府)."""
    folded = _BRACKETED.sub("", squeeze(text)).lstrip("《")
    folded = _HAN_YEAR.sub("", _YEAR.sub("", folded))
    at, phrase = min(((folded.find(p), p) for p in DISCLOSURE if p in folded), default=(-1, ""), key=lambda f: f[0])
    if at < 0:
        return None
    name = folded[:at]
    if name.endswith("人民") and phrase.startswith("政府"):
        name += "政府"
    return clean_agency(name)


def clean_agency(name: str) -> str | None:
    """Strip what may stand around an agency's name; None where no name is left."""
    stripped = _LEFT.sub("", _LEFT.sub("", name.strip("、，,：: ")))
    stripped = _SITE.sub("", stripped) or stripped
    if not _NAME.fullmatch(stripped) or stripped in NO_AGENCY or stripped.startswith(PRONOUNS):
        return None
    return stripped
