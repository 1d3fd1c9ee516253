"""Grids that hold several tables below each other, names with their values, and numbers that only count columns."""

from __future__ import annotations

import msgspec

from gongkai.document import Grid, Place

from .build import grid, read, table


def on_a_page(piece: Grid) -> Grid:
    """The same cells as a reader of pages gives them."""
    cells = tuple(msgspec.structs.replace(c, place=Place(page=1, table=0)) for c in piece.cells)
    return msgspec.structs.replace(piece, cells=cells)


def test_heads_that_begin_anew_part_a_grid():
    """Figures stand under the heads right above them; what lies across the columns of figures stands under none."""
    found = read(
        "项目自评表",
        grid(
            "项目名称>2|某某工程>4",
            "主管部门>2|某某局|实施单位|某某中心>2",
            "资金（万元）^3>2|年初数|全年数|执行数|执行率",
            "120|130|117|90.00%",
            "80|90|81|90.00%",
            "目标>2|预期：完成养护。>2|实际：已完成。>2",
            "指标^3|一级|二级|指标值|分值|得分",
            "产出|数量|30公里|20|19",
            "产出|质量|100%|10|10",
        ),
    )
    assert [g.rows for g in found[:1]] == [(("项目名称",), ("主管部门",), ("实施单位",))]
    assert [c.text for c in found[0].cells] == ["某某工程", "某某局", "某某中心"]
    assert {path for g in found[1:2] for path in g.columns} == {("年初数",), ("全年数",), ("执行数",), ("执行率",)}
    assert [c.text for c in found[2].cells if c.text] == ["预期：完成养护。", "实际：已完成。"]
    last = {(c.text, found[3].columns[c.column]) for c in found[3].cells if c.value in (19, 10)}
    assert last == {("19", ("得分",)), ("10", ("分值",)), ("10", ("得分",))}


def test_two_tables_of_one_sheet_stand_under_their_own_heads():
    """A second line of heads between figures begins a second table, in a sheet without a blank row between them."""
    first, second = read(grid("单位|数量|金额", "甲局|1|20", "乙局|2|30", "科目|预算|决算", "教育|4|5", "交通|6|7"))
    assert table(first) == {
        ("甲局", "数量"): "1",
        ("甲局", "金额"): "20",
        ("乙局", "数量"): "2",
        ("乙局", "金额"): "30",
    }
    assert table(second) == {("教育", "预算"): "4", ("教育", "决算"): "5", ("交通", "预算"): "6", ("交通", "决算"): "7"}


def test_names_with_their_values_have_no_heads():
    """A list of facts in two pairs of columns: each value stands in the row of its name, under no head."""
    (found,) = read(
        grid(
            "机构名称|某某医院|等级|二级甲等",
            "负责人|赵某|电话|81234567",
            "床位（张）|600|开放床位（张）|652",
            "职工（人）|813|门诊（人次）|512,300",
        )
    )
    assert found.columns == ((),)
    said = {found.rows[c.row]: (c.text, c.value, c.status) for c in found.cells}
    assert said[("开放床位（张）",)] == ("652", 652, "reported")
    assert said[("机构名称",)] == ("某某医院", None, "text")
    assert len(said) == 8


def test_a_list_with_heads_is_no_list_of_facts():
    """Names, figures and words under heads stay one table, though its columns are even and words stand between figures."""
    (found,) = read(grid("名称|床位（张）|性质|收费（元）", "甲院|60|公办|800", "乙院|45|民办|950", "丙院|30|公办|700"))
    assert table(found)["乙院", "床位（张）"] == "45"
    assert found.columns == (("床位（张）",), ("性质",), ("收费（元）",))


def test_a_row_that_counts_the_columns_is_no_figure():
    """1 | 2 | 3 | 4 below the heads of a table without labels are labels, too."""
    (found,) = read(grid("预算数>2|决算数>2", "合计|接待费|合计|接待费", "1|2|3|4", "15.00|5.00|12.36|3.00"))
    assert [c.text for c in found.cells] == ["15.00", "5.00", "12.36", "3.00"]
    (single,) = read(grid("甲类|乙类|丙类", "1|2|3"))
    assert [c.value for c in single.cells] == [1, 2, 3]


def test_numbered_rows_stand_beside_each_other_where_nothing_is_set_in():
    """一、 and 二、 are of one level, whatever stands between them without a number."""
    (found,) = read(grid("项目|金额", "一、税收|12", "增值税|7", "所得税|5", "二、其他|3"))
    assert found.rows == (("一、税收",), ("增值税",), ("所得税",), ("二、其他",))


