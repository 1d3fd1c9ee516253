"""What is filled into the controls of a page: forms are published with their figures in them."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

CONTROLS = frozenset(("input", "textarea", "select"))
_OF_TEXT = frozenset(("", "text", "number", "tel"))


def typed_in(control: LexborNode) -> str:
    """Return what an ``input`` for text, a ``textarea`` or a ``select`` shows; nothing for hidden ones, boxes, buttons."""
    attributes = control.attributes
    if control.tag == "textarea":
        return (control.text() or "").strip()
    if control.tag == "select":
        return _chosen(control)
    is_text = (attributes.get("type") or "").strip().lower() in _OF_TEXT
    return (attributes.get("value") or "").strip() if is_text else ""


def _chosen(select: LexborNode) -> str:
    """Return what is selected, else the first option, as a browser shows it."""
    options = select.css("option")
    chosen = [option for option in options if "selected" in option.attributes] or options[:1]
    return " ".join((option.text() or "").strip() for option in chosen)
