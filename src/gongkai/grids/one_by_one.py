"""Tables of which a web copy prints every cell as a line of its own, empty cells as empty lines.

The lines between a caption (or a unit) and the first figure are the heads and the labels of the first row: the heads are as many as
each row has cells. A width is believed where it alone makes every column all labels or all figures; else the lines stay text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from gongkai.document import Block, Document, Grid, GridCell, Paragraph, with_blocks
from gongkai.grids.around import is_apparatus
from gongkai.grids.values import read_value, squeezed, words

_LONGEST = 40  # letters of a cell that stands on a line of its own
_STOP = regex.compile(r"[。；;，,！!？?：:]$")
_WIDEST = 14  # columns; with more widths to try, one fits by chance
_CODE = regex.compile(r"\d{1,9}")
_LEAST_ROWS = 2  # that agree on a width


class _Cell(Struct, frozen=True):
    """``block`` is the line that holds the cell, None for an empty line."""

    text: str
    block: int | None = None


class _Fit(Struct, frozen=True):
    width: int
    rows: int
    cells: tuple[_Cell, ...]


def find_one_by_one(document: Document) -> Document:
    """Return the document with such tables as grids, in the place of their lines."""
    blocks: list[Block] = []
    moved: list[int] = []
    at = 0
    while at < len(document.blocks):
        cells = _run(document.blocks, at) if _may_precede(document.blocks, at) else []
        fit = _fit(cells)
        moved.append(len(blocks))
        if fit is None:
            blocks.append(document.blocks[at])
            at += 1
            continue
        taken = fit.cells
        last = max(cell.block for cell in taken if cell.block is not None)
        blocks.append(_grid(document.blocks, taken, fit.width))
        moved += [len(blocks) - 1] * (last - at)
        at = last + 1
    if len(blocks) == len(document.blocks):
        return document
    moved.append(len(blocks))
    return with_blocks(document, blocks, moved)


def _may_precede(blocks: Sequence[Block], at: int) -> bool:
    """Whether the line before says that a table follows."""
    above, block = (blocks[at - 1] if at else None), blocks[at]
    if not isinstance(above, Paragraph) or not isinstance(block, Paragraph):
        return False
    folded, own = squeezed(above.text), squeezed(block.text)
    says = is_apparatus(folded) or words().caption.fullmatch(folded) is not None
    return says and not is_apparatus(own) and words().caption.fullmatch(own) is None


def _run(blocks: Sequence[Block], start: int) -> list[_Cell]:
    """The short lines that follow each other, with the empty lines between them."""
    cells: list[_Cell] = []
    for at in range(start, len(blocks)):
        block = blocks[at]
        if not isinstance(block, Paragraph) or block.level is not None or block.place.page is not None:
            break
        if len(block.text) > _LONGEST or _STOP.search(block.text):
            break
        if at > start:
            cells += [_Cell("")] * min(block.gap, _WIDEST)
        cells.append(_Cell(block.text.strip(), at))
    return cells


def _fit(cells: Sequence[_Cell]) -> _Fit | None:
    """The one width under which the lines are a table, None where there is none, or several."""
    first = next((i for i, cell in enumerate(cells) if _is_value(cell.text) and i >= 2), None)
    if first is None:
        return None
    fits = [fit for width in range(2, min(first, _WIDEST) + 1) if (fit := _of_width(cells, width))]
    most = max((fit.rows * fit.width for fit in fits), default=0)
    best = [fit for fit in fits if fit.rows * fit.width == most]
    return best[0] if len(best) == 1 and len(fits) == 1 else None


def _of_width(cells: Sequence[_Cell], width: int) -> _Fit | None:
    heads = cells[:width]
    if any(not cell.text or _is_value(cell.text) for cell in heads):
        return None
    codes = words().codes.fullmatch(squeezed(heads[0].text)) is not None
    stubs = 2 if codes or words().ordinals.fullmatch(squeezed(heads[0].text)) else 1
    if width <= stubs:
        return None
    cells = [*heads, *(_with_names(cells[width:]) if stubs > 1 else cells[width:])]
    rows = [cells[i : i + width] for i in range(width, len(cells) - width + 1, width)]
    count = 0
    while count < len(rows) and _is_row(rows[count], stubs):
        count += 1
    end = width * (count + 1)
    if count < _LEAST_ROWS or any(_is_value(cell.text) for cell in cells[end : end + 2 * width]):
        return None  # figures behind the last row: a cell was lost, and what stands where is not certain
    if not cells[end - 1].text and all(cell.text for row in rows[: count - 1] for cell in row[stubs:]):
        return None  # the empty line behind the last row may part paragraphs
    return _Fit(width, count, tuple(cells[:end]))


def _with_names(cells: Sequence[_Cell]) -> Iterator[_Cell]:
    """Give a total that spans code and name its second cell."""
    for at, cell in enumerate(cells):
        yield cell
        if at + 1 < len(cells) and _is_total(cell.text) and _is_value(cells[at + 1].text):
            yield _Cell("")


def _is_row(row: Sequence[_Cell], stubs: int) -> bool:
    """Whether a row begins with its labels, and holds nothing but figures and blanks behind them, one figure at least."""
    *codes, label = row[:stubs]
    if any(not _CODE.fullmatch(cell.text) and not _is_total(cell.text) for cell in codes):
        return False
    named = bool(label.text) or any(_is_total(cell.text) for cell in codes)
    values = [cell.text for cell in row[stubs:]]
    return named and not _is_value(label.text) and all(not t or _is_value(t) for t in values) and any(values)


def _is_total(text: str) -> bool:
    return words().totals.fullmatch(squeezed(text)) is not None


def _is_value(text: str) -> bool:
    return read_value(text).status in ("reported", "not_applicable")


def _grid(blocks: Sequence[Block], cells: Sequence[_Cell], width: int) -> Grid:
    found: Iterator[GridCell] = (
        GridCell(
            row=i // width,
            column=i % width,
            text=cell.text,
            place=blocks[cell.block].place if cell.block is not None else blocks[cells[0].block or 0].place,
        )
        for i, cell in enumerate(cells)
    )
    return Grid(cells=tuple(found), place=blocks[cells[0].block or 0].place)
