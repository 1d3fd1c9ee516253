"""What published reports do to their labels, cells and lines; whatever they do, no value is given that is not printed there."""

from __future__ import annotations

from random import Random

import pytest

from corpus.to_text import FLAVOURS, TextOptions, to_text

from .build import (
    GRIDS,
    cells_of,
    change,
    missed,
    moved,
    printing,
    read,
    read_text,
    relabelled,
    score,
    truth_of,
    values_of,
    with_cells,
    with_columns_swapped,
    with_row_after,
    with_rows_swapped,
    without,
    without_row,
    wrong,
)

MARKED = sorted(name for name, style in FLAVOURS.items() if style.kind == "blanks kept")
LINES = ["plain-rows", "blank-line-cells", "pdf-lines"]
SOME = ["docx", "html", "tab-cells", "row-padded", "markdown-row", "cell-then-pipe-line", "row-no-pad"]
LABELS = ["half_width", "spaced", "broken", "comma_numbers", "remarks", "variants"]


# --- the ways to flatten a table --------------------


@pytest.mark.parametrize("form", ["gio-2021", "gio-2019"])
@pytest.mark.parametrize("flavour", [*GRIDS, *MARKED])
def test_every_flattening_that_keeps_the_cells_gives_every_figure(flavour, form):
    """Where each cell can be seen in the text, each comes back, by whatever marks."""
    truth = truth_of(1, form)
    result = score(truth, read(truth, flavour))
    assert (result.right, result.wrong) == (result.cells, 0)


@pytest.mark.parametrize("flavour", sorted(set(FLAVOURS) - set(MARKED)))
def test_no_flattening_that_loses_cells_makes_up_a_figure(flavour):
    """Where cells vanish, figures without a certain place are ambiguous."""
    truth = truth_of(2, blanks=0.6, profile="typical")
    assert wrong(truth, read(truth, flavour)) == []


@pytest.mark.parametrize("flavour", ["plain-rows", "blank-line-cells", "pdf-lines"])
def test_full_rows_of_plain_lines_give_every_figure(flavour):
    """Where no cell is empty, a row of figures beside its label needs no marks."""
    truth = truth_of(1)
    result = score(truth, read(truth, flavour))
    assert result.wrong == 0
    assert result.right >= 0.9 * result.cells


def test_figures_glued_together_are_taken_apart_only_where_that_is_certain():
    """``000`` can only be three zeros; ``1203`` could be many things."""
    text = (
        "第二十条第（一）项\n信息内容本年制发件数本年废止件数现行有效件数\n规章000\n行政规范性文件1203\n"
        "第二十条第（五）项\n信息内容本年处理决定数量\n行政许可12\n第二十条第（六）项\n信息内容本年处理决定数量\n行政处罚5\n行政强制7\n"
    )
    report = read_text(text)
    assert values_of(report, "active_disclosure", "regulations") in ([0, 0, 0], ["ambiguous"] * 3)
    assert values_of(report, "active_disclosure", "normative_documents") == ["ambiguous"] * 3


def test_an_empty_cell_behind_or_before_a_figure_is_told_in_every_marked_style():
    """A row with one figure and blanks gives that figure in its column, or nothing."""
    truth = truth_of(4, profile="sparse", blanks=1.0)
    for flavour in MARKED:
        report = read(truth, flavour)
        assert wrong(truth, report) == [], flavour


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("crlf", [False, True])
def test_encoding_and_line_ends_change_nothing(encoding, crlf):
    """The same text in another encoding gives the same cells."""
    from corpus.to_text import encode
    from gongkai.pipeline import extract_bytes

    truth = truth_of(5)
    text = to_text(truth, "row-padded", Random(0), TextOptions(crlf=crlf))
    result = score(truth, extract_bytes(encode(text, encoding), "report.txt"))
    assert (result.right, result.wrong) == (result.cells, 0)


