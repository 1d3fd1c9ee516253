"""Drafting a form file from a file: its tables are read like a report's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.drafting.draft import draft_form
from gongkai.errors import SourceError, UsageError
from gongkai.forms.load import parse_form
from gongkai.readers import reader_for
from gongkai.readers.sniff import sniff
from gongkai.readers.wrapped import unwrapped

if TYPE_CHECKING:
    from gongkai.drafting.draft import Draft

_FORMATS = ("docx", "html")


def draft_file(path: Path, form_id: str) -> Draft:
    """Draft a form from a blank form. Raises UsageError, or SourceError where nothing can be drafted from it."""
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    try:
        draft = _draft(path.read_bytes(), path.name, form_id)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    except SourceError as error:
        raise type(error)(f"{path}: {error}") from error
    parse_form(draft.text, f"the draft from {path}")
    return draft


def _draft(data: bytes, name: str, form_id: str) -> Draft:
    content = unwrapped(data)
    kind = sniff(content, name)
    if kind not in _FORMATS:
        raise SourceError(f"it is a {kind} file; the cells of a blank form are known from Word (.docx) only")
    return draft_form(next(reader_for(kind)(content)), form_id)
