"""What is filled into the controls of a page: forms are published with their figures in them."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from gongkai.text.numerals import GETA

CONTROLS = frozenset(("input", "textarea", "select"))
BOXES = "☑☐"
"""A box that is ticked, and one that is not."""
_OF_TEXT = frozenset(("text", "number", "tel", "search", "email", "url", "submit", "button", "reset"))
_NOT_OF_TEXT = frozenset(
    ("password", "range", "color", "file", "image", "date", "month", "week", "time", "datetime-local")
)


def typed_in(control: LexborNode) -> str:
    """Return what an ``input``, a ``textarea`` or a ``select`` shows: a sign for a box to tick, a geta for what is seen but is no
    text, or is only a hint of what to type.
    """
    attributes = control.attributes
    if control.tag == "textarea":
        return (control.text() or "").strip() or _hint(attributes.get("placeholder"))
    if control.tag == "select":
        return _chosen(control)
    kind = (attributes.get("type") or "text").strip().lower()
    value = (attributes.get("value") or "").strip()
    if kind == "hidden":
        return ""
    if kind in {"checkbox", "radio"}:
        return BOXES["checked" not in attributes]
    if kind in _NOT_OF_TEXT:
        return GETA if value or kind not in {"password", "date", "month", "week", "time", "datetime-local"} else ""
    return value or (_hint(attributes.get("placeholder")) if kind in _OF_TEXT else "")


def _hint(placeholder: str | None) -> str:
    return GETA if any(sign.isnumeric() for sign in placeholder or "") else ""


def _chosen(select: LexborNode) -> str:
    """Return what is selected, else the first option, as a browser shows it; a list that is open shows all of them."""
    options = select.css("option")
    chosen = [option for option in options if "selected" in option.attributes]
    lines = (select.attributes.get("size") or "").strip()
    if "multiple" in select.attributes or (lines.isdecimal() and int(lines) > 1):
        return GETA if options else ""
    shown = chosen[-1:] or [option for option in options if "disabled" not in option.attributes][:1] or options[:1]
    return " ".join((option.attributes.get("label") or option.text() or "").strip() for option in shown)
