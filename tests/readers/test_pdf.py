"""The PDF reader: lines with places, tables with spans, and plain words about files that cannot be read.

Most PDFs are written here by hand, so that every coordinate is known. Chinese needs no font file: a font that names
the standard character collection is enough for the text and its boxes.
"""

from __future__ import annotations

import hashlib
import subprocess
from itertools import islice, pairwise
from pathlib import Path

import pytest

from gongkai.document import Document, Grid, Paragraph
from gongkai.errors import DamagedSource, EncryptedSource
from gongkai.readers.pdf import reader as pdf
from gongkai.readers.pdf.reader import read

REPORT = Path(__file__).parents[2].parent / "shared" / "reports" / "hongze-2023.pdf"
WIDTH, HEIGHT = 600, 800
FONTS = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts "
    "[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
    "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] /FontDescriptor "
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /Ascent 880 /Descent -120 /CapHeight 700 "
    "/ItalicAngle 0 /StemV 80 /FontBBox [0 -120 1000 880] >> >>] >>",
)
IMAGE = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"


def pdf_of(*pages: str, extra: str = "", trailer: str = "", title: str = "") -> bytes:
    """Write a PDF from content streams; ``extra`` goes into each page, ``trailer`` into the trailer."""
    first = 5
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources "
        f"<< /Font << /F1 {FONTS[0]} /F2 {FONTS[1]} >> /XObject << /Im 4 0 R >> >> >>",
        f"<< /Title <FEFF{title.encode('utf-16-be').hex()}> >>",
        f"{IMAGE}\nstream\n0\nendstream",
    ]
    for i, page in enumerate(pages):
        objects.append(f"<< /Type /Page /Parent 2 0 R /Contents {first + 2 * i + 1} 0 R {extra} >>")
        objects.append(f"<< /Length {len(page)} >>\nstream\n{page}\nendstream")
    body, offsets = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R /Info 3 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def at(x: float, top: float, text: str, size: float = 10) -> str:
    """Print ``text`` with the upper edge of its Chinese characters at ``top``, measured from the top of the page."""
    chinese = any(ord(char) > 127 for char in text)
    shown = f"<{text.encode('utf-16-be').hex()}>" if chinese else f"({text})"
    font = "F2" if chinese else "F1"
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {HEIGHT - top - 0.88 * size:.2f} Tm {shown} Tj ET\n"


def rule(x0: float, top0: float, x1: float, top1: float) -> str:
    return f"{x0} {HEIGHT - top0} m {x1} {HEIGHT - top1} l S\n"


def bar(x0: float, top0: float, x1: float, top1: float) -> str:
    return f"{x0} {HEIGHT - top1} {x1 - x0} {top1 - top0} re f\n"


def box(x0: float, top0: float, x1: float, top1: float) -> str:
    return f"{x0} {HEIGHT - top1} {x1 - x0} {top1 - top0} re S\n"


def prose(*lines: str, top: float = 100, left: float = 100) -> str:
    return "".join(at(left, top + 20 * i, line) for i, line in enumerate(lines))


def text_of(data: bytes) -> Document:
    return next(read(data))


def geometry_of(data: bytes) -> Document:
    documents = read(data)
    next(documents)
    return next(documents)


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def codes(document: Document) -> list[tuple[str, str, str | None]]:
    return [(issue.code, issue.severity, issue.location) for issue in document.issues]


FULL = "全县各单位及时办理群众提出的各类申请事项并按规定予以答复不断提升服务水平满"  # 37 characters, 370 points


