"""Footnotes of marked-up text: Markdown's ``[^1]``, AsciiDoc's ``footnote:[…]``, MediaWiki's ``<ref>``, reStructuredText's ``[1]_``."""

from __future__ import annotations

import re
from typing import NamedTuple

from gongkai.text.shown import shown_text

FOOTNOTE = re.compile(r"\[\^|\^\[|footnote:|<ref[\s>]|\]_(?!\w)|^fn\d", re.MULTILINE)
"""What every text with footnotes holds."""
_DEFINITION = re.compile(
    r"\s{0,3}(?:\[\^(?P<id>[^\]\s]{1,40})\]:|\.\. \[(?P<rst>#?[\w*-]{0,20})\]|fn(?P<fn>\d{1,2})\.)\s+(?P<text>\S.*)"
)
_REFERENCE = re.compile(
    r"\[\^(?P<id>[^\]\s]{1,40})\](?!:)|(?<!\])\^\[(?P<inline>[^\[\]\n|]{1,300})\]|footnote(?:ref)?:(?P<name>[\w-]*)\[(?P<text>[^\[\]\n]*)\]"
    r"|<ref(?:\s[^<>]*?)?(?:/>|>(?P<wiki>[^<>\n]*)</ref>)|\s?\[(?P<rst>\#[\w-]{0,20}|\d{1,2}|\*)\]_(?!\w)"
)
_MORE = re.compile(r"(?: {2,}|\t)\S")


class TextNote(NamedTuple):
    """A footnote: its printed mark, its text, and the index of the line that refers to it."""

    mark: str
    text: str
    line: int


def without_footnotes(lines: list[str]) -> tuple[list[str], list[TextNote]]:
    """Return the lines with the printed marks of their footnotes, and the footnotes; lines that held nothing else are empty now."""
    kept, texts = _definitions(lines)
    if not texts and not any(_REFERENCE.search(line) for line in kept):
        return lines, []
    marks: dict[str, str] = {}
    notes: list[TextNote] = []

    def printed(match: re.Match[str]) -> str:
        own = match["inline"] or match["text"] or match["wiki"]
        name = match["id"] or match["rst"] or match["name"] or f"\0{len(notes)}"
        if match["rst"] and name not in texts:
            name = next((each for each in texts if each.startswith("#") and each not in marks), name)
        if own is None and name not in texts and name not in marks:
            return match[0] if match["rst"] else ""
        if name not in marks:
            marks[name] = str(len(marks) + 1)
            notes.append(TextNote(marks[name], own or texts.get(name, ""), at))
        return shown_text(marks[name], "raised")

    for at, line in enumerate(kept):
        kept[at] = _REFERENCE.sub(printed, line)
    notes += [TextNote(name, text, len(lines) - 1) for name, text in texts.items() if name not in marks]
    return kept, [note for note in notes if note.text]


def _definitions(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """Take the definitions out of the lines; what is indented below one goes on with it."""
    kept = list(lines)
    texts: dict[str, str] = {}
    name: str | None = None
    for at, line in enumerate(lines):
        match = _DEFINITION.fullmatch(line)
        if match:
            name = match["id"] or match["rst"] or match["fn"] or f"#{len(texts)}"
            texts[name] = match["text"].strip()
        elif name is not None and _MORE.match(line):
            texts[name] += "\n" + line.strip()
        else:
            name = name if not line.strip() and name else None
            continue
        kept[at] = ""
    return kept, texts
