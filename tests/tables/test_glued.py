"""Text whose white space is gone: figures run into each other, into their labels and into the number of the next label."""

from random import Random

import pytest
import regex

from corpus.flatten import glued
from corpus.flow import Text, flow
from tables.build import read_text, statuses_of, truth_of, values_of, wrong


def on_one_line(truth):
    """Print a report as ``get_text()`` gives it: nothing between cells, rows and paragraphs."""
    parts = [part.text if isinstance(part, Text) else glued(part, Random(0)) for part in flow(truth)]
    return parts[0] + " " + regex.sub(r"\s+", "", "".join(parts[1:]))


@pytest.mark.parametrize("profile", ["zeros", "sparse", "typical", "city"])
@pytest.mark.parametrize("form", ["gio-2021", "gio-2019"])
def test_the_sums_of_the_whole_table_cut_its_rows(form, profile):
    """Where the published sums hold, every figure of a table without blank cells comes back, from towns to cities."""
    for seed in range(2):
        truth = truth_of(f"glued {seed}", form, profile=profile)
        report = read_text(on_one_line(truth))
        assert not wrong(truth, report)
        assert statuses_of(report, "requests") == {"reported"}


def test_a_number_of_the_next_label_is_no_digit():
    """In 00000002.其他 the 2 numbers the label behind it."""
    report = read_text(on_one_line(truth_of(profile="zeros")))
    assert values_of(report, "requests", "denied.state_secret") == [0] * 7


@pytest.mark.parametrize("profile", ["typical", "city"])
def test_a_published_error_makes_no_wrong_figure(profile):
    """Where a published total is wrong, figures may stay open."""
    for seed in range(6):
        truth = truth_of(f"glued {seed}", profile=profile, errors=1 + seed % 2)
        assert not wrong(truth, read_text(on_one_line(truth)))


@pytest.mark.parametrize("profile", ["sparse", "city"])
def test_one_wrong_total_leaves_the_other_figures(profile):
    """A row whose published total is wrong is cut by the sums of the columns: nearly the whole table comes back."""
    for seed in range(3):
        truth = truth_of(f"glued {seed}", profile=profile, errors=1)
        report = read_text(on_one_line(truth))
        cells = report.tables["requests"].cells
        assert sum(cell.status == "reported" for cell in cells) >= 0.97 * len(cells)


def test_dashes_are_cells_of_their_own():
    """In 0/00—05 each dash stands in a cell, which does not apply."""
    truth = truth_of("glued", profile="sparse", slashes=0.4)
    report = read_text(on_one_line(truth))
    assert not wrong(truth, report)
    assert statuses_of(report, "requests") == {"reported", "not_applicable"}


def test_rows_side_by_side_are_read_as_far_as_their_sums_tell():
    """Fifteen figures of one line are cut together; without blank cells fifteen digits are fifteen figures."""
    report = read_text(on_one_line(truth_of("glued", profile="zeros")))
    assert statuses_of(report, "reviews_litigation") == {"reported"}


@pytest.mark.parametrize(("row", "status"), [("无002121", "ambiguous"), ("无002103", "reported")])
def test_as_many_digits_as_columns_are_its_figures_only_where_their_sum_closes(row, status):
    """无, 0, 0, 21 and 21 beside two blank cells have as many signs as the row has columns."""
    text = on_one_line(truth_of("glued", profile="zeros"))
    text = text.replace("信访举报投诉类申请0000000", f"信访举报投诉类申请{row}")
    assert row in text
    assert status in statuses_of(read_text(text), "requests")
    assert (values_of(read_text(text), "requests", "not_processed.petition")[3] == 2) is (status == "reported")
