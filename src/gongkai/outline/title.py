"""The title, and what it says: who reports, and on which year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

import msgspec
import regex
from msgspec import Struct

from gongkai.document import Block, Grid
from gongkai.outline.closing import is_agency_line, is_place_line
from gongkai.outline.passages import Passage
from gongkai.outline.title_words import DISCLOSURE, TitleWords
from gongkai.outline.vocabulary import AGENCY_FIELDS, NAME_FIELDS, NO_AGENCY, NO_TITLE, PRONOUNS, TITLE_FIELDS
from gongkai.text.fold import narrow, one_line, squeeze
from gongkai.witness import Told

MAX_TITLE = 64  # letters; a joint report of several offices needs most of them
_MAX_LINES = 3  # a title is printed on at most
_LABEL = 12  # characters of a field's label, as in _FIELD
_FIRST_PASSAGES = 60  # in which it is looked for: menus of web pages stand before it
_NO_PART = regex.compile(r"[。;；!?>》|{}@/\\]|\.(?:pdf|docx?|wps|xlsx?|ofd|html?)|https?:", regex.IGNORECASE)
_YEAR = regex.compile(r"(?<!\d)(20\d\d)(?!\d)(?:年度|年)?")
_HAN_YEAR = regex.compile(r"([二][〇○零OO0一二三四五六七八九]{3})(?:年度|年)")
_ONLY_YEAR = regex.compile(r"\(?(?:20\d\d|二[〇○零OO0一二三四五六七八九]{3})(?:年度|年)\)?")
_HAN_DIGIT = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
_BRACKETED = regex.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_SITE = regex.compile(r"^.{2,24}?(?:门户网站|政府网站|官方网站|政府网|官网)(?!络|站|管|建)")
_NAME = regex.compile(r"[\p{Han}()·、]{2,40}")
_LEFT = regex.compile(r"^(?:[关關]于(?:印发|公布|发布)?|附件\d*[:：]?)|(?:[的之]|[关關]于(?:印发|公布|发布|报送)?)$")
_CATEGORY = regex.compile(r"^\s*(?:\[[^\[\]]*\]|【[^】]*】)(?<!\d{4}年?度?[\]】])\s*")
"""A category of the site before the title: [政府信息公开年报]."""
_FIELD = regex.compile(
    r"[\[【〔(（]?(?P<label>\p{Han}[\p{Han}\s]{0,10}\p{Han})[\]】〕)）]?\s*[:：](?P<value>.+)", regex.DOTALL
)
"""A label of two to twelve characters, as sites print beside a text (栏目：, 信息类别：), and what it says."""
_SITE_SEAM = regex.compile(r"\s*[-_|—–]+\s*")


class Title(Struct, frozen=True):
    """A title on one line as printed, with what can be read from it; ``passages`` are the indices of its lines, ``by`` what says it."""

    text: str
    agency: str | None
    year: int | None
    passages: tuple[int, ...] = ()
    telling: bool = False
    by: Told = "title"

    @property
    def worth(self) -> int:
        """A title that says both who and which year is the best one."""
        return 2 * (self.agency is not None) + 2 * (self.year is not None) + self.telling


def find_titles(front: Sequence[Passage], words: TitleWords = DISCLOSURE) -> list[Title]:
    """Give the titles among the lines before the first heading, the best first; of equals the later one."""
    titles = [title for at in range(min(len(front), _FIRST_PASSAGES)) if (title := _title_at(front, at, words))]
    return sorted(titles, key=lambda t: (t.worth, t.passages), reverse=True)


def title_from(text: str | None, words: TitleWords = DISCLOSURE) -> Title | None:
    """Read a title from what a file's metadata or a page's head declares; other pieces of it are a site's name."""
    pieces = [one_line(piece) for piece in (text, *_SITE_SEAM.split(text))] if text else []
    fitting = (read_title(p, words) for p in pieces if p and _may_be_part(p) and words.ends_title(p))
    return next((msgspec.structs.replace(title, by="metadata") for title in fitting), None)


def read_title(text: str, words: TitleWords = DISCLOSURE, passages: tuple[int, ...] = ()) -> Title:
    """Take a line that is a title apart."""
    return Title(text.strip(), agency_of_title(text, words), year_of(text), passages, words.most_telling in text)


def _title_at(front: Sequence[Passage], at: int, words: TitleWords) -> Title | None:
    """Read the title that ends in line ``at``, with the lines before it that it needs."""
    if field_of(front[at].text):
        return _of_field(front[at], words)
    if stated := _of_label(front[at], words):
        return stated
    led = _led_title(front[at], words)
    if led or not _may_be_part(front[at].text):
        return led
    text, lines = front[at].text, [at]
    if not words.ends_title(text):
        joined = _joined(front, at, words)
        if joined is None:
            return None
        text, lines = joined
    while len(lines) < _MAX_LINES and lines[0] > 0 and _may_lead(front[lines[0] - 1], text, words):
        lines.insert(0, lines[0] - 1)
        text = front[lines[0]].text + text
    following = front[at + 1].text if at + 1 < len(front) else ""
    if year_of(text) is None and _ONLY_YEAR.fullmatch(squeeze(following)):
        text, lines = text + following, [*lines, at + 1]
    bare = _CATEGORY.sub("", text)
    text = bare if words.ends_title(bare) else text
    return read_title(text, words, tuple(lines)) if len(text) <= MAX_TITLE else None


