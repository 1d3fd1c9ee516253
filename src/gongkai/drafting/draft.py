"""From a blank form as a document to a drafted form file: headings, tables, titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from gongkai.document import Document, Grid, Paragraph
from gongkai.drafting.blocks import draft_blocks
from gongkai.drafting.write import write_form
from gongkai.errors import SourceError
from gongkai.forms.model import names_of
from gongkai.forms.schema import ColumnSpec, FormSpec, RowSpec, SectionSpec, TableSpec, TitleSpec
from gongkai.text.fold import core, narrow, one_line, without_digits
from gongkai.text.numbering import leading_number, strip_number

_LONGEST_HEADING = 40  # letters; a longer line of a blank form is an instruction
_SENTENCE = regex.compile(r"[。；;！!？?，,]")
_TITLE = regex.compile(r"(?:年度报告|工作报告|情况报告|报告|年报|统计表|情况表|表|情况说明|说明)$")
_NUMBER = regex.compile(r"^附[表件]\s*\d*\s*[:：]?\s*")
_REMARK = regex.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_BEFORE_SUBJECT = regex.compile(
    r"^.*?(?:\d{4}|[xX×_＿○〇*]{1,8}|\s)\s*年度?|^[xX×_＿○〇*\d\s]+\p{Han}{0,3}?(?=\p{Han}{4})"
)
_UNIT_LINE = regex.compile(r"^[（(]?(?:计量|金额)?单位\s*[:：]\s*(\p{Han}{1,4})[）)]?$")
_PLACEHOLDER = regex.compile(r"[xX×_＿○〇*…]|^[（(].*[）)]$")
_MANY_LABELS = 6  # a signature of more would miss forms of which one label is misprinted
_SHORTEST_SUBJECT = 3  # 工作 or 基本 are about anything


class Draft(Struct, frozen=True):
    """A form file as text, and what a person should know about it."""

    text: str
    remarks: tuple[str, ...]


class _Found(Struct, frozen=True):
    """A table of the document: the section that it stands in, and the paragraphs between its heading and itself."""

    grid: Grid
    section: int
    above: tuple[str, ...]


def draft_form(document: Document, form_id: str) -> Draft:
    """Draft a form. Raises SourceError where the document has no table with empty cells beside labels."""
    headings = _headings(document)
    title = _title(document, headings)
    sections = _sections(headings)
    remarks: list[str] = []
    tables: list[TableSpec] = []
    for found in _tables(document, headings):
        table, said = _table(found, f"table{len(tables) + 1}", sections, title)
        remarks += [
            f"table {found.grid.place.table + 1 if found.grid.place.table is not None else '?'}: {r}" for r in said
        ]
        if table is not None:
            tables.append(table)
    if not tables:
        why = f" ({remarks[0]})" if remarks else "; name the blank form, not a filled one"
        raise SourceError(f"there is no table in it whose labels have cells that wait for figures{why}")
    titles = _titles(title)
    spec = FormSpec(
        id=form_id,
        name=f"{titles.subjects[0]}{titles.ends[0]}" if titles else _plain_name(title) or tables[0].label,
        sections=sections,
        tables=tuple(tables),
        titles=titles,
        signature=_signature(tables),
    )
    return Draft(write_form(spec), tuple(remarks))


# --- headings ------------------------------------------------------------------------------------------------------------


class _Heading(Struct, frozen=True):
    block: int
    level: int
    label: str


def _headings(document: Document) -> tuple[_Heading, ...]:
    """Return the numbered headings (一、 and （一）), or those of the source's own levels where none is numbered."""
    short = [(i, b) for i, b in enumerate(document.blocks) if isinstance(b, Paragraph) and _may_head(b.text)]
    numbered = [
        _Heading(i, number.level, one_line(b.text)) for i, b in short if (number := leading_number(b.text)) is not None
    ]
    if any(heading.level == 1 for heading in numbered):
        return tuple(heading for heading in numbered if heading.level <= 2)
    declared = [_Heading(i, b.level, one_line(b.text)) for i, b in short if b.level is not None]
    levels = sorted({heading.level for heading in declared})[:2]
    if len(levels) == 2 and sum(heading.level == levels[0] for heading in declared) == 1:
        levels = levels[1:]  # the only one of its level is the title
    return tuple(_Heading(h.block, 1 + levels.index(h.level), h.label) for h in declared if h.level in levels)


