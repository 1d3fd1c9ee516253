"""How published reports lay out their tables: cut, joined, nested, moved, doubled, beside last year's, of another form."""

from __future__ import annotations

import re
from random import Random

import msgspec
import pytest

from corpus.flow import Text, flow
from corpus.grid import PrintedTable
from corpus.to_html import to_html
from corpus.to_text import FLAVOURS, to_text

from .build import (
    GRIDS,
    cells_of,
    change,
    forms,
    moved,
    printed,
    read,
    read_html,
    read_text,
    row_of,
    score,
    stacked,
    statuses_of,
    truth_of,
    with_cells,
    wrong,
)

SOME = ["docx", "html", "tab-cells", "row-padded", "cell-then-pipe-line", "row-no-pad", "plain-rows"]


def table_of(table: PrintedTable, spans: bool = True) -> str:
    """Print a table as HTML, with its spans or without."""
    rows = []
    for row in table.rows():
        cells = ""
        for c in row:
            size = f' colspan="{c.column_span}" rowspan="{c.row_span}"' if spans else ""
            cells += f"<td{size}>{c.text}</td>"
        rows.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(rows)}</table>"


def page_of(truth, tables: dict[str, str]) -> str:
    """Print a report as HTML with its tables printed otherwise."""
    keys = {id(layout): key for key, layout in truth.layouts.items()}
    parts = (f"<p>{p.text}</p>" if isinstance(p, Text) else tables[keys[id(p)]] for p in flow(truth))
    return "\n".join(parts)


def halves(table: PrintedTable, row: int) -> tuple[PrintedTable, PrintedTable]:
    """Cut a table at a row as a page's end does; what spans the cut goes on as an empty cell."""
    top, bottom = [], []
    for c in table.cells:
        end = c.row + c.row_span
        if c.row < row:
            top.append(moved(c, row_span=min(end, row) - c.row))
        if end > row:
            text = c.text if c.row >= row else ""
            bottom.append(moved(c, row=max(c.row, row) - row, row_span=end - max(c.row, row), text=text))
    return with_cells(table, top), with_cells(table, bottom)


CUTS = ["carried_over", "denied.security_stability", "unavailable.needs_creation", "outcomes_total", "carried_forward"]


@pytest.mark.parametrize("key", CUTS)
def test_a_table_that_goes_on_over_a_page_is_one_table(key):
    """Two grids with nothing between them but a page number, the second without a head."""
    truth = truth_of(1)
    first, second = halves(truth.layouts["requests"], row_of(truth.layouts["requests"], key))
    tables = {k: table_of(t) for k, t in truth.layouts.items()}
    tables["requests"] = f"{table_of(first)}<p>- 3 -</p>{table_of(second)}"
    result = score(truth, read_html(page_of(truth, tables)))
    assert (result.right, result.wrong) == (result.cells, 0)


@pytest.mark.parametrize("key", ["licensing", "penalties", "coercion", "fees"])
def test_the_first_table_is_cut_between_a_block_and_its_figures(key):
    """The head of a block stands at the foot of one page, its row on the next."""
    truth = truth_of(2)
    first, second = halves(truth.layouts["active_disclosure"], row_of(truth.layouts["active_disclosure"], key))
    tables = {k: table_of(t) for k, t in truth.layouts.items()}
    tables["active_disclosure"] = table_of(first) + table_of(second)
    result = score(truth, read_html(page_of(truth, tables)))
    assert (result.right, result.wrong) == (result.cells, 0)


@pytest.mark.parametrize("flavour", SOME)
def test_a_head_that_is_repeated_on_the_next_page_is_no_row(flavour):
    """The three head rows stand once more in the middle of the table."""
    truth = truth_of(3)

    def repeated(table):
        at = row_of(table, "unavailable.not_held")
        first, second = halves(table, at)
        heads = with_cells(table, [c for c in table.cells if c.row < 3])
        return stacked(first, heads, second)

    report = read(change(truth, "requests", repeated), flavour)
    assert wrong(truth, report) == []
    if flavour in GRIDS:
        assert score(truth, report).right == score(truth, report).cells


@pytest.mark.parametrize("flavour", SOME)
def test_a_head_row_that_is_doubled_changes_nothing(flavour):
    """Each block's heads are printed twice below each other."""
    truth = truth_of(4)

    def doubled(table):
        first, second = halves(table, 2)
        heads = with_cells(table, [moved(c, row=0) for c in table.cells if c.row == 1])
        return stacked(first, heads, second)

    report = read(change(truth, "active_disclosure", doubled), flavour)
    assert wrong(truth, report) == []
    if flavour in GRIDS:
        assert score(truth, report).right == score(truth, report).cells


def test_a_page_without_spans_gives_no_figure_a_wrong_place():
    """HTML that lost its colspan and rowspan leaves rows of unequal length; full rows are read all the same."""
    truth = truth_of(5)
    tables = {key: table_of(table, spans=False) for key, table in truth.layouts.items()}
    report = read_html(page_of(truth, tables))
    assert wrong(truth, report) == []
    assert score(truth, report).right >= 0.9 * score(truth, report).cells


