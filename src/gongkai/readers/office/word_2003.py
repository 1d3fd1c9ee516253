"""The parts of a docx from the XML of Word 2003, whose vocabulary is the one that docx grew from: renaming does nearly all.

Names are those of Microsoft's Word 2003 XML schemas (``wordnet.xsd``, ``aml.xsd``), codes of number formats those of
MSONFC in [MS-OSHARED] 2.2.1.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from lxml import etree

from gongkai.readers.docx.xml import Element, w

_OLD, _NEW = "{http://schemas.microsoft.com/office/word/2003/wordml}", w("")
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_ANNOTATION = f"{_AML}annotation"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_KEPT = (_OLD, "{urn:schemas-microsoft-com:vml}", _OFFICE)
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_RENAMED = MappingProxyType(
    {
        "vmerge": "vMerge", "hmerge": "hMerge", "hlink": "hyperlink", "nfc": "numFmt",
        "listPr": "numPr", "ilfo": "numId", "list": "num", "ilst": "abstractNumId",
        "listDef": "abstractNum", "listDefId": "abstractNumId",
    }
)  # fmt: skip
_UNPRINTED = frozenset(_OLD + name for name in ("sectPr", "footnote", "endnote", "binData"))
# Bookmarks and changes of format leave nothing behind.
_ANNOTATIONS = MappingProxyType(
    {
        "Word.Insertion": "ins", "Word.Deletion": "del", "Word.Comment": "commentReference",
        "Word.Comment.Start": "commentRangeStart", "Word.Comment.End": "commentRangeEnd",
    }
)  # fmt: skip
_FORMATS = MappingProxyType(
    {
        "0": "decimal", "1": "upperRoman", "2": "lowerRoman", "3": "upperLetter", "4": "lowerLetter",
        "10": "ideographDigital", "11": "japaneseCounting", "14": "decimalFullWidth", "18": "decimalEnclosedCircle",
        "23": "bullet", "26": "decimalEnclosedFullstop", "27": "decimalEnclosedParen",
        "28": "decimalEnclosedCircleChinese", "29": "ideographEnclosedCircle", "30": "ideographTraditional",
        "31": "ideographZodiac", "33": "taiwaneseCounting", "35": "taiwaneseCountingThousand",
        "37": "chineseCounting", "38": "chineseLegalSimplified", "39": "chineseCountingThousand", "255": "none",
    }
)  # fmt: skip


def parts_of(root: Element) -> dict[str, bytes]:
    """Return the parts of a docx, by name, for a ``w:wordDocument``."""
    body = [new for old in root.findall(f"{_OLD}body") for new in _renewed(old)]
    parts = {
        "word/document.xml": _part("document", body),
        "word/comments.xml": _part("comments", [_comment(old) for old in root.iter(_ANNOTATION) if _is_comment(old)]),
        "word/styles.xml": _part("styles", _inside(root, "styles")),
        "word/numbering.xml": _part("numbering", _inside(root, "lists")),
    }
    title = root.findtext(f"{_OFFICE}DocumentProperties/{_OFFICE}Title")
    return parts | ({"docProps/core.xml": _core(title)} if title else {})


def _inside(root: Element, name: str) -> list[Element]:
    return [new for holder in root.findall(_OLD + name) for new in _children(holder)]


def _part(name: str, children: Sequence[Element]) -> bytes:
    part = etree.Element(w(name))
    part.extend(children)
    return etree.tostring(part, encoding="utf-8")


def _core(title: str) -> bytes:
    properties = etree.Element("properties")
    etree.SubElement(properties, _DC_TITLE).text = title
    return etree.tostring(properties, encoding="utf-8")


def _renewed(old: Element) -> Iterator[Element]:
    """Yield what stands for an element: itself, renamed, or the content of wrappers (sections, smart tags, custom XML)."""
    if old.tag in _UNPRINTED:
        return
    if old.tag == _ANNOTATION:
        yield from _annotation(old)
    elif old.tag.startswith(_KEPT):
        said = {str(name): str(value) for name, value in old.items()}
        new = etree.Element(_name(old.tag), {_name(name): _value(old, name, value) for name, value in said.items()})
        new.text = old.text
        new.extend(_children(old))
        yield new
    else:
        yield from _children(old)


def _children(old: Element) -> list[Element]:
    return [new for child in old.iterchildren(etree.Element) for new in _renewed(child)]


def _name(name: str) -> str:
    if not name.startswith(_OLD):
        return name
    local = name.removeprefix(_OLD)
    return _NEW + _RENAMED.get(local, local)


def _value(element: Element, name: str, value: str) -> str:
    if name != f"{_OLD}val":
        return value
    if element.tag == f"{_OLD}nfc":
        return _FORMATS.get(value, "decimal")
    return value.lower() if element.tag == f"{_OLD}suff" else value


def _annotation(old: Element) -> Iterator[Element]:
    """Yield the tracked change or the mark of a comment that an annotation stands for; its text is a part of its own."""
    kind = old.get(f"{_OLD}type", "")
    name = _ANNOTATIONS.get(kind)
    if name is not None:
        new = etree.Element(w(name), {w("id"): old.get(f"{_AML}id", "")})
        if not _is_comment(old):
            new.extend(_children(old))
        yield new
    elif not kind.startswith("Word."):
        yield from _children(old)


def _is_comment(annotation: Element) -> bool:
    return annotation.get(f"{_OLD}type") == "Word.Comment"


def _comment(annotation: Element) -> Element:
    author = annotation.get(f"{_AML}author", "")
    new = etree.Element(w("comment"), {w("id"): annotation.get(f"{_AML}id", ""), w("author"): author})
    new.extend(_children(annotation))
    return new