# --- labels --------------------


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("flavour", [*SOME, *LINES])
def test_labels_printed_otherwise_name_the_same_rows(flavour, labels):
    """Half width, blanks and breaks inside, 1、 for 1., remarks in brackets, other wording: no value is wrong, grids are whole."""
    truth = truth_of(6, labels=labels)
    result = score(truth, read(truth, flavour))
    assert result.wrong == 0
    if flavour in SOME:
        assert result.right == result.cells


RADICALS = str.maketrans("行自无人民部门长见齐风", "⾏⾃⽆⼈⺠部⻔⻓⻅⻬⻛")


@pytest.mark.parametrize("flavour", ["plain-rows", "pdf-lines", "row-padded"])
def test_radicals_in_the_place_of_characters_are_read_as_these(flavour):
    """Some PDF printers write 行 with the radical's code point."""
    truth = truth_of(7)
    text = to_text(truth, flavour, Random(0)).translate(RADICALS)
    result = score(truth, read_text(text))
    assert result.wrong == 0
    assert result.right >= 0.9 * result.cells


MISPRINTS = [
    ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
    ("6.属于四类过程性信息", "6.属于四类过程信息"),
    ("3.要求提供公开出版物", "3.要求提供公出版物"),
    ("4.无正当理由大量反复申请", "4.无正当理由大反复申请"),
    ("四、结转下年度继续办理", "四、结转下年继续理"),
]


@pytest.mark.parametrize(("label", "misprint"), MISPRINTS)
@pytest.mark.parametrize("flavour", [*SOME, "plain-rows", "pdf-lines"])
def test_a_label_that_lost_characters_makes_no_figure_wrong(flavour, label, misprint):
    """One to three lost characters change no figure."""
    truth = truth_of(8)
    report = read(change(truth, "requests", relabelled(label, misprint)), flavour)
    assert wrong(truth, report) == []


@pytest.mark.parametrize("flavour", SOME)
def test_a_label_that_lost_characters_names_its_row(flavour):
    """One to three lost characters lose no figure."""
    truth = truth_of(8)
    for label, misprint in MISPRINTS:
        report = read(change(truth, "requests", relabelled(label, misprint)), flavour)
        assert missed(truth, report) == set(), label


HEADS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("flavour", ["docx", "html", "row-padded", "tab-cells"])
def test_a_head_that_is_misprinted_once_moves_no_figure(flavour, head):
    """The first of three equal heads lost a character: what the other two say is no other order of columns."""
    truth = truth_of(9)

    def first_misprinted(table):
        at = next(c for c in table.cells if c.text == head)
        return with_cells(table, [moved(c, text=head[:-1]) if c is at else c for c in table.cells])

    assert wrong(truth, read(change(truth, "reviews_litigation", first_misprinted), flavour)) == []


@pytest.mark.parametrize("label", ["规章", "行政许可", "行政处罚"])
@pytest.mark.parametrize("flavour", [*SOME, *LINES])
def test_a_label_that_is_gone_leaves_its_figures_undecided_at_most(flavour, label):
    """The row above does not take the figures of a row without a label."""
    truth = truth_of(10)
    assert wrong(truth, read(change(truth, "active_disclosure", relabelled(label, "")), flavour)) == []


@pytest.mark.parametrize("flavour", [*SOME, *LINES])
def test_block_titles_that_are_gone_change_no_figure(flavour):
    """Every （一）项 of the first table may be missing."""
    truth = truth_of(11)

    def untitled(table):
        return with_cells(table, [moved(c, text="") if c.role == "block" else c for c in table.cells])

    report = read(change(truth, "active_disclosure", untitled), flavour)
    assert wrong(truth, report) == []


@pytest.mark.parametrize("flavour", [*SOME, *LINES])
def test_a_group_label_that_is_cut_by_a_page_moves_no_figure(flavour):
    """（四）无 at the foot of a page and 法提供 at the head of the next are no rows."""
    truth = truth_of(12)

    def cut(table):
        group = next(c for c in table.cells if c.text == "（四）无法提供")
        halves = [
            moved(group, text="（四）无", row_span=1),
            moved(group, row=group.row + 1, row_span=2, text="法提供"),
        ]
        return with_cells(table, [*(c for c in table.cells if c is not group), *halves])

    assert wrong(truth, read(change(truth, "requests", cut), flavour)) == []


