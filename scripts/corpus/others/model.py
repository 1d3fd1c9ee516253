"""What an invented document holds: its title, its sections, its tables cell by cell with the labels they stand under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """A head and those below it; a leaf is a column."""

    text: str
    below: tuple[Head, ...] = ()

    @property
    def width(self) -> int:
        """How many columns it stands over."""
        return sum(h.width for h in self.below) or 1

    @property
    def depth(self) -> int:
        """How many lines of heads it takes."""
        return 1 + max((h.depth for h in self.below), default=0)

    def paths(self, above: Path = ()) -> Iterator[Path]:
        """The paths of its columns."""
        if not self.below:
            yield (*above, self.text)
        for head in self.below:
            yield from head.paths((*above, self.text))


@dataclass(frozen=True)
class Half:
    """Stubs and heads, and rows of labels and figures; ``parents`` are the labels that a row stands under without printing them.

    ``steps`` says how far the label of each row is set in, ``merged`` names stubs whose equal labels are one cell, and ``banners`` are
    lines over the whole table before the row of that index, for the rows below them. ``headless`` prints no heads
    at all, ``numbered`` a row below them that counts the columns.
    """

    stubs: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[Path, tuple[str, ...]], ...]
    parents: tuple[Path, ...] = ()
    top: str = ""
    steps: tuple[int, ...] = ()
    merged: tuple[str, ...] = ("类别",)
    banners: tuple[tuple[int, str], ...] = ()
    headless: bool = False
    numbered: bool = False

    def cells(self) -> Iterator[tuple[Path, Path, str]]:
        """Every figure with the labels of its row and its column."""
        lead = (self.top,) if self.top else ()
        columns = [path for head in self.heads for path in ([()] if self.headless else head.paths(lead))]
        if self.numbered:
            columns = [(*path, str(number)) for number, path in enumerate(columns, 1)]
        for at, (labels, figures) in enumerate(self.rows):
            banner = [text for first, text in self.banners if first <= at][-1:]
            above = (*banner, *(self.parents[at] if self.parents else ()))
            row = (*above, *(label for label in labels if label))
            yield from ((row, column, text) for column, text in zip(columns, figures, strict=True))


@dataclass(frozen=True)
class Printed:
    """A table as it is printed: one half, or two side by side; its caption stands above or ``below`` it, its unit above or below.

    ``cut`` is the row before which the table is broken, to go on below its caption and heads once more; ``notes`` stand below it.
    """

    caption: str
    unit: str
    halves: tuple[Half, ...]
    below: bool = False
    unit_below: bool = False
    cut: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A section: its heading, its paragraphs, its tables, the sections below it."""

    heading: str
    text: tuple[str, ...] = ()
    tables: tuple[Printed, ...] = ()
    below: tuple[Chapter, ...] = ()

    def walk(self) -> Iterator[Chapter]:
        """This section and those below it."""
        yield self
        for chapter in self.below:
            yield from chapter.walk()


@dataclass(frozen=True)
class Other:
    """A document of no known form."""

    kind: str
    title: str
    agency: str
    year: int
    chapters: tuple[Chapter, ...]
    contents: bool = False
    signed: str = ""
    date: str = ""
    tables: tuple[Printed, ...] = field(default=())

    def all_tables(self) -> list[Printed]:
        """Its tables in printed order."""
        return [table for top in self.chapters for c in top.walk() for table in c.tables]
