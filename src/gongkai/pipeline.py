"""From a file to its report: the reader's documents, cheapest first, each through every step, until one reading closes.

bytes → reader → documents (``rungs``) → steps (``steps``) → report
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from gongkai.addresses import address_bytes, is_address
from gongkai.agencies import identify
from gongkai.document import Document, Issue, Paragraph
from gongkai.errors import NotAReport, SourceError
from gongkai.forms.load import packaged_forms
from gongkai.forms.model import Form
from gongkai.issues import by_title, unit_issues
from gongkai.parts import parts_of, unparted
from gongkai.readers import NOWHERE, Origin, open_bytes
from gongkai.readers.beside import beside
from gongkai.readers.bounds import read_bounded
from gongkai.report import Report, Source
from gongkai.rungs import Watch, climb
from gongkai.steps import Interpretation
from gongkai.verdict import verify

UNNAMED = "document"
"""What a document is called that came as bytes, without a name."""


_STAND_IN = 300  # characters: error pages are shorter, reports longer
_LETTERS = 4  # different ones; the shortest name of an agency has as many


def extract(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    name: str | None = None,
    forms: tuple[Form, ...] | None = None,
    watch: Watch | None = None,
    passwords: tuple[str, ...] = (),
) -> Report:
    """Read one published report: a file by its path, its bytes, or a file that is open for reading bytes.

    A text such as ``s3://bucket/report.pdf`` is an address, read by fsspec (extra ``addresses``). ``name`` is the file's name,
    where there is no path to tell it; ``watch`` is told of each reading that is made of it, ``passwords`` are
    tried where it is locked.
    Raises SourceError, whose message names the file, where it gives no report.
    """
    return next(extract_all(source, name=name, forms=forms, watch=watch, passwords=passwords))


def extract_all(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    name: str | None = None,
    forms: tuple[Form, ...] | None = None,
    watch: Watch | None = None,
    passwords: tuple[str, ...] = (),
) -> Iterator[Report]:
    """Yield every report of what ``extract`` takes: one, but for compilations. Raises SourceError before the first."""
    data, own_name = source_bytes(source)
    path = str(source) if isinstance(source, str | os.PathLike) else name or own_name
    near = partial(beside, Path(source)) if isinstance(source, str | os.PathLike) else None
    origin = Origin(near, passwords=passwords)
    yield from extract_parts(data, name or own_name or UNNAMED, path=path, forms=forms, watch=watch, origin=origin)


def source_bytes(source: str | os.PathLike[str] | bytes | BinaryIO) -> tuple[bytes, str]:
    """Return a document's bytes and its file's name, "" where it has none. Raises SourceError."""
    if isinstance(source, bytes):
        return source, ""
    if not isinstance(source, str | os.PathLike):
        return read_bounded(source), Path(str(getattr(source, "name", ""))).name
    if isinstance(source, str) and is_address(source):
        return address_bytes(source, read_bounded), source.rpartition("/")[2]
    path = Path(source)
    try:
        with path.open("rb") as stream:
            return read_bounded(stream), path.name
    except NotAReport as error:
        raise NotAReport(f"{path}: {error}") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from error


def extract_bytes(
    data: bytes,
    name: str,
    *,
    path: str | None = None,
    forms: tuple[Form, ...] | None = None,
    converted: bytes | SourceError | None = None,
    watch: Watch | None = None,
) -> Report:
    """Read one published report from its bytes, the first where they hold several.

    ``name`` is the file's name, ``path`` where it came from, ``converted`` what an earlier conversion of the same bytes to docx gave
    (old Office files, many at once).
    """
    return next(extract_parts(data, name, path=path, forms=forms, converted=converted, watch=watch))


def extract_parts(
    data: bytes,
    name: str,
    *,
    path: str | None = None,
    forms: tuple[Form, ...] | None = None,
    converted: bytes | SourceError | None = None,
    watch: Watch | None = None,
    origin: Origin = NOWHERE,
) -> Iterator[Report]:
    """Yield the reports that a file holds, in printed order: one, but for compilations; ``origin`` is where it came from.


    Raises SourceError before the first.
    """
    where = path or name
    known = forms if forms is not None else packaged_forms()
    remark = ""
    try:
        opened = open_bytes(data, name, converted, origin)
        remark = opened.remark
        documents = _Rungs(opened.documents)
        first = next(iter(documents), None)
        parts = 1 if first is None else len(parts_of(first, known))
        found = [_read(documents, known, watch, part, parts) for part in range(parts)]
        if remark:
            _refuse_stand_ins(found)
    except SourceError as error:
        raise type(error)(f"{where}: {error}{remark}") from error
    for part, best in enumerate(found, 1):
        report = _report(best, data, name, where, opened.format)
        if parts > 1:
            source = msgspec.structs.replace(report.source, path=f"{where}#{part}", part=part)
            report = msgspec.structs.replace(report, source=source, issues=(*report.issues, _is_part(part, parts)))
        elif doubt := unparted(best.document, known):
            report = msgspec.structs.replace(report, issues=(*report.issues, doubt), published=None)
        issues = (*report.issues, *unit_issues(report.tables, known))
        yield msgspec.structs.replace(report, issues=by_title(issues, report.tables, known))


class _Rungs:
    """A reader's readings, each made once, when it is asked for."""

    def __init__(self, documents: Iterator[Document]) -> None:
        self._made: list[Document] = []
        self._left = documents

    def __iter__(self) -> Iterator[Document]:
        yield from self._made
        for document in self._left:
            self._made.append(document)
            yield document