VERTICAL = """一、本年新收政府信息公开申请数量 21 1 2 3 4 5 36
二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1
（一）予以公开 6 1 2 3 4 5 21
三
、
（二）部分公开（区分处理的，只计这一情形，不
计其他情形） 4 0 0 0 0 0 4
本
1.属于国家秘密 1 0 0 0 0 0 1
年
2.其他法律行政法规禁止公开 2 0 0 0 0 0 2
度
3.危及“三安全一稳定” 3 0 0 0 0 0 3
"""


def test_a_label_set_vertically_between_the_rows_is_no_row():
    """三、本年度 stands as one character a line amid the rows; every row keeps its own figures."""
    head = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n"
    report = read_text(f"三、收到和处理政府信息公开申请情况\n{head}{VERTICAL}")
    assert values_of(report, "requests", "received") == [21, 1, 2, 3, 4, 5, 36]
    assert values_of(report, "requests", "granted") == [6, 1, 2, 3, 4, 5, 21]
    assert values_of(report, "requests", "granted_in_part") == [4, 0, 0, 0, 0, 0, 4]
    assert [values_of(report, "requests", f"denied.{row}")[0] for row in ("state_secret", "prohibited_by_law")] == [
        1,
        2,
    ]
    assert values_of(report, "requests", "denied.security_stability") == [3, 0, 0, 0, 0, 0, 3]
    assert values_of(report, "requests", "denied.third_party") == ["missing"] * 7


def test_a_label_on_both_sides_of_its_figures_owns_them():
    """A long label broken over three lines has its figures beside the middle one."""
    lines = "1.申请人无正当理由逾期不补正、\n行政机关不再处理其政府 7 0 0 0 0 0 7\n信息公开申请\n"
    head = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n"
    above = "5.要求行政机关确认或重新出具已获取信息 1 0 0 0 0 0 1\n4.无正当理由大量反复申请 2 0 0 0 0 0 2\n"
    rows = "3.要求提供公开出版物 3 0 0 0 0 0 3\n2.重复申请 4 0 0 0 0 0 4\n"
    below = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 8 0 0 0 0 0 8\n"
    report = read_text(head + rows + above + lines + below)
    assert values_of(report, "requests", "other_outcome.correction_overdue") == [7, 0, 0, 0, 0, 0, 7]
    assert values_of(report, "requests", "other_outcome.fee_unpaid") == [8, 0, 0, 0, 0, 0, 8]


# --- heads, rows and columns --------------------


@pytest.mark.parametrize("flavour", [*SOME, "plain-rows", "blank-line-cells"])
def test_columns_in_another_order_are_read_by_their_heads(flavour):
    """现行有效件数 before 本年制发件数: each figure follows its head or is left undecided."""
    truth = truth_of(13)
    swap = with_columns_swapped("issued", "in_force", ("本年制发件数", "现行有效件数"))
    report = read(change(truth, "active_disclosure", swap), flavour)
    assert wrong(truth, report) == []
    if flavour in SOME:
        assert score(truth, report).right == score(truth, report).cells


@pytest.mark.parametrize("flavour", [*SOME, "plain-rows", "blank-line-cells"])
def test_applicants_in_another_order_are_read_by_their_heads(flavour):
    """科研机构 before 商业企业 in all 25 rows."""
    truth = truth_of(13)
    swap = with_columns_swapped("business", "research", ("商业企业", "科研机构"))
    report = read(change(truth, "requests", swap), flavour)
    assert wrong(truth, report) == []
    if flavour in SOME:
        assert score(truth, report).right == score(truth, report).cells


ROWS = [
    ("denied.third_party", "denied.internal_affairs"),
    ("not_processed.petition", "not_processed.excessive"),
    ("received", "carried_over"),
]


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("flavour", [*SOME, *LINES])
def test_rows_in_another_order_keep_their_figures(flavour, rows):
    """A row is what its label says, wherever it stands."""
    truth = truth_of(14)
    report = read(change(truth, "requests", with_rows_swapped(*rows)), flavour)
    assert wrong(truth, report) == []


