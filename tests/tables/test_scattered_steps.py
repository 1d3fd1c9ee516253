"""The steps of reading scrambled text, each alone: which figures have a place, which layouts fit, when a layout is asked for at all."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from gongkai.forms.model import TableForm
from gongkai.tables.decide.sums import totals_of
from gongkai.tables.find.regions import Region
from gongkai.tables.fragments import Fragment, flow, pieces_of
from gongkai.tables.reading import Reading
from gongkai.tables.scattered.across import lay_across
from gongkai.tables.scattered.bands import by_bands
from gongkai.tables.scattered.headed import by_heads
from gongkai.tables.scattered.instead import or_scattered
from gongkai.tables.scattered.pool import Pool, head_spans, pool_of
from gongkai.tables.scattered.read import is_adrift, read_scattered, share_of_rows
from gongkai.tables.scattered.tiling import stack, tile
from gongkai.tables.text.labels import locate
from gongkai.tables.text.read import read_stream
from gongkai.tables.text.stretch import Stretch, take_apart
from gongkai.tables.tokens import Token
from tables.build import forms, truth_of
from tables.drawing import drawn

DISCLOSURE, REQUESTS, REVIEWS = forms()["gio-2021"].tables
GAP = "\n\n"


def fragments(text: str) -> tuple[Fragment, ...]:
    """Return the lines of a text, an empty line as a gap above the line behind it."""
    lines: list[Fragment] = []
    for slab in text.strip("\n").split(GAP):
        own = [p for p in flow(pieces_of(drawn(slab))) if isinstance(p, Fragment)]
        lines += [with_gap(line) if lines and i == 0 else line for i, line in enumerate(own)]
    return tuple(lines)


def with_gap(line: Fragment) -> Fragment:
    """Return a line with an empty one above it."""
    assert line.paragraph is not None
    return replace(line, paragraph=replace(line.paragraph, gap=1))


def apart(text: str, table: TableForm) -> tuple[Pool, Stretch]:
    """Return the figures of a text, and the text taken apart."""
    lines = fragments(text)
    stretch = take_apart(lines, table)
    return pool_of(stretch, lines, table, locate(stretch.words, table)), stretch


def texts(rows: tuple[tuple[Token, ...], ...]) -> list[str]:
    """Return the figures of each row of a layout."""
    return [" ".join(token.text for token in row) for row in rows]


# --- the figures of a text -----------------------------------------------------------------------------------------------


def test_figures_right_behind_a_label_are_beside_it():
    """The others are loose: an empty line parts them from every label."""
    pool, _ = apart(f"属于国家秘密 1 2{GAP}3\n4{GAP}5", REQUESTS)
    line = next(i for i, own in enumerate(REQUESTS.lines) if "属于国家秘密" in own.names)
    assert [token.text for token in pool.beside[line]] == ["1", "2"]
    assert [(loose.token.text, loose.edge) for loose in pool.loose] == [("3", "gap"), ("4", "line"), ("5", "gap")]
    assert sorted(token.text for token in pool.figures) == ["1", "2", "3", "4", "5"]


def test_more_figures_than_the_row_has_cells_are_not_beside_its_label():
    """They may be another column's or another row's."""
    pool, _ = apart("规章 1 2 3 4", DISCLOSURE)
    assert pool.beside == {}
    assert [loose.token.text for loose in pool.loose] == ["1", "2", "3", "4"]


def test_a_figure_right_behind_a_head_knows_its_column():
    """The head that ends before it is the column's."""
    pool, stretch = apart(f"本年废止件数\n5{GAP}6", DISCLOSURE)
    assert [loose.head for loose in pool.loose] == [1, None]
    assert (0, "本年废止件数") in head_spans(stretch.words, DISCLOSURE)


# --- tables without sums: by their heads ---------------------------------------------------------------------------------

