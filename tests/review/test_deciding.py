"""Deciding about figures in a browser: by keyboard, kept until it is downloaded, and the whole way round into the dataset."""

from __future__ import annotations

import csv
import json
import shutil
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from chromium import Chromium
from gongkai.cli import main
from gongkai.dataset.corrections import HEAD, read_corrections
from gongkai.review.serve import address_of, desk_for, server_for

pytestmark = pytest.mark.needs("chromium", "chromium")

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
WRONG, RIGHT = "linjiang-market-2023.html", "zhuxi-2022.txt"
CELL = ("requests", "other_outcome.other", "total")
EVIL = "=cmd|' /C calc'!A0"
HOSTILE = f"{EVIL}\n\"><script>window.bad = 1</script>, 'x'"
WAITING = "document.querySelectorAll('#new li').length"
FOCUSED = "[document.activeElement.dataset.table, document.activeElement.dataset.row, document.activeElement.dataset.column].join()"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources, their dataset and its site, as the commands make them."""
    folder = tmp_path_factory.mktemp("deciding")
    (folder / "sources").mkdir()
    for name in (WRONG, RIGHT):
        shutil.copy(FIXTURES / name, folder / "sources" / name)
    gongkai("extract", folder / "sources", "-o", folder / "d", "-j", 0)
    gongkai("--lang", "zh", "review", folder / "d", "-j", 1)
    return folder


@pytest.fixture
def work(built: Path, browser: Chromium) -> Path:
    """The same, with a browser that keeps nothing of it."""
    browser.open((built / "d/review/index.html").as_uri())
    browser.run("localStorage.clear()")
    return built


def gongkai(*words: object) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def rows(dataset: Path, name: str) -> list[dict[str, str]]:
    with (dataset / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def page_of(dataset: Path, source: str) -> str:
    report = next(row["report_id"] for row in rows(dataset, "reports") if row["path"].endswith(source))
    return (dataset / "review/reports" / f"{report}.html").as_uri()


def at(browser: Chromium, dataset: Path, source: str = WRONG, cell: tuple[str, str, str] = CELL) -> None:
    """Open a report's page at a cell."""
    browser.open(f"{page_of(dataset, source)}#{','.join(cell)}")
    assert browser.run(FOCUSED) == ",".join(cell)


def enter(browser: Chromium, value: str, reason: str = "", by: str = "") -> None:
    """Decide about the cell at hand by keyboard alone."""
    browser.press("c")
    browser.type(value)
    for text in (None, reason, by):  # past the box that says that there is no number
        browser.press("Tab")
        if text:
            browser.run("document.activeElement.select()")
            browser.type(text)
    browser.press("Enter")


def downloaded(browser: Chromium, folder: Path) -> Path:
    """Press the button and return the file that it saves."""
    browser.save_to(folder)
    browser.run("document.querySelector('button.download').click()")
    end = time.monotonic() + 20
    while not (folder / "corrections.csv").is_file():
        assert time.monotonic() < end
        time.sleep(0.02)
    return folder / "corrections.csv"


