"""A dataset at a glance, for a notebook."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.messages.catalogue import counted, say
from gongkai.messages.language import Language

if TYPE_CHECKING:
    import pandas as pd

_COUNTS = ("cells_reported", "cells_verified", "cells_contradicted", "checks_failed")
_HEADS = (
    "year",
    "reports",
    *("complete", "partial", "other", "failed"),
    *("cells", "verified", "contradicted", "checks"),
)


def overview_html(path: Path, reports: pd.DataFrame, language: Language = "en") -> str:
    """Return a table with a row for each year: reports by status, figures by how far they are confirmed; said in ``language``."""
    years = sorted(reports["year"].dropna().unique())
    rows = [(str(year), reports[(reports["year"] == year).fillna(False)]) for year in years]
    unknown = reports[reports["year"].isna()]
    rows += [(say("html.no_year").in_(language), unknown)] if len(unknown) else []
    rows.append((say("html.together").in_(language), reports))
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in _cells(name, part))}</tr>" for name, part in rows)
    head = "".join(f"<th>{say(f'html.head.{name}').in_(language)}</th>" for name in _HEADS)
    counts = {"reports": counted("report", len(reports)), "agencies": counted("agency", reports["agency"].nunique())}
    caption = say("html.dataset", path=escape(str(path)), **counts).in_(language)
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(name: str, part: pd.DataFrame) -> list[str]:
    by_status = [int((part["status"] == status).sum()) for status in ("complete", "partial", "other", "failed")]
    sums = [int(part[count].sum()) for count in _COUNTS]
    return [escape(name), *(f"{number:,}" for number in (len(part), *by_status, *sums))]
