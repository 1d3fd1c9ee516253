"""The figures of a dataset, long, wide and under the form's heads; some reports only; verified figures only."""

from __future__ import annotations

from datetime import date

import msgspec
import pandas as pd
import pytest

import gongkai
from gongkai.dataset.writers import write_dataset
from gongkai.errors import UsageError
from gongkai.forms.model import compile_form
from gongkai.forms.variables import variables_of
from gongkai.report import Check
from gongkai.text.bounds import Proved
from support import form_named, make_report

FORMS = (form_named(),)
ROW = "received"
COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other", "total")


@pytest.fixture
def data(tmp_path):
    """Two reports: in one a sum over the row ``received`` holds, in the other it fails."""
    good, bad = (_check(status) for status in ("pass", "fail"))
    figures = {("requests", ROW, "natural_person"): 7, ("requests", ROW, "total"): 7}
    first = make_report(figures, checks=(good,), path="a.txt", agency="青石县档案局")
    second = make_report(figures, checks=(bad,), path="b.txt", agency="白露县<b>司法局")
    write_dataset([first, second], [], FORMS, tmp_path)
    return gongkai.open_dataset(tmp_path)


def _check(status):
    cells = tuple((ROW, column) for column in COLUMNS)
    return Check(id="c", table="requests", kind="row_total", severity="error", status=status, cells=cells)


def test_cells_say_how_far_they_are_confirmed(data):
    """``verdict`` is that of the sums; of cells without a figure there is none."""
    cells = data.cells[(data.cells["table"] == "requests") & (data.cells["row"] == ROW)]
    found = cells.groupby("report_id")["verdict"].unique()
    assert sorted(tuple(one) for one in found) == [("contradicted",), ("verified",)]


def test_only_labelled_cells_are_verified(tmp_path):
    """A passing sum verifies a cell whose place was read from its label."""
    report = make_report(checks=(_check("pass"),))
    table = report.tables["requests"]
    labelled = tuple(msgspec.structs.replace(cell, anchor="label") for cell in table.cells)
    tables = report.tables | {"requests": msgspec.structs.replace(table, cells=labelled)}
    write_dataset([msgspec.structs.replace(report, tables=tables)], [], FORMS, tmp_path)
    opened = gongkai.open_dataset(tmp_path)
    assert opened.long(verified=True)[["row", "column"]].values.tolist() == [[ROW, column] for column in COLUMNS]
    wide = opened.wide("requests", verified=True)
    known = wide.columns[wide.notna().any()]
    assert [name for name in known if "__" in name] == [f"{ROW}__{column}" for column in COLUMNS]
    assert str(wide[f"{ROW}__total"].dtype) == "Int64"
    assert str(opened.wide("requests")["granted__total"].iloc[0]) == "0"


def test_long_figures_carry_who_when_and_labels(data):
    """One row per cell; labels are the form's in both languages."""
    long = data.long("requests")
    assert len(long) == 2 * len(data.cells[data.cells["table"] == "requests"]) / 2
    assert list(long.columns[:3]) == ["report_id", "agency", "year"]
    row = long[(long["row"] == ROW) & (long["column"] == "total") & (long["agency"] == "青石县档案局")].iloc[0]
    assert (row["value"], row["year"]) == (7, 2024)
    assert row["label_zh"].startswith("一、本年新收政府信息公开申请数量")
    assert row["label_en"] == "Requests newly received this year · Applicants / Total"


def test_wide_figures_stand_a_report_a_row(data):
    """Who and when come first, the types are kept."""
    wide = data.wide("requests")
    assert wide.index.name == "report_id"
    assert list(wide.columns[:4]) == ["agency_name", "year", "province_name", "agency"]
    assert wide[f"{ROW}__natural_person"].tolist() == [7, 7]
    assert str(wide[f"{ROW}__natural_person"].dtype) == "Int64"


