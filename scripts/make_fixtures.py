"""Writes fixtures/: small reports of invented agencies in every format, each with its truth in fixtures/truth/; and the example
of a form of one's own in docs/own-form/.

python scripts/make_fixtures.py            write all but the PDFs
python scripts/make_fixtures.py --pdf      write the PDFs too (needs LibreOffice and Chromium; their bytes vary)
python scripts/make_fixtures.py --check    exit 1 where what is committed is not what this script makes
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct

from corpus.figures import Cell, Number
from corpus.model import Truth
from corpus.own_form import blank_truth, own_truth
from corpus.to_docx import WordOptions, to_docx
from corpus.to_html import HtmlOptions, to_html
from corpus.to_mhtml import to_mhtml
from corpus.to_ofd import STYLES, to_ofd
from corpus.to_pdf import Printer, to_pdf
from corpus.to_text import TextOptions, encode, to_text
from corpus.truth import make_truth
from corpus.words import AGENCIES
from gongkai.forms.load import load_form, load_forms
from gongkai.forms.model import Form

FIXTURES = Path(__file__).parent.parent / "fixtures"
EXAMPLE = Path(__file__).parent.parent / "docs" / "own-form"


class Fixture(Struct, frozen=True):
    """One file: whose report, what it says (``ask``, see ``corpus.options``) and how it is printed."""

    name: str
    agency: int
    year: int
    ask: dict[str, Any]
    how: WordOptions | HtmlOptions | TextOptions = WordOptions()
    flavour: str = ""
    encoding: str = "utf-8"
    printer: Printer | None = None
    follows: str = ""
    form: str = "gio-2021"
    place: str = ""  # invented agencies lie in real provinces, for the examples that count by province


_FIXTURES: tuple[Fixture, ...] = (
    Fixture("yunxi-2022.docx", 0, 2022, {"title": "two"}, place="湖北省云溪县"),
    Fixture(
        "yunxi-2023.docx",
        0,
        2023,
        {"comment": True, "extra": 1},
        WordOptions(automatic_numbering=True, bookmark=True, tracked_changes=True),
        follows="yunxi-2022.docx",
        place="湖北省云溪县",
    ),
    Fixture("yunxi-2024.html", 0, 2024, {}, HtmlOptions(chrome=True), follows="yunxi-2023.docx", place="湖北省云溪县"),
    Fixture(
        "qinglan-justice-2023.txt",
        1,
        2023,
        {"profile": "zeros", "title": "two", "comment": True, "misnumber": True, "labels": "broken"},
        TextOptions(leftovers=True),
        "tab-cells",
        place="浙江省青岚市",
    ),
    Fixture(
        "zhuxi-2022.txt",
        2,
        2022,
        {"profile": "sparse", "merge": True},
        TextOptions(half_width=True, crlf=True),
        "row-padded",
        "gb18030",
    ),
    Fixture(
        "yanshan-education-2024.txt",
        3,
        2024,
        {"profile": "sparse", "slashes": 0.05, "headings": "variants"},
        TextOptions(indent="\u3000\u3000"),
        "cell-pipe-per-line",
        "utf-16",
    ),
    Fixture(
        "songling-office-2023.txt",
        4,
        2023,
        {"title": "none", "labels": "spaced"},
        TextOptions(),
        "blank-line-cells",
        "utf-8-sig",
    ),
    Fixture(
        "bailu-2024.docx",
        5,
        2024,
        {"profile": "sparse", "blanks": 0.5, "slashes": 0.5, "omit": 1},
        WordOptions(split_runs=True),
    ),
    Fixture(
        "linjiang-market-2023.html",
        6,
        2023,
        {"errors": 2, "notes": 0.05, "inline_subheads": True, "release_line": True, "signature": False},
        HtmlOptions(headings="strong"),
        place="湖北省襄阳市临江区",
    ),
    Fixture(
        "fengqiao-health-2021.docx",
        9,
        2021,
        {"preamble": "inside", "chinese_date": True, "fee": "some", "thousands": True, "units": 0.6},
        WordOptions(content_control=True, title_in_text_box=True),
        place="浙江省绍兴市枫桥渡区",
    ),
    Fixture("muyang-resources-2024.txt", 7, 2024, {}, TextOptions(), "pdf-lines", place="云南省沐阳县"),
    Fixture(
        "chengzhou-2024.pdf", 8, 2024, {"profile": "city", "labels": "broken"}, WordOptions(), printer="libreoffice"
    ),
    Fixture("wangchuan-2023.pdf", 11, 2023, {"fee": "some"}, HtmlOptions(headings="strong"), printer="chromium"),
    Fixture("heming-water-2022.ofd", 10, 2022, {"profile": "sparse"}, WordOptions(), printer="libreoffice"),
    Fixture("bailu-2021.mhtml", 5, 2021, {"notes": 0.03}, HtmlOptions(chrome=True), form="gio-2019"),
)


def truths() -> dict[str, Truth]:
    """Invent every report; one that follows another takes over what the year before carried forward."""
    forms = {form.id: form for form in load_forms()}
    made: dict[str, Truth] = {}
    for fixture in _FIXTURES:
        before = made.get(fixture.follows)
        pinned = _carried(before, forms[fixture.form]) if before else {}
        ask = {
            "agency": AGENCIES[fixture.agency],
            "year": fixture.year,
            "pinned": pinned,
            "place": fixture.place,
            **fixture.ask,
        }
        made[fixture.name] = make_truth(fixture.name, forms[fixture.form], **ask)
    return made


def _carried(before: Truth, form: Form) -> dict[Cell, Number]:
    """Pin what follows from the year before: carried_over, and in_force = last year's + issued - repealed."""
    pinned: dict[Cell, Number] = {}
    for (row, column), cell in before.tables["requests"].items():
        if row == "carried_forward":
            pinned["requests", "carried_over", column] = cell.value or 0
    for (row, column), cell in before.tables["active_disclosure"].items():
        if column == "in_force":
            issued, repealed = 3, min(2, cell.value or 0)
            new = {"issued": issued, "repealed": repealed, "in_force": (cell.value or 0) + issued - repealed}
            pinned.update({("active_disclosure", row, name): value for name, value in new.items()})
    return pinned


