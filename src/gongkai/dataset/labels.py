"""Heads of wide tables as the form prints them: the labels that ``datapackage.json`` gives its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from gongkai.dataset.described import Field, Resource

Labels = Literal["key", "zh", "en"]
_WHO: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "report_id": ("报告编号", "Report"),
        "agency_name": ("机关", "Agency"),
        "year": ("年度", "Year"),
        "province_name": ("省份", "Province"),
    }
)


def is_wide(table: Resource) -> bool:
    """Whether a table has one row a report and one column a cell of a form."""
    return bool(table.schema.foreign_keys) and table.schema.primary_key == ("report_id",)


def heads_of(table: Resource, labels: Labels) -> dict[str, str]:
    """Return the head of each column: its key, or its label where the table is wide. No two are alike."""
    fields = table.schema.fields
    if labels == "key" or not is_wide(table):
        return {field.name: field.name for field in fields}
    heads = {field.name: _head(field, 0 if labels == "zh" else 1) for field in fields}
    often = Counter(heads.values())
    return {name: f"{head} ({name})" if often[head] > 1 else head for name, head in heads.items()}


def _head(field: Field, which: int) -> str:
    known = _WHO.get(field.name)
    return known[which] if known else (field.title, field.description)[which] or field.name