def test_the_label_of_a_merged_group_stands_outside_of_what_is_within_it():
    """A part behind 其中 is below its row, and both are below the group that is merged over them."""
    (found,) = read(grid("类别>2|金额", "资金^3|总额|12", "其中：财政拨款|7", "其他|1"))
    assert found.rows[:2] == (("资金", "总额"), ("资金", "总额", "其中：财政拨款"))
    assert found.rows[2][0] == "资金"


def test_a_cell_that_a_page_broke_over_lines_is_one_line():
    """Dates, telephone numbers and words are put together; a blank stays between words of letters."""
    piece = grid("名称|日期|地址|金额", "甲\n院|2023-01-\n14|North\nRoad|5", "乙院|2023-02-\n01|South Road|6")
    (found,) = read(on_a_page(piece))
    assert [c.text for c in found.cells][:3] == ["2023-01-14", "North Road", "5"]
    (kept,) = read(piece)
    assert kept.cells[0].text == "2023-01-\n14"


def test_the_unit_above_a_table_is_not_that_of_points_and_shares():
    """金额单位：万元 goes to the columns of money; 得分 and 人数 count something else."""
    (found,) = read("支出表", "金额单位：万元", grid("项目|金额|人数|得分", "甲|12.5|30|9", "乙|3.5|20|8"))
    assert [c.unit for c in found.cells if c.row == 0] == ["万元", None, None]


def test_a_caption_between_rows_begins_another_table():
    """A sheet that lists tables below each other without a blank row: caption and unit of each are its own."""
    first, second = read(
        "单位：万元",
        grid(
            "类别|编制数|实有数",
            "行政|20|18",
            "合计|20|18",
            "表三 车辆情况表||（单位：辆）",
            "用途|数量|备注",
            "执法|3|新",
            "公务|2|旧",
        ),
    )
    assert (first.unit, second.caption, second.unit) == ("万元", "表三车辆情况表", "辆")
    assert table(second) == {
        ("执法", "数量"): "3",
        ("执法", "备注"): "新",
        ("公务", "数量"): "2",
        ("公务", "备注"): "旧",
    }
    assert {c.unit for c in second.cells if c.value is not None} == {"辆"}


def test_tables_beside_each_other_are_parted_at_the_empty_column():
    """Two tables of one sheet with a column free between them, each with its own title and heads."""
    left, right = read(
        "并排",
        grid(
            "设备情况||||场所情况||",
            "名称|数量|金额||地点|面积|备注",
            "打印机|3|45||一楼|120.5|新",
            "电脑|10|52||二楼|88|",
        ),
    )
    assert (left.caption, right.caption) == ("设备情况", "场所情况")
    assert table(left)["电脑", "金额"] == "52"
    assert table(right)["二楼", "面积"] == "88"
    (one,) = read(grid("名称|数量||金额", "甲局|3||45", "乙局|4||46"))
    assert table(one)["乙局", "金额"] == "46"


def test_a_unit_below_a_table_is_its_own_where_no_other_follows():
    """单位：万元 right below the only table gives its unit; above another table it is that one's."""
    piece = grid("项目|金额", "甲|12", "乙|13")
    (found,) = read("支出表", piece, "单位：万元", "以上数据未经审计。")
    assert found.unit == "万元"
    first, second = read("支出表", piece, "单位：万元", grid("科目|预算|决算", "丙|4|5", "戊|6|7"))
    assert (first.unit, second.unit) == (None, "万元")


def test_two_units_of_one_table_are_the_unit_of_no_cell():
    """单位：人、所 is said of the table; which figure counts which is not."""
    (found,) = read("学校表", "单位：人、所", grid("地区|学校|学生", "甲|5|3200", "乙|3|1100"))
    assert found.unit == "人、所"
    assert {c.unit for c in found.cells} == {None}


def test_the_same_heads_once_more_are_those_of_one_table():
    """Heads that a table repeats between its rows begin no other table, and are no row."""
    (found,) = read(
        "收结案统计表",
        grid("类别||收案|结案", "刑事||210|200", "民事||930|862", "类别||收案|结案", "行政||140|128", "执行||90|80"),
    )
    assert found.rows == (("刑事",), ("民事",), ("行政",), ("执行",))
    assert table(found)["执行", "结案"] == "80"


def test_numbers_of_columns_may_say_what_they_are_the_sum_of():
    """1=2+3 in the row that counts the columns is a label, and so are the numbers beside it."""
    (found,) = read(
        "收结案统计表",
        grid("类别|合计|旧存|新收|未结", "甲|1=2+3|2|3|④", "刑事|210|12|198|10", "民事|930|80|850|68"),
    )
    assert found.rows == (("刑事",), ("民事",))
    assert found.columns[0] == ("合计", "1=2+3")
    assert {cell.value for cell in found.cells if cell.row == 0} == {210, 12, 198, 10}
