"""Invented families of reports: labels, levels, sums, optional and open rows at random; and reports of one, in several formats."""

from __future__ import annotations

import io
from decimal import Decimal
from random import Random

from msgspec import Struct

_WORDS = tuple(
    word
    for line in (
        "水源 林地 渠道 仓储 检测 巡查 普查 培训 征收 退还 抽检 登记 变更 注销 投诉 调解 宣传 维修",
        "采购 检疫 试验 勘测 疏浚 绿化 保洁 照明 救助 抚恤 借阅 展览 录取 就业 资助 评估 备案 审图",
        "验收 移交 拆迁 安置",
    )
    for word in line.split()
)
_TAILS = ("数", "次数", "情况", "件数", "支出", "经费", "面积", "数量")
_PLACES = ("芦川县", "青岚县", "云溪区", "石桥市", "苇塘县", "临江市")
_AGENCIES = [place + body for place in _PLACES for body in ("水务局", "林业局", "教育局", "粮食局", "体育局", "商务局")]
Line = tuple[str, ...]


class Row(Struct, frozen=True):
    """A row of a family: ``parts`` are rows that it is the sum of; ``code`` is there for open rows."""

    label: str
    parts: tuple[str, ...] = ()
    optional: bool = False


class Table(Struct, frozen=True):
    """``total`` is the head of a last column that adds the others, "" where there is none; ``kind`` is fixed, codes or list."""

    caption: str
    unit: str
    heads: tuple[str, ...]
    total: str
    kind: str
    rows: tuple[Row, ...]
    decimals: int
    share: bool


class Family(Struct, frozen=True):
    """A family of reports."""

    subject: str
    tables: tuple[Table, ...]


class Filled(Struct, frozen=True):
    """One report: its title, and for each table caption, unit line, heads, rows (labels, then figures as printed)."""

    title: str
    tables: tuple[tuple[str, str, Line, tuple[tuple[Line, Line], ...]], ...]


def invent(seed: int) -> Family:
    """Invent a family."""
    rng = Random(seed)
    words = rng.sample(_WORDS, len(_WORDS))
    pick = iter(words * 3)
    subject = f"{next(pick)}{next(pick)}工作"
    kinds = rng.sample(["fixed", "codes", "list"], rng.randint(1, 3))
    if "fixed" not in kinds:
        kinds.append("fixed")
    return Family(subject, tuple(_table(rng, kind, pick) for kind in kinds))


def _table(rng: Random, kind: str, pick: object) -> Table:
    def word() -> str:
        return next(pick)  # type: ignore[call-overload,no-any-return]

    decimals = rng.choice((0, 2)) if kind != "list" else 0
    unit = rng.choice(("万元", "元")) if decimals else rng.choice(("件", "人次", "个"))
    columns = tuple(f"{word()}{rng.choice(_TAILS)}" for _ in range(rng.randint(2, 4)))
    total = rng.choice(("合计", "总计", "")) if len(columns) > 1 else ""
    rows: list[Row] = []
    if kind == "fixed":
        for _ in range(rng.randint(1, 3)):
            items = tuple(f"{word()}{rng.choice(_TAILS)}" for _ in range(rng.randint(2, 4)))
            items = tuple(dict.fromkeys(items))
            head = f"{word()}{rng.choice(('总数', '总量', '小计'))}"
            rows.append(Row(head, items))
            rows += [Row(item, optional=rng.random() < 0.2) for item in items]
    elif rng.random() < 0.8:
        rows.append(Row("合计"))
    caption = f"{word()}{word()}{rng.choice(('情况统计表', '明细表', '一览表'))}"
    return Table(caption, unit, columns, total, kind, tuple(rows), decimals, False)


def fill(family: Family, seed: int) -> Filled:
    """Fill one report in."""
    rng = Random(seed)
    agency, year = rng.choice(_AGENCIES), rng.randint(2018, 2024)
    return Filled(f"{agency}{year}年度{family.subject}报告", tuple(_filled(rng, table) for table in family.tables))


def _filled(rng: Random, table: Table) -> tuple[str, str, Line, tuple[tuple[Line, Line], ...]]:
    heads = {"fixed": ("项目",), "codes": ("科目编码", "科目名称"), "list": ("序号", "名称")}[table.kind]
    values = {"fixed": _fixed, "codes": _codes, "list": _list}[table.kind](rng, table)
    lines: list[tuple[Line, Line]] = []
    for labels, numbers in values:
        own = [*numbers, sum(numbers, Decimal(0))] if table.total else numbers
        lines.append((labels, tuple(f"{n:.{table.decimals}f}" for n in own)))
    return (
        table.caption,
        f"单位：{table.unit}",
        (*heads, *table.heads, *((table.total,) if table.total else ())),
        tuple(lines),
    )


def _number(rng: Random, table: Table) -> Decimal:
    return Decimal(rng.choice((0, rng.randint(1, 90), rng.randint(100, 99999)))) / (100 if table.decimals else 1)


