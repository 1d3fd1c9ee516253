"""Invents families: labels, levels, sums, optional parts, open rows, halves and units at random."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Literal

from corpus.families.model import Column, Family, Kind, Part, Row, Said, Table

WORDS = tuple(
    word
    for line in (
        "水源 林地 渠道 仓储 检测 巡查 普查 培训 征收 退还 抽检 登记 变更 注销 投诉 调解 宣传 维修",
        "采购 检疫 试验 勘测 疏浚 绿化 保洁 照明 救助 抚恤 借阅 展览 录取 就业 资助 评估 备案 审图",
        "验收 移交 拆迁 安置 储粮 渔政 测绘 消防 供热 供水 船检 气象 防汛 种苗 畜牧 农机 茶园 竹林",
        "文保 考古 驿站 桥梁 隧道 港口 航道 公交 校车 食堂 药房 门诊 护理 康复 献血 疫苗 卫检 殡葬",
    )
    for word in line.split()
)
_TAILS = ("数", "次数", "情况", "件数", "面积", "数量")
_MONEY_TAILS = ("支出", "经费", "收入", "情况", "金额", "补助")
_CHAPTERS = ("总体情况", "工作开展情况", "统计数据", "存在的问题", "其他需要说明的事项", "收支情况", "办理情况")


class _Words:
    """Gives each word once, so that no two labels of a family are alike by chance."""

    def __init__(self, rng: Random) -> None:
        self._words = iter(rng.sample([a + b for a in WORDS for b in WORDS if a != b], 400))
        self._single = iter(rng.sample(WORDS, len(WORDS)))
        self._rng = rng
        self.tails = _TAILS

    def one(self) -> str:
        return next(self._single, "") or next(self._words)

    def label(self) -> str:
        return self.one() + self._rng.choice(self.tails)

    def names(self) -> tuple[str, ...]:
        """A label, and for one in eight another wording of it."""
        label = self.label()
        if self._rng.random() >= 0.12:
            return (label,)
        return (
            label,
            self._rng.choice((f"{label}（含往年）", f"其中：{label}", f"{label[:2]}、{label[2:]}", f"{label}总计")),
        )


def invent(seed: int) -> Family:
    """Invent a family."""
    rng = Random(f"family {seed}")
    words = _Words(rng)
    chapters = tuple(rng.sample(_CHAPTERS, rng.randint(2, 4)))
    makers = rng.sample(
        ("fixed", "fixed", "grouped", "codes", "list", "halves", "line", "flow", "units"), rng.randint(2, 4)
    )
    tables = [_table(rng, words, maker, len(chapters)) for maker in makers]
    if rng.random() < 0.5:
        tables += _sister(rng, words, tables[0])
    return Family(
        subject=rng.choice((words.one() + words.one() + "工作", words.one(), words.one() + words.one())),
        chapters=chapters,
        shuffled=rng.random() < 0.4,
        tables=tuple(tables),
        said=tuple(_sentences(rng, tables)),
    )


def _sister(rng: Random, words: _Words, table: Table) -> Iterator[Table]:
    """A table with the heads and rows of another one, under another caption."""
    yield Table(
        names=(f"{words.one()}{words.one()}情况表",), chapter=table.chapter, unit=table.unit, kind=table.kind,
        parts=table.parts, rounded=table.rounded, optional=rng.random() < 0.3,
    )  # fmt: skip


def _sentences(rng: Random, tables: list[Table]) -> Iterator[Said]:
    for at, table in enumerate(tables):
        part = table.parts[0]
        if not part.open and part.rows and table.kind == "count" and rng.random() < 0.7:
            row = rng.choice([i for i, r in enumerate(part.rows) if not r.optional])
            column = next(i for i, c in enumerate(part.columns) if not c.optional and not c.share)
            name = part.rows[row].names[0] or table.names[0]
            yield Said(f"本年度{name}共", (at, 0, str(row), column), table.unit)


def _table(rng: Random, words: _Words, maker: str, chapters: int) -> Table:
    kind: Kind = "money" if maker in ("codes", "halves") or rng.random() < 0.4 else "count"
    unit = rng.choice(("万元", "元")) if kind == "money" else rng.choice(("件", "人次", "个", "项"))
    halves = 2 if maker == "halves" else 1
    words.tails = _MONEY_TAILS if kind == "money" else _TAILS
    name = f"{words.one()}{words.one()}{rng.choice(('情况统计表', '明细表', '一览表', '决算表'))}"
    return Table(
        names=(name, f"{name[:4]}基本{name[4:]}") if rng.random() < 0.15 else (name,),
        chapter=rng.randrange(chapters),
        unit="" if maker == "units" else unit,
        kind="count" if maker == "units" else kind,
        parts=tuple(_part(rng, words, maker, kind) for _ in range(halves)),
        rounded=kind == "money" and maker != "halves" and rng.random() < 0.4,
        optional=rng.random() < 0.12,
    )


def _part(rng: Random, words: _Words, maker: str, kind: Kind) -> Part:
    columns = (
        (Column(names=("金额",)),) if maker == "halves"
        else (Column(names=(rng.choice(("数量", "本年数")),)),) if maker == "units"
        else _columns(rng, words, kind, wide=maker == "line")
    )  # fmt: skip
    ordinals = maker in ("fixed", "halves", "flow") and rng.random() < 0.3
    stubs, rows, kept = _rows(rng, words, maker)
    return Part(
        stubs=(*stubs, "行次") if ordinals else stubs,
        columns=columns,
        rows=rows,
        open=kept,
        ordinals=ordinals,
        numbered=maker in ("fixed", "codes", "grouped") and rng.random() < 0.2,
    )


# --- columns -------------------------------------------------------------------------------------------------------------


def _columns(rng: Random, words: _Words, kind: Kind, *, wide: bool) -> tuple[Column, ...]:
    shape = (
        rng.choice(("flat", "flat", "total", "total", "among", "tree", "deep"))
        if not wide
        else rng.choice(("tree", "deep"))
    )
    if shape in ("tree", "deep"):
        columns = _tree(rng, words, deep=shape == "deep")
    else:
        columns = [Column(names=words.names(), optional=rng.random() < 0.12) for _ in range(rng.randint(2, 4))]
        if shape != "flat":
            total = Column(names=(rng.choice(("合计", "总计", "小计")),), parts=tuple(range(len(columns))))
            if shape == "among":
                columns.append(Column(names=(f"其中：{words.label()}",), among=0))
            if rng.random() < 0.3:  # the total first: the others move by one
                columns = [total, *columns]
                columns = [c if c.among is None else _moved(c) for c in columns]
                columns[0] = Column(names=total.names, parts=tuple(p + 1 for p in total.parts))
            else:
                columns.append(total)
    if kind == "money" and not wide and rng.random() < 0.25:
        columns.append(Column(names=(words.one() + "差额",), signed=True))
    if not wide and rng.random() < 0.25:
        name = rng.choice(("占比", "比上年增长（%）"))
        columns.append(Column(names=(name,), kind="percent", share=(0, len(columns) - 1)))
    if not wide and kind == "count" and rng.random() < 0.2:
        columns.append(Column(names=(f"{words.one()}金额（元）",), unit="元", kind="money"))
    return tuple(columns)


def _moved(column: Column) -> Column:
    return Column(names=column.names, among=(column.among or 0) + 1)


def _tree(rng: Random, words: _Words, *, deep: bool) -> list[Column]:
    """合计, a group of 小计 and its parts, a further column; where it is deep, all of it below one head."""
    over = (words.label(),) if deep else ()
    group = words.label()
    inner = [Column(names=(words.label(),), over=(*over, group)) for _ in range(rng.randint(2, 3))]
    columns = [Column(names=("合计",), over=over, parts=(1, len(inner) + 2))]
    columns.append(Column(names=("小计",), over=(*over, group), parts=tuple(range(2, 2 + len(inner)))))
    return [*columns, *inner, Column(names=(words.label(),), over=over)]


# --- rows ----------------------------------------------------------------------------------------------------------------


def _rows(
    rng: Random, words: _Words, maker: str
) -> tuple[tuple[str, ...], tuple[Row, ...], Literal["", "codes", "list"]]:
    kept: Literal["", "codes", "list"] = ""
    stubs: tuple[str, ...]
    rows: tuple[Row, ...]
    if maker == "codes":
        stubs = rng.choice((("科目编码", "科目名称"), ("功能分类科目编码", "科目名称"), ("类", "款", "项", "科目名称")))
        rows, kept = (Row(names=("合计",)),) if rng.random() < 0.8 else (), "codes"
    elif maker == "list":
        stubs, kept = ("序号", "名称"), "list"
        rows = (Row(names=("合计",)),) if rng.random() < 0.7 else ()
    elif maker == "line":
        stubs, rows = (), (Row(names=("",)),)
    elif maker == "grouped":
        stubs, rows = ("类别", "项目"), tuple(_grouped(rng, words))
    elif maker == "flow":
        stubs, rows = ("项目",), _flow(rng, words)
    elif maker == "units":
        units = rng.sample(("件", "人次", "万元", "个", "项"), 4)
        stubs, rows = ("指标", "计量单位"), tuple(Row(names=words.names(), unit=u) for u in units)
    else:
        stubs, rows = ("项目",), tuple(_fixed(rng, words, halved=maker == "halves"))
    return stubs, rows, kept


def _fixed(rng: Random, words: _Words, *, halved: bool) -> list[Row]:
    rows: list[Row] = []
    groups: list[int] = []
    for _ in range(1 if halved else rng.randint(1, 3)):
        size = rng.randint(2, 4 + 3 * halved)
        items = [Row(names=words.names(), optional=rng.random() < 0.18) for _ in range(size)]
        head = words.one() + rng.choice(("总数", "总量", "小计", "合计"))
        at = len(rows)
        if rng.random() < 0.5:
            rows += [Row(names=(head,), parts=tuple(range(at + 1, at + 1 + size))), *items]
            groups.append(at)
        else:
            rows += [*items, Row(names=(head,), parts=tuple(range(at, at + size)))]
            groups.append(len(rows) - 1)
    if len(groups) > 1 and rng.random() < 0.6:
        rows.append(Row(names=("总计",), parts=tuple(groups)))
    return rows


def _grouped(rng: Random, words: _Words) -> list[Row]:
    """Groups in a stub of their own; the items of two groups may have the same names."""
    same = [words.label() for _ in range(rng.randint(2, 3))] if rng.random() < 0.5 else None
    rows: list[Row] = []
    sums: list[int] = []
    for _ in range(rng.randint(2, 3)):
        group = words.one() + "类"
        labels = same or [words.label() for _ in range(rng.randint(2, 3))]
        at = len(rows)
        rows += [Row(names=(label,), group=group, optional=same is None and rng.random() < 0.15) for label in labels]
        rows.append(Row(names=("小计",), group=group, parts=tuple(range(at, len(rows)))))
        sums.append(len(rows) - 1)
    return [*rows, Row(names=("合计",), group="合计", parts=tuple(sums))]


def _flow(rng: Random, words: _Words) -> tuple[Row, ...]:
    """What the year before handed on, came in, went out, is handed on."""
    what = words.one()
    return (
        Row(names=(f"上年结转{what}数",), carries=3),
        Row(names=(f"本年新收{what}数",)),
        Row(names=(f"本年办结{what}数",)),
        Row(names=(f"结转下年{what}数",), parts=(0, 1), minus=(2,)),
    )
