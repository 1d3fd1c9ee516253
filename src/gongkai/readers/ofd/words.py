"""Blanks between Latin words that a file leaves out: they are seen as steps wider than the letters are (as PDF readers tell them).

How wide letters are only the fonts know; what is held against the usual widths is how far each step is beyond the line's own habit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from types import MappingProxyType

# Between sans and serif, in sizes of a character (Helvetica's and Times' advances differ by up to 0.06 from it on either side).
_WIDTHS: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys("ijl'|", 0.24), **dict.fromkeys("tfrI.,;:!()[]-/", 0.29), **dict.fromkeys("sczJ", 0.45),
        **dict.fromkeys("aekvxy", 0.5), **dict.fromkeys("bdghnopqu?$0123456789", 0.52), **dict.fromkeys("LSFPTZ", 0.59),
        **dict.fromkeys("ABCDEGHKNORUVXYQw&", 0.7), **dict.fromkeys("mM%", 0.81), "W": 0.94,
    }
)  # fmt: skip
_BLANK = 0.14  # sizes; words stand 0.22 and more apart, letters stray by less (tuned on DejaVu, Noto Sans and Serif CJK; 0.125 parts words)
_EVEN = 0.42  # sizes: a narrow letter that takes as much has a font whose letters are all as wide
_STACKED = 0.1  # sizes: characters of one glyph (fi) stand in one place, and the last of them takes the width of all
_FEWEST = 6  # steps that tell a line's habit


def blanks(text: str, lefts: Sequence[float], sizes: Sequence[float]) -> list[int]:
    """Return the offsets of ``text`` before which a blank between words is seen; ``lefts`` and ``sizes`` are those of its characters.

    Nothing where the line has too few letters to tell. Figures are never parted.
    """
    steps = {
        at: (lefts[at + 1] - lefts[at]) / sizes[at]
        for at in range(len(text) - 1)
        if text[at] in _WIDTHS and text[at + 1] in _WIDTHS and sizes[at] == sizes[at + 1] > 0
    }
    letters = [at for at in steps if text[at].isalpha() and text[at + 1].isalpha()]
    if len(letters) < _FEWEST:
        return []
    narrow = [steps[at] for at in letters if _WIDTHS[text[at]] < 0.3]
    even = bool(narrow) and min(narrow) > _EVEN
    over = {at: step - _WIDTHS[text[at]] for at, step in steps.items()}
    habit = median(over[at] for at in letters)
    return [
        at + 1
        for at, more in over.items()
        if more - habit > _BLANK
        and steps.get(at - 1, 1.0) > _STACKED
        and _may_part(text[at], text[at + 1])
        and not (even and _WIDTHS[text[at]] < 0.3)
    ]


def _may_part(before: str, after: str) -> bool:
    """Whether a word may end and another begin here: not inside of a figure."""
    if before.isdigit() or after.isdigit():
        return before.isalpha() or after.isalpha()
    return after.isalpha() or after in "([&-" or before == "-"
