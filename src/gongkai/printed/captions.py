"""Captions without what changes from report to report: the number that they begin with, the year."""

from __future__ import annotations

import regex

from gongkai.text.fold import core
from gongkai.text.numbering import strip_number

_CHINESE = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_NUMBERED = regex.compile(
    rf"^附?表\s*(?:[\d０-９]+(?:[-－.．][\d０-９]+)*|{_CHINESE}(?![般次定级类条]))[\s、:：.．]*(?!\d)"
)  # not 表一般…
_YEAR = regex.compile(r"\d{4}年?度?")


def caption_name(text: str) -> str:
    """Fold a caption: no numbering, no year."""
    return core(_YEAR.sub("", without_number(text)))


def without_number(caption: str) -> str:
    """A caption without the number that it begins with: 一、, 表3, 附表2-1."""
    bare = strip_number(caption.strip())
    rest = _NUMBERED.sub("", bare)
    return rest if core(rest) else bare