def print_fixture(fixture: Fixture, truth: Truth) -> bytes | None:
    """Print one report; None where its PDF printer is missing."""
    if isinstance(fixture.how, TextOptions):
        return encode(to_text(truth, fixture.flavour, Random(fixture.name), fixture.how), fixture.encoding)
    content = (
        to_docx(truth, fixture.how) if isinstance(fixture.how, WordOptions) else to_html(truth, fixture.how).encode()
    )
    if fixture.printer is None:
        return to_mhtml(content.decode()) if fixture.name.endswith(".mhtml") else content
    pdf = to_pdf(content, ".docx" if isinstance(fixture.how, WordOptions) else ".html", fixture.printer)
    return to_ofd(pdf, STYLES["runs"]) if pdf and fixture.name.endswith(".ofd") else pdf


def write(folder: Path, *, pdf: bool) -> None:
    """Write all fixtures and truths into ``folder``. Raises SystemExit where a PDF was asked for and cannot be made."""
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    made = truths()
    for fixture in _FIXTURES:
        truth = made[fixture.name]
        (folder / "truth" / f"{fixture.name}.json").write_text(truth.to_json(), encoding="utf-8")
        if fixture.printer and not pdf:
            continue
        content = print_fixture(fixture, truth)
        if content is None:
            raise SystemExit(
                f"{fixture.name}: needs {fixture.printer} (apt-get install libreoffice-writer chromium fonts-noto-cjk)"
            )
        (folder / fixture.name).write_bytes(content)


def example() -> dict[str, bytes]:
    """Return the files of the example beside its form: the blank form, and two years of one agency."""
    form = load_form(EXAMPLE / "rule-of-law.yaml")
    first = own_truth(form, 2023)
    return {
        "blank.docx": to_docx(blank_truth(form)),
        "qinglan-2023.docx": to_docx(first),
        "qinglan-2024.html": to_html(own_truth(form, 2024, first)).encode(),
    }


def differences(folder: Path) -> Iterator[str]:
    """Yield a line for every file in ``folder`` that this script would write otherwise; PDFs need only be there."""
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary)
        write(fresh, pdf=False)
        pdfs = {fixture.name for fixture in _FIXTURES if fixture.printer}
        yield from (f"{pdf}: is missing; run with --pdf" for pdf in sorted(pdfs) if not (folder / pdf).exists())
        for path in sorted(path for path in fresh.rglob("*") if path.is_file()):
            committed = folder / path.relative_to(fresh)
            if not committed.exists():
                yield f"{path.relative_to(fresh)}: is missing"
            elif _content(committed) != _content(path):
                yield f"{path.relative_to(fresh)}: differs from what the script makes"
        for name, content in example().items():
            (fresh / name).write_bytes(content)
            if not (EXAMPLE / name).exists() or _content(EXAMPLE / name) != _content(fresh / name):
                yield f"{EXAMPLE.name}/{name}: differs from what the script makes"


def _content(path: Path) -> bytes | dict[str, bytes]:
    """Return a file's bytes; of a Word file those of its members, as compressing differs from one zlib to the next."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main() -> int:
    """Write or check, as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed and write nothing")
    parser.add_argument("--pdf", action="store_true", help="make the PDFs too")
    asked = parser.parse_args()
    if not asked.check:
        write(FIXTURES, pdf=asked.pdf)
        for name, content in example().items():
            (EXAMPLE / name).write_bytes(content)
        return 0
    found = list(differences(FIXTURES))
    print("\n".join(found) or "fixtures are as the script makes them", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
