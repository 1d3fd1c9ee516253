"""Pictures before anything is read: rules, angles, seals, sheets. No engine is needed, only what looks at pictures."""

from __future__ import annotations

import io

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np
from PIL import Image, ImageDraw

from gongkai.errors import DamagedSource
from gongkai.readers.ocr.arrays import Color
from gongkai.readers.ocr.frames import frames_of
from gongkai.readers.ocr.ink import ink_of
from gongkai.readers.ocr.ruling import ruling_of
from gongkai.readers.ocr.upright import sheet_of, skew
from gongkai.readers.pages.lattice import lattices_of

UNIT = 2.0  # pixels in a point
ROWS, COLUMNS, LEFT, TOP, WIDE, HIGH = 6, 4, 100, 120, 160, 44


def table(*, ink: int = 0, dash: int = 0, digits: str = "") -> Image.Image:
    """Draw a ruled table of 6 x 4 cells; ``dash`` breaks its level rules, ``digits`` stand in the cells of the first column."""
    picture = Image.new("RGB", (900, 600), "white")
    draw = ImageDraw.Draw(picture)
    right, bottom = LEFT + COLUMNS * WIDE, TOP + ROWS * HIGH
    for row in range(ROWS + 1):
        y = TOP + row * HIGH
        for x in range(LEFT, right, 2 * dash or right):
            draw.line((x, y, min(x + dash, right) if dash else right, y), (ink,) * 3, 2)
    for column in range(COLUMNS + 1):
        x = LEFT + column * WIDE
        draw.line((x, TOP, x, bottom), (ink,) * 3, 2)
    for row in range(ROWS if digits else 0):
        draw.text((LEFT + 40, TOP + row * HIGH + 8), digits, "black", font_size=28)
    return picture


def cells(picture: Image.Image) -> int:
    """Count the cells that are found in a picture."""
    ruling = ruling_of(ink_of(pixels(picture), UNIT).gray, UNIT)
    return sum(len(set(found.cells.values())) for found in lattices_of(ruling.across, ruling.down))


def pixels(picture: Image.Image) -> Color:
    return np.asarray(picture.convert("RGB"))


@pytest.mark.parametrize("ink", [0, 120, 190])
def test_rules_are_found_black_or_faint(ink: int):
    """A table has its cells however faint its rules are."""
    assert cells(table(ink=ink)) == ROWS * COLUMNS


def test_dashed_rules_part_rows():
    """Level rules may be dashed."""
    assert cells(table(dash=6)) == ROWS * COLUMNS


def test_a_column_of_ones_is_no_rule():
    """Upright strokes of figures below each other do not part cells, and stay ink."""
    picture = table(digits="11111")
    assert cells(picture) == ROWS * COLUMNS
    ink = ink_of(pixels(picture), UNIT)
    ruling = ruling_of(ink.gray, UNIT)
    inside = np.s_[TOP + 8 : TOP + HIGH - 6, LEFT + 20 : LEFT + WIDE - 20]
    assert ink.black[inside].any()
    assert not ruling.mask[inside].any()


@pytest.mark.parametrize("angle", [-5.0, -0.4, 0.0, 2.3])
def test_a_crooked_page_is_measured(angle: float):
    """The angle of a crooked scan is found to a twentieth of a degree or so."""
    turned = table(digits="2083").rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    assert skew(pixels(turned)) == pytest.approx(-angle, abs=0.15)


def test_a_seal_is_taken_away_and_black_below_it_stays():
    """Red ink as large as a seal vanishes, the black figures under it remain, and where it was is known."""
    picture = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((280, 180), "48", "black", font_size=30)
    seal = Image.new("RGB", picture.size, "white")
    ImageDraw.Draw(seal).ellipse((200, 90, 420, 310), outline=(215, 30, 40), width=10)
    ImageDraw.Draw(seal).line((210, 200, 410, 200), (215, 30, 40), 8)
    stamped = Image.fromarray(np.minimum(np.asarray(picture), np.asarray(seal)))
    ink = ink_of(pixels(stamped), UNIT)
    alone = ink_of(pixels(picture), UNIT)
    assert ink.seal[200, 206]
    assert int((ink.black != alone.black).sum()) < 30


