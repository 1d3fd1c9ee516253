"""Text of a PDF page that a clip cuts off."""

from __future__ import annotations

from gongkai.document import Paragraph
from gongkai.readers.pdf import read
from readers.test_pdf import HEIGHT, at, pdf_of

LINES = ("一、组织水源地巡查；", "二、发布水情信息；", "三、办理取水许可；", "四、完成交办的其他任务。")


def texts(data: bytes) -> str:
    document = next(iter(read(data)))
    return "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def through(top: float, bottom: float, content: str) -> str:
    """Show of ``content`` what lies between two heights of the page."""
    return f"q 50 {HEIGHT - bottom} 400 {bottom - top} re W n {content} Q\n"


def lines(top: float) -> str:
    return "".join(at(60, top + 20 * i, text) for i, text in enumerate(LINES))


def test_a_long_cell_that_is_written_on_two_pages_is_read_once():
    """Each page writes the whole of it and lets a part be seen: nothing comes twice, nothing is lost."""
    read_text = texts(pdf_of(through(90, 137, lines(100)), through(58, 105, lines(20))))
    assert [read_text.count(text) for text in LINES] == [1, 1, 1, 1]


def test_a_line_that_is_half_seen_on_each_page_is_read_once():
    """The page's end goes through it: it belongs to the page on which its middle is seen."""
    read_text = texts(pdf_of(through(90, 143, lines(100)), through(63, 125, lines(40 - 20))))
    assert read_text.count(LINES[2]) == 1


def test_a_clip_through_which_nothing_is_seen_takes_nothing_away():
    """It may be one that was not understood, as of another page that lies in this one."""
    assert all(text in texts(pdf_of(through(400, 420, lines(100)))) for text in LINES)


def test_a_clip_beside_the_text_of_others_leaves_them():
    """What is cut off is only what stands in the clip's own text."""
    read_text = texts(pdf_of(through(90, 137, lines(100)) + at(60, 300, "五、另行通知。")))
    assert "五、另行通知。" in read_text and LINES[3] not in read_text
