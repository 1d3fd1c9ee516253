"""A page's characters as every paged format gives them: text by printed lines, a displayed box for each character."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gongkai.document import BBox
from gongkai.readers.ofd.pieces import GAP, Line
from gongkai.readers.ofd.words import blanks
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pages.written import as_shown, place_for
from gongkai.text.shown import Shown

_LATIN = re.compile(r"[A-Za-z]{2}")
_NEVER = 1 << 30  # sorts a letter that nothing painted behind all that is painted


class OfdGlyphs(Glyphs):
    """The characters of a page's lines, with a space where a gap parts two pieces and a line break behind each line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        texts: list[str] = []
        self._boxes: list[BBox] = []
        self._orders: list[int] = []
        self._alone: set[int] = set()
        for line in lines:
            start = len(self._boxes)
            text = self._add(line)
            if line[0].alone:
                self._alone.update(range(start, len(self._boxes)))
            elif _LATIN.search(text) and not any(" " in piece.text.strip() for piece in line):
                text = self._part(text, line, start)
            texts += (text, "\n")
            self._boxes.append(self._boxes[-1])
            self._orders.append(_NEVER)
        self.text = "".join(texts)

    def _add(self, line: Line) -> str:
        texts: list[str] = []
        for at, piece in enumerate(line):
            if at and piece.left - line[at - 1].right > GAP * min(piece.size, line[at - 1].size):
                texts.append(" ")
                self._blank(len(self._boxes), piece.left)
            texts.append(piece.text)
            self._boxes += piece.boxes
            self._orders += [piece.order] * len(piece.text)
        return "".join(texts)

    def _part(self, text: str, line: Line, start: int) -> str:
        """Put in the blanks between Latin words that the file leaves out."""
        sizes = iter([piece.size for piece in line for _ in piece.text])
        each = [0.0 if char == " " else next(sizes) for char in text]
        for at in reversed(blanks(text, [box[0] for box in self._boxes[start:]], each)):
            text = f"{text[:at]} {text[at:]}"
            self._blank(start + at, self._boxes[start + at][0])
        return text

    def _blank(self, at: int, end: float) -> None:
        before = self._boxes[at - 1]
        self._boxes.insert(at, (before[2], before[1], end, before[3]))
        self._orders.insert(at, _NEVER)

    def box(self, position: int) -> BBox:
        """Return the displayed box of ``text[position]``."""
        return self._boxes[position]

    def is_turned(self, position: int) -> bool:
        """Whether the character belongs to a line that goes down the page."""
        return position in self._alone

    def order(self, position: int) -> int:
        """Return when the character was painted."""
        return self._orders[position]

    def change(self, shown: Mapping[int, Shown]) -> None:
        """Give characters as they are shown."""
        if shown:
            self.text, gone = as_shown(self.text, shown)
            self._take([at for at in range(len(self.text)) if at not in gone])

    def add_unknown(self, box: BBox) -> None:
        """Put in a sign that is seen and cannot be told, where it stands."""
        found = place_for(self, box)
        if found is not None:
            at, piece = found
            self._boxes[at:at] = [box] * len(piece)
            self._orders[at:at] = [_NEVER] * len(piece)
            self._alone = {place + len(piece) if place >= at else place for place in self._alone}
            self.text = self.text[:at] + piece + self.text[at:]

    def _take(self, kept: Sequence[int]) -> None:
        self.text = "".join([self.text[at] for at in kept])
        self._boxes = [self._boxes[at] for at in kept]
        self._orders = [self._orders[at] for at in kept]
        self._alone = {new for new, old in enumerate(kept) if old in self._alone}
