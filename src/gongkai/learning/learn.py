"""From filled reports to a form: tables that recur, their labels, their sums; then the same reports read with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import regex
from msgspec import structs

from gongkai.errors import SourceError
from gongkai.forms.load import parse_form
from gongkai.forms.model import Form
from gongkai.learning.brackets import brackets_of, with_brackets
from gongkai.learning.cluster import Cluster, clusters_of
from gongkai.learning.elsewhere import learn_across, learn_links, learn_parts
from gongkai.learning.keys import Keys, Style
from gongkai.learning.model import Block, Learned, LearnedCheck, LearnedTable
from gongkai.learning.reading import each_unit, tables_of
from gongkai.learning.sample import bare, seen_tables, with_whole_rows
from gongkai.learning.sentences import learn_sentences
from gongkai.learning.spots import Filled, Spot, figures_of
from gongkai.learning.sums import learn_sums
from gongkai.learning.tables import learn_block, leaves, with_one_unit
from gongkai.learning.units import with_units
from gongkai.learning.write import write_learned
from gongkai.report import Report
from gongkai.text.fold import core, one_line
from gongkai.text.numbering import strip_number

_RECURS = 0.3  # of the reports have a table, or a heading, of the form
_TOGETHER = 0.5  # of a table's reports have the other half too
_ENDS = regex.compile(r"(?:工作)?(?:年度)?(?:情况)?(?:报告|年报|公报|说明|统计表|情况表)$")


class Learner:
    """What a form is learned with; ``chosen`` are keys that a person wants, by label."""

    def __init__(self, form_id: str, style: Style = "pinyin", chosen: Mapping[str, str] | None = None) -> None:
        self._id, self._style, self._chosen = form_id, style, chosen or {}

    def learn(self, reports: Sequence[Report]) -> Learned:
        """Learn a form. Raises SourceError where no table recurs."""
        reports = with_whole_rows(reports)
        tables = [seen for number, report in enumerate(reports) for seen in seen_tables(report, number)]
        tables, rest = with_units(tables)
        clusters = clusters_of(tables)
        for cluster in clusters:
            cluster.others = [other for seen in cluster.members for other in rest.get(id(seen.figures), ())]
        least = max(min(2, len(reports)), _RECURS * len(reports))
        kept = [cluster for cluster in clusters if len(cluster.reports) >= least]
        if not kept:
            raise SourceError("no table recurs in the reports: give several reports of one family, with their tables")
        left = [_left_out(cluster, len(reports)) for cluster in clusters if cluster not in kept]
        having = len(frozenset().union(*(cluster.reports for cluster in kept)))
        if having < len(reports):
            left.append(f"none of the tables was seen in {len(reports) - having} reports: they are not counted below")
        names = self._keys("table")
        learned = tuple(self._table(group, names, having) for group in _groups(kept))
        subjects = _subjects(reports)
        found = Learned(
            id=self._id,
            name=subjects[0] if subjects else learned[0].label,
            reports=len(reports),
            subjects=subjects,
            sections=tuple(self._sections(reports)),
            tables=learned,
            remarks=tuple(left),
        )
        found = with_brackets(structs.replace(found, checks=tuple(_sums(found, reports))), reports)
        return _with_repetitions(found, reports)

    def _keys(self, prefix: str) -> Keys:
        return Keys(self._style, self._chosen, prefix)

    def _table(self, group: Sequence[Cluster], names: Keys, size: int) -> LearnedTable:
        rows = self._keys("r")
        blocks: list[Block] = []
        remarks: list[str] = []
        for cluster in group:
            block, said = learn_block(cluster, lambda prefix: rows if prefix == "r" else self._keys(prefix))
            blocks.append(block)
            remarks += said
        reports = frozenset().union(*(cluster.reports for cluster in group))
        unit, shared = with_one_unit(blocks)
        repeats = next((seen.repeats for seen in group[0].members if seen.repeats), None) if len(group) == 1 else None
        units = len(group[0].members) + len(group[0].others)
        label = group[0].caption or f"表{int(group[0].order) + 1}"
        return LearnedTable(
            key=names.make(label),
            label=label,
            variants=group[0].captions[1:],
            blocks=shared,
            unit=unit,
            optional=len(reports) < size,
            brackets=next(filter(None, map(brackets_of, group)), None),
            repeats=repeats,
            repeated=f"{units} units in {len(reports)} reports" if repeats else "",
            said=f"in {len(reports)} of {size} reports",
            remarks=tuple(remarks),
        )

    def _sections(self, reports: Sequence[Report]) -> list[tuple[str, str, str]]:
        headings = [
            list(dict.fromkeys(one_line(s.heading) for s in report.sections if s.heading and s.level == 1))
            for report in reports
        ]
        counted = Counter(core(strip_number(heading)) for own in headings for heading in own)
        keys, found = self._keys("s"), list[tuple[str, str, str]]()
        for heading in dict.fromkeys(h for own in sorted(headings, key=len, reverse=True) for h in own):
            name = core(strip_number(heading))
            if name and counted[name] >= max(2, 0.5 * len(reports)):
                found.append((keys.make(heading), heading, f"in {counted.pop(name)} of {len(reports)} reports"))
        return found


def _left_out(cluster: Cluster, size: int) -> str:
    name = (
        f"“{cluster.caption}”"
        if cluster.caption
        else f"with the heads {' · '.join(p[-1] for p in cluster.members[0].heads if p)}"
    )
    return f"table {name} is left out: it is in {len(cluster.reports)} of {size} reports"


def _groups(clusters: Sequence[Cluster]) -> list[list[Cluster]]:
    """Put the halves of one table together: neighbours under one caption, in the same reports."""
    groups = [[cluster] for cluster in clusters[:1]]
    for before, cluster in pairwise(clusters):
        both = before.reports & cluster.reports
        same = core(before.caption) == core(cluster.caption) != ""
        if same and len(both) >= _TOGETHER * len(cluster.reports):
            groups[-1].append(cluster)
        else:
            groups.append([cluster])
    return groups


def _subjects(reports: Sequence[Report]) -> tuple[str, ...]:
    """What most titles say without agency and year; without the end too, where enough is left."""
    said = Counter(text for report in reports if (text := bare(report.title or "", report)))
    if not said:
        return ()
    text, count = said.most_common(1)[0]
    if count < max(2, 0.5 * len(reports)):
        return ()
    short = _ENDS.sub("", text)
    return (short,) if len(core(short)) >= 3 else (text,)


def _sums(learned: Learned, reports: Sequence[Report]) -> list[LearnedCheck]:
    form = parse_form(write_learned(learned), "the learned form")
    read = [tables_of(form, report) for report in reports]
    found: list[LearnedCheck] = []
    for table in learned.tables:
        known = form.table(table.key)
        own = [unit for tables in read if table.key in tables and known for unit in each_unit(known, tables[table.key])]
        labels = {
            n.key: n.label for block in table.blocks for n in (*leaves(block.columns), *leaves(block.rows)) if n.key
        }
        sums = list(learn_sums(table.key, own, labels))
        found += (
            [structs.replace(c, said=c.said.replace(" reports", " units")) for c in sums] if table.repeats else sums
        )
    return found


def _with_repetitions(learned: Learned, reports: Sequence[Report]) -> Learned:
    """Add what stands twice: in two tables, in a sentence, in the report on the year before."""
    form = parse_form(write_learned(learned), "the learned form")
    repeated = frozenset(table.key for table in form.tables if table.spec.repeats is not None)
    filled = [figures_of(report, tables_of(form, report), repeated) for report in reports]
    labels = _labels(form, filled)
    once = [
        f if not repeated else Filled(f.report, {s: n for s, n in f.figures.items() if s[0] not in repeated})
        for f in filled
    ]
    rows = {spot: own for spot, (own, _) in labels.items() if spot[0] not in repeated}
    return structs.replace(
        learned,
        across=(*learn_across(once, labels), *learn_parts(filled, labels, repeated)),
        sentences=tuple(learn_sentences(once, form.spec.sections, rows)),
        links=tuple(learn_links(once)),
    )


def _labels(form: Form, filled: Sequence[Filled]) -> dict[Spot, tuple[str, str]]:
    """What the row and the column of each figure are called."""
    found: dict[Spot, tuple[str, str]] = {}
    for table in form.tables:
        called = table.called
        for spot in dict.fromkeys(spot for one in filled for spot in one.figures if spot[0] == table.key):
            row, column = called.rows.get(spot[1]), called.columns.get(spot[2])
            found[spot] = (row.zh if row else "", column.zh if column else "")
    return found
