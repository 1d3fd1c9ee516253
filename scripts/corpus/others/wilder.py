"""Kinds of invented documents that were drawn up from shapes seen in print after the first sixteen: facts in pairs, heads of four levels,
numbered columns without labels, tables that go on under a second caption, growth with signs and a unit below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from corpus.others.model import Chapter, Half, Head, Other, Printed

_PLACES = ("芷汀县", "沁阳湖区", "鹿鸣市", "松陵县", "云岫区")
_PROSE = ("有关数据经主管部门核定。", "本年度情况总体平稳，与计划一致。", "各项指标按期完成。", "统计范围与上年一致。")


def _text(random: Random) -> tuple[str, ...]:
    return tuple(random.sample(_PROSE, random.randint(1, 2)))


def _place(random: Random) -> tuple[str, int]:
    return random.choice(_PLACES), random.randint(2016, 2025)


def facts(random: Random) -> Other:
    """Facts of a hospital: names with their values in two pairs of columns, words and figures in turn, no heads."""
    place, year = _place(random)
    agency = f"{place}中心医院"
    left = (
        ("医院等级", random.choice(("二级甲等", "三级乙等"))), ("法定代表人", random.choice(("赵某", "孙某某"))),
        ("编制床位（张）", str(random.randint(100, 900))), ("在岗职工（人）", f"{random.randint(1000, 3000):,}"),
    )  # fmt: skip
    right = (
        ("医院类别", random.choice(("综合医院", "专科医院"))), ("联系人", random.choice(("钱某", "李某某"))),
        ("开放床位（张）", str(random.randint(100, 900))), ("门诊量（人次）", f"{random.randint(100000, 900000):,}"),
    )  # fmt: skip
    halves = tuple(
        Half(("",), (Head(""),), tuple(((name,), (value,)) for name, value in side), headless=True)
        for side in (left, right)
    )
    chapters = (
        Chapter("一、概况", _text(random), (Printed("基本情况表", "", halves),)),
        Chapter("二、服务", _text(random)),
    )
    return Other("facts", f"{agency}{year}年度院务公开报告", agency, year, chapters)


def teachers(random: Random) -> Other:
    """Staff by schooling and age: heads of four levels, the sum in the first column, an empty last column of remarks."""
    place, year = _place(random)
    kinds = (
        Head("其中", (
            Head("在编", (Head("本科及以上", (Head("男"), Head("女"))), Head("专科", (Head("男"), Head("女"))))),
            Head("聘用", (Head("本科及以上"), Head("专科"))),
        )),
    )  # fmt: skip
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    whole = [0] * 6
    for name in ("城关学区", "河东学区", "山前学区"):
        own = [random.randint(0, 400) for _ in range(6)]
        whole = [a + b for a, b in zip(whole, own, strict=True)]
        rows.append(((name,), (str(sum(own)), *map(str, own), random.choice(("", "含代课")))))
    rows.append((("合计",), (str(sum(whole)), *map(str, whole), "")))
    half = Half(("学区",), (Head("总数"), *kinds, Head("备注")), tuple(rows))
    agency = f"{place}教育体育局"
    chapters = (
        Chapter("一、队伍", _text(random), (Printed("表1 教师队伍结构表", "人", (half,)),)),
        Chapter("二、培训", _text(random)),
    )
    return Other("teachers", f"{agency}{year}年教师队伍情况报告", agency, year, chapters)


def town(random: Random) -> Other:
    """Expenses of a town: one line of figures without a label, its columns numbered, a remark below."""
    place, year = _place(random)
    agency = f"{place}{random.choice(('河口', '石门', '新塘'))}镇人民政府"
    kinds = (
        Head("合计"),
        Head("出国费"),
        Head("公车费", (Head("小计"), Head("购置费"), Head("运行费"))),
        Head("接待费"),
    )
    heads = tuple(Head(top, kinds) for top in ("预算数", "决算数"))
    line: list[str] = []
    for _ in heads:
        abroad, buy, run, guests = (random.choice((0.0, round(random.random() * 20, 2))) for _ in range(4))
        line += [f"{n:.2f}" for n in (abroad + buy + run + guests, abroad, buy + run, buy, run, guests)]
    half = Half((), heads, (((), tuple(line)),), numbered=True)
    table = Printed("公务经费支出表", "万元", (half,), notes=("注：本表反映财政拨款支出。",))
    chapters = (Chapter("一、支出情况", _text(random), (table,)), Chapter("二、其他说明", _text(random)))
    return Other("town", f"{agency}{year}年公务经费公开", agency, year, chapters)


def continued(random: Random) -> Other:
    """A table by code that goes on under its caption with （续）, heads printed again, two remarks below."""
    place, year = _place(random)
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for code, name in (("21", "建设"), ("22", "养护"), ("23", "管理")):
        own = [(random.randint(1, 900), random.randint(1, 900)) for _ in range(3)]
        sums = [sum(each[i] for each in own) for i in range(2)]
        rows.append(((code, f"{name}支出"), (str(sum(sums)), *map(str, sums))))
        rows += [
            ((f"{code}{n:02d}", f"{name}项目{n}"), (str(a + b), str(a), str(b))) for n, (a, b) in enumerate(own, 1)
        ]
    half = Half(("项目代码", "项目名称"), (Head("合计"), Head("县级"), Head("乡级")), tuple(rows))
    table = Printed(
        "表2 公路资金使用情况表", "万元", (half,), cut=random.randint(3, 9),
        notes=("注：1.资金含上级补助。", "2.数据四舍五入。"),
    )  # fmt: skip
    agency = f"{place}公路事业发展中心"
    chapters = (Chapter("一、资金使用", _text(random), (table,)), Chapter("二、绩效", _text(random)))
    return Other("continued", f"{agency}{year}年公路资金使用公开", agency, year, chapters)


def trend(random: Random) -> Other:
    """Cases of two years with differences, growth with signs and percent, points beside them; the unit stands below the table."""
    place, year = _place(random)
    rows = []
    for name in ("立案数", "结案数", "移送数", "复核数"):
        before, now = random.randint(20, 3000), random.randint(20, 3000)
        growth = f"{(now - before) / before * 100:+.1f}%"
        rows.append(((name,), (f"{before:,}", f"{now:,}", f"{now - before:+d}", random.choice((growth, "—")))))
    half = Half(("指标",), (Head(f"{year - 1}年"), Head(f"{year}年"), Head("增减"), Head("增幅")), tuple(rows))
    agency = f"{place}城市管理局"
    chapters = (
        Chapter("一、办案情况", _text(random), (Printed("办案情况对比表", "件", (half,), unit_below=True),)),
        Chapter("二、存在问题", _text(random)),
    )
    return Other("trend", f"{agency}{year}年执法办案情况通报", agency, year, chapters)


WILDER: Mapping[str, Callable[[Random], Other]] = {
    kind.__name__: kind for kind in (facts, teachers, town, continued, trend)
}
