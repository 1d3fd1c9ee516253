"""Selectors of many steps match what lexbor says they match, and no page makes them cost hours."""

from __future__ import annotations

from random import Random

import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai.readers.html.chains import is_endless, matches_of, steps_of

NAMES, CLASSES, LEADS = ("div", "p", "span", "b"), ("", ".x", ".y"), (" ", " > ", " + ", " ~ ")


def page(random: Random, depth: int = 5) -> str:
    """Write elements in and beside each other, with texts and comments between them."""
    if not depth:
        return random.choice(("1", "", "<!--c-->"))
    inner = "".join(page(random, depth - 1) for _ in range(random.randrange(4)))
    name = random.choice(("div", "span", "b"))
    return f"<{name} class='{random.choice('xyz')}'>{inner}</{name}>{random.choice(('', 't', '<!-- -->'))}"


def selector(random: Random) -> str:
    """Write a selector of up to six steps."""
    steps = [random.choice(NAMES) + random.choice(CLASSES) for _ in range(random.randrange(2, 7))]
    return steps[0] + "".join(random.choice(LEADS) + step for step in steps[1:])


@pytest.mark.parametrize("seed", range(60))
def test_steps_match_what_the_whole_selector_matches(seed: int):
    """The same elements in the same order, whatever leads from step to step."""
    random = Random(seed)
    parser = LexborHTMLParser("<body>" + "".join(page(random) for _ in range(5)))
    for _ in range(40):
        asked = selector(random)
        assert [n.mem_id for n in matches_of(parser, asked)] == [n.mem_id for n in parser.css(asked)], asked


def test_brackets_part_no_steps():
    """What stands in round or square brackets is one step with what it hangs on."""
    found = steps_of(" ul>li:not(.a > b, c d)[title='x y'] ~p:has(td + td)   b ")
    assert found == [("", "ul"), (">", "li:not(.a > b, c d)[title='x y']"), ("~", "p:has(td + td)"), (" ", "b")]


def test_only_what_a_page_makes_endless_is_matched_step_by_step():
    """Three steps on a plain page are left to lexbor; three on rows without end, or ten on elements in each other, are not."""
    assert not is_endless(".a .b > .c .d", 5_000, lambda: 30)
    assert not is_endless("tr ~ tr", 2_000, lambda: 30)
    assert is_endless("tr ~ tr ~ tr", 20_000, lambda: 30)
    assert is_endless("div " * 10 + "b", 5_000, lambda: 200)
    assert is_endless("div " * 300 + "b", 5_000, lambda: 200)


def test_rows_beside_rows_are_matched_in_the_order_of_the_page():
    """Four thousand rows that follow each other: all but the first two, in under the millions of millions of ways to choose three."""
    parser = LexborHTMLParser("<table>" + "<tr><td>1</td></tr>" * 4000 + "</table>")
    assert len(matches_of(parser, "tr ~ tr ~ tr")) == 3998
    assert matches_of(parser, "b ~ tr ~ tr ~ tr") == []
