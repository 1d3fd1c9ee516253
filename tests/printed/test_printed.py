"""Tables of a form with open and optional rows, taken from the tables as printed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import gongkai
from gongkai.dataset.writers import write_dataset
from gongkai.errors import FormError
from printed.build import FORM, SPENDING, VISITS, form, page, read, value


def both() -> gongkai.Report:
    """A report with both tables."""
    return read(("规费支出明细表", SPENDING), ("规费征收情况表", VISITS))


def test_rows_that_no_form_lists_are_read_by_their_codes():
    """Every code that a report prints is a row, with its level, its label and its figures."""
    report = both()
    assert (report.form.id, report.status) == ("levies", "complete")
    rows = report.tables["spending"].rows
    assert [(r.key, r.label, r.level) for r in rows] == [
        ("201", "一般公共服务支出", 1),
        ("20103", "政府办公厅事务", 2),
        ("213", "农林水支出", 1),
        ("21303", "水利", 2),
        ("all", "合计", 0),
    ]
    assert value(report, "spending", "21303", "project") == 3.11


def test_levels_and_totals_of_open_rows_verify_their_figures():
    """A class is the sum of its items and the total the sum of the classes, within what rounding explains."""
    report = both()
    assert {c.status for c in report.checks} == {"pass"}
    spent = [c for c in report.tables["spending"].cells if c.status == "reported"]
    assert report.verification.verified == len(spent)


def test_a_wrong_sum_of_open_rows_fails():
    """A published error is kept and flagged."""
    rows = [list(row) for row in SPENDING]
    rows[5][4] = "5.81"
    report = read(("规费支出明细表", rows), ("规费征收情况表", VISITS))
    assert value(report, "spending", "all", "project") == 5.81
    assert {c.id for c in report.checks if c.status == "fail"} == {"s.all.project", "s.row.all"}


def test_an_optional_row_may_be_absent():
    """Without it the report is complete, with it its figure is read."""
    assert "by_mail" not in {c.row for c in both().tables["visits"].cells}
    more = read(("规费支出明细表", SPENDING), ("规费征收情况表", (*VISITS[:2], ("其中：信函受理", "4"), VISITS[2])))
    assert value(more, "visits", "by_mail", "count") == 4


def test_an_unknown_row_goes_to_extra_and_ends_no_table():
    """Its label is as printed, with all its figures; the rows below it are read."""
    rows = (*VISITS[:2], ("退回补正", "2"), VISITS[2])
    report = read(("规费支出明细表", SPENDING), ("规费征收情况表", rows))
    assert [(e.label, e.values) for e in report.tables["visits"].extra] == [("退回补正", ("2",))]
    assert value(report, "visits", "closed", "count") == 29


def test_a_code_of_another_shape_is_unknown():
    """The form's codes have three and five digits; a sum that may lack the row is not held against the table."""
    rows = (*SPENDING[:5], ("2130306", "水利工程运行", "1.00", "0.50", "0.50"), SPENDING[5])
    report = read(("规费支出明细表", rows), ("规费征收情况表", VISITS))
    assert [e.label for e in report.tables["spending"].extra] == ["水利工程运行"]
    assert value(report, "spending", "all", "total") == 19.81


def test_the_caption_tells_sister_tables_apart():
    """Two tables with the same heads and rows are told by their captions, in either order; without captions neither is taken."""
    text = FORM.replace("  - key: visits\n", SISTER + "  - key: visits\n")
    twin = [(*row[:2], *("1.00" if i else cell for cell in row[2:])) for i, row in enumerate(SPENDING)]
    for tables in (
        (("规费支出明细表", SPENDING), ("基金支出明细表", twin)),
        (("基金支出明细表", twin), ("规费支出明细表", SPENDING)),
    ):
        report = read(*tables, ("规费征收情况表", VISITS), own=form(text))
        assert value(report, "spending", "201", "total") == 12.5
        assert value(report, "fund", "201", "total") == 1
    bare = read(("本局情况如下。", SPENDING), ("另有。", twin), ("规费征收情况表", VISITS), own=form(text))
    assert value(bare, "spending", "201", "total") is None
    assert value(bare, "fund", "201", "total") is None
    assert len(bare.grids) == 2


