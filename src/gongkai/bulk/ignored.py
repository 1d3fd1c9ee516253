"""What in folders and containers is no source: files of the system, data, the furniture of saved web pages."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath

from gongkai.readers.formats import FORMATS

SIGN = ".gongkai"
"""A name in every dataset, review site and trace begins with it."""
STEPS = frozenset((".", ".."))
"""In a member's path no hidden folders; nothing is unpacked, so they lead nowhere."""
_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "__macosx", "__pycache__"})
_TABLES = (".csv", ".tsv", ".xml")
_DATA = (
    *(".json", ".jsonl", ".yaml", ".yml", ".toml", ".parquet", ".dta", ".db", ".sqlite", ".cdx", ".cdxj"),
    *(".py", ".pyc", ".sh", ".bat", ".exe", ".dll", ".so", ".log", ".ini"),
)
_FURNITURE = (".js", ".css", ".svg", ".ico", ".woff", ".woff2", ".ttf")
_FOLDER_ENDINGS = ("_files", ".files")
_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_CONTAINERS = (".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".eml", ".msg", ".mbox", ".warc", ".wacz")
_LEAFLETS = ("html", "image", "txt")  # formats of what a page is made of
_DOCUMENTS = frozenset((*_CONTAINERS, *(end for one in FORMATS if one.kind not in _LEAFLETS for end in one.endings)))
_SHORTCUTS = (".url", ".lnk", ".webloc", ".desktop")
_UNFINISHED = (".crdownload", ".part", ".partial", ".download", ".opdownload")
_PACKED = (".gz", ".bz2", ".xz", ".zst")
SYSTEM = "a temporary or system file"
DATA = "a data file"
SHORTCUT = "a shortcut to an address or a file"
UNFINISHED = "a download that was not finished"
PART = "a part of a saved page"
OURS = "what gongkai wrote"


def hidden(name: str) -> bool:
    """Whether a name is that of a hidden file, a lock file or the operating system's own."""
    return name.startswith((".", "~$")) or name.lower() in _NAMES


def reason(name: str) -> str | None:
    """Return why a file of that name is passed over; None where it is a source."""
    if hidden(name):
        return SYSTEM
    ending = PurePath(name).suffix.lower()
    if (
        ending in _DATA
        or ending in _TABLES
        or (ending in _PACKED and PurePath(name).with_suffix("").suffix.lower() in _DATA)
    ):
        return DATA
    if ending in _SHORTCUTS or ending in _UNFINISHED:
        return SHORTCUT if ending in _SHORTCUTS else UNFINISHED
    return "furniture of a web page" if ending in _FURNITURE else None


def may_be_table(name: str) -> bool:
    """Whether a data file may hold a report all the same: delimited tables, and Word's own XML."""
    return not hidden(name) and PurePath(name).suffix.lower() in _TABLES


def is_part(name: str) -> bool:
    """Whether a file in a saved page's folder is a part of the page: whatever is no document and no archive by its name.

    Browsers rename what they save (``a.js.下载``), Word puts a dozen kinds of its own there.
    """
    return PurePath(name).suffix.lower() not in _DOCUMENTS


def is_page(name: str) -> bool:
    """Whether a name is that of a web page."""
    return PurePath(name).suffix.lower() in _PAGES


def belongs_to_page(folder: str, siblings: Collection[str]) -> bool:
    """Whether a folder holds the parts of a page that was saved beside it: ``X.html`` and ``X_files``, or ``X.files``."""
    stem = next((folder.removesuffix(ending) for ending in _FOLDER_ENDINGS if folder.endswith(ending)), None)
    return stem is not None and any(stem + ending in siblings for ending in _PAGES)