def _may_head(text: str) -> bool:
    return 1 < len(one_line(text)) <= _LONGEST_HEADING and not _SENTENCE.search(text)


def _sections(headings: Sequence[_Heading]) -> tuple[SectionSpec, ...]:
    sections: list[tuple[str, list[str]]] = []
    for heading in headings:
        if heading.level == 1:
            sections.append((heading.label, []))
        elif sections:
            sections[-1][1].append(heading.label)
    return tuple(
        SectionSpec(
            key=f"s{i}",
            label=label,
            sections=tuple(SectionSpec(key=f"s{i}.{j}", label=child) for j, child in enumerate(children, 1)),
        )
        for i, (label, children) in enumerate(sections, 1)
    )


# --- titles --------------------------------------------------------------------------------------------------------------


def _title(document: Document, headings: Sequence[_Heading]) -> str | None:
    """Return the first line before the first heading and table that ends as a title does, without its remarks."""
    taken = {heading.block for heading in headings}
    for index, block in enumerate(document.blocks[:8]):
        if isinstance(block, Grid) or index in taken:
            return None
        text = _NUMBER.sub("", _REMARK.sub("", one_line(block.text)).strip())
        if _TITLE.search(text) and not _SENTENCE.search(text):
            return text
    return None


def _titles(title: str | None) -> TitleSpec | None:
    """Take the subject of the reports out of the blank form's title: what stands between the year and the end."""
    if title is None:
        return None
    end = _TITLE.search(title)
    subject = title[: end.start()] if end else title
    subject = _BEFORE_SUBJECT.sub("", narrow(subject)).strip(" 的")
    if len(core(subject)) < _SHORTEST_SUBJECT or end is None:
        return None
    return TitleSpec(subjects=(subject,), ends=(end[0],))


def _plain_name(title: str | None) -> str | None:
    return _BEFORE_SUBJECT.sub("", narrow(title)) or title if title else None


# --- tables --------------------------------------------------------------------------------------------------------------


def _tables(document: Document, headings: Sequence[_Heading]) -> Iterator[_Found]:
    starts = {heading.block: heading.level for heading in headings}
    section, above = 0, list[str]()
    for index, block in enumerate(document.blocks):
        if index in starts:
            section += starts[index] == 1
            above = []
        elif isinstance(block, Paragraph):
            above.append(one_line(block.text))
        else:
            yield _Found(block, section, tuple(above))
            above = []


def _table(
    found: _Found, key: str, sections: Sequence[SectionSpec], title: str | None
) -> tuple[TableSpec | None, tuple[str, ...]]:
    units = [match[1] for line in found.above[-2:] if (match := _UNIT_LINE.match(line))]
    captions = [line for line in found.above[-3:] if _may_head(line) and not _UNIT_LINE.match(line)]
    home = sections[max(0, found.section - 1)] if sections else None
    name = _NUMBER.sub("", captions[-1]) if captions else strip_number(home.label) if home else title or key
    drafted = draft_blocks(found.grid, name, units[-1] if units else None)
    if not drafted.blocks:
        return None, (*drafted.remarks, "it is left out: no cell in it waits for a figure")
    label = drafted.caption or name
    return TableSpec(key=key, label=label, section=home.key if home else "", blocks=drafted.blocks), drafted.remarks


def _signature(tables: Sequence[TableSpec]) -> tuple[str, ...]:
    """Choose labels that other forms hardly have: the longest ones of the columns, else of the rows."""
    columns = [label for table in tables for block in table.blocks for label in _labels(block.columns)]
    rows = [label for table in tables for b in table.blocks for label in _labels(b.rows) if label != table.label]
    found: dict[str, str] = {}
    for label in (*columns, *rows):
        names = names_of(label)
        if names and len(without_digits(names[-1])) >= 4 and not _PLACEHOLDER.search(label):
            found.setdefault(names[0], label)
    return tuple(found.values())[:_MANY_LABELS]


def _labels(nodes: Sequence[ColumnSpec] | Sequence[RowSpec]) -> Iterator[str]:
    for node in nodes:
        yield node.label
        yield from _labels(node.columns if isinstance(node, ColumnSpec) else node.rows)
