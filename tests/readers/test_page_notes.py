"""Notes at the foot of a page: set aside by their size, or because they are counted as the marks above them are."""

from __future__ import annotations

import pytest

from gongkai.readers.pages.aside import body_size, parted
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.lines import Line
from gongkai.readers.pages.page import Page

_LEFT = 50.0
_STEP = 30.0


def page_of(*lines: str, sizes: dict[int, float] | None = None) -> Page:
    """Return a page of lines of 12 points, or of other sizes by their number."""
    made = []
    for at, text in enumerate(lines):
        size = (sizes or {}).get(at, 12.0)
        wide = sum(size if char > "\u2000" else size / 2 for char in text)
        made.append(Line(text=text, bbox=(_LEFT, _STEP * at, _LEFT + wide, _STEP * at + size)))
    return Page(sheet=Sheet(number=1, size=(600.0, 800.0), lines=tuple(made)))


def taken(page: Page) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the lines that stay on a page, and the marks and texts of its notes."""
    kept, notes = parted(page, body_size([page.sheet]))
    return [line.text for line in kept.sheet.lines], [(note.mark, note.text) for note in notes]


TEXT = (
    "全年共受理申请一百二十件¹，办结一百一十八件。",
    "其余二件²结转下一年度继续办理，已告知当事人。",
    "各单位均按时报送了本单位的年度报告和数据。",
)


def test_smaller_lines_with_a_mark_of_the_text_are_notes():
    """The size parts them from the text, and the mark tells whose they are."""
    lines, notes = taken(page_of(*TEXT, "1 含由邻县转来的三件。", sizes={3: 9.0}))
    assert lines == list(TEXT)
    assert notes == [("1", "含由邻县转来的三件。")]


def test_notes_of_the_texts_size_are_known_by_their_count():
    """Some programs print notes as large as the text: numbers that follow each other as the raised ones above do."""
    lines, notes = taken(page_of(*TEXT, "1 含由邻县转来的三件。", "2 均为当年十二月收到的申请。"))
    assert lines == list(TEXT)
    assert notes == [("1", "含由邻县转来的三件。"), ("2", "均为当年十二月收到的申请。")]


def test_a_note_goes_on_in_the_next_line_where_it_fills_its_own():
    """A line that ends at the text's edge is not the end of the note."""
    long = "1 含由邻县转来的三件和由省里交办的二件申请事项，"
    lines, notes = taken(page_of(*TEXT, long, "按收文日期计。"))
    assert lines == list(TEXT)
    assert notes == [("1", long[2:] + "按收文日期计。")]


@pytest.mark.parametrize(
    "ends",
    [
        ("3 件申请由上级机关转来办理。",),
        ("1. 含由邻县转来的三件申请。",),
        ("2 均为当年十二月收到的申请。", "1 含由邻县转来的三件申请。"),
        ("1 含由邻县转来的三件申请。", "特此报告。", "2 均为当年十二月收到的申请。"),
    ],
)
def test_other_lines_that_begin_with_a_number_stay_in_the_text(ends):
    """No such mark above, a list, marks in another order, text between: what is not certain is no note."""
    lines, _ = taken(page_of(*TEXT, *ends))
    assert lines[: len(TEXT) + 1] == [*TEXT, ends[0]]
