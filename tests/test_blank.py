"""A form as a blank Word file is read back as that form, and what is filled in comes out where it was put."""

from __future__ import annotations

import io

import docx
import pytest
from click.testing import CliRunner

from gongkai import extract
from gongkai.cli import main
from gongkai.forms.load import load_forms
from gongkai.forms.model import Form
from gongkai.show.blank import blank_form
from gongkai.show.layout import layout_of


def filled(form: Form) -> tuple[bytes, dict[tuple[str, str, str], int]]:
    """Return the blank form with another number in each cell, and which."""
    document = docx.Document(io.BytesIO(blank_form(form)))
    order = [t for s in form.spec.sections for t in form.tables if t.spec.section == s.key]
    order += [table for table in form.tables if table not in order]
    put: dict[tuple[str, str, str], int] = {}
    for table, printed in zip(order, document.tables, strict=True):
        rows = [list(row.cells) for row in printed.rows]
        for box in layout_of(table).boxes:
            if box.cell is not None:
                put[table.key, *box.cell] = len(put) + 1
                rows[box.row][box.column].text = str(len(put))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue(), put


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_what_is_filled_in_is_read_back(form):
    """Every cell of every packaged form, by its own labels."""
    data, put = filled(form)
    report = extract(data, name="filled.docx")
    assert report.form.id == form.id
    read = {(key, c.row, c.column): c.value for key, table in report.tables.items() for c in table.cells}
    assert read == put


def test_an_empty_one_has_blank_cells_and_no_figure():
    """Nothing is made up, and the file names neither program nor person."""
    report = extract(blank_form(load_forms()[0]), name="blank.docx")
    assert {cell.status for table in report.tables.values() for cell in table.cells} == {"blank"}


def test_the_command_writes_it_and_replaces_nothing(tmp_path):
    """A file that is there stays."""
    words = ["forms", "blank", "gio-2021", "-o", str(tmp_path / "blank.docx")]
    assert CliRunner().invoke(main, words).exit_code == 0
    before = (tmp_path / "blank.docx").read_bytes()
    again = CliRunner().invoke(main, words)
    assert (again.exit_code, (tmp_path / "blank.docx").read_bytes()) == (2, before)
    assert "never replaces one" in again.output
