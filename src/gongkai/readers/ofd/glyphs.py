"""A page's characters as every paged format gives them: text by printed lines, a displayed box for each character."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.document import BBox
from gongkai.readers.ofd.pieces import GAP, Line
from gongkai.readers.pages.lines import Glyphs


class OfdGlyphs(Glyphs):
    """The characters of a page's lines, with a space where a gap parts two pieces and a line break behind each line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        texts: list[str] = []
        self._boxes: list[BBox] = []
        self._alone: set[int] = set()
        for line in lines:
            start = len(self._boxes)
            self._add(line, texts)
            if line[0].alone:
                self._alone.update(range(start, len(self._boxes)))
            texts.append("\n")
            self._boxes.append(self._boxes[-1])
        self.text = "".join(texts)

    def _add(self, line: Line, texts: list[str]) -> None:
        for at, piece in enumerate(line):
            if at and piece.left - line[at - 1].right > GAP * min(piece.size, line[at - 1].size):
                before = self._boxes[-1]
                texts.append(" ")
                self._boxes.append((before[2], before[1], piece.left, before[3]))
            texts.append(piece.text)
            self._boxes += piece.boxes

    def box(self, position: int) -> BBox:
        """Return the displayed box of ``text[position]``."""
        return self._boxes[position]

    def is_turned(self, position: int) -> bool:
        """Whether the character belongs to a line that goes down the page."""
        return position in self._alone