@pytest.mark.parametrize("flavour", SOME)
@pytest.mark.parametrize("form", ["gio-2019", "gio-2021"])
def test_values_may_span_otherwise_than_their_heads(flavour, form):
    """Cells and heads are paired by ordinal, as the web pages of 2019 need it."""
    truth = truth_of(6, form, skewed=True)
    report = read(truth, flavour)
    assert wrong(truth, report) == []
    if flavour in GRIDS:
        assert score(truth, report).right == score(truth, report).cells


def test_one_grid_may_hold_the_whole_report():
    """A layout table with a cell a paragraph and the three tables among its rows is taken apart."""
    truth = truth_of(7)
    rows = []
    for part in flow(truth):
        if isinstance(part, Text):
            rows.append(f'<tr><td colspan="15">{part.text}</td></tr>')
        else:
            rows.append(table_of(part).removeprefix("<table>").removesuffix("</table>"))
    report = read_html(f"<table>{''.join(rows)}</table>")
    assert wrong(truth, report) == []
    assert score(truth, report).right >= 0.9 * score(truth, report).cells


def test_a_table_inside_a_layout_table_is_read_on_its_own():
    """The page's frame is a table too; it is none of the report's."""
    truth = truth_of(8)
    body = page_of(truth, {key: table_of(table) for key, table in truth.layouts.items()})
    result = score(truth, read_html(f"<table><tr><td>导航</td><td>{body}</td></tr></table>"))
    assert (result.right, result.wrong) == (result.cells, 0)


def test_a_hidden_row_is_not_printed():
    """A row with display:none beside the printed one of the same label changes nothing."""
    truth = truth_of(9)
    tables = {key: table_of(table) for key, table in truth.layouts.items()}
    hidden = (
        '<tr style="display:none"><td colspan="3">四、结转下年度继续办理</td>' + "<td>99</td>" * 7 + "</tr></table>"
    )
    tables["requests"] = tables["requests"].replace("</table>", hidden)
    result = score(truth, read_html(page_of(truth, tables)))
    assert (result.right, result.wrong) == (result.cells, 0)


@pytest.mark.parametrize("flavour", SOME)
def test_last_year_s_table_beside_this_year_s_is_ambiguous(flavour):
    """Two tables of one kind with other figures: where they differ no value is given."""
    truth, other = truth_of(10), truth_of(11)
    twice = change(truth, "requests", lambda t: stacked(t, other.layouts["requests"]))
    report = read(twice, flavour)
    assert wrong(truth, report) == []
    same = {k for k, c in truth.tables["requests"].items() if other.tables["requests"][k].value == c.value}
    given = {(c.row, c.column) for c in report.tables["requests"].cells if c.status == "reported"}
    assert given <= same


@pytest.mark.parametrize("flavour", SOME)
def test_two_equal_tables_are_one(flavour):
    """The same table printed twice contradicts nothing."""
    truth = truth_of(12)
    report = read(change(truth, "active_disclosure", lambda t: stacked(t, t)), flavour)
    assert wrong(truth, report) == []


@pytest.mark.parametrize("flavour", SOME)
def test_tables_may_stand_behind_the_text(flavour):
    """A crawler moved all tables to the end: what they are is told by their labels."""
    truth = truth_of(13)
    last = truth.sections[-1].key
    behind = msgspec.structs.replace(truth, homes=dict.fromkeys(truth.homes, last))
    report = read(behind, flavour)
    assert wrong(truth, report) == []
    if flavour != "plain-rows":
        assert score(truth, report).right == score(truth, report).cells


@pytest.mark.parametrize("flavour", [*SOME, "blank-line-cells", "pdf-lines"])
def test_tables_without_a_heading_between_them_are_told_apart(flavour):
    """The headings of sections three and four were lost, so that the tables follow each other."""
    truth = truth_of(14)
    sections = tuple(
        msgspec.structs.replace(s, heading=None, text="") if s.key in truth.homes.values() else s
        for s in truth.sections
    )
    report = read(msgspec.structs.replace(truth, sections=sections), flavour)
    assert wrong(truth, report) == []
    if flavour in GRIDS:
        assert score(truth, report).right == score(truth, report).cells


PROSE = (
    "全年收到申请21件，予以公开8件，部分公开3件，不予公开2件，其中属于国家秘密1件、重复申请1件；"
    "行政许可12件，行政处罚7件，行政强制3件，规章5件。行政复议2件，结果维持1件，结果纠正1件，总计2件。"
)


def test_sentences_made_of_labels_are_no_table():
    """Prose that names rows and figures gives no cell."""
    report = read_text(
        f"云溪县档案局2023年政府信息公开工作年度报告\n一、总体情况\n{PROSE}\n五、存在的主要问题及改进情况\n无。\n"
        "六、其他需要报告的事项\n无。\n"
    )
    assert all(cell.value is None for cell in cells_of(report).values())


