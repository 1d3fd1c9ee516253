"""The end of a report: signature, date, list of attachments."""

from __future__ import annotations

import regex

from gongkai.outline.passages import Passage
from gongkai.outline.vocabulary import AGENCY_ENDS, CLOSING_STARTS, PLACE_ENDS
from gongkai.text.dates import only_date, split_final_date
from gongkai.text.fold import squeeze
from gongkai.text.numbering import leading_number

_NAME = regex.compile(r"[\p{Han}（）()·]{3,40}")
_SENTENCE = regex.compile(r"[。；;！？]")
_MAX_SIGNATURE = 60  # letters of an agency's name with a date
_MAX_PLACE = 16  # letters of the longest name of a county


def split_closing(body: tuple[Passage, ...]) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Cut ``body`` before its signature; the closing is empty where nobody signed."""
    body = (*body[:-1], *_parted(body[-1])) if body else ()
    if len(body) > 1 and only_date(body[-1].text):
        body = (*body[:-2], *_signed(body[-2]), body[-1])
    start = len(body)
    for at in range(len(body) - 1, -1, -1):
        text = body[at].text
        if not body[at].opens or _SENTENCE.search(text) or len(text) > _MAX_SIGNATURE:
            break
        dated = at + 1 == start < len(body) and only_date(body[start].text) is not None
        if is_signature(text) or text.startswith(CLOSING_STARTS) or (dated and is_place_line(text)):
            start = at
    return body[:start], body[start:]


def split_dated_closing(body: tuple[Passage, ...]) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Cut ``body`` before a signature that ends in a date; a lone name is none, for headings may be names."""
    rest, closing = split_closing(body)
    return (rest, closing) if any(is_signature(p.text) and split_final_date(p.text) for p in closing) else (body, ())


def _parted(last: Passage) -> tuple[Passage, ...]:
    """Part a signature with its date from the sentence that it follows on one line, where a text lost its line ends."""
    end, tail = _behind_sentences(last)
    if not tail or split_final_date(tail) is None or not is_signature(tail):
        return (last,)
    return _cut(last, end, tail)


def _signed(before: Passage) -> tuple[Passage, ...]:
    """Part an agency's name from the full line of text above it, which it was taken to go on; a date stands alone below it."""
    end, tail = _behind_sentences(before)
    return _cut(before, end, tail) if tail and end in before.breaks and is_agency_line(tail) else (before,)


def _behind_sentences(passage: Passage) -> tuple[int, str]:
    """Return where the last sentence of a passage ends, and what stands behind it, if it is as short as a signature."""
    stops = list(_SENTENCE.finditer(passage.text))
    end = stops[-1].end() if stops else 0
    tail = passage.text[end:].strip() if stops else ""
    return end, tail if len(tail) <= _MAX_SIGNATURE else ""


def _cut(passage: Passage, end: int, tail: str) -> tuple[Passage, ...]:
    kept = Passage(passage.text[:end], passage.block, passage.breaks, passage.level, passage.opens)
    return kept, Passage(tail, passage.block)


def is_signature(text: str) -> bool:
    """Whether a line is an agency, a date, or an agency or a place and a date."""
    if only_date(text):
        return True
    dated = split_final_date(text)
    return is_agency_line(dated[0] if dated else text) or (dated is not None and is_place_line(dated[0]))


def is_place_line(text: str) -> bool:
    """Whether a line holds the name of a place and nothing else."""
    name = squeeze(text)
    return len(name) <= _MAX_PLACE and bool(_NAME.fullmatch(name)) and name.endswith(PLACE_ENDS)


def is_agency_line(text: str) -> bool:
    """Whether a line holds the name of an agency and nothing else; what is numbered is an item of a list or a table: （二）设置政府 is cut
    from a label.
    """
    name = squeeze(text)
    named = bool(_NAME.fullmatch(name)) and name.removesuffix(")").endswith(AGENCY_ENDS)
    return named and leading_number(name) is None
