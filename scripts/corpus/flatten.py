"""How converters flatten a printed table into text: one function a style, ``(PrintedTable, Random) -> str``.

The names are those of the collection of published shapes. Cells are what begins in a row; merged cells leave what the
style leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import regex

from corpus.grid import PrintedCell, PrintedTable

Flatten = Callable[[PrintedTable, Random], str]


def _texts(row: tuple[PrintedCell, ...]) -> list[str]:
    return [cell.text.replace("\n", "") for cell in row]


def tab_cells(table: PrintedTable, rng: Random) -> str:
    """Print a TAB and a cell a line, merged-away cells as blanks, an empty line after a row; breaks in cells stay."""
    rows = ("\n".join("\t" + ("" if goes_on else cell.text) for cell, goes_on in row) for row in table.word_rows())
    return "\n\n".join(rows) + "\n"


def tab_rows(table: PrintedTable, rng: Random) -> str:
    """Print a row a line with TABs between grid columns, as copied out of a spreadsheet: merged cells leave blanks."""
    lines = []
    for row in table.word_rows():
        at = [""] * table.width
        for cell, goes_on in row:
            at[cell.column] = "" if goes_on else cell.text.replace("\n", "")
        lines.append("\t".join(at))
    return "\n".join(lines)


def blank_line_cells(table: PrintedTable, rng: Random) -> str:
    """Print a cell a line with an empty line between; empty cells vanish."""
    return "\n\n".join(" " * (rng.random() < 0.2) + text for row in table.rows() for text in _texts(row) if text)


def blank_line_gaps(table: PrintedTable, rng: Random) -> str:
    """Print a cell a line with an empty line between; an empty cell is one more run of line breaks."""
    return "\n\n".join(text for row in table.rows() for text in _texts(row))


def row_padded(table: PrintedTable, rng: Random) -> str:
    """Print a row a line with pipes, missing columns as bare pipes; the last row often lacks them."""
    lines = [_padded(row, table.width, "") for row in table.rows() if row]
    if rng.random() < 0.5:
        lines[-1] = lines[-1].rstrip(" |")
    return "\n".join(lines)


def row_padded_wide(table: PrintedTable, rng: Random) -> str:
    """Print as ``row_padded`` does in a grid with one column more, so that full rows end in ``| |``."""
    lines = [_padded(row, table.width + 1, "") for row in table.rows() if row]
    return "\n".join(line if line.endswith("||") else line.removesuffix("|") + "| |" for line in lines)


def _padded(row: tuple[PrintedCell, ...], width: int, lead: str) -> str:
    texts = _texts(row)
    missing = width - len(texts)
    return lead + " | ".join(texts) + (" | " + "|" * missing if missing > 0 else " |")


def row_padded_late_pipe(table: PrintedTable, rng: Random) -> str:
    """Print as ``row_padded`` does, the last pipes of a row on the next line."""
    return regex.sub(
        r" ([|]+)$", r"\n\1", "\n".join(_padded(row, table.width, "") for row in table.rows() if row), flags=regex.M
    )


def markdown_row(table: PrintedTable, rng: Random) -> str:
    """Print ``| 规章 | 2 | 0 | 2 | `` a row, with a blank at the end and no ``---`` line."""
    return "\n".join(_padded(row, table.width, "| ") + " " for row in table.rows() if row)


def row_no_pad(table: PrintedTable, rng: Random) -> str:
    """Print a row a line; short rows have no padding."""
    return "\n".join(" | ".join(_texts(row)) + " |" for row in table.rows() if row)


def row_lead_pipe_a(table: PrintedTable, rng: Random) -> str:
    """Open each row with a lone pipe, then a cell and a pipe a line."""
    return "\n".join("|\n" + "\n".join(f"{text} |" for text in _texts(row)) for row in table.rows() if row)


def row_lead_pipe_b(table: PrintedTable, rng: Random) -> str:
    """Open each row with a lone pipe, then the whole row on one line."""
    return "\n".join("|\n" + " | ".join(_texts(row)) + " |" for row in table.rows() if row)


def cell_pipe_per_line(table: PrintedTable, rng: Random) -> str:
    """Print a cell and a pipe a line; a row's padding stands on a line of its own."""
    return "\n".join(line for row in table.rows() if row for line in _piped(row, table.width))


def _piped(row: tuple[PrintedCell, ...], width: int) -> Iterator[str]:
    yield from (f"{text} |" for text in _texts(row))
    if len(row) < width:
        yield "|" * (width - len(row))


def cell_pipe_row_end_pad(table: PrintedTable, rng: Random) -> str:
    """Print a cell and a pipe a line; the padding stands behind the row's last cell."""
    return "\n".join(_end_padded(row, table.width) for row in table.rows() if row)


def _end_padded(row: tuple[PrintedCell, ...], width: int) -> str:
    return "\n".join(f"{text} |" for text in _texts(row)) + (" " + "|" * (width - len(row)) if len(row) < width else "")


def pipe_lead_newline_cell(table: PrintedTable, rng: Random) -> str:
    """Print ``| `` and then each cell on its line between blanks with its pipe behind it."""
    return "\n".join("| \n" + "\n".join(f" {text}  | " for text in _texts(row)) for row in table.rows() if row)


def cell_then_pipe_line(table: PrintedTable, rng: Random) -> str:
    """Print a cell a line with a lone pipe a line between; line breaks inside a head look like two cells."""
    return "\n".join("\n|\n".join(cell.text for cell in row) + "\n|" for row in table.rows() if row)


def cell_pipe_line_padded(table: PrintedTable, rng: Random) -> str:
    """Print as ``cell_then_pipe_line`` does, with a pipe a line for each missing column and an empty last row."""
    rows = ["\n|\n".join(_texts(row)) + "\n|" + "\n|" * (table.width - len(row)) for row in table.rows() if row]
    return "\n".join([*rows, "\n".join("|" * table.width)])


def mixed(table: PrintedTable, rng: Random) -> str:
    """Change the style inside one table: lone pipes for some rows, padded lines for others."""
    rows = (
        "\n|\n".join(_texts(row)) + "\n|" if rng.random() < 0.4 else _padded(row, table.width, "")
        for row in table.rows()
        if row
    )
    return "\n".join(rows)


def plain_rows(table: PrintedTable, rng: Random) -> str:
    """Print ``label a b c`` a row; empty cells vanish."""
    return "\n".join(" ".join(text for text in _texts(row) if text) for row in table.rows() if any(_texts(row)))


def one_line(table: PrintedTable, rng: Random) -> str:
    """Print the whole table on one line, blanks between cells; empty cells vanish."""
    return " ".join(plain_rows(table, rng).split("\n"))


def one_line_pipes(table: PrintedTable, rng: Random) -> str:
    """Print the whole table on one line, pipes between cells and rows."""
    return " | ".join(" | ".join(_texts(row)) for row in table.rows() if row) + " |"


def glued(table: PrintedTable, rng: Random) -> str:
    """Print a row a line with nothing between cells: ``000`` is certain, ``1203`` is not."""
    return "\n".join("".join(_texts(row)) for row in table.rows() if any(_texts(row)))


def dropped_blanks(table: PrintedTable, rng: Random) -> str:
    """Print a row a line with TABs and without its empty cells: which column a figure has is lost."""
    return "\n".join("\t".join(text for text in _texts(row) if text) for row in table.rows() if any(_texts(row)))
