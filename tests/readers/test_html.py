"""Web pages: what a browser prints of the report, in order, without the site around it."""

from __future__ import annotations

import pytest

from gongkai.document import Document, Grid, Paragraph
from gongkai.errors import EmptySource
from gongkai.readers.html.reader import read

PROSE = "本局认真贯彻条例，全年主动公开信息三十条，没有发生差错，公众反映良好，各项工作稳步推进。"
TABLE = "<table><tr><td>规章<td>0<td>1<td>2<tr><td>许可<td>3<td>/<td>4</table>"


def document(page: str, encoding: str = "utf-8") -> Document:
    """Read a page that is given as a string."""
    (made,) = read(page.encode(encoding))
    return made


def texts(page: str) -> list[str]:
    """Return paragraphs as their texts and grids as ``#``."""
    return [b.text if isinstance(b, Paragraph) else "#" for b in document(page).blocks]


def grid(page: str) -> Grid:
    """Return the only grid of a page."""
    (found,) = [b for b in document(page).blocks if isinstance(b, Grid)]
    return found


def cells(page: str) -> list[list[str]]:
    """Return the cells' texts of the only grid."""
    return [[c.text for c in row] for row in grid(page).rows()]


def test_inline_elements_do_not_break_text() -> None:
    """White space folds as in a browser; only blocks and ``<br>`` break."""
    assert texts("第<b>一</b>\n  行<br>第二&nbsp;&nbsp;行<h2>标<span>题</span></h2>尾&#8203;巴") == [
        "第一 行",
        "第二  行",
        "标题",
        "尾巴",
    ]


def test_headings_have_levels() -> None:
    """``<h2>`` declares an outline level."""
    (heading, _) = document(f"<h2>一、总体情况</h2><p>{PROSE}").blocks
    assert isinstance(heading, Paragraph)
    assert heading.level == 2


def test_a_page_says_its_encoding_falsely() -> None:
    """What the page declares is believed only after UTF-8 failed."""
    page = f"<meta charset='utf-8'><p>{PROSE}"
    assert document(page, "gb18030").encoding == "gb18030"
    assert document(page.replace("utf-8", "gb2312")).encoding == "utf-8"


