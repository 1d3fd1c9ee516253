"""Whether a page says anything of how it looks that may change what a person reads: a cheap test before all else.

Most pages do not: their styles are fonts, widths and alignment. For them neither style sheets nor attributes are looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

_STYLES = re.compile(r"""\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_COLOURS = re.compile(r"""\s(?:bg)?color\s*=\s*["']?\s*([#\w]+)""", re.IGNORECASE)
_OWN = re.compile(r"<(?:su[bp]|s|del|strike)[\s>]", re.IGNORECASE)
"""Elements that a browser raises or strikes out of itself, unless a style says otherwise."""
_OWN_STYLED = re.compile(r"<(?:su[bp]|s|del|strike)\s[^>]*style", re.IGNORECASE)
_OWN_RULES = re.compile(r"(?:^|[\s,}>])(?:su[bp]|s|del|strike)\s*[,{.:\[]|\*\s*\{", re.IGNORECASE)
_DARK = r"#[0-9a-d](?:[0-9a-f]{2}|[0-9a-f]{5})\b|black|red|blue|navy|green|gr[ae]y|dimgr|dark|maroon|windowtext|inherit|auto"
_PALE = r"#f|white|transparent|none|window\b|inherit|initial"
_SMALL = r"(?:0|[0-7](?:\.\d+)?pt|(?:\d|10)(?:\.\d+)?px|0?\.[0-7]\d*r?em|[0-7]?\d%|smaller|x+-small|var|calc)(?![\w.%])"
_WIDE = r"(?:\d\d+(?:\.\d+)?(?:px|pt)|[1-9]\d*(?:\.\d+)?em|\d*\.[3-9]\d*em|var|calc)"
_NAMED = (
    r"display|visibility|position|clip(?:-path)?|order|transform|rotate|scale|translate|zoom|filter|mask[\w-]*|mix-blend-mode|"
    r"mso-hide|mso-element|mso-text-raise|text-security|text-fill-color|font-variant-position|font-feature-settings|grid-[\w-]+|"
    r"content-visibility|offset-[\w-]+|perspective|all|flex-flow"
)
_VALUED = "|".join(
    (
        rf"color\s*:(?!\s*(?:{_DARK}))",
        rf"background(?:-color|-image)?\s*:(?!\s*(?:{_PALE}))",
        r"background(?:-image)?\s*:[^;}]*(?:url|gradient)\(",
        r"box-shadow\s*:[^;}]*(?:inset|var)",
        rf"font(?:-size)?\s*:[^;}}]*(?<![\w.#]){_SMALL}",
        r"opacity\s*:\s*(?:0?\.?0|0?\.1\b|0\b|var|calc)",
        r"vertical-align\s*:\s*(?:su|text-|[-+.\d]|var|calc)",
        r"text-decoration[\w-]*\s*:[^;}]*(?:through|var)",
        r"(?:text-indent|letter-spacing|margin[\w-]*)\s*:[^;}]*(?:-[\d.]|var|calc)",
        rf"(?:margin|padding)(?:-left|-right)?\s*:[^;}}]*(?<![\w.#]){_WIDE}",
        r"overflow[\w-]*\s*:\s*(?:hidden|clip)",
        r"direction\s*:[^;}]*(?:rtl|reverse|column|var)",
        r"unicode-bidi\s*:[^;}]*(?:override|plaintext)",
        r"float\s*:\s*(?:left|right)",
        r"content\s*:(?!\s*(?:''|\"\"|none|normal)\s*[;}])",
        r"text-transform\s*:\s*(?:upper|lower|capital)",
        r"list-style[\w-]*\s*:",
    )
)
_TRIGGER = re.compile(rf"(?<![\w-])(?:-webkit-)?(?:(?:{_NAMED})\s*:|{_VALUED})|@import", re.IGNORECASE)


def is_plain(parser: LexborHTMLParser, source: str, beside: Iterable[str] = ()) -> bool:
    """Whether no style sheet of a page, no ``style``, colour or direction of its elements can change what a person reads.

    ``beside`` are the sheets that the file holds beside the page.
    """
    if "data:text/css" in source or "rtl" in source or "<bdo" in source or "background=" in source:
        return False
    sheets = [*(node.text() for node in parser.css("style")), *beside]
    if _OWN_STYLED.search(source) or (
        sheets and _OWN.search(source) and any(_OWN_RULES.search(sheet) for sheet in sheets)
    ):
        return False
    styles = [style.strip("\"'") for style in set(_STYLES.findall(source))] + sheets
    styles += [
        f"color:{colour};background:{colour}"
        for colour in set(_COLOURS.findall(source))
        if not _is_pale_or_dark(colour)
    ]
    return _TRIGGER.search("}".join(styles) + "}") is None


def _is_pale_or_dark(colour: str) -> bool:
    """Whether an old attribute's colour is one of text on white, whichever attribute it is."""
    return re.match(r"#?[0-9a-b]|black|red|blue", colour, re.IGNORECASE) is not None
