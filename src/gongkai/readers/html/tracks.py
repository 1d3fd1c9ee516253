"""What style sheets say of the columns of a grid box, and of the place of what stands in it (CSS Grid Layout, 7 and 8)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gongkai.readers.html.look import Style

MOST = 60  # columns of a table; a grid of more lays out a page
_NAMES = re.compile(r"\[[^\]]*\]")
_REPEAT = re.compile(r"repeat\(\s*(\d{1,3})\s*,((?:[^()]|\([^()]*\))*)\)")
_FUNCTION = re.compile(r"[\w-]+\((?:[^()]|\([^()]*\))*\)")
_TRACK = re.compile(r"\d*\.?\d+(?:fr|px|pt|em|rem|%|ch|vw|cm|mm|in|ex)|auto|(?:min|max)-content|0|f")
_LINE = re.compile(r"-?\d{1,3}")
_SPAN = re.compile(r"span (\d{1,3})")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")


class Reach(NamedTuple):
    """Which lines of a grid something reaches along one axis: numbers from 1, from -1 at the end, 0 where it takes what comes next."""

    start: int = 0
    end: int = 0
    span: int = 1

    def within(self, tracks: int) -> tuple[int, int] | None:
        """Return its first track (-1 for the next free one) and how many it takes of ``tracks``, None where that cannot be."""
        start, end = (tracks + 2 + line if line < 0 else line for line in (self.start, self.end))
        if start and end:
            start, end = min(start, end), max(start, end)
            span = end - start
        else:
            span, start = self.span, start or (end - self.span if end else 0)
        return (start - 1, span) if span > 0 and start >= 0 and max(start, 1) + span <= tracks + 1 else None


class Area(NamedTuple):
    """The place of a box in a grid box."""

    row: Reach = Reach()
    column: Reach = Reach()


def tracks_of(style: Style) -> int:
    """Return how many columns a grid box has, 0 where that is not said in a way that is followed."""
    areas = style("grid-template-areas") not in {"", "none"}
    if areas or style("grid-auto-flow").startswith("column") or "dense" in style("grid-auto-flow"):
        return 0
    whole = style("grid-template") or style("grid")
    columns = style("grid-template-columns") or (whole.partition("/")[2] if "auto-flow" not in whole else "")
    columns = _REPEAT.sub(lambda m: f" {m[2]}" * int(m[1]), _NAMES.sub(" ", columns))
    words = _FUNCTION.sub(lambda m: "?" if m[0].startswith("repeat") else " f ", columns).split()
    known = all(_TRACK.fullmatch(word) for word in words)
    return len(words) if known and len(words) <= MOST else 0


def area_of(style: Style) -> Area | None:
    """Return the place that is declared for a box in a grid box, None where it is not followed, as where it is a name."""
    parts = [part.strip() for part in style("grid-area").split("/")] if style("grid-area") else []
    parts += [""] * (4 - len(parts))
    reaches = []
    for axis, at in (("grid-row", 0), ("grid-column", 1)):
        first, _, last = style(axis).partition("/")
        start = style(f"{axis}-start") or first.strip() or parts[at]
        end = style(f"{axis}-end") or last.strip() or parts[at + 2]
        reach = _reach(start, end)
        if reach is None:
            return None
        reaches.append(reach)
    return Area(*reaches)


def share_of(style: Style) -> float:
    """Return how much of the width of the box around it a box takes, in percent; 0 where that is not said."""
    for name in ("flex-basis", "flex", "width"):
        found = _PERCENT.search(style(name))
        if found:
            return float(found[1])
    return 0.0


def _reach(start: str, end: str) -> Reach | None:
    lines, span = [0, 0], 1
    for at, word in enumerate((start, end)):
        if match := _SPAN.fullmatch(word):
            span = int(match[1])
        elif _LINE.fullmatch(word):
            lines[at] = int(word)
        elif word not in {"", "auto"}:
            return None
    return Reach(lines[0], lines[1], span)
