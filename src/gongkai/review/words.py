"""Small pieces of HTML that come again on every page, made once: words in two languages, a table's labels, what a cell is called."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote

from markupsafe import Markup, escape
from msgspec import UnsetType

from gongkai.document import Issue
from gongkai.messages.catalogue import in_chinese, say
from gongkai.review.states import DECIDED, MEANING, State
from gongkai.show.layout import Box
from gongkai.show.values import plain

_KEPT = 1 << 13  # pieces kept; a form has some hundred
_TURNING = MappingProxyType(dict.fromkeys((*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def straight(text: str) -> str:
    """Take out the characters that turn the writing direction: behind one, 12 looks like 21."""
    return text.translate(_TURNING)


@lru_cache(maxsize=_KEPT)
def both(zh: str, en: str) -> Markup:
    """Write the same words in two languages, of which the page shows one; once, where there is no translation."""
    if not en or en == zh:
        return Markup.escape(zh)
    return Markup('<span class="zh" lang="zh">{}</span><span class="en" lang="en">{}</span>').format(zh, en)


def titled(issue: Issue) -> Markup:
    """Say in both languages what an issue is about; by its code, where that is of another version."""
    try:
        title = say(f"issue.{issue.code}")
    except KeyError:
        return Markup(escape(plain(issue.code)))
    return both(title.zh, title.en)


def told(message: str, message_zh: str | UnsetType | None = None) -> Markup:
    """Write what is said of a report in both languages."""
    return both(plain(message_zh or in_chinese(message) or message), plain(message))


@lru_cache(maxsize=_KEPT)
def spans(rows: int, columns: int) -> Markup:
    """Write the spans of a table's cell as attributes."""
    down = Markup(' rowspan="{}"').format(rows) if rows > 1 else Markup()
    return down + (Markup(' colspan="{}"').format(columns) if columns > 1 else Markup())


@lru_cache(maxsize=_KEPT)
def label(box: Box) -> Markup:
    """Write a head or a label of a form."""
    own = spans(box.row_span, box.column_span)
    if not box.text:
        return Markup('<td class="{}"{}></td>').format(box.role, own)
    scope, width = ("row", box.row_span) if box.role == "label" else ("col", box.column_span)
    group = "group" if width > 1 else ""
    return Markup('<th class="{}" scope="{}{}"{}>{}</th>').format(box.role, scope, group, own, box.text)


@lru_cache(maxsize=_KEPT)
def place(form: str, table: str, cell: tuple[str, str]) -> str:
    """Write the address of the list of reports in which a cell is doubtful."""
    return f"cell={quote(','.join((form, table, *cell)), safe=',')}"


@lru_cache(maxsize=_KEPT)
def identity(box: Box, table: str) -> Markup:
    """Write where a cell stands, as attributes: its spans, and the keys of its table, row and column."""
    row, column = box.cell or ("", "")
    own = spans(box.row_span, box.column_span)
    return own + Markup(' data-table="{}" data-row="{}" data-column="{}"').format(table, row, column)


@lru_cache(maxsize=_KEPT)
def kind(
    state: State, warned: bool, stop: bool, decisions: tuple[int, ...], unit: str | None, anchor: str | None
) -> Markup:
    """Write what many cells have alike, as attributes: classes, unit, anchor."""
    marks = (("warned", warned), ("stop", stop), ("decided", bool(decisions)))
    names = " ".join(("v", state, *(name for name, holds in marks if holds)))
    of_unit = Markup(' data-unit="{}"').format(plain(unit)) if unit else Markup()
    of_anchor = Markup(' data-anchor="{}"').format(anchor) if anchor else Markup()
    return Markup(' class="{}"').format(names) + of_unit + of_anchor


@lru_cache(maxsize=_KEPT)
def sign(state: State, warned: bool, decisions: tuple[int, ...]) -> Markup:
    """Write the signs of a cell; screen readers are told them in words."""
    pen = DECIDED if decisions and state != "corrected" else ""
    return Markup('<i aria-hidden="true">{}{}{}</i>').format(MEANING[state].sign, "⚑" if warned else "", pen)


@lru_cache(maxsize=_KEPT)
def numbers(found: tuple[int, ...]) -> Markup:
    """Write numbers with blanks between them."""
    return Markup.escape(" ".join(map(str, found)))