LABELS = "规章\n行政规范性文件\n行政许可\n行政处罚\n行政强制\n行政事业性收费"
COLUMNS = ("本年制发件数\n1\n4", "本年废止件数\n2\n5", "现行有效件数\n3\n6")
OTHERS = ("本年处理决定数量\n7", "本年处理决定数量\n8\n9", "本年收费金额\n10")


def headed(*slabs: str, labels: str = LABELS) -> list[list[str]]:
    """Return the layouts of slabs of figures under the labels of all rows."""
    pool, stretch = apart(GAP.join([labels, *slabs]), DISCLOSURE)
    return [texts(rows) for rows in by_heads(pool, stretch, DISCLOSURE)]


def test_columns_that_stand_behind_their_heads_make_the_table():
    """One slab a column, one figure for each row of its block; heads of one name stand in any order that fits."""
    assert headed(*COLUMNS, *OTHERS) == [["1 2 3", "4 5 6", "7", "8", "9", "10"]]


def test_columns_may_be_printed_in_any_order():
    """Their heads say which is which."""
    assert headed(*COLUMNS[::-1], *OTHERS) == headed(*COLUMNS, *OTHERS)


def test_a_column_that_lost_a_figure_makes_no_table():
    """It is not known which of its rows has none."""
    assert headed("本年制发件数\n1", *COLUMNS[1:], *OTHERS) == []


def test_a_row_without_a_label_makes_no_table():
    """A figure too many and a label too few cannot be told apart."""
    assert headed(*COLUMNS, *OTHERS, labels=LABELS.replace("行政强制\n", "")) == []


def test_zeros_alone_stand_where_they_like():
    """Where every figure is 0 and there is one for each cell, none can be in another's place."""
    zeros = GAP.join(["\n".join("0" * len(DISCLOSURE.slots))])
    assert headed(zeros) == [["0 0 0", "0 0 0", "0", "0", "0", "0"]]


# --- tables with sums: bands of rows -------------------------------------------------------------------------------------


@cache
def figures_of() -> tuple[tuple[int, ...], ...]:
    """Return the figures of a table of requests all of whose sums close."""
    cells = truth_of(1).tables["requests"]
    return tuple(tuple(int(cells[slot.row, slot.column].value or 0) for slot in line.slots) for line in REQUESTS.lines)


def tiled(rows: tuple[tuple[int, ...], ...]) -> list[list[str]]:
    """Return the layouts of a page that prints all labels and then the figures line by line."""
    labels = "\n".join(line.names[0] for line in REQUESTS.lines)
    pool, _ = apart(labels + GAP + "\n".join(" ".join(map(str, row)) for row in rows), REQUESTS)
    return [texts(layout) for layout in tile(pool, REQUESTS, totals_of(REQUESTS))]


def test_figures_whose_sums_all_close_are_laid_over_the_rows():
    """Line by line, as they are printed."""
    assert tiled(figures_of()) == [[" ".join(map(str, row)) for row in figures_of()]]


def test_a_figure_too_few_is_never_moved_up():
    """Nothing is laid where figures and cells differ in number."""
    assert tiled((*figures_of()[:-1], figures_of()[-1][:-1])) == []


def test_rows_whose_sums_fail_make_no_layout():
    """More than two wrong totals are no published errors."""
    wrong = tuple((*row[:-1], row[-1] + 1) for row in figures_of())
    assert tiled(wrong) == []


STATISTICS = forms()["gio-2014"].table("statistics")


def stacked(*, spoil: int = 0) -> list[str]:
    """Return the layout of all labels of statistics and then all figures, the total of all requests off by ``spoil``."""
    cells = truth_of(1, "gio-2014").tables["statistics"]
    keys = [(line.slots[0].row, line.slots[0].column) for line in STATISTICS.lines]
    figures = [str((cells[key].value or 0) + (spoil if key[0] == "3.1" else 0)) for key in keys]
    labels = "\n".join(line.names[0] for line in STATISTICS.lines)
    pool, _ = apart(labels + GAP + "\n".join(figures), STATISTICS)
    return [text for rows in stack(pool, STATISTICS) for text in texts(rows)]


