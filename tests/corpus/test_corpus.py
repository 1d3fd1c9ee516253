"""The corpus that everything else is measured with: its truths hold, its printings hold the truth."""

import io
import itertools
import json
import re
from pathlib import Path
from random import Random

import docx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import make_fixtures
from corpus.compare import compare
from corpus.figures import equations
from corpus.flow import Text, flow
from corpus.grid import grid
from corpus.model import truth_from_json
from corpus.to_docx import WordOptions, to_docx
from corpus.to_html import HtmlOptions, to_html
from corpus.to_pdf import find_printer, to_pdf
from corpus.to_text import ENCODINGS, FLAVOURS, TextOptions, encode, to_text
from corpus.truth import any_options, make_truth
from gongkai.forms.load import load_forms, parse_form

# An annex of indented rows with units, sums and inequalities, as the form of 2014 has.
LIST_FORM = """
id: list-form
name: 统计表
document: 试
signature: [统计指标]
sections:
  - {key: overview, label: 一、概述}
  - {key: statistics, label: 附表}
tables:
  - key: statistics
    label: 统计表
    section: statistics
    blocks:
      - stub: [统计指标, 单位]
        columns: [{key: count, label: 统计数}]
        rows:
          - label: 一、主动公开情况
            rows:
              - key: "1.1"
                label: （一）主动公开政府信息数
                unit: 条
                rows: [{key: 1.1.a, label: 其中：主动公开规范性文件数, unit: 条}]
              - label: （二）不同渠道公开情况
                rows:
                  - {key: 1.2.1, label: 1.政府公报, unit: 条}
                  - {key: 1.2.2, label: 2.政府网站, unit: 条}
          - key: "4"
            label: 四、行政复议数量
            unit: 件
            rows:
              - {key: "4.1", label: （一）维持数, unit: 件}
              - {key: "4.2", label: （二）纠错数, unit: 件}
          - {key: "7", label: 七、收取的费用, unit: 万元, kind: money}
checks:
  - {id: parts, table: statistics, kind: subtotal, each: column, left: "4", right: 4.1 + 4.2}
  - {id: channels, table: statistics, kind: inequality, each: column, left: "1.1", right: 1.2.*, compare: <=}
  - {id: among, table: statistics, kind: inequality, each: column, left: 1.1.a, right: "1.1", compare: <=}
"""
# Blocks of three, two and two columns, signed changes: the five grid columns of the form of 2019.
BLOCK_FORM = """
id: block-form
name: 试
document: 试
signature: [本年增/减]
sections: [{key: active_disclosure, label: 二、主动公开政府信息情况}]
tables:
  - key: active_disclosure
    label: 主动公开
    section: active_disclosure
    blocks:
      - label: 第二十条第（五）项
        stub: [信息内容]
        columns:
          - {key: previous_items, label: 上一年项目数量}
          - {key: change, label: 本年增/减, kind: change}
          - {key: decisions, label: 处理决定数量}
        rows: [{key: licensing, label: 行政许可}, {key: other_services, label: 其他对外管理服务事项}]
      - label: 第二十条第（九）项
        stub: [信息内容]
        columns: [{key: items, label: 采购项目数量}, {key: amount, label: 采购总金额, kind: money, unit: 元}]
        rows: [{key: procurement, label: 政府集中采购}]
"""

FORMS = (*load_forms(), parse_form(LIST_FORM, "list-form.yaml"), parse_form(BLOCK_FORM, "block-form.yaml"))
GIO_2021 = next(form for form in FORMS if form.id == "gio-2021")
LOSSY = {"repeated-lines-removed", "glued"}
SEEDS = st.integers(0, 10**6)


def values_of(truth):
    """Every figure of a truth, a cell without one counting as 0."""
    return {(t, *key): cell.value or 0 for t, cells in truth.tables.items() for key, cell in cells.items()}


def printed_of(table):
    """The value cells' texts of a printed table, top to bottom."""
    return [cell.text for cell in table.cells if cell.role == "value"]


