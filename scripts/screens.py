"""Takes the pictures of the review pages that the README shows: the index, and a report with a figure that a sum contradicts.

One fixture is a web page with wrong sums; it is printed to PDF first, so that the picture shows a page with its boxes.
"""

from __future__ import annotations

import argparse
import base64
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image

from chromium import Chromium
from gongkai.bulk.run import run
from gongkai.bulk.sources import find_sources
from gongkai.cli.review_sources import SourceOpener, settle
from gongkai.dataset.revise import list_reports, load_report
from gongkai.forms.load import load_forms
from gongkai.processes.limits import Limits
from gongkai.review.material import Sources
from gongkai.review.site import Pages, Workers, write_site

ROOT = Path(__file__).parent.parent
SCREENS = ROOT / "docs" / "screens"
_PRINTED = "linjiang-market-2023.html"
_COLOURS = 128


def main() -> None:
    """Make a dataset and its site, and photograph both pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=SCREENS)
    target = parser.parse_args().output
    target.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="gongkai-screens-"))
    try:
        with Chromium(1360, 900) as browser:
            site = make_site(browser, work)
            browser.open((site / "index.html").as_uri())
            browser.run("document.getElementById('language').click()")
            browser.wait("document.querySelectorAll('#rows tr').length > 0")
            photograph(browser, target / "index.png")
            browser.open((site / "reports" / f"{printed_report(work / 'reports-of-a-region')}.html").as_uri())
            browser.press("n")
            browser.wait("document.querySelector('rect.on') !== null")
            photograph(browser, target / "report.png")
    finally:
        shutil.rmtree(work)


def make_site(browser: Chromium, work: Path) -> Path:
    """Copy the fixtures, one of them printed to PDF, read them, and write the site."""
    sources = work / "sources"
    shutil.copytree(ROOT / "fixtures", sources, ignore=shutil.ignore_patterns("truth"))
    browser.open((sources / _PRINTED).as_uri())
    pdf = browser.send("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)["data"]
    (sources / _PRINTED).with_suffix(".pdf").write_bytes(base64.b64decode(pdf))
    (sources / _PRINTED).unlink()
    dataset = work / "reports-of-a-region"
    run(find_sources([sources]), dataset, load_forms(), lambda _: None, engine=Limits(jobs=0))
    opener = SourceOpener((Path(),))
    write_site(
        dataset,
        work / "site",
        sources=Sources(opener, opener.seen),
        pages=Pages(),
        workers=Workers(1, settle),
        step=print_step,
    )
    return work / "site"


def print_step(done: int, count: int) -> None:
    """Show how far it is."""
    print(f"\r{done} of {count} pages", end="\n" if done == count else "")


def printed_report(dataset: Path) -> str:
    """Return the id of the report that was printed to PDF."""
    name = Path(_PRINTED).with_suffix(".pdf").name
    ids = (listed.report_id for listed in list_reports(dataset))
    return next(each for each in ids if load_report(dataset, each).source.name == name)


def photograph(browser: Chromium, path: Path) -> None:
    """Save what the window shows as a small PNG."""
    browser.run("Promise.all([...document.images].map((image) => image.decode().catch(() => null)))")
    browser.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    browser.screenshot(path)
    stream = io.BytesIO()
    Image.open(path).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    path.write_bytes(stream.getvalue())
    print(f"{path}: {len(stream.getvalue()) / 1024:.0f} KB")


if __name__ == "__main__":
    main()