SISTER = r"""  - key: fund
    label: 基金支出明细表
    blocks:
      - columns:
          - {key: total, label: 合计, kind: money}
          - {key: basic, label: 基本支出, kind: money}
          - {key: project, label: 项目支出, kind: money}
        open: {code: '\d{3}|\d{5}'}
        rows: [{key: all, label: 合计}]
"""


def test_another_publication_with_such_a_table_is_not_of_the_family():
    """A budget with one table under another caption and title has no form; its tables stay as printed."""
    report = read(("项目支出预算表", SPENDING), title="芦川县水务局2023年部门预算")
    assert report.form.id is None
    assert len(report.grids) == 1


def test_a_dataset_has_one_line_per_printed_row(tmp_path: Path):
    """TABLE.csv of an open table names report, agency, year, ordinal, code, label and level before its columns."""
    forms = (*gongkai.load_forms(), form())
    write_dataset([both()], [], forms, tmp_path / "out")
    with (tmp_path / "out" / "spending.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0])[1:] == [
        "agency_name",
        "year",
        "ordinal",
        "code",
        "label",
        "level",
        "total",
        "basic",
        "project",
    ]
    assert [(r["ordinal"], r["code"], r["level"], r["total"]) for r in rows][3:] == [
        ("4", "21303", "2", "7.31"),
        ("5", "", "0", "19.81"),
    ]
    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8-sig") as stream:
        assert next(csv.DictReader(stream))["family"] == "levies"


def test_a_report_with_open_rows_is_drawn():
    """The drawn table names the rows that were read; frames have them too."""
    report = both()
    forms = (*gongkai.load_forms(), form())
    from gongkai.show.values import views_of

    boxes = [box.text for view in views_of(report, forms) for box in view.layout.boxes]
    assert "21303 水利" in boxes


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("reading: printed\n", "", "reading: printed"),
        (r"'\d{3}|\d{5}'", "'(201'", "no regular expression"),
        ("{key: all, label: 合计}", "{key: top, label: 合计}", "'top' means open rows"),
        ("tolerance: 0.01", "tolerance: -1", "tolerance must be"),
        ("left: children", "left: childs", "no row of table 'spending' has the key 'childs'"),
    ],
)
def test_a_form_that_cannot_work_is_refused(old: str, new: str, said: str):
    """What would go wrong later is told before, with file and line."""
    with pytest.raises(FormError, match=r"levies\.yaml:\d+: .*" + said.replace("(", r"\(")):
        form(FORM.replace(old, new))


def test_a_sum_leaves_out_the_columns_that_it_names():
    """A share is not added up; a key that is no column is refused with its line."""
    text = FORM.replace(
        "left: top, right: all, tolerance: 0.01", "left: top, right: all, tolerance: 0.01, without: [basic]"
    )
    report = gongkai.extract(
        page(("规费支出明细表", SPENDING), ("规费征收情况表", VISITS)), name="a.html", forms=(form(text),)
    )
    assert sorted(c.id for c in report.checks if c.id.startswith("s.all")) == ["s.all.project", "s.all.total"]
    with pytest.raises(gongkai.FormError, match="no column of table 'spending' has the key 'share'"):
        form(text.replace("without: [basic]", "without: [share]"))


def test_figures_in_brackets_are_negative_where_the_form_says_so():
    """Without it they are unreadable, never another figure."""
    rows = (VISITS[0], ("受理", "31"), ("办结", "(29)"))
    said = FORM.replace("    label: 规费征收情况表\n", "    label: 规费征收情况表\n    brackets: negative\n")
    for text, wanted in ((said, ("reported", -29)), (FORM, ("unreadable", None))):
        report = gongkai.extract(
            page(("规费支出明细表", SPENDING), ("规费征收情况表", rows)), name="a.html", forms=(form(text),)
        )
        cell = report.tables["visits"].cells[-1]
        assert (cell.status, cell.value) == wanted