def as_report(truth):
    """What a faultless extraction of ``truth`` would give, as far as ``compare`` looks at it."""
    tables = {
        key: {"cells": [msgspec.to_builtins(cell) for cell in cells.values()]} for key, cells in truth.tables.items()
    }
    fields = ("title", "agency", "year", "period", "published", "contact", "processing_fee", "sections", "comments")
    return {"form": {"id": truth.form}, "tables": tables, **{f: msgspec.to_builtins(getattr(truth, f)) for f in fields}}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_every_sum_of_the_form_holds_between_invented_figures(form, seed):
    """Whatever the seed and the options, the form's own checks pass where no error was asked for."""
    truth = make_truth(seed, form, **{**any_options(seed), "errors": 0})
    values = values_of(truth)
    assert set(values) == {(t.key, slot.row, slot.column) for t in form.tables for slot in t.slots}
    assert [e.check for e in equations(form) if not e.holds(values)] == []


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, errors=st.integers(1, 3))
def test_a_published_error_breaks_a_sum(seed, errors):
    """Each cell that is published wrong stands in a sum that fails."""
    truth = make_truth(seed, GIO_2021, errors=errors, profile="sparse")
    failing = [e for e in equations(GIO_2021) if not e.holds(values_of(truth))]
    assert len(truth.wrong) == errors
    for cell in truth.wrong:
        assert any(cell == other for e in failing for _, other in (*e.left, *e.right))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_same_seed_gives_the_same_report(form):
    """Truths and their printings depend on the seed alone."""
    one, two = (make_truth(7, form, **any_options(7)) for _ in range(2))
    assert one == two
    assert to_docx(one) == to_docx(two)


def test_the_printed_grids_are_those_of_the_official_form():
    """4, 10 and 15 grid columns; 14, 28 and 4 rows; the head's and the labels' spans of forms.md 1.2 to 1.4."""
    layouts = make_truth(1, GIO_2021).layouts
    assert {key: (t.width, t.height) for key, t in layouts.items()} == {
        "active_disclosure": (4, 14),
        "requests": (10, 28),
        "reviews_litigation": (15, 4),
    }
    spans = {
        c.text: (c.row, c.column, c.row_span, c.column_span) for c in layouts["requests"].cells if c.role != "value"
    }
    assert spans["三、本年度办理结果"] == (5, 0, 22, 1)
    assert spans["（三）不予公开"] == (7, 1, 8, 1)
    assert spans["（七）总计"] == (26, 1, 1, 2)
    assert spans["自然人"] == (1, 3, 2, 1)
    assert spans["法人或其他组织"] == (1, 4, 1, 5)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_no_grid_square_is_printed_twice_or_left_out(form):
    """The spans of every table tile its rectangle."""
    for table in make_truth(2, form).layouts.values():
        squares = [
            (row, column)
            for c in table.cells
            for row in range(c.row, c.row + c.row_span)
            for column in range(c.column, c.column + c.column_span)
        ]
        assert sorted(squares) == [(r, c) for r in range(table.height) for c in range(table.width)]


def test_blocks_of_different_numbers_of_columns_share_one_grid():
    """Three columns of figures over four grid columns print as 1, 2, 1 and two as 2, 2, as forms.md 2 tells of 2019."""
    table = make_truth(1, FORMS[-1]).layouts["active_disclosure"]
    spans = {c.text: c.column_span for c in table.cells if c.role == "head"}
    assert table.width == 5
    assert spans == {"上一年项目数量": 1, "本年增/减": 2, "处理决定数量": 1, "采购项目数量": 2, "采购总金额": 2}
    skewed = make_truth(1, FORMS[-1], skewed=True).layouts["active_disclosure"]
    assert [c.column_span for c in skewed.cells if c.key and c.key[0] == "licensing"] == [2, 1, 1]


def test_a_list_prints_a_row_a_line_with_its_unit():
    """Group rows print a dash for unit and figure, rows with parts print both figure and parts."""
    rows = list(make_truth(1, FORMS[-2]).layouts["statistics"].rows())
    assert [cell.text for cell in rows[1]] == ["一、主动公开情况", "——", "——"]
    assert [cell.text for cell in rows[2]][:2] == ["（一）主动公开政府信息数", "条"]
    assert len(rows) == 11


