"""Measures the review site of a large collection: pages a second, and how long the index takes to open and to filter.

    .venv/bin/python scripts/bench_review.py                 10,000 reports, made of those in fixtures/
    .venv/bin/python scripts/bench_review.py 1000 --keep DIR
    .venv/bin/python scripts/bench_review.py 100000 --index      the index alone, without the reports' pages

The reports are the fixtures' own with other ids, years and agencies, every seventh with figures lost and every ninth with a sum broken.
No source is at hand, so that pages alone are measured.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from chromium import Chromium
from gongkai import extract
from gongkai.cli.review_sources import settle
from gongkai.dataset.measures import load_measures
from gongkai.dataset.writers import write_dataset
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms
from gongkai.forms.naming import rules_named
from gongkai.processes.limits import cores
from gongkai.report import Report
from gongkai.review import folder
from gongkai.review.entries import Entry, entry_of
from gongkai.review.ledger import Kept, Ledger
from gongkai.review.site import Collection, Pages, Workers, write_collection, write_site
from gongkai.review.tables import tables_of
from gongkai.verdict import verify

FIXTURES = Path(__file__).parent.parent / "fixtures"
_PLACES = "青云白沙清溪临江松岭竹山石桥柳河梅岭枫林桃源长湖"
_BODIES = ("司法局", "教育局", "水利局", "人民政府", "财政局", "卫生健康委员会", "市场监督管理局", "自然资源局")


def main() -> None:
    """Make a collection, write its site, look at it; print what that took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--keep", type=Path, help="a folder to leave the dataset and the site in")
    parser.add_argument(
        "--index", action="store_true", help="write the index alone: what it takes to open and to filter it"
    )
    parser.add_argument("--jobs", type=int, default=cores())
    given = parser.parse_args()
    work = given.keep or Path(tempfile.mkdtemp(prefix="gongkai-review-"))
    try:
        if given.index:
            index_alone(work, given.count)
        else:
            if not (work / "dataset").is_dir():
                write_dataset(varied(given.count), (), load_forms(), work / "dataset")
            build(work, given.jobs)
            build(work, given.jobs)  # what has not changed is not written again
        look(work / "site" / "index.html")
    finally:
        if not given.keep:
            shutil.rmtree(work)


def build(work: Path, jobs: int) -> None:
    """Write the site, and print how fast."""
    start = time.perf_counter()
    site = write_site(
        work / "dataset",
        work / "site",
        sources=None,
        pages=Pages(pictures=False),
        workers=Workers(jobs, settle),
        step=lambda *_: None,
    )
    seconds = time.perf_counter() - start
    size = sum(path.stat().st_size for path in (work / "site").rglob("*") if path.is_file()) / 1e6
    print(
        f"build     {site.reports} reports in {seconds:.1f} s: {site.reports / seconds:.0f} a second, {jobs} processes, {size:.0f} MB"
    )


def index_alone(work: Path, count: int) -> None:
    """Write the pages of a collection of so many reports, but not theirs; print how long that took, and how much memory."""
    write_dataset((), (), load_forms(), work / "dataset")
    forms, site = load_forms(), work / "site"
    folder.claim(site)
    start = time.perf_counter()
    with closing(Ledger(site)) as ledger:
        for entry in entries(count):
            ledger.add(Kept(entry.report_id, "", (), entry))
        whole = Collection(
            dataset=work / "dataset",
            entries=ledger,
            count=count,
            forms=forms,
            corrections={},
            strays=(),
            corrected=False,
        )
        write_collection(site, whole)
    size = sum(path.stat().st_size for path in (site / "assets").glob("list-*.js")) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    seconds = time.perf_counter() - start
    print(f"index     {count} reports in {seconds:.1f} s, {size:.0f} MB of lists, {memory:.0f} MB of memory at most")


def entries(count: int) -> Iterator[Entry]:
    """Yield lines of the list: those of a few hundred reports again and again, with other ids, years and agencies."""
    forms = load_forms()
    rules, measures = rules_named(forms), load_measures()
    models = []
    for report in varied(300):
        tables, checks = tables_of(report, report.checks, forms)
        models.append(entry_of(report, tables, checks, rules, measures))
    chance = random.Random(9)
    for number in range(count):
        model = chance.choice(models)
        agency, year = named(chance), chance.randint(2008, 2025)
        name = hashlib.sha256(str(number).encode()).hexdigest()[:16]
        title = f"{agency}{year}年政府信息公开工作年度报告"
        yield msgspec.structs.replace(model, report_id=name, agency=agency, year=year, title=title)


