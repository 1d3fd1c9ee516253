"""What a browser gives of a page: its body's innerText, and what select-all and copy takes."""

from __future__ import annotations

import html
import tempfile
from functools import lru_cache
from pathlib import Path

import regex

from corpus.model import Truth
from corpus.sources import written
from corpus.to_html import HtmlOptions, to_html
from corpus.to_pdf import find_printer

_TEXTS = {
    "innertext": "document.body.innerText",
    "selection": "(getSelection().selectAllChildren(document.body), String(getSelection()))",
}
_SCRIPT = """<script>
const text = %s;
document.body.replaceChildren(Object.assign(document.createElement("pre"), {textContent: text}));
</script></body>"""
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom")


def browser_text(how: str, paragraphs: bool, truth: Truth) -> bytes | None:
    """Open the page of ``truth`` in Chromium and take its text by ``how``; cells hold paragraphs where asked."""
    page = to_html(truth, HtmlOptions(paragraphs_in_cells=paragraphs))
    return _text(page.replace("</body>", _SCRIPT % _TEXTS[how]))


@lru_cache(maxsize=4)
def _text(page: str) -> bytes | None:
    program = find_printer("chromium")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.html"
        source.write_text(page, encoding="utf-8")
        dumped = written([program, *_FLAGS, f"--user-data-dir={folder}/profile", source.as_uri()], None) or b""
    found = regex.search(r"<pre>(.*)</pre>", dumped.decode(), regex.DOTALL)
    return html.unescape(found[1]).encode() if found else None
