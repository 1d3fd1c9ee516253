"""Files whose name says another format than their content: a remark for the message, where such a file gives no report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType

_ENDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "docx": (".docx", ".docm", ".dotx", ".dotm"),
        "doc": (".doc", ".dot", ".xml"),
        "wps": (".wps", ".wpt"),
        "rtf": (".rtf",),
        "odt": (".odt", ".ott", ".fodt"),
        "ofd": (".ofd",),
        "pdf": (".pdf",),
        "html": (".html", ".htm", ".xhtml", ".shtml"),
        "mhtml": (".mhtml", ".mht"),
        "txt": (".txt", ".md", ".csv", ".text"),
        "image": (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp"),
        "zip": (".zip",),
    }
)
_CONTENT: Mapping[str, str] = MappingProxyType(
    {
        "docx": "a Word file", "doc": "an old Word file", "wps": "a WPS file", "rtf": "an RTF file",
        "odt": "an OpenDocument text", "ofd": "an OFD file", "pdf": "a PDF", "mhtml": "a saved web page",
        "txt": "plain text", "image": "a picture", "zip": "a zip archive",
        "html": "a web page (sites send one in place of a file that they do not find: fetch the file again)",
    }
)  # fmt: skip


def remark(kind: str, name: str) -> str:
    """Return what to say of a file called ``name`` whose content is of ``kind``; nothing where the two agree."""
    ending = PurePath(name).suffix.lower()
    promised = next((other for other, endings in _ENDINGS.items() if ending in endings), kind)
    return "" if promised == kind else f". It is named {ending}, but its content is {_CONTENT[kind]}"
