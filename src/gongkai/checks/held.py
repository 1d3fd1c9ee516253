"""All rules of a form held against one report: sums of its tables, sums over several of them, sentences that restate cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongkai.checks.across import check_across
from gongkai.checks.arithmetic import check_table, excused
from gongkai.checks.narrative import check_narrative
from gongkai.forms.model import Form
from gongkai.forms.read_sums import equations_in
from gongkai.report import Check, Section, Table


def held(
    forms: Sequence[Form],
    chosen: Form,
    sections: tuple[Section, ...],
    tables: Mapping[str, Table],
    chose: Mapping[str, frozenset[str]],
) -> Iterator[Check]:
    """Yield the outcome of each rule; a table may follow another of ``forms`` than the report. ``chose`` are the ids of the checks that
    helped to read each table.
    """
    known = {(form.id, table.key): (form, table) for form in forms for table in form.tables}
    for key, table in tables.items():
        form, own = known[table.form, key]
        checks = check_table(equations_in(form, own, table), table, chose.get(key, frozenset()))
        yield from (excused(check, table) for check in checks) if form.printed else checks
    yield from check_across(chosen, tables)
    yield from check_narrative(chosen.spec.narrative, sections, dict(tables))
