"""Bytes to a Document, one reader a format. A reader knows nothing of forms."""

from __future__ import annotations

from importlib import import_module

from gongkai.document import Reader
from gongkai.errors import UnsupportedFormat

_READERS = {"txt": "text", "docx": "docx", "html": "html", "pdf": "pdf"}
_ADVICE = {
    "image": "it is a picture; figures are not read from pictures in this version. If it came as a Word file or a PDF, ask for that",
    "doc": "old Word (.doc) is not read in this version; save it as .docx, for example with "
    "`soffice --headless --convert-to docx FILE`",
    "zip": "it is an archive; name it to `gongkai extract`, which looks inside",
}
RAISED = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
LOWERED = str.maketrans("0123456789０１２３４５６７８９", "₀₁₂₃₄₅₆₇₈₉" * 2)
"""For ``str.translate``: raised and lowered digits are marks of notes or units, never digits of the figure before."""
_OTHER = "this version does not read {kind}; save it as .docx, .pdf, .html or .txt"


def reader_for(kind: str) -> Reader:
    """Return the reader for a format that ``sniff`` named. Raises UnsupportedFormat, saying what to do."""
    module = _READERS.get(kind)
    if module is None:
        raise UnsupportedFormat(_ADVICE.get(kind) or _OTHER.format(kind=kind))
    read: Reader = import_module(f"gongkai.readers.{module}").read
    return read