def with_subtotal(table):
    """Print a column 小计 before the last one."""
    last = max(c.column for c in table.cells if c.role == "value")
    cells = [moved(c, column=c.column + 1) if c.column >= last else c for c in table.cells]
    over = next(c for c in cells if c.text == "法人或其他组织")
    cells = [moved(c, column_span=c.column_span + 1) if c is over or c.text == "申请人情况" else c for c in cells]
    heads = next(c for c in cells if c.text == "其他" and c.role == "head")
    cells.append(moved(heads, column=last, text="小计"))
    for row in {c.row for c in cells if c.role == "value"}:
        cells.append(moved(next(c for c in cells if c.row == row and c.key), column=last, text="777", key=None))
    return with_cells(table, cells, table.width + 1)


@pytest.mark.parametrize("flavour", [*GRIDS, *MARKED, *LINES])
def test_a_column_that_the_form_does_not_know_moves_no_figure(flavour):
    """小计 before 总计 is left out where it can be told, else the row is ambiguous; 777 is no form's cell."""
    truth = truth_of(15)
    report = read(change(truth, "requests", with_subtotal), flavour)
    assert wrong(truth, report) == []
    if flavour in GRIDS:
        assert missed(truth, report) == set()


@pytest.mark.parametrize(
    "flavour",
    ["tab-cells", "row-no-pad", "cell-then-pipe-line", "tab-rows", "plain-rows"],
)
def test_a_column_that_the_form_does_not_know_moves_no_figure_beside_blanks(flavour):
    """With 小计 and an empty cell in a row, seven figures are left: they are not those of the seven columns."""
    truth = truth_of(15, profile="typical", blanks=0.5)
    assert wrong(truth, read(change(truth, "requests", with_subtotal), flavour)) == []


@pytest.mark.parametrize("flavour", [*GRIDS, *MARKED, *LINES])
def test_a_row_that_the_form_does_not_know_is_kept_apart(flavour):
    """其他主动公开文件 below 行政规范性文件 changes no other row; in grids it stands under extra."""
    truth = truth_of(16)
    harmed = change(
        truth, "active_disclosure", with_row_after("normative_documents", "其他主动公开文件", ["901", "902", "903"])
    )
    report = read(harmed, flavour)
    assert wrong(truth, report) == []


@pytest.mark.parametrize("flavour", SOME)
def test_a_row_that_the_form_does_not_know_is_extra(flavour):
    """Where rows show, it is given under extra with its label and figures, and an issue says so."""
    row = with_row_after("normative_documents", "其他主动公开文件", ["901", "902", "903"])
    report = read(change(truth_of(16), "active_disclosure", row), flavour)
    extra = [(r.label, r.values) for r in report.tables["active_disclosure"].extra]
    assert extra == [("其他主动公开文件", ("901", "902", "903"))]
    assert "unknown_row" in {issue.code for issue in report.issues}


@pytest.mark.parametrize("flavour", SOME)
def test_a_figure_in_another_unit_than_the_forms_is_kept_and_told(flavour):
    """It stands in a column of the form's unit and nothing is converted: an issue names the cell and both units."""
    key = ("fees", "amount")
    report = read(change(truth_of(16), "active_disclosure", printing(key, "70487元")), flavour)
    cell = next(c for c in report.tables["active_disclosure"].cells if (c.row, c.column) == key)
    assert (cell.value, cell.unit) == (70487, "元")
    (issue,) = [issue for issue in report.issues if issue.code == "unit_differs"]
    assert issue.location == "active_disclosure.fees__amount"
    assert "is printed in 元, the form's unit is 万元" in issue.message
    assert "unit_differs" not in {issue.code for issue in read(truth_of(16), flavour).issues}


