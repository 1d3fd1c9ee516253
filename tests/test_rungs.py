"""Several readings of one file: when a second one is asked, and what becomes of two that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from gongkai.document import Document, Grid, GridCell
from gongkai.forms.load import load_forms
from gongkai.readers.docx import read
from gongkai.readers.html import read as read_html
from gongkai.report import Cell
from gongkai.rungs import climb
from gongkai.steps import Interpretation
from printed import build
from tables.build import printed, truth_of

FORMS = load_forms()
RECEIVED = ("requests", "received", "natural_person")
ISSUED = ("active_disclosure", "regulations", "issued")


def document(**options: object) -> Document:
    """Return a report as one reader saw it."""
    return next(iter(read(printed(truth_of(seed=3, **options), "docx"))))


def figure(found: Interpretation, key: tuple[str, str, str]) -> Cell:
    """Return one cell."""
    table, row, column = key
    return next(c for c in found.tables[table].cells if (c.row, c.column) == (row, column))


def change(
    doc: Document, key: tuple[str, str, str], edit: Callable[[str], str], reader: str = "test:other"
) -> Document:
    """Return the document as another reader saw it, which reads one figure in another way."""
    place = figure(climb(iter([doc]), FORMS), key).source

    def edited(cell: GridCell) -> GridCell:
        return msgspec.structs.replace(cell, text=edit(cell.text)) if cell.place == place else cell

    blocks = tuple(
        msgspec.structs.replace(b, cells=tuple(map(edited, b.cells))) if isinstance(b, Grid) else b for b in doc.blocks
    )
    return msgspec.structs.replace(doc, blocks=blocks, reader=reader)


def more(digits: str) -> str:
    """Print another number."""
    return str(int(digits) + 7)


def asked(docs: list[Document], log: list[str]) -> Iterator[Document]:
    """Yield readings one by one and note which were made."""
    for doc in docs:
        log.append(doc.reader)
        yield doc


def test_a_reading_that_closes_is_the_last():
    """Every cell has its place and every sum holds: nothing dearer is made."""
    log: list[str] = []
    doc = document()
    climb(asked([doc, doc], log), FORMS)
    assert len(log) == 1


def test_a_published_error_is_kept_where_two_readings_find_it():
    """A failing sum asks for one more reading; where that finds the same figures they stand, and no third is made."""
    log: list[str] = []
    wrong = change(document(), RECEIVED, more, "test:first")
    second = msgspec.structs.replace(wrong, reader="test:second")
    found = climb(asked([wrong, second, second], log), FORMS)
    assert log == ["test:first", "test:second"]
    assert figure(found, RECEIVED).status == "reported"
    assert any(check.status == "fail" for check in found.checks)


def test_what_two_readings_contradict_each_other_on_is_open():
    """A figure that came out differently is given by neither, and an issue says why."""
    right = document()
    wrong = change(right, RECEIVED, more)
    found = climb(iter([wrong, right]), FORMS)
    assert (figure(found, RECEIVED).status, figure(found, RECEIVED).value) == ("ambiguous", None)
    assert any("contradict each other" in issue.message for issue in found.issues)


def test_issues_say_which_reading_gave_each_table():
    """Where one reading has one table and another the other, the report says so."""
    right = document()
    place = figure(climb(iter([right]), FORMS), RECEIVED).source
    rest = tuple(b for b in right.blocks if not (isinstance(b, Grid) and b.place.table == place.table))
    partly = change(right, ISSUED, lambda _: "看不清", "test:partly")
    found = climb(iter([partly, msgspec.structs.replace(right, blocks=rest, reader="test:rest")]), FORMS)
    rungs = {issue.location: issue.message for issue in found.issues if issue.code == "table_rung"}
    assert rungs["requests"] == "table requests was read by test:partly"
    assert "test:rest" in rungs["active_disclosure"]
    assert figure(found, ISSUED).status == "reported"


def test_text_that_another_program_recognised_needs_sums():
    """The text layer of a scan: figures that a sum confirms are reported, others are unreadable."""
    layer = msgspec.structs.replace(document(), second_hand=True)
    found = climb(iter([layer]), FORMS)
    assert {c.status for c in found.tables["active_disclosure"].cells if c.raw and c.raw.isdigit()} == {"unreadable"}
    assert figure(found, RECEIVED).status == "reported"


def test_what_a_report_may_lack_is_looked_for_by_the_next_reading():
    """A row that the cheap reading did not see is no proof that the report lacks it; where all parts are there, nothing more is asked."""
    closed = build.FORM.replace("        open: {code: '\\d{3}|\\d{5}'}\n", "").partition("checks:")[0]
    forms = (build.form(closed),)
    spending = (build.SPENDING[0], build.SPENDING[-1])
    visits = (*build.VISITS[:2], ("其中：信函受理", "4"), build.VISITS[2])
    tables = ("规费支出明细表", spending), ("规费征收情况表", visits)
    whole = next(iter(read_html(build.page(*tables))))
    lacking = next(iter(read_html(build.page(tables[0], (tables[1][0], build.VISITS)))))
    log: list[str] = []
    docs = [
        msgspec.structs.replace(doc, reader=name)
        for doc, name in ((lacking, "cheap"), (whole, "dear"), (whole, "never"))
    ]
    found = climb(asked(docs, log), forms)
    assert log == ["cheap", "dear"]
    assert figure(found, ("visits", "by_mail", "count")).value == 4
    assert climb(asked(docs[1:], log), forms).document.reader == "dear"
    assert log == ["cheap", "dear", "dear"]


def seen(doc: Document) -> Document:
    """Return the document as it is read in a picture of its pages."""
    blocks = tuple(
        msgspec.structs.replace(
            b,
            cells=tuple(
                msgspec.structs.replace(c, place=msgspec.structs.replace(c.place, confidence=0.99)) for c in b.cells
            ),
        )
        if isinstance(b, Grid)
        else b
        for b in doc.blocks
    )
    return msgspec.structs.replace(doc, blocks=blocks, reader="test:seen")


def test_a_picture_s_figure_in_a_covered_cell_needs_a_sum():
    """Something was drawn over a figure: of what the picture shows there, only what its row's sum confirms is believed."""
    doc = document()
    covered = change(doc, RECEIVED, lambda _: "〓〓")
    right, wrong = (climb(iter([covered, seen(other)]), FORMS) for other in (doc, change(doc, RECEIVED, more)))
    assert figure(right, RECEIVED).value == figure(climb(iter([doc]), FORMS), RECEIVED).value
    assert (figure(wrong, RECEIVED).status, figure(wrong, RECEIVED).value) == ("unreadable", None)


def test_a_picture_is_all_there_is_where_no_sign_of_a_table_can_be_told():
    """A font without meaning: the figures of the picture stand, those of a published error among them."""
    doc = change(document(), RECEIVED, more)
    blocks = tuple(
        msgspec.structs.replace(
            b,
            cells=tuple(
                msgspec.structs.replace(c, text="〓" * len(c.text)) if c.text.strip().isdecimal() else c
                for c in b.cells
            ),
        )
        if isinstance(b, Grid)
        else b
        for b in doc.blocks
    )
    found = climb(iter([msgspec.structs.replace(doc, blocks=blocks, reader="test:none"), seen(doc)]), FORMS)
    assert figure(found, RECEIVED).value == figure(climb(iter([doc]), FORMS), RECEIVED).value
