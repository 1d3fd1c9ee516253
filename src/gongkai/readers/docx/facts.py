"""What a Word file says of its paragraphs, runs, rows and cells, gathered in one scan.

Most of them say nothing that matters here: a scan for the few that do costs a tenth of looking into each one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from gongkai.readers import LOWERED, RAISED
from gongkai.readers.docx.styles import ALIGNED, OUTLINE, UNPRINTED, Style, Styles
from gongkai.readers.docx.xml import CELL, PARAGRAPH, ROW, RUN, Element, attribute, switched_on, w

PARAGRAPH_STYLE, RUN_STYLE, NUMBER = w("pStyle"), w("rStyle"), w("numPr")
DELETED, MOVED_AWAY, VANISH, HIDDEN_ROW = w("del"), w("moveFrom"), w("vanish"), w("hidden")
BEFORE, SPAN, DELETED_CELL, MERGED_BELOW, MERGED_BESIDE = (
    w(name) for name in ("gridBefore", "gridSpan", "cellDel", "vMerge", "hMerge")
)
_WANTED = (
    *(PARAGRAPH_STYLE, RUN_STYLE, NUMBER, OUTLINE, DELETED, MOVED_AWAY, HIDDEN_ROW, ALIGNED),
    *UNPRINTED,
    *(BEFORE, SPAN, DELETED_CELL, MERGED_BELOW, MERGED_BESIDE),
)
_PARAGRAPH_PROPERTIES = w("pPr")
_HOLDERS = frozenset((_PARAGRAPH_PROPERTIES, w("rPr"), w("trPr"), w("tcPr")))
_OWNERS = frozenset((PARAGRAPH, RUN, ROW, CELL))
_SHIFTS = MappingProxyType({"superscript": RAISED, "subscript": LOWERED})
_NOTHING: Mapping[str, Element] = MappingProxyType({})


class Facts(Struct, frozen=True):
    """Properties by owner and tag; those of a paragraph's mark stand with the paragraph's own.

    ``hidden`` are the runs that are not printed or struck through; ``shifted`` gives the digits of those that stand
    above or below the line.
    """

    properties: dict[Element, dict[str, Element]]
    styles: Styles
    hidden: frozenset[Element] = frozenset()
    shifted: Mapping[Element, dict[int, int]] = MappingProxyType({})

    def of(self, owner: Element) -> Mapping[str, Element]:
        """Return what is said of a paragraph, row or cell."""
        return self.properties.get(owner, _NOTHING)

    def style(self, said: Mapping[str, Element]) -> Style:
        """Return the style of the paragraph of which this is said."""
        return self.styles.get(attribute(said.get(PARAGRAPH_STYLE)))


def gather(root: Element, styles: Styles) -> Facts:
    """Scan the main part once."""
    properties: dict[Element, dict[str, Element]] = {}
    for item in root.iter(*_WANTED):
        owner = _owner(item)
        if owner is not None:
            properties.setdefault(owner, {})[item.tag] = item
    facts = Facts(properties, styles)
    return Facts(properties, styles, frozenset(_hidden_runs(root, facts)), dict(_shifted_runs(facts)))


def _owner(item: Element) -> Element | None:
    """Return what ``item`` is said of; None for former properties kept by change tracking, and for content."""
    holder = item.getparent()
    if holder is None or holder.tag not in _HOLDERS:
        return None
    owner = holder.getparent()
    if owner is not None and owner.tag == _PARAGRAPH_PROPERTIES:
        owner = owner.getparent()
    return owner if owner is not None and owner.tag in _OWNERS else None


def _hidden_runs(root: Element, facts: Facts) -> Iterator[Element]:
    """Yield the runs that are hidden or struck through by their own properties, or else by those of a style."""
    every = root.iter(RUN) if facts.styles.can_hide else (o for o in facts.properties if o.tag == RUN)
    return (run for run in every if any(_is_unprinted(run, tag, facts) for tag in UNPRINTED))


def _is_unprinted(run: Element, tag: str, facts: Facts) -> bool:
    said = facts.of(run)
    if tag in said:
        return switched_on(said[tag])
    if not facts.styles.can_hide:
        return False
    if tag in facts.styles.of_characters(attribute(said.get(RUN_STYLE))).unprinted:
        return True
    paragraph = next(run.iterancestors(PARAGRAPH), None)
    return paragraph is not None and tag in facts.style(facts.of(paragraph)).unprinted


def _shifted_runs(facts: Facts) -> Iterator[tuple[Element, dict[int, int]]]:
    """Yield the runs that stand above or below the line by their own ``w:vertAlign`` or that of their style."""
    for run, said in facts.properties.items():
        if run.tag == RUN and (ALIGNED in said or RUN_STYLE in said):
            of_style = facts.styles.of_characters(attribute(said.get(RUN_STYLE))).aligned
            digits = _SHIFTS.get(attribute(said.get(ALIGNED)) or of_style or "")
            if digits is not None:
                yield run, digits
