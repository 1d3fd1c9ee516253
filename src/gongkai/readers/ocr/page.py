"""One upright picture to a page: its tables with what stands in their cells, and the lines of running text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import cv2
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gongkai.document import BBox, Grid, GridCell
from gongkai.readers.ocr.again import second_look
from gongkai.readers.ocr.arrays import Boxes, Color, Floats, Gray, Mask
from gongkai.readers.ocr.blobs import around, blobs_of, cell_of, lines_of, rows_of, width_of_character
from gongkai.readers.ocr.ctc import Reading
from gongkai.readers.ocr.engine import Engine
from gongkai.readers.ocr.figures import (
    UNREAD,
    Harm,
    Token,
    is_dash,
    is_slash,
    plain,
    stands,
    tokens,
    usual_digit,
)
from gongkai.readers.ocr.ink import ink_of
from gongkai.readers.ocr.ruling import ruling_of
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lattice import RuledTable, Table, lattices_of
from gongkai.readers.pages.lines import Line
from gongkai.readers.pages.page import Page

_ROOM = 0.3  # room around a line in its crop, of its height
_TABULAR = 1.4  # widths of a character: a wider gap parts words as cells are parted
_EDGE = 1.8  # points by which a rule of the picture may run beside its straight line
_NOTHING = 0.5  # what was read less surely than this on the whole is no text

_Key = tuple[int, int, int] | None


class _Run(Struct, frozen=True):
    """The ink of one line, or of a part of it between wide gaps; ``cell`` is (table, row, column)."""

    ink: Boxes
    cell: _Key


class _Read(Struct, frozen=True):
    """A run with what was read in it; ``left`` is its crop's left edge."""

    run: _Run
    reading: Reading
    left: int


class ReadTable(RuledTable, frozen=True):
    """A table that was read in a picture: ``sure`` says how certain the least certain character of a cell is."""

    sure: dict[tuple[int, int], float]

    def grid(self, page: int, number: int) -> Grid:
        """Return it as the ``number``-th grid of the document, on ``page``."""
        grid = super().grid(page, number)
        return replace(grid, cells=tuple(self._marked(cell) for cell in grid.cells))

    def _marked(self, cell: GridCell) -> GridCell:
        sure = self.sure.get((cell.row, cell.column))
        return cell if sure is None else replace(cell, place=replace(cell.place, confidence=round(sure, 3)))


class Seen(Struct, frozen=True):
    """A picture made ready: its ink without rules, its tables, and where rules and seals were taken away."""

    gray: Gray
    black: Mask
    harm: Harm
    tables: tuple[Table, ...]
    unit: float


def look(picture: Color, unit: float) -> Seen:
    """Find the ink and the tables of an upright picture; ``unit`` is the number of pixels in a point."""
    ink = ink_of(picture, unit)
    ruling = ruling_of(ink.gray, unit, ink.seal)
    tables = tuple(lattices_of(ruling.across, ruling.down))
    rules = _within(ruling.mask, tables, unit)
    wide = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    gray, black = ink.gray.copy(), ink.black.copy()
    gray[wide > 0], black[wide > 0] = 255, 0
    return Seen(gray, black, Harm(_edge(ink.seal), _edge(wide)), tables, unit)


def _within(mask: Mask, tables: Sequence[Table], unit: float) -> Mask:
    """Keep the rules that are edges of cells; a line under a heading, or a stroke taken for one, stays ink."""
    edges = np.zeros_like(mask)
    for table in tables:
        for row, column, height, width in set(table.cells.values()):
            x0, x1, y0, y1 = table.xs[column], table.xs[column + width], table.ys[row], table.ys[row + height]
            first, last = (round(x0 * unit), round(y0 * unit)), (round(x1 * unit), round(y1 * unit))
            cv2.rectangle(edges, first, last, 255, max(3, round(2 * _EDGE * unit)))
    return np.asarray(cv2.bitwise_and(mask, edges), np.uint8)


def _edge(rules: Mask) -> Mask:
    return np.asarray(cv2.dilate(rules, np.ones((3, 3), np.uint8)), np.uint8)


def read_page(seen: Seen, text_map: Floats, number: int, engine: Engine) -> Page:
    """Read what stands on a picture; ``text_map`` is where the detector finds lines on it."""
    blobs = blobs_of(seen.black, seen.unit)
    em = width_of_character(blobs, seen.unit)
    runs = list(_runs(seen, blobs, em, text_map))
    read = _recognised(seen, runs, em, engine)
    cells: dict[tuple[int, int, int], list[tuple[Line, float]]] = {}
    outside: list[Line] = []
    for r, line in _lines(seen, read, em, engine):
        if r.run.cell is None:
            if not _is_cut(r.run.ink, seen.gray):
                outside.append(line)
        else:
            cells.setdefault(r.run.cell, []).append((line, r.reading.least))
    height, width = seen.gray.shape
    sheet = Sheet(number, (width / seen.unit, height / seen.unit), tuple(_joined(outside)))
    return Page(sheet, tuple(_tables(seen.tables, cells)))


def _is_cut(ink: Boxes, gray: Gray) -> bool:
    """Whether a line runs over the upper or lower edge of the picture, as where somebody cut a table out: half of it is not there."""
    _, top, _, bottom = around(ink)
    return top <= 0 or bottom >= gray.shape[0]