def test_the_tree_has_the_forms_own_heads(data):
    """Columns are labels in levels; every column is a variable, none is lost or double."""
    tree = data.tree("requests")
    assert isinstance(tree.columns, pd.MultiIndex)
    assert tree.columns.is_unique
    assert tree.shape == (2, len(data.table("requests").columns) - 4)
    assert tree.index.names == ["agency", "year", "report_id"]
    assert tree.index.get_level_values("agency").tolist() == ["青石县档案局", "白露县<b>司法局"]


def test_the_tree_names_a_variable_as_the_wide_table_does(tmp_path):
    """Of several forms the first one's labels, and of several tables the table's own."""
    form = form_named()
    table = form.tables[0]
    spec = msgspec.structs.replace(
        form.spec, id="own", tables=tuple(_retold(form, key) for key in (table.key, "alike"))
    )
    forms = (form, compile_form(spec))
    write_dataset([make_report()], [], forms, tmp_path)
    tree = gongkai.open_dataset(tmp_path).tree(table.key)
    labels = [" / ".join(filter(None, path)) for path in tree.columns]
    assert labels == [" / ".join((*v.row.zh, *v.column.zh)) for v in variables_of(table)]


def _retold(form, key):
    """Return the form's first table under another key, with other labels for the same rows."""
    spec = form.tables[0].spec
    blocks = (
        msgspec.structs.replace(b, rows=tuple(msgspec.structs.replace(r, label="别名") for r in b.rows))
        for b in spec.blocks
    )
    return msgspec.structs.replace(spec, key=key, blocks=tuple(blocks))


def test_a_selection_holds_its_reports_only(data):
    """By columns of reports, by rows of reports, one after the other; other frames follow."""
    one = data.select(agency="青石县档案局")
    assert len(one) == 1
    assert set(one.cells["report_id"]) == set(one.reports["report_id"]) == set(one.wide("requests").index)
    assert len(data.select(year=range(2020, 2025))) == 2
    assert len(data.select(year=[2020, 2021])) == 0
    assert len(data.select(data.reports[data.reports["checks_failed"] > 0])) == 1
    assert len(one.select(agency="白露县<b>司法局")) == 0
    assert len(data) == 2


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"year": "2024"}, 2),
        ({"year": pd.Series([2023, 2024])}, 2),
        ({"year": (year for year in (2023,))}, 0),
        ({"published": None}, 0),
        ({"published": "2025-01-10"}, 2),
        ({"published": date(2025, 1, 10)}, 2),
        ({"published": ["2025-01-11", None]}, 0),
        ({"division_code": 110000}, 0),
        ({"division_code": None}, 2),
        ({"division_code": [float("nan"), "110000"]}, 2),
        ({"agency": []}, 0),
    ],
)
def test_a_selection_compares_as_the_column_is_meant(data, wanted, found):
    """A year, a day and a code may be written as text or as a number; None, NA and NaN are what is null; several are any iterable."""
    assert len(data.select(**wanted)) == found


def test_a_null_year_can_be_selected(tmp_path):
    """A column of numbers has nulls, too."""
    report = msgspec.structs.replace(make_report(), year=None)
    write_dataset([report], [], FORMS, tmp_path)
    assert len(gongkai.open_dataset(tmp_path).select(year=None)) == 1


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"year": "last"}, "year holds numbers, never 'last'"),
        ({"year": lambda year: year > 2022}, "year holds numbers, never <function"),
        ({"published": 2024}, "published holds dates, never 2024"),
        ({"agency": 3.5}, "agency holds text, never 3.5; for a condition give rows of reports"),
    ],
)
def test_what_a_column_cannot_hold_is_refused(data, wanted, why):
    """To find nothing would look like an answer."""
    with pytest.raises(UsageError, match=why):
        data.select(**wanted)


