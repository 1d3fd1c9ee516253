"""Says what a check is called, in the form's own labels: never by its id.

A rule (``requests.row_total``) is called by what it is and by its sides, a check of it by the row or the column that it speaks of, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from gongkai.forms.equations import Equation, Key, Label, Names, Terms, equations_of
from gongkai.forms.expression import alternatives, terms_of
from gongkai.forms.model import Form, TableForm
from gongkai.forms.schema import AcrossSpec, CheckSpec, NarrativeSpec, PanelSpec
from gongkai.messages.catalogue import Said, say

_IN_FULL = 3  # terms of a side; of longer ones the first and the last are named


class RuleName(Struct, frozen=True):
    """What one rule of a form is called: its kind, its table (empty where it speaks of several), and what is held against what."""

    kind: Said
    table: Said
    what: Said

    @property
    def whole(self) -> Said:
        """Give all of it on one line."""
        kind = say("rule.kind", kind=self.kind, what=self.what) if self.what.en else self.kind
        return say("check.of", subject=self.table, what=kind) if self.table.en else kind


def kind_said(kind: str) -> Said:
    """Say what a kind of checks is called. Raises KeyError for an unknown one."""
    return say(f"kind.{kind}")


@lru_cache(maxsize=4)
def rules_named(forms: tuple[Form, ...]) -> Mapping[str, RuleName]:
    """Name every rule that the forms declare, by its id; of forms that share an id the first names it."""
    found: dict[str, RuleName] = {}
    for form in forms:
        for rule, name in _rules(form):
            found.setdefault(rule, name)
    return found


def rule_of(check: str, rules: Iterable[str]) -> str:
    """Return the longest of the rules' ids that a check's id begins with; the id itself where there is none."""
    fitting = [rule for rule in rules if check == rule or check.startswith(f"{rule}.")]
    return max(fitting, key=len, default=check)


def check_named(check: str, kind: str, table: TableForm | None, rules: Mapping[str, RuleName]) -> Said:
    """Name one check: the row or the column that it speaks of, and its rule; of an unknown rule only the kind."""
    rule = rule_of(check, rules)
    known = rules.get(rule)
    if known is None:
        return kind_said(kind)
    subject = _subject(check[len(rule) + 1 :], table)
    what = say("rule.kind", kind=known.kind, what=known.what) if known.what.en else known.kind
    return say("check.of", subject=subject, what=what) if subject else what


def cell_told(form_id: str, table: str, cell: Key, forms: Iterable[Form]) -> Said:
    """Name a cell of a table that follows that form; by its keys where the form is not at hand."""
    form = next((form for form in forms if form.id == form_id), None)
    found = form.table(table) if form else None
    names = found.called if found else Names({}, {})
    return named(names, cell, None)


def name_of(names: Names, key: str, axis: str | None) -> Said:
    """Say what a row or a column is called."""
    return _said(names.rows.get(key) if axis == "row" else names.columns.get(key), key)


def named(names: Names, key: Key, axis: str | None) -> Said:
    """Say what a cell is called beside others of its row (its column's label), of its column, or of neither."""
    row, column = _said(names.rows.get(key[0]), key[0]), _said(names.columns.get(key[1]), key[1])
    if axis == "row":
        return column
    return row if axis == "column" else say("check.cell", row=row, column=column)


def _said(label: Label | None, key: str) -> Said:
    return Said(label.en, label.zh) if label else Said(key, key)


def _subject(key: str, table: TableForm | None) -> Said | None:
    if table is None or not key:
        return None
    for axis, names in (("row", table.called.rows), ("column", table.called.columns)):
        for each in (key, key.rpartition(".")[2]):  # of a row's parts: row.column
            if each in names:
                return name_of(table.called, each, axis)
    return None


def _rules(form: Form) -> Iterator[tuple[str, RuleName]]:
    tables = {table.key: table for table in form.tables}
    for spec in form.spec.checks:
        yield spec.id, _of_sum(spec, tables[spec.table]) if spec.table in tables else _bare(spec.kind)
    for panel in form.spec.panel:
        yield panel.id, _of_years(panel, tables[panel.table]) if panel.table in tables else _bare("cross_year")
    for across in form.spec.across:
        yield across.id, _of_tables(across, tables)
    for narrative in form.spec.narrative:
        yield narrative.id, _of_sentence(narrative, tables)


def _bare(kind: str) -> RuleName:
    return RuleName(kind_said(kind), Said("", ""), Said("", ""))


def _title(table: TableForm) -> Said:
    return Said(table.spec.label_en or table.spec.label, table.spec.label)


def _of_sum(spec: CheckSpec, table: TableForm) -> RuleName:
    equation = next((e for e in table.equations if e.spec.id == spec.id), None)
    what = _sides(equation) if equation else Said("", "")
    return RuleName(kind_said(spec.kind), _title(table), what)


def _of_years(spec: PanelSpec, table: TableForm) -> RuleName:
    """What the year before hands on, with what was added to it, and what this year takes over."""
    before = f"{spec.hands_on} + {spec.change}" if spec.change else spec.hands_on
    as_sum = CheckSpec(id=spec.id, table=spec.table, kind="balance", left=before, right=spec.takes_over, each=spec.each)
    keys = [(slot.row, slot.column) for slot in table.slots]
    equation = next(equations_of(as_sum, keys, table.called), None)
    if equation is None or not equation.left or not equation.right:
        return RuleName(kind_said("cross_year"), _title(table), Said("", ""))
    left, right = _side(equation, equation.left), _side(equation, equation.right)
    return RuleName(kind_said("cross_year"), _title(table), say("rule.years", before=left, after=right))


def _of_tables(spec: AcrossSpec, tables: Mapping[str, TableForm]) -> RuleName:
    return RuleName(
        kind_said("balance"),
        Said("", ""),
        say("rule.equal", left=whole_side(spec.left, tables), right=whole_side(spec.right, tables)),
    )


def _of_sentence(spec: NarrativeSpec, tables: Mapping[str, TableForm]) -> RuleName:
    sums = [alternatives(expression)[0] for expression in spec.cells.values()]
    table = tables.get(sums[0].partition(".")[0]) if sums else None
    names = [cell for each in sums[:1] for cell in _cells(each, tables)]
    return RuleName(
        kind_said("narrative"), _title(table) if table else Said("", ""), _joined([(1, name) for name in names])
    )


def whole_side(expression: str, tables: Mapping[str, TableForm]) -> Said:
    """Name a sum over several tables: each cell with its table."""
    cells = _cells(expression, tables, titled=True)
    signs = [term.sign for term in terms_of(expression)]
    return _joined(list(zip(signs, cells, strict=True)) if len(signs) == len(cells) else [(1, cell) for cell in cells])


def _cells(expression: str, tables: Mapping[str, TableForm], *, titled: bool = False) -> list[Said]:
    """Name the cells ``table.row.column`` of a sum."""
    found = []
    for key, table in tables.items():
        flat = {f"{key}.{slot.row}.{slot.column}": (slot.row, slot.column) for slot in table.slots}
        for term in terms_of(expression):
            for name in term.select(tuple(flat)):
                cell = named(table.called, flat[name], None)
                found.append(say("rule.cell", table=_title(table), cell=cell) if titled else cell)
    return found


def _sides(equation: Equation) -> Said:
    left, right = _side(equation, equation.left), _side(equation, equation.right)
    return say("rule.at_most" if equation.spec.compare == "<=" else "rule.equal", left=left, right=right)


def _side(equation: Equation, terms: Terms) -> Said:
    return _joined([(sign, named(equation.names, key, equation.spec.each)) for sign, key in terms])


def _joined(terms: Sequence[tuple[int, Said]]) -> Said:
    en = zh = ""
    shown = terms if len(terms) <= _IN_FULL else (terms[0], (1, Said("…", "…")), terms[-1])
    for sign, name in shown:
        mark = (" − " if sign < 0 else " + ") if en else ("−" if sign < 0 else "")
        en += f"{mark}{name.en}"
        zh += f"{mark}{name.zh}"
    return Said(en, zh)
