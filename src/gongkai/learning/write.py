"""Writes a learned form as YAML that a person would have written: evidence beside each part, what was left out below its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.drafting.write import scalar
from gongkai.learning.model import Block, Learned, LearnedCheck, LearnedTable, Node


def write_learned(learned: Learned) -> str:
    """Return the form file's text."""
    return "\n".join(_lines(learned)) + "\n"


def _lines(learned: Learned) -> Iterator[str]:
    yield f"# Learned from {learned.reports} filled reports. What to look at:"
    yield "#   keys are names in the output: rename them before anybody works with it"
    yield "#   `optional` parts were absent in some of the reports; what has no remark is in all that have its table"
    yield "#   sums under `checks` hold in them, as often as is said"
    yield f"id: {scalar(learned.id)}"
    yield f"name: {scalar(learned.name)}"
    yield "reading: printed"
    if learned.subjects:
        yield f"titles: {{subjects: [{', '.join(map(scalar, learned.subjects))}]}}"
    yield from (f"# {remark}" for remark in learned.remarks)
    if learned.sections:
        yield from ("", "sections:")
        for key, label, said in learned.sections:
            yield f"  - {{key: {scalar(key)}, label: {scalar(label)}}}  # {said}"
    yield from ("", "tables:")
    for table in learned.tables:
        yield from _table(table)
    yield ""
    checks = [check for check in learned.checks if not check.proposed]
    yield "checks:" if checks else "# checks:  # no sum was found that figures above zero confirm"
    for check in learned.checks:
        yield from _check(check)
    yield from _beyond(learned)


def _beyond(learned: Learned) -> Iterator[str]:
    """What reaches beyond one table: other tables, sentences, the year after."""
    if learned.across:
        yield from ("", "across:")
    for one in learned.across:
        tolerance = f", tolerance: {one.spec.tolerance:g}" if one.spec.tolerance else ""
        yield f"  # {one.said}"
        yield f"  - {{id: {one.spec.id}, left: {one.spec.left},"
        yield f"     right: {one.spec.right}{tolerance}}}"
    if learned.sentences:
        yield from ("", "narrative:")
    for said in learned.sentences:
        yield f"  - id: {said.spec.id}  # {said.said}"
        yield f"    sections: [{', '.join(said.spec.sections)}]"
        quoted = said.spec.pattern.replace("'", "''")  # YAML's way; its double quotes would read the backslashes
        yield f"    pattern: '{quoted}'"
        yield f"    cells: {{{', '.join(f'{group}: {cell}' for group, cell in said.spec.cells.items())}}}"
    if learned.links:
        yield from ("", "panel:")
    for link in learned.links:
        own = link.spec
        yield f"  # {link.said}"
        yield f"  - {{id: {own.id}, table: {own.table}, each: {own.each}, hands_on: {own.hands_on}, takes_over: {own.takes_over},"
        yield "     severity: warning}"


def _table(table: LearnedTable) -> Iterator[str]:
    yield f"  - key: {table.key}  # {table.said}"
    yield f"    label: {scalar(table.label)}"
    if table.variants:
        yield f"    variants: [{', '.join(map(scalar, table.variants))}]"
    if table.section:
        yield f"    section: {scalar(table.section)}"
    if table.unit:
        yield f"    unit: {scalar(table.unit)}"
    if table.optional:
        yield "    optional: true"
    if table.brackets:
        yield f"    brackets: negative  # {table.brackets.said}"
    if table.repeats:
        yield f"    repeats: {{by: {table.repeats.by}, key: {table.repeats.key}, label: {table.repeats.label}}}  # {table.repeated}"
    yield "    blocks:"
    for block in table.blocks:
        yield from _block(block)
    yield from (f"    # {remark}" for remark in table.remarks)


def _block(block: Block) -> Iterator[str]:
    yield "      - columns:"
    yield from _nodes(block.columns, 5, "columns")
    if block.code is not None:
        code = f"code: '{block.code}'" if block.code else ""
        yield f"        open: {{{code}}}  # {block.said}"
    if block.rows:
        yield "        rows:"
        yield from _nodes(block.rows, 5, "rows")


def _nodes(nodes: Sequence[Node], depth: int, name: str) -> Iterator[str]:
    pad = "  " * depth
    for node in nodes:
        fields = list(_fields(node))
        said = f"  # {node.said}" if node.said else ""
        if not node.children:
            yield f"{pad}- {{{', '.join(fields)}}}{said}"
            continue
        yield f"{pad}- {fields[0]}{said}"
        yield from (f"{pad}  {field}" for field in fields[1:])
        yield f"{pad}  {name}:"
        yield from _nodes(node.children, depth + 2, name)


def _fields(node: Node) -> Iterator[str]:
    if node.key is not None:
        yield f"key: {scalar(node.key)}"
    yield f"label: {scalar(node.label)}"
    if node.variants:
        yield f"variants: [{', '.join(map(scalar, node.variants))}]"
    if node.unit:
        yield f"unit: {scalar(node.unit)}"
    if node.kind not in (None, "count"):
        yield f"kind: {node.kind}"
    if node.optional:
        yield "optional: true"


def _check(check: LearnedCheck) -> Iterator[str]:
    spec, mark = check.spec, "# " if check.proposed else ""
    tolerance = f", tolerance: {spec.tolerance:g}" if spec.tolerance else ""
    tolerance += f", without: [{', '.join(spec.without)}]" if spec.without else ""
    yield f"  # {check.said}"
    yield f"  {mark}- {{id: {spec.id}, table: {spec.table}, kind: {spec.kind}, each: {spec.each},"
    yield f"  {mark}   left: {spec.left}, right: {spec.right}{tolerance}}}"