def test_rows_of_any_frame_select_their_reports(data):
    """By a column or by the index; a mask, an id or a list has no rows."""
    assert len(data.select(data.wide("requests").head(1))) == 1
    assert len(data.select(data.tree("requests").head(1))) == 1
    assert len(data.select(data.checks.query("status == 'fail'"))) == 1
    for wrong in (data.reports["year"] > 2022, "0123456789abcdef", ["0123456789abcdef"], data.codebook):
        with pytest.raises(UsageError, match="select takes rows with a report_id"):
            data.select(wrong)


def test_wrong_names_are_refused_with_the_right_ones(data):
    """A column or a table that is none is named."""
    with pytest.raises(UsageError, match="have no column 'years'; they have report_id"):
        data.select(years=2024)
    with pytest.raises(UsageError, match="no table of figures 'reports'; it has active_disclosure"):
        data.wide("reports")


def test_a_dataset_shows_itself_by_year(data):
    """The notebook's table counts reports and figures, and escapes what sources say."""
    shown = data._repr_html_()
    assert "2 reports of 2 agencies" in shown
    assert "<td>2024</td><td>2</td>" in shown
    assert repr(data).endswith(": 2 reports>")


def printed_in(unit, folder):
    """Write a dataset of one report whose fees are printed in that unit, and open it."""
    report = make_report({("active_disclosure", "fees", "amount"): 70487})
    table = report.tables["active_disclosure"]
    cells = tuple(msgspec.structs.replace(c, unit=unit) if c.row == "fees" else c for c in table.cells)
    tables = report.tables | {"active_disclosure": msgspec.structs.replace(table, cells=cells)}
    report = msgspec.structs.replace(report, tables=tables)
    write_dataset([report], [], FORMS, folder)
    return report, gongkai.open_dataset(folder)


def test_money_is_given_in_the_forms_unit_where_that_is_asked_for(tmp_path):
    """As printed else; what was converted is told, and counts are left alone."""
    report, data = printed_in("元", tmp_path)
    assert data.wide("active_disclosure")["fees__amount"].tolist() == [70487]
    wide = data.wide("active_disclosure", unit="form")
    assert wide["fees__amount"].tolist() == [7.0487]
    assert wide.attrs["converted"] == [(report.report_id, "fees__amount", 70487, "元", "万元")]
    assert data.wide("active_disclosure")["fees__amount"].tolist() == [70487]
    assert data.tree("active_disclosure", unit="form").attrs["converted"]
    frame = report.to_frame("active_disclosure", unit="form")
    assert frame.attrs["converted"] == [("fees", "amount", 70487, "元", "万元")]
    assert [v for v in frame.to_numpy().ravel().tolist() if isinstance(v, float)] == [7.0487]


def test_another_currency_has_no_value_in_the_forms_unit(tmp_path):
    """The cell is empty, and what was printed is told; as printed it stays."""
    report, data = printed_in("万美元", tmp_path)
    wide = data.wide("active_disclosure", unit="form")
    assert wide["fees__amount"].isna().all()
    assert wide.attrs["converted"] == [(report.report_id, "fees__amount", 70487, "万美元", "万元")]
    assert data.wide("active_disclosure")["fees__amount"].tolist() == [70487]
    frame = report.to_frame("active_disclosure", unit="form")
    assert frame.attrs["converted"] == [("fees", "amount", 70487, "万美元", "万元")]
    assert not any(isinstance(value, float) for value in frame.to_numpy().ravel().tolist())


def test_another_word_for_the_unit_is_refused(data):
    """The message names the two that there are."""
    with pytest.raises(UsageError, match="'printed' or 'form'"):
        data.wide("requests", unit="yuan")


