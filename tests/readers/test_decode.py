"""Which encoding a file has, whatever it claims."""

from __future__ import annotations

import pytest

from gongkai.readers.decode import declared_encoding, decode

SENTENCE = "云川县水务局2024年主动公开信息12条。\n一、总体情况"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("utf-32-le", "utf-32-le"),
    ],
)
def test_encodings_of_one_text(written: str, named: str) -> None:
    """The same text comes out of every encoding, and its name goes with it."""
    decoded = decode(SENTENCE.encode(written))
    assert (decoded.text, decoded.encoding, decoded.issues) == (SENTENCE, named, ())


def test_traditional_characters_in_big5_and_in_gb18030() -> None:
    """Big5 passes for GB18030 nearly always; what comes out tells them apart."""
    text = "雲川縣水務局工作年度報告，一、總體情況，本年收到申請十二件。"
    assert decode(text.encode("big5")).text == text
    assert decode(text.encode("gb18030")).text == text


def test_a_page_that_lies_about_its_charset() -> None:
    """UTF-8 stays UTF-8 though the page declares GB2312."""
    page = f"<meta charset=gb2312><p>{SENTENCE}".encode()
    assert declared_encoding(page) == "gb2312"
    assert decode(page, "gb2312").encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_broken_bytes_are_shown_and_told(encoding: str) -> None:
    """A broken byte costs its character, not the text, and is a warning with its line."""
    data = SENTENCE.encode(encoding).replace("总".encode(encoding), b"\xff") + SENTENCE.encode(encoding) * 3
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert "云川县水务局" in decoded.text
    assert [(i.code, i.severity, i.location) for i in decoded.issues] == [("undecodable_bytes", "warning", "line 2")]


def test_a_file_cut_in_the_middle_of_a_character() -> None:
    """The last bytes of a broken download do not change the encoding."""
    decoded = decode(SENTENCE.encode()[:-1])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(SENTENCE[:-1])


def test_all_line_breaks_become_one() -> None:
    """Every sign for a new line becomes a line feed; a form feed stays at the head of its line."""
    assert decode("1\r\n2\r3\x0b4\u20285\x856\f7\n\f8".encode()).text == "1\n2\n3\n4\n5\n6\n\f7\n\f8"
