"""In which order heads stand in text, and what becomes of figures under heads that are in no certain order."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
import regex

from corpus.compare import compare
from corpus.own_ways import columns_swapped
from gongkai.document import Document, Paragraph
from gongkai.tables.decide.unproved import without_unproved
from gongkai.tables.fragments import flow, pieces_of
from gongkai.tables.heads import heads_of_text
from gongkai.tables.reading import Reading
from gongkai.tables.text.head_order import order_told
from gongkai.tables.text.stretch import take_apart
from tables.build import forms, printed, read_text, truth_of, wrong
from tables.build import read as read_back
from tables.drawing import drawn
from tables.test_refused import row

TABLE = forms()["gio-2021"].table("requests")
FORM = (0, 1, 2, 3, 4, 5, 6)
ORGANISATIONS = frozenset({1, 2, 3, 4, 5})


def told(text):
    """Return the order of columns that drawn lines of heads tell, and the columns whose place they leave open."""
    document = Document(blocks=tuple(Paragraph(text=line) for line in text.splitlines()), reader="drawn")
    stretch = take_apart(flow(pieces_of(document)), TABLE)
    found = order_told([token for _, token in stretch.starts], TABLE.blocks[0])
    return found.order, found.open


@pytest.mark.parametrize(
    "heads",
    [
        "自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "自然人商业企业科研机构社会公益组织法律服务机构其他总计",
        "自然人\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n总计",
        "自然 商业 科研 社会公 法律服 其他 总计\n人 企业 机构 益组织 务机构",
    ],
)
def test_heads_in_the_forms_order_tell_it(heads):
    """On one line, whole on lines of their own, or begun on one line and broken in narrow cells."""
    assert told(heads) == (FORM, frozenset())


def test_a_head_printed_below_the_rows_tells_no_order():
    """A page's text may end with a head that stood above the figures: where it begins on its line says nothing then."""
    heads = "自然人  商业企业   社会公益组织  法律服务机构  其他  总计\n一、本年新收 1 2 3 4 5 6 21\n科研机构"
    assert {1, 2, 3, 4, 5} <= told(heads)[1]


def test_a_head_that_begins_a_line_has_no_column():
    """Labels of rows stand there: a converter put the head out of its row."""
    assert 6 in told("            法人或其他组织\n            自然\n总计\n            人 商业企业  科研机构")[1]


def test_columns_that_are_tied_to_their_figures_need_no_order():
    """The others must begin on one line, in the form's order."""
    lines = "自然人\n商业企 科研机\n业\n构\n社会公\n益组织\n其他\n法律服务机构"
    tokens = [token for _, token in take_apart(flow(pieces_of(drawn(lines))), TABLE).starts]
    assert {1, 2, 3, 4, 5} <= order_told(tokens, TABLE.blocks[0]).open
    assert not {1, 2, 3, 4, 5} & order_told(tokens, TABLE.blocks[0], frozenset({3, 4, 5})).open
    assert {1, 2, 3, 4, 5} <= order_told(tokens, TABLE.blocks[0], frozenset({3, 4})).open


@pytest.mark.parametrize(
    "heads",
    [
        "自然人 商业企业 社会公益组织 科研机构 法律服务机构 其他 总计",
        "自然 商业 社会公 科研 法律服 其他 总计\n人 企业 益组织 机构 务机构",
    ],
)
def test_heads_that_begin_on_one_line_in_another_order_tell_it(heads):
    """Two columns changed places, and the line shows it."""
    assert told(heads) == ((0, 1, 3, 2, 4, 5, 6), frozenset())


def test_columns_across_the_lines_tell_what_reading_order_hides():
    """A head of three lines begins above its neighbours: read line by line it comes first, though it stands third."""
    heads = (
        "                  社会公\n自然人  商业企业  益      科研机构  法律服务机构  其他  总计\n                  组织"
    )
    assert told(heads) == ((0, 1, 3, 2, 4, 5, 6), frozenset())


@pytest.mark.parametrize(
    "heads", ["", "申请人情况", "自然人 商业企业 科研机构 法律服务机构 其他 总计", "企业 机构 组织"]
)
def test_heads_that_are_not_all_there_tell_nothing(heads):
    """Where one is missing, it may have stood anywhere among its siblings."""
    assert told(heads)[1] >= ORGANISATIONS


def test_columns_of_one_row_that_changed_places_do_not_hide_the_others():
    """In a table whose rows stand side by side each group of five heads gives the order of its own figures."""
    block = forms()["gio-2021"].table("reviews_litigation").blocks[0]
    forms_own, moved = "结果维持结果纠正其他结果尚未审结总计", "结果维持其他结果结果纠正尚未审结总计"
    words = "行政复议行政诉讼" + forms_own + "未经复议直接起诉复议后起诉" + moved
    assert heads_of_text(words + forms_own, block).order == (*range(5), 5, 7, 6, 8, 9, *range(10, 15))
    assert heads_of_text(words + forms_own[4:], block).order is None