def named(chance: random.Random) -> str:
    """Return the name of an agency."""
    return f"{''.join(chance.sample(_PLACES, 2))}{chance.choice('市县区')}{chance.choice(_BODIES)}"


def look(index: Path) -> None:
    """Open the index and filter it, and print how long each takes."""
    with Chromium() as browser:
        browser.send("Page.addScriptToEvaluateOnNewDocument", source=_PAUSES)
        start = time.perf_counter()
        browser.send("Page.navigate", url=index.as_uri())
        browser.wait("document.querySelectorAll('#rows tr').length > 0")
        print(f"open      {time.perf_counter() - start:.2f} s until the first rows are shown")
        browser.wait("all.length === REPORTS.count && slicing === null", seconds=120)
        seconds = time.perf_counter() - start
        print(f"whole     {seconds:.2f} s until all {browser.run('all.length')} reports are in the list")
        longest = browser.run("pauses.longest.toFixed(0)")
        print(f"pause     {longest} ms was the longest time meanwhile in which the page answered nobody")
        for name, value in (("q", "水利"), ("year", "2022"), ("agency", "清溪"), ("check", "requests.row_total")):
            print(f"filter    {name} {value}: {filtered(browser, name, value)}")
        print(f"sort      by agency: {timed(browser, 'document.querySelector(`[data-sort=agency] button`).click()')}")
        if browser.console:
            print("console  ", *browser.console)


_PAUSES = """window.pauses = { longest: 0, last: performance.now() };
setInterval(() => {
  const now = performance.now();
  pauses.longest = Math.max(pauses.longest, now - pauses.last);
  pauses.last = now;
}, 10)"""


def filtered(browser: Chromium, name: str, value: str) -> str:
    """Set one filter as a person does; return how long it takes, and what the page says it shows."""
    browser.run("history.replaceState(null, '', location.pathname); restore(); refresh()")
    browser.wait("slicing === null", seconds=120)
    field = f"document.forms.filters.elements.{name}"
    return timed(browser, f"{field}.value = '{value}'; {field}.dispatchEvent(new Event('input', {{bubbles: true}}))")


def timed(browser: Chromium, act: str) -> str:
    """Do something; return how long it takes until the page is laid out anew, and how long it answers nobody meanwhile."""
    browser.run(f"pauses.longest = 0; pauses.last = performance.now(); {act}; 0")
    start = time.perf_counter()
    browser.wait("slicing === null", seconds=120)
    seconds = time.perf_counter() - start
    shown = browser.run("document.getElementById('count').innerText")
    return f"{seconds:.2f} s, the longest pause {browser.run('pauses.longest.toFixed(0)')} ms, shows {shown}"


def varied(count: int) -> Iterator[Report]:
    """Yield reports that are the fixtures' with other ids, years and agencies."""
    chance = random.Random(8)
    models = list(_models())
    for number in range(count):
        report = chance.choice(models)
        agency = named(chance)
        year = chance.randint(2019, 2025)
        source = msgspec.structs.replace(
            report.source,
            path=f"reports/{number:05}.{report.source.format}",
            sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        )
        title = f"{agency}{year}年政府信息公开工作年度报告"
        other = msgspec.structs.replace(report, source=source, agency=agency, year=year, title=title)
        yield _harmed(other, chance) if number % 7 == 0 or number % 9 == 0 else other


def _models() -> Iterator[Report]:
    for path in sorted(FIXTURES.iterdir()):
        if path.is_file():
            try:
                yield extract(path)
            except SourceError as error:  # a format that this machine cannot read
                print(error)


def _harmed(report: Report, chance: random.Random) -> Report:
    """Lose a few figures of a report, and break a sum."""
    tables = {}
    for key, table in report.tables.items():
        lost = set(chance.sample(range(len(table.cells)), k=min(3, len(table.cells))))
        cells = tuple(
            msgspec.structs.replace(c, status="missing", value=None, raw=None) if i in lost else c
            for i, c in enumerate(table.cells)
        )
        tables[key] = msgspec.structs.replace(table, cells=cells)
    broken = chance.randrange(len(report.checks)) if report.checks else -1
    checks = tuple(
        msgspec.structs.replace(c, status="fail", message="a sum that was broken on purpose") if i == broken else c
        for i, c in enumerate(report.checks)
    )
    return msgspec.structs.replace(report, tables=tables, checks=checks, verification=verify(tables, checks))


if __name__ == "__main__":
    main()