def _joined(front: Sequence[Passage], at: int, words: TitleWords) -> tuple[str, list[int]] | None:
    """Two or three lines that only together end as a title does (…2023年度政府 | 信息公开工作年度报告)."""
    text, lines = front[at].text, [at]
    while lines[0] > 0 and len(lines) < _MAX_LINES and _may_be_part(front[lines[0] - 1].text):
        lines.insert(0, lines[0] - 1)
        text = front[lines[0]].text + text
        if words.ends_title(text):
            return text, lines
    return None


def _led_title(passage: Passage, words: TitleWords) -> Title | None:
    """A title at the head of a longer line, set off by white space that the folding took away."""
    for seam in _early(passage):
        head = passage.text[:seam].strip()
        if seam == len(passage.text) or not _may_be_part(head):
            continue
        if words.ends_title(head) and not words.ends_title(passage.text):
            return read_title(head, words)
    return None


def _early(passage: Passage) -> Iterator[int]:
    """Yield the seams before which a title with its label may stand; a line may have a million."""
    return takewhile(lambda seam: seam <= 2 * MAX_TITLE, passage.breaks)


def _of_field(passage: Passage, words: TitleWords) -> Title | None:
    """Return the title that a line like 标题：X gives; any other short label with a colon is a page's own word about the text."""
    for text in (passage.text, *(passage.text[:seam] for seam in _early(passage))):
        label, value = field_of(text) or ("", "")
        if title := _stated(label, value, words):
            return title
    return None


def _of_label(passage: Passage, words: TitleWords) -> Title | None:
    """Return the title that a line gives whose label is set off by a blank alone (标题 X)."""
    parts = ((squeeze(passage.text[:seam]), passage.text[seam:].strip()) for seam in _early(passage))
    return next((title for label, value in parts if (title := _stated(label, value, words))), None)


def _stated(label: str, value: str, words: TitleWords) -> Title | None:
    """The title that a field states; a 名称 may be anything's, so that what it names must say who reports, and when."""
    if len(label) > _LABEL or not words.ends_title(value) or len(value) > MAX_TITLE:
        return None
    title = read_title(value, words)
    named = label.endswith(NAME_FIELDS) and title.agency is not None and title.year is not None
    return title if named or label.endswith(TITLE_FIELDS) else None


def title_in_cells(blocks: Sequence[Block], words: TitleWords = DISCLOSURE) -> Title | None:
    """The title that a table at the head of a page states, in a cell (标题：X) or in the one behind its label."""
    for block in blocks[:_FIRST_PASSAGES]:
        for row in block.rows() if isinstance(block, Grid) else ():
            texts = [one_line(cell.text).strip() for cell in row]
            fields = (*pairwise(texts), *filter(None, map(field_of, texts)))
            for label, value in fields:
                if words.ends_title(value) and (title := _stated(squeeze(label).rstrip(":："), value, words)):
                    return title
    return None


def field_of(text: str) -> tuple[str, str] | None:
    """Part ``栏目：政府信息公开年报`` into its label and its value; None for lines of another shape, and where an agency speaks."""
    match = _FIELD.fullmatch(text) if ":" in text or "：" in text else None
    if match is None or is_agency_line(match["label"]):
        return None
    return squeeze(match["label"]), match["value"].strip()


def _may_be_part(text: str) -> bool:
    folded = narrow(text)
    if field_of(text):
        return False
    return len(text) <= MAX_TITLE and not _NO_PART.search(folded) and not text.lstrip("《(（【").startswith(NO_TITLE)


def _may_lead(passage: Passage, rest: str, words: TitleWords) -> bool:
    """Whether a line belongs before ``rest``: it gives the agency or year that the rest lacks, or half the phrase."""
    line = passage.text
    if not _may_be_part(line) or words.ends_title(line) or _is_agency_field(passage):
        return False
    bare = _HAN_YEAR.sub("", _YEAR.sub("", _BRACKETED.sub("", squeeze(line))))
    if not bare:
        return year_of(rest) is None
    if agency_of_title(rest, words) is not None:
        return False
    return (
        is_agency_line(bare)
        or is_place_line(bare)
        or (bare.endswith("人民") and rest.startswith("政府"))
        or words.joins(squeeze(line), squeeze(rest))
    )


def _is_agency_field(passage: Passage) -> bool:
    """Whether a line is a page's field that names a body, its label set off by a blank (发布机构 桐岭县水产局)."""
    return any(squeeze(passage.text[:seam]).endswith(AGENCY_FIELDS) for seam in passage.breaks if seam <= _LABEL)


def year_of(text: str) -> int | None:
    """The year that a title or an opening names; None where it names two."""
    folded = squeeze(text)
    years = {int(m[1]) for m in _YEAR.finditer(folded)} | {_han_year(m[1]) for m in _HAN_YEAR.finditer(folded)}
    return years.pop() if len(years) == 1 else None


def _han_year(digits: str) -> int:
    return int("".join(str(_HAN_DIGIT.get(char, 0)) for char in digits))


def agency_of_title(text: str, words: TitleWords = DISCLOSURE) -> str | None:
    """Who reports: the title without the year, up to its subject (人民 keeps the 政府 of 政府信息公开)."""
    folded = _BRACKETED.sub("", squeeze(text)).lstrip("《")
    folded = _HAN_YEAR.sub("", _YEAR.sub("", folded))
    at, phrase = words.find_subject(folded)
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
