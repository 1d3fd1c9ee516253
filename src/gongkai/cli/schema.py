"""``gongkai schema``: the JSON Schema of what ``convert`` prints, made from the model itself."""

from __future__ import annotations

from typing import Any

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of a report."""
    import msgspec  # noqa: PLC0415

    from gongkai.cli.output import write_result  # noqa: PLC0415

    write_result(msgspec.json.format(msgspec.json.encode(report_schema()), indent=2) + b"\n", None)


def report_schema() -> dict[str, Any]:
    """Return the schema. Keys with a default are required, too, for the output always holds them; those without a value in the model
    (``UNSET``) have no default, and are left out where there is nothing to say.
    """
    import msgspec  # noqa: PLC0415

    from gongkai.report import Report  # noqa: PLC0415

    found = msgspec.json.schema(Report)
    for definition in found["$defs"].values():
        if "properties" in definition:
            always, keys = definition.get("required", ()), definition["properties"].items()
            definition["required"] = [key for key, value in keys if key in always or "default" in value]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "gongkai report", **found}