def test_a_grid_is_typed_in_three_lines():
    """``<`` joins with the left, ``^`` with the cell above."""
    table = grid("""
        第二十条第（一）项 | <          | 总计
        规章               | 3          | ^
    """)
    assert [(c.text, c.row_span, c.column_span, c.role) for c in table.cells] == [
        ("第二十条第（一）项", 1, 2, "label"),
        ("总计", 2, 1, "label"),
        ("规章", 1, 1, "label"),
        ("3", 1, 1, "value"),
    ]


WORD = [
    WordOptions(),
    WordOptions(automatic_numbering=True, bookmark=True, split_runs=True),
    WordOptions(content_control=True, tracked_changes=True, title_in_text_box=True, styled_headings=True),
]


@pytest.mark.parametrize("options", WORD)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_word_file_opens_and_holds_the_printed_figures(form, options):
    """python-docx reads every printed figure at its place in the grid."""
    truth = make_truth(11, form, blanks=0.3, slashes=0.2, comment=True)
    opened = docx.Document(io.BytesIO(to_docx(truth, options)))
    tables = [docx.table.Table(element, opened) for element in opened.element.body.iter(docx.oxml.ns.qn("w:tbl"))]
    for table, layout in zip(tables, truth.layouts.values(), strict=True):
        at = {(r, c): cell for r, row in enumerate(table.rows) for c, cell in enumerate(row.cells)}
        for cell in layout.cells:
            texts = at[cell.row, cell.column]._tc.iter(docx.oxml.ns.qn("w:t"))
            assert "".join(t.text for t in texts) == cell.text.replace("\n", "")
    assert [comment.text for comment in opened.comments] == [comment.text for comment in truth.comments]


@pytest.mark.parametrize("options", [HtmlOptions(), HtmlOptions(chrome=True, breaks=True, blank="")])
def test_a_page_holds_the_printed_figures(options):
    """An HTML parser reads every cell with its text and spans."""
    truth = make_truth(12, GIO_2021, blanks=0.3, labels="broken")
    cells = [
        (
            node.text().replace("\xa0", ""),
            int(node.attributes.get("colspan", 1)),
            int(node.attributes.get("rowspan", 1)),
        )
        for node in LexborHTMLParser(to_html(truth, options)).css("td")
    ]
    assert cells == [
        (c.text.replace("\n", ""), c.column_span, c.row_span) for table in truth.layouts.values() for c in table.cells
    ]


@pytest.mark.parametrize("flavour", FLAVOURS)
@settings(max_examples=8, deadline=None)
@given(seed=SEEDS)
def test_flattened_text_holds_the_printed_figures_in_order(flavour, seed):
    """Every figure of a table is in the text, in print order (styles that lose figures or scramble them aside)."""
    truth = make_truth(seed, GIO_2021, profile="typical", blanks=0.2)
    text = to_text(truth, flavour, Random(seed))
    figures = [t for table in truth.layouts.values() for t in printed_of(table) if t]
    if flavour == "repeated-lines-removed" or FLAVOURS[flavour].kind == "order scrambled":
        assert set(figures) <= set(text.split())
        return
    pattern = r"(?<!\d)" if flavour != "glued" else ""
    position = 0
    for figure in figures:
        found = re.compile(pattern + re.escape(figure)).search(text, position)
        assert found, f"{figure} is lost"
        position = found.end()


@pytest.mark.parametrize("flavour", sorted(name for name, style in FLAVOURS.items() if style.kind == "blanks kept"))
def test_a_flattening_that_keeps_blanks_shows_where_they_are(flavour):
    """Two rows that differ only in which of their cells is blank are printed differently."""
    left, right = ("规章 | 7 |  | 5\n行政许可 | 1 | < | <", "规章 | 7 | 5 | \n行政许可 | 1 | < | <")
    truth = make_truth(5, GIO_2021)
    texts = [
        to_text(
            msgspec.structs.replace(truth, layouts={**truth.layouts, "active_disclosure": grid(rows)}),
            flavour,
            Random(1),
        )
        for rows in (left, right)
    ]
    assert texts[0] != texts[1]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_comes_in_every_encoding(encoding):
    """What was encoded is read back with Python's own codec."""
    text = to_text(make_truth(3, GIO_2021), "row-padded", Random(3), TextOptions(half_width=True))
    assert encode(text, encoding).decode(encoding) == text


