"""Web pages made to cost: elements and style sheets that nest, repeat and point at each other without measure."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from types import MappingProxyType


def deep(tag: str, times: int = 100_000, inner: str = "x") -> str:
    """Nest an element in itself."""
    return f"<{tag}>" * times + inner + f"</{tag.split(maxsplit=1)[0]}>" * times


def page(body: str, style: str = "") -> bytes:
    """Write a web page."""
    return f"<!DOCTYPE html><html><head><style>{style}</style></head><body>{body}</body></html>".encode()


def pictured(kind: str, make: Callable[[], bytes]) -> bytes:
    """Write a web page that shows one picture five times."""
    return page(f"<img src='data:image/{kind};base64,{base64.b64encode(make()).decode()}'>" * 5)


_TEN_RULES = "".join(
    f".a{n} .b{n} > td:not(.c):nth-child(2n+1)::before{{content:'x';display:none}}" for n in range(20_000)
)
_DOUBLED = "".join(f"--a{n}:var(--a{n - 1})var(--a{n - 1});" for n in range(1, 60))
_ROWS = "<table>" + "<tr class='a1'><td class='b1'>1</td><td>2</td></tr>" * 20_000 + "</table>"
PAGES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "page of divs": lambda: page(deep("div")),
        "page of open divs": lambda: page("<div>" * 1_000_000 + "x"),
        "page of spans": lambda: page(deep("span")),
        "page of letters": lambda: page("<b><i><font><u>" * 50_000 + "x" + "<p>y" * 5000),
        "page of links": lambda: page("<a><p>" * 50_000 + "x"),
        "page of tables": lambda: page(deep("table><tr><td", 100_000)),
        "page of lists": lambda: page(deep("ul><li", 100_000)),
        "page of frames": lambda: page(deep("svg", 100_000) + deep("math", 100_000)),
        "page of notes": lambda: page("<sup><sub>" * 100_000),
        "page of tables side by side": lambda: page(("<table><tr><td>" * 60 + "1" + "</table>" * 60) * 500),
        "styles of rules": lambda: page(_ROWS, _TEN_RULES),
        "styles of steps": lambda: page(
            deep("div", 200, "1") * 200, "div " * 500 + "{display:none}" + "* " * 3000 + "{color:red}"
        ),
        "styles of nots": lambda: page(_ROWS, ":not(" * 50_000 + "a" + ")" * 50_000 + "{display:none}"),
        "styles of is": lambda: page(_ROWS, ":is(a,b,:is(a,b," * 200 + "td" + "))" * 200 + "{display:none}"),
        "styles of media": lambda: page(_ROWS, "@media all{" * 100_000 + "td{display:none}"),
        "styles in styles": lambda: page(_ROWS, "td{" * 100_000 + "display:none"),
        "styles of names": lambda: page(
            "<p style='content:var(--a59)'>1</p>" * 1000, f"*{{--a0:x;{_DOUBLED}}} p::before{{content:var(--a59)}}"
        ),
        "styles of sums": lambda: page(_ROWS, "td{width:" + "calc(1px + " * 50_000 + "1px" + ")" * 50_000 + "}"),
        "styles of brackets": lambda: page(_ROWS, "td{a:" + "([{" * 300_000),
        "styles of comments": lambda: page(_ROWS, "/*" * 2_000_000),
        "styles of marks": lambda: page(_ROWS, "td[a='" + "\\" * 2_000_000),
        "styles of has": lambda: page(_ROWS, "tr:has(td:has(b)) ~ tr:has(td) td{display:none}" * 200),
        "styles of neighbours": lambda: page(
            _ROWS, "tr ~ tr ~ tr ~ tr td{display:none} tr + tr + tr td:nth-last-child(2n){color:red}" * 50
        ),
        "styles on elements": lambda: page(
            "".join(f"<p style='{'color:red;' * 50}' class='{'a ' * 50}'>1</p>" for _ in range(10_000))
        ),
        "styles of numbers": lambda: page(
            "<p>1</p>" * 20_000, "p{counter-increment:a;}p::before{content:counter(a,cjk-decimal) '" + "x" * 3000 + "'}"
        ),
    }
)
