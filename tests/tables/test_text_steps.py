"""The small steps of reading a table from text, each alone: its rows, whose a line's figures are, its heads, a column too many."""

from __future__ import annotations

from gongkai.forms.model import TableForm
from gongkai.tables.fragments import Fragment, flow, pieces_of
from gongkai.tables.text.heads import block_heads
from gongkai.tables.text.labels import locate
from gongkai.tables.text.line_owners import owners_within_rows
from gongkai.tables.text.own_columns import without_own_column
from gongkai.tables.text.owners import share_out
from gongkai.tables.text.rows import Row, are_numbered, describe_rows, heads_are_packed
from gongkai.tables.text.stretch import Stretch, take_apart
from gongkai.tables.tokens import tokens_of
from tables.build import forms
from tables.drawing import drawn

DISCLOSURE, REQUESTS, REVIEWS = forms()["gio-2021"].tables
RECEIVED, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
HEADS = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"


def fragments(text: str, *, marked: bool = False) -> tuple[Fragment, ...]:
    """Return the lines, or the marked cells, of a drawing."""
    return tuple(piece for piece in flow(pieces_of(drawn(text, marked=marked))) if isinstance(piece, Fragment))


def stretch(text: str, table: TableForm = REQUESTS, *, marked: bool = False) -> Stretch:
    """Take a drawing apart."""
    return take_apart(fragments(text, marked=marked), table)


def rows(text: str, table: TableForm = REQUESTS, *, marked: bool = False) -> list[Row]:
    """Describe the rows of a drawing."""
    own = stretch(text, table, marked=marked)
    return describe_rows(share_out(own, table, locate(own.words, table)).owned, own, table)


# --- rows ----------------------------------------------------------------------------------------------------------------


def test_a_row_is_its_line_of_the_form_and_its_figures():
    """Rows come in print order, whatever the form's."""
    found = rows(f"{CARRIED} 2 0 0 0 0 0 2\n{RECEIVED} 1 0 0 0 0 0 1")
    assert [REQUESTS.lines[row.line].key for row in found] == ["carried_over", "received"]
    assert [row.padded.values[0].text for row in found] == ["2", "1"]
    assert not any(row.torn or row.behind or row.lost or row.trails for row in found)


MARKED = """
    | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    | 规章     | 1 | 2 | 3 |
    | 行政规范性文件 | 4 | 5 | 6 |
"""


def test_a_marked_row_without_a_label_trails_the_row_above():
    """Its figures may have been torn off that row; the others are whole."""
    found = rows(f"{MARKED.rstrip()}\n    | 7 | 8 | 9 |", DISCLOSURE, marked=True)
    assert [(row.trails, row.torn) for row in found] == [(False, False), (True, True)]


def test_three_rows_without_labels_make_every_row_torn():
    """Then the text was wrapped: any row may go on in the next."""
    text = "\n".join(f"{row}\n    | 7 | 8 | 9 |" for row in MARKED.rstrip().split("\n")[1:])
    text += "\n    | 行政许可 | 9 |\n    | 7 | 8 | 9 |"
    found = rows(text, DISCLOSURE, marked=True)
    assert len(found) == 3 and all(row.torn for row in found)


def test_a_marked_label_behind_its_figures_is_told():
    """One row alone may be so; where others stand before theirs, its figures may be another row's, and are lost."""
    labels = [f"{n}.{line.names[0]}" for n, line in enumerate(REQUESTS.lines[4:9], 1)]
    usual = [f"| {label} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |" for label in labels]
    turned = f"| 2 | 0 | 0 | 0 | 0 | 0 | 2 | {labels[-1]} |"
    found = rows("\n".join([*usual[:-1], turned]), marked=True)
    assert [(row.behind, row.lost) for row in found] == [*([(False, False)] * 4), (True, True)]


def test_running_numbers_are_told_from_figures():
    """1, 2, 3 … before the labels of at least four rows are numbers of rows; figures of that size are not."""
    labels = [
        "属于国家秘密",
        "其他法律行政法规禁止公开",
        "危及“三安全一稳定”",
        "保护第三方合法权益",
        "属于三类内部事务信息",
    ]
    numbered = "\n".join(f"{n} {label} 0 0 0 0 0 0 0" for n, label in enumerate(labels, 1))
    plain = "\n".join(f"{label} {n} 0 0 0 0 0 {n}" for n, label in zip((4, 1, 7, 1, 3), labels, strict=True))
    assert are_numbered(rows(numbered), stretch(numbered))
    assert not are_numbered(rows(plain), stretch(plain))


def test_heads_filled_up_with_blanks_at_the_end_are_packed():
    """Then blank cells before a row's figures are no columns of the form."""
    head = "| 自然人 | 商业企业 | 总计 |"
    assert heads_are_packed(stretch(f"{head[:-1]}|  |  |\n| 1 | 2 | 3 | | |", marked=True))
    assert not heads_are_packed(stretch(f"{head}\n| 1 | 2 | 3 |", marked=True))