def test_headings_and_paragraphs_stand_in_print_order():
    """Each section's heading comes before its text and its table."""
    truth = make_truth(4, GIO_2021)
    parts = flow(truth)
    headings = [part.text for part in parts if isinstance(part, Text) and part.role == "heading"]
    assert headings == [section.heading for section in truth.sections if section.level == 1]
    assert [part for part in parts if not isinstance(part, Text)] == list(truth.layouts.values())


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_a_faultless_extraction_scores_full_marks(seed):
    """The score finds nothing where there is nothing to find."""
    truth = make_truth(seed, GIO_2021, **any_options(seed))
    score = compare(truth, as_report(truth))
    assert score.differences == ()
    assert score.perfect
    assert score.comments_right


def test_a_wrong_figure_is_told_from_a_missing_one():
    """Another figure, or one where none is printed, is wrong; no figure is missed."""
    truth = make_truth(1, GIO_2021, profile="typical", blanks=1.0)
    report = as_report(truth)
    cells = report["tables"]["requests"]["cells"]
    printed = [cell for cell in cells if cell["status"] == "reported"]
    printed[0]["value"] += 1
    printed[1].update(status="ambiguous", value=None)
    next(cell for cell in cells if cell["status"] == "blank").update(status="reported", value=0)
    score = compare(truth, report)
    assert (score.wrong, score.missed, score.right) == (2, 1, score.cells - 2)
    assert len(score.differences) == 3
    assert not score.perfect


def test_an_empty_report_misses_everything_and_gets_nothing_wrong():
    """A report without any key is compared without an error."""
    truth = make_truth(1, GIO_2021)
    score = compare(truth, {})
    assert (score.wrong, score.right, score.missed) == (0, 0, score.cells)


def test_a_truth_survives_its_json():
    """What is committed beside a fixture compares as the truth itself does."""
    truth = make_truth(9, GIO_2021, blanks=0.5, notes=0.5, comment=True)
    read = truth_from_json(truth.to_json())
    assert compare(read, as_report(truth)).perfect
    assert read.tables == truth.tables


def test_the_committed_fixtures_are_what_the_script_makes():
    """Byte for byte, PDFs aside."""
    assert list(make_fixtures.differences(make_fixtures.FIXTURES)) == []


def test_the_committed_fixtures_are_small_and_consistent_over_years():
    """All fixtures together stay below 1.5 MB; one year's carried_forward is the next year's carried_over."""
    files = [path for path in make_fixtures.FIXTURES.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 1_500_000
    truths = [
        make_fixtures.FIXTURES / "truth" / f"yunxi-{name}.json" for name in ("2022.docx", "2023.docx", "2024.html")
    ]
    tables = [truth_from_json(Path(path).read_text(encoding="utf-8")).tables["requests"] for path in truths]
    for before, after in itertools.pairwise(tables):
        columns = [column for row, column in before if row == "carried_forward"]
        assert [before["carried_forward", c].value for c in columns] == [
            after["carried_over", c].value for c in columns
        ]


@pytest.mark.parametrize(
    "printer",
    [
        pytest.param("libreoffice", marks=pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")),
        pytest.param("chromium", marks=pytest.mark.needs("chromium", "chromium", "chromium-browser", "google-chrome")),
    ],
)
def test_a_printer_that_is_installed_makes_a_pdf(printer):
    """The bytes begin as a PDF's do."""
    made = to_pdf(to_html(make_truth(1, GIO_2021)).encode(), ".html", printer)
    assert (made or b"").startswith(b"%PDF")


def test_without_a_printer_there_is_no_pdf(monkeypatch):
    """A printer that is not installed gives None, no error."""
    monkeypatch.setenv("PATH", "")
    assert find_printer("libreoffice") is None
    assert to_pdf(b"<p>1</p>", ".html", "libreoffice") is None


def test_options_that_do_not_exist_are_refused():
    """A misspelt option is an error, never ignored."""
    with pytest.raises(TypeError):
        make_truth(1, GIO_2021, blank=0.5)


def test_the_committed_truth_is_json_that_people_can_read():
    """One cell a line."""
    text = make_truth(1, GIO_2021).to_json()
    assert json.loads(text)["tables"]["reviews_litigation"][0]["row"] == "review"
    assert text.count('"printed":') == len([line for line in text.splitlines() if '"printed":' in line])
