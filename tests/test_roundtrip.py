"""Figures printed in any way and read back: a value that comes out is the one that was printed there.

What is lost is counted elsewhere (``scripts/evaluate.py``); here no value may be *wrong*: reported, and not what the cell printed.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import msgspec
import pytest
import regex
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from corpus.compare import Score, compare
from corpus.grid import PrintedCell, PrintedTable
from corpus.model import Truth
from corpus.to_docx import WordOptions, to_docx
from corpus.to_html import HtmlOptions, to_html
from corpus.to_pdf import to_pdf
from corpus.to_text import ENCODINGS, FLAVOURS, TextOptions, encode, to_text
from corpus.truth import any_options, make_truth
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes

FORMS = {form.id: form for form in load_forms() if form.id in ("gio-2019", "gio-2021")}
WHOLE = ("row-no-pad", "cell-then-pipe-line")
"""Text flavours of which every cell comes back."""
FORM_IDS = st.sampled_from(sorted(FORMS))
SEEDS = st.integers(0, 10**6)
few = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=25)
many = settings(few, max_examples=100)


def invented(form: str, seed: int) -> Truth:
    return make_truth(seed, FORMS[form], **any_options(seed))


def scored(truth: Truth, data: bytes, name: str) -> Score:
    return compare(truth, msgspec.to_builtins(extract_bytes(data, name)))


def wrong(truth: Truth, text: str) -> list[str]:
    """Read a text and return what is wrong; a text that gives no report gives nothing wrong."""
    try:
        score = scored(truth, text.encode(), "report.txt")
    except SourceError:
        event("no report")
        return []
    event("all found" if score.right == score.cells else "some found" if score.right else "none found")
    return [line for line in score.differences if line.startswith("WRONG")]


# --- untouched --------------------


@many
@given(
    form=FORM_IDS,
    seed=SEEDS,
    flavour=st.sampled_from(sorted(FLAVOURS)),
    encoding=st.sampled_from(ENCODINGS),
    half=st.booleans(),
    crlf=st.booleans(),
)
def test_no_flavour_and_no_encoding_gives_a_wrong_value(form, seed, flavour, encoding, half, crlf):
    """Whatever is asked of the report and however it is flattened."""
    truth = invented(form, seed)
    text = to_text(truth, flavour, Random(seed), TextOptions(half_width=half, crlf=crlf))
    score = scored(truth, encode(text, encoding), "report.txt")
    assert [line for line in score.differences if line.startswith("WRONG")] == []


@few
@given(form=FORM_IDS, seed=SEEDS, flavour=st.sampled_from(WHOLE), encoding=st.sampled_from(ENCODINGS))
def test_text_that_keeps_its_cells_gives_every_figure(form, seed, flavour, encoding):
    """Nothing is missed where each cell has its mark and rows show."""
    truth = make_truth(seed, FORMS[form], **{**any_options(seed), "blanks": 0.0})
    score = scored(truth, encode(to_text(truth, flavour, Random(seed)), encoding), "report.txt")
    assert (score.right, score.wrong) == (score.cells, 0)


WORD = st.builds(
    WordOptions,
    automatic_numbering=st.booleans(),
    content_control=st.booleans(),
    tracked_changes=st.booleans(),
    bookmark=st.booleans(),
    split_runs=st.booleans(),
)
PAGE = st.builds(
    HtmlOptions,
    chrome=st.booleans(),
    blank=st.sampled_from(("", "&nbsp;", "<p></p>", "\u3000")),
    headings=st.sampled_from(("p", "strong", "h2")),
    breaks=st.booleans(),
    paragraphs_in_cells=st.booleans(),
)


@few
@given(form=FORM_IDS, seed=SEEDS, options=WORD)
def test_a_word_file_gives_no_wrong_value_and_misses_none(form, seed, options):
    """Whatever editing left behind."""
    truth = invented(form, seed)
    score = scored(truth, to_docx(truth, options), "report.docx")
    assert score.wrong == 0
    assert score.right == score.cells


@few
@given(form=FORM_IDS, seed=SEEDS, options=PAGE)
def test_a_web_page_gives_no_wrong_value_and_misses_none(form, seed, options):
    """Whatever the site puts around the report and into empty cells."""
    truth = invented(form, seed)
    score = scored(truth, to_html(truth, options).encode(), "report.html")
    assert score.wrong == 0
    assert score.right == score.cells


@pytest.mark.parametrize(
    ("suffix", "printer"),
    [
        pytest.param(".docx", "libreoffice", marks=pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")),
        pytest.param(".html", "libreoffice", marks=pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")),
        pytest.param(".html", "chromium", marks=pytest.mark.needs("chromium", "chromium", "chromium-browser")),
    ],
)
@pytest.mark.needs("fonts-noto-cjk", "font:zh")
def test_a_pdf_gives_the_cells_of_what_was_printed(suffix, printer):
    """The same report as Word or HTML and as the PDF made of it: the same values, statuses, rows and columns."""
    truth = make_truth(5, FORMS["gio-2021"], profile="typical")
    source = to_docx(truth) if suffix == ".docx" else to_html(truth).encode()
    made = to_pdf(source, suffix, printer)
    assert made, f"{printer} made no PDF"
    before, after = extract_bytes(source, f"report{suffix}"), extract_bytes(made, "report.pdf")
    cells = [
        {(key, c.row, c.column): (c.value, c.status) for key, table in report.tables.items() for c in table.cells}
        for report in (before, after)
    ]
    assert cells[0] == cells[1]
    assert all(c.source.page for table in after.tables.values() for c in table.cells)


# --- harmed: lines --------------------

Harm = Callable[[str, Random], str]
_NO_BREAK = regex.compile(r"(?<=\p{Han})(?=\p{Han})")
_MARK = regex.compile(r"[|\t\n]")
_FIGURE = "0123456789.,-+/—－增减"


def pick(pattern: regex.Pattern[str], text: str, rng: Random) -> int | None:
    places = [m.start() for m in pattern.finditer(text)]
    return rng.choice(places) if places else None


def break_line(text: str, rng: Random) -> str:
    """Break a line between two characters of a word."""
    at = pick(_NO_BREAK, text, rng)
    return text if at is None else f"{text[:at]}\n{text[at:]}"


def drop_mark(text: str, rng: Random) -> str:
    """Drop a cell mark or a line break, unless two figures would become one."""
    places = [m.start() for m in _MARK.finditer(text)]
    safe = [
        i for i in places if not (text[:i].rstrip(" ")[-1:] in _FIGURE and text[i + 1 :].lstrip(" ")[:1] in _FIGURE)
    ]
    at = rng.choice(safe) if safe else len(text)
    return text[:at] + text[at + 1 :]


def double_line(text: str, rng: Random) -> str:
    """Print a line twice."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[: at + 1], *lines[at:]])


