"""One report as gongkai gives it out: the output contract as types. Its JSON Schema is generated from here."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from gongkai.document import Issue, Place, Severity
from gongkai.errors import UsageError
from gongkai.table_rows import ExtraRow, TableRow
from gongkai.text.bounds import Proved
from gongkai.text.numerals import Number
from gongkai.witness import Witnesses

if TYPE_CHECKING:
    import pandas

SCHEMA_VERSION = "1.1"

Anchor = Literal["label", "grid", "order"]
CheckKind = Literal["row_total", "subtotal", "balance", "inequality", "narrative", "cross_year"]
CellStatus = Literal["reported", "blank", "not_applicable", "unreadable", "ambiguous", "missing", "corrected"]
"""Those of a reading, and ``corrected``, which is never read: it is in outputs that were asked to show a reviewer's decisions."""
CheckStatus = Literal["pass", "fail", "skipped"]
Level = Literal["province", "city", "county"]
"""Of a division of GB/T 2260: a city is a prefecture, a county everything below."""
AgencyLevel = Literal[
    "national", "province", "city", "county", "township", "zone", "village", "department", "court", "school", "hospital",
    "enterprise", "association", "institution",
]  # fmt: skip
"""Governments by their level, then other bodies; ``agencies/words.yaml`` uses these words. New ones are added at the end."""


class Source(Struct, frozen=True, kw_only=True):
    """The file: ``format`` is what it is, whatever its name says. ``url``, ``captured``: of a web archive; ``part``: of several reports."""

    path: str
    name: str
    sha256: str
    bytes: int
    format: str
    pages: int | None = None
    reader: str
    encoding: str | None = None
    url: str | UnsetType = UNSET
    captured: str | UnsetType = UNSET
    part: int | UnsetType = UNSET


class FormMatch(Struct, frozen=True):
    """Which form the tables' labels follow; ``id`` None where none fits. ``score`` is 0 to 1."""

    id: str | None
    score: float
    reasons: tuple[str, ...]


class Period(Struct, frozen=True):
    """ISO dates, both inclusive."""

    start: str
    end: str


class Contact(Struct, frozen=True, kw_only=True):
    """Who answers questions about the report."""

    office: str | None = None
    address: str | None = None
    phone: str | None = None
    postcode: str | None = None
    email: str | None = None


class Evidence(Struct, frozen=True, kw_only=True):
    """What decided who reports: for the level the name's ending or the place in it, for the division the parts of the report."""

    agency_level: str | None = None
    division: str | None = None


class Identity(Struct, frozen=True, kw_only=True):
    """Who reports, in keys to join by; null where not certain. Codes are six digits of GB/T 2260, as of the year reported on."""

    agency_name: str | None = None
    agency_level: AgencyLevel | None = None
    division_code: str | None = None
    division_name: str | None = None
    division_level: Level | None = None
    province_code: str | None = None
    province_name: str | None = None
    evidence: Evidence = Evidence()


class ProcessingFee(Struct, frozen=True):
    """信息处理费 as section six reports it (国办函〔2020〕109号); not the 行政事业性收费 of the table."""

    amount: Number
    unit: str
    text: str


class Section(Struct, frozen=True, kw_only=True):
    """Running text of one section; paragraphs are separated by ``\\n``."""

    key: str
    heading: str | None
    level: int
    text: str
    children: tuple[Section, ...] = ()


class Cell(Struct, frozen=True, gc=False, kw_only=True):
    """One cell of a form's table; see ``Cell.status`` and ``Cell.anchor`` in the output contract."""

    row: str
    column: str
    value: Number | None = None
    raw: str | None = None
    unit: str | None = None
    anchor: Anchor | None = None
    status: CellStatus = "missing"
    note: str | None = None
    source: Place = Place()


class Table(Struct, frozen=True, kw_only=True):
    """All cells that the form ``form`` defines, in its order. ``rows``: where it has open ones, ``proved``: where sums prove something."""

    form: str
    cells: tuple[Cell, ...]
    extra: tuple[ExtraRow, ...] = ()
    rows: tuple[TableRow, ...] | UnsetType = UNSET
    proved: tuple[Proved, ...] | UnsetType = UNSET


class Check(Struct, frozen=True, gc=False, kw_only=True):
    """One rule held against the figures; ``chose`` marks a check that helped to choose between readings. ``message_zh``: where it fails."""

    id: str
    table: str
    kind: CheckKind
    severity: Severity
    status: CheckStatus
    chose: bool = False
    left: Number | None = None
    right: Number | None = None
    cells: tuple[tuple[str, str], ...] = ()
    message: str = ""
    message_zh: str | UnsetType = UNSET


class Verification(Struct, frozen=True, kw_only=True):
    """How many reported cells a passing check confirms, a failing one touches, or neither."""

    cells: int
    reported: int
    verified: int
    contradicted: int
    unchecked: int


class Comment(Struct, frozen=True):
    """A reviewer's comment left in the file; ``section`` is the key of the section it hangs in."""

    author: str | None
    text: str
    section: str | None


class Note(Struct, frozen=True):
    """A footnote, an endnote, or the remark under a table; ``section`` is the key of the section it hangs in."""

    mark: str | None
    text: str
    section: str | None


