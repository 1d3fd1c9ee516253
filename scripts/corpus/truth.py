"""Invents a report for any form: figures that obey the form's sums, sections, title, signature; and its layout."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from corpus import words
from corpus.cells import print_cell, relabel, spoil, spoken
from corpus.figures import Cell, Number, equations, invent
from corpus.grid import PrintedTable, to_layout
from corpus.model import CellTruth, CommentTruth, FeeTruth, Key, SectionTruth, Truth, truth_from_json
from corpus.options import Options, any_options
from corpus.prose import Writer, fill
from gongkai.forms.model import Form, TableForm
from gongkai.forms.schema import ColumnSpec, RowSpec
from gongkai.text.numbering import strip_number

__all__ = [
    "CellTruth",
    "CommentTruth",
    "FeeTruth",
    "Options",
    "SectionTruth",
    "Truth",
    "any_options",
    "make_truth",
    "truth_from_json",
]

_DIGITS = "〇一二三四五六七八九"


def make_truth(seed: int | str, form: Form, **options: Any) -> Truth:  # noqa: ANN401  (checked by Options)
    """Invent one report; see ``Options`` for what may be asked. The same seed and options give the same report."""
    asked = Options(**options)
    rng = Random(f"truth {seed}")
    agency, we = asked.agency or rng.choice(words.AGENCIES)
    year = asked.year or rng.randint(2021, 2025)
    values = invent(form, rng, asked.profile, asked.pinned)
    published_values, wrong = _publish(form, values, rng, asked)
    tables = {table.key: _print_table(table, published_values, rng, asked) for table in form.tables}
    who = {"agency": agency, "we": we, "year": year, "next": year + 1, "last": year - 1}
    writer = Writer(form.spec, rng, asked, {**who, **spoken(published_values, asked.narrative == "contradicts")})
    title = _title(rng, asked, who)
    contact = _contact(rng, asked, agency)
    date = (year + 1, 1, rng.randint(4, 31))
    sections = writer.sections(_preamble(form, rng, asked, who, contact))
    if asked.signature:
        sections = (*sections, SectionTruth(key="closing", heading=None, level=0, text=_signature(agency, date, asked)))
    iso = "{}-{:02}-{:02}".format(*date)
    return Truth(
        form=form.id,
        title_lines=title,
        title="".join(title) or None,
        agency=agency,
        year=year,
        period={"start": f"{year}-01-01", "end": f"{year}-12-31"} if asked.period else None,
        published=iso if asked.signature or asked.release_line else None,
        release_line=f"发布日期：{iso}" if asked.release_line else None,
        contact={name: contact.get(name) for name in ("office", "address", "phone", "postcode", "email")},
        processing_fee=writer.fee if _tells(sections, writer.fee) else None,
        sections=sections,
        tables=tables,
        homes={table.key: table.spec.section for table in form.tables},
        comments=writer.comment(sections),
        wrong=wrong,
        layouts={table.key: _layout(table, tables[table.key], rng, asked) for table in form.tables},
    )


def _tells(sections: tuple[SectionTruth, ...], fee: FeeTruth | None) -> bool:
    return fee is not None and any(fee.text in part.text for s in sections for part in (s, *s.children))


def _publish(
    form: Form, values: dict[Cell, Number], rng: Random, options: Options
) -> tuple[dict[Cell, Number], tuple[Cell, ...]]:
    """Return the figures as published, with ``options.errors`` totals spoiled, and which those are."""
    totals = sorted({e.target for e in equations(form) if e.target})
    wrong = tuple(rng.sample(totals, min(options.errors, len(totals))))
    return {cell: spoil(value, rng) if cell in wrong else value for cell, value in values.items()}, wrong


def _print_table(table: TableForm, values: dict[Cell, Number], rng: Random, options: Options) -> dict[Key, CellTruth]:
    printed = (print_cell(slot, values[table.key, slot.row, slot.column], rng, options) for slot in table.slots)
    return {(cell.row, cell.column): cell for cell in printed}


def _layout(table: TableForm, cells: dict[Key, CellTruth], rng: Random, options: Options) -> PrintedTable:
    drawn = to_layout(table, {key: cell.printed for key, cell in cells.items()}, skewed=options.skewed)
    variants = dict(_variants(table))
    return PrintedTable(tuple(relabel(cell, options.labels, variants, rng) for cell in drawn.cells), drawn.width)


def _variants(table: TableForm) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every row and column label of ``table`` with its other printings."""
    waiting: list[RowSpec | ColumnSpec] = []
    for block in table.blocks:
        waiting.extend(block.spec.rows)
        waiting.extend(block.spec.columns)
    while waiting:
        node = waiting.pop()
        yield node.label, node.variants
        waiting.extend(node.rows if isinstance(node, RowSpec) else node.columns)


def _title(rng: Random, options: Options, who: dict[str, Any]) -> tuple[str, ...]:
    """Write the title on one line, or on two, broken between its parts or inside the phrase."""
    if options.title == "none":
        return ()
    parts = (fill(rng.choice(words.TITLES), who) or "").split("|")
    whole = "".join(parts)
    if options.title == "one":
        return (whole,)
    after = [len(parts[0]), len(parts[0] + parts[1]), len(parts[0] + parts[1]) + 2]
    cut = rng.choice(after)
    return whole[:cut], whole[cut:]


def _contact(rng: Random, options: Options, agency: str) -> dict[str, str]:
    """Invent whom to ask; the telephone numbers and addresses lead nowhere."""
    if not options.contact:
        return {}
    return {
        "office": f"{agency}办公室" if not agency.endswith("办公室") else agency,
        "address": f"{options.place}{rng.choice(words.STREETS)}{rng.randint(2, 399)}号",
        "phone": f"0{rng.randint(810, 898)}-555{rng.randint(1000, 9999)}",
        "postcode": f"{rng.randint(790000, 799999)}",
        "email": f"gongkai{rng.randint(10, 99)}@example.org.cn",
    }


def _preamble(form: Form, rng: Random, options: Options, who: dict[str, Any], contact: dict[str, str]) -> str:
    headings = "、".join(strip_number(section.label) for section in form.spec.sections)
    parts = [fill(rng.choice(words.PREAMBLES), {**who, "headings": headings})]
    if options.period:
        parts.append(fill(rng.choice(words.PERIODS), who))
    if contact:
        template = rng.choice(words.CONTACTS)
        for name in [name for name in contact if f"{{{name}}}" not in template]:
            del contact[name]
        parts.append(fill(template, contact))
    return "".join(part for part in parts if part)


def _signature(agency: str, date: tuple[int, int, int], options: Options) -> str:
    year, month, day = date
    if options.chinese_date:
        return f"{agency}\n{_han_year(year)}年{_han_day(month)}月{_han_day(day)}日"
    return f"{agency}\n{year}年{month}月{day}日"


def _han_year(year: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(year))


def _han_day(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
