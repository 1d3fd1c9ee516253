"""`gongkai convert --trace`: the stages of one document, beside pictures of its pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongkai.cli.reading import Patience, reports_of
from gongkai.cli.review_sources import SourceOpener
from gongkai.cli.speaking import language
from gongkai.errors import SourceError
from gongkai.forms.model import Form
from gongkai.report import Report
from gongkai.review.material import Pdf, Sheets
from gongkai.review.model import PageView
from gongkai.review.pages import pdf_view, sheets_view
from gongkai.review.places import Places
from gongkai.steps import Interpretation
from gongkai.trace.write import PICTURES, prepare, write_trace


def traced(
    file: Path, forms: tuple[Form, ...], patience: Patience, folder: Path, named: Callable[[Report, Path], Report]
) -> Report:
    """Read a file and write what each reading gave to ``folder``. Raises SourceError or UsageError."""
    prepare(folder)
    found: list[Interpretation] = []
    report = named(reports_of(file, forms, patience, found.append)[0], file)
    write_trace(folder, report, found, forms, _pages(report, folder), language())
    return report


def _pages(report: Report, folder: Path) -> tuple[PageView, ...]:
    """Draw the pages of a PDF or a picture; none of other formats, and none where that fails."""

    def save(number: int, picture: bytes) -> str:
        name = f"{PICTURES}/page-{number}.webp"
        (folder / name).write_bytes(picture)
        return f"../{name}"

    try:
        material = SourceOpener((Path(),))(report)
        if isinstance(material, Pdf):
            return pdf_view(material, Places(()), save).pages
        return sheets_view(material, Places(()), save).pages if isinstance(material, Sheets) else ()
    except SourceError:
        return ()
