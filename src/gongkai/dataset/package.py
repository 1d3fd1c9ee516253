"""``datapackage.json``: the dataset's description of itself (Frictionless Data Package v1), made from the columns."""

from __future__ import annotations

from collections.abc import Container, Iterable

import msgspec

from gongkai.dataset.files import Column, File
from gongkai.dataset.folder import SETTINGS
from gongkai.forms.load import packaged_forms
from gongkai.forms.model import Form
from gongkai.report import SCHEMA_VERSION

_TITLE = "政府信息公开工作年度报告"
_DESCRIPTION = (
    "Figures and texts of published annual reports ({names}), "
    "read by gongkai. A figure is given as printed, never corrected; where a sum does not hold the check says so. "
    "Null (an empty cell) means that no number was printed there or that it could not be decided: see status in "
    "cells.csv. CSV is UTF-8 with a byte order mark, comma-separated, RFC 4180. A text cell that would begin with "
    "= + - @, a tab or a carriage return has an apostrophe put before it, so that no spreadsheet runs it as a formula "
    "(so has text that begins with apostrophes and one of these): take one apostrophe away to get the source's own "
    "text. json/REPORT_ID.json holds each report whole, with the place of every figure in its source."
)


def describe(
    files: Iterable[File], fractional: Container[tuple[str, str]], version: str, forms: Iterable[Form] = ()
) -> bytes:
    """Write the description; ``fractional`` are the (file, column) pairs of counts that were printed with decimals.

    Those of ``forms`` that are not packaged are kept whole under ``gongkai.forms``: the dataset can be understood without their files.
    """
    packaged = {form.id: form.spec for form in packaged_forms()}
    own = [form.spec for form in forms if packaged.get(form.id) != form.spec]
    names = "、".join(dict.fromkeys((_TITLE, *(spec.name for spec in own))))
    package = {
        "profile": "tabular-data-package",
        "name": "gongkai-dataset",
        "title": f"{names}数据集",
        "description": _DESCRIPTION.format(names=names),
        "gongkai": {"version": version, "schema_version": SCHEMA_VERSION, "settings": SETTINGS}
        | ({"forms": own} if own else {}),
        "resources": [_resource(file, fractional) for file in files],
    }
    return msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"


def _resource(file: File, fractional: Container[tuple[str, str]]) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(column, (file.name, column.name) in fractional) for column in file.columns],
        "missingValues": [""],
    }
    if file.primary_key:
        schema["primaryKey"] = list(file.primary_key)
    if file.refers_to_reports:
        target = {"resource": "reports", "fields": "report_id"}
        schema["foreignKeys"] = [{"fields": "report_id", "reference": target}]
    return {
        "profile": "tabular-data-resource",
        "name": file.name,
        "path": file.path,
        "title": file.zh,
        "description": file.en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(column: Column, fractional: bool) -> dict[str, object]:
    kind = "number" if fractional else column.type
    field: dict[str, object] = {"name": column.name, "type": kind, "title": column.zh, "description": column.en}
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.codes:
        constraints |= {"enum": list(column.codes)}
    return field | ({"constraints": constraints} if constraints else {})
