"""Tables of no known form: heads, stubs, halves, parts, captions and units, by what is printed."""

from __future__ import annotations

from gongkai.document import Document
from gongkai.grids.stacked import unstack
from gongkai.pipeline import extract_bytes

from .build import grid, read, table


def test_heads_of_several_levels_and_codes_in_pieces():
    """Paths of heads by their spans; columns 类 款 项 and the name are labels; a total's row keeps only its own label."""
    (found,) = read(
        "收入决算表",
        "单位：万元",
        grid(
            "项目>4|本年收入合计^3|本年支出>2",
            "科目编码>3|科目名称^2|基本支出^2|项目支出^2",
            "类|款|项",
            "201||| 一般公共服务支出|12.50|10.00|2.50",
            "201|06|01|行政运行|12.50|10.00|2.50",
            "合计>4|12.50|10.00|2.50",
        ),
    )
    assert (found.caption, found.unit) == ("收入决算表", "万元")
    assert found.columns == (("本年收入合计",), ("本年支出", "基本支出"), ("本年支出", "项目支出"))
    assert found.rows == (("201", "一般公共服务支出"), ("201", "06", "01", "行政运行"), ("合计",))
    assert table(found)["合计", "本年支出 / 项目支出"] == "2.50"


def test_a_total_beside_the_heads_of_codes():
    """合计 that stands in the line of 类 款 项 is a row of its own; those heads are none of its labels."""
    (found,) = read(grid("编码>3|名称|金额", "类|款|项|合计|30", "201|01|01|甲|10", "201|01|02|乙|20"))
    assert found.rows[0] == ("合计",)


def test_two_halves_are_two_grids_with_one_caption():
    """收入 | 支出 pair rows that have nothing to do with each other; 行次 is a label; empty rows of the shorter half are left out."""
    left, right = read(
        "收支总表",
        grid(
            "收入>3|支出>3",
            "项目|行次|金额|项目|行次|金额",
            "一、财政拨款|1|310.50|一、教育支出|11|42.30",
            "二、其他收入|2|6.20|二、农林水支出|12|274.40",
            "|||三、其他支出|13|",
            "合计|3|316.70|合计|14|316.70",
        ),
    )
    assert (left.caption, right.caption) == ("收支总表", "收支总表")
    assert left.columns == (("收入", "金额"),)
    assert [row[0] for row in left.rows] == ["一、财政拨款", "二、其他收入", "合计"]
    assert [row[0] for row in right.rows] == ["一、教育支出", "二、农林水支出", "三、其他支出", "合计"]
    assert [cell.status for cell in right.cells] == ["reported", "reported", "blank", "reported"]


def test_a_half_of_one_row_is_a_half():
    """Heads that say the same again part the halves, however few rows the shorter one has."""
    left, right = read(
        "收支总表",
        grid(
            "项目|金额|项目|金额",
            "退还小计|—|审图总数|0.72",
            "||茶园金额|0.50",
            "||巡查金额|—",
            "||登记支出|0.22",
            "||检疫支出|—",
        ),
    )
    assert [row[0] for row in left.rows] == ["退还小计"]
    assert [row[0] for row in right.rows] == ["审图总数", "茶园金额", "巡查金额", "登记支出", "检疫支出"]


def test_pieces_over_pages_are_one_grid():
    """A repeated head is dropped, a last page that holds 合计 alone belongs to the table; each piece is a part."""
    (found,) = read(
        "支出表",
        grid("项目|金额|其中：项目支出", "甲|1|1", page=1),
        grid("项目|金额|其中：项目支出", "乙|2|0", page=2),
        grid("合计|3|1", page=3),
    )
    assert found.rows == (("甲",), ("乙",), ("合计",))
    assert [part.page for part in found.parts] == [1, 2, 3]


def test_tables_with_the_same_heads_are_not_joined_across_a_caption():
    """Nothing but the caption tells two tables apart: it does."""
    found = read("表1 基金", grid("项目|金额", "甲|1", page=1), "表2 国资", grid("项目|金额", "乙|2", page=2))
    assert [(g.caption, g.rows) for g in found] == [("表1基金", (("甲",),)), ("表2国资", (("乙",),))]


def test_ordinals_units_and_percents():
    """序号 is a label, a column of units gives each row its unit, a head's unit counts before the table's, 8.9% keeps its text."""
    (found,) = read(
        "单位：万元",
        grid("序号|指标|计量单位|数量|增长（%）|罚没金额（元）", "1|鱼|吨|1,204|8.9%|5", "2|虾|件|—|-3.4|无"),
    )
    assert found.rows == (("1", "鱼"), ("2", "虾"))
    assert [(c.value, c.unit, c.status) for c in found.cells] == [
        (1204, "吨", "reported"), (8.9, "%", "reported"), (5, "元", "reported"),
        (None, None, "not_applicable"), (-3.4, "%", "reported"), (None, None, "not_applicable"),
    ]  # fmt: skip


def test_one_line_of_figures_has_no_label():
    """Heads over heads, then one row: its path is empty."""
    (found,) = read(grid("三公经费>3", "合计^2|公务用车>2", "购置|运行", "5|2|3"))
    assert found.rows == ((),)
    assert found.columns == (("合计",), ("公务用车", "购置"), ("公务用车", "运行")) or found.caption == "三公经费"


