"""What is drawn over the sheets of Office Open XML workbooks, .xlsx and .xlsb alike: pictures, and the cells on which they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from msgspec import Struct

from gongkai.errors import SourceError
from gongkai.readers.packages import Relation
from gongkai.readers.workbook.package import Element, Package, attribute, child
from gongkai.readers.workbook.sheet import SheetPicture

_MOST_ROWS = 1 << 20  # of a sheet


class Drawing(Struct, frozen=True):
    """The part that lists what lies over a sheet, and the files of its pictures by the ids that it names them with."""

    root: Element
    files: dict[str, str]


def drawings_of(package: Package, related: Mapping[str, Relation]) -> Iterator[Drawing]:
    """Yield the drawings that a sheet points at."""
    for relation in related.values():
        root = package.optional(relation.target) if relation.kind == "drawing" else None
        if root is not None:
            targets = package.relations(relation.target)
            yield Drawing(root, {one.id: one.target for one in targets.values() if one.kind == "image"})


def pictures_of(drawn: Iterable[Drawing], package: Package) -> Iterator[SheetPicture]:
    """Yield the pictures of drawings; one that is not tied to a cell lies on the first."""
    for drawing in drawn:
        for anchor in drawing.root:
            begin = child(anchor, "from")
            row, column = (_whole(child(begin, name)) for name in ("row", "col"))
            for picture in anchor.iter("{*}blip"):
                file = drawing.files.get(attribute(picture, "embed"))
                yield SheetPicture(row, column, partial(stored, package, file))


def stored(package: Package, file: str | None) -> bytes | None:
    """Return a file of the package; None where it is not there or broken."""
    try:
        return None if file is None or file not in package else package.read(file)
    except SourceError:
        return None


def _whole(element: Element | None) -> int:
    text = "" if element is None else (element.text or "").strip()
    return min(int(text), _MOST_ROWS) if text.isascii() and text.isdigit() and len(text) < 9 else 0
