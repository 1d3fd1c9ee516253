"""Further kinds of invented documents: shapes that were tried after the readers of tables stood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from corpus.others.model import Chapter, Half, Head, Other, Printed

_PLACES = ("栖霞岭县", "沅泽市", "柏溪区", "青麓县", "雁洲市")
_PROSE = ("数据取自业务系统。", "本年各项工作平稳，没有重大变化。", "有关情况与上年大体一致。", "统计口径与上年相同。")


def _text(random: Random) -> tuple[str, ...]:
    return tuple(random.sample(_PROSE, random.randint(1, 2)))


def _place(random: Random) -> tuple[str, int]:
    return random.choice(_PLACES), random.randint(2016, 2025)


def economy(random: Random) -> Other:
    """A bulletin: rows set in below each other, a unit a row, growth in percent, the total on top."""
    place, year = _place(random)
    first, second = random.randint(10, 900), [random.randint(100, 900) for _ in range(2)]
    third = random.randint(100, 900)
    names = ("地区生产总值", "第一产业", "第二产业", "工业", "建筑业", "第三产业")
    values = (first + sum(second) + third, first, sum(second), *second, third)
    steps = (0, 1, 1, 2, 2, 1)
    parents = ((), names[:1], names[:1], (names[0], names[2]), (names[0], names[2]), names[:1])
    rows = tuple(
        ((name,), (f"{value:,}", f"{random.uniform(-8, 12):.1f}")) for name, value in zip(names, values, strict=True)
    )
    half = Half(("指标名称",), (Head("绝对数"), Head("比上年增长（%）")), rows, parents, steps=steps)
    chapters = (
        Chapter("一、综合", _text(random), (Printed(f"表1 {year}年地区生产总值", "亿元", (half,)),)),
        Chapter("二、居民生活", _text(random)),
        Chapter("三、社会事业", below=(Chapter("（一）教育", _text(random)), Chapter("（二）卫生", _text(random)))),
    )
    agency = f"{place}统计局"
    title = f"{place}{year}年国民经济和社会发展统计公报"
    return Other("economy", title, agency, year, chapters, signed=agency, date=f"{year + 1}年4月2日")


def enforcement(random: Random) -> Other:
    """Enforcement by body and kind: heads over heads with a unit in each, bodies below each other, the total in the first row."""
    place, year = _place(random)
    kinds = ("警告、通报批评", "罚款", "没收违法所得、没收非法财物", "吊销许可证件")
    bodies = ("城区中队", "城东街道办事处", "河口镇人民政府", "石门镇人民政府")
    counts = [[random.choice((0, 3, 18, 240)) + random.randint(0, 9) for _ in kinds] for _ in bodies]
    fines = [f"{random.random() * 300 + 1:.2f}" for _ in bodies]
    rows = [((b,), (*map(str, c), str(sum(c)), f)) for b, c, f in zip(bodies, counts, fines, strict=True)]
    down = [sum(c[i] for c in counts) for i in range(len(kinds))]
    rows.insert(0, (("合计",), (*map(str, down), str(sum(down)), f"{sum(map(float, fines)):.2f}")))
    heads = (Head("行政处罚实施数量（宗）", (*map(Head, kinds), Head("合计（宗）"))), Head("罚没金额（万元）"))
    agency = place + random.choice(("综合行政执法局", "应急管理局"))
    chapters = (
        Chapter(
            "第一部分 数据表",
            (),
            (Printed("表一 行政处罚实施情况统计表", "", (Half(("执法主体",), heads, tuple(rows)),)),),
        ),
        Chapter("第二部分 情况说明", _text(random)),
    )
    return Other("enforcement", f"{agency}{year}年度行政执法统计年报", agency, year, chapters)


def campus(random: Random) -> Other:
    """Facts of a college: two pairs of item and figure side by side, one below the other for each subject."""
    place, year = _place(random)
    agency = f"{place[:-1]}职业技术学院"
    left = (("在校学生（人）", random.randint(3000, 9000)), ("专任教师（人）", random.randint(100, 900)),
            ("图书（万册）", random.randint(10, 99)))  # fmt: skip
    right = (("校舍面积（平方米）", random.randint(30000, 90000)), ("实训基地（个）", random.randint(3, 30)),
             ("当年招生（人）", random.randint(900, 2900)))  # fmt: skip
    halves = tuple(
        Half(("项目",), (Head("数值"),), tuple(((name,), (f"{n}",)) for name, n in side)) for side in (left, right)
    )
    chapters = (
        Chapter("一、概述", _text(random)),
        Chapter("二、办学条件", _text(random), (Printed("基本办学条件一览表", "", halves),)),
        Chapter("三、师资队伍", below=(Chapter("1.结构", _text(random)), Chapter("2.培训", _text(random)))),
    )
    return Other("campus", f"{agency}{year}年教育质量报告", agency, year, chapters)


def air(random: Random) -> Other:
    """Air by month: months are rows, a row of units below the heads, a mean that is no sum, months without a value."""
    place, year = _place(random)
    heads = tuple(
        Head(n, (Head(u),)) for n, u in (("PM2.5", "微克/立方米"), ("臭氧", "微克/立方米"), ("优良天数", "天"))
    )
    rows = [
        (
            (f"{m}月",),
            (
                str(random.randint(9, 80)),
                random.choice((str(random.randint(60, 180)), "—")),
                str(random.randint(9, 28)),
            ),
        )
        for m in range(1, 9)
    ]
    rows.append((("平均",), (str(random.randint(20, 60)), str(random.randint(80, 140)), "")))
    agency = f"{place}生态环境局"
    table = Printed("表2.1 各月监测结果", "", (Half(("月份",), heads, tuple(rows)),))
    results = (Chapter("2.1 监测结果", _text(random), (table,)), Chapter("2.2 评价", _text(random)))
    chapters = (Chapter("1 总体状况", _text(random)), Chapter("2 空气", below=results))
    return Other(
        "air", f"{place}{year}年环境质量状况公报", agency, year, chapters, signed=agency, date=f"{year + 1}年6月5日"
    )


def homes(random: Random) -> Other:
    """A list of homes: words, dates and telephone numbers beside one column of figures."""
    place, year = _place(random)
    names = ("康宁敬老院", "福寿养老服务中心", "夕阳红护理院", "安泰老年公寓")
    rows = tuple(
        (
            (str(n), name),
            (
                random.choice(("公办", "民办", "公建民营")),
                f"{year - random.randint(0, 9)}-0{random.randint(1, 9)}-1{random.randint(0, 9)}",
                str(random.randint(20, 400)),
                f"05{random.randint(10, 99)}-8{random.randint(100000, 999999)}",
            ),
        )
        for n, name in enumerate(names, 1)
    )
    heads = (Head("性质"), Head("备案日期"), Head("床位数（张）"), Head("联系电话"))
    agency = f"{place}民政局"
    chapters = (
        Chapter(
            "一、基本情况",
            _text(random),
            (Printed(f"{place}养老机构名录", "", (Half(("序号", "机构名称"), heads, rows),)),),
        ),
        Chapter("二、扶持政策", _text(random)),
    )
    return Other("homes", f"{agency}{year}年养老服务工作情况公示", agency, year, chapters)


def funds(random: Random) -> Other:
    """Funds by field and project: two columns of merged groups, long names, the total on top."""
    place, year = _place(random)
    fields = {
        "乡村振兴": ("高标准农田建设及配套灌溉渠系改造项目（二期）", "农村公路养护"),
        "社会保障": ("城乡居民基本养老保险县级财政补助资金", "残疾人两项补贴", "高龄津贴"),
        "教育": ("义务教育薄弱环节改善与能力提升补助资金", "校园安全"),
    }
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    planned, paid = [], []
    for field, names in fields.items():
        for name in names:
            planned.append(f"{random.random() * 900 + 90:.2f}")
            paid.append(f"{random.random() * 900 + 9:.2f}")
            rows.append(((field, name), (planned[-1], paid[-1])))
    rows.insert(0, (("合计", ""), (f"{sum(map(float, planned)):.2f}", f"{sum(map(float, paid)):.2f}")))
    half = Half(("领域", "项目名称"), (Head("预算安排"), Head("已拨付")), tuple(rows), merged=("领域",))
    agency = f"{place}财政局"
    chapters = (
        Chapter("一、资金安排", _text(random), (Printed("财政专项资金安排和拨付情况", "万元", (half,)),)),
        Chapter("二、绩效", below=(Chapter("（一）自评", _text(random)), Chapter("（二）抽查", _text(random)))),
    )
    return Other("funds", f"{agency}{year}年财政专项资金公开", agency, year, chapters)


def audit(random: Random) -> Other:
    """Findings: long sentences in cells, an amount beside them, the caption below the table."""
    place, year = _place(random)
    found = ("专项资金拨付不及时，滞留超过六个月", "未按规定招标采购", "固定资产账实不符", "扩大开支范围列支费用")
    mended = ("已全部整改", "已收回资金并上缴财政", "正在整改，预计次年六月完成", "已完善制度")
    rows = tuple(
        ((str(n), text), (f"{random.random() * 90 + 1:.2f}", how))
        for n, (text, how) in enumerate(zip(found, mended, strict=True), 1)
    )
    agency = f"{place}审计局"
    half = Half(("序号", "审计发现的主要问题"), (Head("金额（万元）"), Head("整改情况")), rows)
    chapters = (
        Chapter("一、审计的基本情况", _text(random)),
        Chapter("二、审计发现的问题", _text(random), (Printed("表1 审计发现问题整改情况", "", (half,), below=True),)),
        Chapter("三、审计建议", _text(random)),
    )
    return Other(
        "audit",
        f"{place}{year}年度本级预算执行审计结果公告",
        agency,
        year,
        chapters,
        signed=agency,
        date=f"{year + 1}年8月20日",
    )


def decade(random: Random) -> Other:
    """Years are rows; a sum and its parts are columns; bare numbers of years head a second table."""
    place, year = _place(random)
    rows = []
    for y in range(year - 4, year + 1):
        parts = [random.randint(100, 5000) for _ in range(3)]
        rows.append(((f"{y}",), (str(sum(parts)), *map(str, parts))))
    first = Half(("年份",), (Head("合计"), Head("门诊"), Head("急诊"), Head("住院")), tuple(rows))
    own = tuple(
        ((n,), tuple(str(random.randint(10, 900)) for _ in range(4)))
        for n in ("医院（所）", "卫生院（所）", "诊所（所）")
    )
    second = Half(("机构",), tuple(Head(f"{y}") for y in range(year - 3, year + 1)), own)
    agency = f"{place}卫生健康委员会"
    chapters = (
        Chapter("一、服务量", _text(random), (Printed("历年诊疗人次", "人次", (first,)),)),
        Chapter("二、机构", _text(random), (Printed("历年医疗卫生机构数", "", (second,)),)),
    )
    return Other("decade", f"{agency}{year}年卫生健康事业发展统计简报", agency, year, chapters)


def ledger(random: Random) -> Other:
    """A long table by code that runs over pages without its heads, the total last."""
    place, year = _place(random)
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    whole = [0.0, 0.0]
    for kind, name in (("301", "工资福利支出"), ("302", "商品和服务支出"), ("310", "资本性支出")):
        own = [[random.random() * 90 for _ in range(2)] for _ in range(16)]
        own = [[round(a, 2), round(b, 2)] for a, b in own]
        sums = [sum(a for a, _ in own), sum(b for _, b in own)]
        whole = [w + s for w, s in zip(whole, sums, strict=True)]
        rows.append(((kind, name), (f"{sum(sums):.2f}", *(f"{s:.2f}" for s in sums))))
        rows += [
            ((f"{kind}{n:02d}", f"{name[:2]}明细{n}"), (f"{a + b:.2f}", f"{a:.2f}", f"{b:.2f}"))
            for n, (a, b) in enumerate(own, 1)
        ]
    rows.append((("合计", ""), (f"{sum(whole):.2f}", *(f"{s:.2f}" for s in whole))))
    half = Half(("科目编码", "科目名称"), (Head("合计"), Head("人员经费"), Head("公用经费")), tuple(rows))
    agency = f"{place}供销合作社"
    chapters = (
        Chapter("第一部分 单位概况", _text(random)),
        Chapter("第二部分 预算表", (), (Printed("基本支出预算表", "万元", (half,)),)),
        Chapter("第三部分 名词解释", _text(random)),
    )
    return Other("ledger", f"{agency}{year}年单位预算", agency, year, chapters, contents=True)


def shops(random: Random) -> Other:
    """Groups in lines of their own over the whole table, and a subtotal for each."""
    place, year = _place(random)
    banners, rows, whole = [], [], [0, 0]
    for group, names in (("食品类", ("粮油", "肉禽", "蔬果")), ("日用品类", ("洗涤", "纸品"))):
        banners.append((len(rows), group))
        own = [[random.randint(1, 900) for _ in range(2)] for _ in names]
        rows += [((n,), tuple(map(str, f))) for n, f in zip(names, own, strict=True)]
        sums = [sum(f[i] for f in own) for i in range(2)]
        rows.append((("小计",), tuple(map(str, sums))))
        whole = [a + b for a, b in zip(whole, sums, strict=True)]
    half = Half(("品种",), (Head("抽检批次"), Head("合格批次")), tuple(rows), banners=tuple(banners))
    agency = f"{place}市场监督管理局"
    chapters = (
        Chapter("一、抽检结果", _text(random), (Printed("商品质量监督抽检结果", "批次", (half,)),)),
        Chapter("二、后续处理", _text(random)),
    )
    return Other("shops", f"{agency}{year}年商品质量抽检情况通报", agency, year, chapters)


FURTHER: Mapping[str, Callable[[Random], Other]] = {
    kind.__name__: kind for kind in (economy, enforcement, campus, air, homes, funds, audit, decade, ledger, shops)
}
