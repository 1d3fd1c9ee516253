"""Web pages made to cost: elements in elements without end, and style sheets that try every rule on every element."""

from __future__ import annotations

import pytest

from gongkai.errors import NotAReport, SourceError
from gongkai.readers.html.nests import refuse_nests
from gongkai.readers.html.reader import read

MANY = 40_000
DEEP = {
    "blocks": "<div>" * MANY + "x" + "</div>" * MANY,
    "open blocks": "<DIV\tclass=a>" * MANY + "x",
    "tables": "<table><tr><td>" * MANY + "x",
    "spans": "<span>" * MANY + "x" + "</span>" * MANY,
    "lists": "<ul><li>" * MANY + "x",
    "formats that stay open": "".join(f"<font color={number}>" for number in range(2000)) + "<p>x" * 2000,
    "formats that stay open in lines": "".join(f"<p><b class=a{number}>x" for number in range(2000)),
}
FLAT = {
    "cells that nothing closes": "<table>" + "<tr><td><font color=red>1<td><b><div>2" * MANY + "</table>",
    "paragraphs that nothing closes": "<p><font>x" * MANY,
    "lines with open spans": "<p><span><i>x</p>" * MANY,
    "closed blocks": "<div><span>x</span></div>" * MANY,
    "many formats, closed": "".join(f"<font color={number}>x</font>" for number in range(2000)),
    "ends without beginnings": "</div></td></b>" * MANY,
}


@pytest.mark.parametrize("name", DEEP)
def test_elements_in_each_other_without_end_are_refused(name: str):
    """Before they are parsed, which takes the square of their depth."""
    with pytest.raises(NotAReport, match="without end"):
        refuse_nests(DEEP[name])


@pytest.mark.parametrize("name", FLAT)
def test_long_pages_are_nothing_to_refuse(name: str):
    """However carelessly they were written: what a browser closes by itself is not deep."""
    refuse_nests(FLAT[name])


def test_a_page_that_nests_is_refused_by_its_reader():
    """In words; and so is a style sheet of thousands of rules for tens of thousands of elements."""
    page = "<html><head><style>{}</style></head><body>{}</body></html>"
    with pytest.raises(NotAReport, match="without end"):
        next(read(page.format("", DEEP["blocks"]).encode()))
    rules = "".join(f".a{number} > .b{number}{{display:none}}" for number in range(3000))
    names = " ".join(f"a{number} b{number}" for number in range(3000))
    rows = f"<p class='{names}'>x</p>" + "<table>" + "<tr><td>1</td><td>2</td></tr>" * 4000 + "</table>"
    with pytest.raises(NotAReport, match="style sheets"):
        next(read(page.format(rules, rows).encode()))


@pytest.mark.parametrize(
    "style",
    [
        ":not(" * 50_000 + "a" + ")" * 50_000 + "{display:none}",
        "@media all{" * 50_000 + "td{display:none}",
        "td{" * 50_000 + "display:none",
        "td{width:" + "calc(1px + " * 50_000 + "1px" + ")" * 50_000 + "}",
        "td{a:" + "([{" * 100_000,
        "/*" * 500_000,
        "td[a='" + "\\" * 500_000,
        "*{--a0:x;"
        + "".join(f"--a{n}:var(--a{n - 1})var(--a{n - 1});" for n in range(1, 60))
        + "}td::before{content:var(--a59)}",
        "div " * 500 + "{display:none}" + "* " * 3000 + "{color:red}",
    ],
    ids=["not", "media", "blocks", "calc", "brackets", "comments", "backslashes", "names", "steps"],
)
def test_style_sheets_made_to_cost_end(style: str):
    """Whatever nests or repeats in them: the page is read, or the cause is told."""
    try:
        next(read(f"<style>{style}</style><table><tr><td>政府信息公开<td>2</table>".encode()))
    except SourceError as error:
        assert str(error)


def test_a_selector_of_thousands_of_steps_is_refused():
    """Each step may look at all that an element lies in."""
    with pytest.raises(NotAReport, match="style sheets"):
        next(read(f"<style>{'* ' * 1500}{{display:none}}</style><table><tr><td>政府信息公开<td>2</table>".encode()))
