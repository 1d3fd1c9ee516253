"""What a file only *says* to be printed (ActualText), beside what it draws."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from ctypes import addressof, byref, c_float, c_ulong

from gongkai.document import BBox
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pages.places import Places
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.judged import Judged
from gongkai.text.shown import Shown

_NOTHING = "-/—–－／―─无"
_SILENT = 1  # the size of an ActualText that says nothing
_SAME = 0.1  # points by which the ink of one glyph, drawn twice, may differ in size


def said_otherwise(glyphs: Glyphs, sheet: Judged, shown: dict[int, Shown]) -> Iterator[BBox]:
    """Note the figures that the file only *says* to be there (ActualText): what is drawn may be others. Yield what it leaves unsaid."""
    said = _replaced(sheet.drawn.order)
    if not said:
        return
    for item in list(_thickened(glyphs, sheet, said)):
        del said[item]
    for at, char in enumerate(glyphs.text):
        says_none = char in _NOTHING and not _is_in_word(glyphs.text, at)
        if (char.isdigit() or says_none) and sheet.object_of(at) in said:
            shown[at] = "unknown"
    for item, size in said.items():
        box = _bounds(sheet, item) if size == _SILENT else None
        if box and box[2] - box[0] > 1 < box[3] - box[1]:
            yield box


def _is_in_word(text: str, at: int) -> bool:
    """Whether letters stand right beside a sign: 无 in a word is no sign for nothing, and browsers say it of its radical."""
    return text[max(0, at - 1) : at].isalpha() or text[at + 1 : at + 2].isalpha()


def _replaced(items: Collection[calls.Handle]) -> dict[calls.Handle, int]:
    """Return the objects whose text is replaced by another (ActualText), with its length and one."""
    found: dict[calls.Handle, int] = {}
    size = c_ulong()
    get, text, where = calls.get_mark, calls.mark_text, addressof(size)
    for item, marks in zip(items, map(calls.count_marks, items), strict=True):
        for i in range(marks):
            if text(get(item, i), b"ActualText", None, 0, where):
                found[item] = max(1, size.value // 2)
    return found


def _thickened(glyphs: Glyphs, sheet: Judged, said: dict[calls.Handle, int]) -> Iterator[calls.Handle]:
    """Yield the objects that say nothing because they only make bold what is written at their place: the same glyph, of which pdfium gives
    the character once.
    """
    silent = [item for item, size in said.items() if size == _SILENT]
    if not silent:
        return
    given = set(sheet.objects_of(range(len(glyphs.text))))
    places, boxes = Places(), list[tuple[calls.Handle, BBox]]()
    for item in sheet.drawn.order:
        if item not in said and (box := _bounds(sheet, item)):
            places.add("", box, len(boxes))
            boxes.append((item, box))
    for item in silent:
        box = _bounds(sheet, item)
        if box and any(
            (item in given) != (other in given) and _is_as_large(box, place)
            for other, place in map(boxes.__getitem__, places.before("", box))
        ):
            yield item


def _bounds(sheet: Judged, item: calls.Handle) -> BBox | None:
    edges = tuple(c_float() for _ in range(4))
    if not calls.bounds_of(item, *map(byref, edges)):
        return None
    return sheet.frame.display(*(edge.value for edge in edges))


def _is_as_large(one: BBox, other: BBox) -> bool:
    return all(abs((one[i + 2] - one[i]) - (other[i + 2] - other[i])) < _SAME for i in (0, 1))
