"""Marks that converters leave in text go, and the same signs in a report's own prose stay."""

from __future__ import annotations

import pytest

from gongkai.document import Document, Grid, Paragraph
from gongkai.readers.html.reader import read as read_page
from gongkai.readers.text.markup import without_markup
from gongkai.readers.text.reader import read

TITLE = "云川县水务局2024年政府信息公开工作年度报告"
FIRST = "一、总体情况"
SECOND = "二、主动公开政府信息情况"
PROSE = "本局全年收到申请若干件，均在法定期限内办结。"


def document(text: str) -> Document:
    """Read a text that is given as a string."""
    (made,) = read(text.encode())
    return made


def paragraphs(made: Document) -> list[str]:
    """Return the texts of all paragraphs."""
    return [b.text for b in made.blocks if isinstance(b, Paragraph)]


def tables(made: Document) -> list[list[list[str]]]:
    """Return the cells' texts of all grids, row by row."""
    return [[[c.text for c in row] for row in b.rows()] for b in made.blocks if isinstance(b, Grid)]


def lines(text: str) -> list[str]:
    """Return what is left of a text of lines, the empty ones included."""
    return without_markup(text).lines


def in_markdown(line: str) -> str:
    """Return what is left of a line in a text that is Markdown beyond doubt."""
    return lines(f"# {TITLE}\n\n{line}\n\n**{FIRST}**\n")[2]


@pytest.mark.parametrize(
    ("marked", "bare"),
    [
        (f"**{FIRST}**", FIRST),
        (f"__{FIRST}__", FIRST),
        ("**2022年****望川县**", "2022年望川县"),
        ("***一、总体情况***", FIRST),
        ("全年*共*受理", "全年共受理"),
        (f"'''{FIRST}'''", FIRST),
        ("~~旧~~新", "新"),
        ("1\\. 主动公开", "1. 主动公开"),
        ("比例\\*为\\_", "比例*为_"),
        ("见[目录](https://example.org/a_(1))所列", "见目录所列"),
        ('见[目录](/a "标题")所列', "见目录所列"),
        ("![徽标](media/image1.png)", ""),
        ("详见<https://example.org/a>。", "详见https://example.org/a。"),
        ("`GET`", "GET"),
        ("`目录 <https://example.org>`__", "目录"),
        ("[总体]{.underline}情况", "总体情况"),
        ("总体情况[^1]", "总体情况"),
        ("> 总体情况", "总体情况"),
        ("- 总体情况", "总体情况"),
        ("第一行\\", "第一行"),
        ("::: {.article}", ""),
        ("```", ""),
        ("* * *", ""),
        (".. image:: a.png", ""),
        ("[1]: https://example.org", ""),
    ],
)
def test_marks_inside_lines_go(marked: str, bare: str) -> None:
    """In a text that is marked up, every mark of a line goes and its words stay."""
    assert in_markdown(marked) == bare


@pytest.mark.parametrize(
    ("marked", "level"),
    [(f"# {FIRST}", 1), (f"## {FIRST} ##", 2), (f"### {FIRST} {{#a .b}}", 3), (f"== {FIRST}", 2), (f"h3. {FIRST}", 3)],
)
def test_marked_headings_have_their_level(marked: str, level: int) -> None:
    """A heading keeps its words, and its paragraph the level that the converter gave it."""
    made = document(f"**{TITLE}**\n\n{PROSE}\n\n{marked}\n\n{PROSE}\n\n**{SECOND}**\n")
    found = [b for b in made.blocks if isinstance(b, Paragraph) and b.level]
    assert [(b.text, b.level) for b in found] == [(FIRST, level)]


def test_underlined_headings() -> None:
    """A line of signs below a lone line makes it a heading; levels count the signs in the order of their coming."""
    text = f"{TITLE}\n{'=' * 44}\n\n**{PROSE}**\n\n{FIRST}\n{'-' * 12}\n\n**{PROSE}**\n"
    made = document(text)
    assert paragraphs(made) == [TITLE, PROSE, FIRST, PROSE]
    assert [b.level for b in made.blocks if isinstance(b, Paragraph)] == [1, None, 2, None]


def test_places_stay_true() -> None:
    """Lines that hold nothing but marks become empty; the others keep their numbers."""
    made = document(f"---\ntitle: 甲\n---\n\n# {TITLE}\n\n::: {{.a}}\n**{FIRST}**\n:::\n")
    assert [(b.text, b.place.line) for b in made.blocks if isinstance(b, Paragraph)] == [(TITLE, 5), (FIRST, 8)]


def test_a_front_matter_is_no_text_but_a_hint() -> None:
    """What stands between two rulers at the beginning declares title and date."""
    made = document(f'---\ntitle: "{TITLE}"\ndate: 2025-01-20\ntags:\n  - 年报\n---\n{PROSE}\n')
    assert (made.title, made.published, paragraphs(made)) == (TITLE, "2025-01-20", [PROSE])


def test_rulers_around_text_are_no_front_matter() -> None:
    """Text between two lines of dashes stays."""
    assert {PROSE, FIRST} <= set(paragraphs(document(f"---\n{PROSE}\n---\n{FIRST}\n")))


