"""What is seen in a cell and is no plain text: controls, pictures, drawings, formulas."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from gongkai.readers.html.controls import BOXES, CONTROLS, typed_in
from gongkai.text.numerals import GETA

THINGS = CONTROLS | frozenset(
    (
        "img",
        "svg",
        "canvas",
        "object",
        "embed",
        "iframe",
        "video",
        "audio",
        "math",
        "meter",
        "progress",
        "applet",
        "template",
    )
)
_OF_ROWS = frozenset(("math", "mrow", "mn", "mtext", "mstyle", "-text"))
_OF_DRAWINGS = frozenset(("svg", "text", "title", "desc", "-text"))
_NEGLIGIBLE = 3  # pixels; pictures of a pixel count visits


def shown_in(node: LexborNode) -> tuple[str, str]:
    """Return the text that a thing shows, and what stands for it where it is seen and is no text."""
    attributes = node.attributes
    tag = node.tag or ""
    if tag in CONTROLS:
        text = typed_in(node)
        return ("", text) if text in {GETA, *BOXES} else (text, "")
    if tag == "math" or (tag == "svg" and len(node.css("text")) == 1):
        return _only_text(node, _OF_ROWS if tag == "math" else _OF_DRAWINGS)
    drawn = True
    if tag == "img":
        drawn = not any(_is_negligible(attributes.get(side)) for side in ("width", "height"))
    elif tag == "template":
        drawn = any("shadowroot" in name for name in attributes)
    elif tag == "audio":
        drawn = "controls" in attributes
    return "", GETA if drawn else ""


def _only_text(node: LexborNode, known: frozenset[str]) -> tuple[str, str]:
    """Return the text of a drawing or formula that holds nothing but text in one row."""
    inner = list(node.traverse(include_text=True))
    if any((one.tag or "") not in known or "transform" in (one.attributes or {}) for one in inner):
        return "", GETA
    return "".join((one.text_content or "") for one in inner if one.tag == "-text" and _is_drawn(one)).strip(), ""


def _is_negligible(side: str | None) -> bool:
    digits = (side or "").strip().removesuffix("px")
    return digits.isdecimal() and int(digits) <= _NEGLIGIBLE


def _is_drawn(text: LexborNode) -> bool:
    parent = text.parent
    return parent is None or (parent.tag or "") not in {"title", "desc"}