def _fixed(rng: Random, table: Table) -> list[tuple[Line, list[Decimal]]]:
    numbers: dict[str, list[Decimal]] = {}
    for row in table.rows:
        if not row.parts and not (row.optional and rng.random() < 0.5):
            numbers[row.label] = [_number(rng, table) for _ in table.heads]
    found: list[tuple[Line, list[Decimal]]] = []
    for row in table.rows:
        if row.parts:
            own = [numbers[part] for part in row.parts if part in numbers]
            found.append(
                (
                    (row.label,),
                    [sum(column, Decimal(0)) for column in zip(*own, strict=True)] or [Decimal(0)] * len(table.heads),
                )
            )
        elif row.label in numbers:
            found.append(((row.label,), numbers[row.label]))
    return found


def _codes(rng: Random, table: Table) -> list[tuple[Line, list[Decimal]]]:
    found: list[tuple[Line, list[Decimal]]] = []
    total = [Decimal(0)] * len(table.heads)
    for top in sorted(rng.sample(range(201, 235), rng.randint(2, 5))):
        items = [
            (
                (f"{top}{i:02d}", f"{rng.choice(_WORDS)}{rng.choice(_WORDS)}事务"),
                [_number(rng, table) for _ in table.heads],
            )
            for i in sorted(rng.sample(range(1, 30), rng.randint(1, 4)))
        ]
        own = [sum(column, Decimal(0)) for column in zip(*(n for _, n in items), strict=True)]
        found += [((str(top), f"{_WORDS[top % len(_WORDS)]}支出"), own), *items]
        total = [a + b for a, b in zip(total, own, strict=True)]
    return [*found, (("合计", ""), total)] if table.rows else found


def _list(rng: Random, table: Table) -> list[tuple[Line, list[Decimal]]]:
    names = rng.sample([f"{a}{b}项目" for a in _WORDS for b in _WORDS if a != b], rng.randint(3, 9))
    lines = [((str(i), name), [_number(rng, table) for _ in table.heads]) for i, name in enumerate(names, 1)]
    total = [sum(column, Decimal(0)) for column in zip(*(n for _, n in lines), strict=True)]
    return [*lines, (("", "合计"), total)] if table.rows else lines


# --- formats -------------------------------------------------------------------------------------------------------------


def rows_of(table: tuple[str, str, Line, tuple[tuple[Line, Line], ...]]) -> list[Line]:
    """The lines of a table, its heads first."""
    return [table[2], *((*labels, *figures) for labels, figures in table[3])]


def to_html(report: Filled) -> bytes:
    """A web page."""
    parts = [f"<h1>{report.title}</h1><h2>一、总体情况</h2><p>本年度各项工作有序开展。</p><h2>二、统计数据</h2>"]
    for table in report.tables:
        lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows_of(table))
        parts.append(f"<p>{table[0]}</p><p>{table[1]}</p><table>{lines}</table>")
    return f"<html><body>{''.join(parts)}</body></html>".encode()


def to_docx(report: Filled) -> bytes:
    """A Word document."""
    import docx

    made = docx.Document()
    made.add_heading(report.title, 0)
    made.add_heading("一、总体情况", 1)
    made.add_paragraph("本年度各项工作有序开展。")
    made.add_heading("二、统计数据", 1)
    for table in report.tables:
        made.add_paragraph(table[0])
        made.add_paragraph(table[1])
        rows = rows_of(table)
        grid = made.add_table(len(rows), len(rows[0]), style="Table Grid")
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                grid.cell(r, c).text = cell
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def to_xlsx(report: Filled) -> bytes:
    """A workbook, one sheet a table."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for number, table in enumerate(report.tables):
            sheet = book.add_worksheet(f"{number + 1}")
            sheet.write_string(0, 0, report.title)
            sheet.write_string(1, 0, table[0])
            sheet.write_string(2, 0, table[1])
            for r, row in enumerate(rows_of(table), 3):
                for c, cell in enumerate(row):
                    sheet.write_string(r, c, cell)
    return out.getvalue()


def to_text(report: Filled, mark: str) -> bytes:
    """Text whose cells are parted by a mark: TAB or ``|``."""
    lines = [report.title, "", "一、总体情况", "本年度各项工作有序开展。", "二、统计数据"]
    for table in report.tables:
        lines += ["", table[0], table[1]]
        lines += [mark.join(row) if mark == "\t" else f"| {' | '.join(row)} |" for row in rows_of(table)]
    return "\n".join(lines).encode()


FORMATS = {
    "html": ("a.html", to_html),
    "docx": ("a.docx", to_docx),
    "xlsx": ("a.xlsx", to_xlsx),
    "tabs": ("a.txt", lambda report: to_text(report, "\t")),
    "pipes": ("a.txt", lambda report: to_text(report, "|")),
}
"""The name of a file and what writes it, by format."""
