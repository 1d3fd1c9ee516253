"""The end of a report: signature, date, list of attachments."""

from __future__ import annotations

import regex

from gongkai.outline.passages import Passage
from gongkai.outline.vocabulary import AGENCY_ENDS, CLOSING_STARTS, PLACE_ENDS
from gongkai.text.dates import only_date, split_final_date
from gongkai.text.fold import squeeze

_NAME = regex.compile(r"[\p{Han}（）()·]{3,40}")
_SENTENCE = regex.compile(r"[。；;！？]")
_MAX_SIGNATURE = 60
_MAX_PLACE = 16


def split_closing(body: tuple[Passage, ...]) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Cut ``body`` before its signature; the closing is empty where nobody signed."""
    start = len(body)
    for at in range(len(body) - 1, -1, -1):
        text = body[at].text
        if not body[at].opens or _SENTENCE.search(text) or len(text) > _MAX_SIGNATURE:
            break
        dated = at + 1 == start < len(body) and only_date(body[start].text) is not None
        if is_signature(text) or text.startswith(CLOSING_STARTS) or (dated and is_place_line(text)):
            start = at
    return body[:start], body[start:]


def is_signature(text: str) -> bool:
    """Whether a line is an agency, a date, or an agency and a date."""
    if only_date(text):
        return True
    dated = split_final_date(text)
    return is_agency_line(dated[0] if dated else text)


def is_place_line(text: str) -> bool:
    """Whether a line holds the name of a place and nothing else."""
    name = squeeze(text)
    return len(name) <= _MAX_PLACE and bool(_NAME.fullmatch(name)) and name.endswith(PLACE_ENDS)


def is_agency_line(text: str) -> bool:
    """Whether a line holds the name of an agency and nothing else."""
    name = squeeze(text)
    return bool(_NAME.fullmatch(name)) and name.removesuffix(")").endswith(AGENCY_ENDS)