def blank_line(text: str, rng: Random) -> str:
    """Put an empty line in."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[:at], "", *lines[at:]])


def delete_line(text: str, rng: Random) -> str:
    """Take a line out."""
    lines = text.split("\n")
    del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


BREAKS = st.lists(st.sampled_from([break_line, blank_line]), min_size=1, max_size=5)
# Marks that are dropped, lines that go: only in flavours in which a row's end shows, or a cell is a line.
STEADY = st.sampled_from(["row-no-pad", "cell-then-pipe-line", "plain-rows", "blank-line-cells", "tab-rows", "glued"])
ROWS = st.sampled_from(["row-no-pad", "plain-rows", "row-padded", "markdown-row", "tab-rows"])


def harm(text: str, harms: list[Harm], seed: int) -> str:
    rng = Random(seed)
    for one in harms:
        text = one(text, rng)
    return text


@few
@given(form=FORM_IDS, seed=SEEDS, flavour=STEADY, harms=BREAKS)
def test_line_breaks_anywhere_give_no_wrong_value(form, seed, flavour, harms):
    """Words are broken and lines parted."""
    truth = invented(form, seed)
    assert wrong(truth, harm(to_text(truth, flavour, Random(seed)), harms, seed)) == []


@few
@given(form=FORM_IDS, seed=SEEDS, flavour=ROWS)
def test_a_row_that_is_lost_or_doubled_gives_no_wrong_value(form, seed, flavour):
    """A line of a text with a row a line is gone, another stands twice."""
    truth = invented(form, seed)
    assert wrong(truth, harm(to_text(truth, flavour, Random(seed)), [delete_line, double_line], seed)) == []


@few
@given(form=FORM_IDS, seed=SEEDS, flavour=st.sampled_from(["blank-line-cells", "cell-then-pipe-line"]))
def test_a_line_that_is_lost_gives_no_wrong_value(form, seed, flavour):
    """One line of a text with a cell a line is gone: a figure, a label, a mark."""
    truth = make_truth(seed, FORMS[form], profile="city")
    assert wrong(truth, harm(to_text(truth, flavour, Random(seed)), [delete_line], seed)) == []


@few
@given(form=FORM_IDS, seed=SEEDS, flavour=st.sampled_from(["plain-rows", "blank-line-cells", "tab-rows"]))
@example(
    form="gio-2021", seed=960, flavour="tab-rows"
)  # a row's last figure runs into the next label, and a blank cell leads the row
def test_separators_that_are_dropped_give_no_wrong_value(form, seed, flavour):
    """Labels run into figures and into each other; figures stay apart."""
    truth = make_truth(seed, FORMS[form], profile="city")
    assert wrong(truth, harm(to_text(truth, flavour, Random(seed)), [drop_mark, drop_mark], seed)) == []


# --- harmed: rows and cells --------------------


def remade(truth: Truth, table: str, cells: list[PrintedCell]) -> Truth:
    old = truth.layouts[table]
    new = PrintedTable(tuple(sorted(cells, key=lambda c: (c.row, c.column))), old.width)
    return msgspec.structs.replace(truth, layouts={**truth.layouts, table: new})


def reorder(truth: Truth, rng: Random) -> Truth:
    """Exchange two neighbouring rows without merged cells."""
    rows = list(truth.layouts["requests"].rows())
    plain = [i for i, row in enumerate(rows) if any(c.key for c in row) and all(c.row_span == 1 for c in row)]
    pairs = [i for i in plain if i + 1 in plain and [c.column for c in rows[i]] == [c.column for c in rows[i + 1]]]
    at = rng.choice(pairs)
    to = {at: at + 1, at + 1: at}
    cells = [msgspec.structs.replace(c, row=to.get(c.row, c.row)) for row in rows for c in row]
    return remade(truth, "requests", cells)


def erase_label(truth: Truth, rng: Random) -> Truth:
    """Empty the label of a row."""
    cells = list(truth.layouts["requests"].cells)
    at = rng.choice([i for i, c in enumerate(cells) if c.role == "label"])
    cells[at] = msgspec.structs.replace(cells[at], text="")
    return remade(truth, "requests", cells)


def erase_figure(truth: Truth, rng: Random) -> Truth:
    """Empty a value's cell."""
    cells = list(truth.layouts["requests"].cells)
    at = rng.choice([i for i, c in enumerate(cells) if c.key])
    cells[at] = msgspec.structs.replace(cells[at], text="")
    return remade(truth, "requests", cells)


