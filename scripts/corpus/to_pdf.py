"""Turns a page or a Word file into a PDF with the printers that are installed: LibreOffice or Chromium.

Their PDFs carry times and identifiers, so their bytes are not reproducible.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Literal

Printer = Literal["libreoffice", "chromium"]
_PROGRAMS: dict[str, tuple[str, ...]] = {
    "libreoffice": ("soffice", "libreoffice"),
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
}
_SECONDS = 120


def find_printer(printer: Printer) -> str | None:
    """Return the path of the printer's program, or None where it is not installed."""
    return next((path for name in _PROGRAMS[printer] if (path := shutil.which(name))), None)


def to_pdf(content: bytes, suffix: Literal[".html", ".docx"], printer: Printer) -> bytes | None:
    """Print ``content``; None where the printer is missing, fails or takes longer than two minutes."""
    program = find_printer(printer)
    if program is None or (printer == "chromium" and suffix != ".html"):
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"report{suffix}"
        source.write_bytes(content)
        try:
            subprocess.run(_command(program, printer, source), capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return None
        made = folder / "report.pdf"
        return made.read_bytes() if made.exists() and made.stat().st_size else None


def _command(program: str, printer: Printer, source: Path) -> list[str]:
    folder = source.parent
    if printer == "libreoffice":
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        kind = "pdf:writer_web_pdf_Export" if source.suffix == ".html" else "pdf:writer_pdf_Export"
        return [
            program,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(source),
        ]
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    return [
        program,
        *flags,
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={folder / 'report.pdf'}",
        source.as_uri(),
    ]
