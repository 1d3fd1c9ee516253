"""Characters that are drawn of short strokes."""

from gongkai.readers.pages.strokes import drawn_signs

SEVEN = [(10.0, 10.0, 14.0, 10.6), (13.4, 10.0, 14.0, 13.5), (13.4, 13.5, 14.0, 17.0)]
ONE = [(30.0, 10.0, 30.6, 13.5), (30.0, 13.5, 30.6, 17.0)]


def test_strokes_that_touch_are_one_sign():
    """Level strokes and upright ones make a digit; a 1 is an upright alone."""
    assert sorted(drawn_signs([*SEVEN, *ONE], [])) == [(10.0, 10.0, 14.0, 17.0), (30.0, 10.0, 30.6, 17.0)]
    assert drawn_signs(ONE, []) == [(30.0, 10.0, 30.6, 17.0)]


def test_level_strokes_alone_are_no_signs():
    """Dashes of a level rule, or minus signs."""
    assert drawn_signs([(x, 10.0, x + 4.0, 10.6) for x in (10.0, 16.0, 22.0)], []) == []


def test_an_upright_that_goes_on_is_a_rule():
    """It ends at a level rule, or further dashes stand above and below it."""
    assert drawn_signs(ONE, [(0.0, 17.2, 100.0, 17.6)]) == []
    assert drawn_signs([(30.0, y, 30.6, y + 4.0) for y in (10.0, 16.0, 22.0)], []) == []


def test_a_pattern_of_uprights_is_no_page_of_figures():
    """No report has as many figures on a page as such a pattern has strokes."""
    assert (
        drawn_signs(
            [
                (30.0 + 5 * (at % 100), 10.0 + 30 * (at // 100), 30.6 + 5 * (at % 100), 16.0 + 30 * (at // 100))
                for at in range(600)
            ],
            [],
        )
        == []
    )
