"""From bytes to text: which encoding a file really has, whatever it claims.

The whole file is decoded, never a sample: a sample that is too short guesses wrong. Strict UTF-8 comes first because
other encodings hardly ever pass for it; a UTF-8 file with a few broken bytes stays UTF-8 and does not become mojibake.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from charset_normalizer import from_bytes
from msgspec import Struct

from gongkai.document import Issue
from gongkai.errors import DamagedSource

# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WITHOUT_MARK = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_MULTIBYTE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "big5-hkscs": "big5hkscs"}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""")
_USUAL = re.compile(r"[\t\n\r\x0c -~、-〕一-鿿！-～‐-…①-⑳]")
_BREAKS = ("\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029")
_MID_LINE_FEED = re.compile("(?<=[^\n\f])\f")
_BROKEN = "\ufffd"
_HEAD = 4096  # bytes in which a page names its encoding (HTML says 1024)
_FEW = 0.02  # of the letters may be broken by a bad transfer


class Decoded(Struct, frozen=True):
    """A file's text with ``\\n`` as its only line break; ``encoding`` is a Python codec's name in lower case.

    A form feed is kept: it stands at the beginning of the line that begins a page.
    """

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a whole file; ``declared`` is what the file says of itself, believed only after UTF-8 has failed.

    Raises DamagedSource where no encoding fits.
    """
    raw, encoding = _decode(data, declared)
    text = normalise_breaks(raw.replace("\0", ""))
    issues = () if _BROKEN not in text else _broken_bytes(data, text, encoding)
    return Decoded(text, encoding, issues)


def declared_encoding(data: bytes, told: str | None = None) -> str | None:
    """Return the charset that the head of a web page or an XML prolog names, in lower case.

    One of Chinese text that its server ``told`` goes before it; any other is what servers say of all their pages.
    """
    if told is not None and told.lower() in _MULTIBYTE:
        return told.lower()
    match = _DECLARED.search(data, 0, _HEAD)
    return match[1].decode("ascii").lower() if match else None


def normalise_breaks(text: str) -> str:
    """Make every line break ``\\n``; a form feed in mid-line becomes a line break before it."""
    for sign in _BREAKS:
        text = text.replace(sign, "\n")
    return _MID_LINE_FEED.sub("\n\f", text) if "\f" in text else text


def wide_encoding(data: bytes) -> str | None:
    """Return which UTF-16 or UTF-32 without a mark this is, or None; text in them always holds some NUL bytes."""
    if b"\0" not in data.rstrip(b"\0"):
        return None
    candidates = [(name, _strict(data[: len(data) // 4 * 4], name)) for name in _WITHOUT_MARK]
    scored = [(_usual_share(text), name) for name, text in candidates if text]
    share, name = max(scored, default=(0.0, ""), key=lambda s: s[0])
    return name if share > 0.9 else None


def _decode(data: bytes, declared: str | None) -> tuple[str, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name
    wide = wide_encoding(data)
    if wide is not None:
        return data.decode(wide, "replace"), wide
    return _utf8(data) or _chinese(data, declared) or _guess(data)


def _utf8(data: bytes) -> tuple[str, str] | None:
    strict = _strict(data, "utf-8")
    if strict is not None:
        return strict, "utf-8"
    text = data.decode("utf-8", "replace")
    return (text, "utf-8") if _few_broken(text) else None


def _chinese(data: bytes, declared: str | None) -> tuple[str, str] | None:
    """Try the declared encoding, GB18030 and Big5; Big5 nearly always passes for GB18030, so look at what comes out."""
    believed = _MULTIBYTE.get(declared or "", "gb18030")
    for name in dict.fromkeys((believed, "gb18030", "big5")):
        strict = _strict(data, name)
        if strict is not None and _plausible(strict, name):
            return strict, name
    return _chinese_with_faults(data)


def _chinese_with_faults(data: bytes) -> tuple[str, str] | None:
    for name in ("gb18030", "big5"):
        text = data.decode(name, "replace")
        if _few_broken(text) and _plausible(text, name):
            return text, name
    strict = _strict(data, "gb18030")
    return (strict, "gb18030") if strict is not None and _usual_share(strict) > 0.9 else None


def _guess(data: bytes) -> tuple[str, str]:
    best = from_bytes(data).best()
    if best is None:
        raise DamagedSource("the text is in no encoding that could be recognised; save it again as UTF-8")
    return str(best), best.encoding.replace("_", "-")


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _few_broken(text: str) -> bool:
    broken = text.count(_BROKEN)
    sound = sum(1 for c in text if c > "\x7f") - broken
    return broken <= max(3, _FEW * sound) and sound >= 5 * broken


def _plausible(text: str, name: str) -> bool:
    """Whether most characters outside ASCII belong to the everyday set of that encoding's country."""
    everyday = "gb2312" if name == "gb18030" else "big5"
    counts = {c: n for c, n in Counter(text).items() if c > "\x7f" and c != _BROKEN}
    common = sum(n for c, n in counts.items() if _is_everyday(c, everyday))
    return common >= 0.8 * sum(counts.values())


def _is_everyday(char: str, name: str) -> bool:
    """Whether the character is a sign, or stands in the first, the frequent half of GB 2312 or of Big5."""
    code = char.encode(name, "ignore")
    return bool(code) and code[0] < (0xD8 if name == "gb2312" else 0xC9)


def _usual_share(text: str) -> float:
    return len(_USUAL.findall(text)) / max(1, len(text))


def _broken_bytes(data: bytes, text: str, encoding: str) -> tuple[Issue, ...]:
    """Tell where bytes were lost; a U+FFFD that was already in the file is no broken byte."""
    if _strict(data, encoding) is not None:
        return ()
    line = text.count("\n", 0, text.index(_BROKEN)) + 1
    count = text.count(_BROKEN)
    places = "1 place" if count == 1 else f"{count} places"
    message = f"{places} could not be decoded as {encoding}, the first in line {line}; {_BROKEN} stands there"
    return (Issue(code="undecodable_bytes", severity="warning", message=message, location=f"line {line}"),)
