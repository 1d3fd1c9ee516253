"""What a person sees of the characters of an OFD page, where it is not what the file says of them."""

from __future__ import annotations

from gongkai.readers.ofd.glyphs import OfdGlyphs
from gongkai.readers.ofd.page import Print
from gongkai.readers.pages.belief import Printed, meaningless
from gongkai.readers.pages.beyond import beyond
from gongkai.readers.pages.covers import Surface, clusters, covered, is_ruled_in
from gongkai.readers.pages.figures import marked, printed_boxes, runs_of, slashed, struck
from gongkai.readers.pages.overprinted import printed_over
from gongkai.readers.pages.rules import TOLERANCE
from gongkai.readers.pages.strokes import drawn_signs
from gongkai.text.shown import Shown

_STROKE = 10.0  # points: characters may be made of such short ones


def look(glyphs: OfdGlyphs, page: Print) -> None:
    """Make the characters of a page those that a person sees."""
    runs = runs_of(glyphs)
    printed = list(printed_boxes(glyphs, runs))
    level = [bar for bar in page.bars if bar[3] - bar[1] <= TOLERANCE < bar[2] - bar[0]]
    shown: dict[int, Shown] = dict(marked(glyphs, runs))
    shown.update((at, how) for at, how in struck(glyphs, level, printed) if how == "struck" or at not in shown)
    shown.update(beyond(glyphs, runs, printed, (page.size, level)) if page.is_sized else ())
    shown.update((at, how) for at, how in slashed(glyphs, page.slants, printed) if at not in shown)
    strokes = [bar for bar in page.bars if max(bar[2] - bar[0], bar[3] - bar[1]) < _STROKE]
    signs = clusters([*page.signs, *drawn_signs(strokes, level)])
    if page.covers or signs:
        surface = Surface(glyphs, printed, glyphs.order)
        for cover in page.covers:
            if surface.hides(cover.at, cover.box):
                shown.update(covered(surface, cover))
        for box in signs:
            under = list(surface.within(box))
            shown.update((at, "unknown") for at in under if glyphs.text[at].isdigit() and at not in shown)
            if under or not is_ruled_in(box, level):
                signs = [each for each in signs if each is not box]
    shown.update(printed_over(glyphs, runs, printed, shown))
    lost = meaningless(Printed(glyphs.text, len(glyphs.text), False))
    shown.update((at, "unknown") for at in lost if at not in shown)
    glyphs.change(shown)
    for box in signs:
        glyphs.add_unknown(box)
