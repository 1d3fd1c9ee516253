"""Datasets of reports made by hand, their sites, and the ways of opening sources that the tests need."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from gongkai.cli.review_sources import overlaid, settle
from gongkai.dataset.corrections import HEAD, NAME
from gongkai.dataset.writers import write_dataset
from gongkai.document import Document
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms
from gongkai.report import Check, Report
from gongkai.review.material import Lines, Material, Open, Sources
from gongkai.review.site import Pages, Site, Workers, write_site
from support import form_named, make_report

TOTALS = [("received", "natural_person"), ("received", "total")]


def dataset_of(folder: Path, reports: Iterable[Report]) -> Path:
    """Write a dataset."""
    write_dataset(reports, (), load_forms(), folder)
    return folder


def site_of(
    dataset: Path, site: Path, open_source: Open | None = None, *, pictures: bool = True, corrected: bool = False
) -> Site:
    """Write the site of a dataset."""
    return write_site(
        dataset,
        site,
        sources=None if open_source is None else Sources(open_source),
        pages=Pages(pictures=pictures),
        workers=Workers(1, settle),
        step=lambda *_: None,
        overlaid=overlaid if corrected else None,
    )


def decide(dataset: Path, *decisions: tuple[object, ...]) -> Path:
    """Write what reviewers decided, one line each: report, table, row, column, value, and as much of reason, by and date as is given."""
    path = dataset / NAME
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        writer.writerows((*map(str, one), *[""] * (len(HEAD) - len(one))) for one in decisions)
    return path


def listed(site: Path, name: str = "reports") -> dict[str, Any]:
    """Return what a script of the site's data holds."""
    text = (site / "assets" / f"{name}.js").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.partition(" = ")[2].removesuffix(";\n"))
    if name == "reports":
        found["rows"] = [row for part in range(found["parts"]) for row in handed(site, f"list-{part}")]
    return found


def handed(site: Path, name: str) -> Any:
    """Return what a part of the list hands over."""
    text = (site / "assets" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text.partition(", ")[2].removesuffix(");\n"))


def page_of(site: Path, report: Report) -> str:
    """Return a report's page."""
    return (site / "reports" / f"{report.report_id}.html").read_text(encoding="utf-8")


def check(name: str = "requests.row_total.received", status: str = "fail", **other: object) -> Check:
    """Make a check on the row of what was received."""
    given: dict[str, object] = {
        "table": "requests",
        "kind": "row_total",
        "severity": "error",
        "left": 3,
        "right": 4,
        "cells": tuple(TOTALS),
        "message": "3 is not 4",
    }
    return Check(id=name, status=status, **(given | other))  # type: ignore[arg-type]


def lines(text: str, _: Report) -> Material:
    """Give any report the same text as its source."""
    return Lines(tuple(text.split("\n")))


def document(found: Document, _: Report) -> Material:
    """Give any report the same document as its source."""
    return found


def crash(_: Report) -> Material | None:
    """End the process, as a library does that stumbles over a source."""
    os._exit(11)


def broken(_: Report) -> Material | None:
    """Find the source broken."""
    raise SourceError("the file <b>ends</b> too early")


def text_source(text: str) -> Open:
    """Return what gives every report this text."""
    return partial(lines, text)


__all__ = ["form_named", "make_report"]
