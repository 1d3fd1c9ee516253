"""The text of one paragraph as printed: insertions kept, deletions, struck and hidden text dropped, fields by their results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from gongkai.readers.docx.xml import (
    ALTERNATE,
    BLIP,
    COMMENT_REFERENCE,
    COMMENT_START,
    IMAGE_DATA,
    RUN,
    TEXT,
    TEXT_BOX,
    TRANSPARENT,
    Element,
    branches,
    w,
)

_ID, _BREAK_TYPE, _FIELD_TYPE, _RUBY_BASE = w("id"), w("type"), w("fldCharType"), w("rubyBase")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHARACTERS = MappingProxyType({w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"})


class Inline(Struct, frozen=True, kw_only=True):
    """What one paragraph holds; ``boxes`` are its text boxes, ``comments`` the ids of those that hang on it."""

    text: str
    boxes: tuple[Element, ...] = ()
    comments: tuple[str, ...] = ()
    pictures: int = 0
    formulas: int = 0


def read_inline(
    paragraph: Element,
    hidden: frozenset[Element] = frozenset(),
    shifted: Mapping[Element, dict[int, int]] = MappingProxyType({}),
) -> Inline:
    """Read one ``w:p``; ``hidden`` are the runs that are not printed, ``shifted`` gives the digits of raised ones."""
    collector = _Collector(hidden, shifted)
    collector.walk(paragraph)
    return Inline(
        text="".join(collector.parts),
        boxes=tuple(collector.boxes),
        comments=tuple(collector.comments),
        pictures=collector.pictures,
        formulas=collector.formulas,
    )


def comment_ids(element: Element) -> tuple[str, ...]:
    """Return the comments that hang anywhere in ``element``, for parts whose text is not read."""
    return tuple(mark.get(_ID, "") for mark in element.iter(COMMENT_START, COMMENT_REFERENCE))


class _Collector:
    """Gathers while it walks down. ``fields`` holds, for each open field, whether its instruction is still running."""

    __slots__ = ("boxes", "comments", "fields", "formulas", "hidden", "parts", "pictures", "shifted")

    def __init__(self, hidden: frozenset[Element], shifted: Mapping[Element, dict[int, int]]) -> None:
        self.hidden = hidden
        self.shifted = shifted
        self.parts: list[str] = []
        self.boxes: list[Element] = []
        self.comments: list[str] = []
        self.fields: list[bool] = []
        self.pictures = 0
        self.formulas = 0

    def walk(self, parent: Element) -> None:
        for child in parent:
            handle = _HANDLERS.get(child.tag)
            if handle is not None:
                handle(self, child)

    def put(self, text: str) -> None:
        if not any(self.fields):
            self.parts.append(text)

    def run(self, run: Element) -> None:
        """Read a run; a hidden one still opens and closes fields and carries comments."""
        if not self.hidden or run not in self.hidden:
            start = len(self.parts)
            self.walk(run)
            if self.shifted and run in self.shifted:
                self.parts[start:] = [part.translate(self.shifted[run]) for part in self.parts[start:]]
            return
        parts, boxes, pictures = len(self.parts), len(self.boxes), self.pictures
        self.walk(run)
        del self.parts[parts:], self.boxes[boxes:]
        self.pictures = pictures

    def text(self, element: Element) -> None:
        self.put(element.text or "")

    def character(self, element: Element) -> None:
        self.put(_CHARACTERS[element.tag])

    def line_break(self, element: Element) -> None:
        """Break the line; breaks of page and column are layout."""
        if element.get(_BREAK_TYPE, "textWrapping") == "textWrapping":
            self.put("\n")

    def field(self, element: Element) -> None:
        kind = element.get(_FIELD_TYPE)
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def comment(self, element: Element) -> None:
        self.comments.append(element.get(_ID, ""))

    def dropped(self, element: Element) -> None:
        self.comments.extend(comment_ids(element))

    def ruby(self, element: Element) -> None:
        for base in element.iterchildren(_RUBY_BASE):
            self.walk(base)

    def alternate(self, element: Element) -> None:
        """Read the first branch that gives anything: they all show the same."""
        before = self._gathered()
        for branch in branches(element):
            self.walk(branch)
            if self._gathered() != before:
                return

    def _gathered(self) -> tuple[int, ...]:
        return len(self.parts), len(self.boxes), self.pictures, self.formulas

    def drawing(self, element: Element) -> None:
        """Find text boxes and pictures at any depth of a drawing; what stands inside a box is read with the box."""
        for child in element:
            if child.tag == TEXT_BOX:
                self.boxes.append(child)
            elif child.tag in (BLIP, IMAGE_DATA):
                self.pictures += 1
            elif child.tag == ALTERNATE:
                self._drawn_alternate(child)
            else:
                self.drawing(child)

    def _drawn_alternate(self, element: Element) -> None:
        before = self._gathered()
        for branch in branches(element):
            self.drawing(branch)
            if self._gathered() != before:
                return

    def formula(self, element: Element) -> None:
        """Take a formula only if it is one line: a fraction read as a line would be another number."""
        if all(child.tag == _MATH + "r" for child in element):
            self.put("".join(text.text or "" for text in element.iter(_MATH + "t")))
        else:
            self.formulas += 1


_HANDLERS: Mapping[str, Callable[[_Collector, Element], None]] = MappingProxyType(
    {
        **dict.fromkeys(TRANSPARENT, _Collector.walk),
        **dict.fromkeys(_CHARACTERS, _Collector.character),
        **dict.fromkeys((w("drawing"), w("pict"), w("object")), _Collector.drawing),
        **dict.fromkeys((w("del"), w("moveFrom")), _Collector.dropped),
        **dict.fromkeys((COMMENT_START, COMMENT_REFERENCE), _Collector.comment),
        RUN: _Collector.run,
        TEXT: _Collector.text,
        ALTERNATE: _Collector.alternate,
        w("br"): _Collector.line_break,
        w("fldChar"): _Collector.field,
        w("ruby"): _Collector.ruby,
        _MATH + "oMathPara": _Collector.walk,
        _MATH + "oMath": _Collector.formula,
    }
)
