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
    stops = list(_SENTENCE.finditer(last.text))
    tail = last.text[stops[-1].end() :].strip() if stops else ""
    if not tail or len(tail) > _MAX_SIGNATURE or split_final_date(tail) is None or not is_signature(tail):
        return (last,)
    return Passage(last.text[: stops[-1].end()], last.block, last.breaks, last.level, last.opens), Passage(
        tail, last.block
    )


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
