"""Page numbers as they are printed: - 3 -, 第3页, 第 3 页 共 12 页, Page 3 of 12, 3/12, and a lone 3."""

from __future__ import annotations

from typing import Literal

import regex
from msgspec import Struct

from gongkai.text.fold import narrow

_FRAME = r"[-·•~]"
_TOTAL = r"\s{0,3}(?:(?:/|[/,、(]?\s{0,3}共|of)\s{0,3}\d{1,4}\s{0,3}页?)\)?"
_PAGE_NUMBER = regex.compile(
    rf"""\s*+(?P<left>{_FRAME}{{0,3}}+)\s{{0,3}}
    (?P<word>第|page|p\.)?\s{{0,3}}(?P<number>\d{{1,4}})\s{{0,3}}(?P<page>页)?(?P<total>{_TOTAL})?
    \s{{0,3}}(?P<right>{_FRAME}{{0,3}}+)\s*+""",
    regex.VERBOSE | regex.IGNORECASE,
)
_LONGEST = 40  # characters


class PageNumber(Struct, frozen=True, gc=False):
    """A line that may number a page.

    ``kind``: ``named`` says that it is a page (第3页), ``framed`` stands between dashes (- 3 -), ``of`` gives the last page
    too (3/12), ``bare`` has hardly more than its digits.
    """

    number: int
    kind: Literal["named", "framed", "of", "bare"]


def page_number(line: str) -> PageNumber | None:
    """Read a whole line as the number of a page, None where it cannot be one."""
    if len(line) > _LONGEST:
        return None
    match = _PAGE_NUMBER.fullmatch(narrow(line))
    if match is None or not _is_whole(match):
        return None
    return PageNumber(int(match["number"]), _kind(match))


def _is_whole(match: regex.Match[str]) -> bool:
    """Whether 第 has its 页, and a page its number: 第3 is another thing."""
    return match["word"] != "第" or match["page"] is not None


def _kind(match: regex.Match[str]) -> Literal["named", "framed", "of", "bare"]:
    if match["word"]:
        return "named"
    if match["left"] and match["right"]:
        return "framed"
    return "of" if match["total"] else "bare"