class TestLines:
    """Printed lines, their text and the places of their figures."""

    def test_lines_keep_order_page_and_number(self):
        """Each printed line is a paragraph with its page and its number there."""
        document = text_of(pdf_of(prose("标题", "一、总体情况"), prose("正文")))
        places = [(b.text, b.place.page, b.place.line) for b in document.blocks]
        assert places == [("标题", 1, 1), ("一、总体情况", 1, 2), ("正文", 2, 1)]
        assert (document.reader, document.pages) == ("pdf:text", 2)

    def test_every_figure_and_dash_has_its_own_box(self):
        """A figure's mark holds exactly its characters and lies where they are printed."""
        row = at(100, 200, "规章") + at(200, 200, "1204") + at(300, 200, "7.5") + at(400, 200, "/") + at(450, 200, "-")
        (line,) = text_of(pdf_of(row)).blocks
        assert [line.text[m.start : m.end] for m in line.marks] == ["1204", "7.5", "/", "-"]
        assert [round(m.place.bbox[0]) for m in line.marks] == [200, 300, 400, 450]
        assert all(195 < m.place.bbox[1] < m.place.bbox[3] < 215 for m in line.marks)
        assert line.locate(3, 7) == line.marks[0].place

    def test_digits_beside_characters_are_marked_alone(self):
        """In 答复12件 the mark holds the figure only."""
        (line,) = text_of(pdf_of(prose("全年答复１２件，3.其他"))).blocks
        assert [line.text[m.start : m.end] for m in line.marks] == ["１２", "3."]

    @pytest.mark.parametrize(
        ("rotation", "expected"),
        [(0, (190, 180)), (90, (590, 190)), (180, (370, 590)), (270, (180, 370))],
    )
    def test_boxes_follow_the_crop_box_and_the_rotation(self, rotation: int, expected: tuple[int, int]):
        """A box counts from the top left corner of the page as it is shown."""
        extra = f"/CropBox [10 10 590 780] /Rotate {rotation}"
        (line,) = text_of(pdf_of(at(200, 200, "12"), extra=extra)).blocks
        x0, y0, x1, y1 = line.marks[0].place.bbox
        assert abs(x0 - expected[0]) < 14
        assert abs(y0 - expected[1]) < 14
        assert 0 < x1 - x0 < 16
        assert 0 < y1 - y0 < 16

    def test_justification_leaves_no_spaces_but_cells_stay_apart(self):
        """Spaces of a line that is spaced out go; the wide gap between two head cells stays."""
        spread = "".join(at(100 + 17 * i, 100, char) for i, char in enumerate("号，邮编："))
        heads = at(100, 140, "行政复议") + at(300, 140, "行政诉讼")
        near = at(100, 180, "本年制发件数") + at(165, 180, "本年废止件数")
        assert lines(text_of(pdf_of(spread + heads + near))) == [
            "号，邮编：",
            "行政复议 行政诉讼",
            "本年制发件数 本年废止件数",
        ]

    def test_marks_fit_the_text_after_spaces_are_removed(self):
        """Offsets of marks count the text as it is given out."""
        spread = "".join(at(100 + 17 * i, 100, char) for i, char in enumerate("电话：")) + at(160, 100, "84512")
        (line,) = text_of(pdf_of(spread)).blocks
        assert [line.text[m.start : m.end] for m in line.marks] == ["84512"]
        assert abs(line.marks[0].place.bbox[0] - 160) < 2

    def test_type_printed_twice_for_bold_is_read_once(self):
        """Characters printed again almost in place are not doubled; true repetitions are kept."""
        bold = "".join(at(100 + 10 * i + dx, 100, char) for i, char in enumerate("总体情况") for dx in (0, 0.4))
        twice = at(100, 140, "行政许可") + at(100.3, 140, "行政许可")
        figures = "".join(at(100 + 30 * i, 180, "0") for i in range(6)) + at(300, 180, "1100")
        assert lines(text_of(pdf_of(bold + twice + figures))) == ["总体情况", "行政许可", "0 0 0 0 0 0 1100"]

    def test_a_dash_at_the_end_of_a_line_stays_a_dash(self):
        """pdfium takes a dash behind a character for hyphenation and swallows the line break; both are put back."""
        content = at(100, 100, "abc-") + at(100, 120, "12")
        assert lines(text_of(pdf_of(content))) == ["abc-", "12"]

    def test_figures_below_each_other_are_never_joined(self):
        """A page that holds one column looks like vertical text to pdfium; its figures stay apart all the same."""
        column = "".join(at(280, 100 + 14 * i, figure) for i, figure in enumerate(["5", "0", "12", "3"]))
        assert lines(text_of(pdf_of(column))) == ["5", "0", "12", "3"]

    def test_figures_of_crowded_cells_are_never_joined(self):
        """Figures that nearly touch stay two figures, for one wrong figure is worse than none."""
        row = at(100, 100, "规章") + at(200, 100, "12") + at(213, 100, "3") + at(300, 100, "1,204")
        assert lines(text_of(pdf_of(row))) == ["规章 12 3 1,204"]

    def test_figures_lying_on_their_side_stay_whole(self):
        """Text turned by a quarter on an upright page is read along its own line."""
        content = f"BT /F1 10 Tf 0 1 -1 0 300 {HEIGHT - 300} Tm (7730.28) Tj ET"
        assert lines(text_of(pdf_of(content))) == ["7730.28"]

    def test_upright_labels_are_one_character_a_line(self):
        """A label turned upright comes as it is printed and is no running text."""
        document = text_of(pdf_of("".join(at(100, 100 + 12 * i, char) for i, char in enumerate("本年度办理结果"))))
        assert "".join(lines(document)) == "本年度办理结果"
        assert not any(block.continues for block in document.blocks)


