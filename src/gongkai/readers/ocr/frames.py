"""Picture files to arrays: every frame, upright as its camera says, at a resolution that can be read."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from PIL import Image, ImageOps, ImageSequence

from gongkai.errors import DamagedSource
from gongkai.readers.bounds import DEEP_PIXELS, PIXELS
from gongkai.readers.ocr.arrays import Color
from gongkai.readers.picture_faults import PICTURE_FAULTS, told

_LONGEST = 842.0  # points: A4, where a picture does not say its size
_LIKELY = (500.0, 1300.0)  # points: the longer side of a page; else the file's resolution is made up, as cameras do
_SCREEN = 100.0  # dots in an inch: fewer are what screens and cameras write, whatever they saw
_PAGE, _TEXT_WIDTH = (1.2, 1.7), 470.0
_MOST_PIXELS, _MOST_DEEP_PIXELS = PIXELS, DEEP_PIXELS  # of one frame
_MOST_FRAMES = 500  # pages of a TIFF file
_COARSEST, _FINEST = 2.0, 3.0  # pixels in a point that are worked with: 144 and 216 dpi; more is slower and no better
_PLAIN = frozenset({"1", "L", "P", "RGB", "CMYK", "YCbCr"})
_LARGE = 30_000_000  # pixels from which copies of a picture are spared
_SMALLEST = 60  # pixels of the shorter side


class Frame(Struct, frozen=True):
    """One picture; ``unit`` is the number of its pixels in a point."""

    picture: Color
    unit: float


def frames_of(data: bytes) -> Iterator[Frame]:
    """Yield the frames of a picture file (a TIFF may hold many pages). Raises DamagedSource with what is wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large pictures and odd metadata
        try:
            with Image.open(io.BytesIO(data)) as image:
                for number, page in enumerate(ImageSequence.Iterator(image)):
                    if number == _MOST_FRAMES:
                        raise DamagedSource(f"the picture file holds more than {_MOST_FRAMES} pages; split it")
                    yield _frame(page)
        except Image.DecompressionBombError as error:
            raise _too_large(_MOST_PIXELS) from error
        except (*PICTURE_FAULTS, MemoryError) as error:
            raise DamagedSource(
                f"the picture is cut short or broken ({told(error)}); fetch it again or scan the page anew"
            ) from error


def framed(picture: Color, unit: float) -> Frame:
    """Return a picture at a resolution that is worked with; ``unit`` is that of ``picture``."""
    goal = min(_FINEST, max(_COARSEST, unit))
    if abs(goal - unit) < 0.01:
        return Frame(picture, unit)
    size = (max(1, round(picture.shape[1] * goal / unit)), max(1, round(picture.shape[0] * goal / unit)))
    way = Image.Resampling.BOX if goal < unit else Image.Resampling.BICUBIC
    return Frame(np.asarray(Image.fromarray(picture).resize(size, way, reducing_gap=2.0)), goal)


def _frame(page: Image.Image) -> Frame:
    width, height = page.size
    most = _MOST_PIXELS if page.mode in _PLAIN and "transparency" not in page.info else _MOST_DEEP_PIXELS
    if width * height > most:
        raise _too_large(most)
    if min(width, height) < _SMALLEST:
        raise DamagedSource(
            f"the picture has only {width} x {height} pixels, which is too few to read; scan the page at 200 dpi"
        )
    unit = _unit(page)
    if unit > _FINEST and width * height > _LARGE and most == _MOST_PIXELS:
        page, unit = _smaller(page, _FINEST / unit), _FINEST
    flat = _on_paper(ImageOps.exif_transpose(page))
    return framed(np.asarray(flat), unit)


def _smaller(page: Image.Image, share: float) -> Image.Image:
    """Return a large picture at the finest resolution that is worked with, before copies are made of it."""
    size = (max(1, round(page.width * share)), max(1, round(page.height * share)))
    flat = page.convert("L" if page.mode in {"1", "L"} else "RGB")
    small = flat.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    small.info = page.info
    return small


def _too_large(most: int) -> DamagedSource:
    return DamagedSource(f"the picture has more than {most // 1_000_000} million pixels; save it at 300 dpi or less")


def _on_paper(page: Image.Image) -> Image.Image:
    """Return a picture in colours; what is transparent shows white paper."""
    if page.mode in {"I;16", "I;16B", "I", "F"}:
        values = np.asarray(page, np.float64)
        return Image.fromarray((values * (255 / max(1.0, float(values.max())))).astype(np.uint8)).convert("RGB")
    if "A" in page.getbands() or "transparency" in page.info:
        layer = page.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", page.size, "white"), layer).convert("RGB")
    return page.convert("RGB")


def _unit(page: Image.Image) -> float:
    """Return the number of pixels in a point: as the file says, where that is likely; else as if the picture were a page of A4, or the
    width of its text where it has not a page's shape.
    """
    shorter, longer = sorted(page.size)
    dpi = page.info.get("dpi")
    if isinstance(dpi, tuple) and dpi[0] and longer * 72 / float(dpi[0]) <= _LIKELY[1]:
        points = longer * 72 / float(dpi[0])
        if float(dpi[0]) > _SCREEN or points >= _LIKELY[0]:
            return float(dpi[0]) / 72
    return longer / _LONGEST if _PAGE[0] <= longer / shorter <= _PAGE[1] else page.size[0] / _TEXT_WIDTH
