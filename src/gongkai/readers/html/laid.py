"""Tables whose cells stand in one box without rows: the columns of a grid box, or the widths of boxes that wrap, say what is below what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from gongkai.readers.html.boxes import LookOf
from gongkai.readers.html.events import DROPPED, Event
from gongkai.readers.html.look import Look
from gongkai.readers.html.tracks import MOST, Area
from gongkai.text.numerals import is_value

_LONGEST = 200  # letters of a cell; more is a part of the page
_MOST_ROWS = 5000  # of one table; a span may name any number
_FULL = 100.5  # percent of a line, with what rounding adds
_NONE: Mapping[str, str | None] = {}
Item = tuple[LexborNode, Look]
Box = tuple[int, int, int, int]


class Laid(NamedTuple):
    """A cell by its place: how many rows begin with it, how many empty cells stand before it, its spans."""

    rows: int
    gaps: int
    down: int
    across: int


def laid_table(node: LexborNode, look: Look, look_of: LookOf) -> dict[int, Laid]:
    """Return the cells of a box that is a table, by ``mem_id``; none where it is not, or where their places are not followed."""
    items = _items(node, look, look_of) if look.tracks or look.wraps else []
    if len(items) < 4 or look.direction == "rtl" or node.css_first("table") is not None:
        return {}
    boxes = _in_tracks(items, look.tracks) if look.tracks else _wrapped(items)
    texts = [(item.text() or "").strip() for item, _ in items]
    if not boxes or not _holds_figures(boxes, texts):
        return {}
    found: dict[int, Laid] = {}
    taken: set[tuple[int, int]] = set()
    at, column = -1, 0
    for (item, _), (row, start, down, across) in zip(items, boxes, strict=True):
        begun = row - at
        column = 0 if begun else column
        gaps = sum((row, c) not in taken for c in range(column, start))
        found[item.mem_id] = Laid(begun, gaps, down, across)
        taken |= {(r, c) for r in range(row, row + down) for c in range(start, start + across)}
        at, column = row, start + across
    return found


def begin_cell(laid: Laid, events: list[Event], attributes: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """Note the rows and empty cells before a cell, and return its attributes with its spans."""
    for name in ("tr",) * laid.rows + ("td",) * laid.gaps:
        events.append(Event(name, "", _NONE, len(events) + 1))
        events.append(Event("/" + name, "", _NONE, len(events) - 1))
    return {**attributes, "rowspan": str(laid.down), "colspan": str(laid.across)}


def _items(node: LexborNode, look: Look, look_of: LookOf) -> list[Item]:
    """Return what a box lays out, none where something in it is no box of its own or stands elsewhere."""
    items: list[Item] = []
    for child, own in _children(node, look, look_of):
        inner = list(_children(child, own, look_of)) if own.flow == "contents" and own is not look else [(child, own)]
        items += inner
    odd = any(
        item.tag in {"-text", "br"} or (own is not look and (own.afloat or own.order or own.shuffled or own.pulled))
        for item, own in items
    )
    return [] if odd else items


def _children(node: LexborNode, look: Look, look_of: LookOf) -> Iterator[Item]:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            if (child.text_content or "").strip():
                yield child, look
        elif tag[:1] not in {"-", "!"} and tag not in DROPPED:
            own = look_of(tag, child, look)
            if not own.gone:
                yield child, own


def _in_tracks(items: Sequence[Item], tracks: int) -> list[Box]:
    """Return the rows, columns and spans of what fills a grid row by row; none where a place is not followed or boxes overlap."""
    boxes: list[Box] = []
    taken: set[tuple[int, int]] = set()
    row = column = 0
    for _, look in items:
        area = look.area if look.placed else Area()
        across = area.column.within(tracks) if area else None
        down = area.row.within(_MOST_ROWS) if area else None
        if across is None or down is None or (down[0] >= 0 > across[0]):
            return []
        start, width = across
        if down[0] >= 0:
            row, column = down[0], start
        elif start >= 0:
            row, column = row + (start < column), start
            while (row, column) in taken:
                row += 1
        else:
            row, column = _next_free(taken, (row, column), width, tracks)
        own = {(r, c) for r in range(row, row + min(down[1], _MOST_ROWS)) for c in range(column, column + width)}
        later = not boxes or (row, column) > boxes[-1][:2]
        if not later or own & taken or len(taken) > _MOST_ROWS * 4:
            return []
        taken |= own
        boxes.append((row, column, down[1], width))
        column += width
    return boxes


def _next_free(taken: set[tuple[int, int]], at: tuple[int, int], width: int, tracks: int) -> tuple[int, int]:
    """Return the first place from ``at`` on where a box of a width has room."""
    row, column = at
    while column + width > tracks or any((row, c) in taken for c in range(column, column + width)):
        column += 1
        if column + width > tracks:
            row, column = row + 1, 0
    return row, column


def _wrapped(items: Sequence[Item]) -> list[Box]:
    """Return the same of boxes that wrap: what begins at one place of the line stands in one column."""
    lines: list[list[tuple[float, float]]] = [[]]
    for _, look in items:
        start = lines[-1][-1][1] if lines[-1] else 0.0
        if start + look.share > _FULL:
            lines.append([])
            start = 0.0
        lines[-1].append((start, start + look.share))
    edges = sorted({round(edge, 0) for line in lines for own in line for edge in own})
    full = all(line[-1][1] >= 2 * 100 - _FULL - 1 for line in lines[:-1] if line)
    if not full or not all(look.share for _, look in items) or not 2 < len(edges) <= MOST:
        return []
    return [
        (row, edges.index(round(a, 0)), 1, edges.index(round(b, 0)) - edges.index(round(a, 0)))
        for row, line in enumerate(lines)
        for a, b in line
    ]


def _holds_figures(boxes: Sequence[Box], texts: Sequence[str]) -> bool:
    """Whether most cells below the heads and right of the first column are figures, and none is a part of a page."""
    rows = {box[0] for box, text in zip(boxes, texts, strict=True) if is_value(text)}
    body = [text for box, text in zip(boxes, texts, strict=True) if rows and box[0] >= min(rows) and box[1] > 0]
    figures = sum(map(is_value, body))
    whole = all(box[3] > 0 for box in boxes) and max(map(len, texts)) <= _LONGEST
    return whole and len({box[0] for box in boxes}) > 1 and figures > 1 and 2 * figures > len(body)
