"""The published reports, where they are at hand; only agency, contact and figures of them stand here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from gongkai import extract
from gongkai.pipeline import extract_bytes
from gongkai.report import Report, Section

REPORTS = Path(__file__).parents[2] / "shared" / "reports"
QIAOKOU, HONGZE, SHANGHAI = "qiaokou-justice-2024.txt", "hongze-2023.pdf", "shanghai-office-2019.html"
SIX = ["overview", "active_disclosure", "requests", "reviews_litigation", "problems_improvements", "other_matters"]
FIVE = [f"overview.{name}" for name in ("proactive", "on_request", "management", "platform", "supervision")]
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the published reports are not at hand")


@cache
def report_of(name: str) -> Report:
    """Read a published report once for all tests."""
    return extract(REPORTS / name)


def walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from walk(section.children)


def children_of(report: Report, key: str) -> list[str]:
    return [child.key for child in next(s for s in report.sections if s.key == key).children]


def figures(report: Report, table: str) -> dict[str, list[int | float | None]]:
    """Return the values of a table row by row, None for a blank."""
    rows: dict[str, list[int | float | None]] = {}
    for cell in report.tables[table].cells:
        assert cell.status in ("reported", "blank"), cell
        rows.setdefault(cell.row, []).append(cell.value)
    return rows


def arithmetic(report: Report) -> Counter[str]:
    return Counter(check.status for check in report.checks if check.kind != "narrative")


# --- a Word file flattened to text --------------------


def test_flattened_word_gives_who_reports_on_what():
    """Form, agency, year, period, date of publication and telephone of the district office's report."""
    report = report_of(QIAOKOU)
    assert (report.form.id, report.agency, report.year) == ("gio-2021", "硚口区司法局", 2024)
    assert (report.period.start, report.period.end) == ("2024-01-01", "2024-12-31")
    assert (report.published, report.contact.phone) == ("2025-01-10", "027-83350601")


def test_flattened_word_gives_every_section():
    """Six sections, five, two and three subsections, of which the first is numbered otherwise than its sisters."""
    report = report_of(QIAOKOU)
    assert [s.key for s in report.sections] == ["preamble", *SIX, "closing"]
    assert children_of(report, "overview") == FIVE
    assert len(children_of(report, "problems_improvements")) == 2
    assert len(children_of(report, "other_matters")) == 3
    overview = next(s for s in report.sections if s.key == "overview")
    assert overview.children[0].heading.startswith("（1）")


def test_a_preamble_that_names_all_sections_is_one_section():
    """The sentence that lists the six headings opens none of them."""
    preamble = report_of(QIAOKOU).sections[0]
    assert preamble.children == ()
    assert preamble.text.count("\n") == 0
    assert all(name in preamble.text for name in ("总体情况", "其他需要报告的事项"))


def test_flattened_word_gives_every_cell():
    """All 200 cells are read as printed, each by its own labels."""
    tables = report_of(QIAOKOU).tables
    assert {key: len(table.cells) for key, table in tables.items()} == {
        "active_disclosure": 10,
        "requests": 175,
        "reviews_litigation": 15,
    }
    cells = [cell for table in tables.values() for cell in table.cells]
    assert {(c.status, c.value, c.raw, c.anchor) for c in cells} == {("reported", 0, "0", "label")}
    assert all(c.source.line for c in cells)


def test_the_sums_of_the_flattened_report_hold():
    """25 row totals, 7 subtotals, 7 balances and 3 totals of reviews pass."""
    kinds = Counter((c.kind, c.status) for c in report_of(QIAOKOU).checks if c.kind != "narrative")
    assert kinds == {("row_total", "pass"): 28, ("subtotal", "pass"): 7, ("balance", "pass"): 7}


def test_what_word_left_behind_is_in_no_text():
    """The reviewer's comment is among the comments and nowhere else; no bookmark is left."""
    report = report_of(QIAOKOU)
    assert [comment.author for comment in report.comments] == ["707"]
    assert report.comments[0].section.startswith("problems_improvements")
    remark = report.comments[0].text
    assert remark
    for section in walk(report.sections):
        for text in (section.text, section.heading or ""):
            assert remark not in text
            assert "Comment by" not in text
            assert "bookmark" not in text


# --- one figure changed or lost --------------------


