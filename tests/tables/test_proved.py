"""What the sums of a table prove about its open cells."""

from __future__ import annotations

import msgspec

from gongkai.tables.decide.cells import with_proved
from gongkai.text.bounds import Proved
from support import form_named, make_table


def test_bounds_stand_beside_cells_that_are_open():
    """A cell that was decided needs none; a table without any stays as it is, and its JSON has no such key."""
    form = form_named().table("requests")
    table = make_table(form, {}, 0)
    first, second, *rest = table.cells
    opened = msgspec.structs.replace(
        table, cells=(msgspec.structs.replace(first, value=None, status="ambiguous"), second, *rest)
    )
    key, other = (first.row, first.column), (second.row, second.column)
    assert with_proved(opened, {key: (0, 3), other: (0, 0)}).proved == (Proved(*key, 0, 3),)
    assert with_proved(opened, {other: (0, 0)}) is opened
    assert b"proved" not in msgspec.json.encode(opened)