@pytest.mark.parametrize("flavour", [*SOME, *LINES])
def test_a_row_that_is_not_printed_is_missing(flavour):
    """The rows around a missing one keep their figures, its own cells are missing."""
    truth = truth_of(17)
    report = read(change(truth, "requests", without_row("denied.third_party")), flavour)
    assert wrong(truth, report) == []
    assert set(values_of(report, "requests", "denied.third_party")) == {"missing"}


@pytest.mark.parametrize("flavour", [*SOME, *LINES])
def test_a_row_that_is_printed_twice_with_other_figures_is_ambiguous(flavour):
    """Two rows of one label: nobody can say which one counts."""
    truth = truth_of(18)
    again = with_row_after("not_processed.duplicate", "2.重复申请", ["91", "92", "93", "94", "95", "96", "97"])
    report = read(change(truth, "requests", again), flavour)
    assert wrong(truth, report) == []
    assert set(values_of(report, "requests", "not_processed.duplicate")) == {"ambiguous"}


GONE = [
    ("requests", ("received", "natural_person")),
    ("requests", ("denied.inquiry", "research")),
    ("requests", ("outcomes_total", "total")),
    ("active_disclosure", ("normative_documents", "issued")),
    ("reviews_litigation", ("litigation_direct", "pending")),
]
UNSEEN = {"row-padded", "row-padded-wide", "row-padded-late-pipe", "markdown-row", "cell-pipe-per-line"}


@pytest.mark.parametrize(("table", "key"), GONE)
@pytest.mark.parametrize("flavour", [*GRIDS, *MARKED, *LINES])
def test_a_figure_that_was_erased_shifts_no_other(flavour, table, key):
    """An empty cell in the place of a figure: the cell is not reported, its neighbours stay or become undecided."""
    truth = truth_of(19)
    report = read(change(truth, table, printing(key, "")), flavour)
    lines = [line for line in wrong(truth, report) if f"{table}.{'.'.join(key)}:" not in line]
    assert lines == []
    assert cells_of(report)[table, *key].status in ("blank", "ambiguous", "missing")


@pytest.mark.parametrize(("table", "key"), GONE)
@pytest.mark.parametrize("flavour", ["tab-cells", "row-no-pad", "cell-then-pipe-line", "blank-line-gaps", *LINES])
def test_a_cell_that_was_taken_out_shifts_no_other(flavour, table, key):
    """A row with a cell too few is undecided, since it cannot be known which one is gone."""
    truth = truth_of(20)
    report = read(change(truth, table, without(key)), flavour)
    assert wrong(truth, report) == []


NO_FIGURES = ["12%", "约5", "1 0", "3-5", "五", "见附件"]
RESEARCH = ("denied.state_secret", "research")


def with_text(text: str):
    """Print ``text`` in a cell in the middle of a row."""
    truth = truth_of(21)
    return truth, change(truth, "requests", printing(RESEARCH, text))


@pytest.mark.parametrize("text", NO_FIGURES)
@pytest.mark.parametrize("flavour", GRIDS)
def test_what_is_no_number_is_unreadable_in_a_grid(flavour, text):
    """The cell alone is unreadable, all others are given."""
    truth, harmed = with_text(text)
    report = read(harmed, flavour)
    assert wrong(truth, report) == []
    assert [c.status for c in report.tables["requests"].cells if c.status != "reported"] == ["unreadable"]


@pytest.mark.parametrize("flavour", [*MARKED, *LINES])
def test_a_word_among_figures_shifts_none(flavour):
    """A cell that holds a word gives no value, and the cells behind it keep their columns or are undecided."""
    truth, harmed = with_text("见附件")
    assert wrong(truth, read(harmed, flavour)) == []


@pytest.mark.parametrize("text", NO_FIGURES)
@pytest.mark.parametrize("flavour", ["row-no-pad", "cell-then-pipe-line", "plain-rows"])
def test_no_figure_is_cut_out_of_what_is_none(flavour, text):
    """``3-5`` is neither 3 nor 5, ``约5`` is not exactly 5."""
    truth, harmed = with_text(text)
    report = read(harmed, flavour)
    assert wrong(truth, report) == []
    assert cells_of(report)["requests", *RESEARCH].value is None