# --- whose the figures of a line are -------------------------------------------------------------------------------------


def owners(text: str, table: TableForm = REQUESTS, *, marked: bool = False) -> tuple[dict[str, str], set[str]]:
    """Return each figure of a drawing with the label that shares its line, and the doubtful labels."""
    own = stretch(text, table, marked=marked)
    found = owners_within_rows(own, table, locate(own.words, table))
    names = {span: table.items[span.item].names[0] for span in locate(own.words, table)}
    return {own.tokens[at].text: names[span] for at, span in found.labels.items()}, {names[s] for s in found.doubtful}


def test_a_line_with_one_label_owns_its_figures():
    """Before the label or behind it."""
    assert owners("5 属于国家秘密 6\n其他法律行政法规禁止公开 7") == (
        {"5": "属于国家秘密", "6": "属于国家秘密", "7": "其他法律行政法规禁止公开"},
        set(),
    )


def test_a_line_with_two_labels_owns_nothing():
    """Neither label has a better claim."""
    assert owners("属于国家秘密 5 其他法律行政法规禁止公开 6") == ({}, set())


def test_figures_between_a_lone_label_and_lone_figures_are_no_lines_own():
    """A label above lines of figures and labels, and figures alone below, are one column of labels and one of figures: shifted."""
    text = "属于国家秘密\n5 其他法律行政法规禁止公开\n6 保护第三方合法权益\n7"
    assert owners(text) == ({}, set())


def test_lines_that_open_with_figures_below_a_lone_label_are_doubtful():
    """Nothing stands below that would prove the shift: the figures go to their lines, and the labels are doubtful."""
    found, doubtful = owners("属于国家秘密\n5 其他法律行政法规禁止公开\n6 保护第三方合法权益")
    assert found == {"5": "其他法律行政法规禁止公开", "6": "保护第三方合法权益"}
    assert doubtful == {"属于国家秘密", "其他法律行政法规禁止公开", "保护第三方合法权益"}


# --- heads ---------------------------------------------------------------------------------------------------------------


def order(heads: str) -> tuple[int, ...] | None:
    """Return the order of the columns of requests under printed heads."""
    own = stretch(f"{heads}\n{RECEIVED} 1 0 0 0 0 0 1")
    return block_heads(own, REQUESTS, locate(own.words, REQUESTS), frozenset())[0].order


def test_heads_in_the_forms_order_are_read_in_it():
    """Each figure stands under the form's own column."""
    assert order(HEADS) == tuple(range(7))


def test_heads_that_changed_places_change_the_columns():
    """No sum sees it, so the heads must."""
    assert order("自然人 科研机构 商业企业 社会公益组织 法律服务机构 其他 总计") == (0, 2, 1, 3, 4, 5, 6)


def test_cut_heads_in_another_order_tell_it():
    """Heads that a narrow cell cut off begin on one line, in the order in which they are printed."""
    assert order("自然人 科研机 商业企 社会公 法律服 其他 总计") == (0, 2, 1, 3, 4, 5, 6)


def test_a_head_that_the_form_does_not_have_leaves_the_order_open():
    """A column of its own may stand below it."""
    assert order("自然人 商业企业 科研机构 社会公益组织 法律服务机构 媒体记者 其他 总计") is None


# --- a column too many ---------------------------------------------------------------------------------------------------

OWN_HEADS = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 小计 其他 总计"


def body(*, wrong: int = 0) -> list[str]:
    """Return a line for each row of requests with the sum of its organisations behind them; line ``wrong`` does not add up."""
    names = [line.names[0] for line in REQUESTS.lines]
    return [f"{name} {n} 1 0 {n % 3} 4 {n % 3 + 5 + (n == wrong)} 1 {n + n % 3 + 6}" for n, name in enumerate(names, 2)]


def column_of(*lines: str) -> tuple[str, list[str]]:
    """Return the head and the figures of the column that was taken out of lines."""
    found = without_own_column(tokens_of(fragments("\n".join(lines))), REQUESTS, marked=False)
    return found.label, [token.text for token in found.values]


def test_a_column_of_sums_is_taken_out_with_its_head():
    """Its place is told by the sum that it prints in every row, beside a head of the form."""
    assert column_of(OWN_HEADS, *body()) == ("小计", [line.split()[-3] for line in body()])


def test_a_column_that_is_no_sum_stays():
    """One row in which it does not add up is enough: it cannot be told where the column stands."""
    assert column_of(OWN_HEADS, *body(wrong=9)) == ("", [])


def test_too_few_rows_prove_no_column():
    """Half of the form's rows must be there."""
    assert column_of(OWN_HEADS, *body()[:5]) == ("", [])


def test_without_a_strange_head_no_column_is_looked_for():
    """The tokens come back as they are."""
    tokens = tokens_of(fragments(f"{HEADS}\n{RECEIVED} 1 0 0 0 0 0 1"))
    assert without_own_column(tokens, REQUESTS, marked=False).tokens == tokens