HARMS = st.sampled_from([[reorder], [reorder, reorder], [erase_label], [erase_figure], [erase_figure, reorder]])
PRINTED = st.sampled_from(["docx", "html", *WHOLE, "tab-rows", "tab-cells", "blank-line-cells", "pdf-lines"])


@many
@given(form=FORM_IDS, seed=SEEDS, flavour=PRINTED, harms=HARMS)
def test_rows_out_of_order_and_cells_that_are_gone_give_no_wrong_value(form, seed, flavour, harms):
    """Labels and figures are erased, rows exchanged; what is given stands where it was printed."""
    truth = make_truth(seed, FORMS[form], profile="city")
    harmed = truth
    for one in harms:
        harmed = one(harmed, Random(seed))
    if flavour == "docx":
        score = scored(truth, to_docx(harmed), "report.docx")
    elif flavour == "html":
        score = scored(truth, to_html(harmed).encode(), "report.html")
    else:
        score = scored(truth, to_text(harmed, flavour, Random(seed)).encode(), "report.txt")
    assert [line for line in score.differences if line.startswith("WRONG")] == []


# --- found by hunting: seeds that gave a wrong value or lost a table --------------------


def test_a_single_row_that_begins_with_an_empty_cell_is_found():
    """The fifteen cells of the last table, of which four hold a figure."""
    truth = invented("gio-2021", 2768)
    score = scored(truth, to_text(truth, "row-no-pad", Random(0)).encode(), "report.txt")
    assert (score.right, score.wrong) == (score.cells, 0)


def test_a_page_number_behind_an_empty_row_is_no_figure():
    """行政许可, its empty cell, the page's end with its number, the next block."""
    truth = invented("gio-2021", 766599)
    assert scored(truth, to_text(truth, "pdf-lines", Random(766599)).encode(), "report.txt").wrong == 0
