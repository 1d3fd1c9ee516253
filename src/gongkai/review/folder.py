"""The site's folder: whose it is, and files that are never seen half written."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

import regex

from gongkai.errors import UsageError, unwritable

MARKER = ".gongkai-review"
INDEX = "index.html"
REPORTS, PAGES, ASSETS = "reports", "pages", "assets"
_MARK = "A site that gongkai review wrote. It may be written anew at any time.\n"
_ID = regex.compile(r"[0-9a-f]{16}")
_OURS = regex.compile(r"[0-9a-f]{16}(?:\.html|-[0-9]+\.webp)|(?:list|spots)-[0-9]+\.js")


def is_id(text: str) -> bool:
    """Whether a report's id may name a file."""
    return _ID.fullmatch(text) is not None


def claim(site: Path) -> None:
    """Make the folder, or take an earlier site: it has no index until the new one is whole. Raises UsageError."""
    try:
        if site.is_symlink() or (site.exists() and not site.is_dir()):
            raise UsageError(f"{site}: is a file or a link; name a folder for the site")
        if site.is_dir() and any(site.iterdir()) and not (site / MARKER).is_file():
            raise UsageError(f"{site}: is not empty and holds no site of gongkai review; name a new or an empty folder")
        for name in ("", REPORTS, PAGES, ASSETS):
            (site / name).mkdir(parents=True, exist_ok=True)
        write(site / MARKER, _MARK.encode())
        (site / INDEX).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(site, error) from error


def renew(path: Path, data: bytes) -> None:
    """Write a file where it holds something else, or nothing."""
    try:
        same = path.read_bytes() == data
    except OSError:
        same = False
    if not same:
        write(path, data)


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or not there."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        with suppress(OSError):
            Path(name).unlink()  # there only where something went wrong


def sweep(site: Path, kept: frozenset[str]) -> None:
    """Remove what an earlier run left: pages and pictures that are not ``kept`` (``reports/ID.html``), and halves of files."""
    for folder in (REPORTS, PAGES, ASSETS):
        for path in (site / folder).iterdir():
            stale = _OURS.fullmatch(path.name) and f"{folder}/{path.name}" not in kept
            if stale or path.name.startswith(".part."):
                path.unlink()
