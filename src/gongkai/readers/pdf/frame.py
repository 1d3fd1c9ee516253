"""The visible part of a PDF page: it turns the page's own coordinates into those of a person who looks at it."""

from __future__ import annotations

import pypdfium2 as pdfium
from msgspec import Struct

from gongkai.document import BBox


class Frame(Struct, frozen=True):
    """The visible part of a page in PDF coordinates, and its rotation in degrees; turns boxes into displayed ones."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Frame:
        """Measure ``page``."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in {90, 270} else (width, height)

    def display(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """Return the box (left, bottom, right, top in PDF coordinates) as seen, with the origin at the top left."""
        if self.rotation == 0:
            return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        if self.rotation == 90:
            return (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.rotation == 180:
            return (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        return (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
