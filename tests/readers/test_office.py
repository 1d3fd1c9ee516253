"""Old Office files as LibreOffice really converts them: the same cells, sections and metadata as the Word file gives.

LibreOffice starts once for each format that it writes and once for all that it reads.
"""

from __future__ import annotations

import http.server
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from corpus.compare import Score, compare
from corpus.model import Truth
from corpus.options import any_options
from corpus.to_docx import WordOptions, to_docx
from corpus.truth import make_truth
from gongkai.errors import DamagedSource
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes
from gongkai.readers.docx import read as read_docx
from gongkai.readers.office.convert import Outcome, convert, works
from gongkai.readers.office.profile import write_profile
from gongkai.readers.office.soffice import find_program, version
from gongkai.report import Report

pytestmark = pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")

TRUTHS: Mapping[str, Truth] = {
    f"{form.id}-{seed}": make_truth(seed, form, **any_options(seed))
    for form, seed in zip((*load_forms(), load_forms()[0]), (101, 102, 103, 105), strict=True)
}
FIRST = next(iter(TRUTHS))
# What LibreOffice loses when it writes these formats is not asked of the reader: list numbers with 、 in RTF, a last table in DOC.
WORD = (
    WordOptions(tracked_changes=True, bookmark=True, split_runs=True),
    WordOptions(styled_headings=True, title_in_text_box=True),
)
FORMATS = ("doc", "rtf", "odt")
KINDS = ("doc", "wps", "rtf", "odt")
FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>before</text:p>
<text:p><draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">
<draw:image xlink:href="{site}/picture.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="S1"><text:section-source xlink:href="{secret}" text:filter-name="Text"/><text:p>old</text:p></text:section>
<text:section text:name="S2"><text:section-source xlink:href="{site}/section.txt"/><text:p>older</text:p></text:section>
<text:p>after</text:p></office:text></office:body></office:document>"""
RTF = (
    r'{{\rtf1\ansi before{{\field{{\*\fldinst INCLUDEPICTURE "{site}/p.png" \\d}}{{\fldrslt x}}}}'
    r'{{\field{{\*\fldinst INCLUDETEXT "{secret}"}}{{\fldrslt y}}}}{{\*\template {site}/t.dot}}\par after}}'
)


class Made(msgspec.Struct):
    """Files by name as kind and bytes, what became of each, and what LibreOffice asked of the network meanwhile."""

    files: dict[str, tuple[str, bytes]]
    outcomes: dict[str, Outcome]
    asked: list[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Everything that these tests convert, in one start."""
    folder = tmp_path_factory.mktemp("office")
    files = dict(_reports(folder))
    rtf = files[f"{FIRST}.rtf"][1]
    files["cut.rtf"] = ("rtf", rtf[: len(rtf) // 2])
    files["random.doc"] = ("doc", bytes(range(256)) * 20)
    with _site() as (address, asked):
        (folder / "secret.txt").write_text("4711 secret")
        places = {"site": address, "secret": (folder / "secret.txt").as_uri()}
        files["links.odt"] = ("odt", FLAT.format(**places).encode())
        files["links.rtf"] = ("rtf", RTF.format(**places).encode())
        yield Made(files, dict(zip(files, convert(list(files.values())), strict=True)), asked)


def _reports(folder: Path) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Write the reports as Word files, and let LibreOffice make the other formats of them."""
    for number, (name, truth) in enumerate(TRUTHS.items()):
        (folder / f"{name}.docx").write_bytes(to_docx(truth, WORD[number % 2]))
    sources = sorted(str(path) for path in folder.glob("*.docx"))
    program = find_program() or ""
    profile = write_profile(folder / "profile")
    for kind in FORMATS:
        subprocess.run(
            [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *sources],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    for name in TRUTHS:
        for kind in KINDS:
            yield f"{name}.{kind}", (kind, (folder / f"{name}.{'doc' if kind == 'wps' else kind}").read_bytes())


class _site:  # noqa: N801  (used as a function)
    """A web site on this machine that writes down what is asked of it."""

    def __enter__(self) -> tuple[str, list[str]]:
        asked: list[str] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                asked.append(str(self.client_address))
                super().handle_one_request()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}", asked

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def score(truth: Truth, report: Report) -> Score:
    return compare(truth, msgspec.to_builtins(report))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TRUTHS)
def test_the_same_report_in_an_old_format_gives_the_same(made: Made, name: str, kind: str) -> None:
    """Merged cells, padding, tracked changes, text boxes: nothing is wrong, and nothing less than the Word file gives."""
    data = made.files[f"{name}.{kind}"][1]
    report = extract_bytes(data, f"{name}.{kind}", converted=made.outcomes[f"{name}.{kind}"])
    got = score(TRUTHS[name], report)
    assert (got.wrong, got.differences) == (0, ())
    assert got.perfect
    assert (report.source.format, report.source.reader) == (kind, f"{kind}:libreoffice")
    assert report.source.bytes == len(data)


@pytest.mark.parametrize("name", [name for name, truth in TRUTHS.items() if truth.comments])
def test_comments_are_kept(made: Made, name: str) -> None:
    """A reviewer's comment stays one, and out of the text."""
    outcome = made.outcomes[f"{name}.doc"]
    assert isinstance(outcome, bytes)
    (document,) = read_docx(outcome)
    assert [remark.text for remark in document.remarks] == [comment.text for comment in TRUTHS[name].comments]


def test_one_file_alone_is_read_by_its_content(made: Made) -> None:
    """Under any name; this starts LibreOffice."""
    data = made.files[f"{FIRST}.rtf"][1]
    report = extract_bytes(data, f"{FIRST}.doc")
    assert report.source.format == "rtf"
    assert score(TRUTHS[FIRST], report).perfect


@pytest.mark.parametrize("name", ["cut.rtf", "random.doc"])
def test_half_a_file_and_noise_are_no_documents(made: Made, name: str) -> None:
    """LibreOffice refuses what its own filter for the format cannot read."""
    assert isinstance(made.outcomes[name], DamagedSource)


@pytest.mark.parametrize("name", ["links.odt", "links.rtf"])
def test_no_link_is_followed(made: Made, name: str) -> None:
    """Neither to the network nor to files of the machine: pictures, sections, templates and included texts stay away."""
    outcome = made.outcomes[name]
    assert isinstance(outcome, bytes)
    (document,) = read_docx(outcome)
    texts = [getattr(block, "text", "") for block in document.blocks]
    assert any("before" in text for text in texts)
    assert "after" in texts
    assert not any("4711" in text for text in texts)
    assert made.asked == []


def test_libreoffice_tells_its_version(made: Made) -> None:
    """And works, in the eyes of the doctor."""
    assert made.outcomes
    assert works()
    assert (version(find_program() or "") or "")[:1].isdigit()
