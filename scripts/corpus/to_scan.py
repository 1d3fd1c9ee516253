"""Turns the pages of a PDF into pictures as scanners and cameras make them: skewed, blurred, noisy, stamped, compressed.

The same options and seed give the same pictures.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from contextlib import closing
from random import Random
from typing import Literal

import numpy as np
import pypdfium2 as pdfium
from msgspec import Struct
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from gongkai.readers.samples import zipped

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)
_RED = (214, 32, 38)
_SEAL_POINTS = 119  # 42 mm, the size of a local government's seal
_MANY = 40  # shortest stretch of ink, in points, that is taken for a rule when rules are made faint

Picture = Image.Image


class Scan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a page was scanned.

    ``skew`` is in degrees, ``blur`` a radius and ``noise`` a standard deviation in pixels and grey levels, ``quality`` JPEG's, 0 for
    none. ``seal``: where the red seal stands; ``opaque``: it covers what is below. ``faint`` is how far rules are bleached (0 to 1),
    ``paper`` the paper's grey, ``shadow`` how much darker its darkest corner is, ``tilt`` a camera's perspective (share of the width),
    ``turn`` quarter turns.
    """

    dpi: int = 200
    skew: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    quality: int = 0
    seal: Literal["none", "signature", "table"] = "none"
    opaque: bool = False
    faint: float = 0.0
    paper: int = 255
    shadow: float = 0.0
    tilt: float = 0.0
    turn: int = 0
    seed: int = 0


PLAIN = Scan()


def pages(pdf: bytes, scan: Scan = PLAIN) -> list[Picture]:
    """Return the pages of ``pdf`` as scanned."""
    rng = Random(f"scan {scan.seed}")
    with closing(pdfium.PdfDocument(pdf)) as document:
        drawn = [page.render(scale=scan.dpi / 72).to_pil().convert("RGB") for page in document]
    return [_scanned(page, scan, rng, last=i == len(drawn) - 1) for i, page in enumerate(drawn)]


def png(picture: Picture, dpi: int = 0) -> bytes:
    """Return a page as a PNG file."""
    return _saved(picture, "PNG", dpi=(dpi, dpi) if dpi else None)


