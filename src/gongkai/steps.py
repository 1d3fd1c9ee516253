"""From one document to its figures: tables + running text → outline → cells → checks. The only module that knows the order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice

import msgspec
from msgspec import Struct

from gongkai import pictures
from gongkai.checks.held import held
from gongkai.document import Document, Issue, Paragraph
from gongkai.forms.detect import detect, title_of
from gongkai.forms.model import Form, names_of
from gongkai.forms.publications import Other, other_publication
from gongkai.grids.aligned import find_aligned
from gongkai.grids.one_by_one import find_one_by_one
from gongkai.grids.placing import placed, remarks_of, unclear_labels, with_others, without_grids
from gongkai.grids.read import GridReading, read_grids
from gongkai.grids.stacked import unstack
from gongkai.grids.torn_rows import without_torn_rows
from gongkai.grids.unruled.read import find_unruled
from gongkai.issues import form_issues, outline_issues, rung_issues, table_issues
from gongkai.kinship import is_kin, is_titled, unfitting
from gongkai.outline.free_outline import read_free_outline
from gongkai.outline.outline import Outline, read_outline
from gongkai.outline.title import title_in_cells
from gongkai.outline.title_words import title_words
from gongkai.printed.read import UNTOLD, read_printed
from gongkai.printed.sections import heading_of, keys_of, renamed
from gongkai.report import Check, FormMatch, Note, PrintedGrid, Table
from gongkai.tables.decide.cells import cells_of
from gongkai.tables.find.fits import words_of
from gongkai.tables.find.regions import Layout, has_other_years, lay_out, unclaimed
from gongkai.tables.other_years import grids_of_years
from gongkai.tables.read import TableReading, read_tables
from gongkai.tables.vocabulary import vocabularies
from gongkai.text.fold import core
from gongkai.text.numbering import strip_number
from gongkai.verdict import unconfirmed

_OPENING = 12  # paragraphs
_DOUBTED = (
    0.35  # of a table's labels: annexes of provinces and tables on enforcement share up to a quarter with a form's
)
_PRINTED = frozenset({"reported", "blank", "not_applicable", "unreadable"})
_SURE = 0.6  # the score of a form found by its labels from which no other is tried; reports of ours have 0.75 and more


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
    printed = tuple(form for form in forms if form.printed)
    forms = tuple(form for form in forms if not form.printed)
    if stated := title_in_cells(document.blocks, title_words(forms, None)):
        document = msgspec.structs.replace(document, title=stated.text)
    families: dict[str, list[Form]] = {}
    for form in forms:
        families.setdefault(form.family, []).append(form)
    found = max((_find(document, tuple(f)) for f in families.values() or [[]]), key=_standing)
    chosen = next((f for f in forms if f.id == found.form.id), None)
    if chosen is not None and not _is_believed(document, forms, chosen, found):
        found, chosen = _doubted(found, chosen), None
    free = _free(document) if not forms or (printed and (chosen is None or found.form.score < _SURE)) else None
    if free is not None and (read := _of_printed(printed, chosen, found, free)) is not None:
        return read
    outline = _outline(found.layout, forms, chosen) if forms else read_free_outline(document, {})
    family = tuple(families[chosen.family]) if chosen is not None else ()
    if (apart := _of_year(document, family, found, outline.year)) is not None:
        found, outline = apart, _outline(apart.layout, forms, chosen)
    layout, readings = found.layout, found.readings
    other = other_publication(outline.title, _opening(document)) if chosen is None else None
    if chosen is None and not is_kin(forms, outline, other):
        return _stranger((*forms, *printed), found, other, free or _free(document))
    if chosen is None and other is None and (chosen := pictures.assumed(document, forms, outline)) is not None:
        found, readings = msgspec.structs.replace(found, form=pictures.matched(chosen)), ()
    tables = pictures.unreadable(document, _tables(chosen, readings), {r.key for r in readings})
    chose = {reading.key: reading.chose for reading in readings}
    if document.second_hand:
        tables = unconfirmed(tables, checks_of(forms, chosen, outline, tables, chose))
    grids, place_of = _unclaimed(document, family, layout, tables), outline.places()
    own = (*form_issues(document, chosen, other), *pictures.issues(document, tables, {r.key for r in readings}))
    return Interpretation(
        document=document,
        layout=layout,
        readings=readings,
        outline=outline,
        form=_declined(found.form, other) if other else found.form,
        tables=tables,
        checks=checks_of(forms, chosen, outline, tables, chose),
        notes=(*document.issues, *outline_issues(outline, chosen), *own, *unclear_labels(grids.grids)),
        reasons={reading.key: reading.reason for reading in readings},
        chose=chose,
        rungs={reading.key: (document.reader,) for reading in readings if reading.key in tables},
        grids=placed(grids, lambda block: place_of(layout.moved.get(block, 0))),
        remarks=remarks_of(grids, lambda block: outline.section_at(layout.moved.get(block, 0))),
    )


def _standing(found: _Found) -> tuple[bool, float]:
    """How well a family of forms explains a document."""
    return found.form.id is not None, found.form.score


def _of_year(document: Document, family: tuple[Form, ...], found: _Found, year: int | None) -> _Found | None:
    """Read the tables again without those of other years; None where there are none."""
    words = vocabularies(family)
    if not has_other_years(found.layout, words, year):
        return None
    layout = lay_out(document, words, year)
    return msgspec.structs.replace(found, layout=layout, readings=read_tables(layout.regions, words))


def _unclaimed(document: Document, family: tuple[Form, ...], layout: Layout, tables: Collection[str]) -> GridReading:
    """Read the tables of no form, and those of other years."""
    grids = read_grids(document.blocks, unclaimed(layout, tables))
    grids = msgspec.structs.replace(grids, grids=without_torn_rows(grids.grids))
    return with_others(grids, grids_of_years(layout, vocabularies(family))) if layout.other_years else grids


def _is_believed(document: Document, forms: tuple[Form, ...], chosen: Form, found: _Found) -> bool:
    """Whether a form is more than a few words that other tables have too: where little of each table is printed, or one table alone of
    what calls itself another publication, the document must be of the form's family, and a figure must have found its cell.
    """
    own = [reading for reading in found.readings if reading.table.form == chosen.id]
    fitting = sum(max(reading.fit, reading.whole) >= _DOUBTED for reading in own)
    states = {cell.status for reading in own for cell in reading.table.cells}
    if states & _PRINTED and (fitting > 1 or found.form.score >= _SURE):
        return True
    outline, opening = _outline(found.layout, forms, None), tuple(_opening(document))
    other = other_publication(outline.title, opening)
    ours = other is None or not other.foreign or any(is_titled(chosen, head) for head in (outline.title, *opening[:3]))
    if fitting and ours:
        return True
    return (fitting > 0 or "reported" in states) and is_kin(forms, outline, other)


def _doubted(found: _Found, chosen: Form) -> _Found:
    keys = ", ".join(title_of(chosen, reading.key) for reading in found.readings)
    reason = f"some labels of a known form's tables are printed ({keys}), too few to tell the form"
    form = msgspec.structs.replace(found.form, id=None, reasons=(*found.form.reasons, reason))
    return msgspec.structs.replace(found, form=form)


class _Free(Struct, frozen=True):
    """A document read by what is printed in it alone: its tables and its own sections."""

    document: Document
    reading: GridReading
    grids: tuple[PrintedGrid, ...]
    outline: Outline

    def remarks(self) -> tuple[Note, ...]:
        return remarks_of(self.reading, self.outline.section_at)


def _free(document: Document) -> _Free:
    document = find_aligned(find_one_by_one(find_unruled(unstack(document))))
    reading = read_grids(document.blocks)
    text, tables = without_grids(document, reading)
    outline = read_free_outline(text, tables, [grid.caption for grid in reading.grids if grid.caption])
    return _Free(document, reading, placed(reading, outline.places()), outline)


def _stranger(forms: tuple[Form, ...], found: _Found, other: Other | None, free: _Free) -> Interpretation:
    """Read a document of no form's family by what is printed in it alone."""
    document, form, grids = free.document, unfitting(found.form, forms), without_torn_rows(free.grids)
    return Interpretation(
        document=document,
        layout=found.layout,
        readings=(),
        outline=free.outline,
        form=_declined(form, other) if other else form,
        tables={},
        checks=(),
        notes=(
            *document.issues,
            *free.outline.issues,
            *form_issues(document, None, other),
            *unclear_labels(grids),
        ),
        reasons={},
        chose={},
        rungs={},
        grids=grids,
        remarks=free.remarks(),
    )


