"""The text of one paragraph as printed: insertions kept, deletions, struck and hidden text dropped, fields by their results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from gongkai.readers.docx.fields import Field
from gongkai.readers.docx.symbols import symbol
from gongkai.readers.docx.xml import (
    ALTERNATE,
    BLIP,
    COMMENT_REFERENCE,
    COMMENT_START,
    EMBEDDED,
    IMAGE_DATA,
    RELATION_ID,
    RUN,
    TEXT,
    TEXT_BOX,
    TEXT_PATH,
    TRANSPARENT,
    VALUE,
    Element,
    branches,
    is_invisible,
    w,
)
from gongkai.text.numerals import GETA
from gongkai.text.shown import Shown, shown_text

_FONT, _CHAR, _INSTRUCTION = w("font"), w("char"), w("instr")
_ID, _BREAK_TYPE, _FIELD_TYPE, _RUBY_BASE = w("id"), w("type"), w("fldCharType"), w("rubyBase")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHARACTERS = MappingProxyType({w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"})


class Inline(Struct, frozen=True, kw_only=True):
    """What one paragraph holds; ``boxes`` are its text boxes, ``comments`` the ids of those that hang on it, ``notes`` the references to
    footnotes and endnotes. ``pictures`` are the ids of their files, ``drawn`` counts what shows something that is no text: pictures,
    charts, shapes.
    """

    text: str
    boxes: tuple[Element, ...] = ()
    comments: tuple[str, ...] = ()
    notes: tuple[Element, ...] = ()
    pictures: tuple[str, ...] = ()
    drawn: int = 0
    formulas: int = 0


def read_inline(
    paragraph: Element,
    shown: Mapping[Element, Shown] = MappingProxyType({}),
    marks: Mapping[Element, str] = MappingProxyType({}),
) -> Inline:
    """Read one ``w:p``; ``shown`` says of runs how they are shown, ``marks`` what references to notes print."""
    collector = _Collector(shown, marks)
    collector.walk(paragraph)
    return Inline(
        text="".join(collector.parts),
        boxes=tuple(collector.boxes),
        comments=tuple(collector.comments),
        notes=tuple(collector.notes),
        pictures=tuple(collector.pictures),
        drawn=collector.drawn,
        formulas=collector.formulas,
    )


def comment_ids(element: Element) -> tuple[str, ...]:
    """Return the comments that hang anywhere in ``element``, for parts whose text is not read."""
    return tuple(mark.get(_ID, "") for mark in element.iter(COMMENT_START, COMMENT_REFERENCE))


class _Collector:
    """Gathers while it walks down. ``fields`` are those that are open."""

    __slots__ = ("boxes", "comments", "drawn", "fields", "formulas", "marks", "notes", "parts", "pictures", "shown")

    def __init__(self, shown: Mapping[Element, Shown], marks: Mapping[Element, str]) -> None:
        self.shown = shown
        self.marks = marks
        self.parts: list[str] = []
        self.boxes: list[Element] = []
        self.comments: list[str] = []
        self.notes: list[Element] = []
        self.fields: list[Field] = []
        self.pictures: list[str] = []
        self.drawn = self.formulas = 0

    def walk(self, parent: Element) -> None:
        for child in parent:
            handle = _HANDLERS.get(child.tag)
            if handle is not None:
                handle(self, child)

    def put(self, text: str) -> None:
        if self.fields and any(field.runs for field in self.fields):
            return
        self.parts.append(text)

    def run(self, run: Element) -> None:
        """Read a run; a hidden one still opens and closes fields and carries comments."""
        shown = self.shown.get(run) if self.shown else None
        if shown is None:
            self.walk(run)
            return
        parts, boxes, pictures, drawn = len(self.parts), len(self.boxes), len(self.pictures), self.drawn
        self.walk(run)
        if shown in ("hidden", "struck"):
            del self.parts[parts:], self.boxes[boxes:], self.pictures[pictures:]
            self.drawn = drawn
        elif shown != "unknown" or any(char.isdecimal() for part in self.parts[parts:] for char in part):
            self.parts[parts:] = [shown_text(part, shown) for part in self.parts[parts:]]

    def text(self, element: Element) -> None:
        self.put(element.text or "")

    def character(self, element: Element) -> None:
        self.put(_CHARACTERS[element.tag])

    def line_break(self, element: Element) -> None:
        """Break the line; breaks of page and column are layout, but for the two parts that they make of a figure."""
        if element.get(_BREAK_TYPE, "textWrapping") == "textWrapping" or (
            self.parts and self.parts[-1][-1:].isdecimal()
        ):
            self.put("\n")

    def field(self, element: Element) -> None:
        kind = element.get(_FIELD_TYPE)
        if kind == "begin":
            self.fields.append(Field(element))
        elif kind == "separate" and self.fields:
            self.fields[-1].runs, self.fields[-1].result = False, len(self.parts)
        elif kind == "end" and self.fields:
            field = self.fields.pop()
            field.runs |= not "".join(self.parts[field.result :]).strip()
            self.put(field.without_result())

    def instruction(self, element: Element) -> None:
        if self.fields:
            self.fields[-1].instruction += element.text or ""

    def simple_field(self, element: Element) -> None:
        """Read a field that is one element: its result, or what a field without one shows."""
        self.put(Field(instruction=element.get(_INSTRUCTION, "")).without_result())
        self.walk(element)

    def symbol(self, element: Element) -> None:
        self.put(symbol(element.get(_FONT, ""), element.get(_CHAR, "")))

    def note(self, element: Element) -> None:
        if element in self.marks:
            self.notes.append(element)
            self.put(self.marks[element])

    def turned(self, element: Element) -> None:
        """Read runs whose characters are set from right to left: a figure of several digits cannot be told."""
        start = len(self.parts)
        self.walk(element)
        digits = sum(char.isdecimal() for part in self.parts[start:] for char in part)
        if element.get(VALUE) == "rtl" and digits > 1:
            self.parts[start:] = [GETA]

    def comment(self, element: Element) -> None:
        self.comments.append(element.get(_ID, ""))

    def dropped(self, element: Element) -> None:
        self.comments.extend(comment_ids(element))

    def ruby(self, element: Element) -> None:
        for base in element.iterchildren(_RUBY_BASE):
            self.walk(base)

    def alternate(self, element: Element) -> None:
        """Read the branch that Word shows."""
        before = self._gathered()
        for branch in branches(element):
            self.walk(branch)
            if self._gathered() != before:
                return

    def _gathered(self) -> tuple[int, ...]:
        return len(self.parts), len(self.boxes), len(self.pictures), self.formulas

    def drawing(self, element: Element) -> None:
        """Find text boxes and pictures in a drawing; one without text shows something all the same."""
        if is_invisible(element):
            return
        boxes, parts = len(self.boxes), len(self.parts)
        self._drawing(element)
        if len(self.boxes) == boxes and len(self.parts) == parts:
            self.drawn += 1

    def _drawing(self, element: Element) -> None:
        """Look at any depth; what stands inside a box is read with the box."""
        for child in element:
            if child.tag == TEXT_BOX:
                self.boxes.append(child)
            elif child.tag in (BLIP, IMAGE_DATA):
                self.pictures.append(child.get(EMBEDDED) or child.get(RELATION_ID) or "")
            elif child.tag == TEXT_PATH:
                self.put(child.get("string", ""))
            elif child.tag == ALTERNATE:
                self._drawn_alternate(child)
            else:
                self._drawing(child)

    def _drawn_alternate(self, element: Element) -> None:
        before = self._gathered()
        for branch in branches(element):
            self._drawing(branch)
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
        **dict.fromkeys((w("bdo"), w("dir")), _Collector.turned),
        **dict.fromkeys((w("footnoteReference"), w("endnoteReference")), _Collector.note),
        RUN: _Collector.run,
        w("instrText"): _Collector.instruction,
        w("fldSimple"): _Collector.simple_field,
        w("sym"): _Collector.symbol,
        TEXT: _Collector.text,
        ALTERNATE: _Collector.alternate,
        w("br"): _Collector.line_break,
        w("fldChar"): _Collector.field,
        w("ruby"): _Collector.ruby,
        _MATH + "oMathPara": _Collector.walk,
        _MATH + "oMath": _Collector.formula,
    }
)
