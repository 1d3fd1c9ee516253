"""Steps of a random chain that change how a report is laid out as text, and the printing of what they leave."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from corpus.draft import HAN_HAN, Draft, Order, change, is_figure, is_group
from corpus.flow import Text
from corpus.grid import PrintedCell, PrintedTable

_PAGES = ("- {} -", "-{}-", "— {} —", "第{}页", "第 {} 页 共 9 页")
Row = tuple[PrintedCell, ...]


# --- steps --------------------


def visible_separators(draft: Draft, rng: Random) -> Draft:
    """Part cells by a mark that shows empty ones."""
    return change(draft, cells=rng.choice(("\t", " | ", "|", "\n|\n")))


def loose_separators(draft: Draft, rng: Random) -> Draft:
    """Part cells by white space or line breaks alone; not by wide ones, which look like aligned columns."""
    return change(draft, cells=rng.choice((" ", "\n", "\n\n")))


def drop_blanks(draft: Draft, rng: Random) -> Draft:
    """Leave out empty cells, marks and all."""
    return change(draft, blanks=False)


def glue_labels(draft: Draft, rng: Random) -> Draft:
    """Print figures right behind their labels; no label ends with a digit."""
    return change(draft, after_label=rng.choice(("", "", "\n", "：")))


def glue_heads(draft: Draft, rng: Random) -> Draft:
    """Print the heads of a row without anything between them."""
    return change(draft, between_heads="")


def join_rows(draft: Draft, rng: Random) -> Draft:
    """Print rows one behind the other on a line, or with an empty line between."""
    return change(draft, rows=rng.choice((" ", "", "\n\n")))


def move_labels(draft: Draft, rng: Random) -> Draft:
    """Print labels behind or around their figures, now here and now there, or all of them before the figures."""
    orders: tuple[Order, ...] = ("after", "around", "mixed", "first")
    return change(draft, order=rng.choice(orders))


def break_runs(draft: Draft, rng: Random) -> Draft:
    """Print the figures of rows that stand side by side as three runs of five."""
    return change(draft, run=5)


def wrap_prose(draft: Draft, rng: Random) -> Draft:
    """Break paragraphs over lines."""
    return change(draft, wrap=rng.randint(20, 45))


def number_pages(draft: Draft, rng: Random) -> Draft:
    """Print a page number after every few lines, marked as one: a bare number might be taken for a figure."""
    return change(draft, page=rng.choice(_PAGES))


def move_table(draft: Draft, rng: Random) -> Draft:
    """Print one table behind the text."""
    at = rng.choice([i for i, part in enumerate(draft.parts) if isinstance(part, PrintedTable)])
    return change(draft, parts=(*draft.parts[:at], *draft.parts[at + 1 :], draft.parts[at]))


def cut_short(draft: Draft, rng: Random) -> Draft:
    """Let the text end at the end of some line."""
    return change(draft, cut=True)


# --- printing --------------------


def print_draft(draft: Draft, rng: Random) -> str:
    """Print a draft as text."""
    text = "\n".join(
        _paragraph(part, draft.wrap) if isinstance(part, Text) else _table(part, draft, rng) for part in draft.parts
    )
    lines = text.split("\n")
    if draft.cut:
        lines = lines[: rng.randint(len(lines) // 3, len(lines))]
    if draft.page:
        lines = list(_numbered(lines, draft.page, rng.randint(8, 40)))
    return "\n".join(lines) + "\n"


def _paragraph(part: Text, wrap: int) -> str:
    width = wrap or max(len(part.text), 1)
    return "\n".join(part.text[at : at + width] for at in range(0, len(part.text), width))


def _numbered(lines: list[str], page: str, length: int) -> Iterator[str]:
    for number, at in enumerate(range(0, len(lines), length), start=1):
        yield from lines[at : at + length]
        yield page.format(number)


def _table(table: PrintedTable, draft: Draft, rng: Random) -> str:
    rows = [row for row in table.rows() if row]
    if draft.order == "first" and _can_part(rows, draft):
        labels = [draft.cells.join(c.text for c in row if not is_figure(c) and c.text) for row in rows]
        figures = [_figures(row, draft) for row in rows if any(map(is_figure, row))]
        return "\n".join(line for line in (*labels, *figures) if line)
    printed = [text for text in (_row(row, draft, rng) for row in rows) if text.strip()]
    return _join_rows(printed, draft)


def _can_part(rows: list[Row], draft: Draft) -> bool:
    """Whether figures without labels still tell their rows: each row a line, none of their cells lost."""
    full = all(cell.text for row in rows for cell in row if is_figure(cell))
    return draft.row_a_line and (full or (draft.shows_blanks and "|" in draft.cells))


def _join_rows(printed: list[str], draft: Draft) -> str:
    """Put rows together; two figures, a figure and a label that begins with a digit, an empty cell and a label never touch."""
    text = ""
    for row in printed:
        apart = "\n" in draft.cells or row[0].isdigit() or not text[-1:].isalnum()
        text += ("\n" if apart and "\n" not in draft.rows else draft.rows) + row
    return text.removeprefix("\n")


def _row(row: Row, draft: Draft, rng: Random) -> str:
    if not any(map(is_figure, row)):
        between = draft.cells if draft.between_heads is None else draft.between_heads
        return between.join(cell.text for cell in row if cell.text)
    figures = _figures(row, draft)
    order = draft.order if draft.row_a_line else "before"
    if order in ("before", "first"):
        label = draft.cells.join(cell.text for cell in row if not is_figure(cell) and cell.text)
        return _ordered(label, figures, draft, "before")
    groups = "".join(cell.text + "\n" for cell in row if is_group(cell) and cell.text)
    label = draft.cells.join(c.text for c in row if not is_figure(c) and not is_group(c) and c.text)
    return groups + _ordered(label, figures, draft, rng.choice(("before", "after")) if order == "mixed" else order, rng)


def _ordered(label: str, figures: str, draft: Draft, order: Order, rng: Random | None = None) -> str:
    glued = draft.after_label is not None and bool(figures) and not figures.startswith(draft.cells)
    between = draft.after_label if glued and draft.after_label is not None else draft.cells
    if not label or not figures.strip():
        return label + (draft.cells if label and figures else "") + figures
    if order == "after":
        return figures + draft.cells + label
    places = [m.start() for m in HAN_HAN.finditer(label)]
    if order == "around" and rng and places:
        at = rng.choice(places)
        return label[:at] + between + figures + draft.cells + label[at:]
    return label + between + figures


def _figures(row: Row, draft: Draft) -> str:
    texts = [cell.text for cell in row if is_figure(cell)]
    run = draft.run if draft.run and len(texts) > 2 * draft.run else len(texts)
    kept = (texts[at : at + run] for at in range(0, len(texts), run))
    lines = (draft.cells.join(text for text in line if text or draft.shows_blanks) for line in kept)
    return "\n".join(line for line in lines if line)
