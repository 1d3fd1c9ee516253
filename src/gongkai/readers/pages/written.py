"""Characters that can be changed, left out and put in: how a page's text comes to say what a person sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongkai.document import BBox, Issue
from gongkai.readers.pages.lines import JOINT, Glyphs
from gongkai.text.numerals import GETA
from gongkai.text.shown import Shown, shown_text

_NEAR = 0.5  # sizes: a sign so near to a word belongs to it
_LEVEL = 0.4  # of the smaller height that is shared by what stands on one line


def as_shown(text: str, shown: Mapping[int, Shown]) -> tuple[str, frozenset[int]]:
    """Return a text with the characters at some positions as they are shown, and the positions that are left out."""
    chars = list(text)
    gone = set()
    for at, how in shown.items():
        seen = "" if how == "hidden" else shown_text(chars[at], how)
        if seen:
            chars[at] = seen
        else:
            gone.add(at)
    return "".join(chars), frozenset(gone)


def place_for(glyphs: Glyphs, box: BBox) -> tuple[int, str] | None:
    """Return where in the text a sign at ``box`` is put that shows something unknown, and how; None where it belongs to a word.

    It stands behind its neighbour on the line, before the one on its other side, else on a line of its own at the end.
    """
    left = right = None
    nearest_left = nearest_right = float("inf")
    for at, char in enumerate(glyphs.text):
        if char.isspace():
            continue
        x0, y0, x1, y1 = glyphs.box(at)
        if min(y1, box[3]) - max(y0, box[1]) < _LEVEL * min(y1 - y0, box[3] - box[1]):
            continue
        middle = (x0 + x1) / 2
        if middle <= (box[0] + box[2]) / 2:
            if box[0] - x1 < nearest_left:
                left, nearest_left = at, box[0] - x1
        elif x0 - box[2] < nearest_right:
            right, nearest_right = at, x0 - box[2]
    size = box[3] - box[1]
    for near, gap in ((left, nearest_left), (right, nearest_right)):
        if near is not None and gap < _NEAR * size and not glyphs.text[near].isdigit():
            return None
    if left is not None:
        joint = nearest_left < JOINT * 2 * size
        return left + 1, GETA if joint else f" {GETA} "
    if right is not None:
        joint = nearest_right < JOINT * 2 * size
        return right, GETA if joint else f"{GETA} "
    return len(glyphs.text), f"\n{GETA}"


def put_in(text: str, index: Sequence[int], at: int, piece: str, own: int) -> tuple[str, list[int]]:
    """Put ``piece`` into a text whose characters are numbered by ``index``; what is put in has the number ``own``."""
    return text[:at] + piece + text[at:], [*index[:at], *[own] * len(piece), *index[at:]]


def unknown(text: str, page: int) -> Iterator[Issue]:
    """Yield an issue where a page shows signs that cannot be told."""
    count = text.count(GETA)
    if count:
        message = (
            f"{count} signs are printed in a way that does not say which characters they are (drawn, covered, printed over, or "
            "in a font or a text that names none or others, Unicode among it): they are shown as 〓, and no figure is taken from them"
        )
        yield Issue(code="unreadable_signs", severity="warning", message=message, location=f"page {page}")