@pytest.mark.parametrize(
    "line",
    [
        "张**和李**共2人",
        "联系电话：138****1234",
        "*注：数据为估计",
        "#1号楼",
        "数据（*）为预计数*",
        "价格\\数量",
        "编号_甲_乙",
        "[2024]5号",
        "1. 主动公开",
        "> 5件",
        "- 5 -",
        "{甲}",
    ],
)
def test_signs_in_ordinary_prose_stay(line: str) -> None:
    """Where nothing shows that the text is marked up, stars, hashes and brackets are the report's."""
    assert lines(f"{TITLE}\n{line}\n{PROSE}\n{line}\n{FIRST}\n") == [TITLE, line, PROSE, line, FIRST, ""]


def test_entities_and_tags_go_from_any_text() -> None:
    """No report prints them; ``<br>`` breaks a line, an entity that was escaped twice is what it names."""
    assert lines("第1&nbsp;条&amp;nbsp;甲&#12289;乙&lt;b&gt;") == ["第1\xa0条\xa0甲、乙<b>"]
    assert lines("<u>总体</u><!-- x -->情况<br/>下一行</p>") == ["总体情况\n下一行"]
    assert paragraphs(document("甲<br>乙\n")) == ["甲\n乙"]
    assert lines("A<B且C>D &甲; AT&T") == ["A<B且C>D &甲; AT&T"]


def test_a_break_in_a_cell_stays_a_break() -> None:
    """As in a page, a cell's lines are parted."""
    made = document("| 规章<br>（含修订） | 制发 |\n|---|---|\n| 许可 | 3 |\n")
    assert tables(made) == [[["规章\n（含修订）", "制发"], ["许可", "3"]]]


def test_columns_of_white_space_keep_their_place() -> None:
    """An escape that goes is made up for in the white space behind it."""
    (row,) = lines("# 甲\n\n**乙**\n\n  规章      \\-      12\n")[4:5]
    assert row == "  规章      -       12"


def test_numbers_of_links_and_their_list_go() -> None:
    """Text browsers number the links and list them at the end; other numbers in brackets stay."""
    text = f"[1]首页 [9]甲\n{PROSE}\n\nReferences\n\n   1. https://example.org/\n"
    assert lines(text)[:2] == ["首页 [9]甲", PROSE]
    assert not any(lines(text)[2:])


def test_marked_up_text_with_tables_of_html() -> None:
    """A text whose tables alone are HTML keeps its lines, loses its marks and has grids."""
    table = "<table><tr><th>内容</th><th>制发</th></tr><tr><td>规章</td><td>3</td></tr></table>"
    (made,) = read_page(
        f"<div>\n\n**{TITLE}**\n\n</div>\n\n**{FIRST}**\n\n{PROSE}\n\n{table}\n\n**{SECOND}**\n".encode()
    )
    assert paragraphs(made) == [TITLE, FIRST, PROSE, SECOND]
    assert tables(made) == [[["内容", "制发"], ["规章", "3"]]]


ROWS = [["内容", "制发", "废止"], ["规章", "3", ""], ["许可", "", "5"]]


@pytest.mark.parametrize(
    "table",
    [
        '[cols=",,"]\n|===\n|内容 |制发 |废止\n\n|规章 |3\n|\n\n|许可 | |5\n|===\n',
        '[cols="3*"]\n|===\n|内容 |制发 |废止 |规章 |3 | |许可 | |5\n\n\n|===\n',
        '{| class="a"\n|+ 表\n! 内容 !! 制发 !! 废止\n|-\n|width="40%"| 规章\n| 3\n|\n|-\n| 许可 || || 5\n|}\n',
        "+------+----+----+\n| 内   | 制 | 废 |\n| 容   | 发 | 止 |\n+======+====+====+\n| 规章 | 3  |    |\n"
        "+------+----+----+\n| 许   |    | 5  |\n| 可   |    |    |\n+------+----+----+\n",
    ],
    ids=["asciidoc", "asciidoc-on-one-line", "wiki", "grid"],
)
def test_rows_over_several_lines(table: str) -> None:
    """Tables that give their cells one by one, or draw a row over several lines, have the rows that they print."""
    (found,) = tables(document(f"**{FIRST}**\n\n{table}\n\n**{SECOND}**\n"))
    assert [[cell.replace("\n", "") for cell in row[:3]] for row in found] == ROWS


def test_spans_leave_blank_cells() -> None:
    """A cell that spans columns or rows leaves blanks in the places that it covers."""
    wiki = '{|\n|colspan="2"| 甲\n| 1\n|-\n|rowspan="2"| 乙\n| 2\n| 3\n|-\n| 4\n| 5\n|}\n'
    asciidoc = '[cols="3*"]\n|===\n2+|甲 |1\n.2+|乙 |2 |3\n|4 |5\n|===\n'
    for text in (wiki, asciidoc):
        written = [line for line in lines(text) if line.startswith("| ")]
        assert written == ["| 甲 |  | 1 |", "| 乙 | 2 | 3 |", "|  | 4 | 5 |"]