def test_a_table_of_one_column_is_stacked_where_its_sums_close():
    """One figure for each line, in the form's order; one sum that fails, and nothing is."""
    assert len(stacked()) == len(STATISTICS.lines)
    assert stacked(spoil=1) == []


# --- rows side by side ---------------------------------------------------------------------------------------------------


def across(*figures: str) -> list[list[str]]:
    """Return for each row of reviews and litigation the orders in which its figures may stand."""
    heads = "行政复议 行政诉讼 未经复议直接起诉 复议后起诉\n" + "结果维持 结果纠正 其他结果 尚未审结 总计 " * 3
    pool, stretch = apart(heads + GAP + GAP.join(figures), REVIEWS)
    return [
        [" ".join(token.text for token in order) for order in orders] for orders in lay_across(pool, stretch, REVIEWS)
    ]


def test_figures_in_one_piece_below_heads_in_order_are_each_rows_own():
    """As a line prints them; the row's own sum must close."""
    line = "1 0 0 1 2 0 3 0 0 3 0 0 4 0 4"
    assert across(line) == [["1 0 0 1 2"], ["0 3 0 0 3"], ["0 0 4 0 4"]]


def test_a_row_whose_sum_fails_has_no_order():
    """The others keep theirs."""
    assert across("1 0 0 1 9 0 3 0 0 3 0 0 4 0 4") == [[], ["0 3 0 0 3"], ["0 0 4 0 4"]]


def test_a_figure_too_few_ties_nothing_to_any_row():
    """Fourteen figures are no fifteen."""
    assert across("1 0 0 1 2 0 3 0 0 3 0 0 4 0") == []


# --- when it is asked for ------------------------------------------------------------------------------------------------


def streamed(text: str, table: TableForm = REQUESTS) -> tuple[tuple[Reading, ...], tuple[Fragment, ...]]:
    """Read a text row by row."""
    lines = fragments(text)
    return read_stream(lines, table, totals_of(table), frozenset()), lines


IN_ORDER = "\n".join(f"{line.names[0]} 0 0 0 0 0 0 0" for line in REQUESTS.lines)


def test_text_that_was_read_row_by_row_is_left_as_it_is():
    """Every row is there: no other layout is asked for."""
    rows, lines = streamed(IN_ORDER)
    assert share_of_rows(rows, REQUESTS) == 1
    assert not is_adrift(lines, REQUESTS)
    assert or_scattered(rows, lines, (Region("requests", lines),), REQUESTS) == rows


def test_figures_before_every_label_are_adrift():
    """More of them than a row holds are another order of print."""
    _, lines = streamed("1 2 3 4 5 6 7 8 9\n属于国家秘密\n保护第三方合法权益")
    assert is_adrift(lines, REQUESTS)


def test_figures_adrift_that_no_layout_places_get_no_place():
    """Rows that were read beside them may have another's figures: all of their places are taken back."""
    rows, lines = streamed("1 2 3 4 5 6 7 8 9\n属于国家秘密\n保护第三方合法权益 1 0 0 0 0 0 1")
    found = or_scattered(rows, lines, (Region("requests", lines),), REQUESTS)
    assert not any(reading.placed for reading in found)


def test_figures_adrift_take_the_places_of_read_rows_back_too():
    """Most rows are full, yet twice a row's figures stand behind one label: a full row may hold its neighbour's."""
    rows, lines = streamed(IN_ORDER.replace("属于国家秘密 0", "属于国家秘密" + " 0" * 15))
    found = or_scattered(rows, lines, (Region("requests", lines),), REQUESTS)
    assert share_of_rows(rows, REQUESTS) > 0.9
    assert not any(reading.placed for reading in found)


