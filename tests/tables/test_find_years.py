"""Which of two tables of one kind is the report's own: the captions with a year decide, and only where both print the same labels."""

from __future__ import annotations

from msgspec import structs

from gongkai.document import NOWHERE
from gongkai.report import PrintedGrid
from gongkai.tables.find.regions import lay_out
from gongkai.tables.find.years import YearTable, captions_apart, tables_of_years, without_other_years
from gongkai.tables.fragments import Fragment
from gongkai.tables.other_years import grids_of_years
from gongkai.tables.vocabulary import vocabularies
from tables.build import forms
from tables.drawing import drawn

KNOWN = vocabularies((forms()["gio-2021"],))
TABLE = """
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 1 2 3
行政规范性文件 4 5 6
信息内容 本年处理决定数量
行政许可 7
信息内容 本年处理决定数量
行政处罚 8
行政强制 9
信息内容 本年收费金额（单位：万元）
行政事业性收费 10
"""


def found(*captions: str, year: int = 2023, table: str = TABLE) -> list[tuple[str, int]]:
    """Return the tables of years in a document that prints one table under each caption."""
    layout = lay_out(drawn("\n".join(f"{caption}{table}" for caption in captions)), KNOWN)
    return [(t.caption, t.year) for t in tables_of_years(layout.pieces, layout.owners, KNOWN, year)]


def test_two_captions_with_years_over_one_table_each_are_told_apart():
    """In printed order, whichever comes first."""
    assert found("2022年主动公开情况表", "2023年主动公开情况表") == [
        ("2022年主动公开情况表", 2022),
        ("2023年主动公开情况表", 2023),
    ]


def test_last_year_and_this_year_are_counted_from_the_reports():
    """上年 and 本年 name a year where the report's own is known."""
    assert [year for _, year in found("上年情况", "本年情况")] == [2022, 2023]


def test_two_tables_of_one_year_are_not_parted():
    """The captions do not tell them apart, nor do those of which none names the report's year."""
    assert found("2023年情况表", "2023年情况表") == []
    assert found("2021年情况表", "2022年情况表") == []


def test_a_sentence_with_a_year_is_no_caption():
    """It ends in a full stop."""
    assert found("2022年的情况如下。", "2023年的情况如下。") == []


def test_halves_of_one_table_are_not_two_tables():
    """Under each line with a year stand other labels: the line is a running head."""
    head, tail = TABLE.split("信息内容 本年处理决定数量\n行政处罚")
    text = f"2022年情况{head}\n2023年情况\n信息内容 本年处理决定数量\n行政处罚{tail}"
    layout = lay_out(drawn(text), KNOWN)
    assert tables_of_years(layout.pieces, layout.owners, KNOWN, 2023) == ()


def test_pieces_of_another_year_and_its_caption_are_given_to_no_form():
    """They are neither the form's nor running text; what another table owns stays its own."""
    other = YearTable("requests", title=1, start=2, end=4, caption="2022年", year=2022)
    owners = ["requests", None, "requests", "active_disclosure", "requests"]
    assert without_other_years(owners, [other], 2023) == ["requests", "", "", "active_disclosure", "requests"]


def test_the_caption_of_the_reports_own_table_is_no_running_text():
    """It stands with its table, whose pieces stay the form's."""
    own = YearTable("requests", title=1, start=2, end=4, caption="2023年", year=2023)
    owners = [None, None, "requests", "requests"]
    assert without_other_years(owners, [own], 2023) == [None, "", "requests", "requests"]


def test_two_tables_with_other_printings_of_one_head_are_alike():
    """One prints 废止件数, the other 本年废止件数: both are the form's one column."""
    years = (
        ("2022年情况表", TABLE),
        ("2023年情况表", TABLE.replace("本年废止件数", "废止件数").replace("本年处理", "处理")),
    )
    layout = lay_out(drawn("".join(caption + table for caption, table in years)), KNOWN)
    assert [t.year for t in tables_of_years(layout.pieces, layout.owners, KNOWN, 2023)] == [2022, 2023]


def test_a_caption_that_shares_a_marked_cell_is_cut_off_it():
    """The number of a table (表2) in front of its heads would be one of its figures."""
    cell = Fragment(text="表2 2023年情况\n行政复议", place=NOWHERE, block=3, before="row", cell=True)
    assert [piece.text for piece in captions_apart([cell])] == ["表2 2023年情况", "行政复议"]
    assert list(captions_apart([structs.replace(cell, cell=False)])) == [structs.replace(cell, cell=False)]


def test_the_other_years_table_is_given_as_printed():
    """Its caption, the form's labels over all of its figures, and the block in which it begins."""
    layout = lay_out(drawn(f"2022年情况表{TABLE}2023年情况表{TABLE}"), KNOWN, 2023)
    [(grid, block)] = list(grids_of_years(layout, KNOWN))
    assert (grid.caption, block) == ("2022年情况表", 1)
    assert figures(grid)["行政规范性文件"] == {"本年制发件数": 4, "本年废止件数": 5, "现行有效件数": 6}


def figures(grid: PrintedGrid) -> dict[str, dict[str, object]]:
    """Return a grid's values by their innermost labels."""
    made: dict[str, dict[str, object]] = {}
    for cell in grid.cells:
        made.setdefault(grid.rows[cell.row][-1], {})[grid.columns[cell.column][-1]] = cell.value
    return made


def test_without_another_year_there_is_no_printed_table():
    """One table under one caption is the report's."""
    assert list(grids_of_years(lay_out(drawn(f"2023年情况表{TABLE}"), KNOWN, 2023), KNOWN)) == []