def test_a_caption_below_and_remarks():
    """A numbered caption below counts where none stands above; 注： is a remark, no text."""
    (found,) = read("现将情况说明如下。", grid("名称|数", "甲|3"), "表2 数量")
    assert found.caption == "表2数量"
    (other,) = read("数量表", grid("名称|数", "甲|3"), "注：本表不含乙。")
    assert other.caption == "数量表"


def test_merged_labels_that_text_has_lost_are_given_back():
    """Where spans are lost a group stands over the blank cells below it, and a head over the blank cells beside it; a total in none."""
    (found,) = read(
        "统计表",
        grid(
            "序号|类别|事项|数量||合计",
            "|||甲|乙|",
            "1|处罚|罚款|1|2|3",
            "2||没收|3|4|7",
            "合计|||4|6|10",
            spans_known=False,
        ),
    )
    assert found.rows == (("1", "处罚", "罚款"), ("2", "处罚", "没收"), ("合计",))
    assert found.columns == (("数量", "甲"), ("数量", "乙"), ("合计",))


def test_tables_that_a_reader_took_for_one_are_parted():
    """Captions and units that begin a row's first cell stand between two tables."""
    document = Document(
        blocks=(grid("项目|数", "甲|1", "乙表\n单位：万元\n名称|金额|备注", "丙|2.5|无", spans_known=False),),
        reader="txt:cells",
    )
    first, second = read(*unstack(document).blocks)
    assert (first.rows, second.caption, second.unit) == ((("甲",),), "乙表", "万元")
    assert second.columns == (("金额",), ("备注",))


ALIGNED = """青岚县教育局2023年教育事业统计
一、规模
本年规模如下。
学校规模一览表
学校        2023年    2022年
第一小学      2696       550
第二小学       920         —
总计         3616       550
二、条件
校舍完好。
"""


def test_lines_whose_figures_stand_below_each_other_are_a_table():
    """Text of one width without a mark: rows, heads above as many as columns, no line of it left in the text."""
    report = extract_bytes(ALIGNED.encode(), "aligned.txt")
    (found,) = report.grids
    assert (found.caption, found.section) == ("学校规模一览表", "s1")
    assert found.columns == (("2023年",), ("2022年",))
    assert [c.value for c in found.cells] == [2696, 550, 920, None, 3616, 550]
    assert [s.text for s in report.sections] == ["本年规模如下。", "校舍完好。"]


def test_sentences_with_figures_are_no_table():
    """Lines of prose end in figures too; figures without heads above them stay in the text."""
    prose = "云泽县2023年统计公报\n一、综合\n" + "收入合计 12 34\n支出合计 56 78\n结余合计 90 12\n"
    report = extract_bytes(prose.encode(), "prose.txt")
    assert report.grids == ()
    assert "支出合计56 78" in report.sections[0].text


def test_a_document_of_one_table_has_its_title():
    """Where no line of text names a year, the title of a table says who reports on which year."""
    rows = "<tr><td>项目</td><td>数</td></tr><tr><td>甲</td><td>3</td></tr>"
    page = f"<html><body><p>青岚县水产局2024年收入预算表</p><table>{rows}</table></body></html>"
    report = extract_bytes(page.encode(), "table.html")
    assert (report.title, report.agency, report.year) == ("青岚县水产局2024年收入预算表", "青岚县水产局", 2024)


def test_a_total_that_lost_its_merged_cells_stands_in_its_columns():
    """One label and as many figures as columns of figures: nothing is shifted."""
    (found,) = read(
        "统计表", grid("序号|类别|数量|金额", "1|处罚|200|2.5", "2|检查|100|1.0", "合计|300|3.5", spans_known=False)
    )
    assert found.rows[2] == ("合计",)
    assert [c.value for c in found.cells if c.row == 2] == [300, 3.5]


def test_a_short_row_that_fits_in_several_ways_is_ambiguous():
    """No number is given where blanks may be lost anywhere; where the table prints blanks, only those at a line's end are."""
    (found,) = read("表", grid("项目|本年|上年|增减", "处罚|200|5|3", "检查|100|4", spans_known=False))
    assert [(c.value, c.status) for c in found.cells if c.row == 1][:2] == [(None, "ambiguous"), (None, "ambiguous")]
    (other,) = read("表", grid("项目|本年|上年|增减", "处罚|200||3", "检查|100|4", spans_known=False))
    assert [c.value for c in other.cells if c.row == 1] == [100, 4, None]


def test_heads_that_lost_their_spans_stand_over_what_comes_again():
    """Two heads over 本年 | 上年 twice: two columns each."""
    (found,) = read(
        "表", grid("项目|数量|金额", "本年|上年|本年|上年", "处罚|200|1|3|4", "检查|1|2|3|4", spans_known=False)
    )
    assert found.columns == (("数量", "本年"), ("数量", "上年"), ("金额", "本年"), ("金额", "上年"))


def test_contents_with_the_pages_in_cells_are_no_table():
    """A table below 目录 whose lines end in page numbers is in no grid and no text; the title behind it is found."""
    lines = "目 录\n第一部分 概况\t1\n一、部门职责\t1\n第二部分 名词解释\t3\n2023年度青岚县财政局\n部门决算\n"
    report = extract_bytes(
        f"{lines}第一部分 概况\n一、部门职责\n管钱。\n第二部分 名词解释\n略。\n".encode(), "contents.txt"
    )
    assert report.grids == ()
    assert (report.title, report.agency, report.year) == ("2023年度青岚县财政局部门决算", "青岚县财政局", 2023)
    assert [s.key for s in report.sections] == ["s1", "s2"]
