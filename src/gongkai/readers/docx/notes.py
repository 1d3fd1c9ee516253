"""Footnotes and endnotes of a Word file: the marks that are printed in the text, and the texts that stand apart from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from gongkai.readers.docx.inline import read_inline
from gongkai.readers.docx.looks import Looks
from gongkai.readers.docx.numerals import printed
from gongkai.readers.docx.styles import Styles
from gongkai.readers.docx.theme import Theme
from gongkai.readers.docx.xml import PARAGRAPH, RUN, TEXT, Element, parse, value, w
from gongkai.text.shown import shown_text

KINDS = ("footnote", "endnote")
_REFERENCES = {w(f"{kind}Reference"): kind for kind in KINDS}
_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}
_ID, _FOLLOWS = w("id"), w("customMarkFollows")


class NoteMark(Struct, frozen=True):
    """One reference in the text: ``shown`` stands in the text at its place, ``mark`` is the printed sign, ``text`` the note's own."""

    shown: str
    mark: str | None
    text: str


def note_marks(root: Element, parts: Mapping[str, bytes], styles: Styles) -> dict[Element, NoteMark]:
    """Return what each reference of the text stands for; ``parts`` are the files of footnotes and endnotes, as stored."""
    if not parts:
        return {}
    texts = {kind: dict(_texts(data, kind, styles)) for kind, data in parts.items()}
    formats = {kind: _format(root, kind) for kind in KINDS}
    counts = dict.fromkeys(KINDS, 0)
    found: dict[Element, NoteMark] = {}
    for reference in root.iter(*_REFERENCES):
        kind = _REFERENCES[reference.tag]
        text = texts.get(kind, {}).get(reference.get(_ID, ""))
        if text is None:
            continue
        if reference.get(_FOLLOWS) in ("1", "true", "on"):
            found[reference] = NoteMark("", _following(reference), text)
            continue
        counts[kind] += 1
        mark = printed(counts[kind], formats[kind])
        found[reference] = NoteMark(shown_text(mark, "raised"), mark, text)
    return found


def _texts(data: bytes, kind: str, styles: Styles) -> Iterator[tuple[str, str]]:
    root = parse(data, f"{kind}s.xml")
    shown = Looks(root, styles, data, Theme).shown
    for note in root.iter(w(kind)):
        if note.get(w("type"), "normal") == "normal":
            lines = (read_inline(paragraph, shown).text.strip() for paragraph in note.iter(PARAGRAPH))
            yield note.get(_ID, ""), "\n".join(filter(None, lines))


def _format(root: Element, kind: str) -> str:
    """Return the format of the marks, as the last section says; they are counted through the whole text."""
    said = [value(properties, w("numFmt")) for properties in root.iter(w(f"{kind}Pr"))]
    return next((each for each in reversed(said) if each), _FORMATS[kind])


def _following(reference: Element) -> str | None:
    """Return the mark that the author typed behind a reference."""
    run = reference.getparent()
    texts = [text.text or "" for text in reference.itersiblings(TEXT)]
    if not "".join(texts) and run is not None and run.tag == RUN:
        following = next(run.itersiblings(RUN), None)
        texts = [] if following is None else [text.text or "" for text in following.iterchildren(TEXT)]
    return "".join(texts).strip() or None