class TestFurniture:
    """What belongs to the page and not to the text."""

    @pytest.mark.parametrize("form", ["{}", "- {} -", "— {} —", "第{}页", "{}/3", "第 {} 页 共 3 页"])
    def test_page_numbers_are_left_out(self, form: str):
        """A number that goes up with the pages, alone at the edge, belongs to the page."""
        pages = [prose(FULL, "规章") + at(280, 760, form.format(i)) for i in (1, 2, 3)]
        assert lines(text_of(pdf_of(*pages))) == [FULL, "规章"] * 3

    def test_page_numbers_printed_first_and_not_from_one(self):
        """Neither the order in the file nor the first number matters."""
        pages = [at(280, 30, f"- {i} -") + prose(FULL) for i in (7, 8)]
        assert lines(text_of(pdf_of(*pages))) == [FULL] * 2

    def test_figures_at_the_foot_of_a_table_are_kept(self):
        """A lone figure in the last row of a page is none of its number, nor is a row of dashes and a figure."""
        pages = [
            "".join(at(280, 640 + 14 * i, figure) for i, figure in enumerate(["5", "0", "12", "3", "2", "7", "9"]))
            for _ in range(3)
        ]
        assert len(lines(text_of(pdf_of(*pages)))) == 21
        dashes = prose(FULL, top=700) + at(250, 716, "- 3 -")
        assert lines(text_of(pdf_of(dashes)))[-1] == "- 3 -"

    def test_running_heads_are_left_out(self):
        """A line that returns at one height where nothing else is printed belongs to the page."""
        pages = [at(200, 30, "某某县年度报告") + prose(f"第{n}部分", top=90) for n in "一二三"]
        assert lines(text_of(pdf_of(*pages))) == ["第一部分", "第二部分", "第三部分"]

    def test_repeated_table_heads_are_kept(self):
        """A table's head repeated at the top of pages stands where other pages print their text."""
        head = at(100, 60, "信息内容") + at(300, 60, "本年处理决定数量")
        pages = [prose(FULL, top=60), *(head + prose(f"行政许可 {n}", top=90) for n in (11, 22, 33))]
        assert lines(text_of(pdf_of(*pages))).count("信息内容 本年处理决定数量") == 3


class TestFlow:
    """Which lines are one paragraph, and in which order."""

    def test_wrapped_lines_continue_also_over_pages(self):
        """A full line continues in the next one unless that has the indent of a new paragraph."""
        first = at(120, 100, FULL[:35]) + prose(FULL, FULL, "短。", top=120) + at(120, 180, FULL[:35])
        document = text_of(pdf_of(first, prose(FULL, FULL, FULL, "结束。")))
        flags = [block.continues for block in document.blocks]
        assert flags == [True, True, True, False, True, True, True, True, False]
        document = text_of(pdf_of(prose(FULL, FULL) + at(120, 140, FULL[:35]) + prose("短。", top=160)))
        assert [block.continues for block in document.blocks] == [True, False, True, False]

    def test_table_rows_never_continue(self):
        """Lines parted by wide gaps end where they end."""
        row = at(100, 160, "规章") + at(200, 160, "0") + at(300, 160, "0") + at(465, 160, "0")
        document = text_of(pdf_of(prose(FULL, FULL, FULL[:20]) + row + prose(FULL, "完。", top=180)))
        assert [block.continues for block in document.blocks] == [True, True, False, False, True, False]

    def test_prose_out_of_order_is_put_back(self):
        """Where wide lines jump upwards the parts of a page are sorted, and a table between them stays whole."""
        table = at(100, 220, "规章") + at(300, 220, "1") + at(100, 240, "行政许可") + at(300, 240, "2")
        content = prose("乙" + FULL[1:], top=300) + prose("甲" + FULL[1:], top=100) + table
        found = lines(text_of(pdf_of(content)))
        assert [line[:2] for line in found] == ["甲县", "规章", "行政", "乙县"]

    def test_a_heading_drawn_later_is_put_in_its_place(self):
        """A short line that the file has between wide lines which stand above it, or below it, goes where it is printed."""
        content = (
            at(120, 180, "二、支出") + prose("甲" + FULL[1:], top=120) + at(120, 100, "一、收入") + prose(FULL, top=200)
        )
        assert [line[:2] for line in lines(text_of(pdf_of(content)))] == ["一、", "甲县", "二、", FULL[:2]]


