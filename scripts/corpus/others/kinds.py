"""Kinds of invented documents, each with its own shapes of tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from corpus.others.further import FURTHER
from corpus.others.model import Chapter, Half, Head, Other, Printed
from corpus.others.wilder import WILDER

_PLACES = ("砚溪县", "霁川市", "桐岭县", "苇塘区", "云泽县")
_PROSE = ("本年工作平稳。", "各项任务按期完成，没有遗留。", "情况与上年相近。", "数据经过核对，来自业务系统。")


def _money(random: Random) -> str:
    return f"{random.choice((0, 3, 17, 240, 1250)) + random.random() * 90 + 1:,.2f}"


def _number(text: str) -> float:
    return float(text.replace(",", "") or 0)


def _sum(figures: list[str], decimals: int) -> str:
    return f"{sum(map(_number, figures)):,.{decimals}f}"


def _text(random: Random) -> tuple[str, ...]:
    return tuple(random.sample(_PROSE, random.randint(1, 2)))


def accounts(random: Random) -> Other:
    """Final accounts of an office: two halves with line numbers, a table by code in pieces, one line under heads over heads."""
    agency = random.choice(_PLACES) + random.choice(("财政局", "水产局", "档案馆"))
    year = random.randint(2018, 2025)
    left, right = [_money(random) for _ in range(3)], [_money(random) for _ in range(4)]
    income = [(f"{n}、{w}收入", f) for n, w, f in zip("一二三", ("财政拨款", "事业", "其他"), left, strict=True)]
    spending = [
        (f"{n}、{w}支出", f) for n, w, f in zip("一二三四", ("教育", "农林水", "住房保障", "其他"), right, strict=True)
    ]
    income.append(("本年收入合计", _sum(left, 2)))
    spending.append(("本年支出合计", _sum(right, 2)))
    halves = tuple(
        Half(
            ("项目", "行次"),
            (Head("决算数"),),
            tuple(((w, str(n)), (f,)) for n, (w, f) in enumerate(own, first)),
            top=top,
        )
        for top, own, first in (("收入", income, 1), ("支出", spending, 5))
    )
    coded: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    basic, project = [_money(random), _money(random)], [_money(random), _money(random)]
    names = (("205", "", "教育支出"), ("205", "02", "普通教育"))
    total = [_sum(list(pair), 2) for pair in zip(basic, project, strict=True)]
    for code, section, name in names:
        coded.append(((code, section, "", name), (_sum(total, 2), _sum(basic, 2), _sum(project, 2))))
    for item, name, figures in zip(
        ("01", "02"), ("学前教育", "小学教育"), zip(total, basic, project, strict=True), strict=True
    ):
        coded.append((("205", "02", item, name), figures))
    coded.append((("合计", "", "", ""), coded[0][1]))
    spent = Half(
        ("类", "款", "项", "科目名称"),
        (Head("本年支出合计"), Head("其中", (Head("基本支出"), Head("项目支出")))),
        tuple(coded),
    )
    car = [_money(random), _money(random)]
    line = (_sum(["1.00", *car], 2), "1.00", _sum(car, 2), *car)
    trips = Half(
        (),
        (Head("合计"), Head("因公出国费"), Head("公务用车费", (Head("小计"), Head("购置费"), Head("运行费")))),
        (((), line),),
    )
    chapters = (
        Chapter("第一部分 概况", below=(Chapter("一、主要职能", _text(random)), Chapter("二、机构设置", _text(random)))),
        Chapter("第二部分 决算表", tables=(
            Printed("收入支出决算总表", "万元", halves), Printed("支出决算表", "万元", (spent,)),
            Printed("车辆经费支出表", "万元", (trips,)),
        )),
        Chapter("第三部分 情况说明", below=(Chapter("一、收入说明", _text(random)), Chapter("二、支出说明", _text(random)))),
    )  # fmt: skip
    return Other("accounts", f"{agency}{year}年度部门决算", agency, year, chapters, contents=True)


def bulletin(random: Random) -> Other:
    """A bulletin: indicators with a unit each, parts behind 其中, growth in percent."""
    place = random.choice(_PLACES)
    year = random.randint(2018, 2025)
    parts = [random.randint(20, 900) for _ in range(2)]
    rows = (
        (("粮食产量",), ("吨", f"{sum(parts):,}", f"{random.uniform(-9, 9):.1f}")),
        (("其中：夏粮",), ("吨", f"{parts[0]:,}", f"{random.uniform(1, 9):.1f}")),
        (("秋粮",), ("吨", f"{parts[1]:,}", f"-{random.uniform(1, 9):.1f}")),
        (("渔船",), ("艘", str(random.randint(3, 99)), "—")),
    )
    own = tuple((labels, figures[1:]) for labels, figures in rows)
    half = Half(("指标",), (Head("绝对数"), Head("比上年增长（%）")), own, ((), ("粮食产量",), (), ()))
    chapters = (
        Chapter("一、综合", _text(random)),
        Chapter("二、农业", _text(random), (Printed("表1 主要农产品产量", "", (half,)),)),
        Chapter("三、人口", below=(Chapter("（一）总量", _text(random)), Chapter("（二）结构", _text(random)))),
    )
    agency = f"{place}统计局"
    return Other(
        "bulletin",
        f"{place}{year}年经济和社会发展统计公报",
        agency,
        year,
        chapters,
        signed=agency,
        date=f"{year + 1}年3月12日",
    )


def casework(random: Random) -> Other:
    """Casework of a bureau: a list with ordinals, groups in a merged column, counts and money in one table."""
    agency = random.choice(_PLACES) + random.choice(("城市管理局", "市场监督管理局"))
    year = random.randint(2018, 2025)
    rows, counts, fines, ordinal = [], [], [], 0
    for group, names in (("处罚类", ("罚款", "没收财物", "吊销证照")), ("检查类", ("日常检查", "专项检查"))):
        for name in names:
            ordinal += 1
            counts.append(str(random.randint(1, 4000)))
            fines.append(f"{random.random() * 90:.1f}")
            rows.append(((str(ordinal), group, name), (counts[-1], fines[-1])))
    rows.append((("合计", "", ""), (str(sum(map(int, counts))), _sum(fines, 1))))
    half = Half(("序号", "类别", "事项"), (Head("数量（件）"), Head("金额（万元）")), tuple(rows))
    chapters = (
        Chapter("一、执法情况", _text(random), (Printed("行政执法事项统计表", "", (half,)),)),
        Chapter("二、问题和打算", _text(random)),
    )
    return Other("casework", f"{agency}{year}年行政执法数据公告", agency, year, chapters)


def schools(random: Random) -> Other:
    """Schools of a district: this year and the year before under each head, heads that repeat below different ones."""
    place = random.choice(_PLACES)
    year = random.randint(2018, 2025)
    names = ("第一小学", "第二小学", "实验中学", "职业学校")
    heads = tuple(Head(text, (Head(f"{year}年"), Head(f"{year - 1}年"))) for text in ("在校学生数", "专任教师数"))
    rows = [((name,), tuple(str(random.randint(30, 3000)) for _ in range(4))) for name in names]
    rows.append((("总计",), tuple(str(sum(int(figures[i]) for _, figures in rows)) for i in range(4))))
    half = Half(("学校",), heads, tuple(rows))
    chapters = (
        Chapter("第一章 规模", _text(random), (Printed("学校规模一览表", "人", (half,)),)),
        Chapter("第二章 条件", below=(Chapter("第一节 校舍", _text(random)), Chapter("第二节 设备", _text(random)))),
    )
    agency = f"{place}教育局"
    return Other("schools", f"{agency}{year}年教育事业统计", agency, year, chapters)


def water(random: Random) -> Other:
    """Water of a basin by month: many columns, decimals, cells that do not apply, a decimal numbering."""
    agency = random.choice(_PLACES) + "水务局"
    year = random.randint(2018, 2025)
    heads = tuple(Head(f"{month}月") for month in range(1, 7))
    rows = tuple(
        (
            (station,),
            tuple(random.choice((f"{random.random() * 20:.1f}", f"{random.random():.3f}", "—", "")) for _ in heads),
        )
        for station in ("上坝站", "石桥站", "南河口站", "新闸站")
    )
    half = Half(("站点",), heads, rows)
    chapters = (
        Chapter("1 概述", below=(Chapter("1.1 范围", _text(random)), Chapter("1.2 方法", _text(random)))),
        Chapter("2 水质", below=(Chapter("2.1 氨氮", _text(random), (Printed("表2-1 氨氮浓度", "", (half,)),)),
                                  Chapter("2.2 评价", _text(random)))),
    )  # fmt: skip
    return Other("water", f"{agency}{year}年水质监测报告", agency, year, chapters)


def council(random: Random) -> Other:
    """Accounts of a council in English: notes, two years, figures in brackets."""
    year = random.randint(2018, 2025)
    rows = tuple(
        ((name,), (random.choice(("3", "4", "")), f"{random.randint(100, 9000):,}", f"({random.randint(100, 9000):,})"))
        for name in ("Income from fees", "Staff costs", "Premises", "Net result")
    )
    half = Half(("Item",), (Head("Note"), Head(str(year)), Head(str(year - 1))), rows)
    chapters = (
        Chapter("Part I Overview", ("The council kept its services open all year.",)),
        Chapter(
            "Part II Accounts",
            ("The accounts were audited.",),
            (Printed("Table 1 Income and expenditure", "", (half,)),),
        ),
    )
    return Other(
        "council", f"Millbrook District Council Annual Accounts {year}", "Millbrook District Council", year, chapters
    )


KINDS: Mapping[str, Callable[[Random], Other]] = {
    **{kind.__name__: kind for kind in (accounts, bulletin, casework, schools, water, council)},
    **FURTHER,
    **WILDER,
}
