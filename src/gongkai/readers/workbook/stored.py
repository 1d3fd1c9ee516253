"""Figures that a sheet shows otherwise than it stores them: the shown one counts, the stored one is told."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from gongkai.document import Issue
from gongkai.readers.workbook.dates import is_date
from gongkai.readers.workbook.sheet import Sheet, address

_NAMED = 5  # cells that are named in one message


def stored_otherwise(stored: str, shown: str, code: str) -> str | None:
    """Return the stored number where what is shown is not the same one; a date or a share in percent says the same."""
    if not stored or "%" in code or is_date(code):
        return None
    try:
        same = Decimal(shown.replace(",", "").replace("¥", "").strip()) == Decimal(stored)
    except InvalidOperation:
        return stored
    if same or _noise(shown, stored):
        return None
    return stored


def _noise(shown: str, stored: str) -> bool:
    """Whether a stored number differs only by what binary arithmetic left: 0.30000000000000004."""
    number = Decimal(stored)
    return abs(Decimal(shown.replace(",", "").replace("¥", "")) - number) <= abs(number) * Decimal("1e-9")


def stored_issue(sheet: Sheet) -> Issue | None:
    """Say which cells of a sheet show another figure than they store."""
    cells = [cell for cell in sheet.cells if cell.stored is not None]
    if not cells:
        return None
    named = "; ".join(
        f"{address(sheet.name, c.row, c.column)} shows {c.text}, stored is {c.stored}" for c in cells[:_NAMED]
    )
    more = f"; and {len(cells) - _NAMED} more" if len(cells) > _NAMED else ""
    message = f"{len(cells)} cell(s) show another figure than they store, by their number format; the one shown counts: {named}{more}"
    return Issue(code="shown_otherwise", severity="warning", message=message, location=sheet.name)