class TestGeometry:
    """Ruled tables."""

    def test_rules_become_a_grid_with_spans(self):
        """Cells, spans and places come from the rules; text around the table stays in order."""
        content = prose("表前", top=60) + prose("表后", top=300)
        content += box(100, 100, 400, 190) + rule(100, 130, 400, 130) + rule(200, 160, 400, 160)
        content += rule(200, 100, 200, 190) + rule(300, 130, 300, 190)
        content += at(110, 110, "信息") + at(250, 110, "数量") + at(110, 150, "规章")
        content += at(240, 140, "5") + at(340, 140, "6") + at(240, 170, "7") + at(340, 170, "/")
        document = geometry_of(pdf_of(content))
        assert document.reader == "pdf:geometry"
        before, grid, after = document.blocks
        assert (before.text, after.text) == ("表前", "表后")
        assert isinstance(grid, Grid)
        assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells] == [
            (0, 0, 1, 1, "信息"),
            (0, 1, 1, 2, "数量"),
            (1, 0, 2, 1, "规章"),
            (1, 1, 1, 1, "5"),
            (1, 2, 1, 1, "6"),
            (2, 1, 1, 1, "7"),
            (2, 2, 1, 1, "/"),
        ]
        cell = grid.cells[4]
        assert (cell.place.page, cell.place.table, cell.place.cell) == (1, 0, (1, 2))
        assert cell.place.bbox == pytest.approx((300, 130, 400, 160), abs=1)

    def test_filled_bars_count_as_rules_and_an_open_side_closes(self):
        """Thin bars draw tables too; a table cut by the page's end keeps its last row."""
        content = bar(100, 700, 300, 700.6) + bar(100, 730, 300, 730.6)
        content += "".join(bar(x, 700, x + 0.6, 760) for x in (100, 200, 300))
        content += at(110, 710, "规章") + at(240, 710, "1") + at(110, 740, "合计") + at(240, 740, "2")
        (grid,) = grids(geometry_of(pdf_of(content)))
        assert [[cell.text for cell in row] for row in grid.rows()] == [["规章", "1"], ["合计", "2"]]

    def test_a_figure_wider_than_its_cell_stays_whole(self):
        """A figure that runs over a rule is not cut, and the one behind it keeps its own."""
        content = box(100, 100, 200, 130) + rule(130, 100, 130, 130)
        content += at(101, 110, "7730.28") + at(170, 110, "4")
        (grid,) = grids(geometry_of(pdf_of(content)))
        assert [cell.text for cell in grid.cells] == ["7730.28", "4"]

    def test_lines_of_a_cell_are_kept_and_upright_labels_joined(self):
        """Lines in a cell are parted by line breaks; one character a line is one label."""
        content = box(100, 100, 300, 200) + rule(120, 100, 120, 200)
        content += "".join(at(105, 105 + 12 * i, char) for i, char in enumerate("办理结果"))
        content += at(150, 110, "法律服务") + at(150, 125, "机构")
        (grid,) = grids(geometry_of(pdf_of(content)))
        assert [cell.text for cell in grid.cells] == ["办理结果", "法律服务\n机构"]

    def test_frames_and_underlines_are_no_tables(self):
        """A frame around text and a line under it leave the text as it is."""
        content = box(50, 50, 550, 750) + rule(100, 115, 200, 115) + prose("总体情况", "正文")
        document = geometry_of(pdf_of(content))
        assert lines(document) == ["总体情况", "正文"]
        assert not grids(document)

    def test_white_rules_are_not_seen(self):
        """What a reader of the page cannot see draws no cells."""
        content = "1 G\n" + box(100, 100, 300, 130) + rule(200, 100, 200, 130) + at(110, 110, "1") + at(210, 110, "2")
        assert not grids(geometry_of(pdf_of(content)))

    def test_geometry_is_made_only_when_asked_for(self, monkeypatch: pytest.MonkeyPatch):
        """The dearer reading costs nothing to those who stop after the first."""
        asked = []
        monkeypatch.setattr(pdf, "_ruled", lambda *_: asked.append(1) or ([], []))
        documents = read(pdf_of(prose("正文") + " 50 50 m 300 50 l S"))
        next(documents)
        assert not asked
        next(documents)
        assert asked

    def test_a_page_without_a_rule_is_not_read_again(self, monkeypatch: pytest.MonkeyPatch):
        """Nothing that is drawn on it can part cells: its lines stay what they were."""
        asked = []
        monkeypatch.setattr(pdf, "_ruled", lambda *_: asked.append(1) or ([], []))
        text, geometry = islice(read(pdf_of(prose("正文"))), 2)
        assert not asked
        assert geometry.blocks == text.blocks