def test_a_table_with_short_rows_is_not_read_row_by_row_where_figures_drift_elsewhere():
    """A full row of zeros may hold the figure that the row above it lacks; where nothing drifts, it is read."""
    text = "规章 0 1\n行政规范性文件 0 0 0\n行政许可 5\n行政处罚 6\n行政强制 7\n行政事业性收费 8"
    rows, lines = streamed(text, DISCLOSURE)
    regions = (Region("active_disclosure", lines),)
    assert any(reading.placed for reading in or_scattered(rows, lines, regions, DISCLOSURE))
    assert not any(reading.placed for reading in or_scattered(rows, lines, regions, DISCLOSURE, lambda: True))


def test_heads_alone_above_their_own_figures_are_tied_to_them():
    """Heads one above the other, or in one line with others, are not: which figures are whose the lines do not say."""
    heads = f"自然人 商业企\n业\n1\n2{GAP}科研机\n构\n3\n4{GAP}社会公益组织\n法律服务机构\n5\n6{GAP}其他 总计\n7\n8"
    pool, _ = apart(heads, REQUESTS)
    assert pool.tied == {2}


def test_what_all_layouts_agree_on_is_placed_as_chosen_by_sums():
    """Its place is an order that sums confirmed, no label's."""
    labels = "\n".join(line.names[0] for line in REQUESTS.lines)
    body = "\n".join(" ".join(map(str, row)) for row in figures_of())
    found = read_scattered(fragments(labels + GAP + body), REQUESTS, totals_of(REQUESTS))
    assert [reading.line for reading in found] == list(range(len(REQUESTS.lines)))
    assert all(reading.chose and {p.anchor for p in reading.placed} == {"order"} for reading in found)


def test_rows_in_another_order_than_the_forms_are_not_laid_out():
    """No sum sees that the figures of two rows changed places."""
    names = [line.names[0] for line in REQUESTS.lines]
    labels = "\n".join([names[1], names[0], *names[2:]])
    body = "\n".join(" ".join(map(str, row)) for row in figures_of())
    assert read_scattered(fragments(labels + GAP + body), REQUESTS, totals_of(REQUESTS)) == ()


# --- blocks that follow each other ---------------------------------------------------------------------------------------

BANDS = """第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章
1
2
3
行政规范性文件
4
5
6
第二十条第（五）项
信息内容
本年处理决定数量
550
行政许可
第二十条第（六）项
信息内容
本年处理决定数量
行政处罚
7
行政强制
8
第二十条第（八）项
信息内容
本年收费金额（单位：万元）
9.5
行政事业性收费
"""


def of_bands(text: str) -> list[list[str]]:
    """Return the figures of each line, as the blocks of a text give them."""
    stretch = take_apart(fragments(text), DISCLOSURE)
    found = by_bands(stretch, DISCLOSURE, locate(stretch.words, DISCLOSURE))
    return [[placed.value.text for placed in reading.placed] for reading in found]


def test_figures_between_the_heads_of_two_blocks_are_the_blocks():
    """A block of one row has them wherever they stand in it, one of several where they stand behind its labels."""
    assert of_bands(BANDS) == [["1", "2", "3"], ["4", "5", "6"], ["550"], ["7"], ["8"], ["9.5"]]


def test_blocks_that_have_not_just_their_figures_give_none():
    """One too many in any of them, one too few, two rows of which one stands behind its figure, blocks in another order."""
    assert of_bands(BANDS.replace("550\n", "550\n2\n")) == []
    assert of_bands(BANDS.replace("550\n", "")) == []
    assert of_bands(BANDS.replace("行政处罚\n7", "7\n行政处罚")) == []
    assert of_bands(BANDS.replace("9.5\n", "").replace("第二十条第（五）项", "9.5\n第二十条第（五）项")) == []


def test_figures_that_found_their_row_are_no_strangers():
    """What was read row by row comes along, but for the figures behind a head that the blocks have placed."""
    pieces = fragments(BANDS)
    streamed = read_stream(pieces, DISCLOSURE, totals_of(DISCLOSURE), frozenset())
    found = or_scattered(streamed, pieces, (Region(DISCLOSURE.key, pieces),), DISCLOSURE)
    assert any(reading.line is None for reading in streamed)
    assert not any(reading.line is None for reading in found)