def jpeg(picture: Picture, quality: int = 80, dpi: int = 0, orientation: int = 1) -> bytes:
    """Return a page as a JPEG file; ``orientation`` is what a camera writes into it when it was held on its side."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return _saved(picture, "JPEG", quality=quality, dpi=(dpi, dpi) if dpi else (72, 72), exif=exif)


def tiff(pictures: Sequence[Picture], dpi: int) -> bytes:
    """Return all pages as one TIFF file."""
    return _saved(
        pictures[0], "TIFF", save_all=True, append_images=pictures[1:], compression="tiff_lzw", dpi=(dpi, dpi)
    )


def scanned_pdf(pictures: Sequence[Picture], dpi: int) -> bytes:
    """Return all pages as a PDF of pictures, each of the size that it has at ``dpi``."""
    return _saved(pictures[0], "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)


def scanned_ofd(pictures: Sequence[Picture], dpi: int) -> bytes:
    """Return all pages as an OFD file of pictures (GB/T 33190), each of the size that it has at ``dpi``."""
    parts: dict[str, bytes] = {}
    media, listed = "", ""
    for at, picture in enumerate(pictures):
        width, height = (side * 25.4 / dpi for side in picture.size)
        parts[f"Doc_0/Res/{at}.jpg"] = jpeg(picture, 80, dpi)
        media += f"<MultiMedia ID='{50 + at}' Type='Image'><MediaFile>{at}.jpg</MediaFile></MultiMedia>"
        listed += f"<Page ID='{at + 1}' BaseLoc='Pages/{at}.xml'/>"
        shown = f"<ImageObject ID='{90 + at}' ResourceID='{50 + at}' Boundary='0 0 {width} {height}' CTM='{width} 0 0 {height} 0 0'/>"
        parts[f"Doc_0/Pages/{at}.xml"] = _ofd(
            f"<Page{{}}><Area><PhysicalBox>0 0 {width} {height}</PhysicalBox></Area><Content><Layer>{shown}</Layer></Content></Page>"
        )
    parts["Doc_0/Res.xml"] = _ofd(f"<Res{{}} BaseLoc='Res'><MultiMedias>{media}</MultiMedias></Res>")
    common = "<CommonData><DocumentRes>Res.xml</DocumentRes></CommonData>"
    parts["Doc_0/Document.xml"] = _ofd(f"<Document{{}}>{common}<Pages>{listed}</Pages></Document>")
    parts["OFD.xml"] = _ofd("<OFD{}><DocBody><DocInfo/><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>")
    return zipped(parts)


def _ofd(part: str) -> bytes:
    return part.format(" xmlns='http://www.ofdspec.org/2016'").encode()


def _saved(picture: Picture, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **{name: value for name, value in options.items() if value is not None})
    return out.getvalue()


def _scanned(page: Picture, scan: Scan, rng: Random, *, last: bool) -> Picture:
    page = _faint(page, scan) if scan.faint else page
    if scan.seal == "table" or (scan.seal == "signature" and last):
        page = _sealed(page, scan, rng)
    page = _lit(page, scan, rng)
    if scan.skew:
        page = page.rotate(rng.choice((-1, 1)) * scan.skew, Image.Resampling.BICUBIC, fillcolor=_paper(scan))
    if scan.tilt:
        page = _tilted(page, scan, rng)
    page = page.filter(ImageFilter.GaussianBlur(scan.blur)) if scan.blur else page
    page = _noisy(page, scan, rng) if scan.noise else page
    page = Image.open(io.BytesIO(jpeg(page, scan.quality))).convert("RGB") if scan.quality else page
    return page.rotate(90 * scan.turn, expand=True) if scan.turn % 4 else page


def _paper(scan: Scan) -> tuple[int, int, int]:
    return (scan.paper, scan.paper, max(0, scan.paper - (6 if scan.paper < 255 else 0)))


def _lit(page: Picture, scan: Scan, rng: Random) -> Picture:
    """Lay the page's ink on its paper, darker towards one corner."""
    light = np.ones((page.height, page.width, 1))
    if scan.shadow:
        across, down = np.linspace(0, 1, page.width)[None, :, None], np.linspace(0, 1, page.height)[:, None, None]
        across, down = (x if rng.random() < 0.5 else 1 - x for x in (across, down))
        light = 1 - scan.shadow * (across + down) / 2
    lit = np.asarray(page, float) * np.array(_paper(scan)) / 255 * light
    return Image.fromarray(lit.astype(np.uint8))


def _noisy(page: Picture, scan: Scan, rng: Random) -> Picture:
    grain = np.random.default_rng(rng.randrange(1 << 30)).normal(0, scan.noise, (page.height, page.width, 1))
    return Image.fromarray(np.clip(np.asarray(page, float) + grain, 0, 255).astype(np.uint8))


def _faint(page: Picture, scan: Scan) -> Picture:
    """Bleach long straight stretches of ink."""
    pixels = np.asarray(page).copy()
    ink = pixels.min(axis=2) < 200
    length = _MANY * scan.dpi // 72
    rules = _runs(ink, length) | _runs(ink.T, length).T
    pixels[rules] = (pixels[rules] + (255 - pixels[rules].astype(float)) * scan.faint).astype(np.uint8)
    return Image.fromarray(pixels)


def _runs(ink: np.ndarray, length: int) -> np.ndarray:
    """Mark the pixels of each row that lie in a run of at least ``length``."""
    marked = np.zeros_like(ink)
    for row, line in enumerate(ink):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], line.view(np.int8), [0]))))
        for start, end in edges.reshape(-1, 2):
            marked[row, start:end] = end - start >= length
    return marked


