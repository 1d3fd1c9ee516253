"""Workbooks: what a person sees in a cell, not what the file stores."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.document import Grid
from gongkai.readers.workbook.xlsx import read
from gongkai.text.numerals import GETA

DARK = "FF800000"


def shown(change: Callable[[Worksheet], object]) -> list[list[str]]:
    """Return the rows of a sheet of two columns and three rows, after a change."""
    book = openpyxl.Workbook()
    for line in (("项目", "本年"), ("许可", 101), ("处罚", 102)):
        book.active.append(line)
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    (document,) = read(out.getvalue())
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return [[cell.text for cell in line] for line in grid.rows()]


def of(value: object = 101, code: str = "", **looks: object) -> str:
    """Return the text of one cell that looks so."""

    def change(sheet: Worksheet) -> None:
        cell = sheet["B2"]
        cell.value = value
        for name, look in looks.items():
            setattr(cell, name, look)
        cell.number_format = code or cell.number_format

    return shown(change)[1][1]


def test_letters_of_the_colour_of_their_cell_are_not_seen():
    """Of any colour, by name of the palette or the theme; another colour is seen."""
    assert of(font=Font(color=DARK), fill=PatternFill("solid", fgColor=DARK)) == ""
    assert of(font=Font(color=Color(theme=5)), fill=PatternFill("solid", fgColor=Color(theme=5))) == ""
    assert of(font=Font(color=Color(theme=5)), fill=PatternFill("solid", fgColor=Color(theme=6))) == "101"


def test_figures_in_a_cell_painted_black_are_covered():
    """Black on black, by whatever name, or in the automatic colour: something is there; white on black is read."""
    black = PatternFill("solid", fgColor="FF000000")
    assert of(font=Font(color=Color(theme=1)), fill=black) == GETA
    assert of(font=Font(), fill=PatternFill("solid", fgColor=Color(indexed=8))) == GETA
    assert of(font=Font(color="FFFFFFFF"), fill=black) == "101"


def test_specks_are_not_seen():
    """Letters of a point, in the cell or in a part of it."""
    assert of(font=Font(size=1)) == ""
    assert of(CellRichText("10", TextBlock(InlineFont(sz=1), "5"))) == "10"


def test_digits_much_smaller_than_those_beside_them_are_not_known():
    """A mark, or a part of the figure: nobody can tell."""
    assert of(CellRichText(TextBlock(InlineFont(sz=11), "10"), TextBlock(InlineFont(sz=5), "5"))) == f"10{GETA}"
    assert of(CellRichText(TextBlock(InlineFont(sz=11), "10"), TextBlock(InlineFont(sz=10.5), "5"))) == "105"


def test_a_number_format_that_paints_in_white_is_not_believed():
    """It may do so for this figure."""
    assert of(code="[White]0") == GETA
    assert of(code="[Red]0") == "101"


HIDING = [
    CellIsRule(operator="greaterThan", formula=["101"], font=Font(color="FFFFFFFF")),
    FormulaRule(formula=["B2>101"], font=Font(strike=True)),
    FormulaRule(formula=["B2>101"], font=Font(color=DARK), fill=PatternFill(bgColor=DARK)),
    Rule(
        type="expression", formula=["B2>1"], dxf=DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode=";;;"))
    ),
    DataBarRule("min", 0, "max", 9, color=DARK, showValue=False),
]


@pytest.mark.parametrize("rule", HIDING)
def test_figures_under_a_conditional_format_that_may_hide_them_are_not_known(rule):
    """Whether its condition holds is not worked out; cells beside it are as before."""
    rows = shown(lambda sheet: sheet.conditional_formatting.add("B3:B9", rule))
    assert [row[1] for row in rows] == ["本年", "101", GETA]


def test_a_conditional_format_that_only_paints_hides_nothing():
    """As a heat map does."""
    rule = CellIsRule(
        operator="greaterThan", formula=["101"], font=Font(color=DARK), fill=PatternFill(bgColor="FFFFCC00")
    )
    assert shown(lambda sheet: sheet.conditional_formatting.add("B2:B9", rule))[2] == ["处罚", "102"]


def test_zeros_that_a_sheet_does_not_show_are_blank():
    """Its cells look empty."""

    def change(sheet: Worksheet) -> None:
        sheet["B2"], sheet.sheet_view.showZeros = 0, False

    assert shown(change)[1:] == [["许可", ""], ["处罚", "102"]]


def test_rows_and_columns_too_thin_to_be_seen_are_not_there():
    """Half a point, a tenth of a character."""

    def flat(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].height = 0.5

    def thin(sheet: Worksheet) -> None:
        sheet["C1"], sheet["C2"] = "上年", 7
        sheet.column_dimensions["B"].width = 0.1

    assert shown(flat) == [["项目", "本年"], ["处罚", "102"]]
    assert shown(thin)[:2] == [["项目", "上年"], ["许可", "7"]]
