"""Collections that grow: what has not changed is not written again, the list comes in parts, pages are packed, one cell in many reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from chromium import Chromium
from gongkai.review import listing
from gongkai.review import site as site_module
from review.helpers import dataset_of, decide, handed, site_of
from support import make_report

CELL = ("requests", "granted", "total")
LOST = [make_report({CELL: "?"}, path=f"reports/{name}.txt", agency=f"{name}局") for name in "甲乙丙"]
WHOLE = [make_report(path=f"reports/{name}.txt", agency=f"{name}局") for name in "丁戊"]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return dataset_of(tmp_path / "dataset", [*LOST, *WHOLE])


def stamps(site: Path) -> dict[str, int]:
    """Return when each file of a site was written; the index is always the last."""
    return {
        path.relative_to(site).as_posix(): path.stat().st_mtime_ns
        for path in site.rglob("*")
        if path.is_file() and path.name != "index.html" and not path.name.startswith(".gongkai")
    }


def changed(before: dict[str, int], site: Path) -> set[str]:
    return {name for name, stamp in stamps(site).items() if before.get(name) != stamp}


def test_a_second_run_writes_nothing_that_is_as_before(dataset: Path, tmp_path: Path):
    """Nor does it count otherwise; a page that somebody lost or changed is written again."""
    site = tmp_path / "site"
    first = site_of(dataset, site)
    before = stamps(site)
    assert site_of(dataset, site) == first
    assert changed(before, site) == set()
    lost, spoilt = (f"reports/{report.report_id}.html" for report in LOST[:2])
    (site / lost).unlink()
    (site / spoilt).write_text("spoilt", encoding="utf-8")
    assert site_of(dataset, site) == first
    assert changed(before, site) == {lost, spoilt}


def test_a_decision_writes_its_own_page_anew(dataset: Path, tmp_path: Path):
    """And the files that list decisions; figures that are shown as corrected change every page's look once."""
    site = tmp_path / "site"
    site_of(dataset, site)
    before = stamps(site)
    decide(dataset, (LOST[1].report_id, *CELL, 7))
    site_of(dataset, site)
    page = f"reports/{LOST[1].report_id}.html"
    assert changed(before, site) == {page, "assets/corrections.js", "assets/list-0.js"}
    before = stamps(site)
    site_of(dataset, site, corrected=True)
    assert page in changed(before, site)


def test_a_run_that_was_stopped_trusts_no_page_that_it_did_not_note(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A page says itself of what it is made: what was written after the last whole run is looked at, not believed."""
    site = tmp_path / "site"
    site_of(dataset, site)
    page = site / "reports" / f"{LOST[0].report_id}.html"
    plain = page.read_text(encoding="utf-8")
    decide(dataset, (LOST[0].report_id, *CELL, 7))
    monkeypatch.setattr(site_module, "write_collection", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        site_of(dataset, site)
    monkeypatch.undo()
    assert page.read_text(encoding="utf-8") != plain
    (dataset / "corrections.csv").unlink()
    site_of(dataset, site)
    assert page.read_text(encoding="utf-8") == plain


def test_the_list_comes_in_parts(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A new report at the end leaves the parts before it as they are; parts that are too many are swept."""
    monkeypatch.setattr(listing, "PART", 2)
    site = tmp_path / "site"
    site_of(dataset, site)
    assert [len(handed(site, f"list-{number}")) for number in range(3)] == [2, 2, 1]
    before = stamps(site)
    site_of(dataset_of(tmp_path / "more", [*LOST, *WHOLE, make_report(path="reports/龠.txt")]), site)
    assert "assets/list-2.js" in changed(before, site)
    assert not {"assets/list-0.js", "assets/list-1.js"} & changed(before, site)
    site_of(dataset_of(tmp_path / "less", LOST[:1]), site)
    assert sorted(path.name for path in (site / "assets").glob("list-*.js")) == ["list-0.js"]


@pytest.mark.needs("chromium", "chromium")
def test_every_part_of_the_list_arrives(
    browser: Chromium, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The filters are over all of them."""
    monkeypatch.setattr(listing, "PART", 2)
    site_of(dataset, tmp_path / "site")
    browser.open((tmp_path / "site/index.html").as_uri() + "#q=戊")
    browser.wait("all.length === 5 && document.querySelectorAll('#rows tr').length === 1")
    assert browser.run("document.getElementById('count').innerText") == "1 / 5 份"
    assert browser.run("[...form.elements.year.options].map((one) => one.text)") == ["—", "2024 (5)"]


@pytest.mark.needs("chromium", "chromium")
def test_the_pages_of_a_large_collection_are_packed(
    browser: Chromium, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """They take a fifth of the room, and do in the browser what plain ones do."""
    site_of(dataset, tmp_path / "plain")
    monkeypatch.setattr(site_module, "MOST_PLAIN", 2)
    site_of(dataset, tmp_path / "site")
    name = f"reports/{LOST[0].report_id}.html"
    assert (tmp_path / "site" / name).stat().st_size < (tmp_path / "plain" / name).stat().st_size / 4
    browser.open((tmp_path / "site" / name).as_uri())
    browser.wait("typeof openStops === 'function' && openStops().length === 1")
    browser.press("n")
    assert browser.run("document.activeElement.dataset.row") == CELL[1]


@pytest.mark.needs("chromium", "chromium")
def test_one_cell_is_gone_through_report_by_report(browser: Chromium, dataset: Path, tmp_path: Path):
    """From the heat map to the reports, and with Enter from one to the next; figures only, no mouse."""
    site = tmp_path / "site"
    site_of(dataset, site)
    browser.open((site / "cells.html").as_uri())
    assert browser.run("document.querySelectorAll('td.h a').length") == 1
    browser.run("document.querySelector('td.h a').click()")
    browser.wait("document.querySelectorAll('#rows tr').length === 3 && !document.getElementById('same').hidden")
    assert "（一）予以公开" in browser.run("document.getElementById('same').innerText")
    browser.run("document.querySelector('#same a').click()")
    for number, report in enumerate(sorted_as_listed(browser), 1):
        browser.wait(
            f"document.body.dataset.report === '{report}' && document.activeElement.dataset.column === 'total'"
        )
        assert f"{number} / 3" in browser.run("document.getElementById('same').innerText")
        browser.press("e")
        browser.type(str(number))
        browser.press("Enter")
    browser.wait("newDecisions().length === 3")
    found = browser.run("newDecisions().map((one) => [one.row, one.column, one.value])")
    assert found == [[*CELL[1:], "1"], [*CELL[1:], "2"], [*CELL[1:], "3"]]


def sorted_as_listed(browser: Chromium) -> list[str]:
    """Return the ids of the reports in the order that the list had, which the browser keeps for its pages."""
    browser.wait("(sessionStorage.getItem('gongkai-order') ?? '').split(' ').length === 3")
    found: list[str] = browser.run("sessionStorage.getItem('gongkai-order').split(' ')")
    assert set(found) == {report.report_id for report in LOST}
    return found