def test_a_decision_goes_the_whole_way_from_a_key_into_the_dataset(browser: Chromium, work: Path, tmp_path: Path):
    """Decided, kept, downloaded, put into the dataset, shown with --corrected; the printed figure and hostile words are unchanged."""
    dataset = tmp_path / "d"
    gongkai("extract", work / "sources", "-o", dataset, "-j", 0)
    report = next(row["report_id"] for row in rows(dataset, "reports") if row["path"].endswith(WRONG))
    first = (report, "requests", "received", "total", "1041", EVIL, "@李", "2025-01-02")
    with (dataset / "corrections.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEAD, (*first[:5], f"'{EVIL}", "'@李", first[7])])
    gongkai("--lang", "zh", "review", dataset, "-j", 1)
    at(browser, dataset)
    enter(browser, "35", HOSTILE, "王某, 审核")
    assert browser.run(FOCUSED) == ",".join(CELL)
    assert browser.run("document.activeElement.querySelector('.fresh').textContent") == "✎ 35"
    browser.open(page_of(dataset, WRONG))
    assert browser.run(WAITING) == 1
    assert browser.run("document.querySelector('#new .reason').textContent") == HOSTILE
    assert browser.run("window.bad === undefined && document.querySelectorAll('script:not([src])').length === 0")
    file = downloaded(browser, tmp_path)
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfreport_id,table,row,column,value,reason,by,date\r\n")
    assert data.endswith(b"\r\n")
    assert f",'{EVIL},'@李,2025-01-02\r\n".encode() in data
    file.replace(dataset / "corrections.csv")
    found = read_corrections(dataset)[report]
    assert [(*one.cell, str(one.value), one.reason, one.by) for one in found] == [
        first[1:7],
        (*CELL, "35", HOSTILE, "王某, 审核"),
    ]
    assert "2 decisions of corrections.csv shown" in gongkai(
        "extract", work / "sources", "-o", dataset, "-j", 0, "--corrected"
    )
    cell = next(
        r for r in rows(dataset, "cells") if (r["report_id"], r["table"], r["row"], r["column"]) == (report, *CELL)
    )
    assert (cell["value"], cell["status"], cell["raw"]) == ("35", "corrected", "33")
    assert rows(dataset, "corrected")[1]["reason"] == f"'{HOSTILE}"
    gongkai("--lang", "zh", "review", dataset, "-j", 1, "--corrected")
    at(browser, dataset)
    assert browser.run("document.activeElement.firstChild.data") == "35"
    assert browser.run("document.activeElement.querySelector('del').textContent") == "33"
    assert browser.run("document.activeElement.matches('.corrected')")
    assert browser.run(WAITING) == 0
    assert browser.run("localStorage.getItem(KEPT)") == "[]"
    assert "原文 “33”" in browser.run("document.getElementById('inspector').innerText")


def test_a_decision_is_undone_on_either_page(browser: Chromium, work: Path):
    """By its key or its button; the index counts and lists what is new, and leads to the cell."""
    dataset = work / "d"
    at(browser, dataset)
    enter(browser, "35")
    browser.press("u")
    assert browser.run(WAITING) == 0
    assert browser.run("document.querySelectorAll('.fresh, .pending').length") == 0
    enter(browser, "36")
    enter(browser, "35")
    browser.open((dataset / "review/index.html").as_uri() + "#decided=new")
    assert browser.run("[...document.querySelectorAll('#rows .tag.new')].map((tag) => tag.textContent)") == ["✎ +1"]
    assert browser.run("document.querySelector('#new .value').textContent") == "35"
    browser.run("document.querySelector('#new a').click()")
    browser.wait("document.readyState === 'complete' && document.body.dataset.report !== undefined")
    assert browser.run(FOCUSED) == ",".join(CELL)
    browser.open((dataset / "review/index.html").as_uri() + "#decided=new")
    browser.run("document.querySelector('#new .undo').click()")
    assert browser.run("document.querySelectorAll('#rows tr').length") == 0
    assert browser.run("document.querySelector('button.download').disabled")


def test_what_was_read_is_confirmed_with_one_button(browser: Chromium, work: Path):
    """The decision says the same figure; where nothing certain was read there is no such button."""
    at(browser, work / "d")
    browser.press("c")
    browser.run("document.getElementById('decide-right').click()")
    assert browser.run("newDecisions()[0].value") == "33"
    assert browser.run("document.activeElement.querySelector('.fresh').textContent") == "✎ ="
    assert "原读数值无误" in browser.run("document.querySelector('#new').innerText")
    browser.run("document.activeElement.classList.replace('contradicted', 'missing')")
    browser.press("c")
    assert browser.run("document.getElementById('decide-right').hidden")


def test_what_is_no_number_is_refused_with_a_word(browser: Chromium, work: Path):
    """Nothing is kept, the cursor is back in the field; Esc closes, and the cell has the focus again."""
    at(browser, work / "d")
    enter(browser, "12件", by="王某")
    assert browser.run("document.activeElement.name") == "value"
    assert "不是数字" in browser.run("document.getElementById('decide-message').innerText")
    assert browser.run("newDecisions().length") == 0
    browser.run("document.activeElement.value = ''")
    browser.press("Enter")
    assert "没有数字" in browser.run("document.getElementById('decide-message').innerText")
    browser.press("Tab")
    browser.press(" ")
    browser.press("Enter")
    assert browser.run("newDecisions().map((one) => [one.value, one.by])") == [["", "王某"]]
    browser.press("c")
    browser.press("Escape")
    assert browser.run(FOCUSED) == ",".join(CELL)
    assert browser.run("document.getElementById('decide').hidden")


def test_numbers_are_read_as_people_write_them(browser: Chromium, work: Path):
    """Full-width digits and thousands in groups; anything doubtful is refused, for a wrong number is worse than none."""
    at(browser, work / "d")
    written = ["1234", "１，２３４", " 1,234.50 ", "-5", "－５", "+7", "007", "0", "-0", "0.10", "123456789012345"]
    read = ["1234", "1234", "1234.5", "-5", "-5", "7", "7", "0", "0", "0.1", "123456789012345"]
    assert browser.run(f"{json.dumps(written)}.map(plainNumber)") == read
    wrong = [
        "1e5",
        "12²",
        "①",
        "1 2",
        "1,23",
        "1.234,5",
        "5.",
        ".5",
        "五",
        "Infinity",
        "0x10",
        "--5",
        "5-",
        "1234567890123456",
    ]
    assert browser.run(f"{json.dumps(wrong)}.map(plainNumber)") == [None] * len(wrong)


def test_the_next_doubtful_figure_is_one_that_nobody_decided_about(browser: Chromium, work: Path):
    """Going through a report again starts where it was left."""
    at(browser, work / "d")
    browser.run("document.activeElement.blur()")
    browser.press("n")
    first = browser.run(FOCUSED)
    enter(browser, "1")
    browser.run("document.activeElement.blur()")
    browser.press("n")
    assert browser.run(FOCUSED) != first
    browser.run("document.getElementById('language').click()")
    assert "new decision: 1" in browser.run("document.querySelector('td.pending').ariaLabel")
    browser.run("document.getElementById('language').click()")


def test_two_sites_do_not_mix(browser: Chromium, work: Path, tmp_path: Path):
    """Pages opened from disk share one storage: each dataset has a name of its own in it."""
    at(browser, work / "d")
    enter(browser, "35")
    gongkai("extract", work / "sources", "-o", tmp_path / "d", "-j", 0)
    gongkai("--lang", "zh", "review", tmp_path / "d", "-j", 1)
    at(browser, tmp_path / "d")
    assert browser.run(WAITING) == 0
    at(browser, work / "d")
    assert browser.run(WAITING) == 1


def test_a_browser_that_keeps_nothing_says_so(browser: Chromium, work: Path):
    """The decision is there for the download, and the page warns before it is left."""
    at(browser, work / "d")
    browser.run("Storage.prototype.setItem = () => { throw new Error('full') }")
    enter(browser, "35")
    assert browser.run(WAITING) == 1
    assert not browser.run("document.querySelector('.warning').hidden")
    assert ",35," in browser.run("decisionsCsv()")
    browser.press("u")
    assert browser.run("newDecisions().length") == 0


def test_what_somebody_put_into_the_storage_does_no_harm(browser: Chromium, work: Path):
    """What is no list of decisions is passed over."""
    for text in ("null", "{}", "[", '[1, null, {"report_id": 5}]'):
        browser.open((work / "d/review/index.html").as_uri())
        browser.run(f"localStorage.setItem(KEPT, {json.dumps(text)})")
        at(browser, work / "d")
        assert browser.run("newDecisions().length") == 0


def test_a_cell_that_was_clicked_stays_at_hand(browser: Chromium, work: Path):
    """The mouse crosses other cells on its way to the button in the details."""
    at(browser, work / "d")
    box = browser.box("td.v.on")
    place = {"x": box["x"] + 5, "y": box["y"] + 5, "button": "left", "clickCount": 1}
    for kind in ("mousePressed", "mouseReleased"):
        browser.send("Input.dispatchMouseEvent", type=kind, **place)
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=box["x"] - 60, y=box["y"] + 5)
    assert browser.run("document.querySelector('td.v.on') === document.activeElement")
    browser.run("document.querySelector('#inspector .open').click()")
    assert browser.run("!document.getElementById('decide').hidden && document.activeElement.name === 'value'")
    browser.press("Escape")


