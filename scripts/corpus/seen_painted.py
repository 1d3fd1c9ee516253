"""Figures of a PDF that are painted anew, by operators that say another thing than they show; see ``corpus.seen_stamp`` for the fonts.

Each trick gives operators for one figure ``f``: what a person sees afterwards is still its text, except where nothing is left to read.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from msgspec import Struct

_WIDE = 0.556  # of a font's size: a digit of Helvetica


class Painted(Struct, frozen=True):
    """A figure, its box (left, bottom, right, top) and the size of its font."""

    text: str
    box: tuple[float, float, float, float]
    size: float

    @property
    def x(self) -> float:
        """Where it begins."""
        return self.box[0]

    @property
    def y(self) -> float:
        """Its base line."""
        return self.box[1]

    @property
    def right(self) -> float:
        """Where it ends when it is painted anew."""
        return self.x + _WIDE * self.size * len(self.text)

    def cover(self) -> str:
        """Paint white over it."""
        left, bottom, right, top = self.box
        right = max(right, self.right)
        return f"q 1 g {left - 0.3:.2f} {bottom - 0.6:.2f} {right - left + 0.8:.2f} {top - bottom + 1.2:.2f} re f Q "

    def own(self, font: str = "Plain", text: str | None = None) -> str:
        """Paint it, or another text, in its place."""
        return words(self.text if text is None else text, self.x, self.y, self.size, font)


def words(text: str, x: float, y: float, size: float, font: str = "Plain", more: str = "") -> str:
    """Return the operators that print a text."""
    codes = "".join(f"{ord(char):02x}" for char in text)
    return f"BT /{font} {size:.2f} Tf {more} 1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj ET "


Trick = Callable[[Painted, Random], str]


def _digit(rng: Random) -> str:
    return str(rng.randint(1, 9))


def _other(text: str, rng: Random) -> str:
    return "".join(str((int(char) + rng.randint(1, 9)) % 10) for char in text)


def _behind(f: Painted, rng: Random, before: str, after: str = "Q ", more: str = "", size: float = 1.0) -> str:
    """Leave the figure, and put a digit behind it that is not seen."""
    return f"q {before} {words(_digit(rng), f.box[2] + 0.4, f.y, size * f.size, 'Plain', more)}{after}"


def _said(f: Painted, rng: Random) -> str:
    said = _other(f.text, rng).encode("utf-16-be").hex()
    return f"{f.cover()}/Span <</ActualText <feff{said}>>> BDC {f.own()}EMC "


def _said_more(f: Painted, rng: Random) -> str:
    said = (f.text + _digit(rng)).encode("utf-16-be").hex()
    return f"{f.cover()}/Span <</ActualText <feff{said}>>> BDC {f.own()}EMC "


def _in_font(font: str, first: str, turn: int = 0) -> Trick:
    """Paint the figure in a font whose digit 0 has the code ``first``."""

    def paint(f: Painted, _: Random) -> str:
        return f.cover() + f.own(font, "".join(chr(ord(first) + (int(char) + turn) % 10) for char in f.text))

    return paint


def _second(f: Painted, rng: Random) -> str:
    """Some of its digits have a second code, whose character is another digit."""
    chars = [chr(65 + int(char)) if rng.random() < 0.6 else char for char in f.text]
    return f.cover() + f.own("Second", "".join(chars))


def _clipped(f: Painted, rng: Random) -> str:
    return _behind(f, rng, f"{f.x - 1:.2f} {f.y - 1:.2f} {f.box[2] - f.x + 1.2:.2f} {f.size:.2f} re W n")


def _clipped_half(f: Painted, _: Random) -> str:
    """Its lower half is cut off: what is left may be anything."""
    return (
        f"{f.cover()}q {f.x - 1:.2f} {f.y + 0.3 * f.size:.2f} {f.right - f.x + 2:.2f} {f.size:.2f} re W n {f.own()}Q "
    )


def _clipped_first(f: Painted, rng: Random) -> str:
    digit, x = _digit(rng), f.x + 0.5
    shown = words(digit + f.text, x - _WIDE * f.size, f.y, f.size)
    return f"{f.cover()}q {x:.2f} {f.y - 1:.2f} {f.right - f.x + 2:.2f} {f.size + 1:.2f} re W n {shown}Q "


def _clear(f: Painted, rng: Random) -> str:
    return _behind(f, rng, "/Clear gs")


def _no_ink(f: Painted, rng: Random) -> str:
    return _behind(f, rng, "0 0 0 0 k")


def _mode(f: Painted, rng: Random) -> str:
    return _behind(f, rng, "", more=rng.choice(("3 Tr", "7 Tr")))


def _tiny(f: Painted, rng: Random) -> str:
    return _behind(f, rng, "", size=0.02)


def _layer(f: Painted, rng: Random) -> str:
    return _behind(f, rng, "/OC /Off BDC", "EMC Q ")


def _watermark(f: Painted, rng: Random) -> str:
    """Large pale signs run over the page at the height of the figure."""
    size, shade = rng.uniform(30, 60), rng.uniform(0.8, 0.93)
    c, s = rng.choice(((1.0, 0.0), (0.866, 0.5), (0.707, 0.707)))
    text = "".join(f"{ord(char):02x}" for char in rng.choice(("DRAFT 2024", "COPY", "20240131", "No. 7")))
    return (
        f"q {shade:.2f} g BT /Plain {size:.1f} Tf {c} {s} {-s} {c} {f.x - size:.1f} {f.y - 5:.1f} Tm <{text}> Tj ET Q "
    )


def _wrapped(f: Painted, rng: Random) -> str:
    """The figure stands in two lines, both within the height of its row."""
    cut, size = rng.randint(1, max(1, len(f.text) - 1)), 0.55 * f.size
    upper = words(f.text[:cut], f.x, f.y + 0.45 * f.size, size)
    return f.cover() + upper + (words(f.text[cut:], f.x, f.y - 0.15 * f.size, size) if f.text[cut:] else "")


def _spaced(f: Painted, rng: Random) -> str:
    """Its digits stand apart, by hand or by the distance of characters."""
    wide = rng.uniform(0.02, 0.3) * f.size
    if rng.random() < 0.5:
        return f.cover() + words(f.text, f.x, f.y, f.size, "Times", f"{wide:.2f} Tc")
    step = 0.5 * f.size + wide
    return f.cover() + "".join(words(char, f.x + i * step, f.y, f.size, "Times") for i, char in enumerate(f.text))


def _backwards(f: Painted, _: Random) -> str:
    """Its digits are painted from the last to the first."""
    step = _WIDE * f.size
    places = reversed([(char, f.x + i * step) for i, char in enumerate(f.text)])
    return f.cover() + "".join(words(char, x, f.y, f.size) for char, x in places)


def _mirrored_order(f: Painted, rng: Random) -> str:
    """Its last digit is painted where the page began, its others at the end."""
    step = _WIDE * f.size
    order = list(enumerate(f.text))
    rng.shuffle(order)
    return f.cover() + "".join(words(char, f.x + i * step, f.y, f.size) for i, char in order)


def _image(f: Painted, rng: Random) -> str:
    """A white picture lies over another figure, and the figure on it."""
    left, bottom, right, top = f.box
    wide, high = max(right, f.right) - left + 2, top - bottom + 2
    picture = f"q {wide:.2f} 0 0 {high:.2f} {left - 1:.2f} {bottom - 1:.2f} cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID ff> EI Q "
    return f.cover() + f.own(text=_other(f.text, rng)) + picture + f.own()


def _pictured(f: Painted, rng: Random) -> str:
    """The figure is a picture over another one."""
    rows = ["".join(_DOTS[int(char)][y] + "0" for char in f.text) for y in range(7)]
    width, digits = len(rows[0]), -(-len(rows[0]) // 8) * 2
    white = [int("".join("1" if dot == "0" else "0" for dot in row).ljust(4 * digits, "1"), 2) for row in rows]
    data = "".join(f"{row:0{digits}x}" for row in white)
    place = f"{width * f.size / 11:.2f} 0 0 {0.72 * f.size:.2f} {f.x:.2f} {f.y:.2f} cm"
    below = f.own(text=_other(f.text, rng)) if rng.random() < 0.5 else ""
    return f"{f.cover()}{below}q {place} BI /W {width} /H 7 /CS /G /BPC 1 /F /AHx ID {data}> EI Q "


def _lined(f: Painted, rng: Random) -> str:
    """The figure is drawn with a pen, over another one or over nothing."""
    wide, high, out = 0.42 * f.size, 0.7 * f.size, []
    for i, char in enumerate(f.text):
        x = f.x + i * 0.6 * f.size
        ends = (
            (0, 1, 1, 1),
            (0, 1, 0, 0.5),
            (1, 1, 1, 0.5),
            (0, 0.5, 1, 0.5),
            (0, 0.5, 0, 0),
            (1, 0.5, 1, 0),
            (0, 0, 1, 0),
        )
        for on, (a, b, c, d) in zip(STROKES[int(char)], ends, strict=True):
            if on == "1":
                out.append(f"{x + a * wide:.2f} {f.y + b * high:.2f} m {x + c * wide:.2f} {f.y + d * high:.2f} l")
    below = f.own(text=_other(f.text, rng)) + f.cover() if rng.random() < 0.5 else ""
    return f"{f.cover()}{below}q {0.07 * f.size:.2f} w {' '.join(out)} S Q "


def _ruled_out(f: Painted, rng: Random) -> str:
    """A digit behind it is struck out, level or aslant."""
    x, tilt = f.right + rng.choice((0.3, 2.5)), rng.choice((0.0, 0.0, 0.3, 0.55))
    middle = f.y + 0.36 * f.size
    rule = f"{x - 0.5:.2f} {middle - tilt * f.size:.2f} m {x + 0.62 * f.size:.2f} {middle + tilt * f.size:.2f} l"
    return f"{f.cover()}{f.own()}{words(_digit(rng), x, f.y, f.size)}q 0.6 w {rule} S Q "


def _outlined(f: Painted, rng: Random) -> str:
    """Painted with outlines, or filled and outlined, to look bold."""
    return (
        f.cover()
        + words(f.text, f.x, f.y, f.size, "Plain", f"0.2 w {rng.choice((1, 2))} Tr")
        + ("0 Tr " if rng.random() < 0.5 else "")
    )


def _shaded(f: Painted, rng: Random) -> str:
    """White on white by another space of colours."""
    return _behind(f, rng, rng.choice(("1 1 1 rg", "/DeviceGray cs 1 sc", "/DeviceRGB cs 0.99 0.99 0.99 sc")))


# The seven strokes of a digit, as on a pocket calculator: top, upper left, upper right, middle, lower left, lower right, bottom.
STROKES = (
    "1110111",
    "0010010",
    "1011101",
    "1011011",
    "0111010",
    "1101011",
    "1101111",
    "1010010",
    "1111111",
    "1111011",
)
_DOTS = (
    ("01110", "10001", "10011", "10101", "11001", "10001", "01110"),
    ("00100", "01100", "00100", "00100", "00100", "00100", "01110"),
    ("01110", "10001", "00001", "00110", "01000", "10000", "11111"),
    ("11111", "00010", "00100", "00010", "00001", "10001", "01110"),
    ("00010", "00110", "01010", "10010", "11111", "00010", "00010"),
    ("11111", "10000", "11110", "00001", "00001", "10001", "01110"),
    ("00110", "01000", "10000", "11110", "10001", "10001", "01110"),
    ("11111", "00001", "00010", "00100", "01000", "01000", "01000"),
    ("01110", "10001", "10001", "01110", "10001", "10001", "01110"),
    ("01110", "10001", "10001", "01111", "00001", "00010", "01100"),
)


def _signed(f: Painted, _: Random) -> str:
    """Its last digit has a code that is said to be a sign."""
    last = words(f.text[-1], f.x + _WIDE * f.size * (len(f.text) - 1), f.y, f.size, "Signed")
    return f.cover() + (f.own(text=f.text[:-1]) if f.text[:-1] else "") + last


def _nothing(f: Painted, rng: Random) -> str:
    """A glyph without ink behind it is said to be a digit."""
    return f.cover() + f.own() + words(_digit(rng), f.right, f.y, f.size, "Blanks")


def _twofold(f: Painted, _: Random) -> str:
    """Each of its glyphs is said to be two digits."""
    return f.cover() + f.own("Twofold")


def _through(f: Painted, _: Random) -> str:
    """Its letters only clip a box that is painted later, and so shows them."""
    box = f"0 g {f.x - 1:.2f} {f.y - 1:.2f} {f.right - f.x + 2:.2f} {f.size + 1:.2f} re f "
    return f"{f.cover()}q {words(f.text, f.x, f.y, f.size, 'Plain', '7 Tr')}{box}Q "


PAINTED: tuple[Trick, ...] = (
    _said,
    _said_more,
    _signed,
    _nothing,
    _twofold,
    _through,
    _in_font("Plain", "0"),
    _in_font("Times", "0"),
    _in_font("Lying", "0"),
    _in_font("OneLies", "0"),
    _in_font("Lettered", "0"),
    _in_font("Drawn", "0"),
    _in_font("DrawnLies", "0"),
    _in_font("DrawnNameless", "\x01"),
    _in_font("DrawnLetters", "a"),
    _second,
    _clipped,
    _clipped_half,
    _clipped_first,
    _clear,
    _no_ink,
    _mode,
    _tiny,
    _layer,
    _watermark,
    _wrapped,
    _spaced,
    _backwards,
    _mirrored_order,
    _image,
    _pictured,
    _lined,
    _ruled_out,
    _outlined,
    _shaded,
)
