"""``gongkai schema``: the JSON Schema of what ``convert`` prints, made from the model itself."""

from __future__ import annotations

from typing import Any

import click

_NOT_ALWAYS = ("confidence", "address", "url", "captured", "part", "rows", "message_zh", "proved")
_LEFT_OUT = frozenset(_NOT_ALWAYS)  # there only for some


@click.command()
def schema() -> None:
    """Print the JSON Schema of a report."""
    import msgspec  # noqa: PLC0415

    from gongkai.cli.output import write_result  # noqa: PLC0415

    write_result(msgspec.json.format(msgspec.json.encode(report_schema()), indent=2) + b"\n", None)


def report_schema() -> dict[str, Any]:
    """Return the schema; every key is required, for the output always holds them all (but for those that may be left out)."""
    import msgspec  # noqa: PLC0415

    from gongkai.report import Report  # noqa: PLC0415

    found = msgspec.json.schema(Report)
    for definition in found["$defs"].values():
        if "properties" in definition:
            definition["required"] = [key for key in definition["properties"] if key not in _LEFT_OUT]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "gongkai report", **found}
