"""What a Word file says of its paragraphs, runs, rows and cells, gathered in one scan.

Most of them say nothing that matters here: a scan for the few that do costs a tenth of looking into each one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from gongkai.readers.docx_styles import OUTLINE, Style, Styles
from gongkai.readers.docx_xml import CELL, PARAGRAPH, ROW, RUN, Element, attribute, switched_on, w

PARAGRAPH_STYLE, RUN_STYLE, NUMBER = w("pStyle"), w("rStyle"), w("numPr")
DELETED, MOVED_AWAY, VANISH, HIDDEN_ROW = w("del"), w("moveFrom"), w("vanish"), w("hidden")
BEFORE, SPAN, DELETED_CELL, MERGED_BELOW, MERGED_BESIDE = (
    w(name) for name in ("gridBefore", "gridSpan", "cellDel", "vMerge", "hMerge")
)
_WANTED = (
    *(PARAGRAPH_STYLE, NUMBER, OUTLINE, DELETED, MOVED_AWAY, VANISH, HIDDEN_ROW),
    *(BEFORE, SPAN, DELETED_CELL, MERGED_BELOW, MERGED_BESIDE),
)
_PARAGRAPH_PROPERTIES = w("pPr")
_HOLDERS = frozenset((_PARAGRAPH_PROPERTIES, w("rPr"), w("trPr"), w("tcPr")))
_OWNERS = frozenset((PARAGRAPH, RUN, ROW, CELL))
_NOTHING: Mapping[str, Element] = MappingProxyType({})


class Facts(Struct, frozen=True):
    """Properties by owner and tag; those of a paragraph's mark stand with the paragraph's own.

    ``hidden`` are the runs that are not printed.
    """

    properties: dict[Element, dict[str, Element]]
    styles: Styles
    hidden: frozenset[Element] = frozenset()

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
    return Facts(properties, styles, frozenset(_hidden_runs(root, facts)))


def _owner(item: Element) -> Element | None:
    """Return what ``item`` is said of; None for former properties kept by change tracking, and for content."""
    holder = item.getparent()
    if holder is None or holder.tag not in _HOLDERS:
        return None
    owner = holder.getparent()
    if owner is not None and owner.tag == _PARAGRAPH_PROPERTIES:
        owner = owner.getparent()
    return owner if owner is not None and owner.tag in _OWNERS else None


def _hidden_runs(root: Element, facts: Facts) -> set[Element]:
    """Return the runs hidden by their own ``w:vanish``, or else by that of a style."""
    own = {owner: said[VANISH] for owner, said in facts.properties.items() if owner.tag == RUN and VANISH in said}
    hidden = {run for run, mark in own.items() if switched_on(mark)}
    if facts.styles.can_hide:
        hidden.update(run for run in root.iter(RUN) if run not in own and _style_hides(run, facts))
    return hidden


def _style_hides(run: Element, facts: Facts) -> bool:
    style = run.find(f"{w('rPr')}/{RUN_STYLE}")
    paragraph = next(run.iterancestors(PARAGRAPH), None)
    return facts.styles.hides(attribute(style)) or (paragraph is not None and facts.style(facts.of(paragraph)).hidden)
