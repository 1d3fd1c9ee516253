"""Which table of a form each printed table is: by its caption or the heading above it, its heads and its labels."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gongkai.forms.model import Form, TableForm
from gongkai.printed.captions import caption_name
from gongkai.printed.heads import Heads, leaves_of, match_heads
from gongkai.printed.lines import Lines, match_lines
from gongkai.report import PrintedGrid

_NAMED, _EXACT = 0.8, 0.5
"""The share of the heads that must be a table's own where its caption does not name it alone, and where it does. Tuned on invented
families and on one city's final accounts."""
_ROWS = 0.5  # of the rows, where no caption says which table it is


class Fit(Struct, frozen=True):
    """A printed table held against a block of a form's table; ``called`` is how its caption speaks for it: 0 not, 1 in part, 2 wholly."""

    table: TableForm
    block: int
    grid: int
    heads: Heads
    lines: Lines
    called: int

    @property
    def worth(self) -> float:
        """How well it fits, 0 to 1."""
        return 0.6 * self.heads.fit + 0.4 * self.lines.fit


def assign(form: Form, grids: Sequence[PrintedGrid], headings: Sequence[str]) -> tuple[Fit, ...]:
    """Give printed tables to the blocks of a form's tables, each once unless it repeats; ``headings`` are what they stand under."""
    fits = [fit for at, grid in enumerate(grids) for fit in _fits(form, at, grid, headings[at])]
    chosen: list[Fit] = []
    for fit in sorted(fits, key=lambda f: (-f.called, -round(f.worth, 2), f.grid)):
        once = fit.table.spec.repeats is None
        free = not any(f.grid == fit.grid or (once and f.table is fit.table and f.block == fit.block) for f in chosen)
        if free and (fit.called or not _rivals(fit, fits, chosen)):
            chosen.append(fit)
    return tuple(sorted(chosen, key=lambda f: f.grid))


def _rivals(fit: Fit, fits: Sequence[Fit], chosen: Sequence[Fit]) -> bool:
    """Whether a table without a caption may as well be another one, or another table this one."""
    taken = {(f.table.key, f.block) for f in chosen if f.table.spec.repeats is None}
    fits = [f for f in fits if f.grid == fit.grid or fit.table.spec.repeats is None]
    return any(
        other is not fit
        and other.worth > fit.worth - 0.1
        and (other.grid == fit.grid) != ((other.table.key, other.block) == (fit.table.key, fit.block))
        and (other.table.key, other.block) not in taken
        and other.grid not in {f.grid for f in chosen}
        for other in fits
    )


def _fits(form: Form, at: int, grid: PrintedGrid, heading: str) -> list[Fit]:
    called = _called(form, grid.caption or "")
    if not called and heading:
        called = _called(form, heading)
    found: list[Fit] = []
    for table in form.tables:
        how = called.get(table.key, 0)
        if called and not how:
            continue
        for index, block in enumerate(table.spec.blocks):
            heads = match_heads(grid.columns, leaves_of(block))
            lines = match_lines(grid.rows, block)
            fit = Fit(table, index, at, heads, lines, how)
            if _holds(fit):
                found.append(fit)
    return found


def _holds(fit: Fit) -> bool:
    if not fit.heads.leaves:
        return False
    if fit.called == 2:
        return fit.heads.known >= _EXACT
    return fit.heads.fit >= _NAMED and fit.lines.fit >= _ROWS


def _called(form: Form, caption: str) -> dict[str, int]:
    """Say which tables a caption names: those whose longest name is in it."""
    said = caption_name(caption)
    names = [
        (len(name), table.key, 2 if name == said else 1)
        for table in form.tables
        for label in (table.spec.label, *table.spec.variants)
        if (name := caption_name(label)) and name in said
    ]
    longest = max((length for length, _, _ in names), default=0)
    return {key: how for length, key, how in names if length == longest}
