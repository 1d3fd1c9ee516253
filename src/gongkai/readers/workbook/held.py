"""Pictures that are what a cell holds: WPS names them in a formula, ``DISPIMG("ID_…",1)``, Excel keeps them as values of a kind of its own
("Place in Cell"; [MS-XLSX] 2.3.6, rich values) beside an error, for programs that know nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from gongkai.readers.packages import Relation
from gongkai.readers.workbook.package import Element, Package, attribute, child, local

_DISPIMG = re.compile(r"DISPIMG\s*\(\s*\"([^\"]+)\"", re.IGNORECASE)
_LOCAL = "_rvRel:LocalImageIdentifier"
"""The key of a rich value under which the number of its picture stands."""


class HeldPictures:
    """The pictures in the cells of one workbook; ``related`` is what the workbook's own part points at."""

    def __init__(self, package: Package, related: Mapping[str, Relation]) -> None:
        self._package = package
        self._parts = {relation.kind: relation.target for relation in related.values()}

    def shown_in(self, cell: Element) -> tuple[str | None] | None:
        """Return the file of the picture that a cell shows, None in its place where that is not there; None where it shows none."""
        value = cell.get("vm")
        if value is not None:
            place = self._by_value.get(value)
            return None if place is None else (self._files("richValueRel").get(place),)
        said = (child(cell, "f"), child(cell, "v"))
        found = next((m for part in said if part is not None and (m := _DISPIMG.search(part.text or ""))), None)
        return None if found is None else (self._by_name.get(found[1]),)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The files of WPS's pictures by their names."""
        root, files = self._package.optional(self._parts.get("cellImage")), self._files("cellImage")
        found: dict[str, str] = {}
        for picture in () if root is None else root.iter("{*}pic"):
            name = next(picture.iter("{*}cNvPr"), None)
            blip = next(picture.iter("{*}blip"), None)
            file = None if blip is None else files.get(attribute(blip, "embed"))
            if name is not None and file is not None:
                found[name.get("name", "")] = file
        return found

    @cached_property
    def _by_value(self) -> dict[str, str]:
        """The ids of Excel's pictures by the numbers that cells have for their values, which count from 1."""
        metadata = self._package.optional(self._parts.get("sheetMetadata"))
        pictures = self._by_rich_value
        kept = [] if metadata is None else [one for one in metadata if local(one) == "futureMetadata"]
        rich = [_index(one, "i") for part in kept if part.get("name") == "XLRICHVALUE" for one in part.iter("{*}rvb")]
        blocks = child(metadata, "valueMetadata")
        found: dict[str, str] = {}
        for number, block in enumerate(() if blocks is None else blocks, 1):
            at = next((_index(one, "v") for one in block if local(one) == "rc"), -1)
            value = rich[at] if 0 <= at < len(rich) else at if not rich else -1
            if value in pictures:
                found[str(number)] = pictures[value]
        return found

    @cached_property
    def _by_rich_value(self) -> dict[int, str]:
        """The ids of pictures by the rich values that are such."""
        parts = [self._package.optional(self._parts.get(kind)) for kind in _RICH]
        if any(part is None for part in parts):
            return {}
        structures, values, related = (list(part) for part in parts if part is not None)
        ids = [attribute(one, "id") for one in related]
        found: dict[int, str] = {}
        for number, value in enumerate(values):
            structure = _index(value, "s")
            keys = [key.get("n") for key in structures[structure]] if 0 <= structure < len(structures) else []
            held = [one for one in value if local(one) == "v"]
            at = keys.index(_LOCAL) if _LOCAL in keys else len(held)
            picture = _whole(held[at].text) if at < len(held) else -1
            if 0 <= picture < len(ids):
                found[number] = ids[picture]
        return found

    def _files(self, kind: str) -> dict[str, str]:
        """Return the files that the part of a kind points at, by their ids."""
        return {one.id: one.target for one in self._package.relations(self._parts.get(kind, "")).values()}


_RICH = ("rdRichValueStructure", "rdRichValue", "richValueRel")


def _index(element: Element, name: str) -> int:
    return _whole(element.get(name))


def _whole(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
