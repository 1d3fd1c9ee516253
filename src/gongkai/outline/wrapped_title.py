"""A title that its page breaks over lines: they are set in one size, larger than the text, and the first of them fills the page."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import msgspec

from gongkai.document import BBox, Block, Paragraph
from gongkai.text.numbering import leading_number

_FRONT = 12  # blocks in which a title stands
_LARGER = 1.2  # than the text; headings of web pages and of Word are 1.3 times and more
_SAME = 0.06  # of a size: fonts for letters and for characters differ so much on one line
_FULL = 0.7  # of the widest line: the word that would not fit may be long


def with_whole_title(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with the lines of such a title marked as one paragraph."""
    boxes = [box for block in blocks if isinstance(block, Paragraph) and (box := block.place.bbox) is not None]
    if len(boxes) < 3:
        return blocks
    text = median(map(_height, boxes))
    widest = max(box[2] - box[0] for box in boxes)
    found = list(blocks)
    for at, (line, following) in enumerate(pairwise(blocks[:_FRONT])):
        if isinstance(line, Paragraph) and isinstance(following, Paragraph) and _goes_on(line, following, text, widest):
            found[at] = msgspec.structs.replace(line, continues=True)
    return tuple(found)


def _goes_on(line: Paragraph, following: Paragraph, text: float, widest: float) -> bool:
    one, other = line.place.bbox, following.place.bbox
    if one is None or other is None or line.place.page != following.place.page or line.level != following.level:
        return False
    height = _height(one)
    if height < _LARGER * text or abs(_height(other) - height) > _SAME * height or leading_number(following.text[:12]):
        return False
    wide = one[2] - one[0]
    return 0 <= other[1] - one[3] <= height and wide >= _FULL * widest and wide >= other[2] - other[0]


def _height(box: BBox) -> float:
    return box[3] - box[1]
