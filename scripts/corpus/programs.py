"""Converters that are programs: one line of a table each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

from corpus.flavour import Flavour, Kind
from corpus.model import Truth
from corpus.sources import SOURCES, can_make, written

KEPT: Kind = "blanks kept"
DROPPED: Kind = "blanks dropped"
SCRAMBLED: Kind = "order scrambled"
HARMED: Kind = "figures harmed"
# name, command with {in} and {out} (standard output where there is none), source, extension of its output, kind
_COMMANDS: tuple[tuple[str, str, str, str, Kind], ...] = (
    ("pandoc-plain", "pandoc -f docx -t plain --wrap=none {in}", "docx", ".txt", KEPT),
    ("pandoc-plain-wrapped", "pandoc -f docx -t plain {in}", "docx", ".txt", KEPT),
    ("pandoc-html-plain", "pandoc -f html -t plain --wrap=none {in}", "html", ".txt", KEPT),
    ("pandoc-gfm", "pandoc -f docx -t gfm --wrap=none {in}", "docx", ".txt", KEPT),
    ("pandoc-html-gfm", "pandoc -f html -t gfm --wrap=none {in}", "html", ".txt", KEPT),
    ("pandoc-markdown", "pandoc -f docx -t markdown {in}", "docx", ".txt", KEPT),
    ("pandoc-markdown-html", "pandoc -f html -t markdown --wrap=none {in}", "html", ".txt", KEPT),
    ("pandoc-html", "pandoc -f docx -t html {in}", "docx", ".html", KEPT),
    ("pandoc-rst", "pandoc -f docx -t rst --wrap=none {in}", "docx", ".txt", KEPT),
    ("pandoc-mediawiki", "pandoc -f docx -t mediawiki --wrap=none {in}", "docx", ".txt", KEPT),
    ("pandoc-org", "pandoc -f docx -t org --wrap=none {in}", "docx", ".txt", KEPT),
    ("pandoc-asciidoc", "pandoc -f docx -t asciidoc --wrap=none {in}", "docx", ".txt", KEPT),
    ("pandoc-textile", "pandoc -f docx -t textile --wrap=none {in}", "docx", ".txt", KEPT),
    ("pandoc-dokuwiki", "pandoc -f docx -t dokuwiki --wrap=none {in}", "docx", ".txt", KEPT),
    ("w3m", "w3m -dump -T text/html -I UTF-8 -O UTF-8 -cols 120 {in}", "html", ".txt", KEPT),
    ("w3m-narrow", "w3m -dump -T text/html -I UTF-8 -O UTF-8 -cols 60 {in}", "html", ".txt", KEPT),
    (
        "w3m-wide-lines",
        "w3m -dump -T text/html -I UTF-8 -O UTF-8 -o east_asian_width=1 -cols 140 {in}",
        "html",
        ".txt",
        KEPT,
    ),
    ("w3m-ascii", "w3m -dump -T text/html -I UTF-8 -O UTF-8 -o graphic_char=0 -cols 100 {in}", "html", ".txt", KEPT),
    (
        "lynx",
        "lynx -dump -nolist -assume_charset=utf-8 -display_charset=utf-8 -width=120 {in}",
        "html",
        ".txt",
        DROPPED,
    ),
    ("elinks", "elinks -dump -no-references -dump-charset utf-8 -dump-width 160 {in}", "html", ".txt", KEPT),
    ("elinks-narrow", "elinks -dump -no-references -dump-charset utf-8 {in}", "html", ".txt", KEPT),
    ("links", "links -dump -codepage utf-8 -width 160 {in}", "html", ".txt", KEPT),
    ("links2", "links2 -dump -codepage utf-8 -width 160 {in}", "html", ".txt", KEPT),
    ("html2text-deb", "/usr/bin/html2text -utf8 -nobs {in}", "html", ".txt", HARMED),
    ("antiword", "antiword -m UTF-8.txt {in}", "doc", ".txt", KEPT),
    ("antiword-wide", "antiword -m UTF-8.txt -w 0 {in}", "doc", ".txt", KEPT),
    ("catdoc", "catdoc -d utf-8 {in}", "doc", ".txt", HARMED),
    ("catdoc-wide", "catdoc -w -d utf-8 {in}", "doc", ".txt", HARMED),
    ("wvText", "wvText {in} {out}", "doc", ".txt", KEPT),
    ("unrtf", "unrtf --html {in}", "rtf", ".html", KEPT),
    ("odt2txt", "odt2txt --encoding=utf-8 {in}", "odt", ".txt", DROPPED),
    ("docx2txt-deb", "/usr/bin/docx2txt {in} -", "docx", ".txt", KEPT),
    ("abiword-txt", "abiword --to=txt -o {out} {in}", "docx", ".txt", KEPT),
    ("abiword-html", "abiword --to=html -o {out} {in}", "docx", ".html", KEPT),
    ("abiword-pdf", "abiword --to=pdf -o {out} {in}", "docx", ".pdf", KEPT),
    ("wkhtmltopdf", "wkhtmltopdf -q {in} {out}", "html", ".pdf", KEPT),
    ("pdftotext", "pdftotext {in} -", "pdf", ".txt", SCRAMBLED),
    ("pdftotext-layout", "pdftotext -layout {in} -", "pdf", ".txt", DROPPED),
    ("pdftotext-raw", "pdftotext -raw {in} -", "pdf", ".txt", DROPPED),
    ("pdftohtml", "pdftohtml -s -i -noframes -stdout {in}", "pdf", ".html", DROPPED),
    ("mutool", "mutool draw -q -F txt {in}", "pdf", ".txt", DROPPED),
    ("pdftotext-page", "pdftotext {in} -", "page-pdf", ".txt", SCRAMBLED),
    ("pdftotext-layout-page", "pdftotext -layout {in} -", "page-pdf", ".txt", DROPPED),
    ("pdftotext-raw-page", "pdftotext -raw {in} -", "page-pdf", ".txt", DROPPED),
    ("mutool-page", "mutool draw -q -F txt {in}", "page-pdf", ".txt", DROPPED),
)


def programs() -> Iterator[Flavour]:
    """Yield the programs that this machine has, together with what makes the files that they read."""
    for name, command, source, extension, kind in _COMMANDS:
        if shutil.which(command.split()[0]) and can_make(source):
            yield Flavour(name, extension, partial(_run, command, source), kind)


def _run(command: str, source: str, truth: Truth, _: Random) -> bytes | None:
    suffix, make = SOURCES[source]
    data = make(truth)
    if data is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / f"report{suffix}", Path(folder) / "report.out"
        file.write_bytes(data)
        words = [word.replace("{in}", str(file)).replace("{out}", str(out)) for word in command.split()]
        return written(words, out if "{out}" in command else None)
