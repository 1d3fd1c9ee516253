"""Footnotes of a page: a mark in the text and a note at the end, each a link to the other."""

from __future__ import annotations

import re

from msgspec import Struct, field
from selectolax.lexbor import LexborHTMLParser, LexborNode

_MARK = re.compile(
    r"[\[(（〔【［]?\s*(?:注|备注|脚注|note)?\s*(\d{1,3}|[ivx]{1,4}|[a-z]|[①-⑳]|[*＊†‡※#]{1,3})\s*[\])）〕】］]?",
    re.IGNORECASE,
)
_LONGEST = 1500  # letters of a footnote
_MOST_LINKS = 1000  # links that are looked at; a site's map has more, a report never
_HOLDERS = frozenset(("p", "li", "dd", "div", "aside", "section"))


class Notes(Struct):
    """``notes`` are the blocks of notes with their marks, ``references`` the links that lead to them, both by ``mem_id``."""

    notes: dict[int, str] = field(default_factory=dict)
    references: dict[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.notes)

    def is_note(self, node: LexborNode) -> bool:
        """Whether an element is a note."""
        return node.mem_id in self.notes

    def is_reference(self, node: LexborNode) -> bool:
        """Whether an element is a mark that leads to a note."""
        return node.mem_id in self.references

    def text_of(self, node: LexborNode) -> str:
        """Return a note's mark with its own name, or in a mark the name of its note, so that both find each other."""
        number = node.mem_id if node.mem_id in self.notes else self.references.get(node.mem_id)
        return "" if number is None else f"{number} {self.notes.get(number, '')}"


def notes_of(parser: LexborHTMLParser, page: str) -> Notes:
    """Find the notes: short blocks that a link leads to whose whole text is a mark, and that begin with the same mark or lead back."""
    found = Notes()
    if 'href="#' not in page and "href='#" not in page and "href=#" not in page:
        return found
    links = [node for node in parser.css("a") if (node.attributes.get("href") or "").startswith("#")]
    if len(links) > _MOST_LINKS:
        return found
    marks = {id(link): _mark((link.text() or "").strip()) for link in links}
    if not any(marks.values()):
        return found
    targets = _targets(parser)
    places = {node.mem_id: place for place, node in enumerate(parser.css("*"))}
    for link in links:
        mark, name = marks[id(link)], (link.attributes.get("href") or "")[1:]
        target = targets.get(name)
        if mark is None or target is None or places.get(target.mem_id, 0) < places.get(link.mem_id, 0):
            continue
        block = _block(target)
        if block is None or block.mem_id in found.references or not _is_note(block, mark, link, targets):
            continue
        found.notes.setdefault(block.mem_id, mark)
        found.references[link.mem_id] = block.mem_id
    return found


def _mark(text: str) -> str | None:
    match = _MARK.fullmatch(text)
    return match[1] if match else None


def _targets(parser: LexborHTMLParser) -> dict[str, LexborNode]:
    made: dict[str, LexborNode] = {}
    for node in parser.css("[id], a[name]"):
        for name in (node.attributes.get("id"), node.attributes.get("name")):
            if name:
                made.setdefault(name, node)
    return made


def _block(target: LexborNode) -> LexborNode | None:
    """Return the block that a link's aim begins: itself, or what stands around it."""
    node: LexborNode | None = target
    while node is not None and node.tag not in _HOLDERS:
        if node.tag in {"td", "th", "body", "table"}:
            return None
        node = node.parent
    parent = node.parent if node is not None else None
    if node is not None and node.tag == "p" and parent is not None and parent.tag in {"li", "div"}:
        alone = sum(1 for child in parent.iter()) == 1
        if alone and (parent.attributes.get("id") or parent.tag == "li"):
            return parent
    return node


def _is_note(block: LexborNode, mark: str, link: LexborNode, targets: dict[str, LexborNode]) -> bool:
    text = (block.text() or "").strip()
    if not text or len(text) > _LONGEST or block.css_first("table, h1, h2, h3") is not None:
        return False
    back = [node for node in block.css("a") if (node.attributes.get("href") or "").startswith("#")]
    for one in back:
        aim = targets.get((one.attributes.get("href") or "")[1:])
        if aim is not None and _is_near(aim, link):
            return True
    head = _MARK.match(text)
    return head is not None and head[1] == mark and block.tag != "section"


def _is_near(aim: LexborNode, link: LexborNode) -> bool:
    """Whether a way back ends at the mark: at the link, in it, or at what stands just around it."""
    node: LexborNode | None = link
    for _ in range(3):
        if node is None:
            return False
        if node.mem_id == aim.mem_id:
            return True
        node = node.parent
    return any(inner.mem_id == aim.mem_id for inner in link.traverse())
