"""What an invented report says, apart from how it is printed."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import Struct

from corpus.grid import PrintedTable

Number = int | float
Key = tuple[str, str]
"""(row, column) inside one table."""
TruthStatus = Literal["reported", "blank", "not_applicable"]


class CellTruth(Struct, frozen=True, kw_only=True):
    """One value cell: what is printed in it and what a reader should get; ``value`` is None unless ``reported``."""

    row: str
    column: str
    printed: str
    value: Number | None
    status: TruthStatus
    note: str | None = None


class SectionTruth(Struct, frozen=True, kw_only=True):
    """A section as the output contract shapes it; an ``inline`` heading runs into the text behind it."""

    key: str
    heading: str | None
    level: int
    text: str
    children: tuple[SectionTruth, ...] = ()
    inline: bool = False


class CommentTruth(Struct, frozen=True, kw_only=True):
    """A reviewer's comment on the first paragraph of section ``section``."""

    author: str
    text: str
    section: str


class FeeTruth(Struct, frozen=True, kw_only=True):
    """信息处理费 as section six reports it."""

    amount: Number
    unit: str
    text: str


class Truth(Struct, frozen=True, kw_only=True):
    """A whole report.

    ``layouts`` are its tables as printed, ``homes`` names the section of each, ``wrong`` the cells whose published
    figure does not add up. ``twice`` are captions and tables printed in a table's place, its own layout among them.
    """

    form: str
    title_lines: tuple[str, ...]
    title: str | None
    agency: str
    year: int
    period: dict[str, str] | None
    published: str | None
    release_line: str | None
    contact: dict[str, str | None]
    processing_fee: FeeTruth | None
    sections: tuple[SectionTruth, ...]
    tables: dict[str, dict[Key, CellTruth]]
    homes: dict[str, str]
    comments: tuple[CommentTruth, ...]
    wrong: tuple[tuple[str, str, str], ...]
    layouts: dict[str, PrintedTable]
    twice: dict[str, tuple[str | PrintedTable, ...]] = {}

    def to_json(self) -> str:
        """Give all but the layouts as JSON; cells become lists in form order, one a line."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in self.__struct_fields__}
        del fields["layouts"], fields["tables"], fields["twice"]
        head = msgspec.json.format(msgspec.json.encode(fields), indent=1).decode().removesuffix("\n}")
        tables = ",\n".join(f'  "{key}": [\n{_cell_lines(cells)}\n  ]' for key, cells in self.tables.items())
        return f'{head},\n "tables": {{\n{tables}\n }}\n}}\n'


def _cell_lines(cells: dict[Key, CellTruth]) -> str:
    return ",\n".join("   " + msgspec.json.encode(cell).decode() for cell in cells.values())


def truth_from_json(text: str) -> Truth:
    """Read what ``Truth.to_json`` wrote; ``layouts`` stays empty, so the result can be compared but not printed."""
    fields = msgspec.json.decode(text)
    cells = {key: msgspec.convert(rows, list[CellTruth]) for key, rows in fields.pop("tables").items()}
    fields["tables"] = {}
    truth = msgspec.convert({**fields, "layouts": {}}, Truth)
    return msgspec.structs.replace(truth, tables={k: {(c.row, c.column): c for c in v} for k, v in cells.items()})