@pytest.mark.parametrize("flavour", [*GRIDS, *sorted(FLAVOURS)])
def test_sentences_made_of_labels_change_no_table_below_them(flavour):
    """The same prose above each table moves nothing in it."""
    truth = truth_of(15)
    sections = tuple(
        msgspec.structs.replace(s, text=PROSE) if s.key in truth.homes.values() else s for s in truth.sections
    )
    assert wrong(truth, read(msgspec.structs.replace(truth, sections=sections), flavour)) == []


def test_a_list_of_labels_with_figures_in_words_is_no_table():
    """Bullets in section one that name rows of the tables stay text."""
    bullets = "\n".join(f"{i}.{label}：{n}件。" for i, (label, n) in enumerate((("予以公开", 3), ("重复申请", 2)), 1))
    report = read_text(
        f"云溪县档案局2023年政府信息公开工作年度报告\n一、总体情况\n{bullets}\n二、主动公开政府信息情况\n"
    )
    assert all(cell.value is None for cell in cells_of(report).values())


# --- forms --------------------


@pytest.mark.parametrize("flavour", SOME)
@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_the_form_is_judged_by_the_columns_not_by_the_year(flavour, year):
    """Reports on later years that keep the columns of 2019 follow gio-2019."""
    truth = truth_of(16, "gio-2019", year=year)
    report = read(truth, flavour)
    assert report.form.id == "gio-2019"
    assert report.year == year
    assert wrong(truth, report) == []


@pytest.mark.parametrize("flavour", SOME)
def test_each_table_says_which_form_it_follows(flavour):
    """The first table of 2021 beside the second of 2019, as published reports on 2023 have it."""
    new, old = truth_of(17), truth_of(18, "gio-2019")
    hybrid = msgspec.structs.replace(
        new,
        layouts={**new.layouts, "requests": old.layouts["requests"]},
        tables={**new.tables, "requests": old.tables["requests"]},
    )
    report = read(hybrid, flavour)
    assert {key: table.form for key, table in report.tables.items()} == {
        "active_disclosure": "gio-2021",
        "requests": "gio-2019",
        "reviews_litigation": "gio-2021",
    }
    assert wrong(hybrid, report) == []
    assert sum(len(table.cells) for table in report.tables.values()) == 10 + 161 + 15


@pytest.mark.parametrize("flavour", SOME)
def test_blocks_of_two_forms_in_one_table_give_no_wrong_figure(flavour):
    """Block （一） with the three columns of 2019, the other blocks of 2021."""
    new, old = truth_of(19), truth_of(20, "gio-2019")
    first, _ = halves(old.layouts["active_disclosure"], 4)
    _, rest = halves(new.layouts["active_disclosure"], 4)
    mixed = msgspec.structs.replace(new, layouts={**new.layouts, "active_disclosure": stacked(first, rest)})
    report = read(mixed, flavour)
    table = report.tables["active_disclosure"]
    source = new if table.form == "gio-2021" else old
    shown = source.tables["active_disclosure"]
    upper = {"regulations", "normative_documents"}
    for cell in table.cells:
        if cell.status != "reported":
            continue
        if cell.row in upper:
            assert table.form == "gio-2019", "a figure under a head of 2019 is given as one of 2021"
            assert cell.value == shown[cell.row, cell.column].value
        else:
            assert cell.column in ("decisions", "amount")
            assert cell.value == new.tables["active_disclosure"][cell.row, cell.column].value


def test_only_a_table_of_one_row_is_enough_to_find_it():
    """A report of which but the reviews' table is left gives its fifteen cells and calls the others missing."""
    truth = truth_of(21)
    alone = msgspec.structs.replace(truth, homes={"reviews_litigation": "reviews_litigation"})
    for flavour in (*GRIDS, "row-padded", "tab-cells"):
        report = read(alone, flavour)
        assert wrong(truth, report) == []
        assert statuses_of(report, "reviews_litigation") == {"reported"}, flavour
        assert statuses_of(report, "requests") == {"missing"}


def test_places_in_the_source_are_kept():
    """A cell's line, or table and cell, is where its figure stands in the file."""
    truth = truth_of(22)
    text = to_text(truth, "row-padded", Random(0))
    lines = text.split("\n")
    for cell in cells_of(read(truth, "row-padded")).values():
        assert cell.raw in re.split(r"[| ]+", lines[cell.source.line - 1])
    layouts = list(truth.layouts.values())
    for cell in cells_of(read(truth, "html")).values():
        row, column = cell.source.cell
        assert any((c.row, c.column, c.text) == (row, column, cell.raw) for c in layouts[cell.source.table].cells)


def test_the_same_cells_come_from_every_format():
    """What was typed once and printed as Word and as a web page reads alike."""
    truth = truth_of(23, blanks=0.3, slashes=0.2)
    word, page = (cells_of(read(truth, flavour)) for flavour in GRIDS)
    assert {k: (c.value, c.raw, c.status, c.anchor) for k, c in word.items()} == {
        k: (c.value, c.raw, c.status, c.anchor) for k, c in page.items()
    }
    assert len(word) == sum(len(t.slots) for t in forms()["gio-2021"].tables)
    assert to_html(truth).encode() == printed(truth, "html")
