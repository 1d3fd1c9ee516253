"""Letters as paint: white ones that lie over figures, and such as only clip what is painted later, which then shows their shape."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from ctypes import addressof, byref, c_float, c_uint

import pypdfium2.raw as pdfium_c

from gongkai.readers.pages.covers import Surface
from gongkai.readers.pages.places import union
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.drawn import Drawn, is_painted
from gongkai.readers.pdf.frame import Frame
from gongkai.readers.pdf.glyphs import PdfGlyphs
from gongkai.text.shown import Shown

_WHITE = 250  # of 255: paper


def white_letters(drawn: Drawn) -> list[calls.Handle]:
    """Return the text objects that are painted in white."""
    red, green, blue, _ = parts = tuple(c_uint() for _ in range(4))
    where, color = tuple(map(addressof, parts)), calls.fill_color
    return [
        item
        for item in drawn.order
        if color(item, *where) and red.value >= _WHITE and min(green.value, blue.value) >= _WHITE  # most are black
    ]


def whitened(
    surface: Surface, drawn: Drawn, frame: Frame, items: Collection[calls.Handle], own: list[calls.Handle]
) -> Iterator[tuple[int, Shown]]:
    """Yield the digits over which white letters were painted, and these letters; ``own[at]`` is the object of a character."""
    wanted, places = set(items), dict[calls.Handle, list[int]]()
    for at, item in enumerate(own):
        if item in wanted:
            places.setdefault(item, []).append(at)
    edges = tuple(c_float() for _ in range(4))
    for item in items:
        letters = [at for at in places.get(item, ()) if not surface.glyphs.text[at].isspace()]
        if letters:
            box = union(*map(surface.glyphs.box, letters))
        elif calls.bounds_of(item, *map(byref, edges)):
            box = frame.display(*(edge.value for edge in edges))
        else:
            continue
        when = drawn.order[item]
        under = [at for at in surface.within(box) if own[at] != item and drawn.order.get(own[at], when) < when]
        if under:
            yield from ((at, "unknown") for at in under if surface.glyphs.text[at].isdigit())
            yield from ((at, "hidden") for at in letters)


def painted_through(glyphs: PdfGlyphs, drawn: Drawn, chars: Collection[int]) -> set[int]:
    """Return those of pdfium's ``chars`` that clip something painted later in their place: it shows their shape, or another one."""
    positions = {char: at for at, char in enumerate(glyphs.index) if char in chars}
    found = set()
    for char, at in positions.items():
        item = glyphs.object_of(at)
        if item and calls.render_mode(item) >= pdfium_c.FPDF_TEXTRENDERMODE_FILL_CLIP and glyphs.text[at].isdigit():
            x0, y0, x1, y1 = glyphs.box(at)
            x, y, when = (x0 + x1) / 2, (y0 + y1) / 2, drawn.order.get(item, 0)
            later = (shape.box for shape in drawn.shapes if shape.at > when and is_painted(shape))
            if any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in later):
                found.add(char)
    return found
