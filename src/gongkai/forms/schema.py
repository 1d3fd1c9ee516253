"""A form file as typed values. The YAML in this folder follows these structs exactly; unknown keys are refused.

A *table* is one or more *blocks*; a block is a tree of rows under a tree of columns. A node with ``key`` is a row or column of the
output; a node without is a printed group label. ``label`` is what the official form prints, ``variants`` what published
reports print in its place.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["count", "change", "money", "text"]
By = Literal["caption", "line", "heading", "sheet"]
"""Where the unit is named that one of several like tables is about."""
"""``count`` integer >= 0, ``change`` signed integer, ``money`` decimal, ``text`` words beside the figures of open rows."""


class SectionSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One section of the report; ``sections`` are its usual subsections (in any order, any may be absent).

    ``stems`` are words that no sister's heading has: a numbered heading that holds one is this section, however it is worded.
    """

    key: str
    label: str
    label_en: str = ""
    variants: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    sections: tuple[SectionSpec, ...] = ()


class ColumnSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column, or a group of columns under one head (then without ``key``); one that is ``optional`` may be absent."""

    label: str
    key: str | None = None
    label_en: str = ""
    unit: str | None = None
    kind: Kind = "count"
    variants: tuple[str, ...] = ()
    optional: bool = False
    columns: tuple[ColumnSpec, ...] = ()


class RowSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row, a group of rows under one label, or both (a row whose parts are printed below it); one that is ``optional`` may be absent."""

    label: str
    key: str | None = None
    label_en: str = ""
    unit: str | None = None
    kind: Kind | None = None
    variants: tuple[str, ...] = ()
    optional: bool = False
    rows: tuple[RowSpec, ...] = ()


class OpenSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows that differ from report to report. ``code`` is the pattern of their codes, one alternative a level (``\\d{3}|\\d{5}|\\d{7}``);
    without it they are a list. ``level`` says what tells how deep a row is.
    """

    code: str = ""
    level: Literal["code", "printed", "none"] | None = None
    label: str = ""
    label_en: str = ""


class BlockSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows under columns. ``across``: the rows stand side by side in the head, above one line of figures. ``open``: rows that are not
    ``rows`` are open ones.
    """

    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...] = ()
    open: OpenSpec | None = None
    label: str | None = None
    stub: tuple[str, ...] = ()
    across: bool = False


class RepeatsSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table that is printed once for each of several units. ``by`` says where a unit is named: in what a caption says beside the
    table's own, in a line above it (单位名称：…), in its heading, or as the sheet of a workbook. The names are a column.
    """

    by: By
    key: str = "unit_name"
    label: str = "单位名称"
    label_en: str = ""


class TableSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table; ``section`` is the key of the section that holds it, empty in a form without sections. ``variants`` are other
    captions; the absence of an ``optional`` one leaves a report complete. ``brackets`` says what a figure alone in brackets is,
    ``repeats`` that each of several units has one.
    """

    key: str
    label: str
    blocks: tuple[BlockSpec, ...]
    variants: tuple[str, ...] = ()
    optional: bool = False
    unit: str | None = None
    brackets: Literal["negative"] | None = None
    repeats: RepeatsSpec | None = None
    section: str = ""
    label_en: str = ""


class CheckSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sum that must hold. ``left`` and ``right`` add keys: of columns for each row, of rows for each column, or ``row.column``
    pairs where ``each`` is absent; ``denied.*`` stands for all keys that begin so. Of open rows, ``children`` are those one level below
    ``parent``, ``top`` those that are a part of none. ``tolerance`` is by how much rounding may part the sides. ``without`` are the rows
    or columns of which it does not hold, such as shares.
    """

    id: str
    table: str
    kind: Literal["row_total", "subtotal", "balance", "inequality"]
    left: str
    right: str
    each: Literal["row", "column"] | None = None
    compare: Literal["=", "<="] = "="
    severity: Literal["error", "warning"] = "error"
    tolerance: float = 0.0
    without: tuple[str, ...] = ()
    source: str = ""


class AcrossSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sum over several tables: ``left`` and ``right`` add ``table.row.column``. It speaks for the cells of the right's table."""

    id: str
    left: str
    right: str
    severity: Literal["error", "warning"] = "error"
    tolerance: float = 0.0
    source: str = ""


class NarrativeSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence that restates cells: ``pattern`` (a regular expression over folded text) has one named group a figure,
    ``cells`` says for each group which ``table.row.column`` it restates, or a sum of such, or several of these parted by ``or``. A key
    of the form ``=0`` in place of a group states that the sentence itself means that figure.
    """

    id: str
    pattern: str
    cells: dict[str, str]
    sections: tuple[str, ...] = ()
    source: str = ""


class PanelSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one year hands on and the next takes over: ``hands_on`` of a report, plus ``change`` of the same agency's report on the
    year after, must equal the latter's ``takes_over``. All three are sums as in ``CheckSpec``. Where the two reports follow
    different forms, ``hands_on`` is what the earlier one's form declares under the same ``id``.
    """

    id: str
    table: str
    hands_on: str
    takes_over: str
    change: str = ""
    each: Literal["row", "column"] | None = None
    severity: Literal["error", "warning"] = "error"
    source: str = ""


class TitleSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the reports' titles read: agency and year, then one of ``subjects`` (the most telling first), then one of ``ends``."""

    subjects: tuple[str, ...]
    ends: tuple[str, ...] = ()


class FormSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One official form. ``signature`` are the labels that decide for it against its sisters; ``family`` is a name that forms
    share which replaced each other over the years; ``outline`` is free where no notice fixes which sections there are, in what order.
    ``reading``: tables are found by their ``labels`` in any text, however broken, or taken from the tables as ``printed``, which alone
    can have open and optional rows.
    """

    id: str
    name: str
    tables: tuple[TableSpec, ...]
    sections: tuple[SectionSpec, ...] = ()
    document: str = ""
    signature: tuple[str, ...] = ()
    titles: TitleSpec | None = None
    family: str = ""
    outline: Literal["fixed", "free"] = "fixed"
    reading: Literal["labels", "printed"] = "labels"
    checks: tuple[CheckSpec, ...] = ()
    across: tuple[AcrossSpec, ...] = ()
    narrative: tuple[NarrativeSpec, ...] = ()
    panel: tuple[PanelSpec, ...] = ()
    name_en: str = ""
    years: tuple[int, ...] = ()