@pytest.mark.parametrize("cut", [False, True])
def test_heads_a_line_each_are_believed_where_every_row_is_printed_so(cut):
    """Two columns changed places and each cell has a line; where a row has lost a figure, the text is of another kind."""
    truth = columns_swapped(truth_of(3, narrative="none"), Random(8))
    text = printed(truth, "blank-line-gaps").decode()
    if cut:
        text = regex.sub(r"(国家秘密\n+)\d+\n+", r"\1", text)
    cells = [cell.status for cell in read_text(text).tables["requests"].cells]
    assert not wrong(truth, read_text(text))
    assert (cells.count("reported") == len(cells)) == (not cut)


def test_figures_under_unread_heads_keep_no_place():
    """They may have changed places, and no sum would tell; 自然人 and the total have no siblings."""
    left = without_unproved([row(0, "2 1 0 0 0 0 3", unproved=(ORGANISATIONS,))], TABLE)[0]
    assert [placed.slot for placed in left.placed] == [0, 6]
    assert [value.text for value in left.loose] == ["1", "0"]
    assert "heads" in left.reason


def test_equal_figures_are_the_same_in_every_order():
    """Five zeros stand where they stand."""
    before: Reading = row(0, "3 0 0 0 0 0 3", unproved=(ORGANISATIONS,))
    assert without_unproved([before], TABLE)[0].placed == before.placed


def test_a_total_that_the_others_make_is_no_sibling():
    """Of the columns of a review the total stands out, as the others add up to it."""
    table = forms()["gio-2021"].table("reviews_litigation")
    groups = tuple(frozenset(range(at, at + 5)) for at in (0, 5, 10))
    before = row(0, "2 1 0 0 3 0 0 0 0 0 0 0 0 0 0", range(15), unproved=groups)
    placed = {each.slot for each in without_unproved([before], table)[0].placed}
    assert placed == {4, *range(5, 15)}


FLATTENED = ("blank-line-cells", "plain-rows", "pdf-lines", "page-blocks", "whole-columns", "glued", "row-padded")


@pytest.mark.parametrize("flavour", FLATTENED)
@pytest.mark.parametrize("seed", [3, 8])
def test_columns_in_each_others_place_are_never_read_as_the_forms(flavour, seed):
    """Whatever is left of the heads, a figure is read under its own or not at all."""
    truth = columns_swapped(truth_of(seed, narrative="none"), Random(seed))
    score = compare(truth, msgspec.to_builtins(read_back(truth, flavour)))
    assert score.wrong == 0, score.differences


@pytest.mark.parametrize(
    "heads",
    [
        "自然 商业企 科研机 社会公益 法律服务 其 总计\n人 业 构 组织 机构 他",
        "自然人\n商业企 总计\n业\n科研机\n构\n社会公益\n组织\n法律服务\n机构\n其\n他",
    ],
)
def test_a_head_of_one_letter_and_a_head_of_another_group_do_not_hide_the_order(heads):
    """A cell of one letter's width holds 其 above 他, and 总计 may stand where a narrow head goes on."""
    assert ORGANISATIONS.isdisjoint(told(heads)[1])
    assert told(heads)[0] == FORM


def test_columns_that_changed_places_stay_seen_where_a_head_of_another_group_stands_within():
    """Taking out the other group's head does not put the others in the form's order."""
    order, open_ = told("自然人\n商业企 总计\n业\n社会公益\n组织\n科研机\n构\n法律服务\n机构\n其\n他")
    assert order != FORM or open_ >= ORGANISATIONS


def test_where_text_does_not_keep_its_columns_places_across_tells_nothing():
    """A long remark before 自然 moves it right of 总计 on the next line; nothing pads the lines, so that is no order."""
    heads = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 自然\n商业企 科研机 社会公益 法律服务 其 总计\n人 业 构"
    assert told(heads) == (FORM, frozenset({0, 6}))


def test_places_across_count_only_where_wide_letters_and_narrow_ones_agree():
    """pdftotext -layout pads lines by its own width of a letter: 其他 is not left of 法律服务 because fewer letters stand before it."""
    heads = "              自然人    商业企 社会公益 科研机 法律服务    总计\n                                        其他\n"
    order, open_ = told(heads)
    assert order == FORM or order.index(4) < order.index(5)
    assert open_ >= ORGANISATIONS


def test_a_head_below_another_one_is_no_column_of_its_own():
    """Text that gives each head a line, some of them further in, keeps no columns."""
    heads = "自然人\n商业企业\n      科研机构\n   社会公益组织\n         法律服务机构\n            其他\n总计"
    assert told(heads) == (FORM, frozenset())
