"""Texts of unusual size and shape."""

from gongkai.document import Document, Paragraph
from gongkai.outline import read_outline

from .build import HEADS, SIX, keys, plain, read, specs


def _outline(*texts: str):
    return read_outline(Document(blocks=tuple(Paragraph(text=t) for t in texts), reader="test"), specs(), {})


def test_one_paragraph_of_a_megabyte():
    """A single huge paragraph is read, whatever it repeats."""
    for piece in ("公开 ", "2024年1月1日至", "电话：", "未收取处理费", "（一）主动公开", "1 2 3 "):
        outline = _outline("一、总体情况", piece * (1_000_000 // len(piece)), "六、其他需要报告的事项", piece * 1000)
        assert keys(outline)[0] == "overview"
        assert keys(outline)[-1] == "other_matters"


def test_twenty_thousand_short_paragraphs():
    """Many short lines, even if every one could be a heading, are read in bounded time."""
    assert keys(_outline(*["公开信息"] * 20_000)) == ["preamble"]
    assert "overview" in keys(_outline(*["一、总体情况"] * 20_000))
    assert keys(_outline(*HEADS, *[f"（{n}）公开情况" for n in range(20_000)])) == list(SIX)


def test_signs_only():
    """Lines of signs, blanks and breaks are nothing."""
    assert _outline("", "\u3000\u3000", "———", "\n\n", "（）").sections == ()


def test_reading_is_repeatable():
    """The same document gives the same outline."""
    assert read(plain()) == read(plain())
