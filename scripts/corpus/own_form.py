"""Reports of an invented agency on the form of docs/own-form/: another family than the packaged forms know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from corpus.figures import Cell, Number
from corpus.grid import to_layout
from corpus.model import SectionTruth, Truth
from corpus.truth import make_truth
from gongkai.forms.model import Form

_AGENCY = ("青岚市司法局", "我局")
_SAFEGUARDS: Mapping[int, Mapping[str, int]] = {
    2023: {"reviewed": 86, "trainings": 12, "trained": 940, "lawyers": 7},
    2024: {"reviewed": 91, "trainings": 15, "trained": 1106, "lawyers": 9},
}
_TEXTS: Mapping[str, str] = {
    "overview": "{year}年，我局按年度计划推进法治建设，全年行政执法立案{enforcement.total.opened}件。",
    "enforcement": "各类案件的数量和罚没金额见下表。",
    "safeguards": "全年完成的主要事项见下表。",
    "outlook": "下一年继续做好执法监督和培训。",
}


def own_truth(form: Form, year: int, before: Truth | None = None) -> Truth:
    """Invent the report on ``year``; it takes over what ``before`` handed on."""
    pinned: dict[Cell, Number] = {("safeguards", row, "count"): number for row, number in _SAFEGUARDS[year].items()}
    for (row, column), cell in before.tables["enforcement"].items() if before else ():
        if column == "carried_forward":
            pinned["enforcement", row, "carried_over"] = cell.value or 0
    options: dict[str, Any] = {"title": "none", "contact": False, "fee": "none", "narrative": "none", "profile": "city"}
    truth = make_truth(f"own {year}", form, agency=_AGENCY, year=year, pinned=pinned, period=False, **options)
    title = f"{_AGENCY[0]}{year}年法治政府建设年度报告"
    known = {"year": year, **{f"enforcement.{r}.{c}": v.value for (r, c), v in truth.tables["enforcement"].items()}}
    sections = tuple(_told(section, known) for section in truth.sections if section.key != "preamble")
    return msgspec.structs.replace(truth, title_lines=(title,), title=title, sections=sections)


def blank_truth(form: Form) -> Truth:
    """Make the form as it is sent out, before anybody fills it in."""
    truth = own_truth(form, 2023)
    layouts = {t.key: to_layout(t, {(slot.row, slot.column): "" for slot in t.slots}) for t in form.tables}
    sections = tuple(
        msgspec.structs.replace(section, text="", children=())
        for section in truth.sections
        if section.heading is not None
    )
    return msgspec.structs.replace(
        truth, title_lines=("××局××年法治政府建设年度报告（格式）",), sections=sections, layouts=layouts
    )


def _told(section: SectionTruth, known: Mapping[str, object]) -> SectionTruth:
    text = _TEXTS.get(section.key, section.text)
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", str(value))
    return msgspec.structs.replace(section, text=text, children=())
