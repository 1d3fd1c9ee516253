"""A picture of a page held against one without what is suspected of covering its text. Only pages with such things are drawn."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops

from gongkai.document import BBox
from gongkai.text.shown import Shown

_SCALE = 3.0  # pixels in a point
_MOST = 16_000_000  # pixels
_CONTRAST = 32  # of 255
_DARK = 128  # of 255
_SOME = 0.02  # of the pixels of a box
_OTHER = 0.3  # of a figure's ink: more that differs, and it is another figure


class Proof:
    """A page as it is seen, and the same page without its annotations and some of its objects."""

    def __init__(self, pdf: pdfium.PdfDocument, at: int, rotation: int, removed: Collection[int]) -> None:
        """Draw page ``at`` twice; ``removed`` are the positions of top objects that the second picture leaves out."""
        with closing(pdf[at]) as page:
            page.set_rotation(rotation)
            self._scale = min(_SCALE, (_MOST / max(1.0, page.get_width() * page.get_height())) ** 0.5)
            self.seen = self._picture(page, annotations=True)
            for item in [pdfium_c.FPDFPage_GetObject(page.raw, i) for i in sorted(removed)]:
                if pdfium_c.FPDFPage_RemoveObject(page.raw, item):
                    pdfium_c.FPDFPageObj_Destroy(item)
            self.bare = self._picture(page, annotations=False)

    def _picture(self, page: pdfium.PdfPage, *, annotations: bool) -> Image.Image:
        with closing(page.render(scale=self._scale, grayscale=True, draw_annots=annotations)) as bitmap:
            picture: Image.Image = bitmap.to_pil()
            return picture.convert("L")

    def shown(self, box: BBox) -> Shown:
        """Return how a character at ``box`` is shown below what was left out: plain, hidden, or as something unknown."""
        seen, bare = self._crop(self.seen, box), self._crop(self.bare, box)
        if not _differs(seen, bare):
            return "plain"
        if _is_flat(seen):  # a dark box was put there to be seen
            return "hidden" if int(seen.getextrema()[0]) > _DARK else "unknown"  # type: ignore[arg-type]
        ink, other = _ink(bare), _ink(seen)
        amount = _count(ink)
        return "plain" if amount and _count(ImageChops.difference(ink, other)) < _OTHER * amount else "unknown"

    def is_changed(self, box: BBox) -> bool:
        """Whether what was left out shows anything in a box."""
        return _differs(self._crop(self.seen, box), self._crop(self.bare, box))

    def _crop(self, picture: Image.Image, box: BBox) -> Image.Image:
        x0, y0, x1, y1 = (round(edge * self._scale) for edge in box)
        x0, y0 = max(0, min(x0, picture.width - 1)), max(0, min(y0, picture.height - 1))
        return picture.crop((x0, y0, min(max(x1, x0 + 1), picture.width), min(max(y1, y0 + 1), picture.height)))


def _differs(one: Image.Image, other: Image.Image) -> bool:
    return sum(ImageChops.difference(one, other).histogram()[_CONTRAST:]) > _SOME * one.width * one.height


def _is_flat(picture: Image.Image) -> bool:
    low, high = (int(each) for each in picture.getextrema())  # type: ignore[arg-type]
    return high - low < _CONTRAST


def _ink(picture: Image.Image) -> Image.Image:
    """Return what differs from the commonest shade, in white."""
    counts = picture.histogram()
    ground = counts.index(max(counts))
    return picture.point([255 if abs(shade - ground) > 2 * _CONTRAST else 0 for shade in range(256)])


def _count(mask: Image.Image) -> int:
    return mask.histogram()[255]
