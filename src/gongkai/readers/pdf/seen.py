"""What a person sees of the characters of a PDF page, where it is not what the file says of them.

Cheap tests come first, for every page; what is drawn and compared are only pages with something painted over their text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from ctypes import byref, c_float

import pypdfium2.raw as pdfium_c
from msgspec import Struct

from gongkai.document import BBox
from gongkai.readers.pages.beyond import beyond
from gongkai.readers.pages.covers import Cover, Surface, clusters, covered, is_ruled_in
from gongkai.readers.pages.figures import Run, marked, printed_boxes, slashed, struck
from gongkai.readers.pages.lines import Glyphs
from gongkai.readers.pages.overprinted import printed_over
from gongkai.readers.pages.strokes import drawn_signs
from gongkai.readers.pdf import calls
from gongkai.readers.pdf.annotations import Annotation
from gongkai.readers.pdf.drawn import Shape, color_of, is_line, is_painted, is_white, looks_like_signs
from gongkai.readers.pdf.judged import Judged
from gongkai.readers.pdf.overlaid import white_letters, whitened
from gongkai.readers.pdf.proof import Proof
from gongkai.readers.pdf.said import said_otherwise
from gongkai.readers.pdf.windows import clipped, holds
from gongkai.text.shown import Shown

_OPAQUE = 250  # of 255
_NEVER = 1 << 30  # sorts a letter that nothing painted behind all that is painted
_CONTRAST = 24  # of 255
_BLACK = (0, 0, 0, 255)
_ABOVE_LINE = 0.72  # of a character's height: a line below words runs lower


class Verdict(Struct, frozen=True):
    """How characters are shown that are not plain, and the boxes of ink that no character stands for; ``otherwise``: the file says that
    other characters are printed than it draws.
    """

    shown: dict[int, Shown]
    ink: list[BBox]
    otherwise: bool


def judge(glyphs: Glyphs, runs: Sequence[Run], sheet: Judged) -> Verdict:
    """Return what a person sees differently from what the characters of a page say."""
    printed = list(printed_boxes(glyphs, runs))
    level = _level_bars(sheet)
    shown: dict[int, Shown] = dict(marked(glyphs, runs))
    shown.update((at, how) for at, how in struck(glyphs, level, printed) if how == "struck" or at not in shown)
    shown.update(beyond(glyphs, runs, printed, (sheet.frame.size, level)))
    plain = len(shown)
    ink = list(said_otherwise(glyphs, sheet, shown))
    otherwise = len(shown) > plain
    shown.update(clipped(glyphs, sheet.frame, runs, sheet.objects_of))
    ink += drawn_signs(sheet.drawn.strokes, level)
    shown.update((at, "hidden") for at in _as_its_ground(sheet, runs, glyphs))
    white = white_letters(sheet.drawn) if runs else []
    if ink or sheet.drawn.shapes or sheet.annotations or white:
        order, anew = sheet.drawn.order, dict[int, int]()
        surface = Surface(glyphs, printed, lambda at: anew.get(at) or order.get(sheet.object_of(at), _NEVER))
        if any(is_painted(shape) and surface.hides(shape.at, shape.box) for shape in sheet.drawn.shapes):
            anew.update(_printed_anew(surface, sheet))
        if white:
            shown.update(
                whitened(surface, sheet.drawn, sheet.frame, white, list(sheet.objects_of(range(len(glyphs.text)))))
            )
        ink += _painted_over(surface, sheet, shown)
        ink = [box for box in clusters(ink) if is_ruled_in(box, level) or _touches(surface, box)]
    shown.update(printed_over(glyphs, runs, printed, shown))
    return Verdict(shown, ink, otherwise)


def _printed_anew(surface: Surface, sheet: Judged) -> Iterator[tuple[int, int]]:
    """Yield the characters that are printed once more at their place, and when: pdfium gives none for the second time."""
    glyphs, edges = surface.glyphs, tuple(c_float() for _ in range(4))
    items = list(sheet.objects_of(range(len(glyphs.text))))
    own: dict[calls.Handle, list[int]] = {}
    for at, item in enumerate(items):
        own.setdefault(item, []).append(at)
    for item, when in sheet.drawn.order.items():
        if calls.bounds_of(item, *map(byref, edges)):
            box = sheet.frame.display(*(edge.value for edge in edges))
            for at in surface.within(box) if box[3] - box[1] > 1 else ():
                place = glyphs.box(at)
                x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
                is_given = items[at] == item or any(holds(glyphs.box(each), x, y) for each in own.get(item, ()))
                if not is_given and sheet.drawn.order.get(items[at], _NEVER) < when:
                    yield at, when


def _level_bars(sheet: Judged) -> list[BBox]:
    return [sheet.frame.display(*bar) for bar in sheet.drawn.bars]


def _touches(surface: Surface, box: BBox) -> bool:
    """Whether a digit stands right beside a sign."""
    room = 0.3 * (box[3] - box[1])
    around = (box[0] - room, box[1], box[2] + room, box[3])
    return any(surface.glyphs.text[at].isdigit() for at in surface.within(around))


def _as_its_ground(sheet: Judged, runs: Sequence[Run], glyphs: Glyphs) -> Iterator[int]:
    """Yield the digits of the colour of what was painted below them."""
    grounds = [shape for shape in sheet.drawn.shapes if is_painted(shape) and shape.kind == pdfium_c.FPDF_PAGEOBJ_PATH]
    if not grounds:
        return
    colors = [color_of(shape.item) for shape in grounds]
    for run in runs:
        item = sheet.object_of(run.start)
        own = color_of(item) if item else _BLACK
        if any(_is_alike(own, color) for color in set(colors)):
            at = sheet.drawn.order.get(item, 0)
            x, y = (run.first[0] + run.first[2]) / 2, (run.first[1] + run.first[3]) / 2
            below = [
                color for shape, color in zip(grounds, colors, strict=True) if shape.at < at and holds(shape.box, x, y)
            ]
            if below and _is_alike(own, below[-1]):
                yield from range(run.start, run.end)


def _is_alike(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(abs(a - b) < _CONTRAST for a, b in zip(one[:3], other[:3], strict=True))


def _painted_over(surface: Surface, sheet: Judged, shown: dict[int, Shown]) -> Iterator[BBox]:
    """Note what is hidden or changed by what is painted later; yield signs that are drawn and not written."""
    covers = [shape for shape in sheet.drawn.shapes if is_painted(shape) and surface.hides(shape.at, shape.box)]
    over = [each for each in sheet.annotations if not each.strikes]
    proof = _proof(sheet, covers, over)
    for shape in covers:
        shown.update(_below(surface, shape, proof))
    for shape in sheet.drawn.shapes:
        if looks_like_signs(shape):
            yield from _signs(surface, shape, shown)
    slants = [shape.box for shape in sheet.drawn.shapes if is_line(shape)]
    shown.update((at, how) for at, how in slashed(surface.glyphs, slants, surface.printed) if at not in shown)
    for each in sheet.annotations:
        for box in each.boxes:
            if each.strikes:
                shown.update((at, "struck") for at in surface.within(box))
            elif proof is not None:
                yield from _annotated(surface, each, box, proof, shown)


def _proof(sheet: Judged, covers: Collection[Shape], over: Collection[Annotation]) -> Proof | None:
    if not over and all(_is_sure(shape) for shape in covers):
        return None
    return Proof(sheet.pdf, sheet.at, sheet.frame.rotation, {shape.top for shape in covers if shape.top is not None})


def _is_sure(shape: Shape) -> bool:
    """Whether a shape is a plain box that nothing shines through."""
    return (
        shape.kind == pdfium_c.FPDF_PAGEOBJ_PATH
        and calls.segments_of(shape.item) in (4, 5)
        and not calls.is_transparent(shape.item)
        and color_of(shape.item)[3] >= _OPAQUE
    )


def _below(surface: Surface, shape: Shape, proof: Proof | None) -> Iterator[tuple[int, Shown]]:
    below = covered(surface, Cover(shape.at, shape.box, is_white(shape)))
    if _is_sure(shape) or proof is None:
        yield from below
        return
    for at, how in below:
        seen = proof.shown(surface.glyphs.box(at))
        if seen != "plain":
            yield at, how if seen == "unknown" else seen


def _signs(surface: Surface, shape: Shape, shown: dict[int, Shown]) -> Iterator[BBox]:
    """Note the figures over which signs are drawn; yield signs that stand alone."""
    under = list(surface.within(shape.box))
    digits = [at for at in under if surface.glyphs.text[at].isdigit()]
    shown.update((at, "unknown") for at in digits if shown.get(at, "plain") == "plain")
    if not under:
        yield shape.box


def _annotated(surface: Surface, each: Annotation, box: BBox, proof: Proof, shown: dict[int, Shown]) -> Iterator[BBox]:
    under = list(surface.within(box))
    for at in under:
        how = (
            "unknown"
            if each.text
            else proof.shown(_upper(surface.glyphs.box(at)) if each.beneath else surface.glyphs.box(at))
        )
        if how == "hidden" or (how == "unknown" and surface.glyphs.text[at].isdigit()):
            shown[at] = how
    if not under and (each.text or proof.is_changed(box)) and box[3] - box[1] < 40 and box[2] - box[0] < 200:
        yield box


def _upper(box: BBox) -> BBox:
    return (box[0], box[1], box[2], box[1] + _ABOVE_LINE * (box[3] - box[1]))