def figure_lines() -> list[int]:
    """Return the lines of the flattened report that hold a figure, in order."""
    text = (REPORTS / QIAOKOU).read_text(encoding="utf-8")
    return [number for number, line in enumerate(text.split("\n")) if re.fullmatch(r"\t0\s*", line)]


def with_figure(index: int, text: str | None) -> tuple[Report, int]:
    """Read the report with its ``index``-th figure printed otherwise, or gone; give the line's number too."""
    lines = (REPORTS / QIAOKOU).read_text(encoding="utf-8").split("\n")
    at = figure_lines()[index]
    lines[at : at + 1] = [] if text is None else [f"\t{text}"]
    return extract_bytes("\n".join(lines).encode(), QIAOKOU), at


# first, inside and last of a row in the second table, the totals' row, and a figure of the single row of the third
POSITIONS = [10, 13, 16, 17, 52, 120, 176, 177, 184, 185, 190, 199]


@pytest.mark.parametrize("index", POSITIONS)
def test_a_changed_figure_is_kept_and_fails_its_sum(index):
    """The figure is given as printed, at its line, and a sum over it fails; no other cell changes."""
    report, line = with_figure(index, "7")
    cells = [(key, c) for key, table in report.tables.items() for c in table.cells]
    changed = [(key, c) for key, c in cells if c.value != 0]
    assert [(c.value, c.raw, c.status, c.source.line) for _, c in changed] == [(7, "7", "reported", line + 1)]
    key, cell = changed[0]
    assert cells.index((key, cell)) == index
    failing = [c for c in report.checks if c.status == "fail" and c.severity == "error"]
    assert failing
    assert all(c.table == key and (cell.row, cell.column) in c.cells for c in failing)
    assert report.verification.contradicted > 0


@pytest.mark.parametrize("index", [0, 4, 6, 9, *POSITIONS])
def test_a_figure_that_is_gone_is_missing_and_shifts_nothing(index):
    """Without its line a figure leaves its own row undecided at most; every other row stays as it was."""
    report, _ = with_figure(index, None)
    before = [(key, c) for key, table in report_of(QIAOKOU).tables.items() for c in table.cells]
    after = [(key, c) for key, table in report.tables.items() for c in table.cells]
    lost = before[index]
    same_row = [i for i, (key, c) in enumerate(before) if (key, c.row) == (lost[0], lost[1].row)]
    if lost[0] == "reviews_litigation":
        same_row = [i for i, (key, _) in enumerate(before) if key == lost[0]]
    undecided = [i for i, (_, c) in enumerate(after) if c.status != "reported"]
    assert index in undecided
    assert set(undecided) <= set(same_row)
    assert {after[i][1].status for i in undecided} <= {"missing", "ambiguous", "blank"}


@pytest.mark.parametrize("index", [0, 4, *POSITIONS])
def test_a_figure_that_is_empty_is_blank(index):
    """A cell whose figure is gone is blank, and it alone."""
    report, _ = with_figure(index, "")
    cells = [c for table in report.tables.values() for c in table.cells]
    assert [i for i, c in enumerate(cells) if c.status != "reported"] == [index]
    assert cells[index].status == "blank"


@pytest.mark.parametrize("index", [0, 5, 10, 40, 177, 185, 199])
def test_a_figure_that_becomes_a_word_is_unreadable_or_undecided(index):
    """What is no number gets no value; its neighbours keep theirs or are undecided."""
    report, _ = with_figure(index, "见附件")
    cells = [c for table in report.tables.values() for c in table.cells]
    assert cells[index].value is None
    assert cells[index].status in ("unreadable", "ambiguous", "missing")
    assert all(c.value in (0, None) for c in cells)


# --- a PDF with tables over pages --------------------

OUTCOMES = {
    "received": 21,
    "granted_in_part": 4,
    "denied.state_secret": 1,
    "denied.deliberative": 1,
    "denied.enforcement_file": 1,
    "unavailable.not_held": 10,
    "unavailable.needs_creation": 3,
    "not_processed.petition": 1,
    "outcomes_total": 21,
}


def test_the_pdf_gives_who_reports():
    """Form, agency, year, period and all of the contact, over a page's break."""
    report = report_of(HONGZE)
    assert (report.form.id, report.agency, report.year) == ("gio-2021", "洪泽区人民政府", 2023)
    assert (report.period.start, report.period.end) == ("2023-01-01", "2023-12-31")
    assert (report.contact.phone, report.contact.postcode) == ("0517-87222589", "223100")
    assert (report.source.format, report.source.pages) == ("pdf", 5)


