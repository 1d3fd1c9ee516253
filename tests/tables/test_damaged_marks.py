"""Text whose cells are marked, harmed on its way: wrapped lines, numbered rows, page numbers, cells lost or printed twice, tables turned.

A figure that is given is the one that is printed there; what the harm left open is ambiguous.
"""

from __future__ import annotations

from random import Random

import pytest

from corpus.grid import PrintedCell, PrintedTable
from corpus.model import Truth
from corpus.to_text import FLAVOURS, to_text

from .build import change, forms, missed, moved, read, read_text, truth_of, with_cells, without, wrong

MARKED = sorted(name for name, style in FLAVOURS.items() if style.kind == "blanks kept" and name != "blank-line-gaps")
BLANKS = {"profile": "typical", "blanks": 0.5}
REPORTS = [pytest.param(31, {}, id="filled"), pytest.param(32, BLANKS, id="with blanks")]


def truth(seed: int, options: dict[str, object]) -> Truth:
    """Invent a report."""
    return truth_of(seed, **options)


def reversed_columns(table: PrintedTable) -> PrintedTable:
    """Print the grid from right to left."""
    return with_cells(table, [moved(c, column=table.width - c.column - c.column_span) for c in table.cells])


def with_numbers(place: str) -> object:
    """Number the rows, before their labels (``first``) or behind them (``second``)."""

    def make(table: PrintedTable) -> PrintedTable:
        rows = sorted({c.row for c in table.cells if c.key})
        values = min(c.column for c in table.cells if c.key)
        at = 0 if place == "first" else values
        cells = [moved(c, column=c.column + 1) if c.column >= at else c for c in table.cells]
        cells += [PrintedCell(row=row, column=at, text=str(n)) for n, row in enumerate(rows, 1)]
        return with_cells(table, cells, table.width + 1)

    return make


def turned(table: PrintedTable) -> PrintedTable:
    """Print rows that stand side by side as columns: five rows of three figures."""
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    groups = ("行政复议", "未经复议直接起诉", "复议后起诉")
    values = sorted((c for c in table.cells if c.key), key=lambda c: c.column)
    cells = [PrintedCell(row=0, column=i + 1, text=name) for i, name in enumerate(groups)]
    for row, name in enumerate(names):
        cells.append(PrintedCell(row=row + 1, column=0, text=name, role="label"))
        cells += [moved(values[5 * g + row], row=row + 1, column=g + 1, column_span=1) for g in range(3)]
    return with_cells(table, cells, 4)


def wrapped(text: str, width: int, *, at_spaces: bool) -> str:
    """Wrap lines as a mail program does, after so many characters or at the space before."""
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > width:
            cut = (rest.rfind(" ", 1, width) if at_spaces else -1) + 1 or width
            lines.append(rest[:cut].rstrip(" ") if at_spaces else rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return "\n".join(lines)


@pytest.mark.parametrize(("seed", "options"), REPORTS)
@pytest.mark.parametrize("flavour", MARKED)
def test_a_padded_table_gives_every_figure_wherever_blanks_are(flavour, seed, options):
    """Pipes that stand for missing columns, or open a row, are told from blank cells."""
    report = read(truth(seed, options), flavour)
    assert wrong(truth(seed, options), report) == []
    last = {"carried_forward", "fees", "review", "litigation_direct", "litigation_after_review"}
    lost = {row for _, row in missed(truth(seed, options), report)}
    assert lost <= (last if flavour == "row-padded" else set())


@pytest.mark.parametrize("at_spaces", [False, True])
@pytest.mark.parametrize("width", [20, 33, 40, 60])
@pytest.mark.parametrize("flavour", ["tab-rows", "markdown-row", "row-no-pad", "row-padded", "one-line-pipes", "mixed"])
def test_wrapped_rows_give_no_wrong_figure(flavour, width, at_spaces):
    """A row goes on in the next line, and a figure may be cut in two."""
    for seed, options in ((31, {}), (32, BLANKS)):
        printed = to_text(truth(seed, options), flavour, Random(0))
        assert wrong(truth(seed, options), read_text(wrapped(printed, width, at_spaces=at_spaces))) == []


@pytest.mark.parametrize("place", ["first", "second"])
@pytest.mark.parametrize("flavour", MARKED)
def test_a_running_number_is_no_value(flavour, place):
    """序号 typed into each row shifts no figure and is none."""
    for seed, options in ((31, {}), (32, BLANKS)):
        numbered = truth(seed, options)
        for table in ("active_disclosure", "requests"):
            numbered = change(numbered, table, with_numbers(place))
        assert wrong(numbered, read(numbered, flavour)) == []


@pytest.mark.parametrize("make", [reversed_columns, turned])
@pytest.mark.parametrize("flavour", MARKED)
def test_a_turned_table_gives_no_wrong_figure(flavour, make):
    """Columns from right to left, or rows printed as columns."""
    for seed, options in ((31, {}), (32, BLANKS)):
        harmed = change(truth(seed, options), "reviews_litigation", make)
        assert wrong(harmed, read(harmed, flavour)) == []


@pytest.mark.parametrize("key", [("carried_forward", "business"), ("denied.state_secret", "nonprofit")])
@pytest.mark.parametrize("flavour", MARKED)
def test_a_lost_cell_moves_no_other(flavour, key):
    """A converter that fills up its rows makes good for the lost cell at the row's end; where it stood is not known."""
    whole = truth_of(31)
    found = wrong(whole, read(change(whole, "requests", without(key)), flavour))
    assert [line for line in found if ".".join(key) not in line] == []


@pytest.mark.parametrize("number", ["3", "- 3 -", "第3页", "\t3", "3 |"])
@pytest.mark.parametrize("flavour", ["tab-cells", "tab-rows", "row-padded", "markdown-row", "row-no-pad", "mixed"])
def test_a_page_number_between_rows_is_no_value(flavour, number):
    """Between any two lines of a row or of the table, in cell marks or not."""
    whole = truth_of(32, **BLANKS)
    lines = to_text(whole, flavour, Random(0)).split("\n")
    marked = [i for i, line in enumerate(lines) if "\t" in line or "|" in line]
    for at in marked[:: len(marked) // 12]:
        text = "\n".join([*lines[:at], number, *lines[at:]])
        assert wrong(whole, read_text(text)) == []


@pytest.mark.parametrize("flavour", ["row-no-pad", "tab-rows", "row-padded"])
def test_the_rows_of_reviews_may_stand_below_each_other_in_any_order(flavour):
    """Each group of five figures belongs to the label beside it."""
    groups = (("复议后起诉", 10), ("行政复议", 0), ("未经复议直接起诉", 5))

    def make(table: PrintedTable) -> PrintedTable:
        values = sorted((c for c in table.cells if c.key), key=lambda c: c.column)
        names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
        cells = [PrintedCell(row=0, column=i + 1, text=name) for i, name in enumerate(names)]
        for row, (name, first) in enumerate(groups, 1):
            cells.append(PrintedCell(row=row, column=0, text=name, role="label"))
            cells += [moved(values[first + i], row=row, column=i + 1, column_span=1) for i in range(5)]
        return with_cells(table, cells, 6)

    harmed = change(truth_of(31), "reviews_litigation", make)
    assert wrong(harmed, read(harmed, flavour)) == []


def test_cells_of_one_line_among_padded_rows_are_rows_too():
    """The style may change inside one table; each row is judged among those of its own style."""
    for form in forms():
        if form == "gio-2014":
            continue
        whole = truth_of(32, form, **BLANKS)
        report = read(whole, "mixed")
        assert (wrong(whole, report), missed(whole, report)) == ([], set())
