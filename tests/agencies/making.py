"""Reports that say who they are from, and little else."""

from __future__ import annotations

from msgspec.structs import replace

from gongkai.agencies import identify
from gongkai.report import Contact, Identity, Section
from support import make_report


def identity_of(
    agency: str | None, year: int | None = 2023, *, title: str | None = None, address: str | None = None, **texts: str
) -> Identity:
    """Identify a report by ``agency``; ``texts`` are running texts by section key."""
    sections = tuple(Section(key=key, heading=None, level=0, text=text) for key, text in texts.items())
    report = make_report(agency=agency, sections=sections)
    return identify(replace(report, year=year, title=title, contact=Contact(address=address)))