def test_the_pdf_gives_every_figure_of_the_first_table():
    """Ten figures on pages 2 and 3, of which the block in the middle is cut by the page's end."""
    report = report_of(HONGZE)
    assert figures(report, "active_disclosure") == {
        "regulations": [0, 0, 0],
        "normative_documents": [0, 5, 5],
        "licensing": [550],
        "penalties": [4119],
        "coercion": [195],
        "fees": [7730.28],
    }
    pages = {c.row: c.source.page for c in report.tables["active_disclosure"].cells}
    assert [pages[r] for r in ("regulations", "licensing", "penalties", "fees")] == [2, 2, 3, 3]


def test_the_pdf_gives_every_figure_of_the_second_table():
    """All requests came from natural persons: the first and the last column hold the same, the others zeros."""
    report = report_of(HONGZE)
    for row, values in figures(report, "requests").items():
        expected = OUTCOMES.get(row, 0)
        assert values == [expected, 0, 0, 0, 0, 0, expected], row


def test_a_printed_label_without_three_of_its_characters_is_known():
    """The row of what other laws forbid lost characters in print; it has its zeros all the same, by its label."""
    cells = [c for c in report_of(HONGZE).tables["requests"].cells if c.row == "denied.prohibited_by_law"]
    assert [c.value for c in cells] == [0] * 7
    assert {c.source.page for c in cells} == {3}


def test_the_group_label_set_vertically_moves_no_figure():
    """Each row's figures stand on one line of one page, below each other in print order."""
    report = report_of(HONGZE)
    places = {c.row: (c.source.page, c.source.bbox[1]) for c in report.tables["requests"].cells}
    assert list(places.values()) == sorted(places.values())
    for row in places:
        tops = {c.source.bbox[1] for c in report.tables["requests"].cells if c.row == row}
        assert max(tops) - min(tops) < 5
    assert places["unavailable.needs_creation"][0] == 3
    assert places["unavailable.unclear"][0] == 4


def test_every_figure_of_the_pdf_stands_at_its_place_on_its_page():
    """A box on the named page prints exactly the figure that is given for it."""
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(REPORTS / HONGZE)
    texts = {}
    for table in report_of(HONGZE).tables.values():
        for cell in table.cells:
            page = document[cell.source.page - 1]
            texts.setdefault(cell.source.page, page.get_textpage())
            x0, top, x1, bottom = cell.source.bbox
            height = page.get_height()
            found = texts[cell.source.page].get_text_bounded(x0 - 1, height - bottom, x1 + 1, height - top)
            assert found.split() == [cell.raw]


def test_the_two_wrong_totals_stay_as_printed_and_fail():
    """10 + 1 and 5 are printed with a total of 0: both checks fail, all other sums hold."""
    report = report_of(HONGZE)
    assert figures(report, "reviews_litigation") == {
        "review": [10, 1, 0, 0, 0],
        "litigation_direct": [0, 0, 0, 0, 0],
        "litigation_after_review": [5, 0, 0, 0, 0],
    }
    failing = {c.id: (c.left, c.right, c.severity) for c in report.checks if c.status == "fail"}
    assert failing == {
        "reviews.row_total.review": (11, 0, "error"),
        "reviews.row_total.litigation_after_review": (5, 0, "error"),
    }
    assert arithmetic(report) == {"pass": 38, "fail": 2}
    assert report.verification.contradicted == 10


def test_the_pdf_mixes_two_forms_and_says_so():
    """The second table has the single row （六）其他处理 of 2019: 10 + 161 + 15 cells, all reported."""
    report = report_of(HONGZE)
    assert {key: table.form for key, table in report.tables.items()} == {
        "active_disclosure": "gio-2021",
        "requests": "gio-2019",
        "reviews_litigation": "gio-2021",
    }
    assert sum(len(table.cells) for table in report.tables.values()) == 186
    assert {c.status for table in report.tables.values() for c in table.cells} == {"reported"}


