"""What fuzzing found, kept small: each of these ended in a traceback or took minutes, and is read or refused in words now."""

from __future__ import annotations

from itertools import chain

import pypdfium2 as pdfium
import pytest

from gongkai import parts
from gongkai.document import Document, Paragraph
from gongkai.errors import NotAReport
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes
from gongkai.readers.bounds import SHEETS
from gongkai.readers.pages.figures import Run, marked
from gongkai.readers.pdf.fonts import _page_drawn
from gongkai.readers.workbook.document import document_of
from gongkai.readers.workbook.sheet import Sheet, SheetCell


class _Flat:
    """Two digits of no size, the second one raised."""

    text = "12"

    def setting(self, _at: int) -> tuple[float, float]:
        return 0.0, 0.0

    def box(self, at: int) -> tuple[float, float, float, float]:
        return (at, 0.0, at + 1.0, 1.0)


def test_digits_of_no_size_are_no_marks():
    """A matrix of a damaged PDF draws them as nothing."""
    run = Run(start=0, end=2, first=(0, 0, 1, 10), last=(1, 0, 2, 4))
    assert list(marked(_Flat(), [run])) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("box", [(10, 10, 10, 20), (10, 10, 20, 10), (99, 10, 100, 11)])
def test_a_digit_too_narrow_to_be_drawn_has_no_picture(box: tuple[float, float, float, float]):
    """Its box is less than a pixel wide, or stands on the edge of a page."""
    with pdfium.PdfDocument.new() as pdf:
        page = pdf.new_page(100.1, 100.1)
        drawn = _page_drawn(page, box, 0.4)
    assert drawn is None or (drawn.width >= 1 and drawn.height >= 1)


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_misprinted_heading_at_the_very_end_of_a_line(cut: int):
    """Nothing is looked for behind the last character."""
    heading = "三、收到和处理政府信息公开申青情况"
    text = f"云溪县财政局2023年政府信息公开工作年度报告 一、总体情况 规章 0 0 0 {heading[:-cut]}"
    assert extract_bytes(text.encode(), "a.txt").year == 2023


def test_a_workbook_of_sheets_without_end_is_refused_by_the_sum_of_their_cells():
    """Three thousand sheets may be one part of the package over and over."""
    cells = tuple(SheetCell(row=row, column=0, text="1") for row in range(1000))
    sheets = (Sheet(name=str(number), cells=cells) for number in range(SHEETS // 1000 + 1))
    endless = chain(sheets, (pytest.fail("it is read on") for _ in range(1)))  # lazily: only where it is asked for
    with pytest.raises(NotAReport, match="cells in its sheets"):
        document_of(endless, "xlsx:cells")


def test_titles_without_end_are_looked_between_once(monkeypatch: pytest.MonkeyPatch):
    """The same title over and over parts nothing; each line is looked at once, however many titles there are."""
    lines = ("云溪县财政局2023年政府信息公开工作年度报告", "一、总体情况", "公开信息12条。")
    document = Document(blocks=tuple(Paragraph(text=line) for line in lines) * 500, reader="txt:stream")
    looked: list[int] = []
    heading = parts._heading
    monkeypatch.setattr(parts, "_heading", lambda of, index, names: looked.append(index) or heading(of, index, names))
    assert parts.parts_of(document, load_forms()) == (document,)
    assert len(looked) == len(document.blocks)
