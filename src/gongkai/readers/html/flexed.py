"""Boxes side by side (flex, grid) in a cell: what stands in them in the order in which a person sees it."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborNode

from gongkai.readers.html.cells import hidden_digits, shown_text
from gongkai.readers.html.look import Look

LookOf = Callable[[str, LexborNode, Look], Look]


def in_visual_order(node: LexborNode, look: Look, look_of: LookOf) -> str | None:
    """Return the text of a box whose parts are laid out side by side; None where it holds one part, which is read as ever.

    Where the parts are more than plain texts, their digits are not told.
    """
    parts = [
        child for child in node.iter(include_text=True) if child.tag != "-text" or (child.text_content or "").strip()
    ]
    if len(parts) < 2:
        return None
    whole = node.text() or ""
    placed: list[tuple[int, str]] = []
    for part in parts:
        order, text = _part(part, look, look_of)
        if text is None:
            return hidden_digits(whole)
        placed.append((order, text))
    if look.direction == "rtl" or look.laid_out == "?":
        return hidden_digits(whole)
    texts = [text for _, text in sorted(placed, key=lambda one: one[0])]
    if look.laid_out.endswith("reverse"):
        texts.reverse()
    return (" " if look.laid_out.startswith(("column", "apart")) else "").join(texts)


def _part(part: LexborNode, look: Look, look_of: LookOf) -> tuple[int, str | None]:
    if part.tag == "-text":
        return 0, shown_text((part.text_content or "").strip(), look)
    children = list(part.iter(include_text=True))
    own = look_of(part.tag or "", part, look)
    if any(child.tag != "-text" for child in children) or own.afloat or own.placed:
        return 0, None
    return own.order, shown_text((part.text() or "").strip(), own)
