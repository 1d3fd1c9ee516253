"""Invented documents in the formats that archives hold."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import escape
from itertools import zip_longest

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from corpus.others.model import Chapter, Half, Head, Other, Printed

Cell = tuple[int, int, int, int, str]
"""Row, column, rows and columns that it spans, text; a label that is set in begins with a wide blank for each step."""

_STEP = "\u3000"
_RULES = {
    "all": "td{border:1px solid #000;padding:3px}",
    "few": "td{padding:2px 7px}table{width:100%;border-top:1px solid;border-bottom:1px solid}tr:first-child td{border-bottom:1px solid}",
    "none": "td{padding:2px 7px;text-align:right}td:first-child{text-align:left}td[colspan]:not([colspan='1']){text-align:center}",
}


def placed(table: Printed) -> list[Cell]:
    """Every cell of a printed table; halves stand side by side, groups in a first column are merged."""
    deep = max(_depth(half) for half in table.halves)
    cells: list[Cell] = []
    left = 0
    for half in table.halves:
        first, own = (1, [(0, left, 1, _width(half), half.top)]) if half.top else (0, [])
        if half.headless:
            left += _width(half)
            continue
        own += [(first, left + i, deep - first, 1, text) for i, text in enumerate(half.stubs)]
        column = left + len(half.stubs)
        last = deep - half.numbered
        own += [(last, column + i, 1, 1, str(i + 1)) for i in range(_width(half) - len(half.stubs)) if half.numbered]
        for head in half.heads:
            own += _head(head, first, column, last)
            column += head.width
        cells += own
        left += _width(half)
    banners = dict(table.halves[0].banners)
    for at, lines in enumerate(zip_longest(*(half.rows for half in table.halves), fillvalue=None)):
        if at in banners:
            cells.append((deep + at, 0, 1, sum(map(_width, table.halves)), banners[at]))
            deep += 1
        left = 0
        for half, line in zip(table.halves, lines, strict=True):
            labels, figures = line or ((("",) * len(half.stubs)), ("",) * (_width(half) - len(half.stubs)))
            if line and len(half.stubs) > 1 and labels[0] in ("合计", "总计"):
                cells.append((deep + at, left, 1, len(half.stubs), labels[0]))
            else:
                step = half.steps[at] if half.steps else 0
                cells += [(deep + at, left + i, 1, 1, _STEP * step + text) for i, text in enumerate(labels)]
            cells += [(deep + at, left + len(half.stubs) + i, 1, 1, text) for i, text in enumerate(figures)]
            left += _width(half)
    return _merged(cells, table)


def _merged(cells: list[Cell], table: Printed) -> list[Cell]:
    """Merge the equal labels of a column of groups."""
    half = table.halves[0]
    column = next((i for i, stub in enumerate(half.stubs) if stub in half.merged), None)
    if column is None:
        return cells
    kept: list[Cell] = []
    for cell in cells:
        above = next((k for k in kept if k[1] == column and k[0] + k[2] == cell[0] and k[4] == cell[4]), None)
        if cell[1] == column and above and cell[4]:
            kept[kept.index(above)] = (*above[:2], above[2] + 1, *above[3:])
        else:
            kept.append(cell)
    return kept


def _depth(half: Half) -> int:
    return 0 if half.headless else max(head.depth for head in half.heads) + bool(half.top) + half.numbered


def _width(half: Half) -> int:
    return len(half.stubs) + sum(head.width for head in half.heads)


def _head(head: Head, row: int, column: int, deep: int) -> Iterator[Cell]:
    yield row, column, 1 if head.below else deep - row, head.width, head.text
    for below in head.below:
        yield from _head(below, row + 1, column, deep)
        column += below.width


def _lines(other: Other) -> Iterator[tuple[int, str | Printed]]:
    """Title, contents, headings with their level, text (level 0) and tables in printed order."""
    yield -1, other.title
    if other.contents:
        yield 0, "目录"
        yield from ((0, f"{c.heading}……………………{n}") for n, c in enumerate(_all(other), 1))
    for chapter in other.chapters:
        yield from _chapter(chapter, 1)
    if other.signed:
        yield from ((0, other.signed), (0, other.date))


def _all(other: Other) -> list[Chapter]:
    return [c for top in other.chapters for c in top.walk()]


def _chapter(chapter: Chapter, level: int) -> Iterator[tuple[int, str | Printed]]:
    yield level, chapter.heading
    yield from ((0, text) for text in chapter.text)
    for table in chapter.tables:
        for number, piece in enumerate(_pieces(table)):
            if not table.below:
                yield 0, f"{table.caption}（续）" if number else table.caption
            if table.unit and not table.unit_below:
                yield 0, f"单位：{table.unit}"
            yield 0, piece
        if table.below:
            yield 0, table.caption
        if table.unit_below:
            yield 0, f"单位：{table.unit}"
        yield from ((0, note) for note in table.notes)
    for below in chapter.below:
        yield from _chapter(below, level + 1)


def _pieces(table: Printed) -> list[Printed]:
    """The table, or where it is cut its two parts."""
    if not table.cut:
        return [table]
    (half,) = table.halves
    return [
        replace(table, halves=(replace(half, rows=rows),)) for rows in (half.rows[: table.cut], half.rows[table.cut :])
    ]


def to_html(other: Other, rules: str = "all") -> bytes:
    """A page with tables that keep their spans; headings are paragraphs. ``rules`` may be "all", "few" (three lines across), or "none"."""
    parts: list[str] = []
    for level, item in _lines(other):
        if isinstance(item, Printed):
            parts.append(_html_table(item))
        else:
            tag = "h1" if level < 0 else "p"
            parts.append(f"<{tag}>{escape(item)}</{tag}>")
    style = (
        "body{font-family:'WenQuanYi Zen Hei','Noto Sans CJK SC',sans-serif;font-size:11pt}"
        f"table{{border-collapse:collapse}}{_RULES[rules]}"
    )
    return (
        f"<html><head><meta charset='utf-8'><style>{style}</style></head><body>{''.join(parts)}</body></html>".encode()
    )


def _html_table(table: Printed) -> str:
    cells = placed(table)
    rows = []
    for row in range(max(c[0] for c in cells) + 1):
        own = sorted((c for c in cells if c[0] == row), key=lambda c: c[1])
        rows.append(
            "<tr>"
            + "".join(
                f"<td rowspan={r} colspan={c}{_set_in(t)}>{escape(t.lstrip(_STEP))}</td>" for _, _, r, c, t in own
            )
            + "</tr>"
        )
    return f"<table>{''.join(rows)}</table>"


def _set_in(text: str) -> str:
    """How a page sets a label in: by its style."""
    steps = len(text) - len(text.lstrip(_STEP))
    return f' style="padding-left:{2 * steps}em"' if steps else ""


def to_docx(other: Other, *, framed: bool = True) -> bytes:
    """A Word file: headings in styles, tables with merged cells; not ``framed``: without rules, and without room at the cells' sides."""
    document = Document()
    for level, item in _lines(other):
        if isinstance(item, Printed):
            table = document.add_table(*_size(item), style="Table Grid" if framed else "Normal Table")
            _word_table(table, item)
            if not framed:
                _without_room(table)
        elif level > 0:
            document.add_heading(item, level)
        else:
            document.add_paragraph(item)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _size(table: Printed) -> tuple[int, int]:
    cells = placed(table)
    return max(c[0] + c[2] for c in cells), max(c[1] + c[3] for c in cells)


