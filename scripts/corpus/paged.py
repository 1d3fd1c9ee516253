"""How the text layer of a printed page looks: wrapped lines, broken and vertical labels, page numbers."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from corpus.flow import Text, flow
from corpus.grid import PrintedCell, PrintedTable
from corpus.model import Truth

_LINE = 34
_LABEL = 13
_PAGE = 38


def pdf_lines(truth: Truth, rng: Random) -> str:
    """Print ``truth`` as a reader of PDF text gives it, a page number after every 38 lines."""
    lines: list[str] = []
    for part in flow(truth):
        lines += _wrapped(part) if isinstance(part, Text) else _table_lines(part)
    style = rng.choice(("- {} -", "-{}-", "— {} —", "{}"))
    return "".join(_with_page_numbers(lines, style))


def _with_page_numbers(lines: list[str], style: str) -> Iterator[str]:
    for page, start in enumerate(range(0, len(lines), _PAGE), start=1):
        yield from (line + "\n" for line in lines[start : start + _PAGE])
        yield style.format(page) + "\n"


def _wrapped(part: Text) -> list[str]:
    text = ("" if part.role in ("title", "closing", "release") else "    ") + part.text
    return [text[start : start + _LINE] for start in range(0, len(text), _LINE)]


def _table_lines(table: PrintedTable) -> Iterator[str]:
    """Yield the table's lines; a vertical label's characters come one a line, amid the rows that it spans."""
    vertical: dict[int, list[str]] = {}
    groups = {cell.row + cell.row_span // 2: cell for cell in table.cells if _is_group(cell) and not _is_vertical(cell)}
    for cell in table.cells:
        if _is_vertical(cell):
            for index, char in enumerate(cell.text):
                vertical.setdefault(cell.row + (cell.row_span - len(cell.text)) // 2 + index, []).append(char)
    for row, cells in enumerate(table.rows()):
        yield from vertical.get(row, ())
        if row in groups:
            yield groups[row].text
        yield from _row_lines(tuple(cell for cell in cells if not _is_group(cell)))


def _is_group(cell: PrintedCell) -> bool:
    return cell.role == "label" and cell.row_span > 1


def _is_vertical(cell: PrintedCell) -> bool:
    return _is_group(cell) and cell.row_span > 2 * len(cell.text)


def _row_lines(cells: tuple[PrintedCell, ...]) -> Iterator[str]:
    """Yield a row: its label in pieces, the figures beside the middle one; heads keep to one line."""
    label = "".join(cell.text.replace("\n", "") for cell in cells if cell.role == "label")
    others = " ".join(cell.text.replace("\n", "") for cell in cells if cell.role != "label" and cell.text)
    pieces = [label[start : start + _LABEL] for start in range(0, len(label), _LABEL)] or [""]
    middle = len(pieces) // 2
    for index, piece in enumerate(pieces):
        line = " ".join(text for text in (piece, others) if text) if index == middle else piece
        if line:
            yield line
