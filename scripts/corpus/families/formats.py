"""Reports of invented families in several formats; the two kinds of PDF are printed many at a time, for the printers start slowly."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from chromium import Chromium
from corpus.others.model import Other
from corpus.others.printing import to_docx, to_html, to_pipes, to_tabs, to_xlsx
from corpus.to_pdf import find_printer

_SECONDS = 300
FORMATS: Mapping[str, tuple[str, Callable[[Other], bytes]]] = {
    "html": ("a.html", to_html),
    "docx": ("a.docx", to_docx),
    "xlsx": ("a.xlsx", to_xlsx),
    "tabs": ("a.txt", to_tabs),
    "pipes": ("a.txt", to_pipes),
}
"""The name of a file and what writes it, by format."""
PAGED = ("pdf-chromium", "pdf-office")
TEXT = ("tabs", "pipes")


def formats() -> tuple[str, ...]:
    """The formats that this machine can print."""
    there = [name for name, program in zip(PAGED, ("chromium", "libreoffice"), strict=True) if find_printer(program)]
    return (*FORMATS, *there)


def written(wanted: Sequence[tuple[Other, str]]) -> list[tuple[bytes, str]]:
    """Return the bytes and the file name of each report in its format."""
    found: list[tuple[bytes, str]] = [(b"", "a.pdf")] * len(wanted)
    for at, (report, name) in enumerate(wanted):
        if name in FORMATS:
            file, write = FORMATS[name]
            found[at] = (write(report), file)
    for name, printed in zip(PAGED, (_by_chromium, _by_office), strict=True):
        own = [at for at, (_, how) in enumerate(wanted) if how == name]
        for at, data in zip(own, printed([wanted[at][0] for at in own]) if own else [], strict=True):
            found[at] = (data, "a.pdf")
    return found


def _by_chromium(reports: Sequence[Other]) -> list[bytes]:
    import base64

    found = []
    with tempfile.TemporaryDirectory() as name, Chromium() as browser:
        for at, report in enumerate(reports):
            page = Path(name) / f"{at}.html"
            page.write_bytes(to_html(report))
            browser.open(page.as_uri())
            found.append(base64.b64decode(browser.send("Page.printToPDF")["data"]))
    return found


def _by_office(reports: Sequence[Other]) -> list[bytes]:
    program = find_printer("libreoffice") or "soffice"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for at, report in enumerate(reports):
            (folder / f"{at}.docx").write_bytes(to_docx(report))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        sources = [str(folder / f"{at}.docx") for at in range(len(reports))]
        command = [program, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", name, *sources]
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
        return [(folder / f"{at}.pdf").read_bytes() for at in range(len(reports))]