class TestTrouble:
    """Files that give less than a report."""

    def test_a_password_is_asked_for(self):
        """A PDF that the empty password does not open is said to be encrypted."""
        trailer = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"
        with pytest.raises(EncryptedSource, match="password"):
            next(read(pdf_of(prose("正文"), trailer=trailer)))

    def test_the_empty_password_opens_without_a_word(self):
        """A PDF that only forbids changes is read like any other."""
        pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
        owner, identity = b"A" * 32, b"\0"
        key = hashlib.md5(pad + owner + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + identity).digest()[:5]
        content = prose("正文").encode()
        stream_key = hashlib.md5(key + (6).to_bytes(3, "little") + b"\0\0").digest()[:10]
        entries = f"/Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{rc4(key, pad).hex()}>"
        trailer = f"/Encrypt << {entries} >> /ID [<00> <00>]"
        data = pdf_of(rc4(stream_key, content).decode("latin-1"), trailer=trailer)
        assert lines(text_of(data)) == ["正文"]

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", pdf_of()], ids=["bare", "empty", "no pages"])
    def test_broken_files_are_said_to_be_damaged(self, data: bytes):
        """No pages, no document."""
        with pytest.raises(DamagedSource):
            next(read(data))

    def test_a_file_cut_short_is_reported(self):
        """pdfium mends what is left of a file; the reader says that something may be gone."""
        data = pdf_of(prose("正文"), prose("后文"))
        document = text_of(data[: data.index(b"startxref")])
        assert "incomplete_file" in [issue.code for issue in document.issues]

    def test_scans_have_no_text_layer(self):
        """A file of pictures gives no blocks and an error that speaks of OCR."""
        picture = "600 0 0 800 0 0 cm /Im Do"
        document = text_of(pdf_of(picture, picture))
        assert document.blocks == ()
        assert codes(document) == [("no_text_layer", "error", None)]
        assert "OCR" in document.issues[0].message
        assert "2 pages" in document.issues[0].message

    def test_a_scanned_page_among_others_is_named(self):
        """One picture page is a warning with its number; an empty page is nothing."""
        document = text_of(pdf_of(prose(FULL), "", "600 0 0 800 0 0 cm /Im Do"))
        assert codes(document) == [("no_text_layer", "warning", "page 3")]

    def test_pictures_are_noted_where_they_stand(self):
        """A picture between two lines, maybe a table, is known by the block it precedes."""
        document = text_of(
            pdf_of(prose(FULL) + f"q 300 0 0 100 100 {HEIGHT - 300} cm /Im Do Q " + prose(FULL, top=400))
        )
        (picture,) = document.pictures
        assert picture.block == 1
        assert picture.place.bbox == pytest.approx((100, 200, 400, 300))

    def test_fonts_without_meaning_are_reported(self):
        """Text that comes out as private characters is not taken for text."""
        cmap = (
            "begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
            "1 beginbfrange <00> <ff> <e000> endbfrange endcmap"
        )
        data = pdf_of(prose("abcdefghijkl mnop"), cmap).replace(b"/Helvetica >>", b"/Helvetica /ToUnicode 8 0 R >>")
        assert ("unusable_fonts", "error", "page 1") in codes(text_of(data))

    def test_the_title_comes_from_the_metadata_unless_it_is_a_file_name(self):
        """A declared title is a hint; names of files are none."""
        assert text_of(pdf_of(prose("正文"), title="某某县2023年年度报告")).title == "某某县2023年年度报告"
        assert text_of(pdf_of(prose("正文"), title="Microsoft Word - 年报.doc")).title is None


