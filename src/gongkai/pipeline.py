"""The way of one document, in order. The only module that knows it.

bytes → reader → document → tables + running text → outline → cells → checks → report
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from gongkai.checks.arithmetic import check_table
from gongkai.checks.narrative import check_narrative
from gongkai.checks.verdict import verify
from gongkai.document import Document, Issue, Paragraph
from gongkai.errors import NotAReport, SourceError, UnsupportedFormat
from gongkai.forms.detect import detect
from gongkai.forms.load import load_forms
from gongkai.forms.model import Form, names_of
from gongkai.forms.publications import Other, other_publication
from gongkai.issues import form_issues, outline_issues, table_issues
from gongkai.outline.outline import Outline, read_outline
from gongkai.outline.title_words import title_words
from gongkai.readers import reader_for
from gongkai.readers.sniff import sniff
from gongkai.report import Check, FormMatch, Report, Source, Table
from gongkai.tables.cells import cells_of
from gongkai.tables.merge import closed, merge
from gongkai.tables.read import TableReading, read_tables, words_of
from gongkai.tables.regions import Layout, lay_out
from gongkai.tables.vocabulary import vocabularies
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number

_OPENING = 12  # paragraphs


class Interpretation(Struct, frozen=True, kw_only=True):
    """One rung's document, interpreted: everything of a report but its source."""

    document: Document
    outline: Outline
    form: FormMatch
    tables: dict[str, Table]
    checks: tuple[Check, ...]
    issues: tuple[Issue, ...]


def extract(path: str | os.PathLike[str], *, forms: tuple[Form, ...] | None = None) -> Report:
    """Read one published report.

    Raises SourceError, whose message names the file, where it gives none.
    """
    source = Path(path)
    try:
        data = source.read_bytes()
    except OSError as error:
        raise SourceError(f"{source}: cannot be read: {error.strerror or error}") from error
    return extract_bytes(data, source.name, path=str(path), forms=forms)


def extract_bytes(data: bytes, name: str, *, path: str | None = None, forms: tuple[Form, ...] | None = None) -> Report:
    """Read one published report from its bytes; ``name`` is the file's name, ``path`` where it came from."""
    where = path or name
    known = forms if forms is not None else load_forms()
    try:
        kind = sniff(data, name)
        read = reader_for(kind)
        best = _climb(read(data), known)
        _refuse_strangers(best, known)
    except SourceError as error:
        raise type(error)(f"{where}: {error}") from error
    return _report(best, data, name, where, kind)


def _climb(rungs: Iterator[Document], forms: tuple[Form, ...]) -> Interpretation:
    """Interpret the reader's rungs, cheapest first, until one closes; of several take what is best in each."""
    best: Interpretation | None = None
    for document in rungs:
        current = interpret(document, forms)
        best = current if best is None else _combine(best, current, forms)
        if best.tables and all(closed(table) for table in best.tables.values()):
            break
    if best is None:
        raise UnsupportedFormat("no reader gave anything")
    return best


def _combine(first: Interpretation, second: Interpretation, forms: tuple[Form, ...]) -> Interpretation:
    """Join the readings of two rungs, table by table; the running text is that of the rung whose tables are fuller."""
    if first.form.id is None or second.form.id is None:
        return first if second.form.id is None else second
    tables = {
        key: merge(first.tables[key], table) if key in first.tables else table for key, table in second.tables.items()
    }
    base = second if any(tables[key] is not table for key, table in first.tables.items()) else first
    chosen = next(form for form in forms if form.id == second.form.id)
    return msgspec.structs.replace(
        base, tables=tables, checks=_checks(forms, chosen, base.outline, tables, _chose(base.checks))
    )


def _chose(checks: tuple[Check, ...]) -> dict[str, frozenset[str]]:
    return {
        table: frozenset(c.id for c in checks if c.chose and c.table == table) for table in {c.table for c in checks}
    }


class _Found(Struct, frozen=True):
    """What one family of forms makes of a document."""

    layout: Layout
    readings: tuple[TableReading, ...]
    form: FormMatch


