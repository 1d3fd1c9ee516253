"""Characters of Word's fonts of pictures (``w:sym``, the field SYMBOL): what they show, where that is known."""

from __future__ import annotations

from gongkai.text.numerals import GETA

_PICTURES = ("wingdings", "webdings", "mt extra", "zapfdingbats", "zapf dingbats")
_SYMBOL = "symbol"
_PRIVATE = 0xF000  # where Word keeps the codes of fonts of pictures
_WINGDINGS = {
    **{0x80 + n: c for n, c in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8C + n: c for n, c in enumerate("❶❷❸❹❺❻❼❽❾❿")},
    **{0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0xA8: "☐", 0x6F: "☐", 0x6E: "■", 0x6C: "●", 0x4A: "☺"},
}
_PLAIN = frozenset("0123456789+,./%()=:; ")
"""What the font Symbol shows as every other font does."""


def is_picture_font(name: str) -> bool:
    """Whether a font shows pictures in the place of letters and digits."""
    return name.lower().startswith(_PICTURES)


def symbol(font: str, code: str) -> str:
    """Return what the character ``code`` (hexadecimal) of ``font`` shows; GETA where it cannot be told."""
    try:
        number = int(code, 16)
    except ValueError:
        return GETA
    name = font.lower()
    low = number & 0xFF if number >= _PRIVATE else number
    if name == "wingdings":
        return _WINGDINGS.get(low, GETA)
    if name.startswith(_SYMBOL):
        shown = chr(low)
        return shown if shown in _PLAIN else "-" if low == 0x2D else GETA
    if number >= _PRIVATE or is_picture_font(name) or not 0x20 <= number < 0xD800:
        return GETA
    return chr(number)