def test_spans_and_places() -> None:
    """Cells stand in the columns in which a browser draws them, and know their table."""
    made = grid(f"<p>{PROSE}</p><table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>1<td>2<tr><td>丙<td>3<td>4</table>")
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in made.cells] == [
        ("甲", 0, 0, 2, 1),
        ("乙", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("丙", 2, 0, 1, 1),
        ("3", 2, 1, 1, 1),
        ("4", 2, 2, 1, 1),
    ]
    assert (made.place.table, made.cells[-1].place.cell) == (0, (2, 2))


def test_absurd_spans_are_bounded() -> None:
    """No span reaches beyond the table's end or is wider than a table can be."""
    made = grid(
        "<table><tr><td rowspan=99>甲<td>1<td>2<tr><td colspan=5000>3<td colspan=0>4<tr><td colspan=x>5</table>"
    )
    assert made.row_count == 3
    assert {c.text: c.column_span for c in made.cells} == {"甲": 1, "1": 1, "2": 1, "3": 999, "4": 1, "5": 1}


def test_head_and_foot_are_printed_in_their_places() -> None:
    """``<tfoot>`` comes last wherever it is written, ``<th>`` is a cell like any other."""
    page = (
        "<table><tfoot><tr><td>总计<td>3<td>3</tfoot><tbody><tr><td>规章<td>1<td>2</tbody>"
        "<thead><tr><th>内容<th>甲<th>乙</thead></table>"
    )
    assert cells(page) == [["内容", "甲", "乙"], ["规章", "1", "2"], ["总计", "3", "3"]]


def test_breaks_inside_cells() -> None:
    """``<br>`` and paragraphs inside a cell are line breaks, a blank paragraph is nothing."""
    page = TABLE.replace("规章", "<p>规<br />章</p><p>&nbsp;</p>")
    assert cells(page)[0] == ["规\n章", "0", "1", "2"]


def test_hidden_parts_are_not_printed() -> None:
    """Hidden rows and cells disappear; an invisible cell still keeps its column; what only screen readers skip is seen."""
    page = (
        "<table><tr style='display: none'><td>藏<td>9<tr><td>规章<td hidden>8<td style='visibility:hidden'>7<td>1<td>2"
        f"<tr><td>许可<td>3<td>4<td>5</table><p>{PROSE}</p><p style='DISPLAY:NONE'>藏</p><div aria-hidden=true>见</div>"
    )
    assert cells(page) == [["规章", "", "1", "2"], ["许可", "3", "4", "5"]]
    assert texts(page) == ["#", PROSE, "见"]


def test_scripts_and_controls_are_not_printed() -> None:
    """What is no text of the page leaves no trace."""
    junk = "<script>甲</script><style>乙</style><noscript>丙</noscript><select><option>丁</select>"
    assert texts(f"<body>{junk}<p>{PROSE}<!-- 戊 --><del>己</del>") == [PROSE]


def test_layout_tables_are_not_grids() -> None:
    """A table around tables, a single cell and a column of prose only lay out the page."""
    page = f"<table><tr><td><table><tr><td>云川县水务局年度报告</table>{PROSE}{TABLE}</td></tr></table>"
    assert texts(page) == ["云川县水务局年度报告", PROSE, "#"]
    assert texts(f"<table><tr><td>{PROSE}<tr><td>{PROSE}</table>") == [PROSE, PROSE]


def test_running_text_in_a_table_of_figures() -> None:
    """Rows of one cell with prose or with a heading above it come out of the table, figures stay in it."""
    rows = f"<tr><td colspan=4>年度报告<tr><td colspan=4>{PROSE}<tr><td colspan=4>二、主动公开"
    page = TABLE.replace("<table>", f"<table>{rows}")
    assert texts(page) == ["年度报告", PROSE, "二、主动公开", "#"]


def test_numbers_of_ordered_lists() -> None:
    """The browser's numbers are part of the text: type, start and value are honoured."""
    page = (
        "<ol><li>甲<ol type=a start=3><li>乙</ol><li value=7><p>丙</p></ol>"
        f"<ol style='list-style-type:cjk-ideographic'><li>丁</ol><ul><li>戊</ul>{PROSE}"
    )
    assert texts(page)[:-1] == ["1. 甲", "c. 乙", "7. 丙", "一、丁", "戊"]


def test_preformatted_text_may_hold_cells() -> None:
    """``<pre>`` keeps its lines, and marks in it are cells."""
    page = f"<pre>\n规章\t0\t1\n许可\t2\t3\n</pre><p>{PROSE}</p>"
    assert cells(page) == [["规章", "0", "1"], ["许可", "2", "3"]]
    assert not grid(page).spans_known


SITE = f"""<html><head><title>年度报告_云川县</title></head><body>
<header><h2>云川县人民政府</h2></header><div><a href=1>首页</a> <a href=2>政务公开</a> <a href=3>互动</a></div>
<div>当前位置：<a href=1>首页</a> &gt; 正文</div>
<h1>云川县水务局2024年年度报告</h1>
<div>发布时间：2025- 01- 21 09: 30　来源：水务局　浏览次数：12 【字体：大 中 小】</div>
<div><p>一、总体情况</p><p>{PROSE}</p><p>{PROSE}</p>{TABLE}<p>六、其他</p><p>无。</p></div>
<div>云川县水务局<br>2025年1月20日</div><div>【打印】【关闭】</div>
<div><h3>相关链接</h3><ul><li><a href=1>某报告一</a><li><a href=2>某报告二</a></ul></div>
<footer>主办：云川县政府办公室</footer></body></html>"""


def test_the_site_around_the_report_is_left_out() -> None:
    """Menus, path, buttons, links and foot go; the title above and the signature below the content stay."""
    assert texts(SITE) == [
        "云川县水务局2024年年度报告",
        "一、总体情况",
        PROSE,
        PROSE,
        "#",
        "六、其他",
        "无。",
        "云川县水务局",
        "2025年1月20日",
    ]


def test_title_and_date_are_taken_from_the_page_head() -> None:
    """What the head declares comes first; a printed date is found with blanks inside."""
    made = document(SITE)
    assert (made.title, made.published) == ("年度报告_云川县", "2025-01-21")
    declared = SITE.replace(
        "<title>", "<meta name=PubDate content='2025-02-03 10:00'><meta name=ArticleTitle content=真题><title>"
    )
    made = document(declared)
    assert (made.title, made.published) == ("真题", "2025-02-03")
    assert document(SITE.replace("年度报告_云川县", "{{ title }}")).title is None


def test_a_date_line_above_the_text_stays() -> None:
    """A line that only gives the date is kept as a block, too."""
    made = document(f"<p>年度报告</p><p>发布日期：2020-01-31</p><p>{PROSE}</p><p>{PROSE}</p>")
    assert made.published == "2020-01-31"
    assert len(made.blocks) == 4


def test_a_link_that_is_never_closed_costs_nothing() -> None:
    """A report inside one long link is still the report."""
    assert texts(f"<a href=x><p>一、总体情况</p><p>{PROSE}</p>{TABLE}") == ["一、总体情况", PROSE, "#"]


def test_pictures_are_noted_and_icons_are_not() -> None:
    """A picture stands before a block; small ones are decoration."""
    made = document(f"<p>{PROSE}</p><img src=a.jpg width=600><p>{PROSE}<img src=i.png width=16></p>")
    assert [p.block for p in made.pictures] == [1]


def test_comments_in_a_page_are_set_aside() -> None:
    """A reviewer's comment that was pasted along is no text of the report."""
    made = document(f"<p>{PROSE}[Comment by 某甲: 请核对]</p><p>乙</p>")
    assert [(r.author, r.text, r.block) for r in made.remarks] == [("某甲", "请核对", 0)]


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>", "<ol><li>"])
def test_ten_thousand_levels(tag: str) -> None:
    """However deeply a page is nested, its text is read."""
    assert texts(tag * 10_000 + PROSE)[-1].endswith(PROSE)


def test_raised_and_lowered_digits_are_no_digits_of_the_figure() -> None:
    """``21<sup>1</sup>`` is 21 with the mark of a note, not 211."""
    row = "<tr><td>甲<td>21<sup>1</sup>件<td>3<sub><b>2</b>0</sub><td>4</table>"
    assert cells(TABLE.replace("</table>", row))[2] == ["甲", "21¹件", "3₂₀", "4"]


@pytest.mark.parametrize("tag", ["<s>", "<strike>", "<i style='TEXT-DECORATION: red line-through'>"])
def test_struck_text_is_not_read(tag: str) -> None:
    """What is struck through is dropped like deleted text; a cell of it stays, empty."""
    row = f"<tr><td>甲<td>{tag}77</s></strike></i>5<td style='text-decoration-line:line-through'>6<td>4</table>"
    assert cells(TABLE.replace("</table>", row))[2] == ["甲", "5", "", "4"]


def test_what_is_filled_in_is_the_text_of_a_cell() -> None:
    """Values of fields and lists count in a cell, and the words on its buttons; hidden fields and fields elsewhere do not."""
    row = (
        "<tr><td>甲<td><input value=5><input type=hidden value=9><input type=checkbox value=8 checked>"
        "<td><textarea> 6\n</textarea><button>七</button><td><select><option>1<option selected>2</select></table>"
    )
    assert cells(TABLE.replace("</table>", row))[2] == ["甲", "5", "6 七", "2"]
    assert texts(f"<p>{PROSE}<input value=请输入></p>") == [PROSE]


@pytest.mark.parametrize(
    ("rule", "printed"),
    [
        (".x{display:none}", "5"),
        ("<!-- b, span.x { color:red; visibility : hidden } -->", "5"),
        ("#y{display:none !important}", "5"),
        ("/* .x{display:none} */ p.x{display:none} div .x{display:none}", "85"),
        ("@media print{.x{display:none}}", "85"),
        (".x{display:none} .open.x{display:inline}", "5"),
        (".x{display:none} .w.x{display:inline}", "85"),
    ],
)
def test_what_the_page_s_style_sheet_hides_is_not_read(rule: str, printed: str) -> None:
    """Of the rules that match an element, the one that browsers follow decides whether it is seen."""
    row = "<tr><td>甲<td><span class='w x' id=y>8</span>5<td>6<td>4</table>"
    page = f"<style>{rule}</style>" + TABLE.replace("</table>", row)
    assert cells(page)[2] == ["甲", printed, "6", "4"]


def test_a_view_with_a_table_that_a_script_shows_is_read() -> None:
    """What the style sheet hides around a whole table is one of several views: it is not lost."""
    assert texts(f"<style>.tab{{display:none}}</style><div class=tab><p>{PROSE}</p>{TABLE}</div>") == [PROSE, "#"]


def test_a_page_without_text_is_empty() -> None:
    """A page that only loads a script holds no report."""
    with pytest.raises(EmptySource, match="no text"):
        list(read(b"<html><body><script>x</script></body></html>"))