def _tables(
    tables: Sequence[Table], cells: Mapping[tuple[int, int, int], list[tuple[Line, float]]]
) -> Iterator[RuledTable]:
    """Yield the tables that hold text in more than one cell."""
    for i, table in enumerate(tables):
        own = {key[1:]: read for key, read in cells.items() if key[0] == i}
        if len(own) > 1:
            texts = {key: [line for line, _ in read] for key, read in own.items()}
            yield ReadTable(table, texts, {key: min(sure for _, sure in read) for key, read in own.items()})


def _runs(seen: Seen, blobs: Boxes, em: float, text_map: Floats) -> Iterator[_Run]:
    cells: dict[_Key, list[int]] = {}
    for i, box in enumerate(blobs):
        cells.setdefault(cell_of(seen.tables, box, seen.unit), []).append(i)
    outside = cells.pop(None, [])
    inside = width_of_character(blobs[[i for own in cells.values() for i in own]], seen.unit)
    for key, own in cells.items():
        yield from (_Run(row, key) for row in rows_of(blobs[own], inside))
    yield from (_Run(run, None) for run in lines_of(blobs[outside], text_map, seen.gray.shape, em))


def _recognised(seen: Seen, runs: Sequence[_Run], em: float, engine: Engine) -> list[_Read]:
    crops = [_crop(seen.gray, run.ink, em) for run in runs]
    readings = engine.recognise([crop for crop, _ in crops])
    read = [_Read(run, reading, left) for run, reading, (_, left) in zip(runs, readings, crops, strict=True)]
    return [
        r for r in read if r.run.cell is not None or (r.reading.text.strip() and np.mean(r.reading.sure) > _NOTHING)
    ]


def _crop(gray: Gray, ink: Boxes, em: float) -> tuple[Gray, int]:
    """Cut a line out, with room around it; a dash keeps its size, as on a line of its own. Returns its left edge, too."""
    x0, y0, x1, y1 = around(ink)
    height = max(y1 - y0, 0.75 * em)
    room = round(_ROOM * height)
    middle = (y0 + y1) / 2
    top, bottom = round(middle - height / 2) - room, round(middle + height / 2) + room
    padded = np.full((bottom - top, x1 - x0 + 2 * room), 255, np.uint8)
    area = gray[max(0, top) : bottom, max(0, x0 - room) : x1 + room]
    at = max(0, -top), max(0, room - x0)
    padded[at[0] : at[0] + area.shape[0], at[1] : at[1] + area.shape[1]] = area
    return padded, x0 - room


def _lines(seen: Seen, read: Sequence[_Read], em: float, engine: Engine) -> Iterator[tuple[_Read, Line]]:
    """Yield each run with its line; figures that do not stand come as UNREAD."""
    found = [(at, token) for at, r in enumerate(read) for token in tokens(r.reading, r.run.ink, r.left)]
    again = engine.recognise([second_look(token, seen.black, em) for _, token in found])
    in_cells = usual_digit(
        [token for _, token in found], [token for at, token in found if read[at].run.cell is not None]
    )
    in_text = replace(in_cells, height=np.nan)
    verdicts: dict[int, list[tuple[Token, bool]]] = {}
    for (at, token), second in zip(found, again, strict=True):
        r = read[at]
        stroke = is_dash(token, seen.black) or is_slash(token, seen.black)
        usual = in_cells if r.run.cell is not None else in_text
        good = stroke or stands(token, r.reading, second, seen.black, seen.harm, usual)
        verdicts.setdefault(at, []).append((token, good))
    for at, r in enumerate(read):
        yield r, _line(r, verdicts.get(at, []), seen)


def _line(read: _Read, judged: Sequence[tuple[Token, bool]], seen: Seen) -> Line:
    text = read.reading.text if read.reading.text.strip() else UNREAD  # there is ink, so something stands there
    figures = []
    for token, good in judged:
        shown = _shown(token, seen.black) if good else UNREAD * len(token.text)
        text = text[: token.start] + shown + text[token.end :]
        figures.append((token.start, token.end, _points(token.ink if len(token.ink) else read.run.ink, seen.unit)))
    return Line(text=text, bbox=_points(read.run.ink, seen.unit), figures=tuple(figures))


def _shown(token: Token, black: Mask) -> str:
    if is_dash(token, black):
        return "-" * len(token.text)
    return "/" if is_slash(token, black) else plain(token.text)


def _points(ink: Boxes, unit: float) -> BBox:
    x0, y0, x1, y1 = around(ink)
    return (x0 / unit, y0 / unit, x1 / unit, y1 / unit)


def _joined(runs: Sequence[Line]) -> Iterator[Line]:
    """Join the runs that stand on one height, from top to bottom, left to right."""
    rows: list[list[Line]] = []
    for run in sorted(runs, key=lambda line: line.bbox[1] + line.bbox[3]):
        last = rows[-1][0] if rows else None
        if last and last.bbox[1] < (run.bbox[1] + run.bbox[3]) / 2 < last.bbox[3]:
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        yield _one(sorted(row, key=lambda line: line.bbox[0]))


def _one(row: Sequence[Line]) -> Line:
    whole = row[0]
    for run in row[1:]:
        gap = run.bbox[0] - whole.bbox[2]
        shift = len(whole.text) + 1
        figures = tuple((start + shift, end + shift, box) for start, end, box in run.figures)
        (a, b, c, d), (e, f, g, h) = whole.bbox, run.bbox
        whole = Line(
            text=f"{whole.text} {run.text}",
            bbox=(min(a, e), min(b, f), max(c, g), max(d, h)),
            figures=(*whole.figures, *figures),
            tabular=whole.tabular or gap > _TABULAR * (run.bbox[3] - run.bbox[1]),
        )
    return whole