def interpret(document: Document, forms: tuple[Form, ...]) -> Interpretation:
    """Take a document through every step from blocks to checks.

    Families of forms are held against it apart: the labels of one never part the tables of another.
    """
    families: dict[str, list[Form]] = {}
    for form in forms:
        families.setdefault(form.family, []).append(form)
    found = max(
        (_find(document, tuple(f)) for f in families.values()), key=lambda f: (f.form.id is not None, f.form.score)
    )
    layout, readings, chosen = found.layout, found.readings, next((f for f in forms if f.id == found.form.id), None)
    outline = _outline(layout, forms, chosen)
    tables = _tables(chosen, readings)
    checks = _checks(forms, chosen, outline, tables, {r.key: r.chose for r in readings})
    other = other_publication(outline.title, _opening(document)) if chosen is None else None
    outlined = outline_issues(outline, chosen)
    issues = (*document.issues, *outlined, *form_issues(document, chosen, other), *table_issues(tables, readings))
    return Interpretation(
        document=document,
        outline=outline,
        form=_declined(found.form, other) if other else found.form,
        tables=tables,
        checks=checks,
        issues=issues,
    )


def _opening(document: Document) -> Iterator[str]:
    """Yield the first paragraphs: what a publication is, and by which rules it was made, stands there."""
    texts = (block.text for block in document.blocks if isinstance(block, Paragraph) and block.text.strip())
    yield from islice(texts, _OPENING)


def _declined(form: FormMatch, other: Other) -> FormMatch:
    return msgspec.structs.replace(form, reasons=(*form.reasons, f"it reads like {other.name} ({other.name_en})"))


def _find(document: Document, forms: tuple[Form, ...]) -> _Found:
    """Find the tables of one family of forms, and the form that they follow."""
    words = vocabularies(forms)
    layout = lay_out(document, words)
    readings = read_tables(layout.regions, words)
    printed = words_of(piece for region in layout.regions for piece in region.pieces)
    return _Found(layout, readings, detect(forms, {r.key: (r.table.form, r.fit) for r in readings}, printed))


def _outline(layout: Layout, forms: tuple[Form, ...], chosen: Form | None) -> Outline:
    """Read the running text against the sections of the chosen form, else of the form whose headings it prints."""
    words = title_words(forms, chosen)
    if chosen is not None:
        return read_outline(layout.text, chosen.spec.sections, layout.tables, words)
    outlines = [(form, read_outline(layout.text, form.spec.sections, layout.tables, words)) for form in forms]
    return max(outlines, key=lambda each: _headings_of(*each))[1]


def _headings_of(form: Form, outline: Outline) -> tuple[int, int]:
    """Count the headings that are printed word for word as a form has them, and all that were taken for its sections."""
    names = {name for section in form.spec.sections for name in names_of(section.label, section.variants)}
    top = [section for section in outline.sections if section.level == 1]
    exact = sum(core(strip_number(section.heading or "")) in names for section in top)
    return exact, len(top)


def _tables(form: Form | None, readings: tuple[TableReading, ...]) -> dict[str, Table]:
    """Return every table of the chosen form, those that were not found with all their cells ``missing``."""
    if form is None:
        return {}
    found = {reading.key: reading.table for reading in readings}
    return {table.key: found.get(table.key) or cells_of((), table) for table in form.tables}


def _checks(
    forms: tuple[Form, ...],
    chosen: Form | None,
    outline: Outline,
    tables: dict[str, Table],
    chose: Mapping[str, frozenset[str]],
) -> tuple[Check, ...]:
    if chosen is None:
        return ()
    known = {(form.id, table.key): table for form in forms for table in form.tables}
    sums = (
        check
        for key, table in tables.items()
        for check in check_table(known[table.form, key].equations, table, chose.get(key, frozenset()))
    )
    return (*sums, *check_narrative(chosen.spec.narrative, outline.sections, tables))


def _refuse_strangers(found: Interpretation, forms: tuple[Form, ...]) -> None:
    """Refuse what is readable but no report: no table of a form, no title of one, hardly a section."""
    outline = found.outline
    if found.tables or outline.title or _unread(found.document):
        return
    if sum(1 for s in outline.sections if s.level == 1) >= 3:
        return
    raise NotAReport(
        f"nothing in it is a report of a form that is known here ({', '.join(form.id for form in forms)}): "
        "no such title, none of the forms' sections or tables"
    )


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
        issues=found.issues,
    )
