"""Pages whose every piece of text is put in its place (``position: absolute``), as programs print PDFs for browsers: read as pages.

Sizes of fonts tell about how wide a piece is, the next one's place how wide it can be at most. Where a piece stands on another, leaves
its page, or is moved in a way that is not followed, the page is none of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.document import BBox
from gongkai.readers.html.cells import shown_text
from gongkai.readers.html.declarations import Declared, declared, inline
from gongkai.readers.html.events import BLOCKS, DROPPED
from gongkai.readers.html.lengths import length
from gongkai.readers.html.look import PAGE, Look, enter, flow_of
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lines import Glyphs, printed_lines

if TYPE_CHECKING:
    from gongkai.readers.html.sheets import Cascade

_FEWEST = 8  # pieces; a page has one for each line, and more
_SHARE = 0.9  # of a page's letters that stand in pieces: the rest are links around it
_POINTS = 0.75  # of a pixel
_LATIN = 0.5  # of a font’s size: digits of Chinese fonts and of Times are that wide, others a little wider
_LEVEL = 0.5  # of the smaller size: middles of pieces on one line
_SAME = 0.15  # of a size: digits that follow each other nearer than that are of one figure
_OVER = 0.25  # of a size: a piece that begins so near to the one before stands on it
_BLANKS = dict.fromkeys((0xA0, 0x202F, 0x205F, *range(0x2000, 0x200B)), " ")
_MARKS = frozenset(("sup", "sub", "del", "s", "strike", "small", "big"))
_PLACED = frozenset(("position", "left", "top", "right", "bottom", "white-space", "z-index"))
_WIDE = "\u2e80"  # the first of the characters that are as wide as high


class Piece(Struct, frozen=True):
    """A piece of text of one line: its left upper corner, its size and its text, in pixels."""

    page: int
    left: float
    top: float
    size: float
    text: str


class _Text(Glyphs):
    """The pieces of a page as characters with boxes."""

    def __init__(self, text: str, boxes: list[BBox]) -> None:
        self.text = text
        self._boxes = boxes

    def box(self, position: int) -> BBox:
        return self._boxes[position]

    def is_turned(self, position: int) -> bool:
        return False


def placed_sheets(parser: LexborHTMLParser, cascade: Cascade | None) -> list[Sheet]:
    """Return the pages of such a page with their lines; none where it is another kind of page, or where pieces lie on each other."""
    body = parser.body
    if body is None:
        return []
    walk = _Pieces(cascade)
    pieces = walk.of(body)
    letters = sum(len("".join(piece.text.split())) for piece in pieces)
    if walk.doubt or len(pieces) < _FEWEST or letters < _SHARE * walk.letters:
        return []
    sheets: list[Sheet] = []
    for page in sorted({piece.page for piece in pieces}):
        own = [piece for piece in pieces if piece.page == page]
        rows = list(_rows(own))
        if any(_lies_over(left, right) for row in rows for left, right in pairwise(row)):
            return []
        height = walk.heights.get(page) or max(piece.top + 2 * piece.size for piece in own)
        width = max(piece.left + _width(piece) for piece in own)
        lines = tuple(printed_lines(_glyphs(rows)))
        sheets.append(Sheet(len(sheets) + 1, (width * _POINTS, height * _POINTS), lines))
    return sheets


class _Pieces:
    """A walk over a page's elements; ``letters`` counts all that is shown, ``doubt``: something is moved as is not followed."""

    def __init__(self, cascade: Cascade | None) -> None:
        self._cascade = cascade
        self.letters = 0
        self.doubt = False
        self.heights: dict[int, float] = {}
        self._pages = 0
        self._holders: set[int] = set()

    def of(self, body: LexborNode) -> list[Piece]:
        """Return the pieces in the order of the source."""
        self._find_holders(body)
        found: list[Piece] = []
        waiting: list[tuple[LexborNode, Look, int]] = [(body, PAGE, 0)]
        while waiting and not self.doubt:
            node, around, page = waiting.pop()
            inner: list[tuple[LexborNode, Look, int]] = []
            for child in _children(node):
                name = child.tag or ""
                if name == "-text":
                    self.letters += _letters(child.text_content or "")
                    continue
                given = self._given(child)
                look = _look(name, given, around)
                if look.gone or not look.visible:
                    continue
                corner = _corner(given, look)
                if corner is not None and child.mem_id not in self._holders:
                    lines = self._lines(child, look, given)
                    top = corner[1]
                    for text, size, height in lines:
                        self.letters += _letters(text)
                        if text.strip():
                            found.append(Piece(page, corner[0], top, size, text))
                        top += height
                    continue
                inner.append((child, look, self._page(given, look, page)))
            waiting += reversed(inner)
        return found

    def _find_holders(self, body: LexborNode) -> None:
        """Note which elements hold others that are put in a place: these are pages, not pieces."""
        for node in body.css("*"):
            above = node.parent if _value(self._given(node), "position") == "absolute" else None
            while above is not None and above.mem_id not in self._holders:
                self._holders.add(above.mem_id)
                above = above.parent

    def _given(self, node: LexborNode) -> Declared:
        by_sheet = self._cascade.of(node.mem_id) if self._cascade else None
        own = inline((node.attributes or {}).get("style") or "")
        return declared((n, *v) for part in (by_sheet or {}, own) for n, v in part.items())

    def _page(self, given: Declared, look: Look, page: int) -> int:
        """The page that an element is, where it is what its pieces are placed in; else the one that it stands on."""
        if _value(given, "position") not in {"relative", "absolute"}:
            return page
        self._pages += 1
        if height := length(_value(given, "height"), look.size):
            self.heights[self._pages] = height
        return self._pages

    def _lines(self, node: LexborNode, look: Look, given: Declared) -> list[tuple[str, float, float]]:
        """The lines of a piece, with the size of their letters and how far the next one stands below."""
        lines: list[list[str]] = [[]]
        size = look.size
        waiting: list[tuple[LexborNode, Look]] = [(child, look) for child in reversed(list(_children(node)))]
        while waiting:
            inner, around = waiting.pop()
            name = inner.tag or ""
            if name == "-text":
                text = (inner.text_content or "").translate(_BLANKS)
                lines[-1].append(text if around.plain else shown_text(text, around))
                size = around.size if not lines[-1][1:] and text.strip() else size
            elif name == "br":
                lines.append([])
            else:
                own = self._given(inner)
                self.doubt |= _value(own, "position") not in {"", "static"}
                shown = _look(name, own, around)
                waiting += [(child, shown) for child in reversed(list(_children(inner)))]
        height = length(_value(given, "line-height"), size) or 1.2 * size
        return [("".join(line), size, height) for line in lines]


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        name = child.tag or ""
        if name == "-text" or (name[:1] != "-" and name not in DROPPED):
            yield child
        child = child.next


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _look(name: str, given: Declared, around: Look) -> Look:
    """How an element looks, its place apart."""
    rest = {key: value for key, value in given.items() if key not in _PLACED}
    return enter(around, name, rest, flow_of(name, BLOCKS)) if rest or name in _MARKS else around


