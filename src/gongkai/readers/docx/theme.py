"""The colours of a Word file's theme: which colour ``background1`` or ``accent3`` is, its tint and shade applied (ECMA-376, 17.18.97)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gongkai.readers.docx.xml import Element, w

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCHEME, _PLAIN, _OF_SYSTEM = _DRAWING + "clrScheme", _DRAWING + "srgbClr", _DRAWING + "sysClr"
_MAPPING = w("clrSchemeMapping")
_SHORT = MappingProxyType(
    {
        "light1": "lt1",
        "dark1": "dk1",
        "light2": "lt2",
        "dark2": "dk2",
        "hyperlink": "hlink",
        "followedHyperlink": "folHlink",
    }
)
_MAPPED = MappingProxyType({"background1": "bg1", "text1": "t1", "background2": "bg2", "text2": "t2"})
_USUAL = MappingProxyType({"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"})
_OFFICE = MappingProxyType({"lt1": "FFFFFF", "dk1": "000000", "lt2": "EEECE1", "dk2": "1F497D"})
"""What Word takes where a file has no theme."""


class Theme:
    """Colours by their names; those of Office where ``theme`` is None, the usual mapping where ``settings`` has none."""

    def __init__(self, theme: Element | None = None, settings: Element | None = None) -> None:
        scheme = None if theme is None else next(theme.iter(_SCHEME), None)
        own = {} if scheme is None else {each.tag.rpartition("}")[2]: _value(each) for each in scheme}
        self._colors = {**_OFFICE, **{name: color for name, color in own.items() if color}}
        mapping = None if settings is None else next(settings.iter(_MAPPING), None)
        said: Mapping[str, str | None] = {} if mapping is None else {key: mapping.get(w(key)) for key in _USUAL}
        self._mapping = {key: said.get(key) or usual for key, usual in _USUAL.items()}

    def color(self, element: Element, kind: str) -> str | None:
        """Return the colour that an attribute of the theme gives (``themeColor``, ``themeFill``), or None where there is none."""
        name = element.get(w(kind))
        if name is None:
            return None
        name = self._mapping[_MAPPED[name]] if name in _MAPPED else name
        plain = self._colors.get(_SHORT.get(name, name))
        if plain is None:
            return None
        prefix = "theme" if kind == "themeColor" else kind
        return _mixed(_mixed(plain, element.get(w(prefix + "Tint")), 255), element.get(w(prefix + "Shade")), 0)


def _value(entry: Element) -> str | None:
    for color in entry:
        if color.tag == _PLAIN:
            return color.get("val")
        if color.tag == _OF_SYSTEM:
            return color.get("lastClr") or {"window": "FFFFFF", "windowText": "000000"}.get(color.get("val", ""))
    return None


def _mixed(color: str, share: str | None, end: int) -> str:
    """Mix a colour with white or black (``end``); ``share`` of 255, in hexadecimal, is left of it."""
    if share is None:
        return color
    try:
        part, parts = int(share, 16) / 255, bytes.fromhex(color)
    except ValueError:
        return color
    return bytes(round(part * each + (1 - part) * end) for each in parts).hex().upper()
