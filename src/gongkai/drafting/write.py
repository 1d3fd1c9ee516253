"""Writes a drafted form as YAML, with comments on what is left to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import regex

from gongkai.drafting.suggest import suggestions
from gongkai.forms.schema import BlockSpec, ColumnSpec, FormSpec, RowSpec, SectionSpec, TableSpec

_PLAIN = regex.compile(r"[\p{Han}A-Za-z][\p{Han}A-Za-z0-9_、（）《》．。；：，—.-]*+(?<![：])")
_WORDS_OF_YAML = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
_HEAD = """\
# Drafted from a blank form. What to do, in this order:
#   1. rename the keys: r1, c1, table1 become the names of rows and columns in the output
#   2. give `unit` to columns (or rows), and `kind: money` to amounts with decimals, `kind: change` to signed ones
#   3. take over or correct the sums under `checks`: only figures that a sum covers can be verified
#   4. gongkai forms check THIS_FILE
"""


def write_form(spec: FormSpec) -> str:
    """Return the form file's text; it can be used as it is."""
    return "\n".join(_lines(spec)) + "\n"


def _lines(spec: FormSpec) -> Iterator[str]:
    yield _HEAD.rstrip("\n")
    yield f"id: {scalar(spec.id)}"
    yield f"name: {scalar(spec.name)}"
    yield from _titles(spec)
    if spec.signature:
        yield "signature:  # labels that only this form prints"
        yield from (f"  - {scalar(label)}" for label in spec.signature)
    if spec.sections:
        yield ""
        yield "sections:"
        yield from _sections(spec.sections, 1)
    yield ""
    yield "tables:"
    for table in spec.tables:
        yield from _table(table)
    yield ""
    yield from _checks(spec)


def _titles(spec: FormSpec) -> Iterator[str]:
    if spec.titles is None:
        yield "# titles:  # what the reports' titles say behind agency and year, and how they end"
        yield "#   subjects: [法治政府建设]"
        yield "#   ends: [年度报告]"
        return
    yield "titles:  # what the reports' titles say behind agency and year, and how they end"
    yield f"  subjects: [{', '.join(map(scalar, spec.titles.subjects))}]"
    yield f"  ends: [{', '.join(map(scalar, spec.titles.ends))}]"


def _sections(sections: Sequence[SectionSpec], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for section in sections:
        yield f"{pad}- key: {scalar(section.key)}"
        yield f"{pad}  label: {scalar(section.label)}"
        if section.sections:
            yield f"{pad}  sections:"
            yield from _sections(section.sections, depth + 2)


def _table(table: TableSpec) -> Iterator[str]:
    yield f"  - key: {table.key}"
    yield f"    label: {scalar(table.label)}"
    if table.section:
        yield f"    section: {scalar(table.section)}"
    yield "    blocks:"
    for block in table.blocks:
        yield from _block(block)


def _block(block: BlockSpec) -> Iterator[str]:
    lead = "      - "
    if block.label:
        yield f"{lead}label: {scalar(block.label)}"
        lead = "        "
    if block.across:
        yield f"{lead}across: true  # the rows stand side by side in the head, above one line of figures"
        lead = "        "
    if block.stub:
        yield f"{lead}stub: [{', '.join(map(scalar, block.stub))}]"
        lead = "        "
    yield f"{lead}columns:"
    yield from _nodes(block.columns, 5)
    yield "        rows:"
    yield from _nodes(block.rows, 5)


def _nodes(nodes: Sequence[ColumnSpec] | Sequence[RowSpec], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for node in nodes:
        children = node.columns if isinstance(node, ColumnSpec) else node.rows
        name = "columns" if isinstance(node, ColumnSpec) else "rows"
        fields = _fields(node)
        if not children:
            todo = "  # unit?" if isinstance(node, ColumnSpec) and node.unit is None else ""
            yield f"{pad}- {{{', '.join(fields)}}}{todo}"
            continue
        yield f"{pad}- {fields[0]}"
        yield from (f"{pad}  {field}" for field in fields[1:])
        yield f"{pad}  {name}:"
        yield from _nodes(children, depth + 2)


def _fields(node: ColumnSpec | RowSpec) -> list[str]:
    fields = [f"key: {scalar(node.key)}"] if node.key is not None else []
    fields.append(f"label: {scalar(node.label)}")
    if node.unit and node.key is not None:
        fields.append(f"unit: {scalar(node.unit)}")
    if node.kind not in (None, "count") and node.key is not None:
        fields.append(f"kind: {node.kind}")
    return fields


def _checks(spec: FormSpec) -> Iterator[str]:
    found = list(suggestions(spec))
    yield (
        "# Sums that the labels suggest. Where one is right, take the # away, from the word checks too."
        if found
        else ("# No total is labelled as one. A sum looks like this:")
    )
    yield "# checks:"
    yield from (f"#   - {line}" for line in found or [_EXAMPLE])


_EXAMPLE = "{id: table1.row_total, table: table1, kind: row_total, each: row, left: c1 + c2, right: c3}"


def scalar(text: str) -> str:
    """Write text so that YAML gives it back: plain where it is a plain word, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)
