"""What was learned of a form, with the evidence for each part."""

from __future__ import annotations

from msgspec import Struct

from gongkai.forms.schema import AcrossSpec, CheckSpec, Kind, NarrativeSpec, PanelSpec, RepeatsSpec


class Node(Struct, frozen=True, kw_only=True):
    """A row or column, or a group of them; ``said`` is the evidence, as a comment."""

    label: str
    key: str | None = None
    variants: tuple[str, ...] = ()
    unit: str | None = None
    kind: Kind | None = None
    optional: bool = False
    said: str = ""
    children: tuple[Node, ...] = ()


class Block(Struct, frozen=True, kw_only=True):
    """Rows under columns; ``code`` is the pattern of open rows, "" for a list of them, None where there are none."""

    columns: tuple[Node, ...]
    rows: tuple[Node, ...] = ()
    code: str | None = None
    said: str = ""


class Brackets(Struct, frozen=True):
    """Evidence that figures which stand alone in brackets are negative; ``proved`` is False where none says so yet."""

    said: str
    proved: bool


class LearnedTable(Struct, frozen=True, kw_only=True):
    """A table; ``remarks`` are what was left out and why, ``brackets`` the evidence that figures in brackets are negative, ``repeated``
    that for ``repeats``.
    """

    key: str
    label: str
    blocks: tuple[Block, ...]
    variants: tuple[str, ...] = ()
    section: str = ""
    unit: str | None = None
    optional: bool = False
    brackets: Brackets | None = None
    repeats: RepeatsSpec | None = None
    repeated: str = ""
    said: str = ""
    remarks: tuple[str, ...] = ()


class LearnedCheck(Struct, frozen=True, kw_only=True):
    """A sum that holds; one that is only ``proposed`` is written as a comment."""

    spec: CheckSpec
    said: str
    proposed: bool = False


class LearnedSentence(Struct, frozen=True, kw_only=True):
    """A sentence that restates a cell."""

    spec: NarrativeSpec
    confirmed: int
    said: str


class LearnedAcross(Struct, frozen=True, kw_only=True):
    """A total that two tables have."""

    spec: AcrossSpec
    said: str


class LearnedLink(Struct, frozen=True, kw_only=True):
    """What one year hands on to the next."""

    spec: PanelSpec
    said: str


class Learned(Struct, frozen=True, kw_only=True):
    """A form as learned from ``reports`` reports."""

    id: str
    name: str
    reports: int
    subjects: tuple[str, ...] = ()
    sections: tuple[tuple[str, str, str], ...] = ()
    tables: tuple[LearnedTable, ...] = ()
    checks: tuple[LearnedCheck, ...] = ()
    across: tuple[LearnedAcross, ...] = ()
    sentences: tuple[LearnedSentence, ...] = ()
    links: tuple[LearnedLink, ...] = ()
    remarks: tuple[str, ...] = ()
