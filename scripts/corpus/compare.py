"""Holds what was extracted (the JSON of one report) against the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from corpus.model import CellTruth, SectionTruth, Truth
from gongkai.text.fold import squeeze


class Score(Struct, frozen=True, kw_only=True):
    """``cells`` counts printed figures: ``right``, ``missed`` (printed, not given), ``wrong`` (another figure, or one
    where none is printed). ``statuses`` counts blank and not-applicable cells; ``fields`` are title, agency, and so on.
    """

    cells: int
    right: int
    missed: int
    wrong: int
    statuses: int
    statuses_right: int
    sections: int
    sections_right: int
    fields: dict[str, bool]
    comments_right: bool
    differences: tuple[str, ...]

    @property
    def perfect(self) -> bool:
        """Whether everything but the comments (not every format carries them) is as in the truth."""
        return (
            self.right == self.cells
            and not self.wrong
            and self.statuses_right == self.statuses
            and self.sections_right == self.sections
            and all(self.fields.values())
        )


def compare(truth: Truth, report: Mapping[str, Any]) -> Score:
    """Compare the contract's JSON object ``report`` with ``truth``."""
    judged = [_judge(table, cell, report) for table, cells in truth.tables.items() for cell in cells.values()]
    verdicts = [verdict for verdict, _ in judged]
    sections, section_lines = _compare_sections(truth, report)
    fields, field_lines = _compare_fields(truth, report)
    printed = sum(c.status == "reported" for cells in truth.tables.values() for c in cells.values())
    return Score(
        cells=printed,
        right=verdicts.count("right"),
        missed=verdicts.count("missed"),
        wrong=verdicts.count("wrong"),
        statuses=len(judged) - printed,
        statuses_right=verdicts.count("status"),
        sections=len(sections),
        sections_right=sum(sections),
        fields=fields,
        comments_right=_comments(truth.comments) == _comments(report.get("comments", ())),
        differences=(*(line for _, line in judged if line), *field_lines, *section_lines),
    )


def _judge(table: str, cell: CellTruth, report: Mapping[str, Any]) -> tuple[str, str]:
    """Return a verdict and, where it is not the best one, a line for people."""
    got = _find(report, table, cell)
    status, value = got.get("status", "missing"), got.get("value")
    where = (
        f"{table}.{cell.row}.{cell.column}: printed {cell.printed!r}, got {status} {value!r} (raw {got.get('raw')!r})"
    )
    if cell.status == "reported":
        if status != "reported" or value is None:
            return "missed", where
        return ("right", "") if value == cell.value else ("wrong", "WRONG " + where)
    if value is not None:
        return "wrong", "WRONG " + where
    return ("status", "") if status == cell.status else ("other", where)


def _find(report: Mapping[str, Any], table: str, cell: CellTruth) -> Mapping[str, Any]:
    cells = report.get("tables", {}).get(table, {}).get("cells", ())
    return next((c for c in cells if c["row"] == cell.row and c["column"] == cell.column), {})


def _compare_fields(truth: Truth, report: Mapping[str, Any]) -> tuple[dict[str, bool], list[str]]:
    fee, got_fee = truth.processing_fee, report.get("processing_fee") or {}
    pairs: dict[str, tuple[Any, Any]] = {
        "form": (truth.form, (report.get("form") or {}).get("id")),
        "title": (fold(truth.title), fold(report.get("title"))),
        "agency": (truth.agency, report.get("agency")),
        "year": (truth.year, report.get("year")),
        "period": (truth.period, report.get("period")),
        "published": (truth.published, report.get("published")),
        "processing_fee": (
            fee and (fee.amount, fee.unit),
            (got_fee.get("amount"), got_fee.get("unit")) if got_fee else None,
        ),
    }
    for name, value in truth.contact.items():
        pairs[f"contact.{name}"] = (fold(value), fold((report.get("contact") or {}).get(name)))
    lines = [f"{name}: should be {want!r}, got {got!r}" for name, (want, got) in pairs.items() if want != got]
    return {name: want == got for name, (want, got) in pairs.items()}, lines


def fold(text: str | None) -> str | None:
    """Fold white space, width and look-alikes: converters differ in them."""
    return None if text is None else squeeze(text)


Line = tuple[str, str, str]


def _compare_sections(truth: Truth, report: Mapping[str, Any]) -> tuple[list[bool], list[str]]:
    """Compare key, heading and text, one after the other; what is too much in the report counts as wrong."""
    want = [line for section in truth.sections for line in _lines_of_truth(section)]
    got = [line for section in report.get("sections", ()) for line in _lines_of_report(section)]
    left = list(got)
    verdicts, lines = [], []
    for line in want:
        found = next((other for other in left if _same(line, other)), None)
        verdicts.append(found is not None)
        if found is not None:
            left.remove(found)
        else:
            near = next((other for other in left if other[0] == line[0]), None)
            lines.append(f"section {line[0]}: should be {line[1:]}, got {near and near[1:]}")
    lines += [
        f"section {line[0]}: not in the truth: {line[1:]}" for line in left if line[0] not in {w[0] for w in want}
    ]
    return verdicts + [False] * len([line for line in left if line[0] not in {w[0] for w in want}]), lines


def _same(want: Line, got: Line) -> bool:
    """Text before the first section may begin with the title and the date of publication."""
    if want[0] == "preamble":
        return got[0] == "preamble" and got[2].endswith(want[2])
    return want == got


def _lines_of_truth(section: SectionTruth) -> Iterator[Line]:
    yield section.key, _heading(section.heading), fold(section.text) or ""
    for child in section.children:
        yield from _lines_of_truth(child)


def _lines_of_report(section: Mapping[str, Any]) -> Iterator[Line]:
    yield section["key"], _heading(section.get("heading")), fold(section.get("text")) or ""
    for child in section.get("children", ()):
        yield from _lines_of_report(child)


def _heading(heading: str | None) -> str:
    return (fold(heading) or "").rstrip("。.:")


def _comments(comments: Any) -> list[tuple[str | None, str]]:  # noqa: ANN401  (structs or JSON objects)
    pairs = ((c["author"], c["text"]) if isinstance(c, Mapping) else (c.author, c.text) for c in comments)
    return [(author, squeeze(text)) for author, text in pairs]
