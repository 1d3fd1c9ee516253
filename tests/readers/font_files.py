"""A small font whose glyphs can be exchanged: what it draws is then another thing than its map says."""

from __future__ import annotations

import io
import struct
from itertools import pairwise

from PIL import ImageFont

FIRST_DIGIT = 19  # the glyph of 0 in the font that Pillow brings with it
HYPHEN, BLANK = 16, 3


def font() -> bytes:
    """Return a font as it is."""
    stored = ImageFont.load_default(20).path
    assert isinstance(stored, io.BytesIO)
    return stored.getvalue()


def exchanged(one: int, other: int, *, blank: bool = False) -> bytes:
    """Return the font with two digits' outlines exchanged, or the first one's taken away."""
    data = font()
    count = struct.unpack(">H", data[4:6])[0]
    entries = [data[12 + 16 * i : 28 + 16 * i] for i in range(count)]
    parts = {
        e[:4]: data[(at := struct.unpack(">I", e[8:12])[0]) : at + struct.unpack(">I", e[12:])[0]] for e in entries
    }
    short = parts[b"head"][50:52] == b"\0\0"
    size, unit = (2, 2) if short else (4, 1)
    places = struct.unpack(f">{len(parts[b'loca']) // size}{'H' if short else 'I'}", parts[b"loca"])
    glyphs = [parts[b"glyf"][a * unit : b * unit] for a, b in pairwise(places)]
    a, b = FIRST_DIGIT + one, FIRST_DIGIT + other
    glyphs[a], glyphs[b] = (b"", glyphs[b]) if blank else (glyphs[b], glyphs[a])
    padded = [glyph + b"\0" * (-len(glyph) % 4) for glyph in glyphs]
    starts = [sum(map(len, padded[:i])) for i in range(len(padded) + 1)]
    parts[b"glyf"], parts[b"loca"] = b"".join(padded), struct.pack(f">{len(starts)}I", *starts)
    parts[b"head"] = parts[b"head"][:50] + b"\0\1" + parts[b"head"][52:]
    head, body = data[:12], b""
    for name in sorted(parts):
        head += name + struct.pack(">III", 0, 12 + 16 * count + len(body), len(parts[name]))
        body += parts[name] + b"\0" * (-len(parts[name]) % 4)
    return head + body
