"""The XML of a Word file: safe parsing, one set of names for transitional and strict OOXML."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gongkai.readers.bounds import XML_PART
from gongkai.readers.packages import Carrier, parse_xml

Element = etree._Element
WORD = Carrier(
    name="the Word file",
    advice="open it in Word or LibreOffice and save it again as .docx",
    locked="the Word file needs a password; save it without one",
    part_bytes=XML_PART,
)

_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

EMBEDDED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
ALTERNATE = _COMPATIBILITY + "AlternateContent"
BRANCHES = (_COMPATIBILITY + "Choice", _COMPATIBILITY + "Fallback")


_OF_WORD = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/", "urn:schemas-microsoft-com:")
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DRAWN_PROPERTIES, _EXTENT = _PLACED + "docPr", _PLACED + "extent"
_POINT = 12_700  # English metric units


def w(name: str) -> str:
    """Return the tag or attribute ``w:name`` as lxml writes it."""
    return _WORD + name


VALUE = w("val")
PARAGRAPH, TABLE, ROW, CELL, RUN, TEXT = w("p"), w("tbl"), w("tr"), w("tc"), w("r"), w("t")
TEXT_BOX = w("txbxContent")
COMMENT_START, COMMENT_REFERENCE = w("commentRangeStart"), w("commentReference")

# Wrappers that may stand around blocks, rows, cells and runs alike and whose content is printed.
TRANSPARENT = frozenset(
    w(name)
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
)


def parse(data: bytes, part: str) -> Element:
    """Parse one part of the package; ``part`` is its name, for the message.

    :raises DamagedSource: the XML is not well-formed, or nests or repeats beyond what a parser may be asked to take.
    """
    root = parse_xml(data, part, WORD)
    if root.tag.startswith("{" + _STRICT):
        _make_transitional(root)
    return root


def _make_transitional(root: Element) -> None:
    """Rename strict OOXML in place, so that no other module needs to know of it."""
    for element in root.iter("*"):
        element.tag = _transitional(element.tag)
        for name in [name for name in element.attrib if _STRICT in str(name)]:
            element.set(_transitional(str(name)), element.attrib.pop(name))


def _transitional(name: str) -> str:
    """Turn ``{…purl…/ooxml/drawingml/main}blip`` into ``{…schemas…/drawingml/2006/main}blip``."""
    if not name.startswith("{" + _STRICT):
        return name
    namespace, _, local = name[1:].partition("}")
    folder, _, last = namespace.removeprefix(_STRICT).rpartition("/")
    return f"{{{_TRANSITIONAL}{folder}/2006/{last}}}{local}"


def value(parent: Element | None, name: str) -> str | None:
    """Return the ``w:val`` of the child called ``name``, or None."""
    return None if parent is None else attribute(parent.find(name))


def attribute(element: Element | None, name: str = VALUE) -> str | None:
    """Return an attribute, by default ``w:val``, of an element that may be absent."""
    return None if element is None else element.get(name)


def number(text: str | None, default: int | None = None) -> int | None:
    """Read an integer attribute; what is no integer counts as not given."""
    try:
        return default if text is None else int(text)
    except ValueError:
        return default


def is_on(parent: Element | None, name: str) -> bool:
    """Whether the on/off property ``name`` stands among the children and is not switched off."""
    return parent is not None and switched_on(parent.find(name))


def switched_on(element: Element | None) -> bool:
    """Whether an on/off property is there and does not say off."""
    return element is not None and element.get(VALUE, "1") not in ("0", "false", "off")


def branches(alternate: Element) -> Iterator[Element]:
    """Yield the Choices of an ``mc:AlternateContent`` whose namespaces Word knows, then its Fallback; only one of them may be read."""
    for tag in BRANCHES:
        yield from (branch for branch in alternate.findall(tag) if _is_known(branch))


def _is_known(branch: Element) -> bool:
    """Whether all that a Choice requires is Word's own; a Fallback requires nothing."""
    spaces = (branch.nsmap.get(prefix) or "" for prefix in branch.get("Requires", "").split())
    return all(space.startswith(_OF_WORD) for space in spaces)


def is_invisible(drawing: Element) -> bool:
    """Whether a drawing is hidden, or too small to be seen."""
    properties = next((e for e in drawing.iter(_DRAWN_PROPERTIES)), None)
    if properties is not None and properties.get("hidden") in ("1", "true"):
        return True
    extent = next((e for e in drawing.iter(_EXTENT)), None)
    return extent is not None and all((number(extent.get(side)) or 0) < _POINT for side in ("cx", "cy"))


def unwrapped(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the children with this tag, through any content control or other transparent wrapper."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in TRANSPARENT:
            yield from unwrapped(child, tag)
        elif child.tag == ALTERNATE:
            yield from next(filter(None, (list(unwrapped(branch, tag)) for branch in branches(child))), [])