def test_three_failing_sums_are_signed_off_in_a_few_strokes(browser: Chromium, work: Path):
    """Key s confirms all figures of a failing sum as printed and goes on to the next doubt; nothing else is decided."""
    browser.open(page_of(work / "d", WRONG))
    failing = "[...document.querySelectorAll('tr.fail.error')].map((row) => row.id.slice(1))"
    assert len(browser.run(failing)) == 3
    waiting = f"{failing}.flatMap((n) => [...document.querySelectorAll('td.v')].filter((c) => (c.dataset.checks ?? '').split(' ')"
    waiting += ".includes(n) && !c.matches('.pending'))).length"
    assert browser.run(waiting) > 30
    browser.press("n")
    strokes = 1
    while browser.run(waiting) and strokes < 10:
        browser.press("s")
        strokes += 1
    assert strokes < 10
    assert browser.run(waiting) == 0
    decided = browser.run("newDecisions()")
    assert {one["reason"] for one in decided} == {"原文如此"}
    read = {
        (row["table"], row["row"], row["column"]): row["value"]
        for row in rows(work / "d", "cells")
        if row["report_id"] == decided[0]["report_id"]
    }
    confirmed = {(one["table"], one["row"], one["column"]): one["value"] for one in decided}
    assert confirmed == {cell: read[cell] for cell in confirmed}
    assert browser.run("openStops().filter((cell) => cell.matches('.contradicted')).length") == 0


def test_what_is_decided_under_serve_is_in_the_file_at_once(browser: Chromium, work: Path, tmp_path: Path):
    """With the address that the terminal names; undone, it is out of it again."""
    dataset = tmp_path / "d"
    shutil.copytree(work / "d", dataset)
    desk = desk_for(dataset)
    server = server_for(dataset / "review", desk=desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        browser.open(address_of(server, desk))
        assert "token" not in browser.run("location.href")
        report = page_of(dataset, WRONG).rsplit("/", 1)[1]
        browser.open(f"{address_of(server)}reports/{report}#{','.join(CELL)}")
        browser.press("s")
        saved = "[...document.querySelectorAll('.tally')].some((place) => place.textContent.includes('已存入'))"
        end = time.monotonic() + 20
        while not browser.run(saved):
            assert time.monotonic() < end
            time.sleep(0.02)
        assert len(read_corrections(dataset)[report.removesuffix(".html")]) == browser.run(WAITING) > 5
    finally:
        browser.run("localStorage.clear()")
        server.shutdown()
        thread.join()
        server.server_close()
