"""Filled reports as a learner sees them: their tables as printed, with names that do not change from report to report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import regex
from msgspec import Struct

from gongkai.forms.schema import OpenSpec, RepeatsSpec
from gongkai.grids.torn_rows import is_torn, untorn
from gongkai.printed.captions import without_number
from gongkai.printed.lines import code_of
from gongkai.printed.names import (
    Path,
    above,
    is_number,
    name_of,
    newest_year,
    own_label,
    short_name,
    uncounted,
    with_years,
)
from gongkai.printed.sections import heading_of
from gongkai.printed.torn import rejoined
from gongkai.report import GridFigure, PrintedGrid, Report
from gongkai.text.fold import core, one_line

_CODED = 0.5  # of the rows begin with a code of three digits and more
ANY_CODE = OpenSpec(code=r"\d{3,9}|\d+(?:\.\d+)+")
_YEAR = regex.compile(r"(?:19|20)\d\d\s*(?:年度?|学年)?")


class Seen(Struct, frozen=True):
    """One printed table of one report. ``caption`` is bare, without agency and year; ``heads`` and ``rows`` are paths of labels with years
    counted from the newest, ``figures`` the cells by row and column; ``is_coded`` says that most rows begin with a code,
    ``repeats`` that it stands for those of several units.
    """

    report: int
    order: int
    caption: str
    own_caption: bool
    section: str
    unit: str | None
    heads: tuple[Path, ...]
    rows: tuple[Path, ...]
    figures: dict[tuple[int, int], GridFigure]
    grid: PrintedGrid
    is_coded: bool = False
    repeats: RepeatsSpec | None = None

    @property
    def head_names(self) -> tuple[Path, ...]:
        """The folded heads of each column."""
        return tuple(tuple(name_of(t) for t in path) for path in self.heads)

    @property
    def row_names(self) -> tuple[str, ...]:
        """The folded label of each row."""
        return tuple(name_of(own_label(path)) for path in self.rows)

    def groups(self, at: int) -> Path:
        """The labels of the groups that a row stands under; a row above it that has figures of its own is none."""
        own = set(self.row_names)
        return tuple(label for label in self.rows[at][:-1] if name_of(label) not in own and not is_number(label))

    @property
    def row_paths(self) -> tuple[Path, ...]:
        """The folded label of each row, those of its groups before it."""
        return tuple((*map(name_of, self.groups(at)), name) for at, name in enumerate(self.row_names))

    @property
    def head_stems(self) -> tuple[Path, ...]:
        """The heads of each column without what they say in brackets."""
        return tuple(tuple(short_name(t) for t in path) for path in self.heads)

    @property
    def row_stems(self) -> tuple[str, ...]:
        """The label of each row without what it says in brackets."""
        return tuple(short_name(own_label(path)) for path in self.rows)


def with_whole_rows(reports: Sequence[Report]) -> list[Report]:
    """Return the reports with labels whole that the end of a page tore, where other reports print them whole."""
    printed = [
        {name_of(own_label(path)) for grid in report.grids for path in grid.rows if not is_torn(path)}
        for report in reports
    ]
    often = Counter(name for names in printed for name in names if name)
    known = {name for name, count in often.items() if count > 1}
    return [
        msgspec.structs.replace(report, grids=tuple(rejoined(grid, known) for grid in report.grids))
        for report in reports
    ]


def seen_tables(report: Report, number: int) -> Iterator[Seen]:
    """Yield the tables of a report that have figures or at least a head."""
    for order, grid in enumerate(report.grids):
        if not grid.columns or not any(any(path) for path in grid.columns):
            continue
        columns = uncounted(grid.columns)
        newest = newest_year(columns)
        heading = heading_of(report.sections, grid.section)
        caption = bare(grid.caption or "", report)
        yield Seen(
            report=number,
            order=order,
            caption=caption or bare(heading, report),
            own_caption=bool(caption),
            section=bare(heading, report),
            unit=grid.unit,
            heads=tuple(tuple(one_line(with_years(t, newest)) for t in path) for path in columns),
            rows=tuple((*above(path), *_own(path)) for path in grid.rows),
            figures={(f.row, f.column): f for f in grid.cells},
            grid=grid,
            is_coded=_is_coded(grid.rows),
        )


def _own(path: Path) -> Path:
    """A row's codes and its own label; a line number is neither, nor is the sign that a page end may have torn the label."""
    path = untorn(path)
    label = own_label(path)
    return (label,) if not is_number(label) and label else path[-1:]


def _is_coded(rows: Sequence[Path]) -> bool:
    return bool(rows) and sum(bool(code_of(path, ANY_CODE)[0]) for path in rows) >= _CODED * len(rows)


def bare(text: str, report: Report) -> str:
    """A caption, heading or title without number, agency and year; "" where nothing is left."""
    said = one_line(without_number(text)).strip()
    for name in filter(None, (report.agency, report.identity.agency_name)):
        said = said.replace(name, "")
    said = _YEAR.sub("", said).strip(" 的:：")
    return said if len(core(said)) >= 2 else ""