def _value(given: Declared, name: str) -> str:
    found = given.get(name)
    return found[0] if found else ""


def _corner(given: Declared, look: Look) -> tuple[float, float] | None:
    """Where a piece has its left upper corner, in pixels from its page's; None for what is not put in a place so."""
    if _value(given, "position") != "absolute":
        return None
    left, top = (length(_value(given, side), look.size) for side in ("left", "top"))
    return None if left is None or top is None or left < 0 or top < 0 else (left, top)


def _width(piece: Piece) -> float:
    return piece.size * sum(1.0 if char >= _WIDE else _LATIN for char in piece.text)


def _rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each printed line from left to right, the lines from top to bottom; what is printed twice in a place once."""
    row: list[Piece] = []
    for piece in sorted(set(pieces), key=lambda piece: (piece.top + piece.size / 2, piece.left)):
        middle = piece.top + piece.size / 2
        if row and middle - (row[0].top + row[0].size / 2) > _LEVEL * min(piece.size, row[0].size):
            yield sorted(row, key=lambda piece: piece.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.left)


def _lies_over(left: Piece, right: Piece) -> bool:
    return right.left - left.left < _OVER * min(left.size, right.size)


def _glyphs(rows: Sequence[Sequence[Piece]]) -> _Text:
    """Give every character a box: as wide as its font may have it, and no wider than the room before the next piece."""
    text: list[str] = []
    boxes: list[BBox] = []
    for row in rows:
        for n, piece in enumerate(row):
            following = row[n + 1] if n + 1 < len(row) else None
            own, ends = _boxes(piece, following)
            text += piece.text
            boxes += own
            if following is not None and not _goes_on(piece, following, ends):
                text.append(" ")
                boxes.append(own[-1])
        text.append("\n")
        boxes.append(boxes[-1])
    return _Text("".join(text), boxes)


def _boxes(piece: Piece, following: Piece | None) -> tuple[list[BBox], float]:
    """The boxes of a piece's characters in points, and where it would end in pixels."""
    width = _width(piece)
    room = following.left - piece.left if following is not None else width
    scale = min(1.0, room / width) if width else 1.0
    top, bottom = piece.top * _POINTS, (piece.top + piece.size) * _POINTS
    found: list[BBox] = []
    at = piece.left
    for char in piece.text:
        right = at + scale * piece.size * (1.0 if char >= _WIDE else _LATIN)
        found.append((at * _POINTS, top, right * _POINTS, bottom))
        at = right
    return found, piece.left + width


def _goes_on(piece: Piece, following: Piece, ends: float) -> bool:
    """Whether two pieces are one word: letters put in their places one by one. Whole figures beside each other never are."""
    single = len(piece.text.strip()) == 1 or len(following.text.strip()) == 1
    near = abs(following.left - ends) < _SAME * piece.size
    digits = piece.text[-1:].isdecimal() and following.text[:1].isdecimal()
    return near and (single or not digits) and not piece.text[-1:].isspace()
