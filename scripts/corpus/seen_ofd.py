"""OFD files of which a person sees another thing than they store: every trick at random figures, so that what is seen is the truth."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

from msgspec import Struct
from PIL import ImageFont

_ZERO = 19  # the glyph of 0 in the font that Pillow brings with it
_SHARE = 0.08  # of the figures of a page
_FIGURE = re.compile(
    r"<TextObject ID='\d+' Boundary='(?P<place>[^']+)' Font='3' Size='(?P<size>[\d.]+)'>"
    r"<TextCode X='0' Y='[\d.]+'(?P<steps>[^>]*)>(?P<text>\d{1,8})</TextCode></TextObject>"
)


class Figure(Struct, frozen=True):
    """A figure in an object of its own: where its base line begins, its size and its step, in millimetres."""

    text: str
    x: float
    base: float
    size: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + len(self.text) * self.size / 2

    def write(self, text: str, x: float, base: float, size: float, more: str = "", inner: str = "") -> str:
        """Print ``text``."""
        steps = f" DeltaX='g {len(text) - 1} {size / 2:.3f}'" if len(text) > 1 else ""
        return (
            f"<TextObject ID='9999' Boundary='{x:.3f} {base - size:.3f} {len(text) * size:.3f} {size * 1.2:.3f}' Font='3' "
            f"Size='{size:.3f}'{more}>{inner}<TextCode X='0' Y='{size:.3f}'{steps}>{text}</TextCode></TextObject>"
        )

    def fill(self, x: float, y: float, width: float, height: float, shade: int = 0) -> str:
        """Paint a box."""
        shape = f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
        return (
            f"<PathObject ID='9998' Boundary='{x:.3f} {y:.3f} {width:.3f} {height:.3f}' Stroke='false' Fill='true'>"
            f"<FillColor Value='{shade} {shade} {shade}'/><AbbreviatedData>{shape}</AbbreviatedData></PathObject>"
        )

    def own(self, text: str | None = None) -> str:
        """Print the figure in its place, or another text."""
        return self.write(text or self.text, self.x, self.base, self.size)

    def cover(self) -> str:
        """Paint white over it."""
        return self.fill(self.x - 0.1, self.base - self.size, self.right - self.x + 0.3, self.size * 1.2, 255)


def _digit(rng: Random) -> str:
    return str(rng.randint(1, 9))


def _other(text: str, rng: Random) -> str:
    return "".join(str((int(char) + rng.randint(1, 9)) % 10) for char in text)


def _raised(f: Figure, rng: Random) -> str:
    size = rng.uniform(0.5, 0.75) * f.size
    return f.own() + f.write(_digit(rng), f.right, f.base - rng.uniform(0.2, 0.45) * f.size, size)


def _lowered(f: Figure, rng: Random) -> str:
    return f.own() + f.write(_digit(rng), f.right, f.base + 0.2 * f.size, 0.6 * f.size)


def _struck(f: Figure, rng: Random) -> str:
    bar = f.fill(f.right, f.base - rng.uniform(0.28, 0.4) * f.size, f.size / 2, 0.2)
    return f.own() + f.write(_digit(rng), f.right, f.base, f.size) + bar


def _unfilled(f: Figure, rng: Random) -> str:
    return f.own() + f.write(_digit(rng), f.right, f.base, f.size, " Fill='false'")


def _unseen(f: Figure, rng: Random) -> str:
    return f.own() + f.write(_digit(rng), f.right, f.base, f.size, rng.choice((" Visible='false'", " Alpha='0'")))


def _white(f: Figure, rng: Random) -> str:
    return f.own() + f.write(_digit(rng), f.right, f.base, f.size, inner="<FillColor Value='255 255 255'/>")


def _covered(f: Figure, rng: Random) -> str:
    return f.own(_other(f.text, rng)) + f.cover() + f.own()


def _tail_covered(f: Figure, rng: Random) -> str:
    box = f.fill(f.right - 0.05, f.base - f.size, 0.7 * f.size, 1.2 * f.size, 255)
    return f.own() + f.write(_digit(rng), f.right, f.base, f.size) + box


def _twice(f: Figure, rng: Random) -> str:
    shift = rng.uniform(0, 0.1)
    return f.own() + f.write(f.text, f.x + shift, f.base + shift, f.size)


def _drawn(f: Figure, rng: Random) -> str:
    """Drawn over another one that is painted out."""
    pen, high = 0.07 * f.size, 0.7 * f.size
    top = f.base - high
    bars = (
        f.fill(f.x + dx, top + dy, width, height)
        for dx, dy, width, height in ((0, 0, high / 2, pen), (0, 0, pen, high), (0, high - pen, high / 2, pen))
    )
    return f.own(_other(f.text, rng)) + f.cover() + "".join(bars)


def _clipped(f: Figure, rng: Random) -> str:
    """A digit behind it is cut away by a clip."""
    area = f"<Path Boundary='0 0 {f.size / 8:.3f} {f.size * 1.2:.3f}'><AbbreviatedData>M 0 0 L {f.size / 8:.3f} 0 L {f.size / 8:.3f} "
    area += f"{f.size * 1.2:.3f} L 0 {f.size * 1.2:.3f} C</AbbreviatedData></Path>"
    clip = f"<Clips><Clip><Area>{area}</Area></Clip></Clips>"
    return f.own() + f.write(_digit(rng), f.right + rng.choice((0, 0.5)) * f.size, f.base, f.size, inner=clip)


def _wrapped(f: Figure, rng: Random) -> str:
    """It stands in two lines, both within the height of its row."""
    cut, size = rng.randint(1, max(1, len(f.text) - 1)), 0.55 * f.size
    lower = f.write(f.text[cut:], f.x, f.base + 0.15 * f.size, size) if f.text[cut:] else ""
    return f.write(f.text[:cut], f.x, f.base - 0.45 * f.size, size) + lower


def _spaced(f: Figure, rng: Random) -> str:
    """Its digits stand apart, each an object."""
    step = f.size / 2 + rng.uniform(0.02, 0.3) * f.size
    return "".join(f.write(char, f.x + i * step, f.base, f.size) for i, char in enumerate(f.text))


def _shuffled(f: Figure, rng: Random) -> str:
    """Its digits are painted in another order."""
    places = [(char, f.x + i * f.size / 2) for i, char in enumerate(f.text)]
    rng.shuffle(places)
    return "".join(f.write(char, x, f.base, f.size) for char, x in places)


def _watermark(f: Figure, rng: Random) -> str:
    """Large pale signs run over the page at the height of the figure."""
    size, shade = rng.uniform(10, 20), rng.randint(205, 238)
    turn = rng.choice(("", " CTM='0.866 -0.5 0.5 0.866 0 0'"))
    ground = f"<FillColor Value='{shade} {shade} {shade}'/>"
    return f.own() + f.write(rng.choice(("20240131", "2024", "COPY")), f.x - size, f.base + 2, size, turn, ground)


def _ruled_out(f: Figure, rng: Random) -> str:
    """A digit behind it is struck out by a line, level or aslant."""
    x, tilt = f.right + rng.choice((0.0, 1.0)), rng.choice((0.0, 0.25, 0.5)) * f.size
    shape = f"M 0 {tilt:.3f} L {0.55 * f.size:.3f} {-tilt:.3f}"
    rule = (
        f"<PathObject ID='9997' Boundary='{x:.3f} {f.base - 0.36 * f.size:.3f} {0.55 * f.size:.3f} 0.2' LineWidth='0.2'>"
        f"<AbbreviatedData>{shape}</AbbreviatedData></PathObject>"
    )
    return f.own() + f.write(_digit(rng), x, f.base, f.size) + rule


def _again(f: Figure, _: Random) -> str:
    """It is painted out and printed anew, as by an editor that changed nothing."""
    return f.own() + f.cover() + f.own()


def _see_through(f: Figure, rng: Random) -> str:
    """A digit behind it has a colour that lets all shine through, or stands in a block that is not shown."""
    clear = f.write(_digit(rng), f.right, f.base, f.size, inner="<FillColor Value='0 0 0' Alpha='0'/>")
    hidden = f"<PageBlock ID='9996' Visible='false'>{f.write(_digit(rng), f.right, f.base, f.size)}</PageBlock>"
    return f.own() + rng.choice((clear, hidden))


def _other_glyphs(f: Figure, rng: Random) -> str:
    """The glyphs of an embedded font show it, whatever the file says; one of the digits may be said to be a sign."""
    said = _other(f.text, rng)
    said = said[:-1] + rng.choice("-o).,") if rng.random() < 0.3 else said
    told = " ".join(str(_ZERO + int(char)) for char in f.text)
    count = len(f.text)
    glyphs = (
        f"<CGTransform CodePosition='0' CodeCount='{count}' GlyphCount='{count}'><Glyphs>{told}</Glyphs></CGTransform>"
    )
    return f.write(said, f.x, f.base, f.size, inner=glyphs).replace("Font='3'", "Font='4'")


TRICKS: tuple[Callable[[Figure, Random], str], ...] = (
    _raised,
    _lowered,
    _struck,
    _unfilled,
    _unseen,
    _white,
    _covered,
    _tail_covered,
    _twice,
    _drawn,
    _clipped,
    _wrapped,
    _spaced,
    _shuffled,
    _watermark,
    _ruled_out,
    _again,
    _see_through,
    _other_glyphs,
)


def shown_otherwise(printed: bytes, rng: Random) -> bytes:
    """Return an OFD file, printed a run an object, that stores other things than it shows."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(printed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if "/Pages/" in name:
                content = _FIGURE.sub(lambda match: _tricked(match, rng), content.decode()).encode()
            if name.endswith("PublicRes.xml"):
                content = content.replace(
                    b"</Fonts>", b"<Font ID='4' FontName='own'><FontFile>own.ttf</FontFile></Font></Fonts>"
                )
                target.writestr(f"{name.removesuffix('PublicRes.xml')}Res/own.ttf", _font())
            target.writestr(name, content)
    return out.getvalue()


def _font() -> bytes:
    stored = ImageFont.load_default(20).path
    assert isinstance(stored, io.BytesIO)
    return stored.getvalue()


def _tricked(match: re.Match[str], rng: Random) -> str:
    if rng.random() > _SHARE:
        return match[0]
    left, top, *_ = map(float, match["place"].split())
    size = float(match["size"])
    return rng.choice(TRICKS)(Figure(match["text"], left, top + size, size), rng)
