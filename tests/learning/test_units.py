"""Tables of several units are learned as one, sister tables are not, and wholes as the sums of their parts."""

from __future__ import annotations

from random import Random

import pytest

import gongkai
from gongkai.forms.load import parse_form
from gongkai.learning.learn import Learner
from gongkai.learning.units import shared_label
from gongkai.learning.write import write_learned

ROWS = ("财政拨款", "事业收入", "合计")
SCHOOLS = tuple(
    f"{a}{b}{c}" for c in ("中学", "小学", "幼儿园") for b in ("山", "河", "桥") for a in "青溪云石苇临安平"
)


def table(sizes: list[int]) -> str:
    """A table of two parts and their sum."""
    lines = (("项目", "金额"), *zip(ROWS, (*sizes, sum(sizes)), strict=True))
    return f"<table>{''.join(f'<tr><td>{a}</td><td>{b}</td></tr>' for a, b in lines)}</table>"


def report(number: int, above: str, names: tuple[str, ...] = ()) -> gongkai.Report:
    """A report of some units, and of all of them together."""
    rng = Random(number)
    own = names or tuple(rng.sample(SCHOOLS, rng.randint(1 if number else 2, 4)))
    sizes = {name: [rng.randint(100, 9999), rng.randint(100, 9999)] for name in own}
    whole = f"<p>全系统经费总表</p>{table([sum(s[i] for s in sizes.values()) for i in (0, 1)])}"
    parts = "".join(f"{above.format(name)}{table(size)}" for name, size in sizes.items())
    title = f"<h1>{'芦青云石临苇安平'[number]}川县教育局{2016 + number}年度学校经费公开</h1>"
    data = f"{title}<h2>一、总体情况</h2><p>良好。</p><h2>二、经费情况</h2>{whole}{parts}".encode()
    return gongkai.extract(data, name="a.html", forms=())


@pytest.mark.parametrize(
    ("by", "label", "above"),
    [
        ("caption", "经费收支表", "<p>{}经费收支表</p>"),
        ("line", "经费收支表", "<p>经费收支表</p><p>单位名称：{}</p>"),
        ("caption", "学校经费收支表", "<p>学校经费收支表（{}）</p>"),
    ],
)
def test_tables_of_units_are_one_that_repeats(by: str, label: str, above: str):
    """It is learned with what names the units, and read so of another report; the whole is the sum of all units."""
    text = write_learned(Learner("f", "number").learn([report(n, above) for n in range(7)]))
    form = parse_form(text, "f")
    assert [t.spec.label for t in form.tables] == [
        "全系统经费总表",
        label,
    ]
    assert f"repeats: {{by: {by}, key: unit_name, label: 单位名称}}" in text
    assert "left: table2.r1.c1,\n     right: table1.r1.c1" in text
    units = [row.texts["unit_name"] for row in _read(form, above).tables["table2"].rows or ()]
    assert units == ["东湖小学"] * 3 + ["西湖中学"] * 3


def _read(form: gongkai.Form, above: str) -> gongkai.Report:
    parts = "".join(f"{above.format(n)}{table([s, 2 * s])}" for n, s in (("东湖小学", 40), ("西湖中学", 7)))
    head = "<h1>平川县教育局2023年度学校经费公开</h1><h2>一、总体情况</h2><p>良好。</p><h2>二、经费情况</h2>"
    data = f"{head}<p>全系统经费总表</p>{table([47, 94])}{parts}"
    found = gongkai.extract(data.encode(), name="a.html", forms=(form,))
    assert {check.status for check in found.checks} == {"pass"}
    return found


def test_sister_tables_are_none():
    """男教师 and 女教师 come again in all reports: they are two tables, and no units of one."""
    above = "<p>{}情况统计表</p>"
    form = parse_form(
        write_learned(Learner("f").learn([report(n, above, ("男教师", "女教师")) for n in range(5)])), "f"
    )
    assert [t.spec.label for t in form.tables] == ["全系统经费总表", "男教师情况统计表", "女教师情况统计表"]
    assert all(t.spec.repeats is None for t in form.tables)
    assert [a.left.count(" + ") for a in form.spec.across] == [1, 1, 1]
    assert {a.right.partition(".")[0] for a in form.spec.across} == {form.tables[0].key}


def test_a_shared_caption_is_cut_where_a_name_ends():
    """中学经费收支表 is what three captions share, and 中学 is of the names."""
    assert shared_label(["第一中学经费收支表", "第二中学经费收支表", "实验中学经费收支表"]) == "经费收支表"
    assert shared_label(["学校收支表（青山小学）", "学校收支表（石桥小学）"]) == "学校收支表"
    assert shared_label(["收入表", "支出明细"]) == ""
    assert shared_label(["收入表", ""]) == ""
