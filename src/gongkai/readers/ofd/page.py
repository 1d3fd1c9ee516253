"""What is printed on one page of an OFD file: its templates' objects and its own (GB/T 33190, 7.7 and 8)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from gongkai.document import BBox
from gongkai.errors import DamagedSource
from gongkai.readers.ofd.book import Book
from gongkai.readers.ofd.paths import bars
from gongkai.readers.ofd.text import Run, runs
from gongkai.readers.ofd.xml import Element, child, children, name_of, number, numbers
from gongkai.readers.pages.geometry import PAGE, POINTS, Matrix, corners, product

_DEEPEST = 12  # blocks in blocks, composites in composites
_SMALLEST_PICTURE = (100.0, 40.0)  # points; smaller ones are logos and seals
_GROUPS = frozenset({"Layer", "PageBlock"})


class Print:
    """Collects runs of text, boxes of strokes and bars, and of pictures; points, from the page's top left.

    ``objects`` counts all that is drawn, ``is_hidden``: no text was drawn after the last large picture; ``lost`` names what the
    page refers to and the package does not hold.
    """

    def __init__(self, book: Book, at: int) -> None:
        """Read a page. Raises SourceError where its content is missing or broken, or says too much."""
        self.runs: list[Run] = []
        self.bars: list[BBox] = []
        self.pictures: list[BBox] = []
        self.objects = 0
        self._beneath = 0
        self.lost: list[str] = []
        self._book = book
        self._name, page = book.page(at)
        width, height = book.size(page)
        self.size = (width * POINTS, height * POINTS)
        for content in self._contents(page):
            for layer in children(content, "Layer"):
                self._add(layer, PAGE, 0)
        self.is_hidden = self._beneath == len(self.runs)
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
            if _is_inked(item):
                self.runs += runs(item, matrix)
        elif name == "PathObject":
            self.bars += bars(item, matrix, partial(self._book.style, self._name))
        elif name == "ImageObject":
            self._add_picture(_picture(item, matrix))
        elif name == "CompositeObject":
            self._add_composite(item, matrix, depth)

    def _add_picture(self, box: BBox) -> None:
        if box[2] - box[0] >= _SMALLEST_PICTURE[0] and box[3] - box[1] >= _SMALLEST_PICTURE[1]:
            self.pictures.append(box)
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
        if len(inside) * 2 > len(self.runs):
            self.runs = inside


def _is_drawn(item: Element) -> bool:
    return (item.get("Visible") or "").strip().lower() not in ("false", "0") and number(item.get("Alpha")) != 0


def _is_inked(item: Element) -> bool:
    """Whether text is seen: not when it is neither filled nor stroked, or with nothing (a text layer under a scan)."""
    if (item.get("Fill") or "").strip().lower() in ("false", "0"):
        return (item.get("Stroke") or "").strip().lower() in ("true", "1")
    colour = child(item, "FillColor")
    return colour is None or number(colour.get("Alpha")) != 0


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
