"""The XML of an OFD package: safe parsing, elements by local name (writers disagree on the namespace), numbers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gongkai.readers.packages import Carrier, parse_xml

Element = etree._Element
NEEDS_PASSWORD = (
    "the OFD file is encrypted; open it in an OFD reader with its password, save a copy without one, try again"
)
OFD = Carrier(
    name="the OFD file",
    advice="get a sound copy of it, or the Word or PDF file",
    locked=NEEDS_PASSWORD,
    part_bytes=20_000_000,
    all_bytes=80_000_000,
)

_LARGEST = 1e6  # millimetres; what lies farther out is no place on a page


def parse(data: bytes, part: str) -> Element:
    """Parse one part; ``part`` is its name, for the message.

    :raises DamagedSource: the XML is not well-formed, or nests or repeats beyond what a parser may be asked to take.
    """
    return parse_xml(data, part, OFD)


def name_of(element: Element) -> str:
    """Return the element's name without its namespace; nothing for an entity that is not resolved."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def children(parent: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names."""
    if parent is not None:
        yield from (each for each in parent if name_of(each) in names)


def child(parent: Element | None, *path: str) -> Element | None:
    """Return the first descendant along ``path``, or None."""
    for name in path:
        parent = next(children(parent, name), None)
    return parent


def text_of(parent: Element | None, *path: str) -> str:
    """Return the stripped text of the first descendant along ``path``; nothing where it is not there."""
    found = child(parent, *path)
    return (found.text or "").strip() if found is not None else ""


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """Read ``count`` numbers parted by spaces (or commas); None where they are not there or are no places."""
    if not text:
        return None
    values = [number(part) for part in text.replace(",", " ").split()[:count]]
    kept = tuple([value for value in values if value is not None])
    return kept if len(kept) == count else None


def number(text: str | None) -> float | None:
    """Read one number; None for what is none, or too large to be a measure."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < _LARGEST else None
