"""What a sheet as a whole does to its cells: conditional formats that hide, bars in the place of figures, zeros that are not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from gongkai.readers.workbook.package import Element, child, local
from gongkai.readers.workbook.sheet import SheetCell
from gongkai.readers.workbook.styles import Styles
from gongkai.text.numerals import GETA, read_figure

_PLACE = re.compile(r"([A-Z]{1,3})?(\d{1,7})?")
_LAST = 1 << 24  # rows and columns beyond any sheet

Area = tuple[int, int, int, int]
"""First row and column, last row and column, from 0."""


def shown_on(root: Element, cells: tuple[SheetCell, ...], styles: Styles) -> tuple[SheetCell, ...]:
    """Return the cells as their sheet shows them. Whether a condition holds is not worked out: figures under one that hides are unknown."""
    areas = list(_hiding(root, styles))
    view = child(child(root, "sheetViews"), "sheetView")
    if view is not None and view.get("showZeros") in ("0", "false"):
        cells = tuple(
            cell for cell in cells if not (cell.text.strip("0.,") == "" and read_figure(cell.text).value == 0)
        )
    if not areas:
        return cells
    return tuple(
        msgspec.structs.replace(cell, text=GETA)
        if any(a[0] <= cell.row <= a[2] and a[1] <= cell.column <= a[3] for a in areas) and _is_figure(cell.text)
        else cell
        for cell in cells
    )


def _is_figure(text: str) -> bool:
    return read_figure(text).status == "reported"


def _hiding(root: Element, styles: Styles) -> Iterator[Area]:
    for group in root:
        if local(group) == "conditionalFormatting" and any(_rule_hides(rule, styles) for rule in group):
            yield from map(_area, group.get("sqref", "").split())


def _rule_hides(rule: Element, styles: Styles) -> bool:
    """Whether a rule may hide a figure: by its format, or by a bar or an icon that stands alone."""
    alone = any(local(item) in ("dataBar", "iconSet") and item.get("showValue") in ("0", "false") for item in rule)
    return alone or styles.may_hide(rule.get("dxfId"))


def _area(reference: str) -> Area:
    first, _, last = reference.replace("$", "").partition(":")
    top, left = _place(first, 0)
    bottom, right = _place(last or first, _LAST)
    return top, left, bottom, right


def _place(text: str, default: int) -> tuple[int, int]:
    found = _PLACE.fullmatch(text)
    if found is None:
        return default, default
    column = 0
    for letter in found[1] or "":
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1 if found[2] else default, column - 1 if found[1] else default
