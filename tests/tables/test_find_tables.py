"""Which pieces are which table, which form's it is, and what is too long to be one."""

from __future__ import annotations

import pytest

from gongkai.tables.find.claims import owners_of
from gongkai.tables.find.endless import is_endless, unread
from gongkai.tables.find.fits import fits_of, texts_of, words_of
from gongkai.tables.find.regions import lay_out, unclaimed
from gongkai.tables.fragments import pieces_of
from gongkai.tables.read import read_tables
from gongkai.tables.vocabulary import vocabularies
from tables.build import forms
from tables.drawing import drawn

FORM = forms()["gio-2021"]
WORDS = vocabularies((FORM,))
DOCUMENTS = """
    | 信息内容       | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    | 规章           | 1 | 2 | 3 |
    | 行政规范性文件 | 4 | 5 | 6 |
"""
TEXT = "本年度本机关认真落实各项工作要求，情况如下。"


def test_a_grid_is_the_table_whose_labels_it_holds():
    """A grid of no form is "", running text is None."""
    pieces = pieces_of(drawn(f"{TEXT}\n{DOCUMENTS}\n{TEXT}\n| 苹果 | 3 |\n| 梨 | 4 |"))
    owners = owners_of(pieces, WORDS)
    assert [owner for owner in owners if owner] == ["active_disclosure"]
    assert owners[0] is None
    assert owners[-1] == ""


def test_what_a_table_takes_is_no_running_text():
    """The paragraphs around it stay."""
    document = drawn(f"{TEXT}\n{DOCUMENTS}\n{TEXT}")
    layout = lay_out(document, WORDS)
    assert [region.key for region in layout.regions] == ["active_disclosure"]
    assert layout.regions[0].above.strip() == TEXT
    assert isinstance(unclaimed(layout, ["active_disclosure"]), frozenset)


def test_the_form_is_chosen_by_the_words_that_are_printed():
    """Of all forms that have the table, the one whose labels are there; it fits by half where half of its blocks are printed."""
    every = vocabularies(tuple(forms().values()))
    printed = pieces_of(drawn(DOCUMENTS))
    pieces = {vocabulary.key: printed if vocabulary.key == "active_disclosure" else () for vocabulary in every}
    found = fits_of(pieces, every)
    assert list(found) == ["active_disclosure"]
    assert found["active_disclosure"].table.form == "gio-2021"
    assert found["active_disclosure"].share == pytest.approx(0.56, abs=0.1)


def test_words_are_folded_without_the_figures():
    """A grid's texts are those of its cells."""
    pieces = pieces_of(drawn("甲 12\n| 乙 | 3 |"))
    assert words_of(pieces) == "甲乙"
    assert texts_of(pieces[1]) == ("乙", "3")


def test_figures_within_a_label_of_several_lines_leave_it_whole():
    """Their units, and what stands for no figure, are no words of it."""
    assert words_of(pieces_of(drawn("1.申请人逾期不\n补正的 82件 0 无 56 138件\n再处理"))) == "申请人逾期不补正的再处理"


def test_nothing_is_read_of_a_text_that_no_table_can_be():
    """Every line says that there was too much."""
    table = FORM.table("active_disclosure")
    assert not is_endless(pieces_of(drawn(DOCUMENTS)))
    assert is_endless(pieces_of(drawn("字" * 20_001)))
    readings = list(unread(table))
    assert len(readings) == len(table.lines)
    assert all("more text" in reading.reason for reading in readings)


def test_a_drawn_table_is_read_to_its_cells():
    """The whole way, from the document to the values."""
    (reading,) = read_tables(lay_out(drawn(DOCUMENTS), WORDS).regions, WORDS)
    assert (reading.key, reading.reason) == ("active_disclosure", "")
    assert [cell.value for cell in reading.table.cells][:6] == [1, 2, 3, 4, 5, 6]
