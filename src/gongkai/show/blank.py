"""A form as a blank Word file: its sections as headings, its tables as they are printed, to be filled in and read back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from gongkai.forms.model import Form, TableForm
from gongkai.forms.schema import SectionSpec
from gongkai.show.layout import layout_of

if TYPE_CHECKING:
    from docx.document import Document

_WIDTH, _GROUP, _LABEL = (
    15.2,
    1.8,
    4.2,
)  # centimetres: between the margins of a page, of labels of groups, of labels of rows


def blank_form(form: Form) -> bytes:
    """Return a Word file (.docx) of a form: headings of its sections, and in each the tables that stand there, their cells empty.

    Tables of no section come last. Labels are the form's own; heads and labels span cells as the form has them.
    """
    import docx  # noqa: PLC0415  (half a second to import)
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415

    document = docx.Document()
    document.core_properties.title = form.spec.name
    document.core_properties.author = ""
    document.core_properties.comments = form.id
    document.add_paragraph(form.spec.name).alignment = WD_ALIGN_PARAGRAPH.CENTER
    left = list(form.tables)
    for section in form.spec.sections:
        _section(document, section, 1)
        for table in [one for one in left if one.spec.section == section.key]:
            left.remove(table)
            _table(document, table)
    for table in left:
        document.add_paragraph(table.spec.label)
        _table(document, table)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _section(document: Document, section: SectionSpec, level: int) -> None:
    document.add_heading(section.label, level)
    for child in section.sections:
        _section(document, child, level + 1)
    if not section.sections:
        document.add_paragraph("")


def _table(document: Document, table: TableForm) -> None:
    from docx.shared import Cm  # noqa: PLC0415

    layout = layout_of(table)
    made = document.add_table(layout.rows, layout.columns, style="Table Grid")
    made.autofit = False
    labels = [_GROUP] * (layout.labels - 1) + [_LABEL] * min(1, layout.labels)
    rest = (_WIDTH - sum(labels)) / max(1, layout.values)
    for row in made.rows:
        for cell, wide in zip(row.cells, [*labels, *[rest] * layout.values], strict=True):
            cell.width = Cm(wide)
    cells = [list(row.cells) for row in made.rows]
    for box in layout.boxes:
        cell = cells[box.row][box.column]
        if box.row_span > 1 or box.column_span > 1:
            cell = cell.merge(cells[box.row + box.row_span - 1][box.column + box.column_span - 1])
        cell.text = box.text
    document.add_paragraph("")