def test_red_headings_stay():
    """Red letters are ink like any other: only what is as large as a seal is taken away."""
    picture = Image.new("RGB", (600, 200), "white")
    ImageDraw.Draw(picture).text((40, 60), "RED HEAD 2024", (200, 20, 30), font_size=40)
    ink = ink_of(pixels(picture), UNIT)
    assert not ink.seal.any()
    assert ink.black.any()


def test_a_photographed_sheet_is_seen_from_above():
    """A sheet that lies at an angle on something dark is cut out, and its table has all its cells."""
    page = pixels(table(digits="203"))
    seen = np.array([[80, 60], [860, 40], [930, 640], [30, 600]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [900, 0], [900, 600], [0, 600]], np.float32), seen)
    photo = cv2.warpPerspective(page, matrix, (1000, 700), flags=cv2.INTER_CUBIC, borderValue=(50, 45, 40))
    sheet = sheet_of(photo)
    assert sheet.shape != photo.shape
    assert cells(Image.fromarray(sheet)) == ROWS * COLUMNS


def test_a_plain_scan_is_left_as_it_is():
    """A scan without a dark surrounding is no photograph."""
    picture = pixels(table(digits="7"))
    assert sheet_of(picture) is picture


def test_every_frame_of_a_tiff_comes_upright_on_white_paper():
    """Frames come in order; what is transparent is paper, what a camera held on its side is turned."""
    out = io.BytesIO()
    clear = Image.new("RGBA", (300, 500), (0, 0, 0, 0))
    clear.save(out, "TIFF", save_all=True, append_images=[Image.new("L", (400, 300), 128)])
    first, second = frames_of(out.getvalue())
    assert first.picture.min() == 255
    assert int(second.picture[0, 0, 0]) == 128
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "JPEG", exif=exif)
    (only,) = frames_of(out.getvalue())
    assert only.picture.shape[0] > only.picture.shape[1]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_a_large_picture_is_made_smaller_before_it_is_copied(mode: str, monkeypatch: pytest.MonkeyPatch):
    """What comes out is what comes of the whole picture."""
    out = io.BytesIO()
    table().resize((3000, 4200)).convert(mode).save(out, "PNG", dpi=(600, 600))
    (whole,) = frames_of(out.getvalue())
    monkeypatch.setattr("gongkai.readers.ocr.frames._LARGE", 1000)
    (small,) = frames_of(out.getvalue())
    assert (small.picture.shape, small.unit) == (whole.picture.shape, whole.unit)
    assert abs(small.picture.astype(int) - whole.picture).mean() < 2


def test_a_see_through_picture_has_a_bound_of_its_own(monkeypatch: pytest.MonkeyPatch):
    """It takes four times the memory."""
    out = io.BytesIO()
    Image.new("RGBA", (400, 300)).save(out, "PNG")
    assert list(frames_of(out.getvalue()))
    monkeypatch.setattr("gongkai.readers.ocr.frames._MOST_DEEP_PIXELS", 1000)
    with pytest.raises(DamagedSource, match="million pixels"):
        list(frames_of(out.getvalue()))


def test_broken_and_endless_pictures_say_what_is_wrong(monkeypatch: pytest.MonkeyPatch):
    """A picture that is cut short, too large or too small ends in one line for a person."""
    out = io.BytesIO()
    table().save(out, "PNG")
    with pytest.raises(DamagedSource, match="cut short or broken"):
        list(frames_of(out.getvalue()[:600]))
    with pytest.raises(DamagedSource, match="cut short or broken"):
        list(frames_of(b"\x89PNG\r\n\x1a\n" + b"nothing"))
    monkeypatch.setattr("gongkai.readers.ocr.frames._MOST_PIXELS", 1000)
    with pytest.raises(DamagedSource, match="million pixels"):
        list(frames_of(out.getvalue()))
    out = io.BytesIO()
    Image.new("L", (20, 20)).save(out, "PNG")
    monkeypatch.undo()
    with pytest.raises(DamagedSource, match="too few"):
        list(frames_of(out.getvalue()))