def test_the_pdf_gives_six_sections_without_page_numbers():
    """Running text holds no page number and no figure of a table."""
    report = report_of(HONGZE)
    assert [s.key for s in report.sections] == ["preamble", *SIX]
    assert all(not re.search(r"^\s*-\s*\d+\s*-\s*$", s.text, re.MULTILINE) for s in walk(report.sections))
    assert next(s for s in report.sections if s.key == "requests").text == ""
    assert report.processing_fee.amount == 0


# --- the form of 2019 as a web page --------------------

# natural_person, business, legal_service, other and total; the other two columns are empty throughout
REQUESTS_2019 = {
    "received": (821, 35, 2, 1, 859),
    "carried_over": (18, None, None, None, 18),
    "granted": (258, 12, 1, 1, None),
    "granted_in_part": (3, None, None, None, None),
    "denied.state_secret": (14, None, None, None, None),
    "denied.internal_affairs": (5, None, None, None, None),
    "denied.deliberative": (3, 1, None, None, None),
    "denied.inquiry": (10, 2, None, None, None),
    "unavailable.not_held": (252, 12, 1, None, None),
    "unavailable.needs_creation": (44, 3, None, None, None),
    "unavailable.unclear": (25, None, None, None, None),
    "not_processed.petition": (148, 1, None, None, None),
    "not_processed.duplicate": (5, 4, None, None, None),
    "outcomes_total": (767, 35, 2, 1, 805),
    "carried_forward": (72, None, None, None, 72),
}


def test_the_page_of_2019_gives_who_reports():
    """Form, agency, year and date of publication; a table by the form of 2019 each."""
    report = report_of(SHANGHAI)
    assert (report.form.id, report.agency, report.year) == ("gio-2019", "上海市人民政府办公厅", 2019)
    assert report.published == "2020-01-31"
    assert {key: (t.form, len(t.cells)) for key, t in report.tables.items()} == {
        "active_disclosure": ("gio-2019", 22),
        "requests": ("gio-2019", 161),
        "reviews_litigation": ("gio-2019", 15),
    }


def test_values_that_span_otherwise_than_their_heads_are_paired_by_ordinal():
    """The widest cell of a head row stands over the second column, that of its value rows over the first."""
    report = report_of(SHANGHAI)
    assert figures(report, "active_disclosure") == {
        "regulations": [13, 13, 524],
        "normative_documents": [60, 60, 368],
        "licensing": [0, 0, 0],
        "other_services": [0, 0, 0],
        "penalties": [0, 0, 0],
        "coercion": [0, 0, 0],
        "fees": [0, 0],
        "procurement": [6, 251000],
    }
    amount = report.tables["active_disclosure"].cells[-1]
    assert (amount.unit, amount.raw) == ("元", "251000元")


def test_every_figure_and_every_blank_of_the_requests_of_2019_is_given():
    """Blank cells are blank, also where a whole row or a total is."""
    for row, values in figures(report_of(SHANGHAI), "requests").items():
        person, business, legal, other, total = REQUESTS_2019.get(row, (None,) * 5)
        assert values == [person, business, None, None, legal, other, total], row


def test_the_reviews_of_2019_are_given():
    """One row of fifteen, six of them printed."""
    assert figures(report_of(SHANGHAI), "reviews_litigation") == {
        "review": [5, None, None, 2, 7],
        "litigation_direct": [8, None, None, 1, 9],
        "litigation_after_review": [None] * 5,
    }


def test_sums_without_a_printed_total_are_skipped_and_the_others_hold():
    """Nineteen outcome rows print no total; the column sums and balances that have a total pass, none fails."""
    checks = {c.id: c.status for c in report_of(SHANGHAI).checks if c.kind != "narrative"}
    totals = [row for row, values in REQUESTS_2019.items() if values[-1] is not None]
    rows = {c.row for c in report_of(SHANGHAI).tables["requests"].cells}
    for row in rows:
        assert checks[f"requests.row_total.{row}"] == ("pass" if row in totals else "skipped")
    for column in ("natural_person", "business", "legal_service", "other"):
        assert checks[f"requests.subtotal.{column}"] == "pass"
        assert checks[f"requests.balance.{column}"] == "pass"
    assert checks["requests.balance.total"] == "pass"
    assert checks["requests.subtotal.total"] == "skipped"
    assert checks["reviews.row_total.litigation_after_review"] == "skipped"
    assert "fail" not in checks.values()