def _word_table(table: Table, printed: Printed) -> None:
    for row, column, tall, wide, text in placed(printed):
        cell = table.cell(row, column)
        if tall > 1 or wide > 1:
            cell = cell.merge(table.cell(row + tall - 1, column + wide - 1))
        cell.text = text.lstrip(_STEP)
        if steps := len(text) - len(text.lstrip(_STEP)):
            cell.paragraphs[0].paragraph_format.left_indent = Pt(21 * steps)


def _without_room(table: Table) -> None:
    room = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        room.append(edge)
    table._tbl.tblPr.append(room)


def to_xlsx(other: Other) -> bytes:
    """A workbook of one sheet: lines in its first column, tables in cells that are merged as they are printed, figures as text."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        row = 0
        indents = [None, *(book.add_format({"indent": n}) for n in (1, 2))]
        for _, item in _lines(other):
            if not isinstance(item, Printed):
                sheet.write_string(row, 0, item)
                row += 1
                continue
            for top, left, tall, wide, text in placed(item):
                if tall > 1 or wide > 1:
                    sheet.merge_range(row + top, left, row + top + tall - 1, left + wide - 1, text)
                else:
                    label = text.lstrip(_STEP)
                    sheet.write_string(row + top, left, label, indents[len(text) - len(label)])
            row += _size(item)[0] + 1
    return stream.getvalue()


def to_markdown(other: Other) -> bytes:
    """Markdown with pipe tables: heads of several levels in lines, a merged cell printed once, blank cells beside it."""
    return "\n\n".join(_marked(other, "#", "| ", " | ", " |", ruler=True)).encode()


def to_tabs(other: Other) -> bytes:
    """Plain text whose cells are parted by tabs."""
    return "\n".join(_marked(other, "", "", "\t", "", ruler=False)).encode()


def to_pipes(other: Other) -> bytes:
    """Plain text whose cells stand between pipes."""
    return "\n".join(_marked(other, "", "| ", " | ", " |", ruler=False)).encode()


def _marked(other: Other, mark: str, left: str, between: str, right: str, *, ruler: bool) -> Iterator[str]:
    for level, item in _lines(other):
        if isinstance(item, Printed):
            height, width = _size(item)
            lines = [["" for _ in range(width)] for _ in range(height)]
            for row, column, _, _, text in placed(item):
                lines[row][column] = text
            printed = [left + between.join(line) + right for line in lines]
            yield "\n".join([printed[0], "|" + " --- |" * width, *printed[1:]] if ruler else printed)
        else:
            depth = max(1, level + 1) if level else 0
            yield f"{mark * depth} {item}" if mark and depth else item


PRINTERS: Mapping[str, tuple[str, Callable[[Other], bytes]]] = {
    "docx": (".docx", to_docx), "html": (".html", to_html), "md": (".md", to_markdown), "tabs": (".txt", to_tabs),
    "pipes": (".txt", to_pipes), "xlsx": (".xlsx", to_xlsx),
}  # fmt: skip
