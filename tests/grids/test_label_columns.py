"""Labels before the figures of an unruled table stand in columns of their own where white and heads show them."""

from __future__ import annotations

from gongkai import extract

HEAD = "青岚县2023年水质情况公告\n\n一、情况\n\n全年情况如下。\n\n"


def grid_of(table: str):
    (grid,) = extract((HEAD + table + "\n\n以上。\n").encode(), name="a.txt").grids
    return grid


def test_columns_of_words_are_not_glued_to_a_label():
    """A name, its kind and its place in columns under heads of their own come out under these heads."""
    grid = grid_of(
        "序号  水源名称      水源类型   超标倍数  取水量(万立方米)\n"
        "1     东溪水库      湖库型     —             312.50\n"
        "2     清河          河流型     —             208.04\n"
        "3     南山水源地    地下水     —              36.20\n"
        "合计                                          556.74"
    )
    assert grid.columns == (("水源类型",), ("超标倍数",), ("取水量(万立方米)",))
    assert grid.rows == (("1", "东溪水库"), ("2", "清河"), ("3", "南山水源地"), ("合计",))
    assert [(c.row, c.value) for c in grid.cells if c.column == 2] == [(0, 312.5), (1, 208.04), (2, 36.2), (3, 556.74)]


def test_a_column_of_units_is_the_unit_of_its_row():
    """A unit that one blank parts from the name is the row's unit, no part of its label."""
    grid = grid_of(
        "产品名称 单位  产量  比上年增长(%)\n粮食     万吨 212.46 1.2\n油料     吨   15,208 12.0\n生猪出栏 万头 143.7  3.5"
    )
    assert grid.rows == (("粮食",), ("油料",), ("生猪出栏",))
    assert [c.unit for c in grid.cells if c.column == 0] == ["万吨", "吨", "万头"]


def test_names_whose_characters_are_set_apart_are_one_label():
    """粮　食 below 指　标 is one label, not two columns."""
    grid = grid_of("指　标  全市  农村\n粮　食   1.1   1.4\n衣　着   0.8   0.6\n居　住   0.2  -0.3")
    assert [row[0].replace("　", "").replace(" ", "") for row in grid.rows] == ["粮食", "衣着", "居住"]
    assert grid.columns == (("全市",), ("农村",))


def test_a_line_of_figures_is_no_head():
    """Rows above others are never taken for heads: what does not stand in one column stays in the text with its figures."""
    report = extract(
        (HEAD + "指  标  全市  农村\n总计 10 20\n粮食    11    14\n衣着    12    16\n居住    13    13").encode(),
        name="a.txt",
    )
    heads = {word for grid in report.grids for path in grid.columns for word in path}
    assert not heads & {"10", "20", "11", "14"}


def test_text_that_gives_a_chinese_character_the_room_of_one_letter_is_aligned_too():
    """Pages laid out as text with one column a character have the same tables."""
    grid = grid_of(
        "     指   标      全市     城市     农村\n"
        "   居民消费价格        0.3    0.4    0.1\n"
        "    其中：食品烟酒     -0.2   -0.1   -0.5\n"
        "       粮 食       1.1    1.0    1.4\n"
        "    衣 着          0.8    0.9    0.6\n"
        "    居 住           —     0.0   -0.3"
    )
    assert grid.columns == (("全市",), ("城市",), ("农村",))
    assert [(c.value) for c in grid.cells if c.row == 0] == [0.3, 0.4, 0.1]
    assert len(grid.rows) == 5
