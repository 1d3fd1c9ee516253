"""Notes that stand in the text: remarks under tables, lists behind the signature; words that only say that a table goes on."""

from __future__ import annotations

import pytest

from gongkai.document import Document, Footnote, Grid, Paragraph
from gongkai.outline.notes import set_aside

TABLE = Grid(cells=())


def aside(*blocks: str | None, footnotes: tuple[Footnote, ...] = ()):
    """Set notes aside; None is a table."""
    made = tuple(TABLE if text is None else Paragraph(text=text) for text in blocks)
    document = Document(blocks=made, reader="x", footnotes=footnotes)
    return set_aside(document, {at: "" for at, text in enumerate(blocks) if text is None})


def texts(found) -> list[str]:
    return [block.text for block in found.document.blocks if isinstance(block, Paragraph) and block.text]


@pytest.mark.parametrize(
    ("line", "mark", "text"),
    [
        ("注：含乡镇代办的七件。", "注", "含乡镇代办的七件。"),
        ("备注:口径同上", "备注", "口径同上"),
        ("注1：含补正件。", "注1", "含补正件。"),
        ("说明：不含重复登记。", "说明", "不含重复登记。"),
        ("*不含重复登记。", "*", "不含重复登记。"),
        ("①含补正件。", "①", "含补正件。"),
        ("[1]含补正件。", "1", "含补正件。"),
    ],
)
def test_a_remark_under_a_table_is_a_note(line, mark, text):
    """It is in no section's text."""
    found = aside("一、", None, line, "二、")
    assert [(n.mark, n.text, n.block) for n in found.notes] == [(mark, text, 1)]
    assert texts(found) == ["一、", "二、"]


def test_a_numbered_remark_goes_on_as_far_as_it_counts():
    """What does not count on is text again."""
    found = aside(None, "注：1.含补正件。", "2.不含重复登记。", "1.主动公开")
    assert [n.text for n in found.notes] == ["1.含补正件。", "不含重复登记。"]
    assert texts(found) == ["1.主动公开"]


@pytest.mark.parametrize("line", ["注重质量：全年三次", "说明工作：", "三、收到", "本栏含两件", "1.主动公开"])
def test_other_lines_under_a_table_are_text(line):
    """A word that begins like a remark is none."""
    assert texts(aside(None, line)) == [line]


def test_notes_behind_the_signature_are_set_aside():
    """Then the signature is the last of the text again."""
    found = aside("正文。", "沅岭县水务局", "2024年1月18日", "[1]含代办的七件。", "[2]不含重复登记。")
    assert [(n.mark, n.text) for n in found.notes] == [("1", "含代办的七件。"), ("2", "不含重复登记。")]
    assert texts(found) == ["正文。", "沅岭县水务局", "2024年1月18日"]


def test_bare_numbers_behind_the_signature_are_marks_where_they_count_from_one():
    """A page that prints the marks of its notes without brackets; other numbers may begin a line of anything."""
    signed = ("正文。", "沅岭县水务局", "2024年1月18日")
    found = aside(*signed, "1含代办的七件。", "2 不含重复登记。")
    assert [(n.mark, n.text) for n in found.notes] == [("1", "含代办的七件。"), ("2", "不含重复登记。")]
    assert texts(aside(*signed, "2号楼三层。")) == [*signed, "2号楼三层。"]


def test_marked_lines_without_a_signature_before_them_are_text():
    """They may be the last section's own list."""
    assert len(texts(aside("正文。", "①含代办的七件。"))) == 2


@pytest.mark.parametrize("line", ["续表", "（续表）", "续表二", "续上表", "接上页", "表2（续）", "转下页"])
def test_words_between_the_parts_of_a_table_are_furniture(line):
    """They stand in no section's text."""
    assert texts(aside("一、", None, line, None)) == ["一、"]


def test_declared_footnotes_stay_in_order():
    """Those of the format and those of the text are told together."""
    found = aside(None, "注：甲", "文", footnotes=(Footnote(mark="1", text="乙", block=2),))
    assert [n.text for n in found.notes] == ["甲", "乙"]
