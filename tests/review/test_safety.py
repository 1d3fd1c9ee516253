"""What a report or a file's name holds stays text: nothing of it becomes part of a page."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec import structs

from gongkai.document import Issue
from gongkai.report import Comment, Report, Section
from gongkai.review.listing import script
from gongkai.show.values import plain
from gongkai.table_rows import ExtraRow
from review.helpers import check, dataset_of, handed, page_of, site_of, text_source
from support import make_report

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u2028\u2029\u202e"
NAME = '"><img src=x>'


def hostile() -> Report:
    """Return a report that holds markup wherever text can stand."""
    report = make_report(
        {("requests", "granted", "natural_person"): EVIL},
        path=f"reports/{NAME}.html",
        agency=EVIL,
        checks=(check(message=EVIL), check(f"x.{EVIL}", "pass")),
        issues=(Issue(code=EVIL, severity="error", message=EVIL, location=EVIL),),
        comments=(Comment(EVIL, EVIL, EVIL),),
        sections=(Section(key=EVIL, heading=EVIL, level=1, text=EVIL),),
        extra=(ExtraRow(EVIL, (EVIL,)),),
    )
    cells = tuple(structs.replace(c, note=EVIL, unit=EVIL) for c in report.tables["requests"].cells)
    tables = report.tables | {"requests": structs.replace(report.tables["requests"], cells=cells)}
    return structs.replace(report, title=EVIL, published=EVIL, tables=tables)


class Elements(HTMLParser):
    """Lists what elements a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("hostile")
    dataset = dataset_of(top / NAME, [hostile()])
    site_of(dataset, top / "site", text_source(EVIL))
    return top / "site"


def pages(site: Path) -> Iterator[tuple[str, list[tuple[str, dict[str, str | None]]]]]:
    for path in sorted(site.rglob("*.html")):
        parser = Elements()
        parser.feed(path.read_text(encoding="utf-8"))
        yield path.name, parser.found


def test_markup_in_a_report_or_a_name_makes_no_element(site: Path):
    """No script, picture, handler or style comes from what was read."""
    for name, elements in pages(site):
        scripts = [attrs for tag, attrs in elements if tag == "script"]
        assert all((attrs.get("src") or "").endswith(".js") for attrs in scripts), name
        assert not [tag for tag, _ in elements if tag in {"img", "iframe", "object", "embed", "style", "base"}], name
        assert not [key for _, attrs in elements for key in attrs if key.startswith("on") or key == "style"], name


def test_links_lead_to_the_site_itself(site: Path):
    """No page names another place, nor a scheme such as ``javascript:``."""
    targets = {
        attrs[key] or ""
        for _, elements in pages(site)
        for _, attrs in elements
        for key in ("href", "src")
        if key in attrs
    }
    assert not [target for target in targets if ":" in target.partition("#")[0] or target.startswith("/")]


def test_every_page_has_the_strict_policy(site: Path):
    """Nothing is loaded but the site's own files, nothing inline runs; the policy stands before anything that could be loaded."""
    for name, elements in pages(site):
        policies = [
            (at, attrs)
            for at, (tag, attrs) in enumerate(elements)
            if attrs.get("http-equiv") == "Content-Security-Policy"
        ]
        ((at, policy),) = policies
        assert policy["content"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'"
        ), name
        assert not {tag for tag, _ in elements[:at]} & {"link", "script", "svg", "image"}


def test_the_list_is_a_script_that_no_text_can_end(site: Path):
    """``</script>`` and the line ends that only scripts know are written as escapes; read again, the text is the same."""
    text = (site / "assets" / "list-0.js").read_text(encoding="utf-8")
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(text)
    rows = handed(site, "list-0")
    assert rows[0][2] == plain(EVIL)
    assert script("X", ["</script>\u2028"]) == b'const X = ["\\u003c/script\\u003e\\u2028"];\n'


def test_files_are_named_by_ids_alone(site: Path):
    """What a source is called names no file."""
    assert all(set(path.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for path in site.rglob("*"))


def test_characters_that_turn_the_writing_direction_are_taken_out(site: Path):
    """They would let a figure look like another."""
    assert "\u202e" not in page_of(site, hostile())
    for shared in (site / "assets").glob("*.js"):
        assert "\u202e" not in shared.read_text(encoding="utf-8")
