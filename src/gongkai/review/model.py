"""What the pages are made of: a report's tables, its source and its doubts, ready to be written as HTML. Nothing holds a cycle."""

from __future__ import annotations

from msgspec import Struct

from gongkai.messages.catalogue import Said
from gongkai.report import Cell, Check, GridSum
from gongkai.review.states import State
from gongkai.show.layout import Box


class CellView(Struct, frozen=True, gc=False, kw_only=True):
    """One cell. ``number`` is its id on the page, ``checks`` the numbers of its checks; ``stop`` says that the key for the next doubtful
    cell halts here; ``warned`` that a check fails which contradicts nothing (a warning, or one from year to year); ``decisions`` are
    the numbers of what reviewers decided about it, ``sums`` the failing sums of a table as printed.
    """

    number: int
    table: str
    cell: Cell
    state: State
    text: str
    checks: tuple[int, ...]
    stop: bool
    warned: bool
    decisions: tuple[int, ...] = ()
    sums: tuple[str, ...] = ()


class Slot(Struct, frozen=True, gc=False):
    """One printed cell of a table: a head, a label, or a figure; ``text`` are words of a table as printed."""

    box: Box
    view: CellView | None = None
    text: str = ""


class TableView(Struct, frozen=True, gc=False, kw_only=True):
    """One table; ``rows`` hold the boxes that begin in each printed row, left to right."""

    key: str
    form: str
    name: str
    name_en: str
    rows: tuple[tuple[Slot, ...], ...]
    cells: tuple[CellView, ...]
    extra: tuple[tuple[str, str], ...]


class SumView(Struct, frozen=True, gc=False):
    """A sum of a table as printed that fails; ``name`` are the labels of its total."""

    id: str
    name: str
    sum: GridSum


class GridView(Struct, frozen=True, gc=False, kw_only=True):
    """One table as printed: its rows as of a form's table, the figures in it, its failing sums, and how many hold."""

    id: str
    caption: str
    unit: str
    section: str
    rows: tuple[tuple[Slot, ...], ...]
    cells: tuple[CellView, ...]
    sums: tuple[SumView, ...]
    passed: int


class CheckView(Struct, frozen=True, gc=False):
    """One check, what it is called, and the numbers of the cells that it speaks of."""

    number: int
    check: Check
    name: Said
    cells: tuple[int, ...]


class Jump(Struct, frozen=True, gc=False):
    """A cell to jump to, and what tells it from the others that stand beside it."""

    view: CellView
    zh: str
    en: str


class Doubt(Struct, frozen=True, gc=False, kw_only=True):
    """Something to look at: a failing check (``id``), or open cells of one row or (``whole``) of a table.

    ``state`` is None for warnings.
    """

    state: State | None
    zh: str
    en: str
    jumps: tuple[Jump, ...]
    id: str = ""
    message: str = ""
    message_zh: str = ""
    whole: bool = False


class Piece(Struct, frozen=True, gc=False):
    """A piece of the source's text, and the numbers of the cells that were read there."""

    text: str
    cells: tuple[int, ...] = ()
    state: State | None = None


class Region(Struct, frozen=True, gc=False):
    """A rectangle on a page, in points from its top left corner."""

    x: float
    y: float
    width: float
    height: float
    cells: tuple[int, ...]
    state: State


class PageView(Struct, frozen=True, gc=False, kw_only=True):
    """A page as a picture; ``picture`` is its file's name, None where it is not drawn. Sizes in points."""

    number: int
    width: float
    height: float
    picture: str | None
    regions: tuple[Region, ...]


class GridCellView(Struct, frozen=True, gc=False):
    """One cell of a table of the source."""

    piece: Piece
    row_span: int
    column_span: int


class BlockView(Struct, frozen=True, gc=False, kw_only=True):
    """A line or paragraph (``pieces``), a table (``rows``) or a picture (its file's name) of the source; ``line`` is the number of a
    line of text.
    """

    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[GridCellView, ...], ...] = ()
    line: int | None = None
    level: int | None = None
    picture: str | None = None


class SourceView(Struct, frozen=True, gc=False, kw_only=True):
    """The left side of a report's page; ``notes`` say in two languages what is not shown, and why."""

    pages: tuple[PageView, ...] = ()
    blocks: tuple[BlockView, ...] = ()
    numbered: bool = False
    notes: tuple[tuple[str, str], ...] = ()
