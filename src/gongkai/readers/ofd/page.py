"""What is printed on one page of an OFD file: its templates' objects and its own (GB/T 33190, 7.7 and 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from msgspec import Struct, structs

from gongkai.document import BBox
from gongkai.errors import DamagedSource
from gongkai.readers.ofd.book import Book
from gongkai.readers.ofd.clips import opened
from gongkai.readers.ofd.fonts import Fonts
from gongkai.readers.ofd.paths import bars, fills, is_stroked, shade
from gongkai.readers.ofd.text import Run, runs
from gongkai.readers.ofd.xml import Element, child, children, name_of, number, numbers
from gongkai.readers.pages.covers import Cover
from gongkai.readers.pages.geometry import PAGE, POINTS, Matrix, corners, product
from gongkai.readers.pages.places import union
from gongkai.readers.pages.rules import TOLERANCE

_DEEPEST = 12  # blocks in blocks, composites in composites
_SMALLEST_PICTURE = (100.0, 40.0)  # points; smaller ones are logos and seals
_PALE, _WHITE, _CONTRAST = 128, 250, 24  # of 255
_SLANT = 0.09  # five degrees
_SIGN, _PICTURED = 40.0, 120.0  # points: largest sign that is drawn, or a picture
_LAST = 1 << 29  # annotations are painted after all
_GROUPS = frozenset({"Layer", "PageBlock"})


class Image(Struct, frozen=True):
    """A picture on a page: where it is shown, and what loads its file."""

    box: BBox
    load: Callable[[], bytes | None]


class Print:
    """Collects runs of text, boxes of strokes and bars, of those that run aslant, and of pictures; points, from the page's top left.

    ``images`` are the pictures that stand upright, with what loads the file of each.
    ``objects`` counts all that is drawn, ``is_hidden``: no text was drawn after the last large picture; ``lost`` names what the
    page refers to and the package does not hold. ``is_sized``: most text stands within the page's edges, else these are wrong.
    """

    def __init__(self, book: Book, at: int, fonts: Fonts) -> None:
        """Read a page; ``fonts`` are those of the file. Raises SourceError where its content is missing or broken, or says too much."""
        self.runs: list[Run] = []
        self.bars: list[BBox] = []
        self.slants: list[BBox] = []
        self.pictures: list[BBox] = []
        self.images: list[Image] = []
        self.covers: list[Cover] = []
        self.signs: list[BBox] = []
        self.objects = 0
        self.is_sized = True
        self._grounds: list[tuple[BBox, int]] = []
        self._beneath = 0
        self.lost: list[str] = []
        self._book, self._fonts = book, fonts
        self._name, page = book.page(at)
        width, height = book.size(page)
        self.size = (width * POINTS, height * POINTS)
        for content in self._contents(page):
            for layer in children(content, "Layer"):
                self._add(layer, PAGE, 0)
        self.is_hidden = self._beneath == len(self.runs)
        for appearance in book.appearances(self._number(at)):
            self._add_annotation(appearance)
        self._leave_out_what_is_outside()

    def _contents(self, page: Element) -> Iterator[Element]:
        """Yield the contents of the templates behind the page, of the page, of those before it."""
        behind: list[Element] = []
        before: list[Element] = []
        for each in children(page, "Template"):
            try:
                content = child(self._book.template(each.get("TemplateID") or ""), "Content")
            except DamagedSource as error:
                self.lost.append(str(error))
                continue
            if content is not None:
                (before if each.get("ZOrder") == "Foreground" else behind).append(content)
        own = child(page, "Content")
        yield from (*behind, *([own] if own is not None else []), *before)

    def _add(self, parent: Element, outer: Matrix, depth: int) -> None:
        if depth > _DEEPEST or not _is_drawn(parent):
            return
        for item in parent:
            self._book.spend()
            name = name_of(item)
            if name in _GROUPS:
                self._add(item, outer, depth + 1)
            elif name.endswith("Object") and _is_drawn(item):
                self.objects += 1
                self._add_object(name, item, outer, depth)

    def _add_object(self, name: str, item: Element, outer: Matrix, depth: int) -> None:
        matrix = _matrix_of(item, outer)
        if name == "TextObject":
            self._book.spend(sum(len(code.text or "") for code in children(item, "TextCode")))
            if _is_inked(item) and not _is_slanted(matrix):
                seen = partial(self._fonts.seen, self._name, item)
                self.runs += self._seen(opened(runs(item, matrix, seen), item, matrix), item)
        elif name == "PathObject":
            found = bars(item, matrix, partial(self._book.style, self._name))
            self.bars += found
            if is_stroked(item):
                self.slants += (box for box in found if min(box[2] - box[0], box[3] - box[1]) > TOLERANCE)
            self._add_fills(item, matrix)
        elif name == "ImageObject":
            self._add_picture(_picture(item, matrix), item, upright=_is_upright(matrix))
        elif name == "CompositeObject":
            self._add_composite(item, matrix, depth)

    def _seen(self, found: Iterable[Run], item: Element) -> Iterator[Run]:
        """Yield the runs whose colour differs from what was painted where they begin."""
        own = shade(self._book.style(self._name, item, "FillColor"))
        for run in found:
            x, y = run.boxes[0][0] + run.size / 4, run.bases[0] - run.size / 3
            grounds = [level for box, level in self._grounds if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
            if own < _PALE or abs(own - (grounds[-1] if grounds else _WHITE)) > _CONTRAST:
                yield structs.replace(run, order=self.objects)

    def _add_fills(self, item: Element, matrix: Matrix) -> None:
        boxes, colour, plain = fills(item, matrix, partial(self._book.style, self._name))
        for box in boxes:
            width, height = box[2] - box[0], box[3] - box[1]
            if width > TOLERANCE < height:
                self.covers.append(Cover(self.objects, box, shade(colour) >= _WHITE))
                self._grounds.append((box, shade(colour)))
            if not plain and 1 < width < _SIGN and TOLERANCE < height < _SIGN:
                self.signs.append(box)

    def _add_annotation(self, appearance: Element) -> None:
        """Note what an annotation covers; its text is not the report's, but it is seen."""
        x, y, *_ = numbers(appearance.get("Boundary"), 4) or (0.0, 0.0)
        kept, covers = len(self.runs), len(self.covers)
        pictures, images = len(self.pictures), len(self.images)
        self._add(appearance, product((1.0, 0.0, 0.0, 1.0, x, y), PAGE), 0)
        said = [union(*run.boxes) for run in self.runs[kept:]]
        del self.runs[kept:], self.pictures[pictures:], self.images[images:]
        for cover in self.covers[covers:]:
            if any(_is_in(box, cover.box) for box in said):
                self.covers.append(Cover(_LAST, cover.box, blank=False))
        self.covers += [Cover(_LAST, box, blank=False) for box in said]
        self.signs += said

    def _number(self, at: int) -> str:
        return self._book.pages[at].get("ID") or ""

    def _add_picture(self, box: BBox, item: Element, *, upright: bool) -> None:
        self.covers.append(Cover(self.objects, box, blank=False, sheer=True))
        if max(box[2] - box[0], box[3] - box[1]) < _PICTURED:
            self.signs.append(box)
        if box[2] - box[0] >= _SMALLEST_PICTURE[0] and box[3] - box[1] >= _SMALLEST_PICTURE[1]:
            self.pictures.append(box)
            if upright:
                self.images.append(Image(box, partial(self._book.picture, self._name, item.get("ResourceID"))))
            self._beneath = len(self.runs)

    def _add_composite(self, item: Element, matrix: Matrix, depth: int) -> None:
        key = item.get("ResourceID")
        content = child(self._book.resource(self._name, "CompositeGraphicUnit", key), "Content")
        if content is None:
            self.lost.append(f"there is no graphic {key}")
            return
        self._add(content, matrix, depth + 1)

    def _leave_out_what_is_outside(self) -> None:
        """Leave out text beyond the page's edges, unless most of it is: then the page's size is wrong."""
        width, height = self.size
        inside = [
            run
            for run in self.runs
            if run.boxes[0][0] < width and run.boxes[-1][2] > 0 and 0 < run.bases[0] <= height + run.size
        ]
        self.is_sized = len(inside) * 2 > len(self.runs)
        if self.is_sized:
            self.runs = inside


