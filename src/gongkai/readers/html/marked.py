"""Marked-up text that holds some HTML: Markdown writers fall back to ``<table>`` for merged cells and keep ``<div>``."""

from __future__ import annotations

import html
import re

from gongkai.readers.text.markup import is_marked_up, without_markup

_TABLE = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_PAGE = re.compile(r"<(?:!doctype|html|head|body)[\s>]", re.IGNORECASE)
_HEAD = 4096  # letters in which a page says that it is one
_SEAM = "\f"
_OF_PAGES = re.compile(
    r"<(?:!doctype|html|head|body|meta|title|link|script|style|p|td|li|ul|ol|h[1-6]|font|center|pre|form)[\s>/]",
    re.IGNORECASE,
)


def page_of(text: str) -> str:
    """Return the source of a page: ``text`` itself, or for marked-up text its lines as preformatted ones between the tables."""
    if _PAGE.search(text, 0, _HEAD):
        return text
    stretches = _TABLE.split(text)
    if _OF_PAGES.search("\n".join(stretches)) or not is_marked_up("\n".join(stretches).split("\n")):
        return text
    # One text for all stretches, so that marks are judged by the whole; form feeds stand for the tables.
    lines = "\n".join(without_markup(f"\n{_SEAM}\n".join(stretches)).lines)
    tables = [*_TABLE.findall(text), ""]
    return "".join(_preformatted(part) + table for part, table in zip(lines.split(_SEAM), tables, strict=True))


def _preformatted(text: str) -> str:
    return f"<pre>\n{html.escape(text, quote=False)}</pre>" if text.strip() else ""
