"""Whether figures that stand alone in brackets are negative: minus signs beside them say so, or sums that hold only then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import structs

from gongkai.forms.load import parse_form
from gongkai.grids.values import in_brackets
from gongkai.learning.cluster import Cluster
from gongkai.learning.model import Brackets, Learned, LearnedTable
from gongkai.learning.reading import checks_of, tables_of
from gongkai.learning.write import write_learned
from gongkai.printed.names import Path
from gongkai.report import Report
from gongkai.verdict import verdicts_of

_NO_WORD = (
    "figures in brackets are left unread: nothing says that they are negative (`brackets: negative` reads them so)"
)


def brackets_of(cluster: Cluster) -> Brackets | None:
    """The evidence that a table has negative figures in brackets, None where it has none in brackets.

    Minus signs tell of the columns in which they stand: (3) beside a fall of -2 may be 3 of something else.
    """
    bracketed: dict[Path, set[int]] = {}
    signed: dict[Path, set[int]] = {}
    for seen in cluster.members:
        heads = seen.head_names
        for (_, column), figure in seen.figures.items():
            if figure.value is None and in_brackets(figure.text) is not None:
                bracketed.setdefault(heads[column], set()).add(seen.report)
            elif figure.value is not None and figure.value < 0:
                signed.setdefault(heads[column], set()).add(seen.report)
    if not bracketed:
        return None
    said = f"figures in brackets in {len(set[int]().union(*bracketed.values()))} reports"
    beside = set[int]().union(*(signed.get(head, set()) for head in bracketed))
    if bracketed.keys() <= signed.keys():
        return Brackets(f"{said}, with minus signs in {len(beside)}", proved=True)
    return Brackets(said, proved=False)


def with_brackets(learned: Learned, reports: Sequence[Report]) -> Learned:
    """Take brackets for nothing in tables where neither minus signs nor sums say that they are negative, in each column that has some."""
    open_ones = {t.key for t in learned.tables if t.brackets and not t.brackets.proved}
    if not open_ones:
        return learned
    form = parse_form(write_learned(learned), "the learned form")
    proved: dict[str, Counter[str]] = {key: Counter() for key in open_ones}
    for report in reports:
        tables = tables_of(form, report)
        verdicts = verdicts_of(tables, tuple(checks_of(form, tables)))
        for key in open_ones & tables.keys():
            for cell in tables[key].cells:
                if in_brackets(cell.raw or "") is not None:
                    verdict = verdicts.get((key, cell.row, cell.column))
                    proved[key][cell.column] += {"verified": 1, "contradicted": -1}.get(str(verdict), 0)
    return structs.replace(learned, tables=tuple(_judged(table, proved.get(table.key)) for table in learned.tables))


def _judged(table: LearnedTable, proved: Counter[str] | None) -> LearnedTable:
    """Say how many figures sums confirm, or take the brackets for nothing: what they are in one column tells nothing of another."""
    if proved is None or table.brackets is None:
        return table
    if not proved or min(proved.values()) <= 0:
        return structs.replace(table, brackets=None, remarks=(*table.remarks, _NO_WORD))
    said = f"{table.brackets.said}, {proved.total()} of them confirmed by sums"
    return structs.replace(table, brackets=Brackets(said, proved=True))
