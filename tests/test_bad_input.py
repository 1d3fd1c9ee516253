"""Files that give no report: one line for a person, never a traceback, never an empty success."""

from __future__ import annotations

import zlib
from random import Random

import pytest
from click.testing import CliRunner

from bench_hostile import PIECES, hostile_files, hostile_text
from corpus.to_docx import to_docx
from corpus.to_text import to_text
from corpus.truth import make_truth
from gongkai import extract
from gongkai.cli import main
from gongkai.errors import DamagedSource, EmptySource, EncryptedSource, NotAReport, SourceError
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes

FORM = next(form for form in load_forms() if form.id == "gio-2021")
TRUTH = make_truth(1, FORM)
WORD = to_docx(TRUTH)


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\10\0\0\0\0")
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)


def pdf_of(objects: list[str], trailer: str = "") -> bytes:
    """Write a PDF from its objects, the first being the catalogue."""
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


PAGES = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
]
LOCKED = pdf_of(
    [*PAGES, f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >>"],
    f"/Encrypt 4 0 R /ID [<{'00' * 16}> <{'00' * 16}>]",
)
RANDOM = bytes(Random(1).randrange(256) for _ in range(5000))
WHOLE_PDF = pdf_of(PAGES)

BAD = {
    "empty.txt": (b"", EmptySource),
    "empty.docx": (b"", EmptySource),
    "empty.pdf": (b"", EmptySource),
    "blank.txt": (b" \r\n\t\n  \n", EmptySource),
    "blank-wide.txt": ("\ufeff\u3000\n\u3000\n".encode(), SourceError),
    "nul.txt": (b"\0" * 4000, EmptySource),
    "picture.docx": (PICTURE, SourceError),
    "picture.pdf": (PICTURE, SourceError),
    "locked.pdf": (LOCKED, EncryptedSource),
    "cut.docx": (WORD[: len(WORD) // 2], DamagedSource),
    "cut-end.docx": (WORD[:-30], DamagedSource),
    "cut.pdf": (WHOLE_PDF[:60], DamagedSource),
    "header-only.pdf": (b"%PDF-1.7\n", DamagedSource),
    "random.docx": (RANDOM, SourceError),
    "random.pdf": (RANDOM, SourceError),
    "random.html": (RANDOM, SourceError),
    "random.txt": (RANDOM, SourceError),
    "zip.docx": (b"PK\x05\x06" + b"\0" * 18, SourceError),
    "tags.html": (b"<html><body><div></div></body></html>", SourceError),
}


def one_line(error: SourceError, name: str) -> str:
    message = str(error)
    assert "\n" not in message
    assert name in message
    assert "Traceback" not in message
    return message


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_readable_report_is_refused_in_one_line(name, tmp_path):
    """The error is of the right class, names the file and says what is wrong on one line."""
    data, kind = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(kind) as caught:
        extract(path)
    assert len(one_line(caught.value, str(path))) > len(str(path)) + 10


@pytest.mark.parametrize("name", BAD)
def test_convert_says_it_on_standard_error_and_exits_1(name, tmp_path):
    """One line, no output, no traceback."""
    path = tmp_path / name
    path.write_bytes(BAD[name][0])
    result = CliRunner().invoke(main, ["convert", str(path)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert str(path) in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    """From Python both are SourceErrors that name the path; on the command line they are wrong use."""
    for path in (tmp_path, tmp_path / "none.docx"):
        with pytest.raises(SourceError) as caught:
            extract(path)
        one_line(caught.value, str(path))
        result = CliRunner().invoke(main, ["convert", str(path)])
        assert (result.exit_code, result.stdout) == (2, "")
        assert len(result.stderr.splitlines()) == 1
        assert str(path) in result.stderr


OTHERS = {
    "building-law.txt": "云溪县法治政府建设2023年度报告\n一、主要工作\n全年办理行政复议12件，行政许可340件，行政处罚21件。\n"
    "二、存在的问题\n部分单位重视不够。\n三、下一步打算\n加强培训，完善制度。\n",
    "news.txt": "云溪县召开年度工作会议\n本报讯 昨日，云溪县召开会议，部署新一年工作。会议要求各单位抓好落实，确保完成全年任务。\n"
    "会上还表彰了12个先进集体。\n",
    "recipe.txt": "番茄炒蛋\n鸡蛋3个，番茄2个，盐少许。先炒蛋，再下番茄，翻炒两分钟即可出锅。\n",
    "english.txt": "Annual report\nWe received 12 requests and granted 8 of them.\n",
    "figures.txt": "\n".join(" ".join(str(n) for n in range(7)) for _ in range(30)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_document_of_another_kind_gives_no_cell(name):
    """It is refused as no report, or read with no form and without any table."""
    try:
        report = extract_bytes(OTHERS[name].encode(), name)
    except NotAReport as error:
        one_line(error, name)
        return
    assert report.form.id is None
    assert report.form.reasons
    assert report.tables == {}
    assert report.checks == ()


UNIVERSITY = """青峰大学2022—2023学年信息公开工作年度报告
根据《高等学校信息公开办法》，编制本报告。
一、概述
学校按要求推进信息公开工作。
二、主动公开情况
通过学校网站公开信息830条。
三、依申请公开和不予公开情况
本学年收到申请2件，均已答复。
四、对信息公开的评议情况
师生总体满意。
五、因信息公开工作受到举报、复议、诉讼的情况
无。
六、经验、问题和改进措施
继续完善制度。
"""


def test_a_university_s_report_has_sections_and_no_form():
    """No cell is called missing in a table that such reports never have."""
    report = extract_bytes(UNIVERSITY.encode(), "university.txt")
    assert report.form.id is None
    assert report.form.reasons
    assert report.tables == {}
    assert report.status == "other"
    assert sum(len(s.text) for s in report.sections) > 50


def test_a_report_without_tables_keeps_its_sections():
    """Where the tables are pictures or lost, the text is given and no figure."""
    text = to_text(TRUTH, "row-padded", Random(1))
    kept = "\n".join(line for line in text.split("\n") if "|" not in line)
    report = extract_bytes(kept.encode(), "report.txt")
    assert [s.key for s in report.sections if s.level == 1][:1]
    assert all(cell.value is None for table in report.tables.values() for cell in table.cells)


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8, 0.95, 0.999])
@pytest.mark.parametrize("flavour", ["tab-cells", "row-padded", "plain-rows"])
def test_a_text_that_was_cut_short_between_lines_gives_what_is_left(flavour, share):
    """No traceback, and no figure that is not in the file."""
    text = to_text(TRUTH, flavour, Random(1))
    try:
        report = extract_bytes(text[: text.rindex("\n", 0, int(len(text) * share))].encode(), "report.txt")
    except SourceError as error:
        one_line(error, "report.txt")
        return
    for key, table in report.tables.items():
        for cell in table.cells:
            known = TRUTH.tables[key].get((cell.row, cell.column))
            assert cell.value is None or known is None or cell.value == known.value


@pytest.mark.parametrize("seed", range(12))
def test_damage_anywhere_in_a_word_file_is_an_error_or_harmless(seed):
    """Random bytes overwritten in a Word file end in a SourceError or in figures that were printed."""
    rng = Random(seed)
    data = bytearray(WORD)
    for _ in range(rng.choice((1, 5, 50))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    try:
        report = extract_bytes(bytes(data), "report.docx")
    except SourceError as error:
        one_line(error, "report.docx")
        return
    for key, table in report.tables.items():
        for cell in table.cells:
            assert cell.value in (None, TRUTH.tables[key][cell.row, cell.column].value)


def assert_clear(data: bytes, name: str) -> None:
    """The file is refused in one line, or gives a report without any figure."""
    try:
        report = extract_bytes(data, name)
    except SourceError as error:
        one_line(error, name)
        return
    assert {cell.value for table in report.tables.values() for cell in table.cells} <= {None}


@pytest.mark.parametrize("name", PIECES)
def test_a_hostile_text_ends_in_a_clear_result(name):
    """A short piece of text over and over, as text, page and Word file: no traceback, no figure of any cell."""
    for file, data in hostile_files(name, 12_000):
        assert_clear(data, file)


@pytest.mark.parametrize("name", ["lines of 0", "cells of 0", "rows of TABs", "TABs and words"])
def test_a_text_longer_than_any_report_is_refused(name):
    """The message says how long it is and what to do."""
    with pytest.raises(NotAReport, match=r"no annual report is so long.* save each of them as a file"):
        extract_bytes(hostile_text(name, 400_000).encode(), "report.txt")


def test_a_page_or_word_file_longer_than_any_report_is_refused():
    """However its lines are made."""
    for file, data in hostile_files("lines of 0", 320_000):
        with pytest.raises(NotAReport, match="no annual report is so long"):
            extract_bytes(data, file)


def test_a_table_printed_without_end_is_not_read():
    """Its cells are ambiguous, and the report says why."""
    report = extract_bytes(hostile_text("labels and 0", 200_000).encode(), "report.txt")
    assert {cell.status for cell in report.tables["requests"].cells} == {"ambiguous"}
    assert any("more text than one table can hold" in issue.message for issue in report.issues)


def test_a_line_without_end_is_not_searched_for_tables():
    """The report keeps its own figures and says so."""
    text = to_text(TRUTH, "tab-rows", Random(1)) + hostile_text("labels and 0", 600_000)
    report = extract_bytes(text.encode(), "report.txt")
    assert [issue.code for issue in report.issues].count("endless_line") == 1
    assert report.verification.reported == sum(
        cell.value is not None for t in TRUTH.tables.values() for cell in t.values()
    )


@pytest.mark.parametrize("flavour", ["tab-rows", "plain-rows", "row-padded"])
@pytest.mark.parametrize(
    "name", ["digits", "brackets", "spaces", "pipes", "labels without spaces", "links", "figures in brackets"]
)
def test_a_hostile_paragraph_spoils_no_figure(name, flavour):
    """A report that holds one keeps its own figures, or leaves them open."""
    lines = to_text(TRUTH, flavour, Random(1)).split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("一、")) + 1
    hostile = hostile_text(name, 20_000).strip("\n")
    report = extract_bytes("\n".join([*lines[:at], hostile, *lines[at:]]).encode(), "report.txt")
    cells = [(key, cell) for key, table in report.tables.items() for cell in table.cells]
    for key, cell in cells:
        assert cell.value in (None, TRUTH.tables[key][cell.row, cell.column].value)
    assert sum(cell.value is not None for _, cell in cells) > len(cells) / 3


@pytest.mark.parametrize("sentence", ["收到政府信息公开申请{}件。", "收取信息处理费{}元。", "行政复议{}件。"])
def test_a_number_without_end_is_none(sentence):
    """A figure of thousands of digits is no figure, in a cell or in a sentence."""
    text = to_text(TRUTH, "tab-rows", Random(1)).replace("规章\t", f"规章\t{'1' * 5000}\t", 1)
    lines = [
        f"{line}\n{sentence.format('1' * 5000)}" if line[:2] in ("三、", "六、") else line for line in text.split("\n")
    ]
    report = extract_bytes("\n".join(lines).encode(), "report.txt")
    assert all(cell.value is None or cell.value < 10**15 for table in report.tables.values() for cell in table.cells)
