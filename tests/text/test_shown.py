"""How a piece of text is shown, and what stands for it in a document."""

from __future__ import annotations

import pytest

from gongkai.text.numerals import GETA, read_figure
from gongkai.text.shown import shown_text


@pytest.mark.parametrize(
    ("text", "shown", "kept"),
    [
        ("12", "plain", "12"),
        ("12", "raised", "¹²"),
        ("(1)", "raised", "⁽¹⁾"),
        ("２", "lowered", "₂"),
        ("12", "struck", ""),
        ("12", "hidden", ""),
        ("12", "unknown", GETA),
    ],
)
def test_what_a_person_sees_is_in_the_text(text, shown, kept):
    """Raised and lowered digits are Unicode's own, what is struck or hidden is not there, what cannot be told is a geta."""
    assert shown_text(text, shown) == kept


def test_a_raised_digit_beside_a_figure_is_no_part_of_it():
    """12 with a raised 3 is twelve, and a note."""
    printed = read_figure("12" + shown_text("3", "raised"))
    assert (printed.value, printed.note) == (12, "³")


def test_raised_letters_are_a_mark_only_where_they_are_few():
    """A raised sentence stays what it says."""
    assert shown_text("ab", "raised") == "ᵃᵇ"
    assert shown_text("sentence", "raised") == "sentence"


def test_blanks_of_an_unknown_font_stay_blanks():
    """Nothing is printed there."""
    assert shown_text("  ", "unknown") == "  "
