"""What a ``style`` attribute or a rule declares, as far as it may change what a person reads.

Plain declarations are split at hand, for they stand on every second element of a page that a word processor wrote; what has quotes,
brackets or comments goes through tinycss2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

Declared = Mapping[str, tuple[str, bool]]
"""Property to its value in lower case and whether it is ``!important``; shorthands are taken apart."""

_PLAIN = re.compile(r"""[^{}\\"'()/;]*(?:(?:"[^";\\{}]*"|'[^';\\{}]*'|\([^();"'\\]*\)|/(?!\*)|;)[^{}\\"'()/;]*)*""")
_MATTERS = re.compile(
    r"(?<![\w-])(?:-webkit-)?(?:--[\w-]+|display|visibility|opacity|position|left|right|top|bottom|inset[\w-]*|clip(?:-path)?|overflow[\w-]*|"
    r"(?:max-)?(?:width|height)|color|background(?:-color|-image|-clip|-size|-repeat|-position[\w-]*)?|box-shadow|font(?:-size|-variant[\w-]*|-feature-settings)?|vertical-align|"
    r"text-(?:decoration(?:-line)?|indent|transform|security|fill-color|shadow|overflow)|direction|unicode-bidi|flex(?:-(?:direction|flow|wrap|basis))?|"
    r"order|float|transform|rotate|scale|translate|zoom|filter|mask[\w-]*|mix-blend-mode|letter-spacing|margin[\w-]*|padding(?:-left|-right)?|content|"
    r"grid[\w-]*|gap|column-gap|justify-content|list-style(?:-type)?|mso-hide|mso-element|mso-text-raise|content-visibility|line-height|"
    r"offset[\w-]*|perspective|table-layout|z-index|all)\s*:",
    re.IGNORECASE,
)
_FONT_SIZE = re.compile(
    r"(?:^|\s)(0|\d*\.?\d+(?:px|pt|em|rem|%|cm|mm|in|ex)|(?:xx?-)?(?:small|large)|smaller|larger|medium)(?:\s*/|\s)"
)
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)|var\([^)]*\)|(?<![\w-])[a-z]{3,}(?![\w(-])")
_NO_COLOURS = frozenset(
    (
        "repeat",
        "scroll",
        "fixed",
        "center",
        "left",
        "right",
        "top",
        "bottom",
        "none",
        "local",
        "cover",
        "contain",
        "auto",
    )
)
_SIDES = ("top", "right", "bottom", "left")


def matters(css: str) -> bool:
    """Whether a text of CSS names any property that may change what a person reads: a cheap test before all else."""
    return _MATTERS.search(css) is not None


def inline(style: str) -> Declared:
    """Return what a ``style`` attribute declares of the properties that matter."""
    if not matters(style):
        return {}
    if _PLAIN.fullmatch(style):
        return declared(_split(style))
    from gongkai.readers.html.css import declarations_of  # noqa: PLC0415  (tinycss2 costs 8 ms, most pages need none)

    return declared(declarations_of(style))


def _split(style: str) -> Iterator[tuple[str, str, bool]]:
    for one in style.split(";"):
        name, colon, value = one.partition(":")
        if colon:
            value, bang, word = value.partition("!")
            yield (
                name.strip().lower(),
                " ".join(value.split()).lower(),
                bool(bang) and word.strip().lower() == "important",
            )


def declared(found: Iterable[tuple[str, str, bool]]) -> Declared:
    """Put single declarations into one mapping: shorthands are taken apart, of two for one property the later or important wins."""
    made: dict[str, tuple[str, bool]] = {}
    for name, value, important in found:
        plain = name.removeprefix("-webkit-")
        for single, part in _parts(plain, value):
            if single not in made or important or not made[single][1]:
                made[single] = (part, important)
    return made


def _parts(name: str, value: str) -> Iterator[tuple[str, str]]:
    match name:
        case "background":
            yield "background-image", value if "gradient(" in value else "url" if "url(" in value else "none"
            yield "background-color", _colour_in(value)
            if "url(" in value:
                yield "background-repeat", "no-repeat" if "no-repeat" in value else "repeat"
                yield "background-position", re.sub(r"\S*\([^)]*\)|#\w+", " ", value)
            if re.search(r"(?<![\w-])text(?![\w-])", value):
                yield "background-clip", "text"
        case "font":
            size = _FONT_SIZE.search(f"{value} ")
            if size:
                yield "font-size", size[1]
        case "text-decoration":
            yield "text-decoration-line", value
        case "flex-flow":
            yield "flex-direction", next((w for w in value.split() if "row" in w or "column" in w), "row")
            yield "flex-wrap", next((w for w in value.split() if "wrap" in w), "nowrap")
        case "margin" | "padding" | "inset":
            yield from _sides("" if name == "inset" else f"{name}-", value)
        case "overflow":
            words = value.split() or [""]
            yield "overflow-x", words[0]
            yield "overflow-y", words[-1]
        case "list-style":
            yield "list-style-type", value
        case _:
            yield name, value


def _sides(prefix: str, value: str) -> Iterator[tuple[str, str]]:
    words = re.findall(r"[^\s()]+(?:\([^)]*\))?", value)
    if 1 <= len(words) <= 4:
        # One value holds for all sides, two for upright and sideways, of three the second for left and right.
        for number, side in enumerate(_SIDES):
            at = number if number < len(words) else max(0, number - 2)
            yield prefix + side, words[min(at, len(words) - 1)]


def _colour_in(value: str) -> str:
    plain = re.sub(r"url\([^)]*\)", " ", value)
    if "gradient(" in plain:
        return ""
    return next((word for word in _COLOUR.findall(plain) if word not in _NO_COLOURS), "transparent")
