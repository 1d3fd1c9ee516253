"""A report is gone through in a browser: keyed in, mended, signed off, and laid together with what other reviewers decided."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from msgspec import structs

from chromium import Chromium
from corpus.to_pictured import as_html, pieces
from gongkai import extract
from gongkai.cli.review_sources import SourceOpener
from gongkai.dataset.corrections import HEAD
from gongkai.report import Report
from review.helpers import dataset_of, site_of
from review.test_deciding import FIXTURES, gongkai, page_of, rows

pytestmark = pytest.mark.needs("chromium", "chromium")

PRINTED = "zhuxi-2022.txt"
TABLE = "reviews_litigation"
REVIEW = "newDecisions().filter(isState).map((one) => [one.value, one.by])"


def pictured(report: Report) -> Report:
    """Return the report as if one of its tables were a picture that nobody could read."""
    table = report.tables[TABLE]
    cells = tuple(structs.replace(cell, value=None, raw=None, status="unreadable") for cell in table.cells)
    return structs.replace(report, tables=report.tables | {TABLE: structs.replace(table, cells=cells)})


@pytest.fixture(scope="module")
def report() -> Report:
    return extract(FIXTURES / PRINTED)


@pytest.fixture(scope="module")
def picture(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("picture")
    dataset = dataset_of(top / "d", [pictured(report)])
    site_of(dataset, top / "d/review")
    return top / "d"


def opened(browser: Chromium, dataset: Path, report: Report) -> None:
    browser.open((dataset / "review/index.html").as_uri())
    browser.run("localStorage.clear()")
    browser.open((dataset / "review/reports" / f"{report.report_id}.html").as_uri())


def test_a_picture_table_is_keyed_in_without_the_mouse(browser: Chromium, picture: Path, report: Report):
    """Key e begins, Enter goes on to the next cell, sums light up as they close; what was keyed in is what was printed."""
    opened(browser, picture, report)
    printed = [cell.value for cell in report.tables[TABLE].cells]
    assert browser.run("openCells().length") == len(printed) == 15
    browser.press("e")
    assert browser.run("document.activeElement.className") == "keyin"
    for number, value in enumerate(printed):
        browser.type(str(value))
        if number == 4:
            assert browser.run("[...document.querySelectorAll('#sums li')].map((li) => li.className)") == ["closes"]
            assert browser.run("document.querySelectorAll('td.closes').length") == 5
        browser.press("Enter")
    assert browser.run("document.querySelector('.keyin')") is None
    keyed = browser.run("newDecisions().map((one) => [one.row, one.column, one.value, one.reason])")
    assert keyed == [[c.row, c.column, str(c.value), "人工录入"] for c in report.tables[TABLE].cells]


def test_a_sum_that_does_not_close_is_seen_while_typing(browser: Chromium, picture: Path, report: Report):
    """What is no number is refused, Tab skips, an empty field says that no number is printed, Esc ends."""
    opened(browser, picture, report)
    browser.press("e")
    for value in ("1", "1", "1", "1"):
        browser.type(value)
        browser.press("Enter")
    browser.type("9")
    assert browser.run("document.querySelector('#sums .gapes b').textContent.includes('4 ≠ 9')")
    browser.type("x")
    browser.press("Enter")
    assert browser.run("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert browser.run("newDecisions().length") == 4
    browser.press("Tab")
    browser.press("Enter")
    assert browser.run("newDecisions().at(-1).value") == ""
    browser.press("Escape")
    assert browser.run("document.activeElement.matches('td.v')")
    assert browser.run("document.querySelectorAll('.closes, .gapes').length") == 0


def test_a_report_is_signed_off_and_its_facts_are_mended(browser: Chromium, picture: Path, report: Report):
    """The state has a key and a name by it; a fact is mended where it stands; both are lines of the file, and the index counts them."""
    opened(browser, picture, report)
    browser.run("wholeBy.value = '李'; wholeBy.dispatchEvent(new Event('change')); wholeBy.blur()")
    browser.press("d")
    assert browser.run(REVIEW) == [["signed off", "李"]]
    assert "已签核" in browser.run("document.getElementById('review-state').innerText")
    browser.press("w")
    assert browser.run(REVIEW) == [["in work", "李"]]
    browser.run("document.querySelector('[data-fact=year]').focus()")
    browser.press("Enter")
    browser.run("document.activeElement.select()")
    browser.type("二〇二二")
    browser.press("Enter")
    assert browser.run("document.activeElement.getAttribute('aria-invalid')") == "true"
    browser.run("document.activeElement.select()")
    browser.type("2021")
    browser.press("Enter")
    assert browser.run("document.querySelector('[data-fact=year]').textContent") == "2021✎ 2022"
    browser.press("d")
    assert f"{report.report_id},,,year,2021,,李," in browser.run("decisionsCsv()")
    browser.open((picture / "review/index.html").as_uri() + "#review=signed+off")
    assert browser.run("document.querySelectorAll('#rows tr').length") == 1
    assert browser.run("document.getElementById('progress').value") == 1
    assert "已签核 1" in browser.run("document.getElementById('progress-words').innerText")
    assert browser.run("document.querySelector('#rows .tag.new').textContent") == "✎ +1"


def test_two_reviewers_files_are_merged_and_one_conflict_is_shown(browser: Chromium, tmp_path: Path):
    """By the command and on both pages, side by side; a button takes one side, and then nobody differs any more."""
    (tmp_path / "sources").mkdir()
    shutil.copy(FIXTURES / PRINTED, tmp_path / "sources")
    dataset = tmp_path / "d"
    gongkai("extract", tmp_path / "sources", "-o", dataset, "-j", 0)
    report = rows(dataset, "reports")[0]["report_id"]
    for name, by, value in (("li.csv", "李", "15"), ("wang.csv", "王", "16")):
        lines = [(report, "requests", "received", "total", value, f"{by}说", by, "2025-01-02")]
        lines += [(report, "requests", "granted", "other", "3", "", by, "2025-01-02")]
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([HEAD, *lines])
    said = gongkai("--lang", "zh", "review", dataset, "--merge", tmp_path / "li.csv", tmp_path / "wang.csv", "-j", 1)
    assert "1 个单元格意见不一" in said
    assert "requests" not in said.split("打开")[0]
    assert [row["by"] for row in rows(dataset, "corrections")] == ["李", "王"]
    browser.open((dataset / "review/index.html").as_uri())
    browser.run("localStorage.clear()")
    assert "1 处" in browser.run("document.querySelector('details.conflicts summary').innerText")
    browser.open(page_of(dataset, PRINTED))
    sides = browser.run("[...document.querySelectorAll('#conflict-list .sides li')].map((li) => li.innerText)")
    assert [("15" in sides[0], "李" in sides[0]), ("16" in sides[1], "王" in sides[1])] == [(True, True)] * 2
    browser.run("document.querySelector('#conflict-list .sides li:last-child button').click()")
    assert browser.run("document.getElementById('conflicts').hidden")
    assert browser.run("newDecisions().map((one) => [one.value, one.by, one.reason])") == [["16", "王", "王说"]]
    browser.run("localStorage.clear()")


def test_the_picture_of_a_table_is_beside_what_is_keyed_in(
    browser: Chromium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The source's window goes to the picture behind the table's name, and on with the cells, by the keyboard alone."""
    monkeypatch.setattr("gongkai.readers.pictured.available", lambda: None)
    page = tmp_path / "r.html"
    page.write_text(as_html(list(pieces((FIXTURES / "chengzhou-2024.pdf").read_bytes(), 100))), encoding="utf-8")
    report = extract(page)
    site_of(dataset_of(tmp_path / "d", [report]), tmp_path / "d/review", SourceOpener((Path(),)))
    opened(browser, tmp_path / "d", report)
    browser.wait("[...document.images].every((one) => one.complete && one.naturalHeight)")
    browser.press("e")
    assert browser.run("keying.dataset.table") == "active_disclosure"
    assert browser.run(_BESIDE) == [[0, 1], True]
    places = []
    while browser.run("keying.dataset.table") == "active_disclosure":
        browser.type("0")
        browser.press("Enter")
    for _ in range(130):
        browser.press("Tab")
        places.append(browser.run("source.scrollTop"))
    assert browser.run(_BESIDE) == [[2], True]
    assert places == sorted(places)
    assert places[0] < places[-1]


_BESIDE = """(() => {
  const [pictures, mine] = [[...source.querySelectorAll('figure.page')], picturesOf(keying)];
  const [pane, ...boxes] = [source, ...mine].map((each) => each.getBoundingClientRect());
  return [mine.map((one) => pictures.indexOf(one)), boxes.some((box) => box.top < pane.bottom && box.bottom > pane.top)];
})()"""
"""Which pictures belong to the cell at hand, and whether some of them is seen."""