def _read(documents: _Rungs, forms: tuple[Form, ...], watch: Watch | None, part: int, parts: int) -> Interpretation:
    """Read one of the parts that the first reading was taken apart into; later readings that come apart in another way do not count."""
    if parts == 1:
        best = climb(iter(documents), forms, watch)
    else:
        taken = (found for document in documents if len(found := parts_of(document, forms)) == parts)
        best = climb((found[part] for found in taken), forms, watch)
    _refuse_nothing(best)
    return best


def _is_part(part: int, parts: int) -> Issue:
    message = f"the file holds {parts} reports; this is number {part}, with the places of the whole file"
    return Issue(code="part_of_several", severity="info", message=message)


def _refuse_nothing(found: Interpretation) -> None:
    """Refuse what holds nothing: no table, and hardly a letter besides digits, or one letter over and over."""
    if found.tables or found.grids or _unread(found.document):
        return
    texts = (block.text for block in found.document.blocks if isinstance(block, Paragraph))
    letters = _different(char for text in texts for char in text if char.isalpha())
    if next(islice(letters, _LETTERS - 1, None), None) is not None:
        return
    raise NotAReport("there is nothing in it: no text, no table")


def _different(chars: Iterator[str]) -> Iterator[str]:
    """Yield each character once."""
    seen: set[str] = set()
    for char in chars:
        if char not in seen:
            seen.add(char)
            yield char


def _refuse_stand_ins(found: list[Interpretation]) -> None:
    """Refuse a short page without a table under the name of another format: what a site sends where it lacks the file."""
    blocks = [block for one in found for block in one.document.blocks]
    length = sum(len(block.text) for block in blocks if isinstance(block, Paragraph))
    if length < _STAND_IN and not any(one.tables or one.grids or one.outline.year for one in found):
        raise NotAReport("it holds a few words and no table")


def _unread(document: Document) -> bool:
    """Whether the file may well be a report, but its pages could not be read."""
    return any(issue.severity == "error" for issue in document.issues)


def _report(found: Interpretation, data: bytes, name: str, path: str, kind: str) -> Report:
    outline = found.outline
    return Report(
        source=Source(
            path=path,
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            format=kind,
            pages=found.document.pages,
            reader=found.document.reader,
            encoding=found.document.encoding,
        ),
        form=found.form,
        title=outline.title,
        agency=outline.agency,
        identity=identify(outline),
        year=outline.year,
        period=outline.period,
        published=outline.published,
        contact=outline.contact,
        processing_fee=outline.processing_fee,
        sections=outline.sections,
        tables=found.tables,
        checks=found.checks,
        verification=verify(found.tables, found.checks),
        comments=outline.comments,
        notes=(*outline.notes, *found.remarks),
        issues=found.issues,
        grids=found.grids,
        evidence=outline.evidence,
    )
