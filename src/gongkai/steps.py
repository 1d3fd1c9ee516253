"""From one document to its figures: the ordered steps, and the only module that knows their order.

document → tables + running text → outline → cells → checks
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import msgspec
from msgspec import Struct

from gongkai.checks.arithmetic import check_table
from gongkai.checks.narrative import check_narrative
from gongkai.document import Document, Issue, Paragraph
from gongkai.forms.detect import detect
from gongkai.forms.model import Form, names_of
from gongkai.forms.publications import Other, other_publication
from gongkai.grids.aligned import find_aligned
from gongkai.grids.placing import placed, remarks_of, without_grids
from gongkai.grids.read import read_grids
from gongkai.grids.stacked import unstack
from gongkai.issues import form_issues, outline_issues, rung_issues, table_issues
from gongkai.kinship import is_kin, unfitting
from gongkai.outline.free_outline import read_free_outline
from gongkai.outline.outline import Outline, read_outline
from gongkai.outline.title_words import title_words
from gongkai.report import Check, FormMatch, Note, PrintedGrid, Table
from gongkai.tables.decide.cells import cells_of
from gongkai.tables.find.regions import Layout, lay_out, unclaimed
from gongkai.tables.read import TableReading, read_tables, words_of
from gongkai.tables.vocabulary import vocabularies
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number
from gongkai.verdict import unconfirmed

_OPENING = 12  # paragraphs
_DOUBTED = (
    0.35  # of a table's labels: annexes of provinces and tables on enforcement share up to a quarter with a form's
)


class Interpretation(Struct, frozen=True, kw_only=True):
    """One document, interpreted: everything of a report but its source.

    ``layout`` and ``readings`` are what it was taken apart into, and what its tables were read as. ``notes`` are the issues of document
    and outline, ``reasons`` say why cells of a table are open, ``chose`` names the sums that helped to read it, ``rungs`` the readings
    that its cells are from. ``grids`` are the tables of no form, ``remarks`` what stands under them.
    """

    document: Document
    layout: Layout
    readings: tuple[TableReading, ...]
    outline: Outline
    form: FormMatch
    tables: dict[str, Table]
    checks: tuple[Check, ...]
    notes: tuple[Issue, ...]
    reasons: dict[str, str]
    chose: dict[str, frozenset[str]]
    rungs: dict[str, tuple[str, ...]]
    grids: tuple[PrintedGrid, ...] = ()
    remarks: tuple[Note, ...] = ()

    @property
    def issues(self) -> tuple[Issue, ...]:
        """All that a person should know."""
        return (*self.notes, *table_issues(self.tables, self.reasons), *rung_issues(self.rungs))


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
    chosen = next((f for f in forms if f.id == found.form.id), None)
    if chosen is not None and not _is_believed(document, forms, chosen, found):
        found, chosen = _doubted(found), None
    layout, readings = found.layout, found.readings
    outline = _outline(layout, forms, chosen)
    other = other_publication(outline.title, _opening(document)) if chosen is None else None
    if chosen is None and not is_kin(forms, outline, other):
        return _stranger(document, forms, found, other)
    tables = _tables(chosen, readings)
    chose = {reading.key: reading.chose for reading in readings}
    if document.second_hand:
        tables = unconfirmed(tables, checks_of(forms, chosen, outline, tables, chose))
    grids = read_grids(document.blocks, unclaimed(layout, tables))
    return Interpretation(
        document=document,
        layout=layout,
        readings=readings,
        outline=outline,
        form=_declined(found.form, other) if other else found.form,
        tables=tables,
        checks=checks_of(forms, chosen, outline, tables, chose),
        notes=(*document.issues, *outline_issues(outline, chosen), *form_issues(document, chosen, other)),
        reasons={reading.key: reading.reason for reading in readings},
        chose=chose,
        rungs={reading.key: (document.reader,) for reading in readings if reading.key in tables},
        grids=placed(grids, lambda block: outline.section_at(layout.moved.get(block, 0))),
        remarks=remarks_of(grids, lambda block: outline.section_at(layout.moved.get(block, 0))),
    )


def _is_believed(document: Document, forms: tuple[Form, ...], chosen: Form, found: _Found) -> bool:
    """Whether a form is more than a few words that other tables have too: where little of each table is printed, the document must be of
    the form's family, and a figure must have found its cell.
    """
    own = [reading for reading in found.readings if reading.table.form == chosen.id]
    if max((reading.fit for reading in own), default=0.0) >= _DOUBTED:
        return True
    if not any(cell.status == "reported" for reading in own for cell in reading.table.cells):
        return False
    outline = _outline(found.layout, forms, None)
    return is_kin(forms, outline, other_publication(outline.title, _opening(document)))


def _doubted(found: _Found) -> _Found:
    keys = ", ".join(reading.key for reading in found.readings)
    reason = f"some labels of a known form's tables are printed ({keys}), too few to tell the form"
    form = msgspec.structs.replace(found.form, id=None, reasons=(*found.form.reasons, reason))
    return msgspec.structs.replace(found, form=form)


def _stranger(document: Document, forms: tuple[Form, ...], found: _Found, other: Other | None) -> Interpretation:
    """Read a document of no form's family by what is printed in it alone."""
    document = find_aligned(unstack(document))
    grids = read_grids(document.blocks)
    text, tables = without_grids(document, grids)
    outline = read_free_outline(text, tables, [grid.caption for grid in grids.grids if grid.caption])
    form = unfitting(found.form, forms)
    return Interpretation(
        document=document,
        layout=found.layout,
        readings=(),
        outline=outline,
        form=_declined(form, other) if other else form,
        tables={},
        checks=(),
        notes=(*document.issues, *outline.issues, *form_issues(document, None, other)),
        reasons={},
        chose={},
        rungs={},
        grids=placed(grids, outline.section_at),
        remarks=remarks_of(grids, outline.section_at),
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


def checks_of(
    forms: tuple[Form, ...],
    chosen: Form | None,
    outline: Outline,
    tables: dict[str, Table],
    chose: Mapping[str, frozenset[str]],
) -> tuple[Check, ...]:
    """Hold the tables against the sums of their forms, and against the sentences of the running text."""
    if chosen is None:
        return ()
    known = {(form.id, table.key): table for form in forms for table in form.tables}
    sums = (
        check
        for key, table in tables.items()
        for check in check_table(known[table.form, key].equations, table, chose.get(key, frozenset()))
    )
    return (*sums, *check_narrative(chosen.spec.narrative, outline.sections, tables))
