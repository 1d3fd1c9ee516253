"""Whether a page's text can be believed, asked alike of every format that prints pages."""

from __future__ import annotations

import pytest

from gongkai.document import Issue
from gongkai.readers.pages.belief import Printed, covers, fonts_issue, is_unread, layer_issues, unread
from gongkai.readers.pages.flow import Sheet
from gongkai.readers.pages.page import Page

A4 = (595.0, 842.0)
PROSE = "本机关主动公开政府信息若干条，收到公开申请若干件。" * 10


def page(number=1, **facts):
    """Return a page on which no line was found."""
    return Page(Sheet(number, A4, ()), **facts)


def codes(pages):
    """Return what is said about pages, and where."""
    return [(issue.code, issue.severity, issue.location) for issue in layer_issues(pages, "do this")]


def test_a_covered_page_with_hardly_a_word_is_a_scan():
    """A stamp of a scanner's program is no text; a page of text over a picture is no scan."""
    assert Printed("扫描全能王", 5, covered=True).is_scan(holds_anything=True)
    assert not Printed(PROSE, len(PROSE), covered=True).is_scan(holds_anything=True)
    assert not Printed("附件", 2, covered=False).is_scan(holds_anything=True)


def test_a_drawn_page_without_a_word_is_a_scan_and_a_blank_one_is_not():
    """Letters that are drawn as lines are no text; blanks are none either."""
    assert Printed(" \n", 2, covered=False).is_scan(holds_anything=True)
    assert not Printed("", 0, covered=False).is_scan(holds_anything=False)


def test_text_on_a_picture_may_be_what_a_program_recognised():
    """A few letters on a picture are not asked."""
    assert Printed(PROSE, len(PROSE), covered=True).lies_on_picture
    assert not Printed(PROSE, len(PROSE), covered=False).lies_on_picture
    assert not Printed("附件", 2, covered=True).lies_on_picture


def test_pictures_cover_a_page_from_one_half_on():
    """Several small ones count together."""
    half = (0.0, 0.0, 595.0, 430.0)
    assert covers([half], A4)
    assert not covers([(0.0, 0.0, 595.0, 210.0)], A4)
    assert covers([(0.0, 0.0, 595.0, 215.0), (0.0, 215.0, 595.0, 430.0)], A4)


@pytest.mark.parametrize(
    "text", ["\ue000" * 100 + PROSE[:100], PROSE[:100] + "ᄀ㐀¤¥" * 10], ids=["no meaning", "strange scripts"]
)
def test_fonts_that_do_not_say_what_they_print(text):
    """A third of private characters, or some of scripts that no report prints, say so."""
    (issue,) = fonts_issue(Printed(text, len(text), covered=False), 3)
    assert (issue.code, issue.severity, issue.location) == ("unusable_fonts", "error", "page 3")


def test_bullets_are_no_fault_of_a_font():
    """A few private characters stand in sound text; characters without any text count like them."""
    text = "\ue000" * 7 + PROSE
    assert fonts_issue(Printed(text, len(text), covered=False), 1) == ()
    assert fonts_issue(Printed(PROSE, 2 * len(PROSE), covered=False), 1)


def test_which_pages_are_unread():
    """A scan, what another program recognised, what only a picture would tell, and unusable fonts."""
    fonts = Issue(code="unusable_fonts", severity="error", message="")
    pages = [page(1), page(2, is_scan=True), page(3, second_hand=True), page(4, unknown=True), page(5, issues=(fonts,))]
    assert unread(pages) == (2, 3, 4, 5)
    assert not is_unread(pages[0])


def test_a_file_of_pictures_is_one_error():
    """One scan among blank pages is one too; a page that is broken has been said to be, and is no scan."""
    broken = Issue(code="page_unreadable", severity="error", message="")
    assert codes([page(1, is_scan=True), page(2)]) == [("no_text_layer", "error", None)]
    assert codes([page(1, is_scan=True), page(2, issues=(broken,))]) == [("no_text_layer", "warning", "page 1")]


def test_each_page_under_suspicion_is_named():
    """Also what is to be done about it."""
    broken = Issue(code="page_unreadable", severity="error", message="")
    issues = list(layer_issues([page(1, second_hand=True), page(2, issues=(broken,))], "do this"))
    assert [(issue.code, issue.location) for issue in issues] == [("hidden_text_layer", "page 1")]
    assert issues[0].message.endswith("do this")
