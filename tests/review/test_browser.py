"""The pages in a browser: filtered, opened, gone through with keys; and what is hostile in them does nothing."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from msgspec import structs
from PIL import Image

from chromium import Chromium
from gongkai import extract
from gongkai.cli.review_sources import SourceOpener
from gongkai.report import Check, Report
from gongkai.review.serve import address_of, server_for
from review.helpers import dataset_of, site_of, text_source
from review.test_safety import EVIL, NAME, hostile

pytestmark = pytest.mark.needs("chromium", "chromium")

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
NAMES = ("chengzhou-2024.pdf", "linjiang-market-2023.html", "yunxi-2022.docx", "yunxi-2023.docx", "zhuxi-2022.txt")
FORM_INPUT = "f = document.forms.filters.elements.{name}; f.value = '{value}'; f.dispatchEvent(new Event('input', {{bubbles: true}}))"
ROWS = "[...document.querySelectorAll('#rows a')].map((link) => link.textContent)"


def doubted(report: Report) -> Report:
    """Return a report in which the balance of one column is said to fail."""

    def judged(check: Check) -> Check:
        return structs.replace(check, status="fail") if check.id == "requests.balance.total" else check

    return structs.replace(report, checks=tuple(map(judged, report.checks)))


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    found = {name: extract(FIXTURES / name) for name in NAMES}
    return found | {NAMES[0]: doubted(found[NAMES[0]])}


@pytest.fixture(scope="module")
def site(reports: dict[str, Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("collection")
    site_of(dataset_of(top / "dataset", reports.values()), top / "site", SourceOpener((Path(),)))
    return top / "site"


def index(browser: Chromium, site: Path, query: str = "") -> None:
    browser.open((site / "index.html").as_uri() + query)
    browser.wait("document.querySelectorAll('#rows tr').length > 0")


def report(browser: Chromium, site: Path, found: Report, place: str = "") -> None:
    browser.open((site / "reports" / f"{found.report_id}.html").as_uri() + place)


def test_the_list_is_filtered_searched_and_sorted(browser: Chromium, site: Path):
    """The list follows every key; what is chosen stands in the address and comes back with it."""
    index(browser, site)
    assert browser.run(ROWS)[:2] == ["临江区市场监督管理局", "澄州市"]
    browser.run(FORM_INPUT.format(name="year", value="2022"))
    assert set(browser.run(ROWS)) == {"云溪县人民政府", "竹溪街道办事处"}
    browser.run(FORM_INPUT.format(name="q", value="云溪"))
    assert browser.run(ROWS) == ["云溪县人民政府"]
    address = browser.run("location.hash")
    index(browser, site, address)
    assert browser.run(ROWS) == ["云溪县人民政府"]
    index(browser, site, "#check=requests.balance")
    assert browser.run(ROWS) == ["澄州市"]
    index(browser, site, "#doubt=1&sort=year&down=0")
    assert browser.run(ROWS) == ["临江区市场监督管理局", "澄州市"]
    browser.run("document.querySelector('[data-sort=agency] button').click()")
    assert browser.run("document.querySelector('[data-sort=agency]').ariaSort") == "ascending"


def test_a_picture_of_the_collection_filters_the_list(browser: Chromium, site: Path):
    """Each row of a picture is a link."""
    index(browser, site)
    browser.run(
        "document.querySelector('#chart-coverage a[href=\"#year=2024\"]').dispatchEvent(new MouseEvent('click'))"
    )
    browser.wait(f"{ROWS}.length === 1")
    assert browser.run("document.forms.filters.elements.year.value") == "2024"


def test_the_next_doubtful_cell_is_marked_on_the_page_of_the_pdf(
    browser: Chromium, site: Path, reports: dict[str, Report], tmp_path: Path
):
    """Opened from the list; the key ``n`` goes to the cell, its box is in sight and lies over printed figures."""
    index(browser, site, "#check=requests.balance")
    browser.run("document.querySelector('#rows a').click()")
    browser.wait("document.body.dataset.report !== undefined && document.readyState === 'complete'")
    assert browser.run("document.body.dataset.report") == reports[NAMES[0]].report_id
    browser.wait("[...document.querySelectorAll('svg image')].length === 3")
    browser.press("n")
    assert (
        browser.run("document.activeElement.dataset.row + ' ' + document.activeElement.dataset.column")
        == "received total"
    )
    assert browser.run("document.querySelectorAll('rect.on').length") == 1
    box, pane = browser.box("rect.on"), browser.box("#source")
    assert pane["y"] <= box["y"] and box["y"] + box["height"] <= pane["y"] + pane["height"]
    assert box["y"] >= 0 and box["y"] + box["height"] <= 900
    assert "总计：勾稽平衡（" in browser.run("document.getElementById('inspector').innerText")
    browser.wait(f"({IN_SIGHT})()")
    picture = Image.open(io.BytesIO(shot(browser, tmp_path))).convert("L")
    inside = picture.crop(
        (int(box["x"]) + 4, int(box["y"]) + 3, int(box["x"] + box["width"]) - 4, int(box["y"] + box["height"]) - 3)
    )
    assert inside.getextrema()[0] < 120


IN_SIGHT = """() => {
  const box = document.querySelector('rect.on').getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.classList.contains('on');
}"""


def shot(browser: Chromium, folder: Path) -> bytes:
    browser.screenshot(folder / "shot.png")
    return (folder / "shot.png").read_bytes()


def test_a_cell_and_its_place_mark_each_other(browser: Chromium, site: Path, reports: dict[str, Report]):
    """Hovering over either shows both, and the checks of the cell; a word of the list on top jumps."""
    report(browser, site, reports[NAMES[1]])
    browser.run("document.querySelector('.jumps a').click()")
    assert browser.run("document.activeElement.matches('td.v.contradicted.on')")
    assert browser.run("document.querySelector('mark.on').textContent") == browser.run(
        "document.activeElement.firstChild.data"
    )
    browser.run(
        "document.querySelector('mark.verified').id = 'probe'; document.getElementById('probe').scrollIntoView({block: 'center'})"
    )
    browser.hover("#probe")
    assert browser.run("document.querySelector('td.v.on').classList.contains('verified')")
    assert browser.run("document.getElementById('probe').classList.contains('on')")
    assert browser.run("document.querySelectorAll('#inspector li').length") > 0


def test_keys_go_through_doubts_cells_and_reports(browser: Chromium, site: Path, reports: dict[str, Report]):
    """``n`` and ``p`` go round the doubtful cells, arrows and Tab through all, ``j`` and ``k`` through the list as it was filtered."""
    index(browser, site, "#year=2022&sort=agency&down=0")
    browser.wait("sessionStorage.getItem('gongkai-query') === location.hash")
    first, second = reports["yunxi-2022.docx"], reports["zhuxi-2022.txt"]
    report(browser, site, first)
    browser.press("j")
    browser.wait(f"document.readyState === 'complete' && document.body.dataset.report === '{second.report_id}'")
    browser.press("k")
    browser.wait(f"document.readyState === 'complete' && document.body.dataset.report === '{first.report_id}'")
    report(browser, site, reports[NAMES[1]])
    browser.press("n")
    start = browser.run("document.activeElement.id")
    browser.press("n")
    assert browser.run("document.activeElement.id") != start
    browser.press("p")
    assert browser.run("document.activeElement.id") == start
    browser.press("p")
    assert browser.run("document.activeElement.classList.contains('stop')")
    browser.press("ArrowLeft")
    browser.press("Tab")
    assert browser.run("document.activeElement.matches('td.v')")


def test_help_and_language(browser: Chromium, site: Path, reports: dict[str, Report]):
    """``?`` shows the keys; the other language stays when another page is opened."""
    report(browser, site, reports[NAMES[4]])
    browser.press("?")
    assert browser.run("document.getElementById('help').open")
    browser.press("?")
    assert not browser.run("document.getElementById('help').open")
    assert browser.run("document.documentElement.lang") == "zh-CN"
    browser.run("document.getElementById('language').click()")
    index(browser, site)
    assert browser.run("document.documentElement.lang") == "en"
    assert "Reports" in browser.run("document.getElementById('list-title').innerText")
    browser.run("document.getElementById('language').click()")


def test_every_cell_says_its_state_to_those_who_do_not_see_it(
    browser: Chromium, site: Path, reports: dict[str, Report]
):
    """Each can be reached with Tab, and has a name with its figure and its state."""
    report(browser, site, reports[NAMES[1]])
    cells = "[...document.querySelectorAll('td.v')]"
    assert browser.run(f"{cells}.every((cell) => cell.tabIndex === 0 && /[a-z]/.test(cell.ariaLabel))")
    assert browser.run(f"{cells}.every((cell) => cell.querySelector('i').textContent.trim() !== '')")


def test_hostile_reports_do_nothing_in_a_browser(browser: Chromium, tmp_path: Path):
    """Markup in a report and in a file's name is shown as it stands; nothing runs, nothing is fetched from elsewhere."""
    site_of(dataset_of(tmp_path / NAME, [hostile()]), tmp_path / "site", text_source(EVIL))
    for page in ("index.html", "cells.html", f"reports/{hostile().report_id}.html"):
        browser.open((tmp_path / "site" / page).as_uri())
        browser.press("n")
        assert browser.run("document.querySelectorAll('img, iframe, script:not([src])').length") == 0
    assert "</script>" in browser.run("document.querySelector('h1').textContent")
    prefix = tmp_path.as_uri()
    assert all(url.startswith(prefix) or url == "about:blank" for url in browser.requests)


def test_the_policy_stops_what_would_be_put_into_a_page(chromium: Chromium, site: Path):
    """Were something of a report written into a page as it stands, it would still not run."""
    index(chromium, site)
    chromium.run(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.bad = 1'}))"
    )
    chromium.run(
        'document.body.insertAdjacentHTML(\'beforeend\', \'<img src="" onerror="window.bad = 1"><b id=styled style="color:red">\')'
    )
    assert chromium.run("window.bad === undefined && document.getElementById('styled').style.color === ''")


def test_a_served_site_works_as_one_from_disk(browser: Chromium, site: Path):
    """The same files, over the loopback."""
    server = server_for(site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        browser.open(address_of(server))
        browser.wait(f"{ROWS}.length === {len(NAMES)}")
    finally:
        browser.send("Page.navigate", url="about:blank")
        server.shutdown()
        thread.join()
        server.server_close()