def _of_printed(forms: tuple[Form, ...], rival: Form | None, found: _Found, free: _Free) -> Interpretation | None:
    """Read the tables of the form that fits best from the tables as printed; None where none fits better than ``rival`` does."""
    document, least = free.document, found.form.score if rival is not None else 0.0
    headings = [heading_of(free.outline.sections, grid.section) for grid in free.grids]
    readings = [(form, read_printed(form, free.grids, headings, free.outline.title)) for form in forms]
    fitting = [(form, own) for form, own in readings if own.form.id is not None and own.form.score > least]
    if not fitting:
        return None
    chosen, own = max(fitting, key=lambda pair: pair[1].form.score)
    keys = keys_of(free.outline.sections, chosen.spec.sections)
    outline = msgspec.structs.replace(free.outline, sections=renamed(free.outline.sections, keys))
    tables = own.tables
    if document.second_hand:
        tables = unconfirmed(tables, checks_of(forms, chosen, outline, tables, {}))
    others = [grid for at, grid in enumerate(without_torn_rows(free.grids)) if at not in own.used]
    kept = tuple(msgspec.structs.replace(g, section=keys.get(g.section or "", g.section)) for g in others)
    return Interpretation(
        document=document,
        layout=found.layout,
        readings=(),
        outline=outline,
        form=own.form,
        tables=tables,
        checks=checks_of(forms, chosen, outline, tables, {}),
        notes=(*document.issues, *outline.issues, *unclear_labels(kept)),
        reasons=dict.fromkeys(own.found, UNTOLD),
        chose={},
        rungs=dict.fromkeys(own.found, (document.reader,)),
        grids=kept,
        remarks=free.remarks(),
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
    fits = {r.key: (r.table.form, r.fit) for r in readings}
    return _Found(layout, readings, detect(forms, fits, printed, {r.key: r.whole for r in readings}))


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
    return tuple(held(forms, chosen, outline.sections, tables, chose))