def _tilted(page: Picture, scan: Scan, rng: Random) -> Picture:
    """See the page as a camera held at an angle does, on a dark table."""
    width, height = page.size
    margin = width // 20
    room = scan.tilt * width
    left, top, right, bottom = margin, margin, margin + width, margin + height
    near = [(rng.uniform(0.4, 1) * room, rng.uniform(0.2, 0.6) * room) for _ in range(2)]
    corners = [
        (left + near[0][0], top + near[0][1]),
        (right - near[1][0], top + near[1][1]),
        (right, bottom),
        (left, bottom),
    ]
    table = (64, 58, 52)
    whole = (width + 2 * margin, height + 2 * margin)
    return page.transform(
        whole,
        Image.Transform.PERSPECTIVE,
        _homography(corners, width, height),
        Image.Resampling.BICUBIC,
        fillcolor=table,
    )


def _homography(corners: Sequence[tuple[float, float]], width: int, height: int) -> list[float]:
    """Return Pillow's eight coefficients that lead from the corners seen to those of the page."""
    rows, right = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return list(np.linalg.solve(np.array(rows, float), np.array(right, float)))


def _sealed(page: Picture, scan: Scan, rng: Random) -> Picture:
    """Stamp the page with a seal: lower right for a signature, else anywhere in its middle."""
    seal = _seal(scan.dpi, rng)
    spread = (0.55, 0.7, 0.2, 0.6) if scan.seal == "signature" else (0.2, 0.7, 0.2, 0.7)
    x, y = (int(rng.uniform(*spread[i : i + 2]) * side) for i, side in ((0, page.width), (2, page.height)))
    whole = Image.new("RGB", page.size, (255, 255, 255))
    whole.paste(
        Image.composite(Image.new("RGB", seal.size, _RED), Image.new("RGB", seal.size, (255, 255, 255)), seal), (x, y)
    )
    if not scan.opaque:
        return ImageChops.multiply(page, whole)
    mask = Image.new("L", page.size, 0)
    mask.paste(seal, (x, y))
    return Image.composite(whole, page, mask)


def _seal(dpi: int, rng: Random) -> Picture:
    """Draw the ink of a round seal, 0 to 255: a ring, a star, an invented name along the ring."""
    side = _SEAL_POINTS * dpi // 72
    big = Image.new("L", (2 * side, 2 * side), 0)
    draw = ImageDraw.Draw(big)
    draw.ellipse((4, 4, 2 * side - 4, 2 * side - 4), outline=255, width=side // 22)
    star = [
        (r * math.sin(a), -r * math.cos(a))
        for a, r in ((math.pi * i / 5, side * (0.3, 0.12)[i % 2]) for i in range(10))
    ]
    draw.polygon([(side + x, side + y) for x, y in star], fill=255)
    font = ImageFont.truetype(next(f for f in _FONTS if _exists(f)), side // 4)
    name = rng.choice(("云溪县人民政府办公室", "青石市司法局信息公开章", "临江区市场监督管理局"))
    for i, char in enumerate(name):
        angle = 135 - 270 * i / (len(name) - 1)
        glyph = Image.new("L", big.size, 0)
        ImageDraw.Draw(glyph).text((side, side * 0.28), char, fill=255, font=font, anchor="mm")
        big = ImageChops.lighter(big, glyph.rotate(angle, center=(side, side)))
    worn = np.random.default_rng(rng.randrange(1 << 30)).uniform(0.75, 1, (side, side))
    small = np.asarray(big.resize((side, side), Image.Resampling.LANCZOS).rotate(rng.uniform(-20, 20)), float)
    return Image.fromarray((small * worn).astype(np.uint8))


def _exists(font: str) -> bool:
    try:
        ImageFont.truetype(font, 10)
    except OSError:
        return False
    return True