def rc4(key: bytes, data: bytes) -> bytes:
    """Encrypt as the standard security handler of 1994 does."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


TABLE = (
    '<html><head><meta charset="utf-8"></head><body><p>二、主动公开政府信息情况</p>'
    '<table border="1" cellspacing="0" style="border-collapse:collapse"><tr><th colspan="3">第二十条</th></tr>'
    "<tr><td>信息内容</td><td>制发</td><td>废止</td></tr><tr><td>规章</td><td>1204</td><td>-</td></tr></table></body></html>"
)


def print_with(program: str, folder: Path) -> bytes:
    """Print the table above to PDF with an installed program."""
    source, target = folder / "table.html", folder / "table.pdf"
    source.write_text(TABLE, "utf-8")
    commands = {
        "chromium": ["--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={target}", str(source)],
        "soffice": [
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf:writer_web_pdf_Export",
            "--outdir",
            str(folder),
            str(source),
        ],
    }
    subprocess.run([program, *commands[program]], check=True, capture_output=True, timeout=120)
    return target.read_bytes()


@pytest.mark.needs("fonts-noto-cjk", "font:zh")
@pytest.mark.parametrize(
    "program",
    [
        pytest.param("chromium", marks=pytest.mark.needs("chromium", "chromium")),
        pytest.param("soffice", marks=pytest.mark.needs("libreoffice-writer", "soffice")),
    ],
)
def test_tables_of_real_printers_come_out_whole(program: str, tmp_path: Path):
    """What a browser and an office suite print is read back cell by cell, as lines and as a grid."""
    data = print_with(program, tmp_path)
    assert "规章 1204 -" in lines(text_of(data))
    (grid,) = grids(geometry_of(data))
    assert [[cell.text for cell in row] for row in grid.rows()] == [
        ["第二十条"],
        ["信息内容", "制发", "废止"],
        ["规章", "1204", "-"],
    ]
    assert grid.cells[0].column_span == 3


@pytest.mark.skipif(not REPORT.exists(), reason="the published report is not at hand")
class TestPublishedReport:
    """A real report."""

    def test_every_figure_lies_on_its_page_in_the_order_of_its_row(self):
        """Marks of a row of figures go from left to right at one height, inside the page."""
        document = text_of(REPORT.read_bytes())
        rows = [block for block in document.blocks if isinstance(block, Paragraph) and len(block.marks) >= 7]
        assert len(rows) == 26 - 2  # this report's requests have 23 rows, its reviews one
        for row in rows:
            boxes = [mark.place.bbox for mark in row.marks[-7:]]
            assert all(0 < b[0] < b[2] < 595 and 0 < b[1] < b[3] < 842 for b in boxes)
            assert all(a[2] < b[0] for a, b in pairwise(boxes))
            assert max(b[1] for b in boxes) < min(b[3] for b in boxes)

    def test_page_numbers_are_gone_and_the_lattice_holds_every_row(self):
        """The grids have the rows of the form, also where a page breaks the table."""
        data = REPORT.read_bytes()
        assert not [line for line in lines(text_of(data)) if line.startswith("- ")]
        wide = [
            row
            for grid in grids(geometry_of(data))
            for row in grid.rows()
            if sum(cell.text.isdigit() for cell in row) >= 7
        ]
        assert len(wide) == 24
