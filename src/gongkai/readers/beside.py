"""Files that a browser saved beside a page: ``X.html`` with its folder ``X_files`` or ``X.files``."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

_MOST_BYTES = 64 * 2**20  # of one picture or frame


def beside(page: Path, address: str) -> bytes | None:
    """Return the file that ``page`` means by a relative ``address``; None where it is not below the page's own folder."""
    parts = urlsplit(address.replace("\\", "/"))
    names = PurePosixPath(unquote(parts.path)).parts
    if parts.scheme or parts.netloc or not names or names[0] == "/" or ".." in names:
        return None
    folder = page.parent
    try:
        path = folder.joinpath(*names).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        return path.read_bytes()
    except (OSError, ValueError):  # a name that no file can have
        return None
