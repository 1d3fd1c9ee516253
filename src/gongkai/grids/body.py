"""The body of a table: its figures, each with value, unit, status and place."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from gongkai.document import NOWHERE
from gongkai.grids.around import unit_in
from gongkai.grids.groups import groups_of
from gongkai.grids.paths import Label, Path
from gongkai.grids.shape import Shape
from gongkai.grids.sheet import Sheet
from gongkai.grids.values import read_value, squeezed, words
from gongkai.report import GridFigure
from gongkai.text.fold import one_line

_JOINTS = ("/", "-", "_", "@")  # behind these pages break dates, telephone numbers and addresses


class Body(Struct, frozen=True):
    """What the figures of a table are read with; ``columns`` are those of the sheet, one for each path of ``heads``."""

    sheet: Sheet
    shape: Shape
    columns: tuple[int, ...]
    heads: tuple[Path, ...]
    labels: tuple[Label, ...]
    unit: str | None
    western: bool


def banners_of(sheet: Sheet, shape: Shape) -> tuple[dict[int, str], dict[int, str]]:
    """Return the rows that hold one label over the whole width, for the rows below; and those that are remarks."""
    banners: dict[int, str] = {}
    remarks: dict[int, str] = {}
    groups = groups_of(sheet, shape)
    for row in range(shape.heads, sheet.rows):
        text = _only(sheet, row) or groups.get(row)
        if text is None:
            continue
        last = not any(
            sheet.text(r, c)
            for r in range(row + 1, sheet.rows)
            for c in range(sheet.columns)
            if _only(sheet, r) is None
        )
        if words().notes.fullmatch(squeezed(text)) or last:
            remarks[row] = text
        else:
            banners[row] = text
    return banners, remarks


def _only(sheet: Sheet, row: int) -> str | None:
    """The words of a row whose one cell spans the table."""
    cells = {sheet.cover.get((row, c)) for c in range(sheet.columns)}
    alone = len(cells) == 1 and sheet.columns > 1
    return sheet.text(row, 0) if alone and sheet.kind(row, 0) == "words" else None


def figures_of(body: Body) -> tuple[GridFigure, ...]:
    """Return the cells of the body, row by row; what a stub covers is none."""
    units = [column_unit(path) for path in body.heads]
    return tuple(
        figure
        for at, label in enumerate(body.labels)
        for index, column in enumerate(body.columns)
        if (figure := _figure(body, (at, label.row), (index, column), units[index])) is not None
    )


def _figure(body: Body, row: tuple[int, int], column: tuple[int, int], head_unit: str | None) -> GridFigure | None:
    sheet, place = body.sheet, (row[1], column[1])
    cell = sheet.cover.get(place)
    if cell is not None and any(sheet.cover.get((row[1], c)) is cell for c in body.shape.stub):
        return None
    if cell is None:
        return GridFigure(row=row[0], column=column[0], text="", status="blank", source=NOWHERE)
    printed = read_value(cell.text, body.western)
    if not sheet.begins(*place) and printed.status != "missing":
        return GridFigure(row=row[0], column=column[0], text="", status="blank", source=cell.place)
    refers = printed.status != "blank" and is_reference(body.heads[column[0]])
    status = "text" if printed.status == "missing" or refers else printed.status
    if status == "reported" and (cell in sheet.unsure or _is_unlabelled(body, row[0], column[0])):
        status = "ambiguous"
    value = printed.value if status == "reported" else None
    own = sheet.text(row[1], body.shape.units).strip("()（）") if body.shape.units is not None else ""
    unit = (
        (printed.unit or head_unit or own or (None if _counts_else(body.heads[column[0]]) else body.unit))
        if value is not None
        else None
    )
    if unit is not None and "、" in unit:
        unit = None  # 人、所: which of them a figure is in, its own head would have to say
    text = cell.text.strip() if cell.place.page is None else _unwrapped(cell.text)
    return GridFigure(
        row=row[0],
        column=column[0],
        text=text,
        value=value,
        unit=unit,
        status=status,
        note=printed.note,
        source=cell.place,
    )


def _is_unlabelled(body: Body, row: int, column: int) -> bool:
    """Whether nothing says what a figure counts: no head over it, or no label before it, where other columns and rows are there."""
    return (not body.heads[column] and len(body.columns) > 1) or (not body.labels[row].path and len(body.labels) > 1)


def _unwrapped(text: str) -> str:
    """The lines of a cell of a page put together: its width broke them. A blank stays between two words of letters and two numbers."""
    first, *rest = [line.strip() for line in text.strip().split("\n")]
    for line in rest:
        joint = first[-1:] in _JOINTS or len(one_line(f"{first[-1:]} {line[:1]}")) < 3
        first += line if joint else f" {line}"
    return first


def _counts_else(path: Path) -> bool:
    """Whether a column's head says that it counts people, points or shares: the unit of the table, mostly money, is not its own."""
    return bool(path) and words().own_units.fullmatch(squeezed(path[-1])) is not None


def is_reference(path: Path) -> bool:
    """Whether a column refers to remarks elsewhere: what stands in it is never a figure."""
    return bool(path) and words().references.fullmatch(squeezed(path[-1])) is not None


@lru_cache(maxsize=1 << 10)
def column_unit(path: Path) -> str | None:
    """The unit that the heads over a column declare, the lowest first."""
    return next((unit for text in reversed(path) if (unit := unit_in(text))), None)