class GridFigure(Struct, frozen=True, gc=False, kw_only=True):
    """One cell of a table that no form claims; ``row`` and ``column`` are indices into its ``rows`` and ``columns``.

    ``text`` is as printed; words have the status ``text``.
    """

    row: int
    column: int
    text: str
    value: Number | None = None
    unit: str | None = None
    status: CellStatus | Literal["text"] = "text"
    note: str | None = None
    source: Place = Place()


class GridSum(Struct, frozen=True, kw_only=True):
    """A sum that the labels of a table announce, or that holds throughout; cells are ``[row, column]``."""

    kind: Literal["row", "column"]
    total: tuple[int, int]
    parts: tuple[tuple[int, int], ...]
    status: Literal["pass", "fail"]
    message: str


class PrintedGrid(Struct, frozen=True, kw_only=True):
    """A table that no known form claims, as printed; see ``grids`` in the output contract.

    ``rows`` and ``columns`` hold one path of labels for each, the outermost first. ``parts`` are the places of its pieces, where it runs
    over pages. ``after`` counts the paragraphs of its section before it. ``office`` is whom a line above it names (单位名称：…), if any.
    """

    id: str
    caption: str | None
    unit: str | None
    section: str | None
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[GridFigure, ...]
    sums: tuple[GridSum, ...] = ()
    parts: tuple[Place, ...] = ()
    after: int = 0
    office: str | UnsetType = UNSET

    def to_frame(self) -> pandas.DataFrame:
        """Give the table as a pandas frame under its printed labels: numbers where they are printed, words as text."""
        from gongkai.show import grid_frame  # noqa: PLC0415  (pandas takes half a second to import)

        return grid_frame(self)


class Report(Struct, frozen=True, kw_only=True):
    """One published report, whole."""

    schema_version: str = SCHEMA_VERSION
    source: Source
    form: FormMatch
    title: str | None
    agency: str | None
    identity: Identity = Identity()
    year: int | None
    period: Period | None
    published: str | None
    contact: Contact
    processing_fee: ProcessingFee | None
    sections: tuple[Section, ...]
    tables: dict[str, Table]
    checks: tuple[Check, ...]
    verification: Verification
    comments: tuple[Comment, ...]
    issues: tuple[Issue, ...]
    notes: tuple[Note, ...] = ()
    grids: tuple[PrintedGrid, ...] = ()
    evidence: Witnesses = Witnesses()

    @property
    def report_id(self) -> str:
        """First 16 hex digits of the file's SHA-256 (with the part's number, after the first part): depends on the content alone."""
        own, part = self.source.sha256, self.source.part or 1
        return (own if part == 1 else hashlib.sha256(f"{own}#{part}".encode()).hexdigest())[:16]

    @property
    def status(self) -> Literal["complete", "partial", "failed", "other"]:
        """``complete``: form known, all cells placed; ``partial``: form known; ``other``: none known; ``failed``: nothing was readable."""
        if self.form.id is None:
            unread = any(issue.severity == "error" for issue in self.issues)
            return "failed" if unread and not (self.sections or self.grids) else "other"
        held = {cell.status for table in self.tables.values() for cell in table.cells}
        return "complete" if held.isdisjoint(("missing", "ambiguous", "unreadable")) else "partial"

    def to_json(self, *, indent: int = 2) -> str:
        """Give the contract's JSON object as text; keys in the contract's order."""
        return msgspec.json.format(msgspec.json.encode(self), indent=indent).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """Read what :meth:`to_json` and ``gongkai convert`` give. Raises UsageError where it is no report of this version."""
        try:
            return msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as error:
            raise UsageError(f"this is no report as JSON, or of another version of gongkai: {error}") from error

    def to_text(self) -> str:
        """Draw what is known of the report and its tables as ``gongkai convert -f text`` does."""
        from gongkai.show import report_text  # noqa: PLC0415

        return report_text(self)

    def to_frame(self, table: str, unit: Literal["printed", "form"] = "printed") -> pandas.DataFrame:
        """Give one table as a pandas frame under the form's own header tree (see ``gongkai.show``); ``unit="form"`` converts money."""
        from gongkai.show import table_frame  # noqa: PLC0415  (pandas takes half a second to import)

        return table_frame(self, table, unit)

    def __repr__(self) -> str:
        who = f"{self.agency or self.title or self.source.name!r} {self.year or 'of an unknown year'}"
        cells = f"{self.verification.reported} of {self.verification.cells} cells reported"
        return f"<gongkai.Report {who}: {self.form.id or 'no form'}, {self.status}, {cells}>"

    def _repr_html_(self) -> str:
        from gongkai.messages.language import language_of  # noqa: PLC0415
        from gongkai.show import report_html  # noqa: PLC0415

        return report_html(self, language_of(os.environ))


class Filed(Struct, frozen=True):
    """A report as ``reports.csv`` has it: ``name`` is the agency's in one spelling, ``division`` its GB/T 2260 code, None if uncertain."""

    report_id: str
    path: str
    agency: str | None
    year: int | None
    form: str | None
    name: str | None = None
    division: str | None = None