def _is_drawn(item: Element) -> bool:
    return (item.get("Visible") or "").strip().lower() not in ("false", "0") and not _is_clear(item)


def _is_clear(item: Element) -> bool:
    """Whether the ground shines through, as through a watermark."""
    alpha = number(item.get("Alpha"))
    return alpha is not None and alpha < _PALE


def _is_inked(item: Element) -> bool:
    """Whether text is seen: not when it is neither filled nor stroked, or with nothing (a text layer under a scan)."""
    if (item.get("Fill") or "").strip().lower() in ("false", "0"):
        return (item.get("Stroke") or "").strip().lower() in ("true", "1")
    colour = child(item, "FillColor")
    return colour is None or not _is_clear(colour)


def _is_slanted(matrix: Matrix) -> bool:
    """Whether text runs neither level nor upright: a watermark."""
    across, up = sorted((abs(matrix[0]), abs(matrix[1])))
    return across > _SLANT * up


def _is_upright(matrix: Matrix) -> bool:
    """Whether a picture is shown neither turned nor mirrored."""
    return matrix[0] > 0 < matrix[3] and max(abs(matrix[1]), abs(matrix[2])) < _SLANT * min(matrix[0], matrix[3])


def _is_in(box: BBox, other: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]


def _picture(item: Element, matrix: Matrix) -> BBox:
    """Return where a picture is shown: the unit square through its CTM, or all of its Boundary."""
    if item.get("CTM"):
        return corners(matrix, 1.0, 1.0)
    _, _, width, height = numbers(item.get("Boundary"), 4) or (0.0,) * 4
    return corners(matrix, width, height)


def _matrix_of(item: Element, outer: Matrix) -> Matrix:
    """Return the transform from an object's own space to the page: its CTM, its place (Boundary), what it stands in."""
    x, y, *_ = numbers(item.get("Boundary"), 4) or (0.0, 0.0)
    placed = product((1.0, 0.0, 0.0, 1.0, x, y), outer)
    ctm = numbers(item.get("CTM"), 6)
    return product((ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]), placed) if ctm else placed
