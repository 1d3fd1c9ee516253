"""What converters put inside a line: tags, entities, emphasis, links, escapes. Each function takes one line to one line.

A line that breaks in print (``<br>``) has a line break inside afterwards, as in a cell or a typed paragraph.
"""

from __future__ import annotations

import html
import re

from gongkai.text.numerals import GETA

_BREAKING_TAGS = r"br|p|div|center|li|ul|ol|dl|dt|dd|h[1-6]|hr|section|article|blockquote|figure|figcaption"
_OTHER_TAGS = r"b|strong|i|em|u|s|del|strike|ins|sub|sup|span|font|a|img|small|big|mark|code|tt|o:p|wbr|colgroup|col"
_TAG = re.compile(
    rf"<!--(?:(?!<!--).)*?-->|</?(?:(?P<breaks>{_BREAKING_TAGS})|{_OTHER_TAGS})(?:\s[^<>\n]*)?/?>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8}\d?);")
_LINE_ENDS = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_IMAGE = re.compile(r"!\[[^\[\]\n]*+\](?:\([^()\n]*\)|\[[^\]\n]*\])(?:\{[^{}\n]*\})?")
_LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\\n])*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)")
_SPAN = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\\n])*)\](?=\{[^{}\n]*\})")
_ATTRIBUTES = re.compile(r"\s?(?<!\\)\{(?:[#.][^{}\s][^{}\n]*|[a-z-]+=\"[^{}\n]*)\}")
_NOTE_MARK = re.compile(r"\[\^[\w-]{1,20}\]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)?[^<>\s]+(?:@|://)?[^<>\s]*)>")
_RST_LINK = re.compile(r"`([^`<\n]+?)\s*<[^<>`\n]*>`_{1,2}")
_RST_ROLE = re.compile(r":[a-z]+:`([^`\n]+)`")
_CODE = re.compile(r"(`{1,3})([^`\n]+)\1")
_STARS = re.compile(r"(?<!\\)\*+")
_UNDERSCORES = re.compile(r"(?<![\\_\w])(__?)(?=[^\s_])([^_\n]+?)(?<=[^\s\\])\1(?![_\w])")
_QUOTES = re.compile(r"(?<!')('{2,5})(?=[^\s'])([^'\n]+)(?<=\S)\1(?!')")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]+)(?<=\S)~~")
# Not the pipe: one that was escaped in a cell must not part it afterwards.
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{}~])")
_LONGEST_STARS = 6  # more in a row are a rule, or a password


def without_tags(line: str) -> str:
    """Take tags out of a line; those that end a line in print leave a line break."""
    if "<" not in line:
        return line
    return _TAG.sub(_break_or_nothing, line).strip("\n")


def _break_or_nothing(match: re.Match[str]) -> str:
    return "\n" if match["breaks"] else ""


def without_entities(line: str) -> str:
    """Turn ``&nbsp;`` and the like into what they name, also where they were escaped twice."""
    for _ in range(2):
        if not (("&" in line) and _ENTITY.search(line)):
            break
        line = _ENTITY.sub(_named, line)
    return line


def _named(match: re.Match[str]) -> str:
    named = html.unescape(match[0])
    return " " if _LINE_ENDS.search(named) else named


def without_marks_of_markdown(line: str) -> str:
    """Take links, images, attributes, code, emphasis and escapes of a text that is known to be marked up from a line."""
    if "[" in line:
        line = _SPAN.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(GETA if "|" in line else "", line)))
        line = _NOTE_MARK.sub("", line)
    if "{" in line:
        line = _ATTRIBUTES.sub("", line)
    if "`" in line:
        line = _CODE.sub(r"\2", _RST_ROLE.sub(r"\1", _RST_LINK.sub(r"\1", line)))
    if "<" in line:
        line = _AUTOLINK.sub(
            lambda match: match[1].removeprefix("mailto:") if _is_address(match[1]) else match[0], line
        )
    if "*" in line:
        line = "|".join(map(_without_stars, line.split("|")))
    if "__" in line:
        line = _UNDERSCORES.sub(lambda match: match[2] if len(match[1]) == 2 else match[0], line)
    if "''" in line:
        line = _QUOTES.sub(r"\2", line)
    if "~~" in line:
        line = _STRUCK.sub(r"\1", line)
    return _ESCAPE.sub(r"\1", line) if "\\" in line else line


def _is_address(text: str) -> bool:
    return "://" in text or "@" in text


def _without_stars(piece: str) -> str:
    """Drop the stars of emphasis: runs of at most three (or two runs that meet) that open and close in turn."""
    runs = list(_STARS.finditer(piece))
    lengths = [len(run[0]) for run in runs]
    if len(runs) < 2 or sum(lengths) % 2 or max(lengths) > _LONGEST_STARS:
        return piece
    opens, closes = runs[0], runs[-1]
    inside = piece[opens.end() : closes.start()]
    if len(opens[0]) > 3 or len(closes[0]) > 3 or not inside.strip() or inside[0].isspace():
        return piece
    return _STARS.sub("", piece)