def test_blanks_are_zeros_where_that_is_asked_for(tmp_path):
    """Cells that are there and empty, or do not apply; what is missing or cannot be decided stays null."""
    figures = {("requests", ROW, "business"): "/", ("requests", ROW, "total"): 7}
    report = make_report(figures)
    statuses = iter(("missing", "ambiguous", "unreadable"))
    cells = tuple(
        msgspec.structs.replace(cell, value=None, status=next(statuses))
        if cell.row == ROW and cell.column in ("research", "nonprofit", "other")
        else msgspec.structs.replace(cell, value=None, status="blank")
        if cell.row == ROW and cell.column == "natural_person"
        else cell
        for cell in report.tables["requests"].cells
    )
    table = msgspec.structs.replace(report.tables["requests"], cells=cells)
    write_dataset([msgspec.structs.replace(report, tables=report.tables | {"requests": table})], [], FORMS, tmp_path)
    data = gongkai.open_dataset(tmp_path)
    plain, filled = (data.wide("requests", blanks=blanks).iloc[0] for blanks in (None, 0))
    names = {column: f"{ROW}__{column}" for column in COLUMNS}
    assert {column for column in COLUMNS if plain.isna()[names[column]]} - {
        column for column in COLUMNS if filled.isna()[names[column]]
    } == {"natural_person", "business"}
    assert (filled[names["natural_person"]], filled[names["total"]]) == (0, 7)
    assert all(filled.isna()[names[column]] for column in ("research", "nonprofit", "other"))


@pytest.mark.parametrize(
    ("labels", "who", "figure"),
    [
        ("zh", ["机关", "年度", "省份"], "一、本年新收政府信息公开申请数量 · 申请人情况 / 自然人"),
        ("en", ["Agency", "Year", "Province"], None),
    ],
)
def test_columns_are_called_as_the_form_prints_them(data, labels, who, figure):
    """Keys are the names else; no two columns are called alike."""
    keyed, labelled = data.wide("requests"), data.wide("requests", labels=labels)
    assert list(labelled.columns[:3]) == who
    assert labelled.columns.is_unique
    assert len(labelled.columns) == len(keyed.columns)
    head = labelled.columns[list(keyed.columns).index(f"{ROW}__natural_person")]
    assert (figure or "natural").lower() in head.lower()
    assert labelled[head].tolist() == keyed[f"{ROW}__natural_person"].tolist() == [7, 7]
    with pytest.raises(UsageError, match="labels is 'x'"):
        data.wide("requests", labels="x")


def test_what_sums_prove_of_open_cells_is_kept_beside_them(tmp_path):
    """``cells.csv`` says ``implied`` 0, or bounds; the value stays empty, and frames take the zeros where that is asked for."""
    report = make_report({("requests", ROW, "total"): 7})
    table = report.tables["requests"]
    cells = tuple(
        msgspec.structs.replace(cell, value=None, status="ambiguous")
        if cell.row == ROW and cell.column in ("business", "research", "other")
        else cell
        for cell in table.cells
    )
    proved = (Proved(ROW, "business", 0, 0), Proved(ROW, "research", 2, 5), Proved(ROW, "total", 0, 0))
    table = msgspec.structs.replace(table, cells=cells, proved=proved)
    write_dataset([msgspec.structs.replace(report, tables=report.tables | {"requests": table})], [], FORMS, tmp_path)
    data = gongkai.open_dataset(tmp_path)
    found = data.cells[data.cells["row"] == ROW].set_index("column")[
        ["value", "implied", "at_least", "at_most", "verdict"]
    ]
    assert found.loc["business"].tolist()[1:4] == [0, 0, 0]
    assert found.loc["research"].tolist()[2:4] == [2, 5]
    assert found.loc[["business", "research", "other"], ["value", "verdict"]].isna().all(axis=None)
    assert found.loc[["research", "other", "total"], "implied"].isna().all()
    plain, given = (data.wide("requests", implied=implied).iloc[0] for implied in (False, True))
    assert plain.isna()[f"{ROW}__business"]
    assert given[f"{ROW}__business"] == 0
    assert given.isna()[f"{ROW}__research"]
    assert given[f"{ROW}__total"] == 7
    again = data.report(data.reports["report_id"].iloc[0])
    assert again.tables["requests"].proved == proved
