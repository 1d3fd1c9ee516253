"""``labelled/NAME.csv``: the wide tables as CSV under the heads that the form prints, for people who share a table as it is."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source
from gongkai.dataset.labels import heads_of, is_wide
from gongkai.dataset.packed import csv_text
from gongkai.errors import UsageError

FOLDER = "labelled"


def make(source: Source, target: Path) -> Made:
    """Write a file for every wide table, in Chinese where no labels are asked for. Raises UsageError where a CSV file is damaged."""
    (target / FOLDER).mkdir(exist_ok=True)
    paths = []
    for table in filter(is_wide, source.tables):
        heads = heads_of(table, "zh" if source.labels == "key" else source.labels)
        paths.append(f"{FOLDER}/{table.name}.csv")
        try:
            with source.path(table).open("rb") as rows, (target / paths[-1]).open("wb") as stream:
                rows.readline()  # keys hold no line breaks
                stream.write(codecs.BOM_UTF8 + csv_text([tuple(heads.values())]).encode())
                shutil.copyfileobj(rows, stream)
        except FileNotFoundError as error:
            raise UsageError(f"{source.path(table)}: is missing; run gongkai extract again") from error
    return Made(tuple(paths))
